#include "hotline/dispatch/dispatcher.hpp"

#include "dispatch/deciding.hpp"

namespace hotline::dispatch {

struct Dispatcher::Compiled {
  explicit Compiled(const city::City& city) : phrases(city) {}
  Phrases phrases;
};

Dispatcher::Dispatcher(std::shared_ptr<const city::City> city, std::shared_ptr<const classify::Model> model)
    : city_(std::move(city)), model_(std::move(model)), compiled_(std::make_unique<const Compiled>(*city_)) {}

Dispatcher::~Dispatcher() = default;

Decision Dispatcher::decide(const Facts& facts, std::span<const Neighbour> neighbours,
                            classify::Scratch& scratch) const {
  return dispatch::decide(compiled_->phrases, model_.get(), facts, neighbours, scratch);
}

std::string Dispatcher::matter_owned_by(const std::string& unit, const std::string& division) const {
  const city::Matter* best = nullptr;
  int narrowest = -1;
  for (const city::Matter& matter : city_->matters.rows()) {
    const city::Ownership ownership = city_->owners(matter, division);
    if (!ownership.lead || ownership.lead->unit->code != unit) continue;
    const int narrow = city::Matters::narrowness(ownership.lead->duty->matter);
    if (narrow <= narrowest) continue;
    best = &matter;
    narrowest = narrow;
  }
  return best == nullptr ? "" : best->row;
}

std::vector<std::pair<std::string, std::string>> texts_of_city(const city::City& city) {
  std::vector<std::pair<std::string, std::string>> texts;
  for (const city::Matter& matter : city.matters.rows()) {
    texts.emplace_back(matter.name(), matter.row);
    if (!matter.remark.empty()) texts.emplace_back(matter.remark, matter.row);
  }
  for (const city::Duty& duty : city.duties.rows()) {
    const auto& below = city.matters.below(duty.matter);
    if (below.size() != 1 || duty.role != city::DutyRole::lead) continue;
    for (const std::string& word : duty.words) texts.emplace_back(word, below.front()->row);
  }
  return texts;
}

}  // namespace hotline::dispatch
