#include "hotline/base/temp_folder.hpp"

#include <gtest/gtest.h>

#include <fstream>

namespace hotline::base {
namespace {

namespace fs = std::filesystem;

TEST(TempFolder, IsGoneAtTheEndWithAllThatIsInIt) {
  fs::path path;
  {
    const auto folder = TempFolder::make("hotline-test");
    ASSERT_TRUE(folder.ok());
    path = folder->path();
    fs::create_directories(path / "deep" / "er");
    std::ofstream(path / "deep" / "file") << "x";
    EXPECT_TRUE(fs::exists(path));
    EXPECT_EQ(fs::status(path).permissions(), fs::perms::owner_all);
  }
  EXPECT_FALSE(fs::exists(path));
}

TEST(TempFolder, GoesWithItsLastOwner) {
  auto first = TempFolder::make("hotline-test");
  auto second = TempFolder::make("hotline-test");
  ASSERT_TRUE(first.ok() && second.ok());
  const fs::path one = first->path(), two = second->path();
  EXPECT_NE(one, two);
  *second = std::move(*first);
  EXPECT_TRUE(fs::exists(one));
  EXPECT_FALSE(fs::exists(two)) << "what was held before is gone";
}

TEST(TempFolder, SaysWhereItCannotBeMade) {
  const auto folder = TempFolder::make("hotline-test", "/no/such/place");
  ASSERT_FALSE(folder.ok());
  EXPECT_EQ(folder.error().code, ErrorCode::unavailable);
  EXPECT_NE(folder.error().text.en.find("/no/such/place"), std::string::npos);
}

}  // namespace
}  // namespace hotline::base
