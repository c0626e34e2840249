#include "city/toml_reader.hpp"

#include <toml++/toml.h>

#include <algorithm>

#include "city/obsolete_keys.hpp"

namespace hotline::city {
namespace {

TomlNode convert(const toml::node& node) {
  TomlNode out;
  out.line = static_cast<int>(node.source().begin.line);
  if (const auto* table = node.as_table()) {
    out.type = TomlNode::Type::table;
    for (const auto& [key, value] : *table) {
      out.members.push_back({std::string(key.str()), convert(value)});
      if (value.is_table()) continue;
      out.members.back().node.line = static_cast<int>(key.source().begin.line);
    }
    std::stable_sort(out.members.begin(), out.members.end(),
                     [](const auto& a, const auto& b) { return a.node.line < b.node.line; });
  } else if (const auto* array = node.as_array()) {
    out.type = TomlNode::Type::array;
    for (const auto& value : *array) out.items.push_back(convert(value));
  } else if (const auto* text = node.as_string()) {
    out.type = TomlNode::Type::text;
    out.text = text->get();
  } else if (const auto* integer = node.as_integer()) {
    out.type = TomlNode::Type::integer;
    out.integer = integer->get();
    out.real = static_cast<double>(out.integer);
  } else if (const auto* real = node.as_floating_point()) {
    out.type = TomlNode::Type::real;
    out.real = real->get();
  } else if (const auto* boolean = node.as_boolean()) {
    out.type = TomlNode::Type::boolean;
    out.boolean = boolean->get();
  }
  return out;
}

std::optional<int> parse_clock(std::string_view text) {
  if (text.size() != 5 || text[2] != ':') return std::nullopt;
  for (std::size_t i : {0U, 1U, 3U, 4U})
    if (text[i] < '0' || text[i] > '9') return std::nullopt;
  const int hour = (text[0] - '0') * 10 + (text[1] - '0');
  const int minute = (text[3] - '0') * 10 + (text[4] - '0');
  if (minute > 59 || hour * 60 + minute > 1440) return std::nullopt;
  return hour * 60 + minute;
}

std::string shown(double value) {
  std::string text = std::to_string(value);
  text.erase(text.find_last_not_of('0') + 1);
  if (text.back() == '.') text.pop_back();
  return text;
}

}  // namespace

std::optional<TomlNode> parse_toml(const std::string& file, const std::string& content, Report& report) {
  try {
    return convert(toml::parse(content, file));
  } catch (const toml::parse_error& failure) {
    report.error({file, static_cast<int>(failure.source().begin.line)}, "malformed",
                 "不是正确的 TOML：" + std::string(failure.description()),
                 "not TOML: " + std::string(failure.description()));
    return std::nullopt;
  }
}

std::optional<Hours> parse_hours(std::string_view text) {
  if (text.size() != 11 || text[5] != '-') return std::nullopt;
  const auto from = parse_clock(text.substr(0, 5));
  const auto to = parse_clock(text.substr(6));
  if (!from || !to || *from == *to || *from == 1440) return std::nullopt;
  return Hours{*from, *to};
}

TomlReader::TomlReader(Report& report, std::string file, const TomlNode& table, std::string path)
    : report_(&report), file_(std::move(file)), node_(&table), path_(std::move(path)) {}

const TomlNode* TomlReader::ask(std::string_view key) {
  asked_.emplace(key);
  for (const auto& [name, node] : node_->members)
    if (name == key) return &node;
  return nullptr;
}

Spot TomlReader::spot_of(std::string_view key) const {
  for (const auto& [name, node] : node_->members)
    if (name == key) return {file_, node.line};
  return spot();
}

std::string TomlReader::full(std::string_view key) const {
  return path_.empty() ? std::string(key) : path_ + "." + std::string(key);
}

void TomlReader::wrong_type(const TomlNode& node, std::string_view key, std::string_view zh,
                            std::string_view en) {
  report_->error({file_, node.line}, "type", full(key) + " 应为" + std::string(zh),
                 full(key) + " must be " + std::string(en));
}

void TomlReader::out_of_range(const TomlNode& node, std::string_view key, const std::string& least,
                              const std::string& most) {
  report_->error({file_, node.line}, "range", full(key) + " 应在 " + least + " 与 " + most + " 之间",
                 full(key) + " must lie between " + least + " and " + most);
}

bool TomlReader::text(std::string_view key, std::string& out) {
  const TomlNode* node = ask(key);
  if (node == nullptr) return false;
  if (node->type != TomlNode::Type::text)
    return wrong_type(*node, key, "文字（加引号）", "text in quotes"), false;
  out = node->text;
  return true;
}

bool TomlReader::required_text(std::string_view key, std::string& out) {
  const TomlNode* node = ask(key);
  if (node != nullptr && text(key, out) && !out.empty()) return true;
  if (node == nullptr || (node->type == TomlNode::Type::text && node->text.empty()))
    report_->error(spot_of(key), "required", "缺少 " + full(key) + "，请补充",
                   full(key) + " is missing: add it");
  return false;
}

bool TomlReader::texts(std::string_view key, std::vector<std::string>& out) {
  const TomlNode* node = ask(key);
  if (node == nullptr) return false;
  std::vector<std::string> values;
  bool good = node->type == TomlNode::Type::array;
  for (const TomlNode& item : node->items) {
    good = good && item.type == TomlNode::Type::text;
    values.push_back(item.text);
  }
  if (node->type == TomlNode::Type::text) {
    values = {node->text};
    good = true;
  }
  if (!good) return wrong_type(*node, key, "文字列表", "a list of texts"), false;
  out = std::move(values);
  return true;
}

bool TomlReader::integer(std::string_view key, int& out, int least, int most) {
  const TomlNode* node = ask(key);
  if (node == nullptr) return false;
  if (node->type != TomlNode::Type::integer) return wrong_type(*node, key, "整数", "a whole number"), false;
  if (node->integer < least || node->integer > most)
    return out_of_range(*node, key, std::to_string(least), std::to_string(most)), false;
  out = static_cast<int>(node->integer);
  return true;
}

bool TomlReader::integers(std::string_view key, std::vector<int>& out) {
  const TomlNode* node = ask(key);
  if (node == nullptr) return false;
  bool good = node->type == TomlNode::Type::array;
  std::vector<int> values;
  for (const TomlNode& item : node->items) {
    good = good && item.type == TomlNode::Type::integer && item.integer >= 0 && item.integer < 1'000'000;
    values.push_back(static_cast<int>(item.integer));
  }
  if (!good) return wrong_type(*node, key, "整数列表", "a list of whole numbers"), false;
  out = std::move(values);
  return true;
}

bool TomlReader::real(std::string_view key, double& out, double least, double most) {
  const TomlNode* node = ask(key);
  if (node == nullptr) return false;
  if (node->type != TomlNode::Type::real && node->type != TomlNode::Type::integer)
    return wrong_type(*node, key, "数字", "a number"), false;
  if (!(node->real >= least && node->real <= most))
    return out_of_range(*node, key, shown(least), shown(most)), false;
  out = node->real;
  return true;
}

bool TomlReader::flag(std::string_view key, bool& out) {
  const TomlNode* node = ask(key);
  if (node == nullptr) return false;
  if (node->type != TomlNode::Type::boolean)
    return wrong_type(*node, key, " true 或 false", "true or false"), false;
  out = node->boolean;
  return true;
}

bool TomlReader::hours(std::string_view key, DayHours& out, bool over_midnight) {
  std::vector<std::string> spans;
  if (!texts(key, spans)) return false;
  DayHours hours;
  bool good = true;
  for (const std::string& span : spans) {
    const auto parsed = parse_hours(span);
    good = good && parsed && (parsed->from < parsed->to || over_midnight);
    if (!good) break;
    if (parsed->from < parsed->to) {
      hours.push_back(*parsed);
      continue;
    }
    if (parsed->to > 0) hours.push_back({0, parsed->to});
    hours.push_back({parsed->from, 1440});
  }
  std::sort(hours.begin(), hours.end(), [](const Hours& a, const Hours& b) { return a.from < b.from; });
  for (std::size_t i = 1; i < hours.size(); ++i) good = good && hours[i - 1].to <= hours[i].from;
  if (!good) {
    report_->error(spot_of(key), "range", full(key) + " 的时段应写作 \"08:30-12:00\"，互不重叠",
                   full(key) + " must hold spans like \"08:30-12:00\" without overlap");
    return false;
  }
  out = std::move(hours);
  return true;
}

std::optional<TomlReader> TomlReader::table(std::string_view key) {
  const TomlNode* node = ask(key);
  if (node == nullptr) return std::nullopt;
  if (node->type != TomlNode::Type::table) return wrong_type(*node, key, "一节设置", "a table"), std::nullopt;
  return TomlReader(*report_, file_, *node, full(key));
}

std::vector<TomlReader> TomlReader::tables(std::string_view key) {
  std::vector<TomlReader> readers;
  const TomlNode* node = ask(key);
  if (node == nullptr) return readers;
  if (node->type != TomlNode::Type::array)
    return wrong_type(*node, key, "若干 [[节]]", "a list of tables"), readers;
  for (const TomlNode& item : node->items) {
    if (item.type != TomlNode::Type::table) {
      wrong_type(item, key, "若干 [[节]]", "a list of tables");
      continue;
    }
    readers.emplace_back(*report_, file_, item, std::string(key));
  }
  return readers;
}

std::vector<std::pair<std::string, TomlReader>> TomlReader::named_tables() {
  std::vector<std::pair<std::string, TomlReader>> readers;
  for (const auto& [name, node] : node_->members) {
    asked_.insert(name);
    if (node.type == TomlNode::Type::table) {
      readers.emplace_back(name, TomlReader(*report_, file_, node, full(name)));
    } else {
      wrong_type(node, name, "一节设置", "a table");
    }
  }
  return readers;
}

void TomlReader::finish() {
  const std::vector<std::string> known(asked_.begin(), asked_.end());
  for (const auto& [name, node] : node_->members) {
    if (asked_.contains(name)) continue;
    if (const auto old = find_obsolete_key(file_, full(name))) {
      report_->warning({file_, node.line}, "obsolete_key",
                       "设置项“" + full(name) + "”已停用，不起作用：" + std::string(old->zh),
                       "the setting '" + full(name) + "' is no longer read: " + std::string(old->en));
    } else {
      report_->unknown({file_, node.line}, "unknown_key", "设置项", "setting", name, known);
    }
  }
}

}  // namespace hotline::city
