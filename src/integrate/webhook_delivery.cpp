// One delivery: whether there still is something to tell, the POST, and what its answer means.
#include <fmt/format.h>

#include <array>
#include <charconv>
#include <nlohmann/json.hpp>

#include "hotline/call/missed.hpp"
#include "hotline/integrate/webhook_signature.hpp"
#include "hotline/integrate/webhooks.hpp"
#include "hotline/jobs/reading.hpp"
#include "hotline/notify/http_post.hpp"
#include "hotline/store/vault.hpp"
#include "hotline/ticket/events.hpp"
#include "hotline/ticket/repository.hpp"
#include "integrate/queries.hpp"

namespace hotline::integrate {
namespace {

using Json = nlohmann::ordered_json;

constexpr unsigned gone = 410;
constexpr auto longest_wait = std::chrono::hours{24};  // that a target may ask for

// What is known in the moment of sending.
struct Occasion {
  std::optional<Webhook> target;
  std::string secret;
  bool settled = false;             // nobody has to be called any more
  std::optional<base::Time> later;  // it was put off
  Json data = Json::object();
};

// The work that the event is about, as it stands now.
void look(store::ReadTx& tx, const jobs::LeasedJob& job, base::Time now, const std::chrono::minutes zone,
          Occasion& out) {
  const std::string kind = job.payload.text_or_empty("kind");
  if (kind.empty()) return;  // ping
  std::optional<jobs::Job> work;
  if (const std::string key = job.payload.text_or_empty("key"); !key.empty())
    work = jobs::find_open(tx, kind, key);
  if (const auto id = job.payload.integer("job")) work = jobs::find_job(tx, *id);
  if (!work || work->state != jobs::State::ready) {
    out.settled = true;
    return;
  }
  if (work->due > now) out.later = work->due;
  out.data["kind"] = kind;
  out.data["job"] = work->id;
  out.data["due"] = base::format_rfc3339(work->due, zone);
  if (kind != ticket::job::callback) return;
  if (const auto request = ticket::RequestBook::find(tx, work->subject))
    out.data["request"] = request->number;
}

std::string what_went_wrong(const notify::HttpAnswer& answer) {
  using Kind = notify::HttpAnswer::Kind;
  switch (answer.kind) {
    case Kind::unreachable:
      return "unreachable";
    case Kind::distrusted:
      return "not trusted";
    case Kind::silent:
      return "no answer";
    case Kind::answered:
      break;
  }
  return fmt::format("status {}", answer.status);
}

// Retry-After in seconds; a date is left to the pause.
std::optional<base::Duration> asked_to_wait(const notify::HttpAnswer& answer) {
  long seconds = 0;
  const std::string& text = answer.retry_after;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), seconds);
  if (text.empty() || fault != std::errc() || end != text.data() + text.size() || seconds < 0)
    return std::nullopt;
  return std::min<base::Duration>(std::chrono::seconds{seconds}, longest_wait);
}

base::Error not_taken(const std::string& what) {
  return base::Error::of(base::ErrorCode::unavailable, "推送未被接收（" + what + "），请联系外呼平台。",
                         "The webhook was not taken (" + what + "). Ask the platform.");
}

}  // namespace

jobs::Report Webhooks::deliver(jobs::OutsideAttempt& attempt) {
  const jobs::LeasedJob& job = attempt.job();
  const base::Time now = clock_.now();
  const auto read = store_.read([&](store::ReadTx& tx) -> base::Result<Occasion> {
    Occasion out;
    out.target = find_webhook(tx, job.subject);
    if (!out.target) return out;
    HOTLINE_TRY(out.secret, tx.vault().open(tx, out.target->secret));
    look(tx, job, now, std::chrono::minutes{0}, out);
    return out;
  });
  if (!read.ok()) return jobs::Failure{read.error(), {}, {}};
  if (!read->target || read->target->disabled_at || read->settled) return jobs::Done{};
  if (read->later) return jobs::Postponed{*read->later};
  if (now - base::from_millis(job.payload.integer("since").value_or(0)) > settings_.give_up)
    return jobs::Failure{not_taken("24 h"), true, {}};
  if (read->target->held_until && *read->target->held_until > now)
    return jobs::Postponed{*read->target->held_until};
  Json body{{"specversion", "1.0"},
            {"id", job.payload.text_or_empty("message")},
            {"source", "/api/v1/jobs"},
            {"type", job.payload.text_or_empty("event")},
            {"time", base::format_rfc3339(now)},
            {"datacontenttype", "application/json"},
            {"data", read->data}};
  return send(*read->target, read->secret, job, body.dump());
}

jobs::Report Webhooks::send(const Webhook& target, const std::string& secret, const jobs::LeasedJob& job,
                            const std::string& body) {
  const std::string id = job.payload.text_or_empty("message");
  const std::int64_t seconds = base::to_millis(clock_.now()) / 1000;
  notify::HttpPost request;
  request.url = target.url;
  request.content_type = "application/cloudevents+json; charset=utf-8";
  request.headers = {{"webhook-id", id},
                     {"webhook-timestamp", std::to_string(seconds)},
                     {"webhook-signature", sign_webhook(secret, id, seconds, body).value_or("")}};
  request.body = body;
  request.ca_file = settings_.ca_file;
  request.timeout = settings_.timeout;
  const notify::HttpAnswer answer = notify::post(request);
  if (answer.kind == notify::HttpAnswer::Kind::answered && answer.status / 100 == 2) {
    return jobs::Done{{}, [id = target.id](store::WriteTx& tx) -> base::Status {
                        tx.execute(queries::note_delivery, id, tx.now());
                        return {};
                      }};
  }
  const std::string what = what_went_wrong(answer);
  if (answer.kind == notify::HttpAnswer::Kind::answered && answer.status == gone) {
    return jobs::Done{{}, [id = target.id, what](store::WriteTx& tx) -> base::Status {
                        tx.execute(queries::disable, id, tx.now(), what);
                        tx.journal().append(tx, {"webhook", id, "disabled", {"system", ""}, "", {}});
                        return {};
                      }};
  }
  const base::Duration pause =
      std::max(jobs::decide_retry_delay(settings_.pause, target.failures + 1, fraction()),
               asked_to_wait(answer).value_or(base::Duration{0}));
  const base::Status noted = store_.write([&](store::WriteTx& tx) -> base::Status {
    tx.execute(queries::note_failure, target.id, tx.now(), tx.now() + pause, what);
    return {};
  });
  if (!noted.ok()) return jobs::Failure{noted.error(), {}, {}};
  return jobs::Failure{not_taken(what), false, pause};
}

double Webhooks::fraction() {
  std::array<std::uint8_t, 2> bytes{};
  random_.fill(bytes);
  return (bytes[0] * 256 + bytes[1]) / 65535.0;
}

}  // namespace hotline::integrate
