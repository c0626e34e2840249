// The keys that stand behind the vault at one moment: the master key of today, and earlier ones while rows
// are still wrapped under them.
//
// Of each master key a wrap key, an index key and a proof key are derived. A row's own key is wrapped under
// the wrap key of its generation; the index key is that of the first generation for good. Immutable; any
// thread.
#pragma once

#include <functional>
#include <map>
#include <memory>

#include "hotline/base/random.hpp"
#include "hotline/store/statement.hpp"
#include "hotline/store/vault.hpp"
#include "store/cipher_suite.hpp"

namespace hotline::store {

class VaultKeys {
 public:
  using Query = std::function<Statement(std::string_view sql)>;
  enum class Fault { none, other_key, other_suite };

  // Finds out which generation each key of `master` is, and makes a new generation when today's is none of
  // them. In the writer's transaction. Null with the fault when a key is missing or another suite is asked
  // for.
  static std::shared_ptr<const VaultKeys> load(const MasterKey& master, base::Random& random,
                                               const Query& query, Fault& fault);
  ~VaultKeys();
  VaultKeys(const VaultKeys&) = delete;
  VaultKeys& operator=(const VaultKeys&) = delete;

  const CipherSuite& suite() const { return *suite_; }
  std::int64_t generation() const { return generation_; }  // of new rows
  bool is_new() const { return is_new_; }                  // load() has made it
  // Null for a generation whose key is not at hand.
  const std::uint8_t* wrap_key(std::int64_t generation) const;
  const std::uint8_t* index_key() const { return index_key_.data(); }
  // Whether rows of earlier generations may be left.
  bool has_earlier() const { return wrap_keys_.size() > 1; }

 private:
  explicit VaultKeys(const CipherSuite& suite) : suite_(&suite) {}
  bool read_index_key(std::span<const std::uint8_t> wrapped, std::int64_t generation);

  const CipherSuite* suite_;
  std::int64_t generation_ = 0;
  bool is_new_ = false;
  std::map<std::int64_t, CipherSuite::Key> wrap_keys_;
  CipherSuite::Key index_key_{};
};

}  // namespace hotline::store
