// hotline eval place: of the tickets that name a place, in how many it is found.
#include <fmt/format.h>
#include <algorithm>
#include <chrono>
#include <iostream>
#include <nlohmann/json.hpp>

#include "app/commands/commands.hpp"
#include "hotline/base/clock.hpp"
#include "hotline/city/load.hpp"
#include "hotline/dispatch/places.hpp"
#include "hotline/table/table_reader.hpp"
#include "hotline/text/utf8.hpp"

namespace hotline::app {
namespace {

struct PlaceChoice {
  std::string tickets, place = "place", city = "config/hangzhou";
  std::vector<std::string> columns{"title", "content"};
  std::vector<std::string> no_names{"无", "不详", "未知", "河流"};
  bool show_missed = false;
};

struct PlaceScore {
  std::size_t rows = 0, naming = 0, found = 0, no_name = 0, mentions = 0, bytes = 0;
  std::chrono::nanoseconds spent{};
};

// Exactly the name, neither longer nor shorter, must be one of the mentions.
void score_row(const dispatch::PlaceBook& book, const std::string& wanted, const std::string& text,
               const PlaceChoice& choice, PlaceScore& score) {
  ++score.rows;
  if (wanted.empty() || text.find(wanted) == std::string::npos) return;
  const bool no_name =
      std::find(choice.no_names.begin(), choice.no_names.end(), wanted) != choice.no_names.end();
  if (no_name || text::count_chars(wanted) < 2) {
    ++score.no_name;
    return;
  }
  ++score.naming;
  const auto start = std::chrono::steady_clock::now();
  const auto mentions = book.find(text, base::SystemClock().now());
  score.spent += std::chrono::steady_clock::now() - start;
  score.bytes += text.size();
  score.mentions += mentions.size();
  const bool found = std::any_of(mentions.begin(), mentions.end(), [&](const dispatch::PlaceMention& one) {
    return text.compare(one.begin, one.end - one.begin, wanted) == 0;
  });
  score.found += found ? 1 : 0;
  if (!found && choice.show_missed) std::cerr << fmt::format("missed {} in row {}\n", wanted, score.rows);
}

int eval_place(const Environment& environment, const PlaceChoice& choice) {
  const city::CityLoad load = city::load_city(choice.city);
  if (!load.city) {
    std::cerr << fmt::format("hotline: {} errors in {}; see 'hotline config check'\n", load.errors(),
                             choice.city);
    return 1;
  }
  auto reader = table::open_table(choice.tickets);
  if (!reader.ok()) return environment.fail(reader.error());
  const dispatch::PlaceBook book(*load.city);
  PlaceScore score;
  while (auto row = (*reader)->next()) {
    if (!row->ok()) return environment.fail(row->error());
    std::string text;
    for (const std::string& column : choice.columns) {
      if (!text.empty()) text += '\n';
      text += (*row)->get(column);
    }
    score_row(book, std::string((*row)->get(choice.place)), text, choice, score);
  }
  const double seconds = std::chrono::duration<double>(score.spent).count();
  const double naming = static_cast<double>(std::max<std::size_t>(score.naming, 1));
  const nlohmann::ordered_json json{
      {"rows", score.rows},
      {"naming", score.naming},
      {"no_name", score.no_name},
      {"found", score.found},
      {"share", static_cast<double>(score.found) / naming},
      {"mentions_per_text", static_cast<double>(score.mentions) / naming},
      {"texts_per_second", seconds > 0 ? static_cast<double>(score.naming) / seconds : 0}};
  std::cout << json.dump() << '\n';
  return 0;
}

}  // namespace

void add_eval_place(Command& eval, Environment& environment) {
  auto choice = std::make_shared<PlaceChoice>();
  Command* command = eval.add_subcommand("place", "地点识别 / places found in texts");
  command->add_option("--tickets", choice->tickets, "工单表 / table of tickets")->required();
  command->add_option("--place", choice->place, "写有地名的列 / column with the place's name");
  command->add_option("--text", choice->columns, "正文各列 / columns of the words")->delimiter(',');
  command->add_option("--config", choice->city, "城市配置目录 / directory of the city's files");
  command->add_option("--no-name", choice->no_names, "不算地名的值 / values that stand for no name")
      ->delimiter(',');
  command->add_flag("--missed", choice->show_missed, "列出未找到的行 / list the rows that were missed");
  command->callback([&environment, choice] {
    environment.run = [&environment, choice] { return eval_place(environment, *choice); };
  });
}

}  // namespace hotline::app
