// The city in force: what it is called, its units, matters and divisions.
#include "api/call.hpp"
#include "api/handlers/city_versions.hpp"
#include "api/handlers/lists.hpp"
#include "api/handlers/ticket_json.hpp"
#include "hotline/text/normalize.hpp"
#include "hotline/ticket/deadlines.hpp"

namespace hotline::api {
namespace {

using access::Right;
using CityPtr = std::shared_ptr<const city::City>;

constexpr std::int64_t most_rows = 1000;
constexpr std::int64_t usual_rows = 200;

bool holds(const std::string& text, const std::string& normal) {
  return text::normalize(text).find(normal) != std::string::npos;
}

// One page of those rows that `wanted` takes. The cursor is the key of the last row shown.
template <class Row, class Key, class Wanted, class Show>
base::Result<Reply> page_of_rows(const std::vector<Row>& rows, const Query& query, Key key, Wanted wanted,
                                 Show show) {
  const std::string cursor = query.text_or("cursor", "");
  const auto limit = static_cast<std::size_t>(query.integer_or("limit", usual_rows));
  std::size_t first = 0;
  if (!cursor.empty()) {
    while (first < rows.size() && key(rows[first]) != cursor) ++first;
    if (first == rows.size()) return bad_cursor();
    ++first;
  }
  Json items = Json::array();
  Json next = nullptr;
  std::string last;
  for (std::size_t i = first; i < rows.size(); ++i) {
    if (!wanted(rows[i])) continue;
    if (items.size() == limit) {
      next = last;
      break;
    }
    last = key(rows[i]);
    items.push_back(show(rows[i]));
  }
  return Reply::ok({{"items", std::move(items)}, {"next", std::move(next)}});
}

Route city_route(std::string path, std::string operation, base::Text summary) {
  Route route;
  route.path = std::move(path);
  route.operation = std::move(operation);
  route.tag = "city";
  route.summary = std::move(summary);
  route.allow = any_of(Right::city_read);
  return route;
}

// Names come from memory, but writing them down is left to a reader, so that the I/O thread stays free.
template <class Work>
Answer off_strand(Domain& domain, const Call& call, Work work) {
  return reading([city = domain.city.get(), query = call.query(), work = std::move(work)](
                     store::ReadTx&) -> base::Result<Reply> { return work(*city, query); });
}

ObjectSpec reason_row_spec() {
  return {"ReturnReason",
          {"退单理由。", "A reason for returning."},
          {required("code", text(64), {"代码。", "Code."}), required("name", text(200), {"名称。", "Name."}),
           required("needs_evidence", boolean(), {"须附证明材料。", "Whether it needs evidence."}),
           required("needs_target", boolean(), {"须写明应承办单位。", "Whether it must name a unit."})}};
}

ObjectSpec summary_spec() {
  const ObjectSpec channel{
      "Channel",
      {"受理渠道。", "A channel."},
      {required("code", text(64), {"代码。", "Code."}), required("name", text(200), {"名称。", "Name."}),
       required("mode", choice({"person_first", "machine_first"}),
                {"先人工或先机器。", "Who hears it first."}),
       required("kind", text(40), {"种类。", "Kind."})}};
  const ObjectSpec desk{
      "Desk",
      {"专席。", "A desk."},
      {required("code", text(64), {"代码。", "Code."}), required("name", text(200), {"名称。", "Name."}),
       required("channels", list_of(text(64), 100),
                {"接听的渠道，空为全部。", "Its channels, empty for all."}),
       required("matters", list_of(text(32), 600), {"受理的事项，空为全部。", "Its matters, empty for all."}),
       required("hours", text(64), {"作息表。", "Its timetable."})}};
  const ObjectSpec refusal{
      "Refusal",
      {"不予受理情形。", "A ground for refusing."},
      {required("code", text(64), {"代码。", "Code."}), required("name", text(200), {"名称。", "Name."}),
       required("lawful_channel", text(400), {"法定途径。", "Where the caller may turn."}),
       required("text", text(2000), {"告知来电人的话。", "What the caller is told."})}};
  const ObjectSpec line{
      "EmergencyLine",
      {"联动线路。", "An emergency line."},
      {required("number", text(8), {"号码。", "Number."}), required("name", text(200), {"名称。", "Name."}),
       required("unit", nullable(object(named_spec())),
                {"接收移交的单位；不在本平台为 null。",
                 "The unit that takes its orders; null where it has none."}),
       required("ack_minutes", integer(0), {"应确认的分钟数。", "Minutes to acknowledge."})}};
  return {
      "City",
      {"在用的城市配置摘要。", "The city in force, in short."},
      {required("code", text(32), {"城市区划代码。", "Code of the city's division."}),
       required("name", text(100), {"城市。", "Name."}),
       required("hotline", text(16), {"热线号码。", "Number of the hotline."}),
       required("version", integer(0), {"配置版本。", "Version of its files."}),
       required("zone", text(64), {"时区。", "Time zone."}),
       required("languages", list_of(text(16), 50), {"受理语言。", "Languages."}),
       required("channels", list_of(channel, 1000), {"渠道。", "Channels."}),
       required("desks", list_of(desk, 1000), {"专席。", "Desks."}),
       required("return_reasons", list_of(reason_row_spec(), 1000), {"退单理由。", "Reasons for returning."}),
       required("refusals", list_of(refusal, 1000), {"不予受理情形。", "Grounds for refusing."}),
       required("lines", list_of(line, 100), {"联动线路。", "Emergency lines."})}};
}

Json summary_json(const city::City& city) {
  Json channels = Json::array(), desks = Json::array(), reasons = Json::array(), refusals = Json::array(),
       lines = Json::array();
  for (const city::Channel& one : city.channels) {
    channels.push_back(
        {{"code", one.code}, {"name", one.name}, {"mode", name_of(one.mode)}, {"kind", one.kind}});
  }
  for (const city::Desk& one : city.desks) {
    desks.push_back({{"code", one.code},
                     {"name", one.name},
                     {"channels", one.channels},
                     {"matters", one.matters},
                     {"hours", one.hours}});
  }
  for (const city::ReturnReason& one : city.return_reasons) {
    reasons.push_back({{"code", one.code},
                       {"name", one.name},
                       {"needs_evidence", one.needs_evidence},
                       {"needs_target", one.needs_target}});
  }
  for (const city::Refusal& one : city.refusals) {
    refusals.push_back(
        {{"code", one.code}, {"name", one.name}, {"lawful_channel", one.lawful_channel}, {"text", one.text}});
  }
  for (const city::HandoverLine& one : city.handover) {
    const std::string unit = ticket::unit_of_line(city, one.number);
    lines.push_back({{"number", one.number},
                     {"name", one.name},
                     {"unit", unit.empty() ? Json(nullptr) : unit_json(unit, city)},
                     {"ack_minutes", one.ack_minutes}});
  }
  return {
      {"code", city.settings.code},      {"name", city.settings.name}, {"hotline", city.settings.hotline},
      {"version", city.version},         {"zone", city.settings.zone}, {"languages", city.settings.languages},
      {"channels", std::move(channels)}, {"desks", std::move(desks)},  {"return_reasons", std::move(reasons)},
      {"refusals", std::move(refusals)}, {"lines", std::move(lines)}};
}

Route summary(Domain& domain) {
  Route route = city_route("/api/v1/city", "getCity", {"城市配置摘要", "The city in short"});
  route.outputs = {{200, {"摘要；ETag 为配置版本。", "The city; its ETag is the version."}, summary_spec()}};
  route.handler = [&domain](Call& call) -> Answer {
    return off_strand(domain, call, [](const city::City& city, const Query&) -> base::Result<Reply> {
      Reply reply = Reply::ok(summary_json(city));
      reply.version(city.version);
      return reply;
    });
  };
  return route;
}

Route units(Domain& domain) {
  Route route = city_route("/api/v1/city/units", "listUnits", {"承办单位", "Handling units"});
  route.query = page_fields(most_rows);
  route.query.push_back(optional("parent", code(64), {"上级单位。", "The unit above."}));
  route.query.push_back(optional("division", code(32), {"服务的区划。", "The division that it serves."}));
  route.query.push_back(
      optional("q", line(100, 1), {"名称、别名或代码。", "Part of a name, alias or code."}));
  const ObjectSpec unit{
      "Unit",
      {"承办单位。", "A handling unit."},
      {required("code", text(64), {"代码。", "Code."}), required("name", text(200), {"名称。", "Name."}),
       required("level", text(20), {"层级。", "Level."}),
       required("parent", nullable(text(64)), {"上级单位。", "The unit above."}),
       required("kind", text(40), {"种类。", "Kind."}),
       required("division", nullable(text(32)),
                {"服务的区划，空为全市。", "Its division; null: the whole city."}),
       required("hours", text(64), {"作息表。", "Its timetable."}),
       required("phone", text(64), {"电话。", "Phone."}),
       required("aliases", list_of(text(200), 100), {"别名。", "Other names."})}};
  route.outputs = {{200, {"一页单位。", "A page of units."}, page_of(unit, most_rows)}};
  route.handler = [&domain](Call& call) -> Answer {
    return off_strand(domain, call, [](const city::City& city, const Query& query) {
      const auto parent = query.text("parent"), division = query.text("division");
      const std::string words = text::normalize(query.text_or("q", ""));
      return page_of_rows(
          city.units.rows(), query, [](const city::Unit& u) { return u.code; },
          [&](const city::Unit& u) {
            if (parent && u.parent != *parent) return false;
            if (division && u.division != *division) return false;
            return words.empty() || holds(u.name, words) || holds(u.code, words) ||
                   std::any_of(u.aliases.begin(), u.aliases.end(),
                               [&](const std::string& alias) { return holds(alias, words); });
          },
          [](const city::Unit& u) {
            return Json{{"code", u.code},      {"name", u.name},
                        {"level", u.level},    {"parent", code_or_null(u.parent)},
                        {"kind", u.kind},      {"division", code_or_null(u.division)},
                        {"hours", u.hours},    {"phone", u.phone},
                        {"aliases", u.aliases}};
          });
    });
  };
  return route;
}

Route matters(Domain& domain) {
  Route route = city_route("/api/v1/city/matters", "listMatters", {"诉求事项", "Matters of the catalogue"});
  route.query = page_fields(most_rows);
  route.query.push_back(optional(
      "below", code(32), {"代码前缀（2、4、6 位）或行号。", "Prefix of 2, 4 or 6 digits, or a row."}));
  route.query.push_back(
      optional("q", line(100, 1), {"名称、说明或代码。", "Part of a name, remark or code."}));
  ObjectSpec matter = matter_spec();
  matter.name = "MatterRow";
  matter.fields.push_back(required("code", text(32), {"代码。", "Code."}));
  matter.fields.push_back(required("remark", text(4000), {"说明。", "What belongs here."}));
  route.outputs = {{200, {"一页事项。", "A page of matters."}, page_of(matter, most_rows)}};
  route.handler = [&domain](Call& call) -> Answer {
    return off_strand(domain, call, [](const city::City& city, const Query& query) {
      const std::string below = query.text_or("below", "");
      const std::string words = text::normalize(query.text_or("q", ""));
      return page_of_rows(
          city.matters.rows(), query, [](const city::Matter& m) { return m.row; },
          [&](const city::Matter& m) {
            if (!city::Matters::covers(below, m)) return false;
            return words.empty() || holds(m.path(), words) || holds(m.remark, words) || holds(m.row, words);
          },
          [&](const city::Matter& m) {
            Json json = matter_json(m.row, city);
            json["code"] = m.code;
            json["remark"] = m.remark;
            return json;
          });
    });
  };
  return route;
}

Route matter_tree(Domain& domain) {
  Route route = city_route("/api/v1/city/matters/tree", "getMatterTree",
                           {"诉求事项目录（三级）", "The catalogue as a tree"});
  const ObjectSpec leaf{
      "MatterLeaf",
      {"第三级。", "Level three."},
      {required("row", text(32), {"行号。", "Row."}), required("name", text(200), {"名称。", "Name."})}};
  const ObjectSpec branch{
      "MatterBranch",
      {"第二级。", "Level two."},
      {required("code", text(32), {"代码。", "Code."}), required("name", text(200), {"名称。", "Name."}),
       required("children", list_of(leaf, 10000), {"下级。", "Below it."})}};
  const ObjectSpec top{
      "MatterGroup",
      {"第一级。", "Level one."},
      {required("code", text(32), {"代码。", "Code."}), required("name", text(200), {"名称。", "Name."}),
       required("children", list_of(branch, 10000), {"下级。", "Below it."})}};
  route.outputs = {{200,
                    {"目录；ETag 为配置版本。", "The tree; its ETag is the version."},
                    ObjectSpec{"MatterTree",
                               {"目录。", "The catalogue."},
                               {required("version", integer(0), {"配置版本。", "Version of its files."}),
                                required("items", list_of(top, 10000), {"第一级。", "Level one."})}}}};
  route.handler = [&domain](Call& call) -> Answer {
    return off_strand(domain, call, [](const city::City& city, const Query&) -> base::Result<Reply> {
      const auto child = [](Json& list, const std::string& code, const std::string& name) -> Json& {
        for (Json& one : list) {
          if (one["code"] == code) return one["children"];
        }
        list.push_back({{"code", code}, {"name", name}, {"children", Json::array()}});
        return list.back()["children"];
      };
      Json items = Json::array();
      for (const city::Matter& m : city.matters.rows()) {
        Json& second = child(items, m.level1_code, m.level1);
        child(second, m.level2_code, m.level2).push_back({{"row", m.row}, {"name", m.name()}});
      }
      Reply reply = Reply::ok({{"version", city.version}, {"items", std::move(items)}});
      reply.version(city.version);
      return reply;
    });
  };
  return route;
}

Route divisions(Domain& domain) {
  Route route =
      city_route("/api/v1/city/divisions", "listDivisions", {"行政区划", "Administrative divisions"});
  route.query = page_fields(most_rows);
  route.query.push_back(optional("parent", code(32), {"上级区划。", "The division above."}));
  route.query.push_back(optional("q", line(100, 1), {"名称。", "Part of a name."}));
  const ObjectSpec division{
      "Division",
      {"行政区划。", "A division."},
      {required("code", text(32), {"代码。", "Code."}), required("name", text(200), {"名称。", "Name."}),
       required("level", choice({"province", "city", "district", "street", "community"}),
                {"级别。", "Level."}),
       required("parent", nullable(text(32)), {"上级区划。", "The division above."}),
       required("has_children", boolean(), {"是否有下级。", "Whether others lie in it."}),
       required("valid", boolean(), {"今天是否有效。", "Whether it is valid today."})}};
  route.outputs = {{200, {"一页区划。", "A page of divisions."}, page_of(division, most_rows)}};
  route.handler = [&domain](Call& call) -> Answer {
    return off_strand(domain, call, [now = call.now()](const city::City& city, const Query& query) {
      const auto parent = query.text("parent");
      const std::string words = text::normalize(query.text_or("q", ""));
      const city::Date today = city.calendar.local_date(now);
      return page_of_rows(
          city.divisions.rows(), query, [](const city::Division& d) { return d.code; },
          [&](const city::Division& d) {
            if (parent && d.parent != *parent) return false;
            return words.empty() || holds(d.name, words);
          },
          [&](const city::Division& d) {
            return Json{{"code", d.code},
                        {"name", d.name},
                        {"level", name_of(d.level)},
                        {"parent", code_or_null(d.parent)},
                        {"has_children", !city.divisions.children(d.code).empty()},
                        {"valid", d.valid_at(today)}};
          });
    });
  };
  return route;
}

}  // namespace

void add_city_routes(Routes& routes, Domain& domain) {
  routes.add({summary(domain), units(domain), matters(domain), matter_tree(domain), divisions(domain)});
  add_city_version_routes(routes, domain);
}

}  // namespace hotline::api
