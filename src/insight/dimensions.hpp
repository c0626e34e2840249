// The dimensions by which sums are kept; numbers are stored.
#pragma once

namespace hotline::insight {

enum class Dimension { city = 1, unit = 2, matter = 3, division = 4, channel = 5, kind = 6, hour = 7 };

}  // namespace hotline::insight
