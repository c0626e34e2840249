// A small immutable table: rows in the order of their file, found by a unique text key.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace hotline::city {

struct TextHash {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
};
template <class Value>
using TextMap = std::unordered_map<std::string, Value, TextHash, std::equal_to<>>;

// `key` names the member that is the key. Pointers to rows live as long as the table; moving it keeps them,
// and it is not copied.
template <class Row, std::string Row::* key>
class Keyed {
 public:
  Keyed() = default;
  Keyed(Keyed&&) = default;
  Keyed& operator=(Keyed&&) = default;
  // Of rows with the same key only the first is found; the loader has reported the others.
  explicit Keyed(std::vector<Row> rows) : rows_(std::move(rows)) {
    for (std::size_t i = 0; i < rows_.size(); ++i) index_.emplace(rows_[i].*key, i);
  }

  // nullptr when there is none.
  const Row* find(std::string_view value) const {
    const auto found = index_.find(value);
    return found == index_.end() ? nullptr : &rows_[found->second];
  }
  const std::vector<Row>& rows() const { return rows_; }
  auto begin() const { return rows_.begin(); }
  auto end() const { return rows_.end(); }
  std::size_t size() const { return rows_.size(); }

 private:
  std::vector<Row> rows_;
  TextMap<std::size_t> index_;
};

}  // namespace hotline::city
