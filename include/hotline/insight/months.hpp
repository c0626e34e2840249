// Months that were frozen: numbers that are published and paid by never move again.
//
// Freezing copies the sums of a month that is over and puts their digest into the journal (stream "figures",
// subject yyyymm, kind "month_frozen"). What is decided later changes the live figures only. Reading checks
// the digest, so that a changed table is found. Threads: with a WriteTx on the writer, with a ReadTx on any
// reader.
#pragma once

#include <string>
#include <vector>

#include "hotline/base/clock.hpp"
#include "hotline/city/city.hpp"
#include "hotline/insight/reading.hpp"
#include "hotline/store/journal.hpp"

namespace hotline::insight {

struct FrozenMonth {
  std::chrono::year_month month;
  base::Time frozen_at;
  std::string actor;
  std::int64_t seq = 0;  // newest entry of the journal when it was frozen
  std::string digest;    // 64 hexadecimal digits: BLAKE2b-256 over its rows
};

// Errors: conflict (frozen before; the month is not over; some entries are not counted yet).
base::Result<FrozenMonth> freeze_month(store::WriteTx& tx, std::chrono::year_month month,
                                       const city::City& city, const store::Actor& by);
// Newest first.
std::vector<FrozenMonth> frozen_months(store::ReadTx& tx);

// The frozen numbers, by anything but day and month; `filter` may narrow by the thing that it groups by, and
// its days are not looked at. Errors: not_found (not frozen), corrupt (the rows are not those that were
// frozen), invalid_input (a grouping that a frozen month cannot answer).
base::Result<std::vector<FigureRow>> read_month(store::ReadTx& tx, std::chrono::year_month month,
                                                const FigureQuery& query, const city::City& city);

}  // namespace hotline::insight
