#include "store/key_ring.hpp"

#include <stdexcept>

#include "hotline/store/key_change.hpp"

namespace hotline::store {
namespace {

constexpr std::size_t key_bytes = 32;
constexpr std::string_view gm_mark = "g";

}  // namespace

KeyRing ring_of(const MasterKey& master) {
  KeyRing ring;
  std::string_view bytes = master.bytes;
  if (bytes.size() % key_bytes == gm_mark.size() && bytes.starts_with(gm_mark)) {
    ring.suite = "gm";
    bytes.remove_prefix(gm_mark.size());
  }
  if (bytes.empty() || bytes.size() % key_bytes != 0)
    throw std::invalid_argument("a master key has 32 bytes");
  for (; !bytes.empty(); bytes.remove_prefix(key_bytes)) ring.keys.emplace_back(bytes.substr(0, key_bytes));
  return ring;
}

MasterKey master_of(const KeyRing& ring) {
  MasterKey master;
  if (ring.suite == "gm") master.bytes = gm_mark;
  for (const std::string& one : ring.keys) master.bytes += one;
  return master;
}

MasterKey master_key_of(const std::string& today, const std::vector<std::string>& earlier,
                        const std::string& suite) {
  KeyRing ring{suite, {today}};
  ring.keys.insert(ring.keys.end(), earlier.begin(), earlier.end());
  return master_of(ring);
}

MasterKey with_suite(const MasterKey& key, const std::string& suite) {
  KeyRing ring = ring_of(key);
  ring.suite = suite;
  return master_of(ring);
}

}  // namespace hotline::store
