#include "app/past_rows.hpp"

#include "hotline/intake/import_rows.hpp"

namespace hotline::app {
namespace {

using intake::ImportField;

base::Result<intake::ImportMap> map_of(const std::filesystem::path& path) {
  if (!path.empty()) return intake::load_import_map(path);
  HOTLINE_TRY(intake::ImportMap map, intake::parse_import_map("", "source = \"history\"\n"));
  const auto also = [&](ImportField field, std::initializer_list<const char*> names) {
    auto& columns = map.columns[static_cast<std::size_t>(field)];
    columns.insert(columns.end(), names.begin(), names.end());
  };
  also(ImportField::external_id, {"id", "number"});
  also(ImportField::words, {"text", "detail", "content"});
  also(ImportField::place, {"place_text"});
  also(ImportField::received, {"received_at"});
  also(ImportField::matter, {"expected_matter", "label"});
  also(ImportField::unit, {"expected_unit", "lead"});
  return map;
}

const city::Matter* find_matter(const city::City& city, const std::string& word) {
  if (const city::Matter* row = city.matters.find(word)) return row;
  if (const auto& below = city.matters.below(word); below.size() == 1) return below.front();
  const auto& named = city.matters.named(word);
  return named.size() == 1 ? named.front() : nullptr;
}

const city::Unit* find_unit(const city::City& city, const std::string& word) {
  if (const city::Unit* unit = city.units.find(word)) return unit;
  for (const city::Unit& unit : city.units.rows()) {
    if (unit.name == word) return &unit;
  }
  return nullptr;
}

// False when the row names a matter or unit that the city does not have.
bool fill(dispatch::PastTicket& ticket, const intake::ImportRow& row, const city::City& city) {
  ticket.id = static_cast<std::int64_t>(row.line);
  ticket.number = row.external_id;
  ticket.facts.title = row.title;
  ticket.facts.words = row.words;
  ticket.facts.place = row.place;
  ticket.facts.channel = row.channel.empty() ? "phone" : row.channel;
  ticket.facts.received_at = row.received_at;
  if (city.divisions.find(row.division) != nullptr) ticket.facts.division = row.division;
  if (!row.matter.empty()) {
    const city::Matter* matter = find_matter(city, row.matter);
    if (matter == nullptr) return false;
    ticket.matter = matter->row;
  }
  if (!row.unit.empty()) {
    const city::Unit* unit = find_unit(city, row.unit);
    if (unit == nullptr) return false;
    ticket.unit = unit->code;
  }
  return true;
}

}  // namespace

base::Result<PastRows> load_past_rows(const std::filesystem::path& file, const std::filesystem::path& map,
                                      const city::City& city, base::Time now) {
  HOTLINE_TRY(intake::ImportMap columns, map_of(map));
  table::TableOptions options;
  options.sheet = columns.sheet;
  HOTLINE_TRY(auto table, table::open_table(file, options));
  HOTLINE_TRY(auto rows,
              intake::ImportRows::open(std::move(table), std::move(columns),
                                       std::chrono::minutes{city.settings.zone_offset_minutes}, now));
  PastRows out;
  while (auto next = rows.next()) {
    if (!next->ok()) return std::move(*next).error();
    dispatch::PastTicket ticket;
    if ((*next)->rejected || !fill(ticket, (*next)->row, city)) {
      ++out.left_out;
    } else {
      out.tickets.push_back(std::move(ticket));
    }
  }
  return out;
}

}  // namespace hotline::app
