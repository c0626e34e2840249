// A city while it is being read: rows without lookups, and the readers that fill it.
#pragma once

#include <string>
#include <vector>

#include "city/report.hpp"
#include "hotline/city/city.hpp"

namespace hotline::city {

struct Draft {
  Settings settings;
  CalendarData calendar;
  int code_line = 0, fallback_line = 0;  // of city.toml
  int provisional_line = 0;              // of calendars.toml
  std::vector<Division> divisions;
  std::vector<Succession> successions;
  std::vector<Boundary> boundaries;
  std::vector<Place> places;
  std::vector<Unit> units;
  std::vector<Matter> matters;
  std::vector<Crossing> crosswalk;
  std::vector<Duty> duties;
  std::vector<DirectRule> direct;
  std::vector<Settlement> settlements;
  std::vector<Channel> channels;
  std::vector<Desk> desks;
  std::vector<Limit> limits;
  std::vector<ReturnReason> return_reasons;
  std::vector<Refusal> refusals;
  std::vector<HandoverLine> handover;
  std::vector<RiskWord> risk_words;
  std::vector<Announcement> announcements;
  std::vector<KindWords> kind_words;
  std::vector<std::vector<std::string>> synonyms;
  std::vector<Rule> rules;
  std::vector<Template> templates;
  Supervision supervision;
};

// What every reader is given: the file's name and content, where the rows go, where the faults go.
struct Source {
  const std::string& file;
  const std::string& content;
  Draft& draft;
  Report& report;
};

void read_settings(const Source& source);
void read_divisions(const Source& source);
void read_successions(const Source& source);
void read_boundaries(const Source& source);
void read_places(const Source& source);
void read_units(const Source& source);
void read_matters(const Source& source);
void read_crosswalk(const Source& source);
void read_duties(const Source& source);
void read_direct(const Source& source);
void read_settlements(const Source& source);
void read_channels(const Source& source);
void read_desks(const Source& source);
void read_limits(const Source& source);
void read_return_reasons(const Source& source);
void read_refusals(const Source& source);
void read_handover(const Source& source);
void read_risk_words(const Source& source);
void read_announcements(const Source& source);
void read_kind_words(const Source& source);
void read_synonyms(const Source& source);
void read_rules(const Source& source);
void read_templates(const Source& source);
void read_supervision(const Source& source);
void read_timetables(const Source& source);
void read_year(const Source& source, int year);

// Every code that one table names stands in the other; parents form no circle.
void check_references(const Draft& draft, Report& report);
// Holes that a running city should not have; warnings only.
void warn_of_holes(const City& city, int provisional_line, Report& report);

}  // namespace hotline::city
