// hotline eval split: pairs of messages of different labels are joined; how often is the seam found?
#include <fmt/format.h>
#include <algorithm>
#include <chrono>
#include <iostream>
#include <nlohmann/json.hpp>
#include <random>

#include "app/commands/commands.hpp"
#include "hotline/dispatch/split.hpp"
#include "hotline/table/table_reader.hpp"
#include "hotline/text/utf8.hpp"

namespace hotline::app {
namespace {

struct SplitChoice {
  std::string messages, label = "label";
  std::vector<std::string> columns{"title", "detail"};
  std::size_t pairs = 1000;
  std::uint32_t seed = 1;
  double threshold = dispatch::split_threshold;
  bool fit = false;
};

struct Message {
  std::string text, label;
};

// Without an end mark the next text would run on in the same sentence.
std::string ended(std::string_view text) {
  std::string out(text::trim(text));
  static constexpr std::array<std::string_view, 8> marks{"。", "！", "？", "；", ".", "!", "?", ";"};
  const bool marked =
      std::any_of(marks.begin(), marks.end(), [&](std::string_view one) { return out.ends_with(one); });
  return marked || out.empty() ? out : out + "。";
}

base::Result<std::vector<Message>> read_messages(const SplitChoice& choice) {
  std::vector<Message> messages;
  HOTLINE_TRY(const auto reader, table::open_table(choice.messages));
  while (auto row = reader->next()) {
    if (!row->ok()) return std::move(*row).error();
    Message one;
    for (const std::string& column : choice.columns) one.text += ended((*row)->get(column));
    one.label = std::string((*row)->get(choice.label));
    if (!one.text.empty()) messages.push_back(std::move(one));
  }
  return messages;
}

std::vector<dispatch::JoinedText> join_pairs(const std::vector<Message>& messages, std::size_t wanted,
                                             std::uint32_t seed) {
  std::vector<dispatch::JoinedText> joined;
  const bool several = std::any_of(messages.begin(), messages.end(),
                                   [&](const Message& one) { return one.label != messages.front().label; });
  if (!several) return joined;
  std::mt19937 random(seed);  // its sequence is fixed by the standard, that of a distribution is not
  while (joined.size() < wanted) {
    const Message& first = messages[random() % messages.size()];
    const Message& second = messages[random() % messages.size()];
    if (first.label == second.label) continue;
    joined.push_back({first.text + second.text, static_cast<std::uint32_t>(first.text.size())});
  }
  return joined;
}

void add_for_fit(const std::vector<Message>& messages, std::uint32_t seed,
                 std::vector<dispatch::JoinedText>& texts) {
  const auto joined = join_pairs(messages, messages.size(), seed);
  // Two joined, two alone, so that both halves of the fit see both.
  for (std::size_t i = 0; i + 1 < joined.size(); i += 2) {
    texts.push_back(joined[i]);
    texts.push_back(joined[i + 1]);
    texts.push_back({messages[i].text, 0});
    texts.push_back({messages[i + 1].text, 0});
  }
}

// Calls have no titles, so the texts without their first column are fitted on too.
int print_fit(const Environment& environment, const std::vector<Message>& messages,
              const SplitChoice& choice) {
  std::vector<dispatch::JoinedText> texts;
  add_for_fit(messages, choice.seed, texts);
  if (choice.columns.size() > 1) {
    SplitChoice untitled = choice;
    untitled.columns.erase(untitled.columns.begin());
    const auto more = read_messages(untitled);
    if (!more.ok()) return environment.fail(more.error());
    add_for_fit(*more, choice.seed + 1, texts);
  }
  const dispatch::SplitWeights weights = dispatch::fit_split_weights(texts);
  nlohmann::ordered_json json;
  for (std::size_t i = 0; i < weights.cut.size(); ++i)
    json["cut"][std::string(dispatch::cut_feature_names()[i])] = weights.cut[i];
  json["whole"] = weights.whole;
  std::cout << json.dump() << '\n';
  return 0;
}

int eval_split(const Environment& environment, const SplitChoice& choice) {
  const auto messages = read_messages(choice);
  if (!messages.ok()) return environment.fail(messages.error());
  if (choice.fit) return print_fit(environment, *messages, choice);
  const auto joined = join_pairs(*messages, choice.pairs, choice.seed);
  std::size_t found = 0, exact = 0, parts_seen = 0, split_alone = 0;
  for (const dispatch::JoinedText& one : joined) {
    const auto parts = dispatch::split_matters(one.text, choice.threshold);
    const bool hit = std::any_of(parts.begin() + 1, parts.end(), [&](const dispatch::MatterPart& part) {
      return part.begin == one.boundary;
    });
    found += hit ? 1 : 0;
    exact += hit && parts.size() == 2 ? 1 : 0;
    parts_seen += parts.size();
  }
  const auto start = std::chrono::steady_clock::now();
  for (const Message& one : *messages)
    split_alone += dispatch::split_matters(one.text, choice.threshold).size() > 1 ? 1 : 0;
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  const auto share = [](std::size_t part, std::size_t whole) {
    return whole == 0 ? 0.0 : static_cast<double>(part) / static_cast<double>(whole);
  };
  const nlohmann::ordered_json json{
      {"messages", messages->size()},
      {"pairs", joined.size()},
      {"boundary_found", share(found, joined.size())},
      {"exactly_two_parts", share(exact, joined.size())},
      {"parts_per_pair", share(parts_seen, joined.size())},
      {"false_split_share", share(split_alone, messages->size())},
      {"texts_per_second", seconds > 0 ? static_cast<double>(messages->size()) / seconds : 0}};
  std::cout << json.dump() << '\n';
  return 0;
}

}  // namespace

void add_eval_split(Command& eval, Environment& environment) {
  auto choice = std::make_shared<SplitChoice>();
  Command* command = eval.add_subcommand("split", "一电多诉拆分 / several matters in one call");
  command->add_option("--messages", choice->messages, "留言表 / table of messages")->required();
  command->add_option("--text", choice->columns, "正文各列 / columns of the words")->delimiter(',');
  command->add_option("--label", choice->label, "类别列 / column of the label");
  command->add_option("--pairs", choice->pairs, "拼接多少对 / how many pairs are joined");
  command->add_option("--seed", choice->seed, "随机种子 / seed of the pairing");
  command->add_option("--threshold", choice->threshold, "拆分门槛 / confidence from which a text is split");
  command->add_flag("--fit", choice->fit,
                    "在这些留言上重新拟合权重并打印 / fit the weights on these messages, print them");
  command->callback([&environment, choice] {
    environment.run = [&environment, choice] { return eval_split(environment, *choice); };
  });
}

}  // namespace hotline::app
