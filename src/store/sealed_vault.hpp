// The vault over SQLite.
//
// A row's own random key is wrapped under the wrap key of its generation (vault_keys.hpp); one random nonce
// serves the wrapping and, since the row key is used for nothing else, the content too. Both are bound to the
// row's id and kind as additional data.
#pragma once

#include <atomic>
#include <memory>
#include <mutex>

#include "hotline/base/random.hpp"
#include "hotline/store/vault.hpp"
#include "store/vault_keys.hpp"

namespace hotline::store {

class SealedVault final : public Vault {
 public:
  // `random` must outlive the vault. `master` must hold 32 bytes.
  SealedVault(MasterKey master, base::Random& random);
  ~SealedVault() override;
  SealedVault(const SealedVault&) = delete;
  SealedVault& operator=(const SealedVault&) = delete;

  // Checks that this master key is the database's, makes it so in a new database, or makes it the next
  // generation; inside the writer's transaction.
  VaultKeys::Fault load(Connection& connection);
  // The same with other keys while the store serves; they count once `tx` is durable.
  VaultKeys::Fault change_keys(WriteTx& tx, const MasterKey& master);
  // Wraps at most `rows` rows of earlier generations under today's key; returns how many. With none left the
  // earlier keys are over.
  std::size_t rewrap(WriteTx& tx, std::size_t rows);
  std::shared_ptr<const VaultKeys> keys() const;
  bool has_old_rows() const { return keys()->has_earlier() && !rewrapped_; }

  Sealed seal(WriteTx& tx, std::string_view kind, std::string_view plain, std::string_view find_by) override;
  base::Result<std::string> open(ReadTx& tx, std::int64_t id) const override;
  std::vector<std::int64_t> find(ReadTx& tx, std::string_view kind, std::string_view value,
                                 std::size_t limit) const override;
  bool erase(WriteTx& tx, std::int64_t id) override;

 private:
  void use(std::shared_ptr<const VaultKeys> keys);

  MasterKey master_;  // until load()
  base::Random& random_;
  mutable std::mutex mutex_;  // around the pointer
  std::shared_ptr<const VaultKeys> keys_;
  std::atomic<bool> rewrapped_ = false;  // nothing is left of earlier generations
  std::int64_t last_id_ = 0;  // the writer's thread alone; ids of rolled back rows are not used again
};

}  // namespace hotline::store
