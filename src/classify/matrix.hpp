// Sparse rows of a corpus, as the solvers read them.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace hotline::classify {

struct Entry {
  std::uint32_t feature;
  float value;
};

// Compressed rows: 8 bytes for each value that is not zero.
struct SparseMatrix {
  std::vector<std::size_t> starts{0};
  std::vector<Entry> entries;
  std::uint32_t features = 0;

  std::size_t rows() const { return starts.size() - 1; }
  std::span<const Entry> row(std::size_t i) const {
    return std::span(entries).subspan(starts[i], starts[i + 1] - starts[i]);
  }
};

}  // namespace hotline::classify
