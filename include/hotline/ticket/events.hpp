// The kinds of a ticket's events and what each carries. Payload keys are fixed for ever: old journals are
// read by new programs. Any event may also carry `note` and `note_digest`: the sealed words of the one who
// acted.
#pragma once

#include <string_view>
#include <vector>

#include "hotline/store/payload.hpp"

namespace hotline::ticket {

// One event about to be journalled.
struct NewEvent {
  std::string_view kind;
  store::Payload payload;
};
using NewEvents = std::vector<NewEvent>;

namespace event {
inline constexpr std::string_view opened =
    "opened";  // number, parent, kind, urgency, importance, matter, division, summary (sealed id), digest,
               // secret, flags, requests
inline constexpr std::string_view proposed =
    "proposed";  // matter, lead, assistants, reasons, neighbours, confidence, city_version, model, related
inline constexpr std::string_view amended =
    "amended";  // any of kind, urgency, importance, matter, division, summary and digest
inline constexpr std::string_view answered = "answered";  // text (sealed id), digest
inline constexpr std::string_view refused = "refused";    // code, text (sealed id), digest
inline constexpr std::string_view handed_over =
    "handed_over";  // order, line, unit, acknowledge_by, caller_on_line
inline constexpr std::string_view handover_acknowledged =
    "handover_acknowledged";                                                // order, reference, taken_by
inline constexpr std::string_view handover_declined = "handover_declined";  // order
inline constexpr std::string_view consulted = "consulted";                  // units
inline constexpr std::string_view opinion = "opinion";                      // unit, accepts
inline constexpr std::string_view dispatched = "dispatched";                // automatic
inline constexpr std::string_view assigned =
    "assigned";  // assignment, unit, part, origin, designated, parent, sign_due, contact_due, return_due,
                 // resolve_due
inline constexpr std::string_view split = "split";                              // child (ticket id)
inline constexpr std::string_view signed_for = "signed";                        // assignment
inline constexpr std::string_view contacted = "contacted";                      // assignment
inline constexpr std::string_view extension_requested = "extension_requested";  // assignment, minutes
inline constexpr std::string_view extension_decided = "extension_decided";      // assignment, granted, due
inline constexpr std::string_view paused = "paused";    // assignment: its resolve clock stands still
inline constexpr std::string_view resumed = "resumed";  // assignment, resolve_due
inline constexpr std::string_view replanned =
    "replanned";  // positions (of the clocks, from 1), dues, city_version: the rules changed
inline constexpr std::string_view returned = "returned";        // assignment, code, suggested, evidence
inline constexpr std::string_view ruled = "ruled";              // assignment, ruling, unit
inline constexpr std::string_view withdrawn = "withdrawn";      // assignment
inline constexpr std::string_view transferred = "transferred";  // assignment, unit
inline constexpr std::string_view replied = "replied";          // assignment, text (sealed id), digest
inline constexpr std::string_view in_review = "in_review";      // review_due
inline constexpr std::string_view review_accepted = "review_accepted";  // (none)
inline constexpr std::string_view sent_back = "sent_back";              // assignments, resolve_due
inline constexpr std::string_view resolved = "resolved";                // callback_due
inline constexpr std::string_view closed = "closed";                    // outcome
inline constexpr std::string_view reopened = "reopened";                // to, assignments, resolve_due
inline constexpr std::string_view merged = "merged";                    // into, requests
inline constexpr std::string_view unmerged = "unmerged";                // from, requests
inline constexpr std::string_view requests_joined = "requests_joined";  // from, requests
inline constexpr std::string_view requests_left = "requests_left";      // to, requests
inline constexpr std::string_view urged = "urged";                  // unit, step (of the ladder, when it did)
inline constexpr std::string_view supervised = "supervised";        // level, unit, step (as above)
inline constexpr std::string_view secured = "secured";              // secret
inline constexpr std::string_view published = "published";          // text (sealed id of masked text), digest
inline constexpr std::string_view caller_erased = "caller_erased";  // requests: their words went, by law
inline constexpr std::string_view rated = "rated";                  // request: its caller judged the result
}  // namespace event

}  // namespace hotline::ticket
