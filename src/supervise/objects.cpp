#include "supervise/objects.hpp"

#include <algorithm>
#include <array>

#include "hotline/text/normalize.hpp"
#include "hotline/text/utf8.hpp"
#include "hotline/ticket/repository.hpp"
#include "supervise/queries.hpp"

namespace hotline::supervise {
namespace {

constexpr std::size_t district_digits = 6;
constexpr std::size_t most_of_caller = 50;
// What stands behind the number of a part of a building.
constexpr std::array<std::string_view, 9> parts{"幢", "栋", "号楼", "单元", "座", "室", "层", "楼", "梯"};
// What people are called, and the words that may stand between a number and that.
constexpr std::array<std::string_view, 17> people{"工人", "员工", "职工", "民工",   "农民工", "业主",
                                                  "居民", "村民", "家长", "学生",   "司机",   "骑手",
                                                  "租户", "住户", "商户", "消费者", "人"};
constexpr std::array<std::string_view, 11> between{"余", "多", "来", "几", "名",  "位",
                                                   "个", "户", "的", "老", "外地"};
constexpr std::array<std::string_view, 10> digits{"零", "一", "二", "三", "四", "五", "六", "七", "八", "九"};

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

template <std::size_t N>
std::size_t length_of_any(std::string_view text, const std::array<std::string_view, N>& words) {
  for (const std::string_view word : words) {
    if (text.starts_with(word)) return word.size();
  }
  return 0;
}

// A number at the beginning of `text`, in Arabic or Chinese numerals; `length` in bytes, 0 for none.
int number_at(std::string_view text, std::size_t& length) {
  length = 0;
  int value = 0;
  while (length < text.size() && is_digit(text[length]) && length < 6)
    value = value * 10 + (text[length++] - '0');
  if (length > 0) return value;
  int digit = 0;
  for (;;) {
    const std::string_view rest = text.substr(length);
    const auto found = std::find_if(digits.begin(), digits.end(),
                                    [&](std::string_view one) { return rest.starts_with(one); });
    if (found != digits.end()) {
      digit = static_cast<int>(found - digits.begin());
      length += found->size();
    } else if (rest.starts_with("两")) {
      digit = 2;
      length += std::string_view("两").size();
    } else if (rest.starts_with("十") || rest.starts_with("百") || rest.starts_with("千")) {
      const int weight = rest.starts_with("十") ? 10 : rest.starts_with("百") ? 100 : 1000;
      value += std::max(digit, 1) * weight;
      digit = 0;
      length += std::string_view("十").size();
    } else {
      return value + digit;
    }
  }
}

}  // namespace

std::string object_of(std::string_view place) {
  std::string normal = text::normalize(place);
  std::erase(normal, ' ');
  std::string out;
  for (std::size_t at = 0; at < normal.size();) {
    std::size_t end = at;
    while (end < normal.size() && is_digit(normal[end])) ++end;
    if (end > at && !out.empty() && length_of_any(std::string_view(normal).substr(end), parts) > 0) break;
    if (end == at) ++end;
    out.append(normal, at, end - at);
    at = end;
  }
  return out;
}

WatchedObject watch_object(store::WriteTx& tx, const city::City& city, const ticket::Ticket& ticket) {
  WatchedObject object;
  std::string place;
  {
    store::Statement row = tx.query(queries::ticket_place);
    row.bind(ticket.id);
    if (row.step()) place = object_of(row.view(0));
  }
  const city::Matter* matter = city.matters.find(ticket.matter);
  if (place.empty() || matter == nullptr || ticket.division.empty()) return object;
  object = {ticket.division.substr(0, district_digits) + ":" + place, ticket.matter, matter->level2_code};
  tx.execute(queries::upsert_watched, ticket.id, object.key, object.matter, object.level2, ticket.opened_at);
  return object;
}

std::optional<std::int64_t> find_ended(store::ReadTx& tx, const WatchedObject& object, std::int64_t ticket,
                                       base::Time since, base::Time until) {
  store::Statement row = tx.query(queries::ended_since);
  row.bind(object.key, object.level2, object.matter, ticket, since, until);
  return row.step() ? std::optional(row.integer(0)) : std::nullopt;
}

std::vector<std::int64_t> find_opened(store::ReadTx& tx, const WatchedObject& object, base::Time since,
                                      base::Time until) {
  std::vector<std::int64_t> tickets;
  store::Statement row = tx.query(queries::watched_since);
  row.bind(object.key, object.level2, since, until);
  while (row.step()) tickets.push_back(row.integer(0));
  return tickets;
}

std::int64_t count_of_caller(store::ReadTx& tx, const ticket::Ticket& ticket, base::Time since, int enough) {
  if (ticket.matter.empty() || ticket.requests.empty()) return 0;
  const auto request = ticket::RequestBook::find(tx, ticket.requests.front());
  if (!request || !request->caller_phone) return 0;
  const auto phone = tx.vault().open(tx, *request->caller_phone);
  if (!phone.ok()) return 0;
  std::int64_t count = 0;
  for (const ticket::Request& one : ticket::RequestBook::of_phone(tx, *phone, most_of_caller)) {
    if (one.received_at < since || one.id > request->id) continue;
    const auto of = ticket::TicketBook::load(tx, one.ticket);
    if (of.ok() && of->matter == ticket.matter && ++count >= enough) break;
  }
  return count;
}

int find_people(std::string_view words) {
  const std::string normal = text::normalize(words);
  const std::string_view all = normal;
  int most = 0;
  for (std::size_t at = 0; at < all.size();) {
    std::size_t length = 0;
    const int value = number_at(all.substr(at), length);
    if (length == 0) {
      at += text::decode_char(all, at).length;
      continue;
    }
    std::size_t after = at + length;
    for (int links = 0; links < 4; ++links) {
      const std::size_t link = length_of_any(all.substr(after), between);
      if (link == 0) break;
      after += link;
    }
    if (length_of_any(all.substr(after), people) > 0) most = std::max(most, value);
    at += length;
  }
  return most;
}

}  // namespace hotline::supervise
