#include "hotline/app/settings.hpp"

#include <fmt/format.h>

#include <toml++/toml.h>
#include <algorithm>
#include <fstream>
#include <set>
#include <sstream>

#include "app/obsolete_settings.hpp"
#include "app/settings_table.hpp"

namespace hotline::app {
namespace {

class Reader {
 public:
  Reader(const std::string& name, Settings& settings) : name_(name), rows_(settings_table(settings)) {}

  void read(const toml::table& table, const std::string& prefix) {
    for (const auto& [key, node] : table) {
      const std::string full =
          prefix.empty() ? std::string(key.str()) : prefix + "." + std::string(key.str());
      if (const toml::table* inner = node.as_table(); inner != nullptr && is_section(full)) {
        read(*inner, full);
        continue;
      }
      const auto row =
          std::find_if(rows_.begin(), rows_.end(), [&](const Row& one) { return one.key == full; });
      if (const auto* const old = std::ranges::find(obsolete_settings, full, &ObsoleteSetting::key);
          old != obsolete_settings.end()) {
        warn(node, *old);
      } else if (row == rows_.end()) {
        fault(node, "unknown_key", "没有设置项 " + full + "，请核对拼写。",
              "There is no setting " + full + ". Check its spelling.");
      } else {
        std::visit([&](auto* target) { assign(*row, node, *target); }, row->target);
      }
    }
  }

  std::vector<base::FieldError> take_faults() { return std::move(faults_); }
  std::vector<base::FieldError> take_warnings() { return std::move(warnings_); }

 private:
  bool is_section(const std::string& name) const {
    return std::any_of(rows_.begin(), rows_.end(),
                       [&](const Row& one) { return one.key.starts_with(name + "."); });
  }

  void fault(const toml::node& node, std::string rule, std::string zh, std::string en) {
    faults_.push_back({fmt::format("{}:{}", name_, node.source().begin.line),
                       std::move(rule),
                       {std::move(zh), std::move(en)}});
  }
  void warn(const toml::node& node, const ObsoleteSetting& old) {
    warnings_.push_back({fmt::format("{}:{}", name_, node.source().begin.line),
                         "obsolete_key",
                         {fmt::format("设置项 {} 已停用，不起作用：{}。", old.key, old.zh),
                          fmt::format("The setting {} is no longer read: {}.", old.key, old.en)}});
  }
  void wrong_type(const Row& row, const toml::node& node, const char* zh, const char* en) {
    fault(node, "type", fmt::format("{} 应为{}。", row.key, zh), fmt::format("{} must be {}.", row.key, en));
  }

  void assign(const Row& row, const toml::node& node, std::string& target) {
    if (const auto value = node.value_exact<std::string>()) {
      target = *value;
    } else {
      wrong_type(row, node, "文字", "text");
    }
  }
  void assign(const Row& row, const toml::node& node, bool& target) {
    if (const auto value = node.value_exact<bool>()) {
      target = *value;
    } else {
      wrong_type(row, node, " true 或 false", "true or false");
    }
  }
  void assign(const Row& row, const toml::node& node, std::vector<std::string>& target) {
    const toml::array* array = node.as_array();
    if (array == nullptr || !(array->empty() || array->is_homogeneous<std::string>())) {
      return wrong_type(row, node, "文字列表", "a list of texts");
    }
    target.clear();
    for (const toml::node& item : *array) target.push_back(*item.value_exact<std::string>());
  }
  template <class Number>
    requires std::is_arithmetic_v<Number>
  void assign(const Row& row, const toml::node& node, Number& target) {
    if (const auto value = number(row, node)) target = static_cast<Number>(*value);
  }
  template <class Rep, class Period>
  void assign(const Row& row, const toml::node& node, std::chrono::duration<Rep, Period>& target) {
    if (const auto value = number(row, node))
      target = std::chrono::duration<Rep, Period>(static_cast<Rep>(*value));
  }
  std::optional<double> number(const Row& row, const toml::node& node) {
    const bool fraction = std::holds_alternative<double*>(row.target);
    const auto value = node.value<double>();
    if (!node.is_number() || !value || (!fraction && !node.is_integer())) {
      wrong_type(row, node, fraction ? "数" : "整数", fraction ? "a number" : "a whole number");
      return std::nullopt;
    }
    if (*value < row.least || *value > row.most) {
      fault(node, "range", fmt::format("{} 应在 {:.0f} 至 {:.0f} 之间。", row.key, row.least, row.most),
            fmt::format("{} must lie between {:.0f} and {:.0f}.", row.key, row.least, row.most));
      return std::nullopt;
    }
    return value;
  }

  const std::string& name_;
  std::vector<Row> rows_;
  std::vector<base::FieldError> faults_, warnings_;
};

std::string written(const Target& target) {
  struct Writer {
    std::string operator()(const std::string* v) const { return fmt::format("\"{}\"", *v); }
    std::string operator()(const bool* v) const { return *v ? "true" : "false"; }
    std::string operator()(const std::vector<std::string>* v) const {
      std::string out;
      for (const std::string& one : *v) out += (out.empty() ? "\"" : ", \"") + one + "\"";
      return "[" + out + "]";
    }
    std::string operator()(const base::Duration* v) const { return std::to_string(v->count()); }
    std::string operator()(const api::Seconds* v) const { return std::to_string(v->count()); }
    std::string operator()(const double* v) const {
      const std::string shortest = fmt::format("{}", *v);
      return shortest.find('.') == std::string::npos ? shortest + ".0" : shortest;
    }
    std::string operator()(const int* v) const { return std::to_string(*v); }
    std::string operator()(const unsigned* v) const { return std::to_string(*v); }
    std::string operator()(const unsigned short* v) const { return std::to_string(*v); }
    std::string operator()(const std::size_t* v) const { return std::to_string(*v); }
  };
  return std::visit(Writer{}, target);
}

}  // namespace

base::Result<Settings> parse_settings(std::string_view text, const std::string& name) {
  Settings settings;
  try {
    const toml::table table = toml::parse(text);
    Reader reader(name, settings);
    reader.read(table, "");
    std::vector<base::FieldError> faults = reader.take_faults();
    if (!faults.empty()) return base::Error::fields_wrong(std::move(faults));
    settings.warnings = reader.take_warnings();
  } catch (const toml::parse_error& error) {
    return base::Error::fields_wrong({{fmt::format("{}:{}", name, error.source().begin.line),
                                       "syntax",
                                       {"不符合 TOML 语法：" + std::string(error.description()),
                                        "This is not TOML: " + std::string(error.description())}}});
  }
  return settings;
}

base::Result<Settings> load_settings(const std::string& path) {
  std::ifstream file(path);
  if (!file) {
    return base::Error::of(base::ErrorCode::not_found, "找不到设置文件 " + path + "，请用 --config 指明。",
                           "There is no settings file " + path + ". Name it with --config.");
  }
  std::stringstream text;
  text << file.rdbuf();
  return parse_settings(text.str(), path);
}

std::string sample_settings() {
  Settings defaults;
  std::string out =
      "# Hotline 的设置。每项都有默认值；不认识的项会被拒绝并指出行号。\n"
      "# Settings of Hotline. Everything has a default; unknown keys are refused with their line.\n";
  std::string section;
  for (const Row& row : settings_table(defaults)) {
    const std::size_t dot = row.key.find('.');
    const std::string here(row.key.substr(0, dot));
    if (here != section) {
      section = here;
      out += fmt::format("\n[{}]\n", section);
    }
    out += fmt::format("# {}{}\n# {}{}\n{} = {}\n", row.about.zh,
                       row.unit.empty() ? "" : fmt::format("（{}）", row.unit), row.about.en,
                       row.unit.empty() ? "" : fmt::format(" ({})", row.unit), row.key.substr(dot + 1),
                       written(row.target));
  }
  return out;
}

}  // namespace hotline::app
