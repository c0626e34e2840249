// hotline eval reply: how well the check tells replies that explain from those that do not.
#include <fmt/format.h>
#include <algorithm>
#include <chrono>
#include <iostream>
#include <nlohmann/json.hpp>

#include "app/commands/commands.hpp"
#include "hotline/dispatch/reply_check.hpp"
#include "hotline/table/table_reader.hpp"

namespace hotline::app {
namespace {

struct ReplyChoice {
  std::string replies, title = "title", message = "detail", reply = "reply", label = "explains";
  bool fit = false;
};

struct Rows {
  std::vector<dispatch::ReplyFeatures> features;
  std::vector<std::uint8_t> explains;
};

// A third of the rows is held out, by the words themselves, so that copies fall on one side and the order of
// the file does not matter (FNV-1a).
bool is_held_out(std::string_view message, std::string_view reply) {
  std::uint32_t hash = 2166136261U;
  for (const std::string_view part : {message, reply}) {
    for (const char one : part) hash = (hash ^ static_cast<unsigned char>(one)) * 16777619U;
  }
  return hash % 3 == 0;
}

// Area under the ROC curve by ranks; equal scores share their rank.
double auc_of(const Rows& rows, const dispatch::ReplyFeatures& weights) {
  std::vector<std::pair<double, bool>> scored;
  scored.reserve(rows.features.size());
  for (std::size_t i = 0; i < rows.features.size(); ++i)
    scored.emplace_back(dispatch::score_reply(rows.features[i], weights), rows.explains[i] != 0);
  std::sort(scored.begin(), scored.end());
  double ranks = 0, positive = 0;
  for (std::size_t i = 0; i < scored.size();) {
    std::size_t same = i;
    while (same < scored.size() && scored[same].first == scored[i].first) ++same;
    const double rank = static_cast<double>(i + 1 + same) / 2.0;
    for (; i < same; ++i) {
      if (!scored[i].second) continue;
      ranks += rank;
      ++positive;
    }
  }
  const double negative = static_cast<double>(scored.size()) - positive;
  if (positive == 0 || negative == 0) return 0;
  return (ranks - positive * (positive + 1) / 2) / (positive * negative);
}

nlohmann::ordered_json named(const dispatch::ReplyFeatures& weights) {
  nlohmann::ordered_json json;
  for (std::size_t i = 0; i < weights.size(); ++i)
    json[std::string(dispatch::reply_feature_names()[i])] = weights[i];
  return json;
}

std::size_t count_explained(const Rows& rows) {
  return static_cast<std::size_t>(std::count(rows.explains.begin(), rows.explains.end(), 1));
}

int eval_reply(const Environment& environment, const ReplyChoice& choice) {
  auto reader = table::open_table(choice.replies);
  if (!reader.ok()) return environment.fail(reader.error());
  Rows training, held_out;
  const auto start = std::chrono::steady_clock::now();
  while (auto row = (*reader)->next()) {
    if (!row->ok()) return environment.fail(row->error());
    const std::string title((*row)->get(choice.title)), message((*row)->get(choice.message)),
        reply((*row)->get(choice.reply)), label((*row)->get(choice.label));
    if (label != "0" && label != "1") continue;
    Rows& side = is_held_out(message, reply) ? held_out : training;
    side.features.push_back(dispatch::reply_features({title, message, reply}));
    side.explains.push_back(label == "1" ? 1 : 0);
  }
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  const std::size_t rows = training.features.size() + held_out.features.size();
  const dispatch::ReplyFeatures weights =
      choice.fit ? dispatch::fit_reply_weights(training.features, training.explains)
                 : dispatch::shipped_reply_weights();
  nlohmann::ordered_json json{{"rows", rows},
                              {"held_out", held_out.features.size()},
                              {"held_out_negative", held_out.features.size() - count_explained(held_out)},
                              {"auc", auc_of(held_out, weights)},
                              {"auc_training", auc_of(training, weights)},
                              {"weights_from", choice.fit ? "the other two thirds" : "shipped"},
                              {"checks_per_second", seconds > 0 ? static_cast<double>(rows) / seconds : 0}};
  if (choice.fit) json["weights"] = named(weights);
  std::cout << json.dump() << '\n';
  return 0;
}

}  // namespace

void add_eval_reply(Command& eval, Environment& environment) {
  auto choice = std::make_shared<ReplyChoice>();
  Command* command = eval.add_subcommand("reply", "审单：答复是否说明问题 / the check of replies");
  command->add_option("--replies", choice->replies, "答复表 / table of replies")->required();
  command->add_option("--title", choice->title, "标题列 / column of the title");
  command->add_option("--message", choice->message, "诉求列 / column of the request");
  command->add_option("--reply", choice->reply, "答复列 / column of the reply");
  command->add_option("--label", choice->label,
                      "标注列，1 为说明问题 / column of the label, 1 for explaining");
  command->add_flag(
      "--fit", choice->fit,
      "用其余三分之二重新拟合权重并打印 / fit the weights on the other two thirds and print them");
  command->callback([&environment, choice] {
    environment.run = [&environment, choice] { return eval_reply(environment, *choice); };
  });
}

}  // namespace hotline::app
