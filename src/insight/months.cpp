#include "hotline/insight/months.hpp"

#include <fmt/format.h>
#include <sodium.h>

#include <algorithm>

#include "hotline/insight/follower.hpp"
#include "insight/days.hpp"
#include "insight/narrow.hpp"
#include "insight/queries.hpp"

namespace hotline::insight {
namespace {

struct Row {
  Dimension dimension = Dimension::city;
  std::string key;
  Figure figure = Figure::requests;
  Count count;
};

std::int64_t number_of(std::chrono::year_month month) {
  return static_cast<int>(month.year()) * 100LL + static_cast<unsigned>(month.month());
}
std::chrono::year_month month_of(std::int64_t number) {
  return {std::chrono::year{static_cast<int>(number / 100)},
          std::chrono::month{static_cast<unsigned>(number % 100)}};
}

std::vector<Row> rows_of(store::ReadTx& tx, std::chrono::year_month month) {
  store::Statement row = tx.query(queries::month_counts);
  row.bind(number_of(month));
  std::vector<Row> rows;
  while (row.step()) {
    rows.push_back({static_cast<Dimension>(row.integer(0)),
                    row.text(1),
                    static_cast<Figure>(row.integer(2)),
                    {row.integer(3), row.integer(4), row.integer(5)}});
  }
  return rows;
}

std::string digest_of(const std::vector<Row>& rows) {
  crypto_generichash_state state;
  crypto_generichash_init(&state, nullptr, 0, crypto_generichash_BYTES);
  for (const Row& one : rows) {
    const std::string line =
        fmt::format("{}|{}|{}|{}|{}|{}\n", static_cast<int>(one.dimension), one.key,
                    static_cast<int>(one.figure), one.count.whole, one.count.part, one.count.excluded);
    crypto_generichash_update(&state, reinterpret_cast<const unsigned char*>(line.data()), line.size());
  }
  std::array<unsigned char, crypto_generichash_BYTES> hash{};
  crypto_generichash_final(&state, hash.data(), hash.size());
  std::string text;
  for (const unsigned char byte : hash) text += fmt::format("{:02x}", byte);
  return text;
}

base::Error conflict(std::string zh, std::string en) {
  return base::Error::of(base::ErrorCode::conflict, std::move(zh), std::move(en));
}

std::optional<FrozenMonth> find_month(store::ReadTx& tx, std::chrono::year_month month) {
  store::Statement row = tx.query(queries::month_row);
  row.bind(number_of(month));
  if (!row.step()) return std::nullopt;
  return FrozenMonth{month, row.time(0), row.text(1), row.integer(2), row.text(3)};
}

}  // namespace

base::Result<FrozenMonth> freeze_month(store::WriteTx& tx, std::chrono::year_month month,
                                       const city::City& city, const store::Actor& by) {
  const std::chrono::minutes offset{city.settings.zone_offset_minutes};
  const std::int64_t number = number_of(month);
  if (local_hour(tx.now(), offset).day / 100 <= number)
    return conflict("该月尚未结束，月度终了后方可封存。", "This month is not over. Freeze it when it is.");
  if (find_month(tx, month))
    return conflict("该月已封存，封存后的数字不再改变。", "This month was frozen; its numbers never change.");
  const base::Time month_end = city.calendar.start_of((month + std::chrono::months{1}) / std::chrono::day{1});
  if (const auto oldest = Follower::oldest_uncounted(tx); oldest && *oldest < month_end)
    return conflict("尚有工单未计入统计，请稍候片刻再封存。",
                    "Some entries are not counted yet. Try again in a moment.");
  tx.execute(queries::freeze_counts, number, number * 100 + 1, number * 100 + 31);
  FrozenMonth frozen{month, tx.now(), by.id, store::newest_seq(tx), digest_of(rows_of(tx, month))};
  tx.execute(queries::insert_month, number, frozen.frozen_at, frozen.actor, frozen.seq, frozen.digest);
  tx.journal().append(
      tx, {"figures", number, "month_frozen", by, "", {{"digest", frozen.digest}, {"seq", frozen.seq}}});
  return frozen;
}

std::vector<FrozenMonth> frozen_months(store::ReadTx& tx) {
  store::Statement row = tx.query(queries::months);
  std::vector<FrozenMonth> all;
  while (row.step())
    all.push_back({month_of(row.integer(0)), row.time(1), row.text(2), row.integer(3), row.text(4)});
  return all;
}

base::Result<std::vector<FigureRow>> read_month(store::ReadTx& tx, std::chrono::year_month month,
                                                const FigureQuery& query, const city::City& city) {
  const auto frozen = find_month(tx, month);
  if (!frozen) {
    return base::Error::of(base::ErrorCode::not_found, "该月尚未封存，请查询实时数据或先封存。",
                           "This month is not frozen. Ask for the live figures, or freeze it.");
  }
  const std::vector<Row> rows = rows_of(tx, month);
  if (digest_of(rows) != frozen->digest) {
    return base::Error::of(base::ErrorCode::corrupt, "封存数据与封存时的摘要不符，请联系系统管理员核查。",
                           "The frozen rows are not those that were frozen. Have the operator look into it.");
  }
  static constexpr std::array dimensions{Dimension::city,     Dimension::unit,    Dimension::matter,
                                         Dimension::division, Dimension::channel, Dimension::kind};
  const auto by = static_cast<std::size_t>(query.by);
  std::vector<Dimension> by_filter = narrowed(query.filter);
  if (by >= dimensions.size() || by_filter.size() > 1 ||
      (by_filter.size() == 1 && query.by != By::city && by_filter.front() != dimensions.at(by))) {
    return base::Error::field("?by", "frozen", "封存的月份只能按一个维度查询，不能交叉或按日查询。",
                              "A frozen month answers by one thing at a time, and not by day.");
  }
  const Dimension dimension = by_filter.empty() ? dimensions.at(by) : by_filter.front();
  std::map<std::string, std::map<Figure, Count>> sums;
  for (const Row& one : rows) {
    const bool wanted = query.figures.empty() || std::find(query.figures.begin(), query.figures.end(),
                                                           one.figure) != query.figures.end();
    if (one.dimension != dimension || !wanted || !passes(dimension, one.key, query.filter, city)) continue;
    sums[rolled_up(query, one.key, city)][one.figure] += one.count;
  }
  std::vector<FigureRow> out;
  for (auto& [key, counts] : sums) out.push_back({key, std::move(counts)});
  return out;
}

}  // namespace hotline::insight
