#include "hotline/intake/intake.hpp"

#include <algorithm>

#include "hotline/dispatch/form.hpp"
#include "hotline/intake/lenient_deadlines.hpp"
#include "intake/facts.hpp"
#include "intake/queries.hpp"

namespace hotline::intake {

dispatch::Facts facts_of(const Submission& in) {
  dispatch::Facts facts;
  facts.title = in.request.title;
  facts.words = in.request.words;
  facts.place = in.request.place;
  facts.channel = in.request.channel;
  facts.received_at = in.request.received_at;
  facts.kind = in.kind;
  facts.urgency = in.urgency;
  facts.matter = in.matter;
  facts.division = in.division;
  facts.secret = in.request.secret;
  facts.caller = in.request.special_needs;
  if (in.request.anonymous) facts.caller.emplace_back("anonymous");
  if (in.request.secret) facts.caller.emplace_back("secret");
  facts.caller.push_back("language:" + in.request.language);
  return facts;
}

namespace {

constexpr std::size_t most_alike = 10;
constexpr std::size_t most_history = 50;  // a caller's requests looked at

dispatch::Reason outside_calendar(base::Time now, const city::City& city) {
  return {"calendar", "no_limit", std::to_string(static_cast<int>(city.calendar.local_date(now).year()))};
}

ticket::NewEvent proposed(const dispatch::Decision& d, std::int64_t city_version, std::int64_t related,
                          const std::vector<dispatch::Reason>& more) {
  store::Payload::List reasons;
  for (const dispatch::Reason& one : d.reasons) reasons.push_back(one.encode());
  for (const dispatch::Reason& one : more) reasons.push_back(one.encode());
  return {ticket::event::proposed,
          {{"matter", d.matter},
           {"lead", d.lead},
           {"assistants", d.assistants},
           {"reasons", reasons},
           {"neighbours", d.neighbours},
           {"confidence", d.confidence},
           {"city_version", city_version},
           {"model", d.model},
           {"related", related}}};
}

// Why the first look did not find it plainly in scope.
std::optional<dispatch::Reason> reason_of(const Triage& triage) {
  if (triage.way == Way::in_scope || (triage.way == Way::urgent && triage.name.empty())) return std::nullopt;
  return dispatch::Reason{"triage", triage.name.empty() ? std::string(name_of(triage.way)) : triage.name,
                          triage.phrase};
}

// How the caller speaks bears on the decision: a mood or a language that wants a person first, and how many
// people it touches.
void hear_the_manner(const dispatch::Facts& facts, const city::City& city, dispatch::Decision& decision) {
  const dispatch::Manner manner = dispatch::tell_manner(facts.title, facts.words, city.settings.languages);
  if (!manner.crowd_from.empty()) decision.importance = city::Importance::important;
  if (manner.person.empty()) return;
  decision.automatic = false;
  for (const std::string& why : manner.person)
    decision.flags.push_back("manner." + (why == "mood" ? std::string(dispatch::name_of(manner.mood)) : why));
  std::sort(decision.flags.begin(), decision.flags.end());
}

bool is_open(const ticket::Ticket& t) {
  return t.state != ticket::TicketState::resolved && t.state != ticket::TicketState::closed && !t.is_merged();
}

// A person found that there was nothing to take.
bool was_abuse(store::ReadTx& tx, std::int64_t id) {
  const auto ticket = ticket::TicketBook::load(tx, id);
  return ticket.ok() && (ticket->refusal == "abuse" || ticket->refusal == "empty");
}

base::FieldError unknown(std::string pointer, std::string rule, std::string zh, std::string en) {
  return {std::move(pointer), std::move(rule), {std::move(zh), std::move(en)}};
}

}  // namespace

base::Status check_submission(const Submission& in, const city::City& city) {
  std::vector<base::FieldError> wrong;
  if (city.channels.find(in.request.channel) == nullptr) {
    wrong.push_back(unknown("/channel", "unknown_channel", "没有这个受理渠道，请从渠道表中选择。",
                            "There is no such channel. Choose one of the city's channels."));
  }
  if (!in.matter.empty() && city.matters.find(in.matter) == nullptr) {
    wrong.push_back(unknown("/matter", "unknown_matter", "没有这个诉求事项，请从事项目录中选择。",
                            "There is no such matter. Choose one of the catalogue."));
  }
  if (!in.division.empty() && city.divisions.find(in.division) == nullptr) {
    wrong.push_back(unknown("/division", "unknown_division", "没有这个行政区划，请从区划表中选择。",
                            "There is no such division. Choose one of the city's divisions."));
  }
  const std::vector<std::string>& languages = city.settings.languages;
  if (in.request.language != "other" &&
      std::find(languages.begin(), languages.end(), in.request.language) == languages.end()) {
    wrong.push_back(unknown(
        "/language", "unknown_language", "本市热线不受理该语言，请从受理语言中选择，其他语言填 other。",
        "The city does not take that language. Choose one of its languages, or 'other'."));
  }
  if (!wrong.empty()) return base::Error::fields_wrong(std::move(wrong));
  return {};
}

void Intake::use(std::shared_ptr<const dispatch::Dispatcher> dispatcher) {
  const std::lock_guard lock(mutex_);
  dispatcher_.swap(dispatcher);
}

std::shared_ptr<const dispatch::Dispatcher> Intake::dispatcher() const {
  const std::lock_guard lock(mutex_);
  return dispatcher_;
}

Assessment Intake::assess(const Submission& in, const CallerRecord& caller) const {
  thread_local classify::Scratch scratch;  // room for work, grown once for each thread
  Assessment out;
  out.dispatcher = dispatcher();
  const dispatch::Facts facts = facts_of(in);
  out.alike = neighbours_.find(facts.title + "\n" + facts.words, most_alike);
  out.decision = out.dispatcher->decide(facts, out.alike, scratch);
  hear_the_manner(facts, out.dispatcher->city(), out.decision);
  out.triage = triage(facts, out.decision, caller, out.dispatcher->city());
  // Only what is plainly in scope leaves without a person having seen it.
  const bool plain = out.triage.way == Way::in_scope || out.triage.way == Way::urgent;
  out.decision.automatic = out.decision.automatic && plain && !in.hold;
  return out;
}

base::Result<Receipt> Intake::take(store::WriteTx& tx, const Submission& in, const Assessment& assessment,
                                   const ticket::Deed& deed) {
  const dispatch::Decision& decision = assessment.decision;
  const city::City& city = assessment.dispatcher->city();
  const std::int64_t id = ticket::TicketBook::next_id(tx);
  ticket::NewRequest request = in.request;
  request.secret = decision.secret;
  HOTLINE_TRY(ticket::Request stored, requests_.receive(tx, request, id, deed.actor));

  ticket::NewTicket opening;
  opening.number = stored.number;
  opening.kind = decision.kind;
  opening.urgency = decision.urgency;
  opening.importance = decision.importance;
  opening.matter = decision.matter;
  opening.division = decision.division;
  opening.secret = decision.secret;
  opening.flags = decision.flags;
  if (assessment.triage.way != Way::in_scope)
    opening.flags.push_back("triage." + std::string(name_of(assessment.triage.way)));
  opening.requests = {stored.id};
  opening.summary = stored.sealed_words;
  opening.title = stored.title;
  opening.place = stored.place;

  const LenientDeadlines deadlines(city);
  const auto then = [&](const ticket::Ticket& opened) -> base::Result<ticket::NewEvents> {
    std::vector<dispatch::Reason> more;
    if (const auto reason = reason_of(assessment.triage)) more.push_back(*reason);
    const auto propose = [&] { return proposed(decision, city.version, assessment.triage.ticket, more); };
    ticket::NewEvents events{propose()};
    if (decision.automatic) {
      HOTLINE_TRY(
          ticket::NewEvents out,
          ticket::decide_dispatch(opened, {decision.lead, decision.assistants, true}, deadlines, tx.now()));
      for (ticket::NewEvent& one : out) events.push_back(std::move(one));
      if (deadlines.missed()) {
        more.push_back(outside_calendar(tx.now(), city));
        events.front() = propose();
      }
    }
    return events;
  };
  HOTLINE_TRY(ticket::Ticket ticket, tickets_.open(tx, id, opening, deed, then));
  tx.after_commit([this, id, text = stored.title + "\n" + stored.text, matter = decision.matter,
                   lead = decision.lead] { neighbours_.add(id, text, matter, lead); });
  return Receipt{std::move(stored), std::move(ticket), deadlines.missed()};
}

CallerRecord Intake::caller_record(store::ReadTx& tx, const std::string& e164, const std::string& words,
                                   base::Time now) const {
  CallerRecord record;
  if (e164.empty()) return record;
  const std::vector<ticket::Request> history = ticket::RequestBook::of_phone(tx, e164, most_history);
  // Who asks for the first time has nothing to compare with: most do.
  if (history.empty()) return record;
  const auto recent = std::count_if(history.begin(), history.end(), [&](const ticket::Request& one) {
    return now - one.received_at < std::chrono::hours{24};
  });
  // Few requests cannot hold too many invalid ones, so their tickets need not be opened.
  const bool many = recent > dispatcher()->city().settings.triage.malicious_calls_per_day;
  for (const ticket::Request& one : history) {
    if (now - one.received_at >= std::chrono::hours{24}) continue;
    record.invalid_today += (!one.erased_at && says_nothing(one.text)) || (many && was_abuse(tx, one.ticket));
  }
  for (const dispatch::Neighbour& alike : neighbours_.find(words, most_alike)) {
    const bool own = std::any_of(history.begin(), history.end(),
                                 [&](const ticket::Request& one) { return one.ticket == alike.ticket; });
    if (!own) continue;
    const auto ticket = ticket::TicketBook::load(tx, alike.ticket);
    if (ticket.ok() && is_open(*ticket)) record.open_alike.push_back(alike);
  }
  return record;
}

void Intake::warm_up(store::ReadTx& tx, std::size_t most) {
  store::Statement row = tx.query(queries::newest_texts);
  row.bind(static_cast<std::int64_t>(most));
  while (row.step())
    neighbours_.add(row.integer(0), row.text(1) + "\n" + row.text(2), row.text(3), row.text(4));
}

}  // namespace hotline::intake
