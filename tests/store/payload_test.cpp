#include "hotline/store/payload.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace hotline::store {
namespace {

TEST(Payload, EncodesSortedAndCompact) {
  const Payload payload{{"b", std::int64_t{2}}, {"a", std::string("一")}, {"c", Payload::List{"x", "y"}}};
  EXPECT_EQ(payload.encode(), R"({"a":"一","b":2,"c":["x","y"]})");
}

TEST(Payload, ComesBackExactly) {
  Payload payload;
  payload.set("null", nullptr)
      .set("true", true)
      .set("least", std::numeric_limits<std::int64_t>::min())
      .set("most", std::numeric_limits<std::int64_t>::max())
      .set("third", 1.0 / 3.0)
      .set("whole", 3.0)
      .set("tiny", std::numeric_limits<double>::denorm_min())
      .set("huge", std::numeric_limits<double>::max())
      .set("minus zero", -0.0)
      .set("text", std::string("\"\\\n\t\x01 中文 😀"))
      .set("empty", std::string())
      .set("list", Payload::List{"", "b"})
      .set("numbers", Payload::Numbers{3, -1, 2})
      .set("no numbers", Payload::Numbers{});
  const auto back = Payload::decode(payload.encode());
  ASSERT_TRUE(back.ok());
  EXPECT_EQ(*back, payload);
  EXPECT_TRUE(std::signbit(*back->real("minus zero")));
  EXPECT_EQ(back->encode(), payload.encode());
}

TEST(Payload, GivesNothingForMissingKeysAndOtherTypes) {
  const Payload payload{{"a", std::int64_t{1}}};
  EXPECT_FALSE(payload.integer("b"));
  EXPECT_FALSE(payload.text("a"));
  EXPECT_FALSE(payload.real("a"));
  EXPECT_FALSE(payload.boolean("a"));
  EXPECT_TRUE(payload.list("a").empty());
  EXPECT_TRUE(payload.numbers("b").empty());
  EXPECT_EQ(payload.text_or_empty("b"), "");
}

TEST(Payload, RefusesWhatItCannotHold) {
  for (const char* text : {"", "[]", "1", "{", R"({"a":{}})", R"({"a":[1,"b"]})", R"({"a":[[]]})",
                           R"({"a":18446744073709551615})", R"({"a":[1.5]})"}) {
    const auto payload = Payload::decode(text);
    ASSERT_FALSE(payload.ok()) << text;
    EXPECT_EQ(payload.error().code, base::ErrorCode::corrupt);
  }
}

}  // namespace
}  // namespace hotline::store
