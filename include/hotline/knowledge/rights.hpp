// Who may see, write and approve an entry. Pure functions; the one place of these rules.
//
// Editors (Right::knowledge_edit) write every entry. People of the owning unit (Right::assignment_handle)
// write and review their unit's. What a unit owns is published by somebody of that unit; what the hotline
// owns itself by an editor. In both cases not by a program acting for nobody: see EntryBook::publish.
#pragma once

#include "hotline/access/principal.hpp"
#include "hotline/knowledge/entry.hpp"

namespace hotline::knowledge {

// What one asker may be told; what search, lists, counts and suggestions are filtered by.
struct Viewer {
  bool internal = false;      // the hotline's people and the units
  bool confidential = false;  // every confidential entry
  std::string unit;           // and those that this unit owns
  bool operator==(const Viewer&) const = default;
};
// Somebody without an account.
inline Viewer citizen() {
  return {};
}
Viewer viewer_of(const access::Principal& who);

bool may_see(const Viewer& viewer, Visibility visibility, std::string_view owner);
// Sees drafts and history, edits and submits, withdraws.
bool may_write(const access::Principal& who, std::string_view owner);
// Publishes or sends back.
bool may_approve(const access::Principal& who, std::string_view owner);

}  // namespace hotline::knowledge
