#include "api/plain_model.hpp"

#include <algorithm>

namespace hotline::api::plain {
namespace {

constexpr unsigned ok = 200, taken = 201, nothing = 204, unknown = 404, clash = 409, stale = 412, wrong = 422;
constexpr int most_returns = 2, most_calls = 3;

using Names = std::set<std::string>;

const std::map<std::string, Names>& ticket_law() {
  static const std::map<std::string, Names> law{
      {"registered",
       {"answer", "refuse", "handover", "consult", "dispatch", "split", "amend", "urge", "supervise",
        "secure"}},
      {"consulting",
       {"answer", "refuse", "handover", "opinion", "dispatch", "split", "amend", "urge", "supervise",
        "secure"}},
      {"dispatched",
       {"handover", "acknowledge", "decline", "whistle", "dispute", "all_replied", "amend", "urge",
        "supervise", "secure"}},
      {"disputed", {"rule", "handover", "acknowledge", "decline", "amend", "urge", "supervise", "secure"}},
      {"handed_over", {"acknowledge", "decline", "urge", "supervise", "secure"}},
      {"in_review", {"accept_review", "send_back", "urge", "supervise", "secure"}},
      {"resolved", {"close", "reopen", "publish", "supervise", "secure"}},
      {"closed", {"reopen", "publish", "secure"}}};
  return law;
}

const std::map<std::string, Names>& part_law() {
  static const std::map<std::string, Names> law{{"assigned", {"sign", "return", "transfer"}},
                                                {"signed",
                                                 {"contact", "request_extension", "decide_extension",
                                                  "return", "transfer", "reply", "pause", "resume"}},
                                                {"returned", {"contact", "uphold", "withdraw"}},
                                                {"replied", {"rework", "accept"}},
                                                {"done", {"rework"}},
                                                {"transferred", {}},
                                                {"withdrawn", {}}};
  return law;
}

bool legal(const Ticket& ticket, const std::string& action) {
  return ticket.merged_into == 0 && ticket_law().at(ticket.state).contains(action);
}

bool owes(const Part& part) {
  return part.state == "assigned" || part.state == "signed" || part.state == "returned";
}

bool works_on(const Ticket& ticket, const std::string& unit) {
  return std::any_of(ticket.parts.begin(), ticket.parts.end(), [&](const Part& one) {
    return one.unit == unit && (owes(one) || one.state == "replied");
  });
}

bool kept_out(const Ticket& ticket, const std::string& unit) {
  return std::any_of(ticket.kept_out.begin(), ticket.kept_out.end(),
                     [&](const std::string& one) { return within(unit, one); });
}

// Units that have something to do with a ticket beside those with a part.
std::vector<std::string> concerned(const Ticket& ticket) {
  std::vector<std::string> units;
  for (const Order& one : ticket.orders) {
    if (one.state != "declined") units.push_back(one.unit);
  }
  if (ticket.state == "consulting") {
    for (const auto& [unit, answered] : ticket.consulted) units.push_back(unit);
  }
  return units;
}

bool can_regroup(const Ticket& ticket) {
  return ticket.merged_into == 0 && ticket.state != "closed" && ticket.state != "resolved" &&
         ticket.state != "handed_over";
}

Part* find_part(Ticket& ticket, std::int64_t id) {
  for (Part& one : ticket.parts) {
    if (one.id == id) return &one;
  }
  return nullptr;
}

// The parts whose work is judged work again.
void rework(Ticket& ticket) {
  for (Part& one : ticket.parts) {
    if (one.state == "replied" || one.state == "done") one.state = "signed";
  }
}

constexpr const char* names[deeds] = {
    "take",           "answer",    "refuse",      "hand_over", "acknowledge", "decline",
    "consult",        "opinion",   "dispatch",    "whistle",   "rule",        "review",
    "close",          "reopen",    "amend",       "urge",      "supervise",   "secure",
    "publish",        "merge",     "unmerge",     "split",     "sign",        "contact",
    "send_back_part", "ask_time",  "decide_time", "pause",     "resume",      "pass_down",
    "reply",          "call_back", "rate",        "erase",     "reload",      "restart"};

const std::map<std::string, std::set<Deed>>& rights() {
  using enum Deed;
  static const std::set<Deed> at_desk{take,    answer, refuse, hand_over, acknowledge,
                                      decline, amend,  urge,   call_back};
  static const std::set<Deed> in_unit{sign, contact, reply, opinion, acknowledge, decline};
  static const auto joined = [](std::set<Deed> all, std::initializer_list<Deed> more) {
    all.insert(more);
    return all;
  };
  static const std::map<std::string, std::set<Deed>> table{
      {"agent", at_desk},
      {"supervisor",
       joined(at_desk, {consult, opinion, dispatch, whistle, rule, review, close, reopen, supervise, secure,
                        publish, merge, unmerge, split, pause, resume, decide_time, send_back_part})},
      {"unit_handler", in_unit},
      {"unit_approver", joined(in_unit, {send_back_part, ask_time, pass_down, whistle, resume})},
      {"security", {erase}},
      {"operations", {reload}},
      {"", {}}};
  return table;
}

}  // namespace

bool within(const std::string& unit, const std::string& above) {
  return unit == above || (above == "XH" && unit.starts_with("XH-"));
}

std::string Operation::text(const std::vector<Person>& people) const {
  std::string out = people[static_cast<std::size_t>(person)].name + " " + names[static_cast<int>(deed)];
  out += " " + std::to_string(ticket);
  if (other != 0) out += "/" + std::to_string(other);
  for (const std::string& unit : units) out += " " + unit;
  if (!word.empty()) out += " " + word;
  if (number != 0) out += " " + std::to_string(number);
  if (flag) out += " yes";
  if (stale) out += " (stale)";
  return out;
}

const Part* Ticket::lead() const {
  for (auto one = parts.rbegin(); one != parts.rend(); ++one) {
    if (one->lead && one->state != "withdrawn" && one->state != "transferred") return &*one;
  }
  return nullptr;
}

bool Hotline::may(const Person& who, Deed deed) {
  return deed == Deed::rate || deed == Deed::restart || rights().at(who.role).contains(deed);
}

bool Hotline::sees(const Person& who, const Ticket& ticket) const {
  const auto own = [&](const std::string& unit) { return !who.unit.empty() && within(unit, who.unit); };
  const auto others = concerned(ticket);
  const bool has_part =
      std::any_of(ticket.parts.begin(), ticket.parts.end(),
                  [&](const Part& one) { return one.state != "withdrawn" && own(one.unit); }) ||
      std::any_of(others.begin(), others.end(), own);
  if (ticket.secret && who.role != "supervisor" && !has_part) return false;
  if (!who.unit.empty() && kept_out(ticket, who.unit)) return false;
  return who.role == "agent" || who.role == "supervisor" || has_part;
}

bool Hotline::lists(const Person& who, const Ticket& ticket) const {
  if (ticket.merged_into != 0 || !sees(who, ticket)) return false;
  if (who.unit.empty()) return true;
  // A unit's list is its own, not that of the units below.
  const auto others = concerned(ticket);
  return std::find(others.begin(), others.end(), who.unit) != others.end() ||
         std::any_of(ticket.parts.begin(), ticket.parts.end(),
                     [&](const Part& one) { return one.state != "withdrawn" && one.unit == who.unit; });
}

std::map<std::string, int> Hotline::counts(const Person& who) const {
  std::map<std::string, int> out;
  for (const auto& [id, ticket] : tickets_) {
    if (ticket.merged_into != 0) continue;
    if (who.unit.empty()) {
      if (sees(who, ticket)) ++out[ticket.state];
      continue;
    }
    for (const Part& one : ticket.parts) {
      if (one.unit == who.unit && one.state != "withdrawn") ++out[one.state];
    }
  }
  return out;
}

std::set<std::int64_t> Hotline::callbacks(const Person& who) const {
  std::set<std::int64_t> out;
  for (const auto& [id, request] : requests_) {
    const bool secret = request.secret || tickets_.at(request.ticket).secret;
    if (request.callback && !request.erased && (!secret || who.role == "supervisor")) out.insert(id);
  }
  return out;
}

std::set<std::string> Hotline::actions_of(const Ticket& ticket) {
  return ticket.merged_into != 0 ? Names{} : ticket_law().at(ticket.state);
}
std::set<std::string> Hotline::actions_of(const Part& part) {
  return part_law().at(part.state);
}

std::optional<std::int64_t> Hotline::evidence_of(const Ticket& ticket) const {
  for (const std::int64_t id : ticket.requests) {
    if (!requests_.at(id).erased) return id;
  }
  return std::nullopt;
}

unsigned Hotline::apply(const Operation& op) {
  const Person& who = people_.at(static_cast<std::size_t>(op.person));
  if (!may(who, op.deed)) return who.role.empty() ? 401 : 403;
  if (op.deed == Deed::reload || op.deed == Deed::restart) return ok;
  if (op.deed == Deed::erase) {
    erase(op.word);
    return ok;
  }
  if (op.deed == Deed::take) {
    const auto id = static_cast<std::int64_t>(tickets_.size()) + 1;
    const auto request = static_cast<std::int64_t>(requests_.size()) + 1;
    Ticket& opened = tickets_[id];
    opened.id = id;
    opened.secret = op.flag;
    opened.requests = {request};
    requests_[request] = {request, id, id, op.word, op.flag};
    return taken;
  }
  if (op.deed == Deed::call_back || op.deed == Deed::rate) return call_back(who, op);
  const auto found = tickets_.find(op.ticket);
  if (found == tickets_.end()) return unknown;
  Ticket& ticket = found->second;
  if (op.stale) return stale;
  if (!sees(who, ticket)) return unknown;
  if (op.deed == Deed::merge) return merge(ticket, op.other);
  if (op.deed == Deed::unmerge) return unmerge(ticket);
  return op.deed >= Deed::sign ? act_on_part(who, ticket, op) : act(who, ticket, op);
}

unsigned Hotline::act(const Person& who, Ticket& t, const Operation& op) {
  switch (op.deed) {
    case Deed::answer:
    case Deed::refuse:
      if (!legal(t, "answer")) return clash;
      t.version += 1;
      finish(t, op.deed == Deed::answer ? "answered" : "refused");
      return ok;
    case Deed::hand_over:
      if (!legal(t, "handover")) return clash;
      ++t.version;
      t.orders.push_back({"POLICE"});
      if (t.state == "registered" || t.state == "consulting") t.state = "handed_over";
      return ok;
    case Deed::acknowledge:
    case Deed::decline: {
      if (!legal(t, "acknowledge")) return clash;
      const auto at = static_cast<std::size_t>(op.other - 1);
      if (at >= t.orders.size() || (!who.unit.empty() && t.orders[at].unit != who.unit)) return unknown;
      if (t.orders[at].state != "open") return clash;
      ++t.version;
      t.orders[at].state = op.deed == Deed::acknowledge ? "taken" : "declined";
      if (t.state == "handed_over" && op.deed == Deed::decline) t.state = "registered";
      if (t.state == "handed_over") finish(t, "handed_over");
      return ok;
    }
    case Deed::consult:
      if (!legal(t, "consult")) return clash;
      for (const std::string& unit : op.units) {
        if (kept_out(t, unit)) return clash;
      }
      ++t.version;
      t.state = "consulting";
      t.consulted.clear();
      for (const std::string& unit : op.units) t.consulted[unit] = false;
      return ok;
    case Deed::opinion: {
      if (!legal(t, "opinion")) return clash;
      const auto asked = t.consulted.find(who.unit.empty() ? op.units.front() : who.unit);
      if (asked == t.consulted.end()) return wrong;
      if (asked->second) return clash;
      asked->second = true;
      ++t.version;
      return ok;
    }
    case Deed::dispatch:
      if (!legal(t, "dispatch")) return clash;
      for (const std::string& unit : op.units) {
        if (kept_out(t, unit)) return clash;
      }
      ++t.version;
      t.state = "dispatched";
      for (const std::string& unit : op.units) assign(t, unit, unit == op.units.front(), false);
      return ok;
    case Deed::whistle: {
      if (!legal(t, "whistle")) return clash;
      // Streets call departments up.
      const std::string lead = t.lead() != nullptr ? t.lead()->unit : "";
      if (!lead.empty() && lead != "XH-CY") return clash;
      if (op.units.front() == "XH-CY") return wrong;
      if (!who.unit.empty() && who.unit != lead) return 403;
      if (works_on(t, op.units.front())) return wrong;
      if (kept_out(t, op.units.front())) return clash;
      assign(t, op.units.front(), false, false);
      return ok;
    }
    case Deed::rule:
      return rule(t, op);
    case Deed::review:
      if (!legal(t, "accept_review")) return clash;
      if (op.flag) {
        resolve(t);
        return ok;
      }
      ++t.version;
      ++t.sent_back;
      t.state = "dispatched";
      rework(t);
      return ok;
    case Deed::close:
      if (!legal(t, "close")) return clash;
      finish(t, "handled");
      return ok;
    case Deed::reopen:
      if (!legal(t, "reopen")) return clash;
      reopen(t);
      return ok;
    case Deed::amend:
      if (!legal(t, "amend")) return clash;
      ++t.version;
      return ok;
    case Deed::urge:
      if (!legal(t, "urge")) return clash;
      ++t.version;
      ++t.urged;
      return ok;
    case Deed::supervise:
      if (!legal(t, "supervise")) return clash;
      ++t.version;
      t.level = op.number;
      return ok;
    case Deed::secure:
      if (!legal(t, "secure")) return clash;
      ++t.version;
      t.secret = op.flag;
      t.kept_out = op.flag ? op.units : std::vector<std::string>{};
      return ok;
    case Deed::publish:
      if (!legal(t, "publish") || t.secret) return clash;
      ++t.version;
      return ok;
    case Deed::split: {
      if (!legal(t, "split")) return clash;
      ++t.version;
      const auto id = static_cast<std::int64_t>(tickets_.size()) + 1;
      Ticket& child = tickets_[id];
      child.id = id;
      child.version = 1;
      child.parent = t.id;
      child.secret = t.secret;
      return ok;
    }
    default:
      return 0;
  }
}

unsigned Hotline::rule(Ticket& t, const Operation& op) {
  if (!legal(t, "rule")) return clash;
  Part* const part = find_part(t, op.other);
  if (part == nullptr) return unknown;
  if (part->state != "returned") return clash;
  const bool upheld = op.word == "upheld";
  if (!upheld && (op.units.front() == part->unit || works_on(t, op.units.front()))) return wrong;
  if (!upheld && kept_out(t, op.units.front())) return clash;
  ++t.version;
  part->state = upheld ? "signed" : "withdrawn";
  if (upheld) part->designated = true;
  t.state =
      std::any_of(t.parts.begin(), t.parts.end(), [](const Part& one) { return one.state == "returned"; })
          ? "disputed"
          : "dispatched";
  if (upheld) return ok;
  ++t.version;
  part->paused = false;
  assign(t, op.units.front(), part->lead, op.word == "designated");
  return ok;
}

unsigned Hotline::act_on_part(const Person& who, Ticket& t, const Operation& op) {
  if (op.deed == Deed::send_back_part && !evidence_of(t)) return wrong;
  Part* const part = find_part(t, op.other);
  if (op.deed == Deed::pass_down && part != nullptr &&
      (part->unit == op.units.front() || !within(op.units.front(), part->unit))) {
    return wrong;
  }
  if (t.merged_into != 0) return clash;
  if (part == nullptr || (!who.unit.empty() && part->unit != who.unit)) return unknown;
  static const std::map<Deed, std::string> action{{Deed::sign, "sign"},
                                                  {Deed::contact, "contact"},
                                                  {Deed::send_back_part, "return"},
                                                  {Deed::ask_time, "request_extension"},
                                                  {Deed::decide_time, "decide_extension"},
                                                  {Deed::pause, "pause"},
                                                  {Deed::resume, "resume"},
                                                  {Deed::pass_down, "transfer"},
                                                  {Deed::reply, "reply"}};
  const bool with_units = t.state == "dispatched" || t.state == "disputed";
  if (!with_units || !part_law().at(part->state).contains(action.at(op.deed))) return clash;
  switch (op.deed) {
    case Deed::sign:
      part->state = "signed";
      break;
    case Deed::send_back_part: {
      const auto returns = std::count_if(t.parts.begin(), t.parts.end(), [&](const Part& one) {
        return one.unit == part->unit && one.was_returned;
      });
      if (part->designated || returns >= most_returns) return clash;
      part->state = "returned";
      part->was_returned = true;
      t.state = "disputed";
      ++t.returned;
      break;
    }
    case Deed::ask_time:
      if (!part->extension.empty()) return clash;
      part->extension = "asked";
      break;
    case Deed::decide_time:
      if (part->extension != "asked") return clash;
      part->extension = "decided";
      break;
    case Deed::pause:
    case Deed::resume:
      if (part->paused == (op.deed == Deed::pause)) return clash;
      part->paused = !part->paused;
      break;
    case Deed::pass_down: {
      if (works_on(t, op.units.front())) return wrong;
      if (kept_out(t, op.units.front())) return clash;
      part->state = "transferred";
      part->paused = false;
      ++t.version;
      const bool lead = part->lead, designated = part->designated;
      assign(t, op.units.front(), lead, designated);
      return ok;
    }
    case Deed::reply:
      part->state = "replied";
      part->paused = false;
      if (t.state == "dispatched" && std::none_of(t.parts.begin(), t.parts.end(), owes)) {
        t.state = "in_review";
        ++t.version;
      }
      break;
    default:
      break;
  }
  ++t.version;
  return ok;
}

unsigned Hotline::merge(Ticket& t, std::int64_t into) {
  const auto found = tickets_.find(into);
  if (found == tickets_.end()) return unknown;
  Ticket& target = found->second;
  if (t.secret && !target.secret) return clash;
  if (t.id == into) return wrong;
  if (!can_regroup(t) || !can_regroup(target)) return clash;
  for (const std::int64_t id : t.requests) {
    requests_.at(id).ticket = into;
    target.requests.push_back(id);
  }
  moved_[t.id] = t.requests;
  t.requests.clear();
  t.merged_into = into;
  t.version += 2;
  ++target.version;
  return ok;
}

unsigned Hotline::unmerge(Ticket& t) {
  if (t.merged_into == 0) return clash;
  Ticket& from = tickets_.at(t.merged_into);
  if (from.merged_into != 0 || from.state == "resolved" || from.state == "closed") return clash;
  for (const std::int64_t id : moved_.at(t.id)) {
    std::erase(from.requests, id);
    requests_.at(id).ticket = t.id;
    t.requests.push_back(id);
  }
  t.merged_into = 0;
  t.version += 2;
  ++from.version;
  return ok;
}

unsigned Hotline::call_back(const Person& who, const Operation& op) {
  const auto found = requests_.find(op.ticket);
  if (found == requests_.end()) return unknown;
  Request& request = found->second;
  const Ticket& ticket = tickets_.at(request.ticket);
  if (op.deed == Deed::rate) {
    if ((ticket.state != "resolved" && ticket.state != "closed") || request.rated) return clash;
    judge(request, op.flag);
    return nothing;
  }
  if ((request.secret || ticket.secret) && who.role != "supervisor") return unknown;
  if (!request.callback) return unknown;
  ++request.calls;
  if (request.rated || op.word == "refused" || op.word == "wrong_number") {
    request.callback = false;
  } else if (op.word == "answered") {
    judge(request, op.flag);
  } else if (request.calls >= most_calls) {
    request.callback = false;
  }
  return ok;
}

void Hotline::assign(Ticket& t, const std::string& unit, bool lead, bool designated) {
  Part part;
  part.id = static_cast<std::int64_t>(t.parts.size()) + 1;
  part.unit = unit;
  part.lead = lead;
  part.designated = designated;
  t.parts.push_back(part);
  ++t.version;
}

void Hotline::resolve(Ticket& t) {
  t.version += 2;
  t.state = "resolved";
  t.outcome = "handled";
  for (Part& one : t.parts) {
    if (one.state == "replied") one.state = "done";
  }
  for (const std::int64_t id : t.requests) {
    Request& request = requests_.at(id);
    request.callback = true;
    request.calls = 0;
    // What was done again is judged again.
    if (t.reopened > 0) request.rated = false;
  }
}

void Hotline::reopen(Ticket& t) {
  ++t.version;
  ++t.reopened;
  t.outcome = "none";
  t.state = t.lead() == nullptr ? "registered" : "dispatched";
  rework(t);
  // Nobody is asked about what is being done again.
  for (const std::int64_t id : t.requests) requests_.at(id).callback = false;
}

void Hotline::finish(Ticket& t, const std::string& outcome) {
  ++t.version;
  t.state = "closed";
  t.outcome = outcome;
}

void Hotline::judge(Request& request, bool happy) {
  request.rated = true;
  request.callback = false;
  Ticket& t = tickets_.at(request.ticket);
  ++t.version;
  if (t.merged_into != 0 || t.state != "resolved") return;
  if (happy) {
    const bool all = std::all_of(t.requests.begin(), t.requests.end(),
                                 [&](std::int64_t id) { return requests_.at(id).rated; });
    if (all) finish(t, "handled");
  } else if (t.reopened == 0) {
    reopen(t);
  } else {
    ++t.version;
    t.level = std::min(t.level + 1, 3);
  }
}

void Hotline::erase(const std::string& phone) {
  std::set<std::int64_t> touched;
  for (auto& [id, request] : requests_) {
    if (request.phone != phone || request.erased) continue;
    request.erased = true;
    touched.insert({request.ticket, request.opened});
  }
  for (const std::int64_t id : touched) erase_words(tickets_.at(id));
}

// A ticket and what was split from it; it keeps a title as long as somebody else's words are in it.
void Hotline::erase_words(Ticket& ticket) {
  for (auto& [id, other] : tickets_) {
    if (other.parent == ticket.id) erase_words(other);
  }
  ++ticket.version;
  ticket.blank = !evidence_of(ticket).has_value();
}

}  // namespace hotline::api::plain
