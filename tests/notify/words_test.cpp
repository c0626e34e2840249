// Quiet hours, templates, and the text forms of mails and bodies: all pure.
#include <gtest/gtest.h>

#include "hotline/notify/http_post.hpp"
#include "hotline/notify/quiet_hours.hpp"
#include "hotline/notify/templates.hpp"
#include "notify/mime.hpp"
#include "notify/url.hpp"

namespace hotline::notify {
namespace {

using std::chrono::minutes;

base::Time at(std::string_view text) {
  return base::parse_rfc3339(text).value();
}

constexpr minutes kBeijing{480};

TEST(QuietHours, OverMidnightEndInTheMorning) {
  const QuietHours quiet{minutes{21 * 60}, minutes{8 * 60}};
  EXPECT_FALSE(decide_quiet_until(at("2026-03-02T20:59:59.999+08:00"), quiet, kBeijing));
  EXPECT_EQ(decide_quiet_until(at("2026-03-02T21:00:00+08:00"), quiet, kBeijing),
            at("2026-03-03T08:00:00+08:00"));
  EXPECT_EQ(decide_quiet_until(at("2026-03-02T23:59:59+08:00"), quiet, kBeijing),
            at("2026-03-03T08:00:00+08:00"));
  EXPECT_EQ(decide_quiet_until(at("2026-03-03T00:00:00+08:00"), quiet, kBeijing),
            at("2026-03-03T08:00:00+08:00"));
  EXPECT_EQ(decide_quiet_until(at("2026-03-03T07:59:59+08:00"), quiet, kBeijing),
            at("2026-03-03T08:00:00+08:00"));
  EXPECT_FALSE(decide_quiet_until(at("2026-03-03T08:00:00+08:00"), quiet, kBeijing));
}

TEST(QuietHours, AtNoonEndTheSameDay) {
  const QuietHours quiet{minutes{12 * 60}, minutes{14 * 60}};
  EXPECT_FALSE(decide_quiet_until(at("2026-03-02T11:59:00+08:00"), quiet, kBeijing));
  EXPECT_EQ(decide_quiet_until(at("2026-03-02T12:00:00+08:00"), quiet, kBeijing),
            at("2026-03-02T14:00:00+08:00"));
  EXPECT_FALSE(decide_quiet_until(at("2026-03-02T14:00:00+08:00"), quiet, kBeijing));
}

TEST(QuietHours, WithoutLengthAreNever) {
  EXPECT_FALSE(decide_quiet_until(at("2026-03-02T08:00:00+08:00"), {minutes{480}, minutes{480}}, kBeijing));
}

Templates city() {
  return Templates({{"closed",
                     {{"工单{number}办结", "Ticket {number} closed"},
                      {"您反映的工单{number}已办结，共{days}天。",
                       "Ticket {number} was closed after {days} days {{sic}}."}}}});
}

TEST(TemplatesTest, FillTextsAndIntegers) {
  const auto text = city().render("closed", Language::en,
                                  {{"number", std::string("20260302000001")}, {"days", std::int64_t{3}}});
  ASSERT_TRUE(text.ok());
  EXPECT_EQ(text->subject, "Ticket 20260302000001 closed");
  EXPECT_EQ(text->body, "Ticket 20260302000001 was closed after 3 days {sic}.");
}

TEST(TemplatesTest, DoNotFillWhatAValueBrings) {
  const auto text =
      city().render("closed", Language::zh, {{"number", std::string("{days}")}, {"days", std::int64_t{3}}});
  EXPECT_EQ(text->subject, "工单{days}办结");
}

TEST(TemplatesTest, RefuseAMissingValueAndAMissingTemplate) {
  const auto missing = city().render("closed", Language::zh, {{"number", std::string("1")}});
  ASSERT_FALSE(missing.ok());
  EXPECT_EQ(missing.error().code, base::ErrorCode::invalid_input);
  EXPECT_EQ(missing.error().fields[0].pointer, "/arguments/days");
  EXPECT_EQ(city().render("opened", Language::zh, {}).error().code, base::ErrorCode::not_found);
}

TEST(TemplatesTest, AreFoundWholeByTheCheck) {
  EXPECT_TRUE(city().check({{"closed", {"number", "days", "unit"}}}).empty());
}

TEST(TemplatesTest, ShowEveryMistakeInTheCheck) {
  const Templates broken(
      {{"closed", {{"", ""}, {"工单{numbr}", "Ticket {number"}}}, {"unused", {{"", ""}, {"好}", ""}}}});
  const auto problems = broken.check({{"closed", {"number"}}, {"opened", {"number"}}});
  std::vector<std::string> found;
  for (const auto& problem : problems) found.push_back(problem.name + " " + problem.part);
  EXPECT_EQ(found, (std::vector<std::string>{"opened ", "closed body.zh", "closed body.en", "unused body.zh",
                                             "unused body.en"}));
}

TEST(Mime, EncodesEveryLanguageInHeadersAndSplitsNoCharacter) {
  EXPECT_EQ(encoded_words("Ticket closed"), "Ticket closed");
  EXPECT_EQ(encoded_words("工单"), "=?UTF-8?B?5bel5Y2V?=");
  std::string many;
  for (int n = 0; n < 40; ++n) many += "单";
  const std::string words = encoded_words("a" + many);
  std::string decoded_length;
  for (std::size_t from = 0; from < words.size();) {
    const auto end = words.find("\r\n ", from);
    const std::string word = words.substr(from, end - from);
    EXPECT_LE(word.size(), 75u);
    EXPECT_TRUE(word.starts_with("=?UTF-8?B?") && word.ends_with("?="));
    if (end == std::string::npos) break;
    from = end + 3;
  }
  EXPECT_NE(words.find("\r\n "), std::string::npos);
  // The first word holds "a" and 14 characters of three bytes: 43 bytes, for 46 would part the fifteenth.
  std::string first = "a";
  for (int n = 0; n < 14; ++n) first += "单";
  EXPECT_TRUE(words.starts_with("=?UTF-8?B?" + base64(first) + "?="));
}

TEST(Mime, LetsNoValueEndItsHeader) {
  EXPECT_EQ(encoded_words("closed\r\nBcc: all@example.org"), "closed  Bcc: all@example.org");
  EXPECT_TRUE(encoded_words("=?forged?=").starts_with("=?UTF-8?B?"));
}

TEST(Mime, WritesDatesInTheFormOfMail) {
  EXPECT_EQ(mail_date(at("2026-03-02T12:00:05+08:00")), "Mon, 02 Mar 2026 04:00:05 +0000");
}

TEST(Mime, GivesTheSameLetterTheSameMessageId) {
  Mail mail{"hotline@city.example",    "", "li@example.org", "s", "b", "ticket:17:closed",
            at("2026-03-02T12:00:00Z")};
  EXPECT_NE(mail_text(mail).find("Message-ID: <ticket_3a17_3aclosed@city.example>\r\n"), std::string::npos);
}

TEST(Mime, StuffsDots) {
  EXPECT_EQ(dot_stuffed("a\r\n.\r\n..b\r\nc.\r\n"), "a\r\n..\r\n...b\r\nc.\r\n.\r\n");
}

TEST(Mime, KnowsAddresses) {
  for (const char* good : {"li@example.org", "a.b+c@mail.city.example"})
    EXPECT_TRUE(is_mail_address(good)) << good;
  for (const char* bad : {"", "li", "@x", "li@", "a@b@c", "li @x.org", "li@x.org>\r\nRCPT TO:<z@x.org",
                          "<li@x.org>", "李@x.org"}) {
    EXPECT_FALSE(is_mail_address(bad)) << bad;
  }
}

TEST(UrlTest, ReadsWhatAGatewayMayHave) {
  const auto plain = parse_url("http://127.0.0.1:8080/send?v=1");
  ASSERT_TRUE(plain);
  EXPECT_EQ(plain->host, "127.0.0.1");
  EXPECT_EQ(plain->port, 8080);
  EXPECT_EQ(plain->target, "/send?v=1");
  EXPECT_EQ(plain->authority(), "127.0.0.1:8080");
  const auto tls = parse_url("https://sms.example.org");
  ASSERT_TRUE(tls);
  EXPECT_TRUE(tls->encrypted);
  EXPECT_EQ(tls->port, 443);
  EXPECT_EQ(tls->target, "/");
  EXPECT_EQ(tls->authority(), "sms.example.org");
  EXPECT_EQ(parse_url("http://[::1]:81/x")->host, "::1");
  EXPECT_EQ(parse_url("http://[::1]:81/x")->authority(), "[::1]:81");
  EXPECT_EQ(parse_url("http://h?q")->target, "/?q");
}

TEST(UrlTest, RefusesTheRest) {
  for (const char* bad : {"", "sms.example.org", "ftp://x", "http://", "http:///x", "http://u:p@h/",
                          "http://h:0/", "http://h:70000/", "http://h:8x/", "http://h/a b",
                          "http://h/\r\nX: y", "http://h/#f", "http://[::1"}) {
    EXPECT_FALSE(parse_url(bad)) << bad;
  }
}

TEST(Escaping, KeepsValuesInsideTheirBody) {
  EXPECT_EQ(json_escaped("\"\\\n\t\x01李"), "\\\"\\\\\\n\\t\\u0001李");
  EXPECT_EQ(form_escaped("a b&c=李"), "a+b%26c%3D%E6%9D%8E");
}

}  // namespace
}  // namespace hotline::notify
