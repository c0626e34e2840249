// A request's trail as somebody else hands it in: the file as it is; and, where it is JSON, the same signed
// anew by a house of its own, so that what lies behind the signature is reached.
#include "api/json.hpp"
#include "fuzz/fuzz_support.hpp"
#include "hotline/api/trail.hpp"

namespace {

using namespace hotline;

std::string sign(const api::Json& trail, const store::SigningKey& key) {
  return api::to_text({{"trail", trail},
                       {"public_key", store::hex_of(key.public_key())},
                       {"signature", store::hex_of(key.sign(api::to_text(trail)))}});
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const store::SigningKey house(std::string(32, 'h')), stranger(std::string(32, 's'));
  const std::string_view input = fuzz::view_of(data, size);
  fuzz::must_hold(!api::check_trail(input, stranger.public_key()).ok());  // nobody else can sign for it
  static_cast<void>(api::check_trail(input, std::nullopt));
  const auto json = api::parse_json(input);
  if (!json.ok() || !json->is_object() || !json->contains("trail")) return 0;
  api::Json trail = (*json)["trail"];
  const std::string file = sign(trail, house);
  const auto checked = api::check_trail(file, house.public_key());
  fuzz::must_hold(!api::check_trail(file, stranger.public_key()).ok());
  if (!checked.ok()) return 0;
  fuzz::must_hold(checked->entries == static_cast<std::int64_t>(trail["entries"].size()));
  // What holds holds no longer once a word of it is another.
  api::Json other = *api::parse_json(file);
  other["trail"]["issued_at"] = checked->issued_at + "0";
  fuzz::must_hold(!api::check_trail(api::to_text(other), house.public_key()).ok());
  return 0;
}
