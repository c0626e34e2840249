// The figures on an example small enough to count by hand.
#include "insight/insight_fixture.hpp"

namespace hotline::insight::test {
namespace {

// Monday 2 March 2026, noon in Beijing.
//   1 answered at the desk at once
//   2 XH-CG signs after 1 h, calls after 2 h, replies after 30 h; solved, satisfied (4)
//   3 XH-CG signs after 3 h (late), never calls, replies after 50 h (late); not solved, score 2: reopened
//   4 ENV returns it after 1 h; ruled to XH-CG, who signs, calls and replies in time; not due, score 3
//   5 ENV returns it after 1 h; upheld, ENV replies in time; sent back once and replied again; not rated
//   6 the caller of 2 asks about the same matter again; given to XH-CY, who does nothing
class Example : public InsightTest {
 protected:
  void SetUp() override {
    one = given_a_ticket({.phone = "+8613800000011", .kind = city::Kind::consult}).id;
    answer(one);
    two = given_a_ticket({.phone = "+8613800000012"}).id;
    three = given_a_ticket({.channel = "wechat", .phone = "+8613800000013"}).id;
    four = given_a_ticket({.matter = "0904.090403", .phone = "+8613800000014"}).id;
    five = given_a_ticket({.division = "330105016", .phone = "+8613800000015"}).id;
    dispatch(two, "XH-CG");
    dispatch(three, "XH-CG");
    dispatch(four, "ENV");
    dispatch(five, "ENV");
    after(hours{1});
    sign(two);
    give_back(four);
    give_back(five);
    after(hours{1});  // 2 h
    contact(two);
    rule(four, 1, ticket::RulingKind::redispatched, "XH-CG");
    rule(five, 1, ticket::RulingKind::upheld);
    sign(four, 2);
    contact(four, 2);
    after(hours{1});  // 3 h
    sign(three);
    six = given_a_ticket({.phone = "+8613800000012"}).id;
    dispatch(six, "XH-CY");
    after(hours{9});  // 12 h
    reply(four, 2);
    accept(four);
    contact(five);
    reply(five);
    send_back(five);
    after(hours{18});  // 30 h
    reply(two);
    accept(two);
    reply(five);
    accept(five);
    after(hours{20});  // 50 h
    reply(three);
    accept(three);
    rate(2, "yes", 4, true);
    rate(3, "no", 2, false);
    rate(4, "not_due", 3);
    count();
  }
  std::int64_t one = 0, two = 0, three = 0, four = 0, five = 0, six = 0;
};

TEST_F(Example, GivesTheNumbersCountedByHand) {
  EXPECT_EQ(figure(Figure::requests), (Count{6, 0, 0}));
  EXPECT_EQ(figure(Figure::repeated), (Count{6, 1, 0})) << "six repeats two";
  EXPECT_EQ(figure(Figure::direct_answer), (Count{6, 1, 0}));
  EXPECT_EQ(figure(Figure::returned), (Count{6, 2, 0})) << "2, 3, 4 twice, 5, 6";
  EXPECT_EQ(figure(Figure::first_dispatch), (Count{5, 4, 0})) << "only four went astray: five's was upheld";
  // 2 in time, 3 late, 4's second part in time, 6 late; both parts that were returned in time do not count.
  EXPECT_EQ(figure(Figure::sign_in_time), (Count{4, 2, 0}));
  // 2 and 4 in time; 3 replied without a call, 5 called after 12 h, 6 not at all.
  EXPECT_EQ(figure(Figure::response), (Count{5, 2, 0}));
  // 2, 4, 5 twice in time; 3 late; 6 ran out.
  EXPECT_EQ(figure(Figure::close_in_time), (Count{6, 4, 0}));
  EXPECT_EQ(figure(Figure::redone), (Count{4, 2, 0})) << "five was sent back, three reopened";
  EXPECT_EQ(figure(Figure::rated), (Count{4, 3, 0}));
  EXPECT_EQ(figure(Figure::solved), (Count{2, 1, 0}));
  EXPECT_EQ(figure(Figure::not_due), (Count{3, 1, 0}));
  EXPECT_EQ(figure(Figure::satisfied), (Count{3, 2, 0}));
  EXPECT_EQ(figure(Figure::contacted), (Count{2, 1, 0}));
  EXPECT_EQ(figure(Figure::agent_satisfied), Count{}) << "nobody was asked";
}

TEST_F(Example, GroupsAndNarrowsWithoutLosingAnything) {
  const auto by_unit = figures({march(), By::unit, 0, {Figure::sign_in_time}});
  std::map<std::string, Count> found;
  for (const FigureRow& row : by_unit) found[row.key] = row.counts.at(Figure::sign_in_time);
  EXPECT_EQ(found, (std::map<std::string, Count>{{"XH-CG", {3, 2, 0}}, {"XH-CY", {1, 0, 0}}}));
  const auto rolled = figures({march(), By::unit, 1, {Figure::sign_in_time}});
  ASSERT_EQ(rolled.size(), 1U);
  EXPECT_EQ(rolled.front().key, "XH");
  EXPECT_EQ(rolled.front().counts.at(Figure::sign_in_time), (Count{4, 2, 0}));

  FigureFilter xihu = march();
  xihu.division = "330106";
  EXPECT_EQ(figure(Figure::requests, xihu), (Count{5, 0, 0})) << "five lies in another district";
  xihu.channel = "wechat";
  EXPECT_EQ(figure(Figure::requests, xihu), (Count{1, 0, 0}));
  FigureFilter of_unit = march();
  of_unit.unit = "XH";
  EXPECT_EQ(figure(Figure::close_in_time, of_unit), (Count{4, 2, 0}));
  of_unit.matter = "0402";
  EXPECT_EQ(figure(Figure::close_in_time, of_unit), (Count{3, 1, 0})) << "four is about water";
  const auto by_matter = figures({march(), By::matter, 1, {Figure::requests}});
  ASSERT_EQ(by_matter.size(), 2U);
  EXPECT_EQ(by_matter[0].key, "04");
  EXPECT_EQ(by_matter[1].counts.at(Figure::requests), (Count{1, 0, 0}));
  const auto by_day = figures({march(), By::day, 0, {Figure::close_in_time}});
  std::vector<std::string> days;
  for (const FigureRow& row : by_day) days.push_back(row.key);
  EXPECT_EQ(days, (std::vector<std::string>{"20260303", "20260304"}));
}

TEST_F(Example, TellsTheTicketsBehindANumber) {
  EXPECT_EQ(behind(Figure::close_in_time, Side::missed), (std::vector{six, three}));
  EXPECT_EQ(behind(Figure::close_in_time, Side::part), (std::vector{five, four, two}));
  EXPECT_EQ(behind(Figure::returned, Side::part), (std::vector{five, four}));
  EXPECT_EQ(behind(Figure::solved, Side::excluded), std::vector<std::int64_t>{});
  EXPECT_EQ(store.read([&](store::ReadTx& tx) {
    return tickets_behind(tx, march(), Figure::requests, Side::whole, *city.get(), five, 2);
  }),
            (std::vector{four, three}));
}

TEST_F(Example, ShowsHeatByWeekdayAndHour) {
  const Heat heat =
      store.read([&](store::ReadTx& tx) { return read_heat(tx, march(), Figure::requests, *city.get()); });
  EXPECT_EQ(heat[1][12], (Count{5, 0, 0})) << "Monday noon";
  EXPECT_EQ(heat[1][15], (Count{1, 0, 0}));
  FigureFilter only = march();
  only.channel = "wechat";
  const Heat narrow =
      store.read([&](store::ReadTx& tx) { return read_heat(tx, only, Figure::requests, *city.get()); });
  EXPECT_EQ(narrow[1][12], (Count{1, 0, 0}));
}

TEST_F(Example, LeavesOutWhatAnotherPersonUpheldAndStillCountsIt) {
  NewExclusion ask{three, 0, ExclusionKind::unreasonable, {}, "", "要求超出法定职责。", {}};
  const Exclusion asked =
      store.write([&](store::WriteTx& tx) { return ask_exclusion(tx, ask, {"account:5", ""}); });
  count();
  EXPECT_EQ(figure(Figure::solved), (Count{2, 1, 0})) << "asking alone changes nothing";
  const auto decide = [&](const char* who) {
    return store.get().write(
        [&](store::WriteTx& tx) { return decide_exclusion(tx, asked.id, true, "属实。", {who, ""}); });
  };
  EXPECT_EQ(decide("account:5").error().code, base::ErrorCode::forbidden);
  must(decide("account:6").ok() ? base::Status{} : base::Status{decide("account:6").error()});
  EXPECT_EQ(decide("account:6").error().code, base::ErrorCode::conflict);
  count();
  EXPECT_EQ(figure(Figure::solved), (Count{1, 1, 1}));
  EXPECT_EQ(figure(Figure::close_in_time), (Count{5, 4, 1}));
  EXPECT_EQ(figure(Figure::requests), (Count{6, 0, 0})) << "it is still a request";
  EXPECT_EQ(behind(Figure::solved, Side::excluded), std::vector<std::int64_t>{three});
}

TEST_F(Example, AppealsNeedEvidenceOfTheSameTicket) {
  NewExclusion ask{three, 0, ExclusionKind::appeal, {Figure::close_in_time}, "XH-CG", "因停电无法办理。", {}};
  const auto refused = [&] {
    return store.get().write([&](store::WriteTx& tx) { return ask_exclusion(tx, ask, {"account:7", ""}); });
  };
  EXPECT_EQ(refused().error().code, base::ErrorCode::invalid_input);
  ask.evidence = {999};
  EXPECT_EQ(refused().error().fields.at(0).pointer, "/evidence/0");
  ask.evidence.clear();
  ask.kind = ExclusionKind::malicious;
  ask.request = 1;
  EXPECT_EQ(refused().error().fields.at(0).pointer, "/request") << "the request of another ticket";
}

TEST_F(Example, FrozenMonthsStayTheSameToTheDigit) {
  using namespace std::chrono;
  const year_month march_2026 = year{2026} / 3;
  const auto freeze = [&] {
    return store.get().write(
        [&](store::WriteTx& tx) { return freeze_month(tx, march_2026, *city.get(), {"account:9", ""}); });
  };
  EXPECT_EQ(freeze().error().code, base::ErrorCode::conflict) << "the month is not over";
  const auto live = figures({march(), By::unit, 0, {}});
  store.clock.set(base::from_millis(1775203200000));  // 3 April
  const FrozenMonth frozen = value_of(freeze());
  EXPECT_EQ(frozen.digest.size(), 64U);
  EXPECT_EQ(freeze().error().code, base::ErrorCode::conflict) << "only once";

  const Exclusion asked = store.write([&](store::WriteTx& tx) {
    return ask_exclusion(tx, {two, 0, ExclusionKind::unreasonable, {}, "", "无法办理。", {}},
                         {"account:5", ""});
  });
  store.write(
      [&](store::WriteTx& tx) { return decide_exclusion(tx, asked.id, true, "属实。", {"account:6", ""}); });
  count();
  EXPECT_EQ(figure(Figure::solved), (Count{1, 0, 1})) << "the live figures move";
  const auto again = store.read(
      [&](store::ReadTx& tx) { return read_month(tx, march_2026, {march(), By::unit, 0, {}}, *city.get()); });
  ASSERT_EQ(again.size(), live.size());
  for (std::size_t i = 0; i < live.size(); ++i) {
    EXPECT_EQ(again[i].key, live[i].key);
    EXPECT_EQ(again[i].counts, live[i].counts);
  }
  store.write([](store::WriteTx& tx) {
    static constexpr std::string_view change =
        "UPDATE figure_month_count SET part = part + 1 WHERE figure = 4";
    tx.execute(change);
  });
  const auto changed = store.get().read(
      [&](store::ReadTx& tx) { return read_month(tx, march_2026, {march(), By::unit, 0, {}}, *city.get()); });
  ASSERT_FALSE(changed.ok());
  EXPECT_EQ(changed.error().code, base::ErrorCode::corrupt);
}

TEST_F(Example, KeptSumsAreTheSumOfTheFactsWhateverChanges) {
  const auto check = [&] {
    for (const Figure which : all_figures) {
      FigureFilter slow = march();
      slow.kind = "complaint";
      slow.channel = "phone";  // two filters: added up from facts
      std::int64_t whole = 0;
      for (const FigureRow& row : figures({slow, By::unit, 0, {which}})) whole += row.counts.at(which).whole;
      FigureFilter rest = march();
      const Count all = figure(which, rest);
      std::int64_t others = 0;
      for (const auto& [kind, channel] : {std::pair{"consult", "phone"}, std::pair{"complaint", "wechat"},
                                          std::pair{"consult", "wechat"}}) {
        rest.kind = kind;
        rest.channel = channel;
        others += figure(which, rest).whole;
      }
      EXPECT_EQ(all.whole, whole + others) << code_of(which);
    }
  };
  check();
  act(six, [](const Ticket& t) {
    ticket::Amendment amendment;
    amendment.matter = "0904.090403";
    amendment.kind = city::Kind::consult;
    return ticket::decide_amend(t, amendment);
  });
  count();
  check();
  store.write([&](store::WriteTx& tx) { return book.merge(tx, six, three, std::nullopt, agent); });
  count();
  check();
  EXPECT_EQ(figure(Figure::requests), (Count{6, 0, 0})) << "merging moves requests and loses none";
  EXPECT_EQ(figure(Figure::direct_answer), (Count{5, 1, 0})) << "but there is one ticket less";
}

TEST(BasisPoints, RoundsHalfUpInWholeNumbers) {
  EXPECT_EQ(basis_points({3, 2, 0}), 6667);
  EXPECT_EQ(basis_points({8, 1, 0}), 1250);
  EXPECT_EQ(basis_points({20000, 1, 0}), 1) << "0.5 hundredths become one";
  EXPECT_EQ(basis_points({0, 0, 3}), std::nullopt);
}

}  // namespace
}  // namespace hotline::insight::test
