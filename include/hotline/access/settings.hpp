// What a city may tune about its doors. Defaults follow assessment practice for GB/T 22239-2019 level 3.
#pragma once

#include <chrono>
#include <cstddef>
#include <vector>

#include "hotline/access/principal.hpp"
#include "hotline/base/clock.hpp"

namespace hotline::access {

// Work of one Argon2id hash. The default is OWASP's first choice: 19 MiB, two passes, one lane.
struct PasswordCost {
  unsigned passes = 2;             // 1 to 16
  std::size_t memory_kib = 19456;  // 8 to 1 048 576
};

struct LockOut {
  int failures = 5;  // wrong passwords in a row until the account locks, 1 to 100
  base::Duration time = std::chrono::minutes{5};  // how long it stays locked
};

struct SessionLimits {
  base::Duration idle = std::chrono::minutes{10};    // ends after so long without a request
  base::Duration absolute = std::chrono::hours{12};  // ends so long after sign-in, however busy
  std::vector<Role> second_factor_roles = {};        // need a second factor: see second_factor.hpp
};

struct AccessSettings {
  PasswordCost password;
  LockOut lock_out;
  SessionLimits session;
};

}  // namespace hotline::access
