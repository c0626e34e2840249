// The city's files: TOML, CSV, calendars, rules. The first byte says which of a small city's files is
// replaced.
#include "city/small_city.hpp"
#include "fuzz/fuzz_support.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  static const hotline::city::CityFiles small = hotline::city::test::small_city();
  hotline::city::CityFiles files = small;
  const auto replaced = std::next(files.begin(), data[0] % static_cast<std::ptrdiff_t>(files.size()));
  replaced->second = hotline::fuzz::view_of(data + 1, size - 1);
  const auto loaded = hotline::city::load_city_files(files);
  // A city with errors is never used, and one without is there.
  hotline::fuzz::must_hold((loaded.city != nullptr) == (loaded.errors() == 0));
  return 0;
}
