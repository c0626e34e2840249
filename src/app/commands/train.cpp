// hotline train: a model of the city's matters from its own words, a table, or the hotline's own tickets.
#include <fmt/format.h>

#include <algorithm>
#include <iostream>

#include "app/commands/offline_city.hpp"
#include "app/commands/past_choice.hpp"
#include "app/commands/progress.hpp"
#include "app/past_rows.hpp"
#include "hotline/dispatch/learning.hpp"
#include "hotline/dispatch/model_shelf.hpp"

namespace hotline::app {
namespace {

struct TrainChoice {
  OfflineChoice files;
  PastChoice past;
  std::vector<std::string> texts;  // further labelled tables without dates
  std::string out, models;
  unsigned threads = 1;
};

void print_contest(const Environment& environment, const dispatch::Contest& contest) {
  std::cout << fmt::format("{} {}: {} {:.3f}, {} {:.3f}, {} {:.3f}\n",
                           environment.say({"最近一个月工单", "tickets of the newest month"}), contest.rows,
                           environment.say({"新模型", "challenger"}), contest.challenger,
                           environment.say({"在用模型", "champion"}), contest.champion,
                           environment.say({"猜最常见事项", "guessing"}), contest.commonest);
}

int promote(const Environment& environment, const TrainChoice& choice, const dispatch::Training& training) {
  dispatch::ModelShelf shelf(choice.models);
  print_contest(environment, training.contest);
  const auto name = shelf.put(*training.model);
  if (!name.ok()) return environment.fail(name.error());
  if (!training.contest.won) {
    std::cout << fmt::format("{} {}: {}\n", *name, environment.say({"不予启用", "is not promoted"}),
                             environment.say(training.contest.why));
    return 3;
  }
  if (const auto done = shelf.promote(*name); !done.ok()) return environment.fail(done.error());
  std::cout << fmt::format("{} {}\n", *name,
                           environment.say({"已启用；运行中的服务发 SIGHUP 生效",
                                            "is in force; send SIGHUP to a running server"}));
  return 0;
}

std::shared_ptr<const classify::Model> champion_of(const TrainChoice& choice,
                                                   const dispatch::Dispatcher& dispatcher) {
  if (!choice.models.empty()) {
    const dispatch::ModelShelf shelf(choice.models);
    if (const auto name = shelf.in_force()) {
      if (auto model = shelf.load(*name); model.ok()) return *model;
    }
  }
  return dispatcher.model();
}

int run(const Environment& environment, TrainChoice choice) {
  // What is trained here must not depend on a model that happens to lie beside the program.
  if (choice.models.empty() && choice.files.model.empty()) choice.files.model = "none";
  const auto dispatcher = open_dispatcher(environment, choice.files);
  if (!dispatcher) return 1;
  dispatch::TrainingInput input;
  input.base = dispatch::lessons_of_city(dispatcher->city());
  for (const std::string& file : choice.texts) {
    const auto rows = load_past_rows(file, "", dispatcher->city(), base::SystemClock().now());
    if (!rows.ok()) return environment.fail(rows.error());
    dispatch::add_texts(rows->tickets, input.base);
  }
  if (choice.past.given()) {
    std::size_t left_out = 0;
    const auto tickets = load_past(environment, choice.past, dispatcher->city(), left_out);
    if (!tickets.ok()) return environment.fail(tickets.error());
    input.lessons = dispatch::lessons_of(*tickets, *dispatcher);
    left_out += tickets->size() - input.lessons.size();
    if (left_out > 0)
      std::cerr << fmt::format("{} rows without a matter of the city were left out\n", left_out);
  }
  input.champion = champion_of(choice, *dispatcher);
  input.now = base::SystemClock().now();
  input.threads = choice.threads;
  input.compete = !choice.models.empty();
  ProgressBar bar(environment.say({"训练", "train"}));
  input.progress = [&bar](double share) { bar.show(static_cast<std::size_t>(share * 1000), 1000); };
  const auto training = dispatch::train_and_compete(input);
  if (!training.ok()) return environment.fail(training.error());
  std::cout << fmt::format("{}: {} texts, {} matters, {} bytes\n", choice.out.empty() ? "-" : choice.out,
                           training->lessons, training->matters, training->model->bytes());
  if (!choice.out.empty()) {
    if (const auto saved = training->model->save(choice.out); !saved.ok())
      return environment.fail(saved.error());
  }
  return choice.models.empty() ? 0 : promote(environment, choice, *training);
}

}  // namespace

void add_train(Command& cli, Environment& environment) {
  auto choice = std::make_shared<TrainChoice>();
  Command* command = cli.add_subcommand("train", "训练派单分类模型 / train the dispatch classifier");
  command->add_option("--city", choice->files.city, "城市配置目录 / directory of the city's files");
  command->add_option("--model", choice->files.model, "作比较的在用模型 / champion to compare with");
  add_past_options(*command, choice->past, environment, "--from");
  command->add_option("--texts", choice->texts,
                      "另加的标注短文，如 data/training，可多次 / further labelled texts, repeatable");
  command->add_option("--threads", choice->threads, "线程数 / threads")->range(1, 64);
  auto* out = command->add_option("--out", choice->out, "只训练并写到这个文件 / train only, to this file");
  auto* models = command->add_option("--models", choice->models,
                                     "模型版本目录：与在用模型比最近一个月，胜者启用 / shelf: compete on the "
                                     "newest month, promote the winner");
  command->callback([&environment, choice, out, models] {
    if (out->count() + models->count() == 0) refuse_missing("--out or --models");
    environment.run = [&environment, choice] { return run(environment, *choice); };
  });
}

}  // namespace hotline::app
