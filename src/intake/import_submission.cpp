// A row held against the city's files.
#include <fmt/format.h>

#include "hotline/intake/import.hpp"
#include "hotline/text/normalize.hpp"

namespace hotline::intake {
namespace {

// The one row of a table whose code or name is `word`; nothing when there is none or several share the name.
template <class Rows, class NameOf>
auto find_named(const Rows& rows, const std::string& word, NameOf named) -> decltype(&rows.front()) {
  decltype(&rows.front()) found = nullptr;
  for (const auto& row : rows) {
    if (!named(row, word)) continue;
    if (found != nullptr) return nullptr;
    found = &row;
  }
  return found;
}

class Reader {
 public:
  Reader(const ImportRow& row, const ImportRows& rows, const city::City& city)
      : row_(row), rows_(rows), city_(city) {}

  bool read(Submission& out, std::string& unit) {
    if (city_.channels.find(row_.channel) == nullptr)
      return fail(ImportField::channel, row_.channel, "渠道表", "the city's channels");
    if (!row_.kind.empty()) out.kind = city::find_kind(row_.kind);
    if (!row_.kind.empty() && !out.kind)
      return fail(ImportField::kind, row_.kind, "诉求类型", "the kinds of requests");
    if (!row_.urgency.empty()) out.urgency = city::find_urgency(row_.urgency);
    if (!row_.urgency.empty() && !out.urgency)
      return fail(ImportField::urgency, row_.urgency, "紧急程度", "the urgencies");
    return read_matter(out) && read_division(out) && read_unit(unit);
  }
  RejectedRow take() { return std::move(rejected_); }

 private:
  bool fail(ImportField field, const std::string& word, const char* zh, const char* en) {
    const std::string& column = rows_.column(field);
    rejected_ = {
        row_.line,
        column.empty() ? std::string(name_of(field)) : column,
        {fmt::format("“{}”不在{}中，请在映射文件的 [values.{}] 中写明对应的代码。", word, zh, name_of(field)),
         fmt::format("'{}' is not among {}. Give its code under [values.{}] in the map.", word, en,
                     name_of(field))}};
    return false;
  }
  bool read_matter(Submission& out) {
    if (row_.matter.empty()) return true;
    const city::Matter* found = city_.matters.find(row_.matter);
    if (found == nullptr) {
      found = find_named(city_.matters.rows(), row_.matter,
                         [](const city::Matter& one, const std::string& word) { return one.name() == word; });
    }
    if (found == nullptr) return fail(ImportField::matter, row_.matter, "事项目录", "the city's matters");
    out.matter = found->row;
    return true;
  }
  bool read_division(Submission& out) {
    if (row_.division.empty()) return true;
    const city::Division* found = city_.divisions.find(row_.division);
    if (found == nullptr) {
      found = find_named(city_.divisions.rows(), row_.division,
                         [this](const city::Division& one, const std::string& w) {
                           return one.name == w && one.valid_at(city_.calendar.local_date(row_.received_at));
                         });
    }
    if (found == nullptr) return fail(ImportField::division, row_.division, "区划表", "the city's divisions");
    out.division = found->code;
    return true;
  }
  bool read_unit(std::string& unit) {
    if (row_.unit.empty()) return true;
    const city::Unit* found = city_.units.find(row_.unit);
    if (found == nullptr) {
      found = find_named(city_.units.rows(), row_.unit, [](const city::Unit& one, const std::string& word) {
        return one.name == word ||
               std::find(one.aliases.begin(), one.aliases.end(), word) != one.aliases.end();
      });
    }
    if (found == nullptr) return fail(ImportField::unit, row_.unit, "单位表", "the city's units");
    unit = found->code;
    return true;
  }

  const ImportRow& row_;
  const ImportRows& rows_;
  const city::City& city_;
  RejectedRow rejected_;
};

}  // namespace

std::optional<RejectedRow> read_submission(const ImportRow& row, const ImportRows& rows,
                                           const city::City& city, RowSubmission& out) {
  out = {};
  Submission& in = out.submission;
  Reader reader(row, rows, city);
  if (!reader.read(in, out.unit)) return reader.take();
  in.request.channel = row.channel;
  in.request.received_at = row.received_at;
  in.request.title = row.title;
  in.request.words = row.words;
  in.request.place = row.place;
  in.request.caller_name = row.caller_name;
  in.request.caller_phone = row.caller_phone;
  in.request.caller_address = row.caller_address;
  in.request.caller_id_number = row.caller_id_number;
  in.request.language = row.language.empty() ? city.settings.default_language : row.language;
  in.request.anonymous = row.anonymous;
  in.request.secret = row.secret;
  in.request.source = rows.map().source;
  in.request.external_id = row.external_id;
  // What is finished, or has its unit from people, is not for the machine to send out.
  in.hold = rows.map().hold || row.closed_at || !row.reply.empty() || !out.unit.empty();
  return std::nullopt;
}

}  // namespace hotline::intake
