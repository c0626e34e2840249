// Keys as principals of the mirror.
#pragma once

#include "access/mirror.hpp"
#include "hotline/access/api_key.hpp"

namespace hotline::access {

MirroredKey mirrored(const ApiKey& key, const TokenHash& secret);

}  // namespace hotline::access
