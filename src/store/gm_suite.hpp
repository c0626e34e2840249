// The national algorithms of China, through OpenSSL 3.
#pragma once

#include <array>
#include <cstdint>
#include <span>

#include "store/cipher_suite.hpp"

namespace hotline::store {

const CipherSuite& gm_suite();

using Sm3Hash = std::array<std::uint8_t, 32>;
// HMAC-SM3 (RFC 2104 over GB/T 32905) of several pieces, one after the other.
Sm3Hash hmac_sm3(std::span<const std::uint8_t> key,
                 std::initializer_list<std::span<const std::uint8_t>> text);
// `in` with the key stream of SM4-CTR (GB/T 32907, GB/T 17964): sealing and opening are the same.
void sm4_ctr(std::uint8_t* out, std::span<const std::uint8_t> in, const std::uint8_t* key,
             const std::uint8_t* counter);

}  // namespace hotline::store
