#include "bench/texts.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <stdexcept>

#include "hotline/table/table_reader.hpp"
#include "hotline/text/utf8.hpp"

namespace hotline::bench {
namespace {

std::vector<std::string> clauses_of(std::string_view text) {
  constexpr std::string_view comma = "，";
  std::vector<std::string> clauses;
  while (!text.empty()) {
    const std::size_t end = text.find(comma);
    clauses.emplace_back(text.substr(0, end));
    if (end == std::string_view::npos) break;
    text.remove_prefix(end + comma.size());
  }
  return clauses;
}

}  // namespace

Texts::Texts(const std::string& table, std::uint64_t seed) : random_(seed) {
  auto reader = table::open_table(table);
  if (!reader.ok()) throw std::runtime_error("bench: cannot read " + table);
  while (auto row = (*reader)->next()) {
    if (!row->ok()) throw std::runtime_error("bench: a wrong row in " + table);
    const table::Row& one = **row;
    Source source{std::string(one.get("channel")), std::string(one.get("title")),
                  std::string(one.get("place_text")), std::string(one.get("caller_name")),
                  clauses_of(one.get("text"))};
    if (source.clauses.size() > 1 && one.get("secret") != "true") sources_.push_back(std::move(source));
  }
  if (sources_.empty()) throw std::runtime_error("bench: no texts in " + table);
}

ticket::NewRequest Texts::next(base::Time now) {
  const Source& first = any();
  ticket::NewRequest request;
  request.received_at = now;
  request.channel = first.channel;
  request.title = first.title;
  request.place = first.place;
  request.caller_name = first.name;
  const bool again = below(5) == 0;
  request.caller_phone = fmt::format("+86139{:08}", again ? below(2000) : 2000 + below(99'000'000));
  const std::size_t left_out = below(first.clauses.size());
  for (std::size_t i = 0; i < first.clauses.size(); ++i) {
    if (i != left_out) request.words += first.clauses[i] + "，";
  }
  for (std::size_t more = 1 + below(2); more > 0; --more) {
    const Source& other = any();
    request.words += other.clauses[below(other.clauses.size())] + "，";
  }
  request.words +=
      fmt::format("{}{}号{}幢{}室", any().place, 1 + below(999), 1 + below(60), 101 + below(2900));
  return request;
}

std::string Texts::next_body() {
  const ticket::NewRequest request = next({});
  nlohmann::json body{{"channel", request.channel},
                      {"words", request.words},
                      {"caller", {{"name", request.caller_name}, {"phone", request.caller_phone}}}};
  if (request.caller_name.empty()) body["caller"].erase("name");
  if (!request.title.empty()) body["title"] = request.title;
  if (!request.place.empty()) body["place"] = request.place;
  return body.dump();
}

std::string Texts::word() {
  for (;;) {
    const Source& source = any();
    const std::string& clause = source.clauses[below(source.clauses.size())];
    // Three bytes a character, as all common Chinese ones have.
    if (clause.size() < 6) continue;
    const std::string two = clause.substr(3 * below(clause.size() / 3 - 1), 6);
    bool chinese = two.size() == 6;
    for (const std::size_t at : {std::size_t{0}, std::size_t{3}}) {
      chinese = chinese && static_cast<unsigned char>(two[at]) >= 0xE4 &&
                static_cast<unsigned char>(two[at]) <= 0xE9;
    }
    if (chinese) return two;
  }
}

}  // namespace hotline::bench
