// The first look at a request: may the hotline take it, must it hurry, is it known already?
//
// Six ways (国办函〔2025〕66号 and the Beijing regulation of 2021, art. 11): in scope; urgent; a lawful
// channel of its own; in progress already; announced (planned outages); nothing to take (silent, empty,
// malicious). Triage proposes; a person decides: nothing is refused by the machine.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "hotline/city/city.hpp"
#include "hotline/dispatch/decision.hpp"

namespace hotline::intake {

enum class Way { in_scope, urgent, lawful_channel, in_progress, announced, nothing_to_take };
std::string_view name_of(Way way);

// What is known of the caller at this moment.
struct CallerRecord {
  // Calls of this number within 24 hours that were silent, without content, over at once or found to be
  // abuse.
  int invalid_today = 0;
  std::vector<dispatch::Neighbour>
      open_alike;  // the caller's own open tickets with like words, most alike first
};

struct Triage {
  Way way = Way::in_scope;
  std::string name;         // code of refusals.csv, number of the line, id of the announcement, or ""
  std::int64_t ticket = 0;  // the ticket that is in progress
  std::string phrase;       // words of the city's files that decided
};

// Signs and a sound or two are no words that could be handled.
bool says_nothing(std::string_view words);

Triage triage(const dispatch::Facts& facts, const dispatch::Decision& decision, const CallerRecord& caller,
              const city::City& city);

}  // namespace hotline::intake
