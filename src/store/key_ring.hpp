// What a MasterKey's bytes hold: today's key and earlier ones, 32 bytes each; in front of them "g" for the
// national suite, so that a plain key of 32 bytes stays what it always was.
#pragma once

#include <string>
#include <vector>

#include "hotline/store/vault.hpp"

namespace hotline::store {

struct KeyRing {
  std::string suite = "sodium";
  std::vector<std::string> keys;  // today's first
};

// Throws std::invalid_argument for bytes that are none.
KeyRing ring_of(const MasterKey& master);
MasterKey master_of(const KeyRing& ring);

}  // namespace hotline::store
