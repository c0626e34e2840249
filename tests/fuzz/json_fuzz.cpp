// The body of any route: parsed, held against the specification of that very route, written again; what is
// valid goes through the real server to the handler and the store. Two bytes choose the route, one the thing
// that it is about, the rest is the body.
#include <cstring>

#include "api/spec/validate.hpp"
#include "fuzz/fuzz_support.hpp"
#include "fuzz/sample.hpp"
#include "fuzz/served.hpp"

namespace {

using namespace hotline;

constexpr std::size_t head = 3;

const api::Route& route_of(const std::uint8_t* data) {
  const auto& all = fuzz::Served::get().routes_with_body();
  return *all[(data[0] | static_cast<std::size_t>(data[1]) << 8) % all.size()];
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < head) return 0;
  const fuzz::Undisturbed while_it_waits;
  fuzz::Served& served = fuzz::Served::fresh();
  const api::Route& route = route_of(data);
  const std::string body(fuzz::view_of(data + head, size - head));
  if (route.body_kind == api::BodyKind::json) {
    const auto json = api::parse_json(body);
    if (!json.ok()) return 0;
    const base::Status valid = api::validate(*route.body, *json);
    const auto again = api::parse_json(api::to_text(*json));
    fuzz::must_hold(again.ok() && *again == *json);
    fuzz::must_hold(valid.ok() || !valid.error().fields.empty());
    if (!valid.ok()) return 0;
  }
  served.send(route, data[2], body);
  return 0;
}

extern "C" std::size_t LLVMFuzzerMutate(std::uint8_t* data, std::size_t size, std::size_t most);

// Bytes changed at random are hardly ever JSON of the right shape, so most changes are made in the JSON
// itself.
extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size, std::size_t most,
                                               unsigned seed) {
  const fuzz::Undisturbed while_it_waits;
  fuzz::Dice dice(seed + 1);
  if (most <= head) return LLVMFuzzerMutate(data, size, most);
  if (size < head || dice() % 8 == 0) {
    for (std::size_t i = 0; i < head; ++i) data[i] = static_cast<std::uint8_t>(dice());
    size = std::max(size, head);
  }
  const api::Route& route = route_of(data);
  if (route.body_kind == api::BodyKind::bytes || dice() % 4 == 0)
    return head + LLVMFuzzerMutate(data + head, size - head, most - head);
  const auto json = api::parse_json(fuzz::view_of(data + head, size - head));
  api::Json body = json.ok() ? *json : api::Json();
  if (dice() % 8 == 0) data[2] = static_cast<std::uint8_t>(dice());
  const auto changes = 1 + dice() % 3;
  for (unsigned i = 0; i < changes; ++i) fuzz::vary(*route.body, body, dice);
  const std::string text = api::to_text(body);
  const std::size_t kept = std::min(text.size(), most - head);
  std::memcpy(data + head, text.data(), kept);
  return head + kept;
}
