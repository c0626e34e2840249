// How a filter's trees are checked, and how keys are rolled up to a coarser level.
#pragma once

#include "hotline/insight/reading.hpp"
#include "insight/dimensions.hpp"

namespace hotline::insight {

// Errors: invalid_input.
base::Status check_days(const FigureFilter& filter);

// The dimensions that the filter narrows.
std::vector<Dimension> narrowed(const FigureFilter& filter);
// Whether a key of this dimension passes the filter.
bool passes(Dimension dimension, const std::string& key, const FigureFilter& filter, const city::City& city);
// The unit asked for and those below it; one nothing when any unit will do.
std::vector<std::optional<std::string>> units_of(const FigureFilter& filter, const city::City& city);

std::string rolled_up(const FigureQuery& query, const std::string& key, const city::City& city);

}  // namespace hotline::insight
