#include "store/vault_keys.hpp"

#include <sodium.h>

#include <algorithm>
#include <stdexcept>
#include <vector>

#include "hotline/base/random.hpp"
#include "store/key_ring.hpp"
#include "store/queries.hpp"

namespace hotline::store {
namespace {

using Bytes = std::span<const std::uint8_t>;
using Key = CipherSuite::Key;

constexpr std::uint64_t wrapping = 1, indexing = 2, proving = 3;
constexpr std::string_view ownership = "master key of this database";
constexpr std::string_view index_bound = "index key";

Bytes bytes_of(const std::string& text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

struct Row {
  std::int64_t generation = 0;
  std::string suite;
  std::vector<std::uint8_t> proof, index_key;
  bool over = false;  // no row is wrapped under it any more
};

std::vector<Row> read_rows(const VaultKeys::Query& query) {
  std::vector<Row> rows;
  Statement row = query(sql::vault_keys);
  while (row.step()) {
    const Bytes proof = row.blob(2), index = row.blob(3);
    rows.push_back({row.integer(0),
                    row.text(1),
                    {proof.begin(), proof.end()},
                    {index.begin(), index.end()},
                    row.integer(4) < 0});
  }
  return rows;
}

Key proof_of(const CipherSuite& suite, const std::string& master) {
  Key key = suite.derive(bytes_of(master), proving);
  const Key proof = suite.prove(key.data(), ownership);
  sodium_memzero(key.data(), key.size());
  return proof;
}

}  // namespace

std::shared_ptr<const VaultKeys> VaultKeys::load(const MasterKey& master, base::Random& random,
                                                 const Query& query, Fault& fault) {
  if (sodium_init() < 0) throw std::runtime_error("libsodium does not start");
  const KeyRing ring = ring_of(master);
  const std::vector<std::string>& given = ring.keys;
  const CipherSuite* suite = find_cipher_suite(ring.suite);
  if (suite == nullptr) throw std::invalid_argument("no such cipher suite: " + ring.suite);
  fault = Fault::none;
  const std::vector<Row> rows = read_rows(query);
  std::shared_ptr<VaultKeys> keys(new VaultKeys(*suite));
  const auto matches = [&](const Row& row, const std::string& key) {
    return std::ranges::equal(row.proof, proof_of(*suite, key));
  };
  for (const Row& row : rows) {
    if (row.suite != ring.suite) {
      fault = Fault::other_suite;
      return nullptr;
    }
    const auto found = std::ranges::find_if(given, [&](const std::string& one) { return matches(row, one); });
    if (found == given.end()) {
      if (row.over) continue;
      fault = Fault::other_key;
      return nullptr;
    }
    if (!row.over || &row == &rows.back())
      keys->wrap_keys_[row.generation] = suite->derive(bytes_of(*found), wrapping);
    if (&row == &rows.back()) keys->generation_ = row.generation;
    if (row.index_key.empty()) {
      keys->index_key_ = suite->derive(bytes_of(*found), indexing);
    } else if (&row == &rows.back() && !keys->read_index_key(row.index_key, row.generation)) {
      fault = Fault::other_key;
      return nullptr;
    }
  }
  if (!rows.empty() && matches(rows.back(), given.front())) return keys;

  const std::int64_t generation = rows.empty() ? 1 : rows.back().generation + 1;
  keys->generation_ = generation;
  keys->is_new_ = true;
  keys->wrap_keys_[generation] = suite->derive(bytes_of(given.front()), wrapping);
  const Key proof = proof_of(*suite, given.front());
  std::vector<std::uint8_t> wrapped;
  if (rows.empty()) {
    keys->index_key_ = suite->derive(bytes_of(given.front()), indexing);
  } else {
    wrapped.resize(CipherSuite::nonce_bytes + CipherSuite::key_bytes + suite->tag_bytes());
    random.fill({wrapped.data(), CipherSuite::nonce_bytes});
    suite->encrypt(wrapped.data() + CipherSuite::nonce_bytes, index_bound, keys->index_key_, wrapped.data(),
                   keys->wrap_key(generation));
  }
  Statement save = query(sql::add_vault_key);
  save.bind(generation, ring.suite, Bytes(proof),
            wrapped.empty() ? std::nullopt : std::optional<Bytes>(wrapped));
  save.run();
  return keys;
}

VaultKeys::~VaultKeys() {
  for (auto& [generation, key] : wrap_keys_) sodium_memzero(key.data(), key.size());
  sodium_memzero(index_key_.data(), index_key_.size());
}

const std::uint8_t* VaultKeys::wrap_key(std::int64_t generation) const {
  const auto found = wrap_keys_.find(generation);
  return found == wrap_keys_.end() ? nullptr : found->second.data();
}

bool VaultKeys::read_index_key(std::span<const std::uint8_t> wrapped, std::int64_t generation) {
  if (wrapped.size() != CipherSuite::nonce_bytes + CipherSuite::key_bytes + suite_->tag_bytes()) return false;
  return suite_->decrypt(index_key_.data(), index_bound, wrapped.subspan(CipherSuite::nonce_bytes),
                         wrapped.data(), wrap_key(generation));
}

}  // namespace hotline::store
