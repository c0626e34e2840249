#include "hotline/notify/outbox.hpp"

#include <algorithm>

#include "hotline/jobs/reading.hpp"
#include "hotline/notify/console.hpp"
#include "hotline/notify/sent_text.hpp"
#include "notify/queries.hpp"

namespace hotline::notify {
namespace {

constexpr std::size_t kOnceKeyBytes = 200;
constexpr std::string_view kMailbox = "mailbox";  // kind of its sealed rows

bool is_once_key(std::string_view text) {
  return !text.empty() && text.size() <= kOnceKeyBytes &&
         std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c <= '~'; });
}

base::Status check(const NewMessage& message) {
  std::vector<base::FieldError> wrong;
  auto refuse = [&wrong](const char* field, const char* rule, const char* zh, const char* en) {
    wrong.push_back({field, rule, {zh, en}});
  };
  const bool console = channel_of(message.recipient.kind) == Channel::console;
  if (!is_once_key(message.once_key)) {
    refuse("/once_key", "format", "防重键应为1至200个可见英文字符，不含空格。",
           "A once-only key is 1 to 200 printable ASCII characters without blanks.");
  }
  if (message.stream.empty())
    refuse("/stream", "required", "请写明消息所属对象的种类。", "Name what it is about.");
  if (console ? message.recipient.name.empty() : message.recipient.address <= 0) {
    refuse("/recipient", "required", "请写明收件人。", "Name the recipient.");
  }
  if (console && !message.sealed_arguments.empty()) {
    refuse("/sealed_arguments", "forbidden", "发往工作台的消息不得含有个人信息。",
           "A message to the console holds no personal data.");
  }
  if (wrong.empty()) return {};
  return base::Error::fields_wrong(std::move(wrong));
}

store::Payload payload_of(std::string_view text) {
  auto payload = store::Payload::decode(text);
  return payload.ok() ? std::move(payload).value() : store::Payload{};
}

std::optional<base::Time> maybe_time(const store::Statement& row, int column) {
  if (row.is_null(column)) return {};
  return base::from_millis(row.integer(column));
}

Message message_of(const store::Statement& row) {
  Message message;
  message.id = row.integer(0);
  message.once_key = row.text(1);
  message.stream = row.text(2);
  message.subject = row.integer(3);
  message.recipient.kind = recipient_kind_of(row.view(4)).value_or(RecipientKind::account);
  if (!row.is_null(5)) message.recipient.name = row.text(5);
  if (!row.is_null(6)) message.recipient.address = row.integer(6);
  message.template_name = row.text(7);
  message.language = row.view(8) == name_of(Language::en) ? Language::en : Language::zh;
  message.arguments = payload_of(row.view(9));
  message.sealed_arguments = payload_of(row.view(10));
  message.critical = row.integer(11) != 0;
  message.expires = maybe_time(row, 12);
  message.state = message_state_of(row.view(13)).value_or(MessageState::failed);
  message.job = row.integer(14);
  message.created = base::from_millis(row.integer(15));
  message.ended = maybe_time(row, 16);
  if (!row.is_null(17)) message.reason = base::Text{row.text(17), row.text(18)};
  return message;
}

std::vector<Message> all(store::Statement& rows) {
  std::vector<Message> messages;
  while (rows.step()) messages.push_back(message_of(rows));
  return messages;
}

base::Error no_such_message() {
  return base::Error::of(base::ErrorCode::not_found, "没有此消息，请核对消息编号。",
                         "There is no such message. Check the number of the message.");
}

base::Error state_forbids() {
  return base::Error::of(base::ErrorCode::conflict, "该消息目前的状态不允许此操作，请刷新后再看。",
                         "The state of this message does not allow that. Look at it again.");
}

}  // namespace

Outbox::Outbox(jobs::Scheduler& scheduler, TemplateSource templates, OutboxSettings settings)
    : scheduler_(scheduler), templates_(std::move(templates)), settings_(std::move(settings)) {
  scheduler_.on_stuck(kDeliver, [this](store::WriteTx& tx, const jobs::Job& job) { stuck(tx, job); });
}

base::Time Outbox::decide_send_time(base::Time time, RecipientKind kind, bool critical) const {
  if (!settings_.quiet) return time;
  const QuietRules rules = settings_.quiet();
  const auto quiet = rules.hours.find(kind);
  if ((critical && rules.critical_passes) || quiet == rules.hours.end()) return time;
  return decide_quiet_until(time, quiet->second, rules.zone_offset).value_or(time);
}

base::Result<Queued> Outbox::queue(store::WriteTx& tx, const NewMessage& message) {
  HOTLINE_CHECK(check(message));
  {
    auto known = tx.query(queries::kFindByOnceKey);
    known.bind(message.once_key);
    if (known.step()) return Queued{known.integer(0), true};
  }
  // Rendered once now, with blanks for what is sealed, so that a missing value is found by whoever forgot it.
  store::Payload arguments = message.arguments;
  store::Payload sealed;
  for (const auto& [name, row] : message.sealed_arguments) {
    arguments.set(name, std::string());
    sealed.set(name, row);
  }
  HOTLINE_TRY(Rendered text, templates_()->render(message.template_name, message.language, arguments));

  const Recipient& recipient = message.recipient;
  const bool console = channel_of(recipient.kind) == Channel::console;
  const base::Time due = decide_send_time(std::max(tx.now(), message.not_before.value_or(tx.now())),
                                          recipient.kind, message.critical);
  const bool at_once = console && due <= tx.now() && (!message.expires || *message.expires > tx.now());
  const auto name = console ? std::optional(recipient.name) : std::nullopt;
  const auto address = console ? std::nullopt : std::optional(recipient.address);
  const auto expires = message.expires ? std::optional(base::to_millis(*message.expires)) : std::nullopt;
  const std::int64_t now = base::to_millis(tx.now());
  tx.execute(queries::kInsertMessage, message.once_key, message.stream, message.subject,
             name_of(recipient.kind), name, address, message.template_name, name_of(message.language),
             message.arguments.encode(), sealed.encode(), message.critical, expires, now,
             name_of(at_once ? MessageState::sent : MessageState::queued),
             at_once ? std::optional(now) : std::nullopt);
  const std::int64_t id = tx.last_insert_id();
  if (at_once) {
    put_into_inbox(tx, {message.once_key, message.stream, message.subject, recipient, "", std::move(text),
                        message.critical});
  } else {
    HOTLINE_CHECK(plan(tx, id, message, due));
  }
  if (console && message.critical && settings_.mailbox) HOTLINE_CHECK(queue_copy_by_mail(tx, message));
  return Queued{id, false};
}

base::Status Outbox::queue_copy_by_mail(store::WriteTx& tx, const NewMessage& message) {
  const std::string mailbox = settings_.mailbox(message.recipient);
  if (mailbox.empty()) return {};
  NewMessage copy = message;
  copy.once_key += ".mail";
  copy.recipient = Recipient::email(tx.vault().seal(tx, kMailbox, mailbox).id);
  HOTLINE_CHECK(queue(tx, copy));
  return {};
}

base::Status Outbox::plan(store::WriteTx& tx, std::int64_t id, const NewMessage& message, base::Time due) {
  jobs::NewJob job;
  job.kind = kDeliver;
  job.stream = "message";
  job.subject = id;
  job.due = due;
  job.priority = message.priority;
  job.max_tries = settings_.max_tries;
  job.backoff = settings_.backoff;
  HOTLINE_TRY(const std::int64_t planned, scheduler_.schedule(tx, job));
  tx.execute(queries::kSetJob, id, planned);
  return {};
}

base::Status Outbox::withdraw(store::WriteTx& tx, std::int64_t id, const base::Text& reason) {
  const auto message = find_message(tx, id);
  if (!message) return no_such_message();
  if (message->state != MessageState::queued) return state_forbids();
  HOTLINE_CHECK(scheduler_.cancel(tx, message->job));
  tx.execute(queries::kEndMessage, id, name_of(MessageState::suppressed), base::to_millis(tx.now()),
             reason.zh, reason.en);
  return {};
}

base::Status Outbox::resolve(store::WriteTx& tx, std::int64_t id, jobs::Answer answer) {
  const auto message = find_message(tx, id);
  if (!message) return no_such_message();
  const auto job = jobs::find_job(tx, message->job);
  if (message->state != MessageState::uncertain || !job) return state_forbids();
  // Before the job, whose last try may turn the message into a failed one.
  if (answer == jobs::Answer::happened) {
    tx.execute(queries::kEndMessage, id, name_of(MessageState::sent), base::to_millis(tx.now()), nullptr,
               nullptr);
  } else {
    tx.execute(queries::kRequeueMessage, id);
  }
  HOTLINE_TRY(const jobs::State state,
              scheduler_.resolve_unknown(tx, jobs::attempt_id(job->id, job->attempts), answer, {}));
  (void)state;
  return {};
}

base::Status Outbox::send_again(store::WriteTx& tx, std::int64_t id) {
  const auto message = find_message(tx, id);
  if (!message) return no_such_message();
  if (message->state != MessageState::failed) return state_forbids();
  HOTLINE_CHECK(scheduler_.replay(tx, message->job));
  tx.execute(queries::kRequeueMessage, id);
  return {};
}

// The job of a message was given up, or nobody knows whether its last attempt arrived.
void Outbox::stuck(store::WriteTx& tx, const jobs::Job& job) {
  base::Text why{"发送过程中断，无法确定对方是否收到，请核实后选择“已送达”或者“重新发送”。",
                 "Sending broke off, and nobody knows whether it arrived. Find out, then mark it sent or "
                 "send it again."};
  MessageState state = MessageState::uncertain;
  if (job.state == jobs::State::dead) {
    state = MessageState::failed;
    const auto last = jobs::find_attempt(tx, jobs::attempt_id(job.id, job.attempts));
    why = last && last->error
              ? last->error->text
              : base::Text{"多次发送中断，已停止重试。", "Sending broke off again and again; given up."};
  }
  tx.execute(queries::kEndMessage, job.subject, name_of(state), base::to_millis(tx.now()), why.zh, why.en);
}

std::optional<Message> find_message(store::ReadTx& tx, std::int64_t id) {
  auto row = tx.query(queries::kFindMessage);
  row.bind(id);
  if (!row.step()) return {};
  return message_of(row);
}

std::vector<Message> messages_about(store::ReadTx& tx, std::string_view stream, std::int64_t subject) {
  auto rows = tx.query(queries::kMessagesAbout);
  rows.bind(stream, subject);
  return all(rows);
}

void erase_words_about(store::WriteTx& tx, std::string_view stream, std::int64_t subject) {
  const base::Text gone{"（已依法删除）", "(erased by law)"};
  for (Message& message : messages_about(tx, stream, subject)) {
    bool held = false;
    if (const auto sent = sent_text_of(tx, message.id)) tx.vault().erase(tx, *sent);
    for (const char* name : {"title", "place", "reply", "question"}) {
      if (!message.arguments.has(name)) continue;
      message.arguments.set(name, message.language == Language::en ? gone.en : gone.zh);
      held = true;
    }
    if (held) tx.execute(queries::kSetArguments, message.id, message.arguments.encode());
  }
  tx.execute(queries::kBlankConsole, stream, subject, "消息内容已依法删除，请打开所涉事项查看。");
}

std::vector<Message> waiting_messages(store::ReadTx& tx, MessageState state, std::int64_t after, int limit) {
  auto rows =
      tx.query(state == MessageState::uncertain ? queries::kUncertainMessages : queries::kFailedMessages);
  rows.bind(after, limit);
  return all(rows);
}

}  // namespace hotline::notify
