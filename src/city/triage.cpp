#include "hotline/city/triage.hpp"

#include "hotline/base/names.hpp"

namespace hotline::city {
namespace {

constexpr std::array<std::string_view, 3> risk_names{"yellow", "orange", "red"};

}  // namespace

std::string_view name_of(RiskLevel level) {
  return risk_names.at(static_cast<std::size_t>(level));
}
std::optional<RiskLevel> find_risk_level(std::string_view name) {
  return base::find_in<RiskLevel>(risk_names, name);
}

}  // namespace hotline::city
