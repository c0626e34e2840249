// The city's files: TOML, CSV, calendars, boundaries. The first line names the file of a small city that the
// rest takes the place of; a name that no city has chooses one by its length.
#include "city/small_city.hpp"
#include "fuzz/fuzz_support.hpp"

namespace {

hotline::city::CityFiles whole_city() {
  auto files = hotline::city::test::small_city();
  for (const char* name : {"boundaries.geojson", "successors.csv", "supervision.toml", "calendars/2028.csv"})
    files.try_emplace(name);
  return files;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const hotline::city::CityFiles all = whole_city();
  static const hotline::city::CityFiles small = hotline::city::test::small_city();
  const auto [name, content] = hotline::fuzz::cut_at(hotline::fuzz::view_of(data, size), '\n');
  auto named = all.find(std::string(name));
  if (named == all.end())
    named = std::next(all.begin(), static_cast<std::ptrdiff_t>(name.size() % all.size()));
  hotline::city::CityFiles files = small;
  files[named->first] = content;
  const auto loaded = hotline::city::load_city_files(files);
  // A city with errors is never used, and one without is there.
  hotline::fuzz::must_hold((loaded.city != nullptr) == (loaded.errors() == 0));
  for (const auto& one : loaded.diagnostics) hotline::fuzz::must_hold(one.line >= 0 && !one.text.zh.empty());
  return 0;
}
