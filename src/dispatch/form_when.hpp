// When it happened, in the words' own order.
#pragma once

#include <string_view>
#include <vector>

#include "hotline/city/calendar.hpp"
#include "hotline/dispatch/form.hpp"
#include "hotline/text/normalize.hpp"

namespace hotline::dispatch {

// Dates ("3月5日", "2026-03-05", "三月五号"), days relative to `today` ("昨天", "前天晚上", "上周"), hours
// ("晚上8点半", "20:30") and repetitions ("每天", "天天"). What touches is one entry. A date without a year
// is the latest one that is not after `today`. At most 10.
std::vector<NotedTime> find_times(std::string_view original, const text::NormalizedText& text,
                                  FormField field, city::Date today);

}  // namespace hotline::dispatch
