#include "hotline/call/retention.hpp"

#include <algorithm>
#include <set>

#include "call/queries.hpp"
#include "hotline/jobs/reading.hpp"
#include "hotline/knowledge/forget.hpp"
#include "hotline/text/identifiers.hpp"
#include "hotline/ticket/erasing.hpp"

namespace hotline::call {
namespace {

constexpr std::chrono::minutes kAtNight{150};  // after midnight
constexpr std::string_view kStream = "retention";
constexpr int kShortestTerm = 30;  // days

struct Place {
  std::int64_t at = 0, id = 0;
};

// One ticket with its parts, or one call, whose term has run out.
struct Due {
  Place place;
  std::vector<ticket::Request> requests;
  std::vector<intake::Attachment> attachments;
  std::int64_t call = 0;
};

Place mark_of(store::ReadTx& tx, RetentionRule rule) {
  store::Statement row = tx.query(queries::retention_mark);
  row.bind(name_of(rule));
  if (!row.step()) return {};
  return {row.integer(0), row.integer(1)};
}

base::Time until(base::Time now, int days) {
  return now - std::chrono::days{days};
}

std::vector<Place> places_after(store::ReadTx& tx, RetentionRule rule, const Place& after, base::Time until,
                                std::size_t limit) {
  store::Statement row =
      tx.query(rule == RetentionRule::calls ? queries::calls_by_time : queries::tickets_by_closing);
  row.bind(after.at, after.id, base::to_millis(until), static_cast<std::int64_t>(limit));
  std::vector<Place> places;
  while (row.step()) places.push_back({row.integer(0), row.integer(1)});
  return places;
}

// The ticket that this one was split from, or itself; with all its parts, the first first. Nothing while one
// of them is open or closed later.
std::vector<std::int64_t> closed_family(store::ReadTx& tx, std::int64_t ticket, base::Time until) {
  std::vector<std::int64_t> family;
  store::Statement row = tx.query(queries::ticket_family);
  row.bind(ticket);
  while (row.step()) {
    const auto closed = row.maybe_integer(1);
    if (!closed || *closed > base::to_millis(until)) return {};
    family.push_back(row.integer(0));
  }
  return family;
}

Due due_at(store::ReadTx& tx, RetentionRule rule, const Place& place, base::Time until) {
  Due due{place, {}, {}, 0};
  if (rule == RetentionRule::calls) {
    store::Statement row = tx.query(queries::call_has_phone);
    row.bind(place.id);
    if (row.step()) due.call = place.id;
    return due;
  }
  for (const std::int64_t ticket : closed_family(tx, place.id, until)) {
    const auto requests = ticket::RequestBook::of_ticket(tx, ticket);
    if (rule == RetentionRule::attachments) {
      // Those that went already keep their rows, empty.
      const auto take = [&due](std::vector<intake::Attachment> all) {
        for (intake::Attachment& one : all) {
          if (!one.hash.empty()) due.attachments.push_back(std::move(one));
        }
      };
      for (const ticket::Request& request : requests) take(intake::Attachments::of_request(tx, request.id));
      std::vector<intake::Attachment> own = intake::Attachments::of_ticket(tx, ticket);
      std::erase_if(own, [](const intake::Attachment& one) { return one.request != 0; });
      take(std::move(own));
      continue;
    }
    for (const ticket::Request& request : requests) {
      if (request.erased_at) continue;
      if (rule == RetentionRule::callers && !ticket::names_caller(tx, request)) continue;
      due.requests.push_back(request);
    }
  }
  return due;
}

base::Result<std::int64_t> let_go(store::WriteTx& tx, RetentionRule rule, const Due& due,
                                  ticket::TicketBook& tickets, intake::Attachments& attachments,
                                  jobs::Scheduler& scheduler, const ticket::Deed& deed) {
  std::int64_t items = 0;
  if (rule == RetentionRule::words) {
    HOTLINE_TRY(const auto erased, ticket::erase_requests(tx, tickets, scheduler, due.requests, deed));
    for (const std::int64_t id : erased) erase_beside_request(tx, attachments, id, deed.actor);
    return static_cast<std::int64_t>(erased.size());
  }
  for (const ticket::Request& request : due.requests) {
    if (!ticket::anonymise_request(tx, request, deed)) continue;
    knowledge::forget_questions_of(tx, request.number);
    ++items;
  }
  for (const intake::Attachment& one : due.attachments)
    items += attachments.erase(tx, one.id, deed.actor) ? 1 : 0;
  if (due.call != 0) items += erase_number_of_call(tx, due.call, deed.actor) ? 1 : 0;
  return items;
}

}  // namespace

std::string_view name_of(RetentionRule rule) {
  switch (rule) {
    case RetentionRule::attachments:
      return "attachments";
    case RetentionRule::callers:
      return "callers";
    case RetentionRule::words:
      return "words";
    case RetentionRule::calls:
      return "calls";
  }
  return "callers";
}

int RetentionTerms::of(RetentionRule rule) const {
  switch (rule) {
    case RetentionRule::attachments:
      return attachments;
    case RetentionRule::callers:
      return callers;
    case RetentionRule::words:
      return words;
    case RetentionRule::calls:
      return calls;
  }
  return 0;
}

base::Status check(const RetentionTerms& terms) {
  std::vector<base::FieldError> wrong;
  for (const auto& [key, days] :
       {std::pair("retention.word_days", terms.words), std::pair("retention.caller_days", terms.callers),
        std::pair("retention.attachment_days", terms.attachments),
        std::pair("retention.call_days", terms.calls)}) {
    if (days == 0 || days >= kShortestTerm) continue;
    wrong.push_back(
        {key, "range", {"保存天数至少 30 天，0 为不限。", "A term is 30 days at least; 0 keeps for ever."}});
  }
  if (wrong.empty()) return {};
  return base::Error::fields_wrong(std::move(wrong));
}

std::vector<RetentionView> preview_retention(store::ReadTx& tx, const RetentionTerms& terms, base::Time now,
                                             std::size_t most, std::size_t shown) {
  std::vector<RetentionView> views;
  std::set<std::int64_t> erased;   // requests whose words go: nothing else of them is left for a later rule
  std::set<std::int64_t> emptied;  // attachments that go with them
  for (const RetentionRule rule : kRetentionRules) {
    RetentionView view{.rule = rule, .days = terms.of(rule), .until = {}, .first = {}};
    if (view.days > 0) {
      view.until = until(now, view.days);
      const auto places = places_after(tx, rule, mark_of(tx, rule), *view.until, most);
      view.more = places.size() == most;
      std::set<std::int64_t> seen;
      const auto show = [&](std::int64_t id, const std::string& name) {
        if (!seen.insert(id).second) return;
        ++view.items;
        if (view.first.size() < shown) view.first.push_back(name);
      };
      for (const Place& place : places) {
        const Due due = due_at(tx, rule, place, *view.until);
        for (const ticket::Request& request : due.requests) {
          if (rule == RetentionRule::words) {
            erased.insert(request.id);
            for (const intake::Attachment& one : intake::Attachments::of_request(tx, request.id))
              emptied.insert(one.id);
          } else if (erased.contains(request.id)) {
            continue;
          }
          show(request.id, request.number);
        }
        for (const intake::Attachment& one : due.attachments) {
          if (!emptied.contains(one.id)) show(one.id, std::to_string(one.id));
        }
        if (due.call != 0) show(due.call, std::to_string(due.call));
      }
    }
    views.push_back(std::move(view));
  }
  return views;
}

base::Result<Retention::Done> Retention::apply(store::WriteTx& tx, const store::Actor& actor,
                                               std::size_t batch) {
  Done done;
  for (const RetentionRule rule : kRetentionRules) {
    const int days = terms_.of(rule);
    if (days <= 0) continue;
    const base::Time last = until(tx.now(), days);
    const auto places = places_after(tx, rule, mark_of(tx, rule), last, batch);
    if (places.empty()) continue;
    const ticket::Deed deed{actor, "保存期满：" + std::string(name_of(rule)) + " " + std::to_string(days)};
    std::int64_t items = 0;
    for (const Place& place : places) {
      const Due due = due_at(tx, rule, place, last);
      HOTLINE_TRY(const std::int64_t gone, let_go(tx, rule, due, tickets_, attachments_, scheduler_, deed));
      items += gone;
    }
    tx.execute(queries::set_retention_mark, name_of(rule), places.back().at, places.back().id);
    if (items > 0) {
      const store::Payload payload{
          {"rule", std::string(name_of(rule))}, {"items", items}, {"until", base::to_millis(last)}};
      tx.journal().append(tx, {kStream, 0, "applied", actor, "", payload});
      HOTLINE_CHECK(ticket::plan_scrub(tx, scheduler_));
    }
    done.items += items;
    done.more = places.size() == batch;
    // The next rule sees what this one left.
    if (done.more) break;
  }
  return done;
}

base::Status Retention::plan_night(store::WriteTx& tx, std::chrono::minutes offset) const {
  const base::Time midnight = std::chrono::floor<std::chrono::days>(tx.now() + offset) - offset;
  jobs::NewJob job;
  job.kind = std::string(kRetention);
  job.stream = std::string(kStream);
  job.due = midnight + kAtNight;
  if (job.due <= tx.now()) job.due += std::chrono::days{1};
  job.key = "night:" + std::to_string(base::to_millis(job.due));
  job.max_tries = 100;
  if (jobs::find_open(tx, kRetention, job.key)) return {};
  HOTLINE_CHECK(scheduler_.schedule(tx, job));
  return {};
}

base::Status Retention::plan_now(store::WriteTx& tx, const store::Actor& actor,
                                 std::string_view reason) const {
  jobs::NewJob job;
  job.kind = std::string(kRetention);
  job.stream = std::string(kStream);
  job.due = tx.now();
  job.payload.set("actor", actor.id);
  const std::int64_t asked =
      tx.journal().append(tx, {kStream, 0, "asked", actor, text::mask_identifiers(reason), {}});
  job.key = "asked:" + std::to_string(asked);
  HOTLINE_CHECK(scheduler_.schedule(tx, job));
  return {};
}

base::Status Retention::serve(store::WriteTx& tx, const jobs::LeasedJob& job, std::chrono::minutes offset) {
  if (job.key.starts_with("night:")) HOTLINE_CHECK(plan_night(tx, offset));
  const std::string asker = job.payload.text_or_empty("actor");
  HOTLINE_TRY(const Done done, apply(tx, {asker.empty() ? "system" : asker, "retention"}));
  if (!done.more) return {};
  jobs::NewJob next;
  next.kind = std::string(kRetention);
  next.stream = std::string(kStream);
  next.due = tx.now();
  next.payload = job.payload;
  next.key = "more:" + std::to_string(job.job);
  HOTLINE_CHECK(scheduler_.schedule(tx, next));
  return {};
}

}  // namespace hotline::call
