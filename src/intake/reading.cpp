#include "hotline/intake/reading.hpp"

#include "hotline/dispatch/split.hpp"
#include "intake/facts.hpp"

namespace hotline::intake {

struct Reading::Places {
  explicit Places(std::shared_ptr<const city::City> of) : city(std::move(of)), book(*city) {}
  std::shared_ptr<const city::City> city;
  dispatch::PlaceBook book;
};

std::shared_ptr<const Reading::Places> Reading::places_of(
    const std::shared_ptr<const city::City>& city) const {
  {
    const std::lock_guard lock(mutex_);
    if (places_ != nullptr && places_->city == city) return places_;
  }
  auto made = std::make_shared<const Places>(city);
  const std::lock_guard lock(mutex_);
  places_ = made;
  return made;
}

ReadWords Reading::read(const Submission& in, const Assessment& assessment) const {
  thread_local classify::Scratch scratch;
  const dispatch::Dispatcher& dispatcher = *assessment.dispatcher;
  const auto places = places_of(dispatcher.snapshot());
  const dispatch::Facts whole = facts_of(in);
  ReadWords out{dispatch::decide_form(whole, assessment.decision, places->book), {}};
  const std::vector<dispatch::MatterPart> found = dispatch::split_matters(in.request.words);
  if (found.size() < 2) return out;
  for (const dispatch::MatterPart& one : found) {
    dispatch::Facts facts = whole;
    facts.title.clear();
    facts.matter.clear();
    facts.kind.reset();
    facts.words = in.request.words.substr(one.begin, one.end - one.begin);
    Part part{one.begin, one.end, one.confidence, "", dispatcher.decide(facts, {}, scratch)};
    const dispatch::Form form = dispatch::decide_form(facts, part.decision, places->book);
    if (form.title) part.title = form.title->text;
    const bool same = !out.parts.empty() && out.parts.back().decision.lead == part.decision.lead &&
                      out.parts.back().decision.matter == part.decision.matter;
    if (same) {
      out.parts.back().end = part.end;
    } else {
      out.parts.push_back(std::move(part));
    }
  }
  if (out.parts.size() < 2) out.parts.clear();
  return out;
}

}  // namespace hotline::intake
