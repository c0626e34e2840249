// Query parameters, declared like fields: unknown ones are refused, values are typed.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api/json.hpp"
#include "api/spec/spec.hpp"
#include "hotline/base/clock.hpp"
#include "hotline/base/result.hpp"

namespace hotline::api {

// The typed values of one request's query.
class Query {
 public:
  Query() = default;
  explicit Query(Json values) : values_(std::move(values)) {}

  bool has(std::string_view name) const { return values_.contains(name); }
  std::optional<std::string> text(std::string_view name) const;
  std::string text_or(std::string_view name, std::string_view otherwise) const;
  std::optional<std::int64_t> integer(std::string_view name) const;
  std::int64_t integer_or(std::string_view name, std::int64_t otherwise) const;
  bool boolean_or(std::string_view name, bool otherwise) const;
  std::optional<base::Time> time(std::string_view name) const;
  std::vector<std::string> list(std::string_view name) const;

 private:
  Json values_ = Json::object();
};

// Reads "a=1&b=x,y" against the declared parameters. A list is written with commas. Errors: invalid_input
// with pointers "?name" and the rules of validate(), or duplicate; malformed for a broken escape.
base::Result<Query> parse_query(const std::vector<Field>& declared, std::string_view query);

// The typed value of one parameter's text; the text itself when it is not of the type.
Json typed_value(const Type& type, const std::string& text);

}  // namespace hotline::api
