#include "hotline/city/versions.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "city/small_city.hpp"
#include "support/store_fixture.hpp"

namespace hotline::city {
namespace {

using hotline::test::TestStore;
using hotline::test::value_of;

class RecordedCity : public testing::Test {
 protected:
  TestStore store{migrations()};
  CityVersions versions{store};
  store::Actor operations{"account:7", "console"};
  CityFiles files = test::small_city();

  CityFiles with_new_water_unit() const {
    CityFiles changed = files;
    changed["units.csv"] += "WATER2,第二水务,city,,utility,,round_the_clock,,\n";
    return changed;
  }
  CityFiles with_mistake() const {
    CityFiles changed = files;
    changed["units.csv"] += "WATER,重复,city,,utility,,round_the_clock,,\n";
    return changed;
  }
  std::vector<store::Entry> journal() {
    return store.read([](store::ReadTx& tx) { return store::entries_after(tx, 0, 100); });
  }
};

TEST_F(RecordedCity, EachLoadIsANumberedVersionInTheJournal) {
  const CityVersion first = value_of(versions.record(files, operations, "first load"));
  const CityVersion second =
      value_of(versions.record(with_new_water_unit(), operations, "a second water company"));
  EXPECT_EQ(first.number, 1);
  EXPECT_EQ(second.number, 2);
  EXPECT_EQ(second.actor, "account:7");
  EXPECT_EQ(second.note, "a second water company");
  EXPECT_EQ(second.at, store.clock.now());
  EXPECT_NE(first.digest, second.digest);
  EXPECT_EQ(second.digest.size(), 64U);
  const auto entries = journal();
  ASSERT_EQ(entries.size(), 2U);
  EXPECT_EQ(entries[1].stream, "city");
  EXPECT_EQ(entries[1].kind, "config_loaded");
  EXPECT_EQ(entries[1].subject, 2);
  EXPECT_EQ(entries[1].payload.text("digest"), second.digest);
  EXPECT_EQ(entries[1].reason, "a second water company");
}

TEST_F(RecordedCity, TheSameFilesAgainMakeNoNewVersion) {
  value_of(versions.record(files, operations, ""));
  EXPECT_EQ(value_of(versions.record(files, operations, "again")).number, 1);
  EXPECT_EQ(value_of(versions.list(10)).size(), 1U);
  EXPECT_EQ(journal().size(), 1U);
}

TEST_F(RecordedCity, FilesWithErrorsAreNeverRecorded) {
  const auto refused = versions.record(with_mistake(), operations, "");
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code, base::ErrorCode::invalid_input);
  ASSERT_EQ(refused.error().fields.size(), 1U);
  EXPECT_EQ(refused.error().fields[0].pointer, "units.csv:10");
  EXPECT_EQ(refused.error().fields[0].rule, "duplicate");
  EXPECT_TRUE(value_of(versions.list(10)).empty());
  EXPECT_TRUE(journal().empty());
}

TEST_F(RecordedCity, AVersionIsReadBackByteForByteAfterARestart) {
  value_of(versions.record(files, operations, ""));
  store.reopen();
  CityVersions again{store};
  EXPECT_EQ(value_of(again.files(1)), files);
  const auto city = value_of(again.load(1));
  EXPECT_EQ(city->version, 1);
  EXPECT_EQ(city->units.rows().size(), 8U);
  EXPECT_EQ(again.load(2).error().code, base::ErrorCode::not_found);
}

TEST_F(RecordedCity, ListsNewestFirstInPages) {
  for (int i = 0; i < 5; ++i) {
    files["city.toml"] += "# " + std::to_string(i) + "\n";
    value_of(versions.record(files, operations, ""));
  }
  const auto page = value_of(versions.list(2));
  ASSERT_EQ(page.size(), 2U);
  EXPECT_EQ(page[0].number, 5);
  EXPECT_EQ(value_of(versions.list(2, page[1].number))[0].number, 3);
}

TEST_F(RecordedCity, DiffNamesFilesRowsAndCells) {
  value_of(versions.record(files, operations, ""));
  CityFiles changed = with_new_water_unit();
  std::string& duties = changed["duties.csv"];
  duties.replace(duties.find("04,,ENV,lead,,环境主管"), std::string("04,,ENV,lead,,环境主管").size(),
                 "04,,ENV,lead,,新三定方案");
  duties.erase(duties.find("040201,,ENV,assist,,监测\n"), std::string("040201,,ENV,assist,,监测\n").size());
  changed["city.toml"] += "# a note\n";
  changed.erase("templates.toml");
  value_of(versions.record(changed, operations, ""));

  const CityDiff diff = value_of(versions.diff(1, 2));
  ASSERT_EQ(diff.size(), 4U);
  EXPECT_EQ(diff[0].name, "city.toml");
  EXPECT_TRUE(diff[0].rows.empty());
  EXPECT_EQ(diff[1].name, "duties.csv");
  ASSERT_EQ(diff[1].rows.size(), 2U);
  EXPECT_EQ(diff[1].rows[0].change, Change::removed);
  EXPECT_EQ(diff[1].rows[0].key, "040201 /  / ENV / assist");
  EXPECT_EQ(diff[1].rows[1].change, Change::changed);
  EXPECT_EQ(diff[1].rows[1].line, 2);
  ASSERT_EQ(diff[1].rows[1].cells.size(), 1U);
  EXPECT_EQ(diff[1].rows[1].cells[0].column, "basis");
  EXPECT_EQ(diff[1].rows[1].cells[0].before, "环境主管");
  EXPECT_EQ(diff[1].rows[1].cells[0].after, "新三定方案");
  EXPECT_EQ(diff[2].name, "templates.toml");
  EXPECT_EQ(diff[2].change, Change::removed);
  EXPECT_EQ(diff[3].name, "units.csv");
  ASSERT_EQ(diff[3].rows.size(), 1U);
  EXPECT_EQ(diff[3].rows[0].change, Change::added);
  EXPECT_EQ(diff[3].rows[0].key, "WATER2");
  EXPECT_EQ(diff[3].rows[0].line, 10);

  EXPECT_TRUE(value_of(versions.diff(2, 2)).empty());
  EXPECT_EQ(value_of(versions.diff(2, 1))[3].rows[0].change, Change::removed);
}

TEST_F(RecordedCity, RowsInAnotherOrderAreNoRowChange) {
  CityFiles before{{"units.csv", "code,name\nA,甲\nB,乙\n"}};
  CityFiles after{{"units.csv", "name,code\n乙,B\n甲,A\n"}};
  const CityDiff by_column_order = diff_city_files(before, {{"units.csv", "code,name\nB,乙\nA,甲\n"}});
  ASSERT_EQ(by_column_order.size(), 1U);
  EXPECT_TRUE(by_column_order[0].rows.empty());
  EXPECT_TRUE(diff_city_files(before, after)[0].rows.empty()) << "nor are columns in another order";
}

TEST_F(RecordedCity, ReloadSwapsTheWholeSnapshot) {
  CityHolder holder(value_of(start_city(files, versions, operations)).city);
  const auto before = holder.get();
  const Reload reload = value_of(reload_city(with_new_water_unit(), versions, holder, operations, ""));
  ASSERT_TRUE(reload.version);
  EXPECT_EQ(holder.get()->version, 2);
  EXPECT_NE(holder.get()->units.find("WATER2"), nullptr);
  EXPECT_EQ(before->units.find("WATER2"), nullptr) << "who still holds the old snapshot sees nothing of it";
}

TEST_F(RecordedCity, ReloadWithOneMistakeKeepsEverything) {
  CityHolder holder(value_of(start_city(files, versions, operations)).city);
  const auto before = holder.get();
  CityFiles changed = with_new_water_unit();
  changed["limits.csv"] += "*,*,,sign,2,years,false,\n";
  const Reload reload = value_of(reload_city(changed, versions, holder, operations, ""));
  EXPECT_FALSE(reload.version);
  EXPECT_TRUE(std::any_of(reload.diagnostics.begin(), reload.diagnostics.end(),
                          [](const auto& d) { return d.file == "limits.csv" && d.line == 13; }));
  EXPECT_EQ(holder.get(), before);
  EXPECT_EQ(value_of(versions.list(10)).size(), 1U);
}

TEST_F(RecordedCity, RollbackPutsOldFilesInForceUnderANewNumber) {
  CityHolder holder(value_of(start_city(files, versions, operations)).city);
  value_of(reload_city(with_new_water_unit(), versions, holder, operations, ""));
  const Reload back =
      value_of(rollback_city(1, versions, holder, operations, "the new company is not ready"));
  EXPECT_EQ(back.version->number, 3);
  EXPECT_EQ(back.version->rollback_of, 1);
  EXPECT_EQ(holder.get()->version, 3);
  EXPECT_EQ(holder.get()->units.find("WATER2"), nullptr);
  EXPECT_EQ(journal().back().payload.integer("rollback_of"), 1);
  EXPECT_TRUE(value_of(versions.diff(1, 3)).empty());

  EXPECT_EQ(rollback_city(1, versions, holder, operations, "").error().code, base::ErrorCode::conflict);
  EXPECT_EQ(rollback_city(9, versions, holder, operations, "").error().code, base::ErrorCode::not_found);
  EXPECT_EQ(holder.get()->version, 3);
}

TEST_F(RecordedCity, AVersionOfAnEarlierReleaseWithAKeyDroppedSinceCanBeGoneBackTo) {
  const std::string today = files["city.toml"];
  files["city.toml"] += "max_per_number_per_day = 5\n[warning]\nyellow_share = 0.2\n";
  CityHolder holder(value_of(start_city(files, versions, operations)).city);
  files["city.toml"] = today;
  ASSERT_TRUE(value_of(reload_city(files, versions, holder, operations, "keys removed")).version);
  const Reload back = value_of(rollback_city(1, versions, holder, operations, "as before"));
  EXPECT_EQ(back.version->number, 3);
  ASSERT_NE(holder.get(), nullptr);
  EXPECT_EQ(holder.get()->version, 3);
  EXPECT_EQ(std::count_if(back.diagnostics.begin(), back.diagnostics.end(),
                          [](const auto& d) { return d.code == "obsolete_key"; }),
            2);
  EXPECT_EQ(value_of(versions.load(1))->version, 1) << "and after a restart";
}

TEST_F(RecordedCity, ARollbackOutlivesARestartWithTheFolderUnchanged) {
  value_of(versions.record(files, operations, ""));
  value_of(versions.record(with_new_water_unit(), operations, ""));
  value_of(versions.rollback(1, operations, ""));
  EXPECT_EQ(value_of(start_city(with_new_water_unit(), versions, operations)).city->version, 3);
  CityFiles edited = with_new_water_unit();
  edited["city.toml"] += "# edited since\n";
  EXPECT_EQ(value_of(start_city(edited, versions, operations)).city->version, 4);
}

TEST_F(RecordedCity, AFaultyFolderAtStartUpLeavesTheLastGoodVersionInForce) {
  const CityStart nothing = value_of(start_city(with_mistake(), versions, operations));
  EXPECT_EQ(nothing.city, nullptr);
  EXPECT_FALSE(nothing.diagnostics.empty());
  value_of(versions.record(files, operations, ""));
  const CityStart last = value_of(start_city(with_mistake(), versions, operations));
  ASSERT_NE(last.city, nullptr);
  EXPECT_EQ(last.city->version, 1);
  EXPECT_FALSE(last.diagnostics.empty());
}

TEST_F(RecordedCity, AnOlderSnapshotNeverReplacesANewerOne) {
  const auto newer = load_city_files(files, 5).city;
  CityHolder holder(newer);
  holder.set(load_city_files(files, 4).city);
  EXPECT_EQ(holder.get(), newer);
}

}  // namespace
}  // namespace hotline::city
