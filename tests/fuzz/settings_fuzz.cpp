// The settings file (TOML).
#include "fuzz/fuzz_support.hpp"
#include "hotline/app/settings.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto settings = hotline::app::parse_settings(hotline::fuzz::view_of(data, size), "fuzz.toml");
  if (settings.ok()) hotline::fuzz::must_hold(settings->store.readers >= 1 && settings->store.readers <= 64);
  return 0;
}
