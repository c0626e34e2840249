// Targets of webhooks, and what is to be told to them.
#include "hotline/integrate/webhooks.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <sstream>

#include "hotline/call/missed.hpp"
#include "hotline/integrate/webhook_signature.hpp"
#include "hotline/notify/http_post.hpp"
#include "hotline/store/vault.hpp"
#include "hotline/text/normalize.hpp"
#include "hotline/text/utf8.hpp"
#include "hotline/ticket/events.hpp"
#include "hotline/ticket/repository.hpp"
#include "integrate/queries.hpp"

namespace hotline::integrate {
namespace {

constexpr std::size_t longest_name = 80, longest_url = 500;
constexpr std::size_t key_bytes = 32;

Webhook read_webhook(store::Statement& row) {
  Webhook out;
  out.id = row.integer(0);
  out.name = row.text(1);
  out.url = row.text(2);
  std::istringstream events(row.text(3));
  for (std::string one; events >> one;) out.events.push_back(one);
  out.secret = row.integer(4);
  out.created_at = row.time(5);
  out.disabled_at = row.maybe_time(6);
  out.delivered_at = row.maybe_time(7);
  out.failing_since = row.maybe_time(8);
  out.held_until = row.maybe_time(9);
  out.failures = row.integer(10);
  out.last_error = row.text(11);
  return out;
}

base::Status check(const NewWebhook& webhook) {
  std::vector<base::FieldError> wrong;
  const auto refuse = [&](const char* field, const char* rule, const char* zh, const char* en) {
    wrong.push_back({field, rule, {zh, en}});
  };
  if (text::trim(webhook.name).empty() || text::has_control_chars(webhook.name) ||
      text::count_chars(webhook.name) > longest_name) {
    refuse("/name", "name", "请填写平台名称，不超过 80 个字符，不得含控制字符。",
           "Name the platform in 1 to 80 characters without control characters.");
  }
  if (webhook.url.size() > longest_url || !notify::is_http_url(webhook.url)) {
    refuse("/url", "format", "地址应以 http:// 或者 https:// 开头，不含用户名，不超过 500 个字符。",
           "The address begins with http:// or https://, holds no user name and has at most 500 characters.");
  }
  const bool known = std::all_of(webhook.events.begin(), webhook.events.end(), [](const std::string& one) {
    return one == kCallbackDue || one == kMissedCallDue;
  });
  if (webhook.events.empty() || !known) {
    refuse("/events", "choice", "请选择要通知的事件：callback.due、missed_call.due。",
           "Choose the events to be told of: callback.due, missed_call.due.");
  }
  if (wrong.empty()) return {};
  return base::Error::fields_wrong(std::move(wrong));
}

base::Error no_webhook() {
  return base::Error::of(base::ErrorCode::not_found, "没有找到该推送地址，请刷新列表。",
                         "There is no such webhook. Reload the list.");
}

bool wants(const Webhook& target, const char* event) {
  return std::find(target.events.begin(), target.events.end(), event) != target.events.end();
}

}  // namespace

std::vector<Webhook> webhooks(store::ReadTx& tx) {
  std::vector<Webhook> all;
  store::Statement row = tx.query(queries::webhooks);
  while (row.step()) all.push_back(read_webhook(row));
  return all;
}

std::optional<Webhook> find_webhook(store::ReadTx& tx, std::int64_t id) {
  store::Statement row = tx.query(queries::webhook_by_id);
  row.bind(id);
  return row.step() ? std::optional(read_webhook(row)) : std::nullopt;
}

base::Result<IssuedWebhook> Webhooks::create(store::WriteTx& tx, const NewWebhook& webhook,
                                             const store::Actor& actor) const {
  HOTLINE_CHECK(check(webhook));
  std::string key(key_bytes, '\0');
  random_.fill({reinterpret_cast<std::uint8_t*>(key.data()), key.size()});
  const std::string secret = webhook_secret(key);
  const store::Sealed sealed = tx.vault().seal(tx, "secret", secret);
  tx.execute(queries::insert_webhook, webhook.name, webhook.url,
             fmt::format("{}", fmt::join(webhook.events, " ")), sealed.id, tx.now());
  if (tx.changes() == 0) {
    return base::Error::of(base::ErrorCode::conflict, "已有同名的推送地址，请换一个名称。",
                           "A webhook of this name exists. Choose another name.");
  }
  const std::int64_t id = tx.last_insert_id();
  tx.journal().append(
      tx, {"webhook", id, "created", actor, "", {{"name", webhook.name}, {"events", webhook.events}}});
  return IssuedWebhook{*find_webhook(tx, id), secret};
}

base::Status Webhooks::remove(store::WriteTx& tx, std::int64_t id, const store::Actor& actor) const {
  const auto target = find_webhook(tx, id);
  if (!target) return no_webhook();
  tx.vault().erase(tx, target->secret);
  tx.execute(queries::delete_webhook, id);
  tx.journal().append(tx, {"webhook", id, "removed", actor, "", {{"name", target->name}}});
  return {};
}

base::Result<Webhook> Webhooks::enable(store::WriteTx& tx, std::int64_t id, const store::Actor& actor) const {
  if (!find_webhook(tx, id)) return no_webhook();
  tx.execute(queries::enable, id);
  tx.journal().append(tx, {"webhook", id, "enabled", actor, "", {}});
  return *find_webhook(tx, id);
}

base::Status Webhooks::ping(store::WriteTx& tx, std::int64_t id) const {
  const auto target = find_webhook(tx, id);
  if (!target) return no_webhook();
  return plan(tx, *target,
              {{"event", std::string("ping")}, {"message", fmt::format("msg_{}_p{}", id, random_.token(8))}},
              tx.now());
}

base::Status Webhooks::follow(store::WriteTx& tx, const store::Entry& entry) {
  store::Payload event;
  base::Time due = entry.at;
  const char* name = nullptr;
  if (entry.stream == "request" && (entry.kind == "callback_planned" || entry.kind == "called_back")) {
    const auto next = entry.payload.integer(entry.kind == "called_back" ? "next" : "due");
    if (!next) return {};  // no further call follows
    name = kCallbackDue;
    due = base::from_millis(*next);
    event.set("kind", std::string(ticket::job::callback)).set("key", std::to_string(entry.subject));
  } else if (entry.stream == "call" && entry.kind == "missed") {
    name = kMissedCallDue;
    event.set("kind", std::string(call::kMissedCall));
    if (const auto job = entry.payload.integer("job")) event.set("job", *job);
  }
  if (name == nullptr) return {};
  event.set("event", std::string(name));
  // Few entries come so far, so nothing is read for the others.
  for (const Webhook& target : webhooks(tx)) {
    if (target.disabled_at || !wants(target, name)) continue;
    store::Payload own = event;
    own.set("message", fmt::format("msg_{}_{}", target.id, entry.seq));
    HOTLINE_CHECK(plan(tx, target, std::move(own), due));
  }
  return {};
}

base::Status Webhooks::plan(store::WriteTx& tx, const Webhook& target, store::Payload event,
                            base::Time due) const {
  event.set("since", base::to_millis(std::max(due, tx.now())));
  jobs::NewJob job;
  job.kind = kWebhook;
  job.stream = "webhook";
  job.subject = target.id;
  job.due = due;
  job.max_tries = 100;
  job.backoff = settings_.pause;
  job.payload = std::move(event);
  HOTLINE_CHECK(scheduler_.schedule(tx, job));
  return {};
}

}  // namespace hotline::integrate
