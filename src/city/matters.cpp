#include "hotline/city/matters.hpp"

namespace hotline::city {
namespace {

const std::vector<const Matter*> nothing;

const std::vector<const Matter*>& rows_under(const TextMap<std::vector<const Matter*>>& map,
                                             std::string_view key) {
  const auto found = map.find(key);
  return found == map.end() ? nothing : found->second;
}

// Names hold no control characters, so that parts joined by one are told apart.
std::string joined(std::string_view catalogue, std::string_view path1, std::string_view path2,
                   std::string_view path3) {
  std::string key(catalogue);
  for (std::string_view part : {path1, path2, path3}) {
    key += '\x1f';
    key += part;
  }
  return key;
}

}  // namespace

std::string Matter::path() const {
  std::string text = level1 + "/" + level2;
  if (!level3.empty()) text += "/" + level3;
  return text;
}

Matters::Matters(std::vector<Matter> rows) : table_(std::move(rows)) {
  for (const Matter& matter : table_) {
    for (const std::string* prefix : {&matter.level1_code, &matter.level2_code, &matter.code, &matter.row})
      prefixes_[*prefix].push_back(&matter);
    names_[matter.name()].push_back(&matter);
  }
}

const std::vector<const Matter*>& Matters::below(std::string_view prefix) const {
  return rows_under(prefixes_, prefix);
}

bool Matters::covers(std::string_view prefix, const Matter& matter) {
  switch (narrowness(prefix)) {
    case 0:
      return true;
    case 1:
      return prefix == matter.level1_code;
    case 2:
      return prefix == matter.level2_code;
    case 3:
      return prefix == matter.code;
    default:
      return prefix == matter.row;
  }
}

int Matters::narrowness(std::string_view prefix) {
  switch (prefix.size()) {
    case 0:
      return 0;
    case 2:
      return 1;
    case 4:
      return 2;
    case 6:
      return 3;
    default:
      return 4;
  }
}

const std::vector<const Matter*>& Matters::named(std::string_view name) const {
  return rows_under(names_, name);
}

Crosswalk::Crosswalk(std::vector<Crossing> rows) : rows_(std::move(rows)) {
  for (std::size_t i = 0; i < rows_.size(); ++i)
    index_.emplace(joined(rows_[i].catalogue, rows_[i].path1, rows_[i].path2, rows_[i].path3), i);
}

const Crossing* Crosswalk::find(std::string_view catalogue, std::string_view path1, std::string_view path2,
                                std::string_view path3) const {
  const auto found = index_.find(joined(catalogue, path1, path2, path3));
  return found == index_.end() ? nullptr : &rows_[found->second];
}

}  // namespace hotline::city
