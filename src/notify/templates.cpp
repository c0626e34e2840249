#include "hotline/notify/templates.hpp"

#include <algorithm>
#include <functional>
#include <optional>

namespace hotline::notify {
namespace {

bool is_name(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
  });
}

// Walks through a wording; false when a brace lacks its partner or holds no name. `placeholder` returns
// whether to go on.
bool walk(std::string_view text, const std::function<void(std::string_view)>& plain,
          const std::function<bool(std::string_view)>& placeholder) {
  while (!text.empty()) {
    const auto brace = text.find_first_of("{}");
    plain(text.substr(0, brace));
    if (brace == std::string_view::npos) return true;
    const char sign = text[brace];
    text.remove_prefix(brace + 1);
    if (!text.empty() && text.front() == sign) {
      plain(text.substr(0, 1));
      text.remove_prefix(1);
      continue;
    }
    const auto end = text.find('}');
    if (sign == '}' || end == std::string_view::npos || !is_name(text.substr(0, end))) return false;
    if (!placeholder(text.substr(0, end))) return true;
    text.remove_prefix(end + 1);
  }
  return true;
}

std::optional<std::string> argument(const store::Payload& arguments, std::string_view name) {
  if (auto text = arguments.text(name)) return text;
  if (auto number = arguments.integer(name)) return std::to_string(*number);
  return {};
}

base::Result<std::string> fill(std::string_view text, const store::Payload& arguments) {
  std::string filled;
  std::optional<std::string> missing;
  const bool whole = walk(
      text, [&](std::string_view plain) { filled += plain; },
      [&](std::string_view name) {
        if (auto value = argument(arguments, name)) {
          filled += *value;
          return true;
        }
        missing = std::string(name);
        return false;
      });
  if (missing) {
    return base::Error::field("/arguments/" + *missing, "required",
                              "消息模板需要“" + *missing + "”的内容，请提供。",
                              "The template needs a value for \"" + *missing + "\". Give one.");
  }
  if (!whole) {
    return base::Error::field("/template", "format", "消息模板的花括号不成对，请修改模板。",
                              "A brace of the template lacks its partner. Mend the template.");
  }
  return filled;
}

void check_part(std::vector<TemplateProblem>& problems, const std::string& name, const std::string& part,
                const std::string& text, const std::set<std::string>* supplied) {
  const bool whole = walk(
      text, [](std::string_view) {},
      [&](std::string_view placeholder) {
        const std::string wanted(placeholder);
        if (supplied && !supplied->contains(wanted)) {
          problems.push_back(
              {name,
               part,
               {"模板使用了程序不提供的“{" + wanted + "}”，请删除或者改用可用名称。",
                "No value is supplied for {" + wanted + "}. Remove it or use a name that is."}});
        }
        return true;
      });
  if (!whole) {
    problems.push_back({name,
                        part,
                        {"花括号不成对或者其中不是名称；要写花括号本身，请写两个。",
                         "A brace lacks its partner or holds no name; write a brace itself twice."}});
  }
}

}  // namespace

std::vector<TemplateProblem> Templates::check(const Supplied& supplied) const {
  std::vector<TemplateProblem> problems;
  for (const auto& [name, placeholders] : supplied) {
    if (!templates_.contains(name)) {
      problems.push_back({name, "", {"缺少此消息模板，请补充。", "This template is missing. Add it."}});
    }
  }
  for (const auto& [name, wording] : templates_) {
    const auto used = supplied.find(name);
    const std::set<std::string>* placeholders = used == supplied.end() ? nullptr : &used->second;
    check_part(problems, name, "subject.zh", wording.subject.zh, placeholders);
    check_part(problems, name, "subject.en", wording.subject.en, placeholders);
    check_part(problems, name, "body.zh", wording.body.zh, placeholders);
    check_part(problems, name, "body.en", wording.body.en, placeholders);
    if (wording.body.zh.empty()) {
      problems.push_back(
          {name, "body.zh", {"缺少中文正文，请补充。", "The Chinese wording is missing. Add it."}});
    }
    if (wording.body.en.empty()) {
      problems.push_back(
          {name, "body.en", {"缺少英文正文，请补充。", "The English wording is missing. Add it."}});
    }
  }
  return problems;
}

base::Result<Rendered> Templates::render(std::string_view name, Language language,
                                         const store::Payload& arguments) const {
  const auto found = templates_.find(name);
  if (found == templates_.end()) {
    return base::Error::of(base::ErrorCode::not_found,
                           "没有名为“" + std::string(name) + "”的消息模板，请补充模板。",
                           "There is no template \"" + std::string(name) + "\". Add it to the templates.");
  }
  const Template& wording = found->second;
  const bool chinese = language == Language::zh;
  Rendered rendered;
  HOTLINE_TRY(rendered.subject, fill(chinese ? wording.subject.zh : wording.subject.en, arguments));
  HOTLINE_TRY(rendered.body, fill(chinese ? wording.body.zh : wording.body.en, arguments));
  return rendered;
}

}  // namespace hotline::notify
