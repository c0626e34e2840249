#include "hotline/city/versions.hpp"

namespace hotline::city {

base::Result<Reload> reload_city(const CityFiles& files, CityVersions& versions, CityHolder& holder,
                                 const store::Actor& actor, const std::string& note) {
  CityLoad load = load_city_files(files);
  Reload reload{std::move(load.diagnostics), std::nullopt};
  if (load.city == nullptr) return reload;
  HOTLINE_TRY(reload.version, versions.record(files, actor, note));
  holder.set(load_city_files(files, reload.version->number).city);
  return reload;
}

base::Result<Reload> rollback_city(std::int64_t number, CityVersions& versions, CityHolder& holder,
                                   const store::Actor& actor, const std::string& note) {
  Reload reload;
  HOTLINE_TRY(reload.version, versions.rollback(number, actor, note));
  HOTLINE_TRY(const CityFiles files, versions.files(reload.version->number));
  CityLoad load = load_city_files(files, reload.version->number);
  reload.diagnostics = std::move(load.diagnostics);
  holder.set(std::move(load.city));
  return reload;
}

base::Result<CityStart> start_city(const CityFiles& files, CityVersions& versions,
                                   const store::Actor& actor) {
  CityLoad load = load_city_files(files);
  CityStart start{nullptr, std::move(load.diagnostics)};
  HOTLINE_TRY(const auto newest, versions.find_newest());
  HOTLINE_TRY(const auto known, versions.find_by_digest(digest_of(files)));
  if (newest && (known || load.city == nullptr)) {
    HOTLINE_TRY(start.city, versions.load(newest->number));
    return start;
  }
  if (load.city == nullptr) return start;
  HOTLINE_TRY(const CityVersion version, versions.record(files, actor, "start-up"));
  start.city = load_city_files(files, version.number).city;
  return start;
}

}  // namespace hotline::city
