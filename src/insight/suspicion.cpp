#include "insight/suspicion.hpp"

#include <fmt/format.h>

#include "hotline/insight/exclusions.hpp"

namespace hotline::insight {
namespace {

constexpr std::size_t most_looked_at = 50;  // requests of one number
constexpr int worst = 1;

}  // namespace

base::Status review_rating(store::WriteTx& tx, const store::Entry& rated) {
  if (rated.payload.integer("result") != worst) return {};
  const auto request = ticket::RequestBook::find(tx, rated.subject);
  if (!request || !request->caller_phone) return {};
  const auto number = tx.vault().open(tx, *request->caller_phone);
  if (!number.ok()) return {};
  int ratings = 0, worst_ones = 0, requests = 0;
  for (const ticket::Request& one : ticket::RequestBook::of_phone(tx, *number, most_looked_at)) {
    if (rated.at - one.received_at > kSuspectWithin) continue;
    ++requests;
    const auto rating = ticket::RequestBook::rating_of(tx, one.id);
    if (!rating || !rating->rating.result) continue;
    ++ratings;
    worst_ones += *rating->rating.result == worst;
  }
  if (worst_ones < kSuspectRatings || worst_ones < ratings) return {};
  NewExclusion ask;
  ask.ticket = request->ticket;
  ask.request = request->id;
  ask.kind = ExclusionKind::malicious;
  ask.words = "系统提示：该号码近期评价全部为最低分，请人工核实是否恶意评价。";
  ask.record = fmt::format("该号码近 {} 天诉求 {} 件，评价 {} 次，其中最低分 {} 次。",
                           std::chrono::days{kSuspectWithin}.count(), requests, ratings, worst_ones);
  const auto asked = ask_exclusion(tx, ask, {"system", ""});
  // The same is under review already.
  if (!asked.ok() && asked.error().code != base::ErrorCode::conflict) return asked.error();
  return {};
}

}  // namespace hotline::insight
