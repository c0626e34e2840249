// Randomness as a thing that is passed in: the system's in service, a seeded one in tests.
#pragma once

#include <cstdint>
#include <mutex>
#include <random>
#include <span>
#include <string>

namespace hotline::base {

// Thread-safe source of random bytes.
class Random {
 public:
  virtual ~Random() = default;
  virtual void fill(std::span<std::uint8_t> out) = 0;
  // A string of `length` characters of an alphabet without look-alikes (no 0/O, 1/I/L), upper case.
  std::string code(std::size_t length);
  // URL-safe text of `bytes` random bytes (two hexadecimal digits each).
  std::string token(std::size_t bytes);
};

// The operating system's cryptographic source (getrandom).
class SystemRandom final : public Random {
 public:
  void fill(std::span<std::uint8_t> out) override;
};

// Repeats the same bytes for the same seed. For tests and simulation only, never for secrets.
class SeededRandom final : public Random {
 public:
  explicit SeededRandom(std::uint64_t seed) : engine_(seed) {}
  void fill(std::span<std::uint8_t> out) override;

 private:
  std::mutex mutex_;
  std::mt19937_64 engine_;
};

}  // namespace hotline::base
