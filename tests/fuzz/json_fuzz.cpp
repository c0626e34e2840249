// A JSON body: parsed, held against a specification with every kind of field, written again.
#include "api/json.hpp"
#include "api/spec/validate.hpp"
#include "fuzz/fuzz_support.hpp"

namespace {

using namespace hotline::api;

ObjectSpec specification() {
  const ObjectSpec caller{"", {}, {optional("name", line(40), {}), optional("phone", phone(), {})}};
  return {"Body",
          {},
          {required("words", text(2000, 1), {}), optional("caller", object(caller), {}),
           optional("channel", choice({"phone", "web"}), {}), optional("count", integer(0, 100), {}),
           optional("share", number(), {}), optional("secret", boolean(), {}), optional("day", date(), {}),
           optional("at", nullable(date_time()), {}), optional("unit", code(), {}),
           optional("more", list_of(line(20), 5), {}), optional("any", anything(), {})}};
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const ObjectSpec spec = specification();
  const auto json = parse_json(hotline::fuzz::view_of(data, size));
  if (!json.ok()) return 0;
  const auto valid = validate(spec, *json);
  const std::string written = to_text(*json);
  const auto again = parse_json(written);
  hotline::fuzz::must_hold(again.ok() && validate(spec, *again).ok() == valid.ok());
  if (valid.ok()) hotline::fuzz::must_hold(json->at("words").is_string());
  return 0;
}
