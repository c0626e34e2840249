// One walk over the whole chain, held against anchors on the way.
#pragma once

#include <span>

#include "hotline/store/anchor.hpp"

namespace hotline::store {

// `anchors` in the order of their seq, each with a signature that counts.
ChainReport walk_chain(ReadTx& tx, std::span<const Anchor> anchors);

}  // namespace hotline::store
