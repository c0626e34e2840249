#include "app/demo_day.hpp"

#include <fmt/format.h>

#include <set>

#include "hotline/table/table_reader.hpp"
#include "hotline/text/phone.hpp"
#include "hotline/ticket/deadlines.hpp"

namespace hotline::app {
namespace {

using ticket::NewEvents;
using ticket::Ticket;
using Events = base::Result<NewEvents>;

constexpr const char* demo_source = "demo-day";  // what a day that was cut off is continued by

struct DemoRow {
  intake::Submission submission;
  std::string action, unit;
  std::size_t line = 0;
};

base::Result<DemoRow> read_row(const table::Row& row, base::Time day) {
  DemoRow out;
  out.line = row.line;
  ticket::NewRequest& r = out.submission.request;
  r.received_at = day + std::chrono::minutes{std::stol(std::string(row.get("offset_minutes")))};
  r.channel = row.get("channel");
  r.title = row.get("title");
  r.words = row.get("text");
  r.place = row.get("place_text");
  r.caller_name = row.get("caller_name");
  if (const std::string_view phone = row.get("caller_phone"); !phone.empty()) {
    HOTLINE_TRY(const text::Phone parsed, text::parse_phone(phone));
    r.caller_phone = parsed.number;
  }
  if (const std::string_view language = row.get("language"); !language.empty()) r.language = language;
  std::string needs(row.get("special_needs"));
  for (std::size_t at = 0; !needs.empty() && at != std::string::npos;) {
    const std::size_t end = needs.find('|', at);
    r.special_needs.push_back(needs.substr(at, end == std::string::npos ? end : end - at));
    at = end == std::string::npos ? end : end + 1;
  }
  r.anonymous = row.get("anonymous") == "true";
  r.secret = row.get("secret") == "true";
  out.submission.kind = city::find_kind(row.get("kind"));
  r.source = demo_source;
  r.external_id = std::to_string(row.line);
  out.action = row.get("expected_action");
  out.unit = row.get("expected_unit");
  return out;
}

// Carries one ticket on, as the people of a hotline would; `turn` varies how far.
class Day {
 public:
  explicit Day(Hotline& hotline) : hotline_(hotline), city_(hotline.city.get()), deadlines_(*city_) {}

  base::Status play(const DemoRow& row, std::size_t turn) {
    HOTLINE_TRY(const intake::Receipt receipt, take(row));
    Ticket ticket = receipt.ticket;
    if (ticket.state == ticket::TicketState::registered) HOTLINE_CHECK(settle(row, ticket));
    if (ticket.state == ticket::TicketState::dispatched) HOTLINE_CHECK(work(ticket, turn, receipt.request));
    return {};
  }

 private:
  base::Result<intake::Receipt> take(const DemoRow& row) {
    HOTLINE_TRY(const auto assessment,
                hotline_.store->read([&](store::ReadTx& tx) -> base::Result<intake::Assessment> {
                  const ticket::NewRequest& r = row.submission.request;
                  return hotline_.intake.assess(
                      row.submission,
                      hotline_.intake.caller_record(tx, r.caller_phone, r.words, hotline_.clock.now()));
                }));
    return hotline_.store->write([&](store::WriteTx& tx) {
      return hotline_.intake.take(tx, row.submission, assessment, {system_actor(), ""});
    });
  }

  base::Status act(Ticket& ticket, const ticket::TicketBook::Decide& decide, const std::string& note = "") {
    HOTLINE_TRY(ticket, hotline_.store->write([&](store::WriteTx& tx) {
      return hotline_.tickets.act(tx, ticket.id, std::nullopt, {system_actor(), note}, decide);
    }));
    return {};
  }

  // An action with words of its own.
  base::Status say(Ticket& ticket, std::string_view kind, const std::string& words,
                   const std::function<Events(const Ticket&, const store::Sealed&)>& decide) {
    HOTLINE_TRY(ticket, hotline_.store->write([&](store::WriteTx& tx) -> base::Result<Ticket> {
      const store::Sealed text = ticket::TicketBook::seal_text(tx, ticket.id, kind, words);
      return hotline_.tickets.act(tx, ticket.id, std::nullopt, {system_actor(), ""},
                                  [&](const Ticket& t) { return decide(t, text); });
    }));
    return {};
  }

  // What the desk does with what the machine left to a person.
  base::Status settle(const DemoRow& row, Ticket& ticket) {
    if (row.action == "answer") {
      return say(ticket, "answer", "已按知识库口径当场向来电人作出答复，来电人表示清楚。",
                 [](const Ticket& t, const store::Sealed& text) { return ticket::decide_answer(t, text); });
    }
    if (row.action == "refuse") {
      const std::string code = row.unit == "HZ-JJW" ? "discipline" : "court";
      const city::Refusal* refusal = city_->refusals.find(code);
      return say(
          ticket, "answer", refusal != nullptr ? refusal->text : "请通过法定途径反映。",
          [&](const Ticket& t, const store::Sealed& text) { return ticket::decide_refuse(t, code, text); });
    }
    if (row.action == "handover") {
      const city::HandoverLine* line =
          city_->handover.find(row.unit.substr(row.unit.find_last_not_of("0123456789") + 1));
      const std::string number = line != nullptr ? line->number : "110";
      HOTLINE_CHECK(act(
          ticket,
          [&](const Ticket& t) {
            return ticket::decide_handover(t, number, ticket::unit_of_line(*city_, number),
                                           now() + std::chrono::minutes{3}, true);
          },
          "来电人仍在线，三方通话转接"));
      return act(ticket, [&](const Ticket& t) {
        return ticket::decide_acknowledge(t, {1, number + "-" + t.number.substr(8), "坐席 01"}, {});
      });
    }
    // A few stay with the dispatcher, so that the board is not empty.
    if (row.line % 13 == 0) return {};
    if (city_->units.find(row.unit) == nullptr) return {};
    return act(ticket, [&](const Ticket& t) {
      return ticket::decide_dispatch(t, {row.unit, {}, false}, deadlines_, now());
    });
  }

  base::Status work(Ticket& ticket, std::size_t turn, const ticket::Request& request) {
    const std::size_t far = turn % 10;
    const ticket::Assignment* lead = ticket.lead();
    if (far < 2 || lead == nullptr) return {};
    if (turn % 29 == 7) {
      return act(
          ticket,
          [&](const Ticket& t) {
            return ticket::decide_return(t, lead->id, {city_->return_reasons.rows().front().code, "", {}}, {},
                                         city_->settings.dispatch.max_returns_per_unit, now());
          },
          "经核实不在本单位职责范围内，申请退单。");
    }
    // Copies: acting on a ticket replaces its assignments.
    std::vector<std::int64_t> parts;
    for (const ticket::Assignment& one : ticket.assignments) parts.push_back(one.id);
    for (const std::int64_t part : parts)
      HOTLINE_CHECK(act(ticket, [&](const Ticket& t) { return ticket::decide_sign(t, part, {}); }));
    if (far < 5) return {};
    for (const std::int64_t part : parts)
      HOTLINE_CHECK(act(ticket, [&](const Ticket& t) { return ticket::decide_contact(t, part, {}); }));
    if (far == 5) return {};
    for (const std::int64_t part : parts) {
      HOTLINE_CHECK(say(ticket, "reply",
                        "经现场核实，问题属实，已安排人员处理完毕，并于当日电话告知诉求人，诉求人表示认可。",
                        [&](const Ticket& t, const store::Sealed& text) {
                          return ticket::decide_reply(t, part, text, {}, deadlines_, now());
                        }));
    }
    if (far == 6) return {};
    HOTLINE_CHECK(
        act(ticket, [&](const Ticket& t) { return ticket::decide_accept_review(t, deadlines_, now()); }));
    if (far == 7) return {};
    ticket::Rating rating;
    rating.contacted = true;
    const bool unhappy = turn % 19 == 8;
    rating.solved = unhappy ? "no" : "yes";
    rating.result = unhappy ? 2 : 5;
    rating.unit = unhappy ? 2 : 4;
    rating.agent = 5;
    return hotline_.store->write([&](store::WriteTx& tx) {
      return hotline_.tickets.rate(tx, request, rating, deadlines_, {{"citizen", ""}, ""});
    });
  }

  base::Time now() const { return hotline_.clock.now(); }

  Hotline& hotline_;
  std::shared_ptr<const city::City> city_;
  ticket::CityDeadlines deadlines_;
};

}  // namespace

base::Result<std::vector<DemoAccount>> make_demo_accounts(Hotline& hotline) {
  HOTLINE_TRY(const bool any, hotline.store->read([](store::ReadTx& tx) -> base::Result<bool> {
    return !access::accounts_after(tx, 0, 1).empty();
  }));
  std::vector<DemoAccount> made;
  if (any) return made;
  struct Wanted {
    const char *login, *display;
    access::Role role;
    const char* unit;
  };
  const Wanted wanted[] = {{"agent", "话务员 01", access::Role::agent, ""},
                           {"supervisor", "班长 01", access::Role::supervisor, ""},
                           {"handler", "市城管局 经办", access::Role::unit_handler, "HZ-CG"},
                           {"approver", "市城管局 审批", access::Role::unit_approver, "HZ-CG"},
                           {"editor", "知识编辑 01", access::Role::knowledge_editor, ""},
                           {"operations", "系统管理员", access::Role::operations, ""},
                           {"security", "安全管理员", access::Role::security, ""},
                           {"auditor", "审计管理员", access::Role::auditor, ""}};
  for (const Wanted& one : wanted) {
    access::NewAccount account;
    account.login = one.login;
    account.display = one.display;
    account.roles = {one.role};
    account.unit = one.unit;
    DemoAccount demo{one.login, access::generate_password(hotline.random), one.display, 0};
    HOTLINE_TRY(account.password,
                access::hash_password(one.login, demo.password, hotline.settings.access.password));
    HOTLINE_TRY(const access::Account created, hotline.store->write([&](store::WriteTx& tx) {
      return hotline.accounts.create(tx, account, system_actor());
    }));
    demo.id = created.id;
    made.push_back(std::move(demo));
  }
  return made;
}

base::Result<DemoDay> play_demo_day(Hotline& hotline, const std::string& path,
                                    const std::function<void(std::size_t, std::size_t)>& progress) {
  DemoDay day;
  HOTLINE_TRY(const auto reader, table::open_table(path));
  const base::Time start = hotline.clock.now() - std::chrono::hours{24};
  std::vector<DemoRow> rows;
  while (auto next = reader->next()) {
    if (!next->ok()) return std::move(*next).error();
    auto row = read_row(**next, start);
    if (row.ok()) {
      rows.push_back(std::move(row).value());
    } else {
      day.rejected.push_back(fmt::format("line {}: {}", (*next)->line, row.error().text.en));
    }
  }
  // A database that holds other requests is no place for a demo. A day that was cut off goes on where it was.
  HOTLINE_TRY(const std::set<std::size_t> known,
              hotline.store->read([&](store::ReadTx& tx) -> base::Result<std::set<std::size_t>> {
                std::set<std::size_t> lines;
                for (const DemoRow& row : rows) {
                  if (ticket::RequestBook::find_external(tx, demo_source, row.submission.request.external_id))
                    lines.insert(row.line);
                }
                const bool others = lines.empty() && ticket::TicketBook::next_id(tx) > 1;
                if (others) {
                  for (const DemoRow& row : rows) lines.insert(row.line);
                }
                return lines;
              }));
  if (known.size() == rows.size()) return DemoDay{};
  Day player(hotline);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (known.contains(rows[i].line)) continue;
    if (const base::Status played = player.play(rows[i], i); played.ok()) {
      ++day.played;
    } else {
      day.rejected.push_back(fmt::format("line {}: {}", rows[i].line, played.error().text.en));
    }
    if (progress) progress(i + 1, rows.size());
  }
  return day;
}

}  // namespace hotline::app
