#include "city/report.hpp"

#include <algorithm>
#include <numeric>
#include <tuple>

namespace hotline::city {
namespace {

// Levenshtein distance over bytes: enough to tell near names from far ones.
std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 0; i < a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i + 1;
    for (std::size_t j = 0; j < b.size(); ++j) {
      const std::size_t changed = diagonal + (a[i] == b[j] ? 0U : 1U);
      diagonal = row[j + 1];
      row[j + 1] = std::min({row[j] + 1, row[j + 1] + 1, changed});
    }
  }
  return row.back();
}

}  // namespace

std::string nearest_name(std::string_view wrong, const std::vector<std::string>& known) {
  const std::string* best = nullptr;
  std::size_t least = std::max<std::size_t>(wrong.size() / 2, 1) + 1;
  for (const std::string& name : known) {
    const std::size_t far = distance(wrong, name);
    if (far >= least) continue;
    least = far;
    best = &name;
  }
  return best == nullptr ? "" : *best;
}

void Report::error(const Spot& spot, std::string code, std::string zh, std::string en) {
  ++errors_;
  findings_.push_back(
      {spot.file, spot.line, Severity::error, std::move(code), {std::move(zh), std::move(en)}});
}

void Report::warning(const Spot& spot, std::string code, std::string zh, std::string en) {
  findings_.push_back(
      {spot.file, spot.line, Severity::warning, std::move(code), {std::move(zh), std::move(en)}});
}

void Report::unknown(const Spot& spot, std::string code, std::string_view what_zh, std::string_view what_en,
                     std::string_view wrong, const std::vector<std::string>& known) {
  const std::string near = nearest_name(wrong, known);
  std::string zh = "没有名为“" + std::string(wrong) + "”的" + std::string(what_zh);
  std::string en = "there is no " + std::string(what_en) + " '" + std::string(wrong) + "'";
  zh += near.empty() ? "，请删去或改正" : "，是否应为“" + near + "”";
  en += near.empty() ? ": remove or correct it" : ": did you mean '" + near + "'?";
  error(spot, std::move(code), std::move(zh), std::move(en));
}

void Report::unknown_reference(const Spot& spot, std::string_view field, std::string_view wrong,
                               std::string_view table, const std::vector<std::string>& known) {
  const std::string near = nearest_name(wrong, known);
  std::string zh = std::string(field) + "“" + std::string(wrong) + "”在 " + std::string(table) + " 中不存在";
  std::string en =
      std::string(field) + " '" + std::string(wrong) + "' does not stand in " + std::string(table);
  if (!near.empty()) {
    zh += "，是否应为“" + near + "”";
    en += ": did you mean '" + near + "'?";
  }
  error(spot, "unknown_reference", std::move(zh), std::move(en));
}

void Report::duplicate(const Spot& spot, std::string_view key, int first_line) {
  error(spot, "duplicate",
        "“" + std::string(key) + "”与第" + std::to_string(first_line) + "行重复，请删去其中一行",
        "'" + std::string(key) + "' stands in line " + std::to_string(first_line) +
            " already: remove one of them");
}

std::vector<Diagnostic> Report::take() {
  std::stable_sort(findings_.begin(), findings_.end(), [](const Diagnostic& a, const Diagnostic& b) {
    return std::tie(a.file, a.line) < std::tie(b.file, b.line);
  });
  return std::move(findings_);
}

std::size_t CityLoad::errors() const {
  return static_cast<std::size_t>(std::count_if(diagnostics.begin(), diagnostics.end(),
                                                [](const auto& d) { return d.severity == Severity::error; }));
}

std::size_t CityLoad::warnings() const {
  return diagnostics.size() - errors();
}

}  // namespace hotline::city
