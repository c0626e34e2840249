// city.toml: the one table of its keys, ranges and defaults (defaults stand in settings.hpp).
#include "city/draft.hpp"
#include "city/toml_reader.hpp"

namespace hotline::city {

void read_settings(const Source& source) {
  const auto root = parse_toml(source.file, source.content, source.report);
  if (!root) return;
  TomlReader city(source.report, source.file, *root);
  Settings& s = source.draft.settings;
  city.required_text("code", s.code);
  city.required_text("name", s.name);
  city.text("zone", s.zone);
  city.integer("zone_offset_minutes", s.zone_offset_minutes, -1080, 1080);
  city.text("hotline", s.hotline);
  city.texts("languages", s.languages);
  city.text("default_language", s.default_language);
  city.required_text("fallback_unit", s.fallback_unit);
  if (auto dispatch = city.table("dispatch")) {
    dispatch->real("auto_confidence", s.dispatch.auto_confidence, 0, 1);
    dispatch->integer("max_returns_per_unit", s.dispatch.max_returns_per_unit, 0, 100);
    dispatch->finish();
  }
  if (auto triage = city.table("triage")) {
    triage->integer("malicious_calls_per_day", s.triage.malicious_calls_per_day, 1, 1000);
    triage->finish();
  }
  if (auto callback = city.table("callback")) {
    callback->hours("hours", s.callback.hours);
    callback->hours("holiday_pause", s.callback.holiday_pause);
    callback->integer("attempts", s.callback.attempts, 1, 10);
    callback->integer("hours_apart", s.callback.hours_apart, 0, 240);
    callback->integer("start_within_hours", s.callback.start_within_hours, 0, 240);
    callback->flag("sms_after_attempts", s.callback.sms_after_attempts);
    callback->finish();
  }
  if (auto notify = city.table("notify")) {
    notify->hours("quiet_hours", s.notify.quiet_hours, true);
    notify->flag("urgent_ignores_quiet_hours", s.notify.urgent_ignores_quiet_hours);
    notify->finish();
  }
  city.finish();
  source.draft.code_line = city.spot_of("code").line;
  source.draft.fallback_line = city.spot_of("fallback_unit").line;
  source.draft.calendar.zone_offset = std::chrono::minutes(s.zone_offset_minutes);
}

}  // namespace hotline::city
