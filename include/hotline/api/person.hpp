// The check of the file that a person gets of the own data, without the database.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "hotline/base/result.hpp"
#include "hotline/store/signing.hpp"

namespace hotline::api {

struct PersonCheck {
  std::string issued_at;  // RFC 3339
  std::int64_t requests = 0, calls = 0;
  store::PublicKey key{};  // that signed it
};
// Nothing when the file is of another kind. With `trusted` the key has to be it. Errors: corrupt (it was
// changed, or signed by another).
std::optional<base::Result<PersonCheck>> check_person(std::string_view file,
                                                      const std::optional<store::PublicKey>& trusted);

}  // namespace hotline::api
