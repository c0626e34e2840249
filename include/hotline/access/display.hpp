// The names under which people and programs of the journal are shown.
//
// Threads: on a reader's or the writer's thread.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "hotline/store/transaction.hpp"

namespace hotline::access {

// Looks each actor up once; lives as long as the answer that shows them.
class DisplayNames {
 public:
  explicit DisplayNames(store::ReadTx& tx) : tx_(tx) {}
  // What the account ("account:17") or key ("key:3") is called now; nothing for the system, for citizens, and
  // for what is no longer there.
  const std::optional<std::string>& of(const std::string& actor);

 private:
  store::ReadTx& tx_;
  std::map<std::string, std::optional<std::string>> known_;
};

}  // namespace hotline::access
