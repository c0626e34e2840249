// A citizen's words: the recognisers of personal data, the normal form, phones.
#include "fuzz/fuzz_support.hpp"
#include "hotline/text/identifiers.hpp"
#include "hotline/text/normalize.hpp"
#include "hotline/text/phone.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view words = hotline::fuzz::view_of(data, size);
  for (const auto& found : hotline::text::find_identifiers(words))
    hotline::fuzz::must_hold(found.begin < found.end && found.end <= words.size());
  // What is masked holds nothing that would have to be masked.
  const std::string masked = hotline::text::mask_identifiers(words);
  hotline::fuzz::must_hold(hotline::text::mask_identifiers(masked) == masked);
  const std::string normal = hotline::text::normalize(words);
  hotline::fuzz::must_hold(hotline::text::normalize(normal) == normal);
  static_cast<void>(hotline::text::parse_phone(words));
  return 0;
}
