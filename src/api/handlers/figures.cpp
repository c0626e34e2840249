// The hotline's figures: numbers, their trend and heat, the tickets behind them, frozen months.
#include "hotline/insight/follower.hpp"
#include "hotline/insight/months.hpp"

#include <fmt/format.h>

#include "api/handlers/action.hpp"
#include "api/handlers/lists.hpp"
#include "api/handlers/more_routes.hpp"

namespace hotline::api {
namespace {

using access::Right;
using insight::By;

constexpr std::size_t most_rows = 5000;
constexpr std::int64_t most_tickets = 200;

Json figure_code() {
  Json codes = Json::array();
  for (const insight::Figure one : insight::all_figures) codes.push_back(insight::code_of(one));
  return codes;
}
Type figure_type() {
  return choice(figure_code().get<std::vector<std::string>>());
}

// What a question may be narrowed by.
std::vector<Field> filter_fields(bool with_days) {
  std::vector<Field> fields{
      optional("unit", code(64), {"承办单位，含其下级单位。", "Unit, with those below it."}),
      optional("matter", code(32), {"事项行号或代码前缀。", "Row key of a matter, or a prefix of its code."}),
      optional("division", code(32), {"区划，含其辖区。", "Division, with what lies in it."}),
      optional("channel", code(32), {"渠道。", "Channel."}),
      optional("kind", choice({"consult", "help", "complaint", "report", "suggestion", "praise"}),
               {"类型。", "Kind."})};
  if (with_days) {
    fields.push_back(required("from", date(), {"开始日期（含）。", "First day."}));
    fields.push_back(required("to", date(), {"结束日期（含）。", "Last day, counted too."}));
  }
  return fields;
}

std::vector<Field> grouping_fields(std::vector<std::string> by) {
  return {
      optional("by", choice(std::move(by)), {"分组；默认全市。", "Grouping; the whole city by default."}),
      optional("level", integer(1, 3),
               {"分组粗细：事项 1 至 3 级；区划 1 区县、2 登记的区划；单位 1 直属下级、2 逐个单位。",
                "How fine: matter 1 to 3; division 1 district, 2 as recorded; unit 1 right below, 2 each."}),
      optional("figures", list_of(figure_type(), insight::all_figures.size()),
               {"要哪些指标；默认全部。", "Which figures; all by default."})};
}

city::Date day_in(const Query& query, std::string_view name) {
  const std::string text = query.text_or(name, "1970-01-01");  // yyyy-mm-dd, checked by the specification
  return {std::chrono::year{std::stoi(text.substr(0, 4))},
          std::chrono::month{static_cast<unsigned>(std::stoi(text.substr(5, 2)))},
          std::chrono::day{static_cast<unsigned>(std::stoi(text.substr(8, 2)))}};
}

// A unit's people see the figures of their own unit and those below it, whatever they ask for.
base::Result<insight::FigureFilter> filter_of(const Query& q, const access::Principal& who,
                                              const city::City& city) {
  insight::FigureFilter f;
  f.from = day_in(q, "from");
  f.to = day_in(q, "to");
  f.unit = q.text_or("unit", "");
  f.matter = q.text_or("matter", "");
  f.division = q.text_or("division", "");
  f.channel = q.text_or("channel", "");
  f.kind = q.text_or("kind", "");
  if (!f.unit.empty()) HOTLINE_CHECK(check_unit(city, f.unit, "?unit"));
  if (who.unit.empty()) return f;
  if (f.unit.empty()) f.unit = who.unit;
  if (!city.units.within(f.unit, who.unit)) {
    return base::Error::of(base::ErrorCode::forbidden, "只能查看本单位及下级单位的统计。",
                           "Only figures of your own unit and those below it can be seen.");
  }
  return f;
}

base::Result<insight::FigureQuery> query_of(const Query& q, const access::Principal& who,
                                            const city::City& city) {
  insight::FigureQuery query;
  HOTLINE_TRY(query.filter, filter_of(q, who, city));
  query.by = *insight::find_by(q.text_or("by", "city"));
  query.level = static_cast<int>(q.integer_or("level", 0));
  for (const std::string& one : q.list("figures")) query.figures.push_back(*insight::find_figure(one));
  return query;
}

// The name that people read beside a key.
std::string name_of_key(By by, const std::string& key, const city::City& city) {
  if (key.empty()) return by == By::city ? city.settings.name : "";
  if (by == By::unit) return unit_json(key, city)["name"].get<std::string>();
  if (by == By::division) return division_json(key, city)["name"].get<std::string>();
  if (by == By::matter) {
    if (const city::Matter* exact = city.matters.find(key)) return exact->path();
    const auto& below = city.matters.below(key);
    if (below.empty()) return key;
    return key.size() == 2 ? below.front()->level1 : below.front()->level1 + "/" + below.front()->level2;
  }
  if (by == By::channel) {
    const city::Channel* channel = city.channels.find(key);
    return channel != nullptr ? channel->name : key;
  }
  return key;
}

ObjectSpec value_spec() {
  return {"FigureValue",
          {"一个指标的数值。", "One figure's numbers."},
          {required("figure", figure_type(), {"指标。", "Figure."}),
           required("whole", integer(), {"分母。", "The whole."}),
           required("part", integer(), {"分子。", "The part."}),
           required("excluded", integer(), {"依规剔除的件数。", "Left out by a decision on record."}),
           required("percent", nullable(number()), {"百分比，两位小数。", "Percent, two decimals."})}};
}

Json value_json(insight::Figure figure, const insight::Count& count) {
  const auto points = insight::info_of(figure).has_part ? insight::basis_points(count) : std::nullopt;
  return {{"figure", insight::code_of(figure)},
          {"whole", count.whole},
          {"part", count.part},
          {"excluded", count.excluded},
          {"percent", points ? Json(static_cast<double>(*points) / 100.0) : Json(nullptr)}};
}

ObjectSpec rows_spec(std::string name) {
  const ObjectSpec row{
      "FigureRow",
      {"一行。", "One row."},
      {required("key", text(64), {"分组的键；无归属的为空。", "Key of the group; empty for those without."}),
       required("name", text(200), {"名称。", "Name."}),
       required("values", list_of(value_spec(), insight::all_figures.size()), {"数值。", "Numbers."})}};
  return {std::move(name),
          {"统计表。", "A table of figures."},
          {required("items", list_of(row, most_rows), {"各行。", "Rows."}),
           required("counted_to", nullable(date_time()),
                    {"此时之后的事件尚未计入；全部计入时为空。",
                     "Events from then on are not counted yet; null when all are."})}};
}

Json rows_json(store::ReadTx& tx, const std::vector<insight::FigureRow>& rows, By by,
               const city::City& city) {
  Json items = Json::array();
  for (const insight::FigureRow& row : rows) {
    if (items.size() == most_rows) break;
    Json values = Json::array();
    for (const auto& [figure, count] : row.counts) values.push_back(value_json(figure, count));
    items.push_back(
        {{"key", row.key}, {"name", name_of_key(by, row.key, city)}, {"values", std::move(values)}});
  }
  return {{"items", std::move(items)},
          {"counted_to", city_time_or_null(insight::Follower::oldest_uncounted(tx), city)}};
}

Route reading_route(std::string path, std::string operation, base::Text summary) {
  Route route;
  route.path = "/api/v1/figures" + path;
  route.operation = std::move(operation);
  route.tag = "figures";
  route.summary = std::move(summary);
  route.allow = any_of(Right::figures_read);
  route.cost = 2;
  return route;
}

Route definitions(Domain&) {
  Route route =
      reading_route("/definitions", "listFigureDefinitions", {"指标及其公式", "Figures and formulas"});
  const ObjectSpec row{"FigureDefinition",
                       {"一个指标。", "One figure."},
                       {required("figure", figure_type(), {"代码。", "Code."}),
                        required("name", text(60), {"名称。", "Name."}),
                        required("formula", text(400), {"公式。", "Formula."}),
                        required("counted_at", text(200), {"计入哪一天。", "Which day it counts on."}),
                        required("has_part", boolean(), {"是否为比率。", "Whether it is a share."})}};
  route.outputs = {
      {200,
       {"指标。", "Figures."},
       ObjectSpec{"FigureDefinitions",
                  {"指标。", "Figures."},
                  {required("items", list_of(row, insight::all_figures.size()), {"指标。", "Figures."})}}}};
  route.handler = [](Call& call) -> Answer {
    Json items = Json::array();
    for (const insight::Figure one : insight::all_figures) {
      const insight::FigureInfo& info = insight::info_of(one);
      items.push_back({{"figure", info.code},
                       {"name", call.in_language(info.name)},
                       {"formula", call.in_language(info.formula)},
                       {"counted_at", call.in_language(info.counted_at)},
                       {"has_part", info.has_part}});
    }
    return Reply::ok({{"items", std::move(items)}});
  };
  return route;
}

Route figures(Domain& domain) {
  Route route = reading_route("", "getFigures",
                              {"指标，按单位、事项、区划、渠道、类型、日或月分组",
                               "Figures by unit, matter, division, channel, kind, day or month"});
  route.query = filter_fields(true);
  for (Field& field :
       grouping_fields({"city", "unit", "matter", "division", "channel", "kind", "day", "month"}))
    route.query.push_back(std::move(field));
  route.outputs = {{200, {"统计表。", "The table."}, rows_spec("Figures")}};
  route.handler = [&domain](Call& call) -> Answer {
    const auto city = domain.city.get();
    auto query = query_of(call.query(), call.principal(), *city);
    if (!query.ok()) return query.error();
    return reading([city, query = std::move(*query)](store::ReadTx& tx) -> base::Result<Reply> {
      HOTLINE_TRY(const auto rows, insight::read_figures(tx, query, *city));
      return Reply::ok(rows_json(tx, rows, query.by, *city));
    });
  };
  return route;
}

Route heat(Domain& domain) {
  Route route = reading_route("/heat", "getFigureHeat",
                              {"一个指标按星期和小时的分布", "One figure by weekday and hour"});
  route.query = filter_fields(true);
  route.query.push_back(
      optional("figure", figure_type(), {"指标；默认诉求量。", "Figure; requests by default."}));
  const ObjectSpec cell{"HeatCell",
                        {"一格。", "One cell."},
                        {required("weekday", integer(0, 6), {"星期，0 为星期日。", "Weekday, 0 is Sunday."}),
                         required("hour", integer(0, 23), {"小时。", "Hour."}),
                         required("value", object(value_spec()), {"数值。", "Numbers."})}};
  route.outputs = {{200,
                    {"有数的各格。", "The cells that hold anything."},
                    ObjectSpec{"Heat",
                               {"分布。", "The distribution."},
                               {required("items", list_of(cell, 168), {"各格。", "Cells."})}}}};
  route.handler = [&domain](Call& call) -> Answer {
    const auto city = domain.city.get();
    auto filter = filter_of(call.query(), call.principal(), *city);
    if (!filter.ok()) return filter.error();
    const auto figure = *insight::find_figure(call.query().text_or("figure", "requests"));
    return reading([city, filter = std::move(*filter), figure](store::ReadTx& tx) -> base::Result<Reply> {
      HOTLINE_TRY(const insight::Heat heat, insight::read_heat(tx, filter, figure, *city));
      Json items = Json::array();
      for (std::size_t day = 0; day < heat.size(); ++day) {
        for (std::size_t hour = 0; hour < heat[day].size(); ++hour) {
          if (heat[day][hour].empty()) continue;
          items.push_back({{"weekday", day}, {"hour", hour}, {"value", value_json(figure, heat[day][hour])}});
        }
      }
      return Reply::ok({{"items", std::move(items)}});
    });
  };
  return route;
}

Route behind(Domain& domain) {
  Route route =
      reading_route("/tickets", "listTicketsBehind",
                    {"一个数字背后的工单，最新的在前", "The tickets behind a number, newest first"});
  route.allow = any_of(Right::figures_read);
  route.query = filter_fields(true);
  route.query.push_back(required("figure", figure_type(), {"指标。", "Figure."}));
  route.query.push_back(optional("side", choice({"whole", "part", "missed", "excluded"}),
                                 {"分母、分子、未达到的、剔除的；默认分母。",
                                  "The whole, the part, what missed it, or what is left out."}));
  for (Field& field : page_fields(most_tickets)) route.query.push_back(std::move(field));
  route.outputs = {{200, {"一页工单。", "A page of tickets."}, page_of(ticket_row_spec(), most_tickets)}};
  route.handler = [&domain](Call& call) -> Answer {
    const auto city = domain.city.get();
    if (!call.may(Right::ticket_read) && !call.may(Right::ticket_read_all)) {
      return base::Error::of(base::ErrorCode::forbidden, "您的岗位可以看统计数字，不能查看工单。",
                             "Your role may see the numbers, not the tickets.");
    }
    const auto before = cursor_of(call.query());
    if (!before.ok()) return before.error();
    auto filter = filter_of(call.query(), call.principal(), *city);
    if (!filter.ok()) return filter.error();
    return reading([city, filter = std::move(*filter), before = *before,
                    figure = *insight::find_figure(call.query().text_or("figure", "")),
                    side = *insight::find_side(call.query().text_or("side", "whole")),
                    limit = static_cast<std::size_t>(call.query().integer_or("limit", 50)),
                    who = call.shared_principal()](store::ReadTx& tx) -> base::Result<Reply> {
      HOTLINE_TRY(const auto ids, insight::tickets_behind(tx, filter, figure, side, *city, before, limit));
      Json items = Json::array();
      for (const std::int64_t id : ids) {
        HOTLINE_TRY(const ticket::Ticket ticket, ticket::TicketBook::load(tx, id));
        if (!may_see(*who, ticket, *city)) continue;
        ticket::TicketFilter one;
        one.number = ticket.number;
        one.with_secret = true;
        one.with_merged = true;
        for (const ticket::TicketRow& row : ticket::find_tickets(tx, one, 0, 1))
          items.push_back(ticket_row_json(row, *city));
      }
      // A full page may have been thinned out by what the asker may not see.
      const Json next = ids.size() == limit ? Json(std::to_string(ids.back())) : Json(nullptr);
      return Reply::ok({{"items", std::move(items)}, {"next", next}});
    });
  };
  return route;
}

// -- frozen months ----------------------------------------------------------------------------------------

ObjectSpec month_spec() {
  return {"FrozenMonth",
          {"封存的月份。", "A frozen month."},
          {required("month", text(7), {"月份 yyyy-mm。", "Month, yyyy-mm."}),
           required("frozen_at", date_time(), {"封存时间。", "When it was frozen."}),
           required("by", text(64), {"封存人。", "Who froze it."}),
           required("digest", text(64),
                    {"数字的摘要，与审计日志一致。", "Digest of its numbers, as in the journal."})}};
}

Json month_json(const insight::FrozenMonth& one, const city::City& city) {
  return {{"month", fmt::format("{:04}-{:02}", static_cast<int>(one.month.year()),
                                static_cast<unsigned>(one.month.month()))},
          {"frozen_at", city_time(one.frozen_at, city)},
          {"by", one.actor},
          {"digest", one.digest}};
}

base::Result<std::chrono::year_month> month_in(const std::string& text) {
  int year = 0;
  unsigned month = 0;
  if (text.size() == 7 && std::sscanf(text.c_str(), "%4d-%2u", &year, &month) == 2) {
    const std::chrono::year_month out{std::chrono::year{year}, std::chrono::month{month}};
    if (out.ok() && year >= 2000 && year <= 2999) return out;
  }
  return base::Error::of(base::ErrorCode::not_found, "没有这个月份；月份写作 2026-03 的形式。",
                         "There is no such month. Write it as 2026-03.");
}

Route list_months(Domain& domain) {
  Route route = reading_route("/months", "listFrozenMonths", {"已封存的月份", "Frozen months"});
  route.outputs = {{200,
                    {"月份，最新的在前。", "Months, newest first."},
                    ObjectSpec{"FrozenMonths",
                               {"月份。", "Months."},
                               {required("items", list_of(month_spec(), 12000), {"月份。", "Months."})}}}};
  route.handler = [&domain](Call&) -> Answer {
    return reading([city = domain.city.get()](store::ReadTx& tx) -> base::Result<Reply> {
      Json items = Json::array();
      for (const insight::FrozenMonth& one : insight::frozen_months(tx))
        items.push_back(month_json(one, *city));
      return Reply::ok({{"items", std::move(items)}});
    });
  };
  return route;
}

Route get_month(Domain& domain) {
  Route route = reading_route("/months/{month}", "getFrozenMonth",
                              {"封存月份的指标，永不改变", "Figures of a frozen month; they never change"});
  route.query = filter_fields(false);
  for (Field& field : grouping_fields({"city", "unit", "matter", "division", "channel", "kind"}))
    route.query.push_back(std::move(field));
  route.outputs = {{200, {"统计表。", "The table."}, rows_spec("FrozenFigures")}};
  route.handler = [&domain](Call& call) -> Answer {
    const auto city = domain.city.get();
    const auto month = month_in(call.path("month"));
    if (!month.ok()) return month.error();
    auto query = query_of(call.query(), call.principal(), *city);
    if (!query.ok()) return query.error();
    return reading(
        [city, month = *month, query = std::move(*query)](store::ReadTx& tx) -> base::Result<Reply> {
          HOTLINE_TRY(const auto rows, insight::read_month(tx, month, query, *city));
          return Reply::ok(rows_json(tx, rows, query.by, *city));
        });
  };
  return route;
}

Route freeze(Domain& domain) {
  Route route = reading_route("/months/{month}/freeze", "freezeMonth",
                              {"封存一个已结束的月份", "Freeze a month that is over"});
  route.method = Method::post;
  route.allow = any_of(Right::ticket_supervise);
  route.outputs = {{201, {"已封存。", "Frozen."}, month_spec()}};
  route.handler = [&domain](Call& call) -> Answer {
    const auto month = month_in(call.path("month"));
    if (!month.ok()) return month.error();
    return writing([city = domain.city.get(), month = *month,
                    actor = call.actor()](store::WriteTx& tx) -> base::Result<Reply> {
      HOTLINE_TRY(const insight::FrozenMonth frozen, insight::freeze_month(tx, month, *city, actor));
      Json json = month_json(frozen, *city);
      const std::string path = "/api/v1/figures/months/" + json["month"].get<std::string>();
      return Reply::created(path, std::move(json));
    });
  };
  return route;
}

}  // namespace

void add_figure_routes(Routes& routes, Domain& domain) {
  routes.add({definitions(domain), figures(domain), heat(domain), behind(domain), list_months(domain),
              get_month(domain), freeze(domain)});
}

}  // namespace hotline::api
