// One decision from start to end: what people, rulings and rules settled, then what words, model and
// neighbours make likely, then the units that own it.
#include "dispatch/deciding.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>

#include "dispatch/matter.hpp"
#include "dispatch/owners.hpp"
#include "dispatch/place.hpp"
#include "dispatch/signs.hpp"
#include "hotline/text/normalize.hpp"

namespace hotline::dispatch {
namespace {

constexpr double settled = 0.98;  // confidence of what a rule or a ruling of the city says
// A rule for a matter of which words and model say almost nothing may have met its phrases by chance.
constexpr double least_support = 0.1;     // share of all likely matters
constexpr double contested = 0.8;         // confidence of such a rule
constexpr std::size_t most_matters = 30;  // looked at for owners
constexpr std::size_t most_candidates = 5;
constexpr std::size_t most_reasons = 12;       // besides the limit's
constexpr double several_places_factor = 0.6;  // a unit chosen by one of several places is less sure
constexpr double no_place_factor = 0.5;        // a unit that depends on a place nobody has named

// One decision in the making.
class Deciding {
 public:
  Deciding(const Phrases& phrases, const classify::Model* model, const Facts& facts,
           std::span<const Neighbour> neighbours)
      : city_(phrases.city),
        lexicon_(phrases.lexicon),
        book_(phrases.rules),
        places_(phrases.places),
        model_(model),
        facts_(facts),
        neighbours_(neighbours),
        text_(facts.title.empty() ? facts.words : facts.title + "\n" + facts.words) {}

  Decision run(classify::Scratch& scratch) {
    hits_ = lexicon_.find(text_);
    phrases_ = book_.phrases_in(text_);
    decision_.secret = facts_.secret;
    if (model_ != nullptr) decision_.model = model_->info().data_digest;
    for (const Neighbour& one : neighbours_) decision_.neighbours.push_back(one.ticket);
    settle_place();
    owners_.emplace(city_, decision_.division, text::normalize(text_));
    settle_kind();
    settle_danger();
    settle_by_city();
    settle_matter(scratch);
    settle_units();
    apply_rules_on_matter();
    finish();
    return std::move(decision_);
  }

 private:
  void reason(Reason one) {
    if (decision_.reasons.size() < most_reasons) decision_.reasons.push_back(std::move(one));
  }
  void raise(city::Urgency urgency) { decision_.urgency = std::max(decision_.urgency, urgency); }
  void flag(const std::string& name) { decision_.flags.push_back(name); }

  void settle_place() {
    if (!facts_.division.empty()) {
      decision_.division = facts_.division;
      return;
    }
    const FoundPlace found = find_place(places_, facts_.place, text_, facts_.received_at);
    decision_.division = found.division;
    several_places_ = found.several;
    if (found.reason) reason(*found.reason);
    decision_.questions = found.questions;
    wrong_place_ = !found.division.empty() && !found.questions.empty();
  }

  void settle_kind() {
    if (facts_.kind) {
      decision_.kind = *facts_.kind;
      return;
    }
    SaidKind said = tell_kind(city_, lexicon_, hits_);
    decision_.kind = said.kind;
    if (said.reason) reason(std::move(*said.reason));
  }

  void settle_danger() {
    if (facts_.urgency) decision_.urgency = *facts_.urgency;
    Danger danger = tell_danger(city_, lexicon_, hits_);
    raise(danger.urgency);
    decision_.importance = danger.importance;
    decision_.handover = std::move(danger.handover);
    decision_.flags = std::move(danger.flags);
    person_ = danger.person;
    for (Reason& one : danger.reasons) reason(std::move(one));
  }

  void draw(const city::Rule& rule) {
    if (matter_.empty() && !rule.then.matter.empty()) matter_ = rule.then.matter;
    if (unit_.empty() && !rule.then.unit.empty()) unit_ = rule.then.unit;
    if (rule.then.urgency) raise(*rule.then.urgency);
    if (rule.then.secrecy) decision_.secret = decision_.secret || *rule.then.secrecy;
    if (decision_.handover.empty()) decision_.handover = rule.then.handover;
    for (const std::string& one : rule.then.assists) joint_.push_back(one);
    for (const std::string& one : rule.then.flags) {
      flag(one);
      if (one == "person") person_ = true;
      if (one == "group") decision_.importance = city::Importance::important;
    }
    reason({"rule", rule.name, ""});
  }

  bool holds(const city::Rule& rule, const city::Matter* matter) const {
    return book_.holds(city_, rule, phrases_, {matter, decision_.division, decision_.kind, facts_});
  }

  // What people gave, what was ruled before, what the rules say without knowing the matter.
  void settle_by_city() {
    if (!facts_.matter.empty()) {
      matter_ = facts_.matter;
      reason({"given", facts_.matter, ""});
    }
    for (const Hit& hit : hits_) {
      if (hit.term->kind != TermKind::settlement || hit.negated) continue;
      const city::Settlement& settlement = city_.settlements[hit.term->index];
      if (matter_.empty()) matter_ = settlement.matter;
      unit_ = settlement.unit;
      settlement_ = &settlement;
      reason({"settlement", settlement.ruling, settlement.phrase});
      break;
    }
    for (const city::Rule& rule : city_.rules) {
      if (rule.when.matter.empty() && holds(rule, nullptr)) draw(rule);
    }
  }

  // Whether the unit that has the earlier ticket could have it by its matter. If not, a ruling gave it away
  // and the matter was never corrected: then it would speak for the wrong unit.
  bool speaks_for_its_matter(const Neighbour& neighbour) const {
    const city::Matter* matter = city_.matters.find(neighbour.matter);
    const city::Unit* lead = city_.units.find(neighbour.lead);
    if (matter == nullptr || lead == nullptr || neighbour.lead == city_.settings.fallback_unit) return true;
    for (const city::DirectRule& one : city_.direct) {
      if (city::Matters::covers(one.matter, *matter) && could_mean(one.unit, *lead)) return true;
    }
    for (const std::string* prefix : {&matter->level2_code, &matter->code, &matter->row}) {
      for (const city::Duty* one : city_.duties.of(*prefix)) {
        if (one->role == city::DutyRole::lead && could_mean(one->unit, *lead)) return true;
      }
    }
    return false;
  }
  static bool could_mean(const std::string& written, const city::Unit& unit) {
    return written == unit.code || (written == "@district" && unit.kind == "government") ||
           (written == "@street" && (unit.kind == "street_office" || unit.kind == "government"));
  }

  void settle_matter(classify::Scratch& scratch) {
    std::vector<Neighbour> heard;
    for (const Neighbour& one : neighbours_) {
      if (speaks_for_its_matter(one)) heard.push_back(one);
    }
    likely_ = rank_matters(city_, hits_, heard, model_, facts_.title, facts_.words, scratch);
    if (likely_.size() > most_matters) likely_.resize(most_matters);
    if (!matter_.empty()) {
      // A prefix leaves the choice among its rows to the words.
      std::vector<LikelyMatter> covered;
      for (const LikelyMatter& one : likely_) {
        if (city::Matters::covers(matter_, *one.matter)) covered.push_back(one);
      }
      if (covered.empty()) {
        const auto& below = city_.matters.below(matter_);
        if (!below.empty()) covered.push_back({below.back(), 0, 0, 0, nullptr, 0, 0});
      }
      double sum = 0;
      for (const LikelyMatter& one : covered) sum += one.probability;
      const bool by_rule = facts_.matter.empty() && settlement_ == nullptr;
      const double sure = by_rule && sum < least_support ? contested : settled;
      for (LikelyMatter& one : covered) {
        one.probability = sum > 0 ? one.probability / sum * sure : sure / static_cast<double>(covered.size());
      }
      likely_ = std::move(covered);
    }
    if (likely_.empty()) return;
    const LikelyMatter& best = likely_.front();
    decision_.matter = best.matter->row;
    if (best.best_hit != nullptr) {
      const Term& term = *best.best_hit->term;
      const std::string row = term.kind == TermKind::duty
                                  ? fmt::format("duties.csv:{}", city_.duties.rows()[term.index].line)
                                  : best.matter->row;
      reason({"duty", best.matter->row, lexicon_.phrase(term) + " (" + row + ")"});
    }
    if (best.model > 0) reason({"model", best.matter->row, fmt::format("{:.2f}", best.model)});
    if (best.neighbour != 0) reason({"neighbour", std::to_string(best.neighbour), best.matter->row});
  }

  // A unit that hangs on a place which nobody has named well enough is a stand-in: the caller is asked.
  void doubt_without_place() {
    const city::Matter* matter = city_.matters.find(decision_.matter);
    const bool hangs =
        ruling_hangs_on_place_ || (matter != nullptr && unit_.empty() && owners_->of(*matter).hangs_on_place);
    if (!hangs) return;
    const bool asked = !decision_.questions.empty() && decision_.division.empty();
    if (!asked) decision_.questions.push_back("place");
    decision_.confidence *= no_place_factor;
  }

  void fall_back(const std::string& unit) {
    std::erase_if(decision_.candidates, [&](const Candidate& one) { return one.unit == decision_.lead; });
    decision_.lead = unit;
    reason({"fallback", unit, ""});
  }

  void settle_units() {
    std::map<std::string, Candidate> by_unit;
    for (const LikelyMatter& one : likely_) {
      const city::Unit* unit = owners_->of(*one.matter).lead;
      if (unit == nullptr) continue;
      const std::string& lead = unit->code;
      Candidate& candidate = by_unit[lead];
      if (candidate.unit.empty()) candidate = {lead, one.matter->row, 0};
      candidate.probability += one.probability;
    }
    for (auto& [unit, candidate] : by_unit) decision_.candidates.push_back(std::move(candidate));
    std::stable_sort(decision_.candidates.begin(), decision_.candidates.end(),
                     [](const Candidate& a, const Candidate& b) { return a.probability > b.probability; });
    take_unit();
    if (decision_.candidates.size() > most_candidates) decision_.candidates.resize(most_candidates);
  }

  // The unit that a ruling or rule names. A ruling for the place's own unit leaves it, until the place is
  // known, to the first body of the whole city that the ruling calls in.
  const city::Unit* settled_unit() {
    const city::Unit* unit = owners_->resolve(unit_);
    if (unit != nullptr || settlement_ == nullptr || settlement_->unit != unit_) return unit;
    for (const std::string& one : settlement_->assists) {
      unit = owners_->resolve(one);
      if (unit != nullptr && unit->level == "city") {
        ruling_hangs_on_place_ = true;
        return unit;
      }
    }
    return nullptr;
  }

  void take_unit() {
    if (const city::Unit* unit = settled_unit()) {
      std::erase_if(decision_.candidates, [&](const Candidate& one) { return one.unit == unit->code; });
      for (Candidate& one : decision_.candidates) one.probability *= 1 - settled;
      decision_.candidates.insert(decision_.candidates.begin(), {unit->code, decision_.matter, settled});
    }
    if (decision_.candidates.empty()) return;
    const Candidate& best = decision_.candidates.front();
    decision_.lead = best.unit;
    decision_.confidence = best.probability;
    if (unit_.empty()) decision_.matter = best.matter;
    const city::Matter* matter = city_.matters.find(decision_.matter);
    decision_.assistants.clear();
    if (settlement_ != nullptr) {
      for (const std::string& one : settlement_->assists) {
        if (const city::Unit* unit = owners_->resolve(one)) decision_.assistants.push_back(unit->code);
      }
    } else if (matter != nullptr) {
      Owning owning = owners_->of(*matter);
      for (const city::Unit* one : owning.assists) decision_.assistants.push_back(one->code);
      if (unit_.empty() && owning.lead != nullptr) reason(std::move(owning.reason));
    }
  }

  void apply_rules_on_matter() {
    const city::Matter* matter = city_.matters.find(decision_.matter);
    if (matter == nullptr) return;
    const std::string before = unit_;
    for (const city::Rule& rule : city_.rules) {
      if (!rule.when.matter.empty() && holds(rule, matter)) draw(rule);
    }
    if (unit_ != before) take_unit();
  }

  void propose_limit() {
    const city::Limit* limit = city_.limits.find(
        decision_.kind, decision_.urgency, city_.matters.find(decision_.matter), city::Limited::resolve);
    if (limit == nullptr) return;
    decision_.limit = ProposedLimit{limit->amount, limit->unit, limit->line};
    decision_.reasons.push_back({"limit", fmt::format("{} {}", limit->amount, city::name_of(limit->unit)),
                                 fmt::format("limits.csv:{}", limit->line)});
  }

  void finish() {
    doubt_without_place();
    if (decision_.lead.empty()) fall_back(city_.settings.fallback_unit);
    for (const std::string& one : joint_) {
      if (const city::Unit* unit = owners_->resolve(one)) decision_.assistants.push_back(unit->code);
    }
    std::vector<std::string> kept;
    for (const std::string& unit : decision_.assistants) {
      if (unit != decision_.lead && std::find(kept.begin(), kept.end(), unit) == kept.end())
        kept.push_back(unit);
    }
    decision_.assistants = std::move(kept);
    propose_limit();
    if (several_places_ || wrong_place_) decision_.confidence *= several_places_factor;
    std::sort(decision_.flags.begin(), decision_.flags.end());
    decision_.flags.erase(std::unique(decision_.flags.begin(), decision_.flags.end()), decision_.flags.end());
    // The fallback unit is where a person decides: proposing it says that nothing settled the matter.
    decision_.automatic = !decision_.lead.empty() && decision_.lead != city_.settings.fallback_unit &&
                          decision_.confidence >= city_.settings.dispatch.auto_confidence && !person_ &&
                          !decision_.secret && decision_.handover.empty();
  }

  const city::City& city_;
  const Lexicon& lexicon_;
  const RuleBook& book_;
  const PlaceBook& places_;
  const classify::Model* model_;
  const Facts& facts_;
  std::span<const Neighbour> neighbours_;
  std::string text_;
  std::optional<Owners> owners_;  // once the place is known
  std::vector<Hit> hits_;
  std::vector<bool> phrases_;
  std::vector<LikelyMatter> likely_;
  std::string matter_,
      unit_;  // settled by people, rulings or rules: a row or prefix; a unit as files write it
  const city::Settlement* settlement_ = nullptr;
  std::vector<std::string> joint_;  // units that rules call in, as files write them
  bool person_ = false, several_places_ = false, ruling_hangs_on_place_ = false, wrong_place_ = false;
  Decision decision_;
};

}  // namespace

Decision decide(const Phrases& phrases, const classify::Model* model, const Facts& facts,
                std::span<const Neighbour> neighbours, classify::Scratch& scratch) {
  return Deciding(phrases, model, facts, neighbours).run(scratch);
}

}  // namespace hotline::dispatch
