#include "store/entry_hash.hpp"

#include <sodium.h>

namespace hotline::store {
namespace {

class Hasher {
 public:
  explicit Hasher(const Hash& before) {
    crypto_generichash_init(&state_, nullptr, 0, before.size());
    crypto_generichash_update(&state_, before.data(), before.size());
  }

  void add(std::int64_t value) {
    std::uint8_t bytes[8];
    for (int i = 0; i < 8; ++i)
      bytes[i] = static_cast<std::uint8_t>(static_cast<std::uint64_t>(value) >> (8 * i));
    crypto_generichash_update(&state_, bytes, sizeof bytes);
  }

  void add(std::string_view text) {
    add(static_cast<std::int64_t>(text.size()));
    crypto_generichash_update(&state_, reinterpret_cast<const std::uint8_t*>(text.data()), text.size());
  }

  Hash finish() {
    Hash hash;
    crypto_generichash_final(&state_, hash.data(), hash.size());
    return hash;
  }

 private:
  crypto_generichash_state state_;
};

}  // namespace

Hash hash_entry(const Hash& before, const EntryContent& content) {
  Hasher hasher(before);
  hasher.add(content.seq);
  hasher.add(content.at);
  hasher.add(content.stream);
  hasher.add(content.subject);
  hasher.add(content.kind);
  hasher.add(content.actor);
  hasher.add(content.origin);
  hasher.add(content.reason);
  hasher.add(content.payload);
  return hasher.finish();
}

}  // namespace hotline::store
