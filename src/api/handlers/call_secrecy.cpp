#include "api/handlers/call_secrecy.hpp"

#include "api/handlers/ticket_json.hpp"
#include "hotline/access/actor.hpp"
#include "hotline/call/missed.hpp"

namespace hotline::api {
namespace {

bool speaks_now(store::ReadTx& tx, const call::Call& call, const access::Principal& who) {
  const auto account = access::find_account_id(who.actor);
  if (!account) return false;
  if (call.state == call::CallState::answered) return call.agent == *account;
  return call.state == call::CallState::abandoned && call::is_calling_back(tx, call, *account);
}

}  // namespace

CallSecrecy secrecy_of(store::ReadTx& tx, const call::Call& call, const access::Principal& who,
                       const city::City& city) {
  if (call.request == 0) return CallSecrecy::open;
  const auto request = ticket::RequestBook::find(tx, call.request);
  if (!request) return CallSecrecy::open;
  const auto ticket = ticket::TicketBook::load(tx, request->ticket);
  if (ticket.ok() && !request->secret && !ticket->secret) return CallSecrecy::open;
  if (speaks_now(tx, call, who)) return CallSecrecy::open;
  return ticket.ok() && may_see(who, *ticket, city) ? CallSecrecy::named : CallSecrecy::unseen;
}

bool hides_caller(store::ReadTx& tx, const call::Call& call, const access::Principal& who,
                  const city::City& city) {
  switch (secrecy_of(tx, call, who, city)) {
    case CallSecrecy::open:
      return false;
    case CallSecrecy::named:
      return !who.may(access::Right::secret_read);
    case CallSecrecy::unseen:
      break;
  }
  return true;
}

}  // namespace hotline::api
