// Keys of programs: who may call the API without a person.
//
// A key reads hk_<id>_<secret>; the secret is 256 random bits, shown once and stored as a BLAKE2b hash. It
// carries a set of rights (its scopes). A program is rotated by issuing a second key under the same name,
// moving over, and revoking the first. In the journal (stream "access", subject = key): key_issued,
// key_revoked, with scopes and expiry. Threads: functions with a WriteTx on the writer, with a ReadTx on any
// reader; ApiKeys is immutable.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "hotline/access/authenticator.hpp"
#include "hotline/access/principal.hpp"
#include "hotline/base/random.hpp"
#include "hotline/base/result.hpp"
#include "hotline/store/journal.hpp"
#include "hotline/store/transaction.hpp"

namespace hotline::access {

struct ApiKey {
  std::int64_t id = 0;
  std::string name;  // the program's; several keys may share it
  Rights scopes;
  std::string unit;  // the unit that the program acts for, "" for the hotline's own
  base::Time created_at;
  std::optional<base::Time> expires_at;
  std::optional<base::Time> used_at;  // to about a minute
  std::optional<base::Time> revoked_at;
};

struct NewApiKey {
  std::string name;  // 1 to 80 characters
  Rights scopes;     // at least one; of at most one of the three powers
  std::string unit{};
  std::optional<base::Time> expires_at{};  // in the future; none: until revoked
};

struct IssuedKey {
  ApiKey key;
  std::string bearer;  // the key itself, to be shown once
};

std::optional<ApiKey> find_key(store::ReadTx& tx, std::int64_t id);
// Keys with an id above `after`, in order of id, at most `limit`.
std::vector<ApiKey> keys_after(store::ReadTx& tx, std::int64_t after, std::size_t limit);

class ApiKeys {
 public:
  // `random` must outlive it, and be the system's in service.
  ApiKeys(base::Random& random, Authenticator& authenticator)
      : random_(random), authenticator_(authenticator) {}

  // The key works once the write is committed. Errors: invalid_input (/name, /scopes, /unit, /expires_at).
  base::Result<IssuedKey> issue(store::WriteTx& tx, const NewApiKey& key, const store::Actor& by) const;

  // The key is refused from the commit on. Revoking twice is no error. Errors: not_found.
  base::Result<ApiKey> revoke(store::WriteTx& tx, std::int64_t id, const store::Actor& by) const;

 private:
  base::Random& random_;
  Authenticator& authenticator_;
};

}  // namespace hotline::access
