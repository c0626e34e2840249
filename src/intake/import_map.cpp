#include "hotline/intake/import_map.hpp"

#include <fmt/format.h>

#include <toml++/toml.h>
#include <algorithm>
#include <fstream>
#include <iterator>
#include <sstream>

#include "hotline/intake/import_time.hpp"
#include "hotline/text/normalize.hpp"

namespace hotline::intake {
namespace {

std::optional<ImportField> find_field(std::string_view name) {
  const auto at = std::find(import_field_names.begin(), import_field_names.end(), name);
  if (at == import_field_names.end()) return std::nullopt;
  return static_cast<ImportField>(at - import_field_names.begin());
}

// Reads the tables and gathers every mistake with its line.
class MapReader {
 public:
  MapReader(std::string file, ImportMap& map) : file_(std::move(file)), map_(map) {}

  void read(const toml::table& top) {
    for (const auto& [key, node] : top) {
      const std::string_view name = key.str();
      if (name == "source") {
        text(node, name, map_.source);
      } else if (name == "sheet") {
        text(node, name, map_.sheet);
      } else if (name == "hold") {
        if (const auto* flag = node.as_boolean()) {
          map_.hold = flag->get();
        } else {
          wrong_type(node, name, "true 或 false", "true or false");
        }
      } else if (name == "columns" || name == "defaults" || name == "values") {
        fields(node, name);
      } else if (name == "times") {
        times(node);
      } else {
        unknown(node, name);
      }
    }
    if (map_.source.empty()) {
      add(0, "required", "缺少 source：请写明数据来源的代号，例如 source = \"old_system\"。",
          "There is no source: name where the rows come from, such as source = \"old_system\".");
    }
  }

  std::vector<base::FieldError> take() { return std::move(wrong_); }

 private:
  void add(std::uint32_t line, std::string rule, std::string zh, std::string en) {
    wrong_.push_back({fmt::format("{}:{}", file_, line), std::move(rule), {std::move(zh), std::move(en)}});
  }
  void unknown(const toml::node& node, std::string_view key) {
    add(node.source().begin.line, "unknown_key", fmt::format("不认识的键“{}”，请核对拼写。", key),
        fmt::format("There is no key '{}'. Check its spelling.", key));
  }
  void wrong_type(const toml::node& node, std::string_view key, std::string_view zh, std::string_view en) {
    add(node.source().begin.line, "type", fmt::format("“{}”应为{}。", key, zh),
        fmt::format("'{}' is to be {}.", key, en));
  }
  bool text(const toml::node& node, std::string_view key, std::string& out) {
    if (const auto* value = node.as_string()) {
      out = value->get();
      return true;
    }
    wrong_type(node, key, "一段文字", "a text");
    return false;
  }
  void texts(const toml::node& node, std::string_view key, std::vector<std::string>& out) {
    const toml::array* items = node.as_array();
    if (items == nullptr) {
      std::string one;
      if (text(node, key, one)) out = {std::move(one)};
      return;
    }
    out.clear();
    for (const toml::node& item : *items) {
      std::string one;
      if (text(item, key, one)) out.push_back(std::move(one));
    }
  }

  void fields(const toml::node& node, std::string_view section) {
    const toml::table* table = node.as_table();
    if (table == nullptr) return wrong_type(node, section, "一个表", "a table");
    for (const auto& [key, value] : *table) {
      const auto field = find_field(key.str());
      if (!field) {
        unknown(value, fmt::format("{}.{}", section, key.str()));
        continue;
      }
      const auto at = static_cast<std::size_t>(*field);
      if (section == "columns") {
        map_.columns_given[at] = true;
        texts(value, key.str(), map_.columns[at]);
      } else if (section == "defaults") {
        text(value, key.str(), map_.defaults[at]);
      } else {
        translations(value, key.str(), map_.values[at]);
      }
    }
  }
  void translations(const toml::node& node, std::string_view field, std::map<std::string, std::string>& out) {
    const toml::table* table = node.as_table();
    if (table == nullptr) return wrong_type(node, field, "一个表", "a table");
    for (const auto& [word, code] : *table) text(code, word.str(), out[text::normalize(word.str())]);
  }
  void times(const toml::node& node) {
    const toml::table* table = node.as_table();
    if (table == nullptr) return wrong_type(node, "times", "一个表", "a table");
    for (const auto& [key, value] : *table) {
      if (key.str() != "formats") {
        unknown(value, fmt::format("times.{}", key.str()));
        continue;
      }
      texts(value, key.str(), map_.time_formats);
      for (const std::string& format : map_.time_formats) {
        if (is_time_format(format)) continue;
        add(value.source().begin.line, "time_format",
            fmt::format("时间格式“{}”有误：须含 %Y、%m、%d，可含 %H、%M、%S，或写 rfc3339、excel。", format),
            fmt::format(
                "'{}' is no time format: it needs %Y, %m and %d, may have %H, %M, %S, or is rfc3339 or "
                "excel.",
                format));
      }
    }
  }

  std::string file_;
  ImportMap& map_;
  std::vector<base::FieldError> wrong_;
};

}  // namespace

const std::vector<std::string>& usual_headers(ImportField field) {
  static const ImportMap::PerField<std::vector<std::string>> headers{{
      {"external_id", "工单编号", "工单号", "工单ID", "12345编号", "受理编号", "编号", "序号"},
      {"title", "标题", "主题", "诉求标题", "主题概括", "工单标题"},
      {"words", "内容", "工单内容", "正文", "市民诉求", "诉求内容", "问题描述", "描述"},
      {"place", "事发地点", "问题发生地", "事发地址", "地点", "地址"},
      {"received", "受理时间", "受理日期", "投诉时间", "上报时间", "登记时间", "来电时间", "留言时间"},
      {"channel", "受理渠道", "来源", "诉求来源", "渠道"},
      {"kind", "工单类型", "诉求类型", "诉求性质", "类型"},
      {"urgency", "紧急度", "紧急程度"},
      {"matter", "事项编码"},
      {"division", "区划", "所属区域", "事发区域"},
      {"unit", "承办单位", "处理部门", "主办单位", "责任单位"},
      {"caller_name", "来电人", "诉求人", "姓名", "联系人"},
      {"caller_phone", "联系电话", "来电号码", "手机号码", "电话"},
      {"caller_address", "联系地址", "来电人地址"},
      {"caller_id_number"},  // taken where a map says so alone
      {"language", "语种"},
      {"anonymous", "是否匿名"},
      {"secret", "是否保密"},
      {"closed", "办结时间", "结案时间"},
      {"reply", "答复内容", "办理结果", "答复意见"},
  }};
  return headers[static_cast<std::size_t>(field)];
}

base::Result<ImportMap> parse_import_map(const std::string& file, std::string_view content) {
  ImportMap map;
  for (std::size_t i = 0; i < import_field_count; ++i)
    map.columns[i] = usual_headers(static_cast<ImportField>(i));
  map.time_formats = usual_time_formats();
  MapReader reader(file, map);
  try {
    reader.read(toml::parse(content, file));
  } catch (const toml::parse_error& error) {
    return base::Error::of(
        base::ErrorCode::malformed,
        fmt::format("{}:{} 不是有效的 TOML：{}", file, error.source().begin.line, error.description()),
        fmt::format("{}:{} is no valid TOML: {}", file, error.source().begin.line, error.description()));
  }
  if (auto wrong = reader.take(); !wrong.empty()) return base::Error::fields_wrong(std::move(wrong));
  return map;
}

base::Result<ImportMap> load_import_map(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) {
    return base::Error::of(base::ErrorCode::not_found,
                           "找不到映射文件 " + path.filename().string() + "，请核对路径。",
                           "There is no map file " + path.filename().string() + ". Check its path.");
  }
  const std::string content{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  return parse_import_map(path.filename().string(), content);
}

}  // namespace hotline::intake
