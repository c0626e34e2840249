#include "hotline/knowledge/rights.hpp"

namespace hotline::knowledge {

using access::Right;

Viewer viewer_of(const access::Principal& who) {
  Viewer viewer;
  viewer.internal = who.may(Right::knowledge_read) || who.may(Right::knowledge_edit);
  viewer.confidential = viewer.internal && (who.may(Right::knowledge_edit) || who.may(Right::secret_read));
  if (viewer.internal) viewer.unit = who.unit;
  return viewer;
}

bool may_see(const Viewer& viewer, Visibility visibility, std::string_view owner) {
  switch (visibility) {
    case Visibility::open:
      return true;
    case Visibility::internal:
      return viewer.internal;
    case Visibility::confidential:
      return viewer.confidential || (viewer.internal && !viewer.unit.empty() && viewer.unit == owner);
  }
  return false;
}

bool may_write(const access::Principal& who, std::string_view owner) {
  if (who.may(Right::knowledge_edit)) return true;
  return who.may(Right::assignment_handle) && !who.unit.empty() && who.unit == owner;
}

bool may_approve(const access::Principal& who, std::string_view owner) {
  if (owner.empty()) return who.may(Right::knowledge_edit);
  return who.may(Right::assignment_handle) && who.unit == owner;
}

}  // namespace hotline::knowledge
