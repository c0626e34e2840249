// Tickets as CSV and NDJSON, page by page: as many rows as there are, with no more memory than one page.
#include "api/handlers/action.hpp"
#include "api/handlers/ticket_filter.hpp"
#include "hotline/access/actor.hpp"
#include "hotline/table/csv.hpp"
#include "hotline/text/identifiers.hpp"

namespace hotline::api {
namespace {

using access::Right;

constexpr std::size_t rows_of_a_page = 200;

// One column: its key in NDJSON, its heading in CSV, and the cell of a row as ticket_row_json shows it.
struct Column {
  const char* key;
  base::Text heading;
  std::string (*cell)(const Json&);
};

std::string named(const Json& object, const char* key) {
  return object.is_null() ? "" : object[key].get<std::string>();
}
std::string plain(const Json& value) {
  if (value.is_null()) return "";
  return value.is_string() ? value.get<std::string>() : value.dump();
}

const std::vector<Column>& columns() {
  static const std::vector<Column> all{
      {"number", {"工单编号", "number"}, [](const Json& row) { return plain(row["number"]); }},
      {"state", {"状态", "state"}, [](const Json& row) { return plain(row["state"]); }},
      {"outcome", {"结果", "outcome"}, [](const Json& row) { return plain(row["outcome"]); }},
      {"kind", {"类型", "kind"}, [](const Json& row) { return plain(row["kind"]); }},
      {"urgency", {"紧急程度", "urgency"}, [](const Json& row) { return plain(row["urgency"]); }},
      {"matter", {"事项行号", "matter"}, [](const Json& row) { return named(row["matter"], "row"); }},
      {"matter_path", {"事项", "matter_path"}, [](const Json& row) { return named(row["matter"], "path"); }},
      {"division", {"区划", "division"}, [](const Json& row) { return named(row["division"], "name"); }},
      {"lead", {"主办单位", "lead"}, [](const Json& row) { return named(row["lead"], "name"); }},
      {"title", {"标题", "title"}, [](const Json& row) { return plain(row["title"]); }},
      {"place", {"地点", "place"}, [](const Json& row) { return plain(row["place"]); }},
      {"words", {"诉求内容", "words"}, [](const Json& row) { return plain(row["words"]); }},
      {"requests", {"诉求件数", "requests"}, [](const Json& row) { return plain(row["requests"]); }},
      {"urged", {"催办次数", "urged"}, [](const Json& row) { return plain(row["urged"]); }},
      {"returned", {"退单次数", "returned"}, [](const Json& row) { return plain(row["returned"]); }},
      {"opened_at", {"受理时间", "opened_at"}, [](const Json& row) { return plain(row["opened_at"]); }},
      {"next_due", {"最近到期", "next_due"}, [](const Json& row) { return plain(row["next_due"]); }}};
  return all;
}

// What the callers said, masked; nothing of erased requests.
std::string words_of(store::ReadTx& tx, std::int64_t ticket) {
  std::string all;
  for (const ticket::Request& one : ticket::RequestBook::of_ticket(tx, ticket)) {
    if (one.text.empty()) continue;
    all += (all.empty() ? "" : "\n") + one.text;
  }
  return all;
}

std::string csv_line(const Json& row) {
  std::vector<std::string> cells;
  for (const Column& column : columns()) cells.push_back(column.cell(row));
  std::string out;
  table::append_csv_record(out, std::span<const std::string>(cells));
  return out;
}

std::string csv_head(Language language) {
  std::vector<std::string> cells;
  for (const Column& column : columns()) cells.push_back(in_language(column.heading, language));
  std::string out(table::csv_byte_order_mark);
  table::append_csv_record(out, std::span<const std::string>(cells));
  return out;
}

std::string ndjson_line(const Json& row) {
  Json json = Json::object();
  for (const Column& column : columns()) json[column.key] = column.cell(row);
  return to_text(json) + "\n";
}

// Keeps its place between pages; newest first, so that tickets opened meanwhile are not met twice.
class TicketPages {
 public:
  TicketPages(std::shared_ptr<const city::City> city, std::shared_ptr<const access::Principal> who,
              ticket::TicketFilter filter, bool csv, Language language)
      : city_(std::move(city)),
        who_(std::move(who)),
        filter_(std::move(filter)),
        csv_(csv),
        language_(language) {}

  base::Result<std::optional<std::string>> operator()(store::ReadTx& tx) {
    std::string page;
    if (!begun_ && csv_) page = csv_head(language_);
    begun_ = true;
    // An empty piece would look like the end.
    while (page.empty() && !ended_) add_page(tx, page);
    if (page.empty()) return std::optional<std::string>();
    return std::optional<std::string>(std::move(page));
  }

 private:
  void add_page(store::ReadTx& tx, std::string& page) {
    const auto rows = ticket::find_tickets(tx, filter_, before_, rows_of_a_page);
    for (const ticket::TicketRow& row : rows) {
      before_ = row.id;
      if (!may_show(tx, row)) continue;
      Json json = ticket_row_json(row, *city_);
      json["words"] = words_of(tx, row.id);
      page += csv_ ? csv_line(json) : ndjson_line(json);
    }
    ended_ = rows.size() < rows_of_a_page;
  }
  // A search by number is not narrowed to the asker's unit by itself, and a secret ticket keeps people out.
  bool may_show(store::ReadTx& tx, const ticket::TicketRow& row) const {
    if (!row.secret && (filter_.number.empty() || who_->may(Right::ticket_read_all))) return true;
    const auto ticket = ticket::TicketBook::load(tx, row.id);
    return ticket.ok() && may_see(*who_, *ticket, *city_);
  }

  std::shared_ptr<const city::City> city_;
  std::shared_ptr<const access::Principal> who_;
  ticket::TicketFilter filter_;
  bool csv_;
  Language language_;
  std::int64_t before_ = 0;
  bool begun_ = false;
  bool ended_ = false;
};

// What was asked for, as it stands in the journal: numbers of people in the words that were sought are
// masked.
store::Payload record_of(const Query& query) {
  store::Payload record{{"format", query.text_or("format", "csv")}};
  for (const Field& field : ticket_filter_fields()) {
    if (!query.has(field.name)) continue;
    if (field.name == "merged") {
      record.set(field.name, query.boolean_or(field.name, false));
    } else if (const auto time = query.time(field.name)) {
      record.set(field.name, base::format_rfc3339(*time));
    } else {
      record.set(field.name, text::mask_identifiers(query.text_or(field.name, "")));
    }
  }
  return record;
}

}  // namespace

void add_export_routes(Routes& routes, Domain& domain) {
  Route route;
  route.path = "/api/v1/tickets/export";
  route.operation = "exportTickets";
  route.tag = "tickets";
  route.summary = {"导出工单（已脱敏），不限条数，每次留痕",
                   "Export tickets, masked, as many as there are; on record each time"};
  route.allow = any_of(Right::export_data);
  route.cost = 20;
  route.query = ticket_filter_fields();
  route.query.push_back(
      optional("format", choice({"csv", "ndjson"}), {"格式，默认 CSV。", "Format; CSV by default."}));
  route.outputs = {
      {200, {"工单，最新的在前。", "Tickets, newest first."}, std::nullopt, "text/csv; charset=utf-8"},
      {200,
       {"工单，每行一个 JSON。", "Tickets, one JSON object a line."},
       std::nullopt,
       "application/x-ndjson"}};
  route.handler = [&domain](Call& call) -> Answer {
    const auto city = domain.city.get();
    auto filter = ticket_filter_of(call.query(), call.principal(), *city);
    if (!filter.ok()) return filter.error();
    const bool csv = call.query().text_or("format", "csv") == "csv";
    return writing([city, csv, who = call.shared_principal(), filter = std::move(*filter),
                    record = record_of(call.query()), actor = call.actor(),
                    language = call.language()](store::WriteTx& tx) -> base::Result<Reply> {
      // Before the first row leaves; under the account that takes them out, 0 for a program.
      tx.journal().append(tx, {"access", access::find_account_id(who->actor).value_or(0), "tickets_exported",
                               actor, "", record});
      return Reply::export_of(csv ? "text/csv; charset=utf-8" : "application/x-ndjson",
                              csv ? "tickets.csv" : "tickets.ndjson",
                              TicketPages(city, who, filter, csv, language));
    });
  };
  routes.add({std::move(route)});
}

}  // namespace hotline::api
