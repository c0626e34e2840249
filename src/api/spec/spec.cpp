#include "api/spec/spec.hpp"

#include <utility>

namespace hotline::api {

const Field* ObjectSpec::find(std::string_view field) const {
  for (const Field& candidate : fields) {
    if (candidate.name == field) return &candidate;
  }
  return nullptr;
}

Type text(std::size_t max_chars, std::size_t min_chars) {
  Type type;
  type.max_chars = max_chars;
  type.min_chars = min_chars;
  return type;
}

Type line(std::size_t max_chars, std::size_t min_chars) {
  Type type = text(max_chars, min_chars);
  type.format = Format::line;
  return type;
}

Type code(std::size_t max_chars) {
  Type type = text(max_chars, 1);
  type.format = Format::code;
  return type;
}

Type phone() {
  Type type = text(32, 1);
  type.format = Format::phone;
  return type;
}

Type date_time() {
  Type type = text(40, 1);
  type.format = Format::date_time;
  return type;
}

Type date() {
  Type type = text(10, 1);
  type.format = Format::date;
  return type;
}

Type integer(std::int64_t least, std::int64_t most) {
  Type type;
  type.kind = Kind::integer;
  type.least = least;
  type.most = most;
  return type;
}

Type number() {
  Type type;
  type.kind = Kind::number;
  return type;
}

Type boolean() {
  Type type;
  type.kind = Kind::boolean;
  return type;
}

Type choice(std::vector<std::string> values) {
  Type type;
  type.kind = Kind::choice;
  type.values = std::move(values);
  return type;
}

Type list_of(Type item, std::size_t max_items) {
  Type type;
  type.kind = Kind::list;
  type.item = std::make_shared<const Type>(std::move(item));
  type.max_items = max_items;
  return type;
}

Type list_of(ObjectSpec item, std::size_t max_items) {
  return list_of(object(std::move(item)), max_items);
}

Type object(ObjectSpec spec) {
  Type type;
  type.kind = Kind::object;
  type.object = std::make_shared<const ObjectSpec>(std::move(spec));
  return type;
}

Type anything() {
  Type type;
  type.kind = Kind::anything;
  return type;
}

Type nullable(Type type) {
  type.nullable = true;
  return type;
}

Field required(std::string name, Type type, base::Text about) {
  return {std::move(name), std::move(type), true, std::move(about)};
}

Field optional(std::string name, Type type, base::Text about) {
  return {std::move(name), std::move(type), false, std::move(about)};
}

ObjectSpec page_of(ObjectSpec item, std::size_t max_items) {
  ObjectSpec page;
  page.name = item.name + "Page";
  page.about = {"一页结果。", "One page of results."};
  page.fields = {
      required("items", list_of(std::move(item), max_items), {"本页各项。", "The items of this page."}),
      required(
          "next", nullable(text(512)),
          {"下一页的游标；没有更多时为 null。", "Cursor of the next page; null when there are no more."})};
  return page;
}

}  // namespace hotline::api
