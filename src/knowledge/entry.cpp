#include "hotline/knowledge/entry.hpp"

#include <array>

#include "hotline/base/names.hpp"
#include "hotline/text/utf8.hpp"

namespace hotline::knowledge {
namespace {

constexpr std::array<std::string_view, 4> state_names{"draft", "review", "published", "withdrawn"};
constexpr std::array<std::string_view, 5> action_names{"edit", "submit", "send_back", "publish", "withdraw"};
constexpr std::array<std::string_view, 3> visibility_names{"public", "internal", "confidential"};

struct FactNames {
  std::string_view name, label;
};
constexpr std::array<FactNames, 12> fact_names{{{"place", "办理地点"},
                                                {"phone", "咨询电话"},
                                                {"hours", "办理时间"},
                                                {"materials", "所需材料"},
                                                {"steps", "办理流程"},
                                                {"time_limit", "办理时限"},
                                                {"conditions", "受理条件"},
                                                {"fee", "收费标准"},
                                                {"online", "网上办理"},
                                                {"complaint", "监督投诉"},
                                                {"audience", "服务对象"},
                                                {"other", "其他说明"}}};

}  // namespace

std::string_view name_of(State state) {
  return state_names[static_cast<std::size_t>(state)];
}
std::optional<State> find_state(std::string_view name) {
  return base::find_in<State>(state_names, name);
}
std::string_view name_of(Action action) {
  return action_names[static_cast<std::size_t>(action)];
}
std::string_view name_of(Visibility visibility) {
  return visibility_names[static_cast<std::size_t>(visibility)];
}
std::optional<Visibility> find_visibility(std::string_view name) {
  return base::find_in<Visibility>(visibility_names, name);
}
std::string_view name_of(FactKind kind) {
  return fact_names[static_cast<std::size_t>(kind)].name;
}
std::string_view label_of(FactKind kind) {
  return fact_names[static_cast<std::size_t>(kind)].label;
}
std::optional<FactKind> find_fact_kind(std::string_view name) {
  return base::find_in<FactKind>(fact_names, name, &FactNames::name);
}

base::Status check_content(const Content& content) {
  std::vector<base::FieldError> faults;
  const auto refuse = [&](std::string pointer, std::string rule, std::string zh, std::string en) {
    faults.push_back({std::move(pointer), std::move(rule), {std::move(zh), std::move(en)}});
  };
  if (content.questions.empty() || text::trim(content.questions.front()).empty()) {
    refuse("/questions", "required", "请至少填写一个问题，第一个问题即标题。",
           "Give at least one question; the first is the title.");
  }
  if (content.questions.size() > most_questions)
    refuse("/questions", "max_items", "问题最多 20 个。", "At most 20 questions.");
  for (std::size_t i = 0; i < content.questions.size(); ++i) {
    if (text::count_chars(content.questions[i]) > longest_question)
      refuse("/questions/" + std::to_string(i), "max_length", "问题不超过 300 字。",
             "At most 300 characters.");
  }
  if (text::trim(content.answer).empty() && content.facts.empty())
    refuse("/answer", "required", "请填写答案，或填写办事要素。", "Give an answer, or facts of the matter.");
  if (text::count_chars(content.answer) > longest_answer)
    refuse("/answer", "max_length", "答案不超过 50000 字，请拆分成多条。",
           "At most 50000 characters. Split it.");
  if (content.facts.size() > most_facts)
    refuse("/facts", "max_items", "办事要素最多 20 项。", "At most 20 facts.");
  if (content.attachments.size() > most_attachments)
    refuse("/attachments", "max_items", "附件最多 10 个。", "At most 10 attachments.");
  for (std::size_t i = 0; i < content.attachments.size(); ++i) {
    const std::size_t chars = text::count_chars(text::trim(content.attachments[i].name));
    if (chars == 0 || chars > longest_file_name)
      refuse("/attachments/" + std::to_string(i) + "/name", "max_length", "请填写文件名，不超过 200 字。",
             "Give the file a name of at most 200 characters.");
  }
  if (content.valid_from && content.valid_to && *content.valid_to <= *content.valid_from) {
    refuse("/valid_to", "range", "失效时间须晚于生效时间。",
           "The end of validity comes after its beginning.");
  }
  if (faults.empty()) return {};
  return base::Error::fields_wrong(std::move(faults));
}

}  // namespace hotline::knowledge
