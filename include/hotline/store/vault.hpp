// The vault: citizens' words and personal data, sealed row by row.
//
// Each row is encrypted with a key of its own (XChaCha20-Poly1305), and that key is wrapped by the master
// key. Erasing by law drops the row's key and content; what refers to it (events, requests) stays, with the
// id and a keyed digest that can no longer be linked to anybody. A blind index (keyed BLAKE2b under the
// master key) finds rows by an exact value, such as a phone number, without opening them.
//
// Threads: const functions from any thread with a ReadTx; seal/erase only inside a WriteTx.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "hotline/base/result.hpp"
#include "hotline/store/transaction.hpp"

namespace hotline::store {

// 32 bytes from which the vault's keys are derived.
struct MasterKey {
  std::string bytes;
};

// Reads a key file (64 hexadecimal digits). Creates it with mode 0600 when it is missing and `create` is set.
// Errors: invalid_input for a file of another form, or one that others may read.
base::Result<MasterKey> load_master_key(const std::string& path, bool create);

struct Sealed {
  std::int64_t id = 0;
  std::string digest;  // 32 hexadecimal digits, keyed with the row's own key
};

class Vault {
 public:
  virtual ~Vault() = default;
  // Seals `plain`. `kind` names what it is ("words", "name", "phone", "address", "id_number", "note").
  // When `find_by` is not empty the row can be found by that exact value.
  virtual Sealed seal(WriteTx& tx, std::string_view kind, std::string_view plain,
                      std::string_view find_by = "") = 0;
  // Errors: not_found (no such row, or erased), corrupt (does not open with its key).
  virtual base::Result<std::string> open(ReadTx& tx, std::int64_t id) const = 0;
  // Ids of rows of `kind` sealed with this find_by value, newest first.
  virtual std::vector<std::int64_t> find(ReadTx& tx, std::string_view kind, std::string_view value,
                                         std::size_t limit) const = 0;
  // Drops key, content and index of a row for good; false when it was gone already. The bytes leave the
  // database file at the next Store::scrub().
  virtual bool erase(WriteTx& tx, std::int64_t id) = 0;
};

}  // namespace hotline::store
