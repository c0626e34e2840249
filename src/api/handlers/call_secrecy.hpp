// Who may know who called: a call that led to a confidential request tells of its reporter as the request
// does.
#pragma once

#include "hotline/access/principal.hpp"
#include "hotline/call/calls.hpp"
#include "hotline/city/city.hpp"
#include "hotline/store/transaction.hpp"

namespace hotline::api {

enum class CallSecrecy {
  open,    // nothing confidential came of it, or the asker is the one who speaks with this caller right now
  named,   // confidential: for those alone who hold the right to secrets
  unseen,  // confidential, and its ticket does not exist for the asker
};

// The agent of a call that is under way, or who is calling a missed one back, has the caller on the line and
// needs the number; with the end of the call the rule of the request's ticket holds for that agent too.
CallSecrecy secrecy_of(store::ReadTx& tx, const call::Call& call, const access::Principal& who,
                       const city::City& city);

// Whether number and request are left out of what the asker is shown of the call.
bool hides_caller(store::ReadTx& tx, const call::Call& call, const access::Principal& who,
                  const city::City& city);

}  // namespace hotline::api
