// hotline dispatch explain: what would be decided about a request, and why.
#include <fmt/format.h>
#include <iostream>

#include "app/commands/offline_city.hpp"

namespace hotline::app {
namespace {

struct ExplainChoice {
  OfflineChoice files;
  std::string text, title, place, channel = "phone";
};

std::string named(const city::City& city, const std::string& unit) {
  const city::Unit* found = city.units.find(unit);
  return found != nullptr ? fmt::format("{} {}", unit, found->name) : unit;
}

void print(const dispatch::Decision& d, const city::City& city) {
  const city::Matter* matter = city.matters.find(d.matter);
  const city::Division* division = city.divisions.find(d.division);
  std::cout << fmt::format("matter      {} {}\n", d.matter, matter != nullptr ? matter->path() : "");
  std::cout << fmt::format("place       {} {}\n", d.division, division != nullptr ? division->name : "");
  std::cout << fmt::format("kind        {}\nurgency     {}\n", city::name_of(d.kind),
                           city::name_of(d.urgency));
  std::cout << fmt::format("lead        {}\n", named(city, d.lead));
  for (const std::string& unit : d.assistants)
    std::cout << fmt::format("assist      {}\n", named(city, unit));
  if (!d.handover.empty()) std::cout << fmt::format("handover    {}\n", d.handover);
  std::cout << fmt::format("confidence  {:.3f}{}\n", d.confidence,
                           d.automatic ? ", goes out by itself" : ", waits for a person");
  for (const std::string& flag : d.flags) std::cout << fmt::format("flag        {}\n", flag);
  for (const std::string& question : d.questions) std::cout << fmt::format("ask         {}\n", question);
  for (const dispatch::Candidate& one : d.candidates)
    std::cout << fmt::format("candidate   {:.3f}  {}\n", one.probability, named(city, one.unit));
  for (const dispatch::Reason& one : d.reasons)
    std::cout << fmt::format("because     {}: {} {}\n", one.source, one.name, one.detail);
}

int explain(const Environment& environment, const ExplainChoice& choice) {
  const auto dispatcher = open_dispatcher(environment, choice.files);
  if (!dispatcher) return 1;
  dispatch::Facts facts;
  facts.title = choice.title;
  facts.words = choice.text;
  facts.place = choice.place;
  facts.channel = choice.channel;
  facts.received_at = base::SystemClock().now();
  classify::Scratch scratch;
  print(dispatcher->decide(facts, {}, scratch), dispatcher->city());
  return 0;
}

}  // namespace

void add_dispatch(Command& cli, Environment& environment) {
  auto choice = std::make_shared<ExplainChoice>();
  Command* dispatch = cli.add_subcommand("dispatch", "派单 / dispatch");
  dispatch->require_subcommand(1);
  Command* command =
      dispatch->add_subcommand("explain", "说明一段话会派给谁、为什么 / who would get these words, and why");
  add_offline_options(*command, choice->files);
  command->add_option("--text", choice->text, "诉求原话 / the citizen's words")->required();
  command->add_option("--title", choice->title, "标题 / title");
  command->add_option("--place", choice->place, "地点 / place");
  command->add_option("--channel", choice->channel, "渠道 / channel");
  command->callback([&environment, choice] {
    environment.run = [&environment, choice] { return explain(environment, *choice); };
  });
  add_dispatch_history(*dispatch, environment);
}

}  // namespace hotline::app
