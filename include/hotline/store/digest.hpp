// The digest of a text that is too long to be held at once: SHA-256. Who signs the digest signs the text.
//
// Threads: one thread at a time.
#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace hotline::store {

class Digest {
 public:
  Digest();
  ~Digest();
  Digest(Digest&&) noexcept;
  Digest& operator=(Digest&&) noexcept;

  void add(std::string_view piece);
  // 64 lower-case hexadecimal digits; the last call.
  std::string finish();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace hotline::store
