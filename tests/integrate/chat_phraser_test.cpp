// A language model behind its wall: grounded words pass, inventions are dropped, a stall costs a bounded
// time.
#include "hotline/integrate/chat_phraser.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>
#include <mutex>
#include <nlohmann/json.hpp>
#include <thread>

namespace hotline::integrate {
namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using Json = nlohmann::json;

// A server that speaks the OpenAI protocol on a port of its own: answers each connection as told, or never.
class Model {
 public:
  explicit Model(std::string content, unsigned status = 200, bool stalls = false)
      : content_(std::move(content)), status_(status), stalls_(stalls), thread_([this] { serve(); }) {}
  ~Model() {
    closing_ = true;
    asio::io_context io;
    asio::ip::tcp::socket last(io);
    boost::system::error_code ignored;
    last.connect({asio::ip::address_v4::loopback(), port()}, ignored);
    last.close(ignored);
    thread_.join();
  }
  unsigned short port() const { return acceptor_.local_endpoint().port(); }
  std::string url() const { return "http://127.0.0.1:" + std::to_string(port()) + "/v1"; }

  using Requests = std::vector<http::request<http::string_body>>;
  Requests asked() const {
    const std::lock_guard lock(mutex_);
    return asked_;
  }

 private:
  void serve() {
    for (;;) {
      asio::ip::tcp::socket socket(io_);
      boost::system::error_code failed;
      acceptor_.accept(socket, failed);
      if (failed || closing_) return;
      boost::beast::flat_buffer buffer;
      http::request<http::string_body> request;
      http::read(socket, buffer, request, failed);
      if (failed) continue;
      {
        const std::lock_guard lock(mutex_);
        asked_.push_back(request);
      }
      if (stalls_) {
        // Until the client gives up and closes.
        char byte = 0;
        asio::read(socket, asio::buffer(&byte, 1), failed);
        continue;
      }
      http::response<http::string_body> reply{http::int_to_status(status_), 11};
      reply.body() =
          Json{{"choices", {{{"message", {{"role", "assistant"}, {"content", content_}}}}}}}.dump();
      reply.prepare_payload();
      http::write(socket, reply, failed);
    }
  }

  std::string content_;
  unsigned status_;
  bool stalls_;
  std::atomic<bool> closing_{false};
  mutable std::mutex mutex_;
  Requests asked_;
  asio::io_context io_;
  asio::ip::tcp::acceptor acceptor_{io_, {asio::ip::address_v4::loopback(), 0}};
  std::thread thread_;
};

const std::vector<std::string> passages{"犬只登记办证\n所需材料：居民身份证、犬只免疫证明",
                                        "办理地点：翠苑街道便民服务中心 3 号窗口；咨询电话：0571-88880000"};

class Phrasing : public ::testing::Test {
 protected:
  ChatSettings settings(const Model& model) {
    ChatSettings out;
    out.url = model.url();
    out.model = "sample";
    out.key = "secret";
    return out;
  }
  std::optional<std::string> phrased(ChatPhraser& phraser, const std::string& question = "犬证怎么办？") {
    return knowledge::phrase_checked(phraser, question, passages, "zh");
  }
  base::ManualClock clock{base::from_millis(1772424000000)};
};

TEST_F(Phrasing, AGroundedAnswerPasses) {
  const std::string words =
      "您好，办理犬只登记请带居民身份证和犬只免疫证明，到翠苑街道便民服务中心3号窗口，咨询电话0571-"
      "88880000。";
  Model model(words);
  ChatPhraser phraser(settings(model), clock);
  EXPECT_EQ(phrased(phraser), words);
  ASSERT_EQ(model.asked().size(), 1U);
  EXPECT_EQ(model.asked()[0].target(), "/v1/chat/completions");
  EXPECT_EQ(model.asked()[0][http::field::authorization], "Bearer secret");
  const Json body = Json::parse(model.asked()[0].body());
  EXPECT_EQ(body["model"], "sample");
  EXPECT_NE(body["messages"][1]["content"].get<std::string>().find("犬只免疫证明"), std::string::npos);
}

TEST_F(Phrasing, AnInventedTelephoneDropsTheAnswer) {
  Model model("请拨打0571-66667777咨询，带居民身份证。");
  ChatPhraser phraser(settings(model), clock);
  EXPECT_EQ(phrased(phraser), std::nullopt);
}

TEST_F(Phrasing, WhateverThePassagesDoNotHoldIsFound) {
  const auto wrong = [](const std::string& words) { return knowledge::find_ungrounded(words, passages); };
  EXPECT_TRUE(wrong("带居民身份证、犬只免疫证明到便民服务中心3号窗口。").empty());
  EXPECT_TRUE(wrong("电话 0571 8888 0000。").empty()) << "the same number, set otherwise";
  EXPECT_EQ(wrong("请到5号窗口。"), std::vector<std::string>{"5"});
  EXPECT_EQ(wrong("2026-05-01前办理。"), std::vector<std::string>{"2026-05-01"});
  EXPECT_EQ(wrong("电话8888。"), std::vector<std::string>{"8888"}) << "a part of a number is another number";
  EXPECT_EQ(wrong("需要三个工作日。"), std::vector<std::string>{"三个"});
  EXPECT_EQ(wrong("请到市公安局办理。"), std::vector<std::string>{"公安局"});
  EXPECT_EQ(wrong("下载APP办理。"), std::vector<std::string>{"app"});
  EXPECT_EQ(wrong("请联系王建国主任，带居民身份证。"), std::vector<std::string>{"王建国"});
  EXPECT_EQ(wrong("联系人：李小红。"), std::vector<std::string>{"李小红"});
  EXPECT_FALSE(wrong("").empty());
}

TEST_F(Phrasing, ANameThatAPassageHoldsPasses) {
  EXPECT_TRUE(knowledge::find_ungrounded("请联系王建国主任。", {"联系人：王建国，3 号窗口"}).empty());
}

TEST_F(Phrasing, PersonalDataDoesNotLeave) {
  Model model("请带居民身份证。");
  ChatPhraser phraser(settings(model), clock);
  phrased(phraser, "我叫王小明，电话13812345678，身份证11010519491231002X，犬证怎么办？");
  ASSERT_EQ(model.asked().size(), 1U);
  const std::string sent = model.asked()[0].body();
  EXPECT_EQ(sent.find("13812345678"), std::string::npos);
  EXPECT_EQ(sent.find("王小明"), std::string::npos) << sent;
  EXPECT_EQ(sent.find("11010519491231002X"), std::string::npos);
}

TEST_F(Phrasing, AStallFallsBackOnceItsTimeIsUp) {
  Model model("", 200, true);
  ChatSettings slow = settings(model);
  slow.timeout = std::chrono::milliseconds{50};
  ChatPhraser phraser(slow, clock);
  EXPECT_EQ(phrased(phraser), std::nullopt);
  EXPECT_EQ(ChatSettings().timeout, std::chrono::seconds{2}) << "what is in force unless a city sets another";
}

TEST_F(Phrasing, FailuresInARowLeaveTheModelAloneForAWhile) {
  Model model("坏", 500);
  ChatPhraser phraser(settings(model), clock);
  for (int i = 0; i < 3; ++i) EXPECT_EQ(phrased(phraser), std::nullopt);
  EXPECT_EQ(model.asked().size(), 3U);
  phrased(phraser);
  EXPECT_EQ(model.asked().size(), 3U) << "not asked while it rests";
  clock.advance(std::chrono::seconds{31});
  phrased(phraser);
  EXPECT_EQ(model.asked().size(), 4U);
}

TEST_F(Phrasing, NobodyListeningAndNonsenseFallBackAlike) {
  ChatSettings nowhere;
  {
    Model gone("x");
    nowhere = settings(gone);
  }
  ChatPhraser phraser(nowhere, clock);
  EXPECT_EQ(phrased(phraser), std::nullopt);
  EXPECT_TRUE(check(nowhere).ok());
  nowhere.url = "ftp://x";
  nowhere.model = "";
  EXPECT_EQ(check(nowhere).error().fields.size(), 2U);
}

}  // namespace
}  // namespace hotline::integrate
