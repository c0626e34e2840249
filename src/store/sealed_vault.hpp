// The vault over SQLite and libsodium.
//
// Keys: wrap, index and proof keys are derived from the master key (crypto_kdf, context "hotvault"). A row's
// own random key is wrapped under the wrap key; one random nonce serves the wrapping and, since the row key
// is used for nothing else, the content too. Both are bound to the row's id and kind as additional data.
#pragma once

#include <array>

#include "hotline/base/random.hpp"
#include "hotline/store/vault.hpp"

namespace hotline::store {

class SealedVault final : public Vault {
 public:
  using Key = std::array<std::uint8_t, 32>;

  // `random` must outlive the vault. `master` must hold 32 bytes.
  SealedVault(const MasterKey& master, base::Random& random);
  ~SealedVault() override;
  SealedVault(const SealedVault&) = delete;
  SealedVault& operator=(const SealedVault&) = delete;

  // Checks that this master key is the database's, or makes it so in a new database, inside the writer's
  // transaction. False when the database has another.
  bool load(Connection& connection);

  Sealed seal(WriteTx& tx, std::string_view kind, std::string_view plain, std::string_view find_by) override;
  base::Result<std::string> open(ReadTx& tx, std::int64_t id) const override;
  std::vector<std::int64_t> find(ReadTx& tx, std::string_view kind, std::string_view value,
                                 std::size_t limit) const override;
  bool erase(WriteTx& tx, std::int64_t id) override;

 private:
  std::array<std::uint8_t, 16> index_value(std::string_view kind, std::string_view value) const;

  base::Random& random_;
  Key wrap_key_{};
  Key index_key_{};
  Key proof_key_{};
  std::int64_t last_id_ = 0;  // the writer's thread alone; ids of rolled back rows are not used again
};

}  // namespace hotline::store
