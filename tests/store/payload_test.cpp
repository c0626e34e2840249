#include "hotline/store/payload.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>

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

// The chain's hash covers the encoding, so no journal may ever be written differently.
TEST(Payload, EncodesAsJsonLibrariesDo) {
  std::vector<std::string> texts{"",
                                 "plain",
                                 "一个 😀",
                                 "a\"b",
                                 "a\\b",
                                 "\b\f\n\r\t",
                                 "\x1f",
                                 "\x7f",
                                 "\xc2\x80",
                                 "/",
                                 "a\x80",
                                 "\xe4\xb8",
                                 "\xed\xa0\x80",
                                 "\xf4\x90\x80\x80",
                                 "\xc0\xaf",
                                 "\xef\xbf\xbd",
                                 std::string("\0", 1)};
  for (int byte = 0; byte < 256; ++byte) texts.push_back("x" + std::string(1, static_cast<char>(byte)) + "y");
  nlohmann::json all = nlohmann::json::object();
  Payload payload;
  for (const std::string& text : texts) {
    all["list"].push_back(text);
    all["text " + std::to_string(all.size())] = text;
  }
  for (const auto& [key, value] : all.items()) {
    if (value.is_string()) payload.set(key, value.get<std::string>());
  }
  payload.set("list", texts);
  const std::vector<double> reals{0.0, -0.0, 1.0, 0.1, 1e300, 5e-324, 123456789.125, 1e21, -2.5e-7};
  for (const double real : reals) {
    all["real " + std::to_string(all.size())] = real;
    payload.set("real " + std::to_string(payload.values().size()), real);
  }
  all["no number"] = std::nan("");
  payload.set("no number", std::nan(""));
  all["a\"key"] = -9223372036854775807 - 1;
  payload.set("a\"key", std::numeric_limits<std::int64_t>::min());
  all["numbers"] = {1, -2, 30};
  payload.set("numbers", Payload::Numbers{1, -2, 30});
  all["nothing"] = nullptr;
  payload.set("nothing", nullptr);
  all["yes"] = true;
  payload.set("yes", true).set("no", false);
  all["no"] = false;
  EXPECT_EQ(payload.encode(), all.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
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
