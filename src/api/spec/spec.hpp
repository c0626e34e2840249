// The declarative field specification: what a JSON object may hold.
//
// One specification feeds three things: the check of what comes in (validate.hpp), the OpenAPI document
// (schema.hpp), and, in tests, the check of what goes out. Specifications are values, built once when the
// routes are declared, and never change; they may be read from any thread.
#pragma once

#include <cstdint>
#include <limits>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "hotline/base/error.hpp"

namespace hotline::api {

enum class Kind { text, integer, number, boolean, choice, list, object, anything };

// What a text must look like; each has its row in formats.cpp.
enum class Format {
  plain,      // anything but NUL
  line,       // no line breaks or control characters
  code,       // 1 or more of A-Z a-z 0-9 . _ : / + -
  phone,      // a phone number that module text can read, in any usual spelling
  date_time,  // RFC 3339 with offset
  date,       // yyyy-mm-dd
};

struct ObjectSpec;

struct Type {
  Kind kind = Kind::text;
  bool nullable = false;
  // Text, in characters (code points). A min_chars of 1 and more also refuses blank text.
  std::size_t min_chars = 0;
  std::size_t max_chars = 0;
  Format format = Format::plain;
  // Integer and number.
  std::int64_t least = std::numeric_limits<std::int64_t>::min();
  std::int64_t most = std::numeric_limits<std::int64_t>::max();
  // Choice.
  std::vector<std::string> values;
  // List.
  std::shared_ptr<const Type> item;
  std::size_t max_items = 0;
  // Object.
  std::shared_ptr<const ObjectSpec> object;
};

struct Field {
  std::string name;
  Type type;
  bool required = false;
  base::Text about;
};

struct ObjectSpec {
  std::string name;  // of the schema in the OpenAPI document, unique; "" writes it in place
  base::Text about;
  std::vector<Field> fields;

  const Field* find(std::string_view field) const;
};

// Types. Lengths in characters.
Type text(std::size_t max_chars, std::size_t min_chars = 0);
Type line(std::size_t max_chars, std::size_t min_chars = 0);
Type code(std::size_t max_chars = 64);
Type phone();
Type date_time();
Type date();
Type integer(std::int64_t least = std::numeric_limits<std::int64_t>::min(),
             std::int64_t most = std::numeric_limits<std::int64_t>::max());
Type number();
Type boolean();
Type choice(std::vector<std::string> values);
Type list_of(Type item, std::size_t max_items);
Type list_of(ObjectSpec item, std::size_t max_items);
Type object(ObjectSpec spec);
Type anything();
Type nullable(Type type);

// Fields.
Field required(std::string name, Type type, base::Text about);
Field optional(std::string name, Type type, base::Text about);

// {"items": [...], "next": cursor or null}: the form of every list.
ObjectSpec page_of(ObjectSpec item, std::size_t max_items);

}  // namespace hotline::api
