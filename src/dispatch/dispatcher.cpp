#include "hotline/dispatch/dispatcher.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "dispatch/lexicon.hpp"
#include "dispatch/matter.hpp"
#include "dispatch/place.hpp"
#include "dispatch/rules.hpp"
#include "hotline/dispatch/places.hpp"
#include "hotline/text/normalize.hpp"

namespace hotline::dispatch {
namespace {

constexpr double settled = 0.98;          // confidence of what a rule or a ruling of the city says
constexpr std::size_t most_matters = 30;  // looked at for owners
constexpr std::size_t most_candidates = 5;
constexpr std::size_t most_reasons = 12;       // besides the limit's
constexpr double several_places_factor = 0.6;  // a unit chosen by one of several places is less sure
constexpr double no_place_factor = 0.5;        // a unit that depends on a place nobody has named

}  // namespace

namespace {

// One decision in the making.
class Deciding {
 public:
  Deciding(const city::City& city, const Lexicon& lexicon, const RuleBook& book, const PlaceBook& places,
           const classify::Model* model, const Facts& facts, std::span<const Neighbour> neighbours)
      : city_(city),
        lexicon_(lexicon),
        book_(book),
        places_(places),
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
    find_sample_street();
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
    std::map<city::Kind, double> weights;
    const Hit* first = nullptr;
    for (const Hit& hit : hits_) {
      if (hit.term->kind != TermKind::kind || hit.negated) continue;
      weights[city_.kind_words[hit.term->index].kind] += hit.term->weight;
    }
    double best = 0;
    for (const auto& [kind, weight] : weights) {
      if (weight > best) {
        best = weight;
        decision_.kind = kind;
      }
    }
    for (const Hit& hit : hits_) {
      if (hit.term->kind == TermKind::kind && !hit.negated &&
          city_.kind_words[hit.term->index].kind == decision_.kind) {
        first = &hit;
        break;
      }
    }
    if (first != nullptr)
      reason({"kind", std::string(city::name_of(decision_.kind)), lexicon_.phrase(*first->term)});
  }

  void settle_danger() {
    if (facts_.urgency) decision_.urgency = *facts_.urgency;
    for (const Hit& hit : hits_) {
      if (hit.negated) continue;
      if (hit.term->kind == TermKind::handover && decision_.handover.empty()) {
        decision_.handover = city_.handover.rows()[hit.term->index].number;
        raise(city::Urgency::critical);
        reason({"handover", decision_.handover, lexicon_.phrase(*hit.term)});
      } else if (hit.term->kind == TermKind::risk) {
        const city::RiskWord& risk = city_.risk_words[hit.term->index];
        flag(risk.category);
        reason({"risk", std::string(city::name_of(risk.level)), risk.word});
        if (risk.level == city::RiskLevel::red) raise(city::Urgency::critical);
        if (risk.level == city::RiskLevel::orange) raise(city::Urgency::urgent);
        if (risk.level != city::RiskLevel::yellow) {
          decision_.importance = city::Importance::important;
          person_ = true;
        }
      }
    }
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
    for (const city::Duty& one : city_.duties.rows()) {
      if (one.role == city::DutyRole::lead && city::Matters::narrowness(one.matter) > 1 &&
          city::Matters::covers(one.matter, *matter) && could_mean(one.unit, *lead))
        return true;
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
      for (LikelyMatter& one : covered) {
        one.probability =
            sum > 0 ? one.probability / sum * settled : settled / static_cast<double>(covered.size());
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

  // The lead that a matter has at a place: by direct rule, else by the duty table. Where the place settles it
  // and is not known well enough, the district that is known, or else the body of the whole city that guides
  // the matter (the first one that assists), stands in until the caller has been asked.
  struct Lead {
    const city::Unit* unit = nullptr;
    Reason reason;
    bool hangs_on_place = false;
    std::vector<const city::Unit*> assists;
  };

  Lead lead_at(const city::Matter& matter, const std::string& division) {
    const city::DirectRule* direct = city::find_direct(city_.direct, matter, division, city_.divisions);
    const city::Ownership ownership = city_.owners(matter, division, normalized());
    Lead lead;
    for (const city::Owner& one : ownership.assists) lead.assists.push_back(one.unit);
    if (const city::Unit* down = direct == nullptr ? nullptr : resolve(direct->unit, division)) {
      lead.unit = down;
      lead.reason = {"direct", down->code, fmt::format("direct.csv:{}", direct->line)};
      if (const city::Unit* above = resolve(direct->copy_to, division)) lead.assists.push_back(above);
    } else if (ownership.lead) {
      const city::Owner& owner = *ownership.lead;
      lead.unit = owner.unit;
      lead.reason = {"duty", owner.unit->code,
                     fmt::format("{} (duties.csv:{})", owner.duty->basis, owner.duty->line)};
    }
    return lead;
  }

  Lead lead_of(const city::Matter& matter) {
    Lead lead = lead_at(matter, decision_.division);
    if (sample_street_.empty()) return lead;
    Lead there = lead_at(matter, sample_street_);
    if (there.unit == lead.unit) return lead;
    there.hangs_on_place = true;
    const bool local = there.unit != nullptr && there.unit->level != "city";
    if (!local) return lead;
    if (const city::Unit* district = resolve("@district")) {
      there.reason = {"fallback", district->code, there.reason.detail};
      there.unit = district;
      return there;
    }
    const auto guide = std::find_if(there.assists.begin(), there.assists.end(),
                                    [](const city::Unit* one) { return one->level == "city"; });
    if (guide != there.assists.end()) {
      there.unit = *guide;
      there.reason = {"duty", (*guide)->code, there.reason.detail};
    } else {
      there.unit = lead.unit;
      there.reason = lead.reason;
    }
    return there;
  }

  const city::Unit* resolve(const std::string& unit, const std::string& division) const {
    return unit.empty() ? nullptr : city_.units.resolve(unit, division, city_.divisions);
  }
  const city::Unit* resolve(const std::string& unit) const { return resolve(unit, decision_.division); }

  // A street that the place may turn out to be, "" when it is known well enough.
  void find_sample_street() {
    const city::Division* known = city_.divisions.find(decision_.division);
    if (known != nullptr && known->level > city::DivisionLevel::district) return;
    const bool district_known = known != nullptr && known->level == city::DivisionLevel::district;
    for (const city::Division& one : city_.divisions.rows()) {
      if (one.level != city::DivisionLevel::street || one.valid_to) continue;
      if (district_known && !city_.divisions.within(one.code, known->code)) continue;
      sample_street_ = one.code;
      return;
    }
  }

  // A unit that hangs on a place which nobody has named well enough is a stand-in: the caller is asked.
  void doubt_without_place() {
    const city::Matter* matter = city_.matters.find(decision_.matter);
    const bool hangs =
        ruling_hangs_on_place_ || (matter != nullptr && unit_.empty() && lead_of(*matter).hangs_on_place);
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

  const std::string& normalized() {
    if (normalized_.empty()) normalized_ = text::normalize(text_);
    return normalized_;
  }

  void settle_units() {
    std::map<std::string, Candidate> by_unit;
    for (const LikelyMatter& one : likely_) {
      const city::Unit* unit = lead_of(*one.matter).unit;
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
    const city::Unit* unit = resolve(unit_);
    if (unit != nullptr || settlement_ == nullptr || settlement_->unit != unit_) return unit;
    for (const std::string& one : settlement_->assists) {
      unit = resolve(one);
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
        if (const city::Unit* unit = resolve(one)) decision_.assistants.push_back(unit->code);
      }
    } else if (matter != nullptr) {
      Lead lead = lead_of(*matter);
      for (const city::Unit* one : lead.assists) decision_.assistants.push_back(one->code);
      if (unit_.empty() && lead.unit != nullptr) reason(std::move(lead.reason));
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
      if (const city::Unit* unit = resolve(one)) decision_.assistants.push_back(unit->code);
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
  std::string text_, normalized_;
  std::vector<Hit> hits_;
  std::vector<bool> phrases_;
  std::vector<LikelyMatter> likely_;
  std::string matter_,
      unit_;  // settled by people, rulings or rules: a row or prefix; a unit as files write it
  const city::Settlement* settlement_ = nullptr;
  std::string sample_street_;       // where the place may be, "" when it is known
  std::vector<std::string> joint_;  // units that rules call in, as files write them
  bool person_ = false, several_places_ = false, ruling_hangs_on_place_ = false, wrong_place_ = false;
  Decision decision_;
};

}  // namespace

struct Dispatcher::Compiled {
  explicit Compiled(const city::City& city) : lexicon(city), rules(city.rules), places(city) {}
  Lexicon lexicon;
  RuleBook rules;
  PlaceBook places;
};

Dispatcher::Dispatcher(std::shared_ptr<const city::City> city, std::shared_ptr<const classify::Model> model)
    : city_(std::move(city)), model_(std::move(model)), compiled_(std::make_unique<const Compiled>(*city_)) {}

Dispatcher::~Dispatcher() = default;

Decision Dispatcher::decide(const Facts& facts, std::span<const Neighbour> neighbours,
                            classify::Scratch& scratch) const {
  return Deciding(*city_, compiled_->lexicon, compiled_->rules, compiled_->places, model_.get(), facts,
                  neighbours)
      .run(scratch);
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
