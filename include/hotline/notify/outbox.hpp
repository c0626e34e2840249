// The outbox: every message to anybody is queued here, once, in the transaction of what it tells about.
//
// A message to the console that nothing holds back is put into the inbox in that same transaction: it cannot
// fail apart from it. Every other delivery is a job of the kind kDeliver (see hotline/jobs): durable, tried
// again with back-off, given up where a person sees it. Quiet hours hold a message until their end, at
// queueing and again at each attempt; critical ones pass. Thread rule: one object for the process; functions
// with a WriteTx on the writer's thread, with a ReadTx from any.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <vector>

#include "hotline/base/result.hpp"
#include "hotline/jobs/scheduler.hpp"
#include "hotline/notify/message.hpp"
#include "hotline/notify/quiet_hours.hpp"
#include "hotline/notify/templates.hpp"
#include "hotline/store/transaction.hpp"

namespace hotline::notify {

inline constexpr const char* kDeliver = "notify.deliver";

// When people are left in peace.
struct QuietRules {
  std::map<RecipientKind, QuietHours> hours;  // none for a kind that is missing
  std::chrono::minutes zone_offset{480};      // of the hours, east of UTC
  bool critical_passes = true;
};
// The newest rules; called from any thread. Without one there are no quiet hours.
using QuietSource = std::function<QuietRules()>;

// The duty mailbox of a unit or role, "" for none; called from any thread.
using MailboxSource = std::function<std::string(const Recipient&)>;

struct OutboxSettings {
  QuietSource quiet = {};
  // Critical messages to a unit or role go to its mailbox too: nobody may sit at the console. None without
  // it.
  MailboxSource mailbox = {};
  int max_tries = 8;
  jobs::Backoff backoff{std::chrono::seconds{30}, std::chrono::hours{2}};
};

// The newest templates; called from any thread, never null.
using TemplateSource = std::function<std::shared_ptr<const Templates>()>;

struct Queued {
  std::int64_t id = 0;
  bool repeated = false;  // the once-only key was known: nothing was queued
};

class Outbox {
 public:
  // Takes the hook of kDeliver: one outbox for a scheduler, made before the first transaction.
  Outbox(jobs::Scheduler& scheduler, TemplateSource templates, OutboxSettings settings);

  // Errors: invalid_input (a field out of its range, a sealed argument for the console, a placeholder without
  // a value), not_found (no such template). A copy by mail has the same once-only key, ".mail" after it.
  base::Result<Queued> queue(store::WriteTx& tx, const NewMessage& message);
  // Keeps a queued message from being sent. Errors: not_found; conflict (it is on its way, or has ended).
  base::Status withdraw(store::WriteTx& tx, std::int64_t id, const base::Text& reason);
  // A person's word on an uncertain message: it arrived, or it did not and is sent again. Errors: not_found;
  // conflict (not uncertain).
  base::Status resolve(store::WriteTx& tx, std::int64_t id, jobs::Answer answer);
  // Sends a failed message again. Errors: not_found; conflict (not failed).
  base::Status send_again(store::WriteTx& tx, std::int64_t id);

  std::shared_ptr<const Templates> templates() const { return templates_(); }
  // When a message may go out that is ready at `time`: then, or at the end of the quiet hours.
  base::Time decide_send_time(base::Time time, RecipientKind kind, bool critical) const;

 private:
  base::Status queue_copy_by_mail(store::WriteTx& tx, const NewMessage& message);
  base::Status plan(store::WriteTx& tx, std::int64_t id, const NewMessage& message, base::Time due);
  void stuck(store::WriteTx& tx, const jobs::Job& job);

  jobs::Scheduler& scheduler_;
  TemplateSource templates_;
  OutboxSettings settings_;
};

std::optional<Message> find_message(store::ReadTx& tx, std::int64_t id);
// Messages about one thing, oldest first.
std::vector<Message> messages_about(store::ReadTx& tx, std::string_view stream, std::int64_t subject);
// Erasing by law: the words about the thing itself, which messages were made from, leave the outbox and the
// console's inbox. What was queued still goes out, without them.
void erase_words_about(store::WriteTx& tx, std::string_view stream, std::int64_t subject);
// Messages that wait for a person, ids above `after`, at most `limit`; state is failed or uncertain.
std::vector<Message> waiting_messages(store::ReadTx& tx, MessageState state, std::int64_t after, int limit);

}  // namespace hotline::notify
