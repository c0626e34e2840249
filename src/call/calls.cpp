#include "hotline/call/calls.hpp"

#include "call/queries.hpp"
#include "hotline/call/erasure.hpp"
#include "hotline/store/vault.hpp"
#include "hotline/text/phone.hpp"

namespace hotline::call {
namespace {

constexpr std::string_view stream = "call";
// Apart from requests' numbers, so that a caller's requests are found without his calls.
constexpr std::string_view sealed_kind = "call_phone";
constexpr std::size_t most_looked_at = 200;  // calls of one number
constexpr std::chrono::milliseconds shortest_talk{10000};
constexpr std::size_t most_erased = 100000;  // calls of one number in one erasure

Call read_call(const store::Statement& row) {
  Call call;
  call.id = row.integer(0);
  call.source = row.text(1);
  call.external_id = row.text(2);
  call.channel = row.text(3);
  call.desk = row.text(4);
  call.state = find_call_state(row.view(5)).value_or(CallState::ended);
  call.phone = row.maybe_integer(6);
  call.masked_phone = row.text(7);
  call.agent = row.integer(8);
  call.request = row.integer(9);
  call.ringing_at = row.time(10);
  call.answered_at = row.maybe_time(11);
  call.ended_at = row.maybe_time(12);
  call.version = row.integer(13);
  return call;
}

base::Error unknown_call() {
  return base::Error::of(base::ErrorCode::not_found, "没有此通话记录，请核对编号。",
                         "There is no such call. Check its number.");
}

base::Error illegal(CallState from, CallAction action) {
  std::string legal;
  for (const CallTransition& row : call_transitions) {
    if (row.from == from) legal += (legal.empty() ? "" : ", ") + std::string(name_of(row.action));
  }
  const std::string now(name_of(from)), wanted(name_of(action));
  return base::Error::of(
      base::ErrorCode::illegal_transition,
      "通话当前状态为 " + now + "，不能执行 " + wanted + (legal.empty() ? "。" : "；可执行：" + legal + "。"),
      "The call is " + now + " and cannot " + wanted + (legal.empty() ? "." : ". It may: " + legal + "."));
}

// When it happened: as reported, within reason.
base::Result<base::Time> instant_of(const std::optional<base::Time>& reported, base::Time now,
                                    const std::optional<base::Time>& last) {
  if (!reported) return last ? std::max(now, *last) : now;
  if (*reported > now + kClockSkew) {
    return base::Error::field("/at", "future", "时间不能晚于现在，请校准电话系统的时钟。",
                              "It cannot have happened in the future. Set the telephone system's clock.");
  }
  if (last && *reported < *last) {
    return base::Error::field("/at", "order", "时间不能早于此前已报告的事件。",
                              "It cannot have happened before what was reported last.");
  }
  return *reported;
}

void save(store::WriteTx& tx, const Call& call) {
  tx.execute(queries::update_call, call.id, name_of(call.state), call.desk, call.agent, call.request,
             call.answered_at, call.ended_at, call.version);
}

// What the call's state says of an action that was reported before.
bool was_reported(const Call& call, CallAction action) {
  switch (action) {
    case CallAction::answer:
      return call.answered_at.has_value();
    case CallAction::abandon:
      return call.state == CallState::abandoned;
    case CallAction::end:
      return call.state == CallState::ended;
  }
  return false;
}

}  // namespace

std::optional<Call> find_call(store::ReadTx& tx, std::int64_t id) {
  store::Statement row = tx.query(queries::call_by_id);
  row.bind(id);
  return row.step() ? std::optional(read_call(row)) : std::nullopt;
}

std::vector<Call> find_calls(store::ReadTx& tx, const CallFilter& f, std::int64_t before, std::size_t limit) {
  store::Statement row = tx.query(queries::list_calls);
  const auto state = f.state ? std::optional(name_of(*f.state)) : std::nullopt;
  row.bind(before > 0 ? std::optional(before) : std::nullopt, state,
           f.agent > 0 ? std::optional(f.agent) : std::nullopt,
           f.desk.empty() ? std::nullopt : std::optional(f.desk), f.from, f.to,
           static_cast<std::int64_t>(limit));
  std::vector<Call> calls;
  while (row.step()) calls.push_back(read_call(row));
  return calls;
}

base::Result<CallBook::Rung> CallBook::ring(store::WriteTx& tx, const NewCall& in,
                                            const store::Actor& by) const {
  {
    store::Statement row = tx.query(queries::call_by_external_id);
    row.bind(in.source, in.external_id);
    if (row.step()) return Rung{read_call(row), true};
  }
  HOTLINE_TRY(const base::Time at, instant_of(in.at, tx.now(), std::nullopt));
  std::optional<store::Sealed> phone;
  if (!in.phone.empty()) phone = tx.vault().seal(tx, sealed_kind, in.phone, in.phone);
  const std::string masked = text::mask_phone(in.phone);
  tx.execute(queries::insert_call, in.source, in.external_id, in.channel, in.desk,
             phone ? std::optional(phone->id) : std::nullopt, masked, at);
  const std::int64_t id = tx.last_insert_id();
  store::Payload payload{{"channel", in.channel}, {"desk", in.desk}, {"at", base::to_millis(at)}};
  if (phone) payload.set("phone", phone->id).set("phone_digest", phone->digest);
  tx.journal().append(tx, {stream, id, "ringing", by, "", payload});
  return Rung{*find_call(tx, id), false};
}

base::Result<Call> CallBook::report(store::WriteTx& tx, std::int64_t id, const CallReport& in,
                                    const store::Actor& by) const {
  const auto found = find_call(tx, id);
  if (!found) return unknown_call();
  Call call = *found;
  if (was_reported(call, in.action)) {
    if (in.action != CallAction::answer || in.agent == call.agent) return call;
    return base::Error::of(base::ErrorCode::conflict, "该通话已由另一话务员接听。",
                           "Another agent has answered this call.");
  }
  const auto to = decide_call_state(call.state, in.action);
  if (!to) return illegal(call.state, in.action);
  if (in.action == CallAction::answer && !AgentBook::check_agent(tx, in.agent).ok()) {
    return base::Error::field("/agent", "unknown_agent", "请写明接听的话务员账号编号。",
                              "Name the account of the agent who answered.");
  }
  HOTLINE_TRY(const base::Time at,
              instant_of(in.at, tx.now(), call.answered_at ? call.answered_at : call.ringing_at));
  call.state = *to;
  ++call.version;
  if (!in.desk.empty()) call.desk = in.desk;
  store::Payload payload{{"at", base::to_millis(at)}};
  if (in.action == CallAction::answer) {
    call.agent = in.agent;
    call.answered_at = at;
    payload.set("agent", call.agent).set("desk", call.desk);
  } else {
    call.ended_at = at;
  }
  tx.journal().append(tx, {stream, id, name_of(call.state), by, "", payload});
  save(tx, call);
  if (in.action == CallAction::answer) HOTLINE_CHECK(agents_.answered(tx, call.agent, id, call.desk, by));
  if (in.action == CallAction::end) HOTLINE_CHECK(agents_.hung_up(tx, call.agent, id, by));
  return call;
}

base::Result<Call> CallBook::link(store::WriteTx& tx, std::int64_t id, std::int64_t request,
                                  const store::Actor& by) const {
  const auto found = find_call(tx, id);
  if (!found) return unknown_call();
  Call call = *found;
  if (call.request == request) return call;
  if (call.request != 0) {
    return base::Error::of(base::ErrorCode::conflict, "该通话已关联另一件诉求，不能更改。",
                           "This call is linked to another request already.");
  }
  call.request = request;
  ++call.version;
  tx.journal().append(tx, {stream, id, "linked", by, "", {{"request", request}}});
  save(tx, call);
  return call;
}

int count_empty_calls(store::ReadTx& tx, std::string_view e164, base::Time since) {
  int empty = 0;
  if (e164.empty()) return empty;
  for (const std::int64_t sealed : tx.vault().find(tx, sealed_kind, e164, most_looked_at)) {
    store::Statement row = tx.query(queries::empty_call_of_phone);
    row.bind(sealed, base::to_millis(since), shortest_talk.count());
    empty += row.step();
  }
  return empty;
}

std::int64_t CallBook::erase_caller(store::WriteTx& tx, std::string_view e164, const store::Actor& by) {
  std::int64_t erased = 0;
  for (const std::int64_t sealed : tx.vault().find(tx, sealed_kind, e164, most_erased)) {
    std::int64_t id = 0;
    {
      store::Statement row = tx.query(queries::call_of_phone);
      row.bind(sealed);
      if (row.step()) id = row.integer(0);
    }
    if (id == 0) {
      tx.vault().erase(tx, sealed);
      continue;
    }
    erased += erase_number_of_call(tx, id, by) ? 1 : 0;
  }
  return erased;
}

}  // namespace hotline::call
