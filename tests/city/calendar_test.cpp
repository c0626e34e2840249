#include "hotline/city/calendar.hpp"

#include <gtest/gtest.h>

#include "city/calendar_fixture.hpp"

namespace hotline::city {
namespace {

using namespace std::chrono_literals;
using test::at;
using test::shown;

class WorkingTime : public testing::Test {
 protected:
  Calendar calendar = Calendar::make(test::china()).value();
  WorkClock office = calendar.timetable("office");
  WorkClock water = calendar.timetable("round_the_clock");
  WorkClock hall = calendar.timetable("service_hall");
  static constexpr auto one_day = 450min;
};

TEST_F(WorkingTime, FridayAfternoonRunsOnOnMonday) {
  EXPECT_EQ(shown(office.due(at("2026-03-06 17:00"), 120min)), "2026-03-09 10:00");
}

TEST_F(WorkingTime, LunchDoesNotCount) {
  EXPECT_EQ(shown(office.due(at("2026-03-02 11:30"), 60min)), "2026-03-02 14:00");
}

TEST_F(WorkingTime, AWholeDayEndsThatEveningNotTheNextMorning) {
  EXPECT_EQ(shown(office.due(at("2026-03-02 08:30"), one_day)), "2026-03-02 17:30");
  EXPECT_EQ(shown(office.due(at("2026-03-02 07:00"), one_day)), "2026-03-02 17:30");
  EXPECT_EQ(shown(office.due(at("2026-03-01 22:00"), 5 * one_day)), "2026-03-06 17:30");
  EXPECT_EQ(shown(office.due(at("2026-03-02 08:30"), 210min)), "2026-03-02 12:00");
}

TEST_F(WorkingTime, ZeroAllowanceIsDueAtOnceEvenOnAHoliday) {
  EXPECT_EQ(shown(office.due(at("2026-02-17 10:00"), 0min)), "2026-02-17 10:00");
  EXPECT_EQ(shown(office.due(at("2026-03-02 10:00"), -5min)), "2026-03-02 10:00");
}

TEST_F(WorkingTime, SpringFestivalIsLeaptOver) {
  // Saturday 14 February is worked for the festival; 15 to 23 are free; 28 is worked too.
  EXPECT_EQ(shown(office.due(at("2026-02-13 17:00"), 60min)), "2026-02-14 09:00");
  EXPECT_EQ(shown(office.due(at("2026-02-14 17:00"), 60min)), "2026-02-24 09:00");
  EXPECT_EQ(office.elapsed(at("2026-02-14 17:30"), at("2026-02-24 08:30")).value(), 0min);
}

TEST_F(WorkingTime, AStartOnAHolidayCountsFromTheNextOpening) {
  EXPECT_EQ(shown(office.due(at("2026-10-03 12:00"), 30min)), "2026-10-08 09:00");
  EXPECT_EQ(shown(office.next_working(at("2026-10-03 12:00"))), "2026-10-08 08:30");
}

TEST_F(WorkingTime, MakeUpSaturdayIsAnOrdinaryWorkingDay) {
  EXPECT_EQ(calendar.kind_of(test::date("2026-05-09")), DayKind::make_up);
  EXPECT_TRUE(office.is_working(at("2026-05-09 09:00")).value());
  EXPECT_EQ(shown(office.due(at("2026-05-08 17:30"), one_day)), "2026-05-09 17:30");
  EXPECT_FALSE(office.is_working(at("2026-05-16 09:00")).value()) << "any other Saturday is free";
}

TEST_F(WorkingTime, AMakeUpSundayOpensTheHallToo) {
  EXPECT_TRUE(hall.is_working(at("2026-09-20 09:00")).value());
  EXPECT_FALSE(hall.is_working(at("2026-09-13 09:00")).value()) << "any other Sunday is closed";
  EXPECT_FALSE(hall.is_working(at("2026-10-03 09:00")).value()) << "a Saturday inside the holiday is closed";
}

TEST_F(WorkingTime, OpeningHoursAreHalfOpen) {
  EXPECT_FALSE(office.is_working(at("2026-03-02 08:29")).value());
  EXPECT_TRUE(office.is_working(at("2026-03-02 08:30")).value());
  EXPECT_FALSE(office.is_working(at("2026-03-02 12:00")).value());
  EXPECT_FALSE(office.is_working(at("2026-03-02 17:30")).value());
  EXPECT_EQ(shown(office.next_working(at("2026-03-02 12:00"))), "2026-03-02 13:30");
  EXPECT_EQ(shown(office.next_working(at("2026-03-02 14:00"))), "2026-03-02 14:00");
}

TEST_F(WorkingTime, RoundTheClockUnitsWorkThroughNightsAndHolidays) {
  EXPECT_EQ(shown(water.due(at("2026-02-17 23:30"), 24h)), "2026-02-18 23:30");
  EXPECT_EQ(water.elapsed(at("2026-02-15 00:00"), at("2026-02-24 00:00")).value(), 9 * 1440min);
}

TEST_F(WorkingTime, WorkingDaysLeaveOutTheFirstAndEndAtCloseOfBusiness) {
  EXPECT_EQ(shown(office.due_days(at("2026-03-06 17:00"), 1)), "2026-03-09 17:30");
  EXPECT_EQ(shown(office.due_days(at("2026-03-06 17:00"), 2)), "2026-03-10 17:30");
  EXPECT_EQ(shown(office.due_days(at("2026-03-07 10:00"), 1)), "2026-03-09 17:30");
  EXPECT_EQ(shown(office.due_days(at("2026-02-13 10:00"), 5)), "2026-02-27 17:30");
  EXPECT_EQ(shown(office.due_days(at("2026-03-06 17:00"), 0)), "2026-03-06 17:00");
}

TEST_F(WorkingTime, WorkingDaysAreTheLawsWhateverShiftsAUnitWorks) {
  EXPECT_EQ(shown(water.due_days(at("2026-03-06 17:00"), 1)), "2026-03-10 00:00");
  EXPECT_EQ(shown(hall.due_days(at("2026-03-06 17:00"), 1)), "2026-03-09 17:00");
}

TEST_F(WorkingTime, ElapsedDaysIsTheReverseOfDueDays) {
  for (int n = 0; n < 200; ++n) {
    const auto start = at("2025-01-20 10:11");
    EXPECT_EQ(office.elapsed_days(start, office.due_days(start, n).value()).value(), n);
  }
}

TEST_F(WorkingTime, ElapsedRoundsDownAndIsNeverNegative) {
  EXPECT_EQ(office.elapsed(at("2026-03-02 09:00"), at("2026-03-02 09:01") - 1ms).value(), 0min);
  EXPECT_EQ(office.worked(at("2026-03-02 09:00"), at("2026-03-02 09:01") - 1ms).value(), 59'999ms);
  EXPECT_EQ(office.elapsed(at("2026-03-03 09:00"), at("2026-03-02 09:00")).value(), 0min);
}

TEST_F(WorkingTime, SecondsOfTheStartAreKept) {
  EXPECT_EQ(office.due(at("2026-03-02 17:00") + 20s, 60min).value(), at("2026-03-03 09:00") + 20s);
}

TEST_F(WorkingTime, OutsideTheCoveredYearsThereIsNoAnswer) {
  const auto late = office.due(at("2027-12-31 17:00"), 60min);
  ASSERT_FALSE(late.ok());
  EXPECT_EQ(late.error().code, base::ErrorCode::unavailable);
  EXPECT_NE(late.error().text.en.find("does not cover 2028"), std::string::npos);
  EXPECT_FALSE(office.due_days(at("2027-12-30 17:00"), 2).ok());
  EXPECT_NE(office.due(at("2029-05-01 09:00"), 0min).error().text.en.find("does not cover 2029"),
            std::string::npos);
  EXPECT_NE(office.elapsed(at("2023-12-31 23:59"), at("2024-01-05 09:00")).error().text.en.find("2023"),
            std::string::npos);
  EXPECT_FALSE(office.next_working(at("2027-12-31 17:30")).ok());
  EXPECT_FALSE(office.is_working(at("2028-01-01 00:00")).ok());
}

TEST_F(WorkingTime, TheLastCoveredInstantCanStillBeDue) {
  EXPECT_EQ(shown(water.due(at("2027-12-31 12:00"), 12h)), "2028-01-01 00:00");
  EXPECT_FALSE(water.due(at("2027-12-31 12:00"), 12h + 1min).ok());
}

TEST_F(WorkingTime, LocalDatesFollowTheZone) {
  EXPECT_EQ(calendar.local_date(at("2026-03-02 00:00")), test::date("2026-03-02"));
  EXPECT_EQ(calendar.local_date(at("2026-03-01 23:59")), test::date("2026-03-01"));
  EXPECT_EQ(calendar.covered_years(), std::pair(2024, 2027));
  EXPECT_TRUE(calendar.covers(at("2024-01-01 00:00")));
  EXPECT_FALSE(calendar.covers(at("2023-12-31 23:59")));
}

TEST_F(WorkingTime, FromOctoberOnAMissingOrProvisionalNextYearIsWarnedOf) {
  EXPECT_FALSE(calendar.missing_year_warning(at("2025-12-01 09:00")));
  EXPECT_FALSE(calendar.missing_year_warning(at("2026-09-30 23:59")));
  const auto provisional = calendar.missing_year_warning(at("2026-10-01 00:00"));
  ASSERT_TRUE(provisional);
  EXPECT_NE(provisional->en.find("2027 is provisional"), std::string::npos);
  const auto missing = calendar.missing_year_warning(at("2028-03-01 00:00"));
  ASSERT_TRUE(missing);
  EXPECT_NE(missing->en.find("lacks 2028"), std::string::npos);
}

TEST(CalendarFaults, AreAllNamed) {
  CalendarData data = test::china();
  data.years = {2024, 2026};
  data.provisional = {2031};
  data.timetables.push_back(test::timetable("office", 1, 5, {{600, 500}}, false));
  const auto made = Calendar::make(std::move(data));
  ASSERT_FALSE(made.ok());
  std::string rules;
  for (const auto& field : made.error().fields) rules += field.pointer + ":" + field.rule + " ";
  EXPECT_NE(rules.find("years:gap"), std::string::npos);
  EXPECT_NE(rules.find("provisional:unknown_year"), std::string::npos);
  EXPECT_NE(rules.find("special:unknown_year"), std::string::npos)
      << "the days of 2025 lie in no covered year";
  EXPECT_NE(rules.find("timetables.office:duplicate"), std::string::npos);
  EXPECT_NE(rules.find("timetables.office:hours"), std::string::npos);
}

TEST(CalendarFaults, AnUnknownTimetableIsNotFound) {
  const Calendar calendar = Calendar::make(test::china()).value();
  EXPECT_FALSE(calendar.find_timetable("bank"));
  EXPECT_THROW(calendar.timetable("bank"), std::out_of_range);
}

}  // namespace
}  // namespace hotline::city
