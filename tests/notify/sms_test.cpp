// The SMS gateway's side is a real HTTP server on loopback.
#include "hotline/notify/sms.hpp"

#include <atomic>
#include <set>

#include "notify/local_server.hpp"
#include "notify/post_desk.hpp"

namespace hotline::notify {
namespace {

// Takes a text once for each Idempotency-Key, as gateways that honour the key do.
class Gateway {
 public:
  struct Seen {
    std::string head;
    std::string body;
  };

  std::string answer = "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n{\"code\":0}";
  enum class Manner { answers, falls_silent, hangs_up } manner = Manner::answers;
  std::vector<Seen> seen;
  std::set<std::string> heard;  // keys of texts that went out to a telephone

  int port() const { return server_.port(); }
  void rest() { server_.rest(); }
  std::string url() const { return "http://127.0.0.1:" + std::to_string(port()) + "/send"; }

 private:
  static std::string header(const std::string& head, const std::string& name) {
    const auto from = head.find("\r\n" + name + ": ");
    if (from == std::string::npos) return "";
    const auto begin = from + name.size() + 4;
    return head.substr(begin, head.find("\r\n", begin) - begin);
  }
  void serve(Peer& peer) {
    Seen request;
    request.head = peer.read("\r\n\r\n");
    request.body =
        peer.read_bytes(static_cast<std::size_t>(std::atoi(header(request.head, "Content-Length").c_str())));
    if (answer.starts_with("HTTP/1.1 2")) heard.insert(header(request.head, "Idempotency-Key"));
    seen.push_back(std::move(request));
    if (manner == Manner::answers) peer.write(answer);
    if (manner == Manner::falls_silent) peer.fall_silent();
  }

  LocalServer server_{[this](Peer& peer) { serve(peer); }};
};

class SmsGateway : public PostDesk {
 protected:
  SmsSettings to_gateway() const {
    SmsSettings chosen;
    chosen.url = gateway.url();
    chosen.timeout = std::chrono::seconds(20);
    return chosen;
  }
  static Letter letter() {
    return {"ticket:17:closed",         "ticket", 17, Recipient::phone(1), "+8613800138000",
            {"", "工单\"17\"\n已办结"}, false};
  }
  Delivery sent_with(const SmsSettings& chosen) {
    EXPECT_TRUE(check(chosen).ok());
    Delivery delivery = SmsCarrier(chosen).send(letter());
    gateway.rest();
    return delivery;
  }
  Delivery::Kind answered(const std::string& status) {
    gateway.answer = "HTTP/1.1 " + status + " x\r\nContent-Length: 0\r\n\r\n";
    return sent_with(to_gateway()).kind;
  }

  Gateway gateway;
};

TEST_F(SmsGateway, GetsThePostWithEscapedValuesAndTheKey) {
  SmsSettings chosen = to_gateway();
  chosen.headers = {{"Authorization", "Bearer secret"}};
  chosen.body = R"({"to":"{phone}","content":"{text}","id":"{once_key}","sign":"{sign}"})";
  EXPECT_EQ(sent_with(chosen).kind, Delivery::Kind::sent);
  ASSERT_EQ(gateway.seen.size(), 1u);
  const std::string& head = gateway.seen[0].head;
  EXPECT_TRUE(head.starts_with("POST /send HTTP/1.1\r\n")) << head;
  EXPECT_NE(head.find("\r\nAuthorization: Bearer secret\r\n"), std::string::npos);
  EXPECT_NE(head.find("\r\nIdempotency-Key: ticket:17:closed\r\n"), std::string::npos);
  EXPECT_NE(head.find("\r\nContent-Type: application/json; charset=utf-8\r\n"), std::string::npos);
  EXPECT_NE(head.find("\r\nHost: 127.0.0.1:" + std::to_string(gateway.port()) + "\r\n"), std::string::npos);
  EXPECT_EQ(
      gateway.seen[0].body,
      R"({"to":"+8613800138000","content":"工单\"17\"\n已办结","id":"ticket:17:closed","sign":"{sign}"})");
}

TEST_F(SmsGateway, GetsAFormWhereItWantsOne) {
  SmsSettings chosen = to_gateway();
  chosen.body = "mobile={phone}&msg={text}";
  chosen.escape = SmsSettings::Escape::form;
  chosen.content_type = "application/x-www-form-urlencoded";
  sent_with(chosen);
  EXPECT_EQ(gateway.seen[0].body,
            "mobile=%2B8613800138000&msg=%E5%B7%A5%E5%8D%95%2217%22%0A%E5%B7%B2%E5%8A%9E%E7%BB%93");
}

TEST_F(SmsGateway, StatusDecidesHowTheLetterFared) {
  for (const char* status : {"200", "201", "202", "204"})
    EXPECT_EQ(answered(status), Delivery::Kind::sent) << status;
  for (const char* status : {"400", "404", "422"})
    EXPECT_EQ(answered(status), Delivery::Kind::refused) << status;
  for (const char* status : {"500", "502", "503", "429", "408", "401", "403", "302"}) {
    EXPECT_EQ(answered(status), Delivery::Kind::try_again) << status;
  }
}

TEST_F(SmsGateway, BodyDecidesWhereTheStatusDoesNot) {
  SmsSettings chosen = to_gateway();
  chosen.accepted_when_body_contains = "\"code\":0";
  EXPECT_EQ(sent_with(chosen).kind, Delivery::Kind::sent);
  gateway.answer = "HTTP/1.1 200 OK\r\nContent-Length: 12\r\n\r\n{\"code\":\"E1\"}";
  EXPECT_EQ(sent_with(chosen).kind, Delivery::Kind::refused);
}

TEST_F(SmsGateway, UnreachableIsTriedAgain) {
  SmsSettings chosen = to_gateway();
  chosen.url = "http://127.0.0.1:" + std::to_string(dead_port()) + "/";
  EXPECT_EQ(sent_with(chosen).kind, Delivery::Kind::try_again);
}

TEST_F(SmsGateway, SilenceOrABrokenAnswerIsUncertain) {
  SmsSettings chosen = to_gateway();
  gateway.manner = Gateway::Manner::hangs_up;
  EXPECT_EQ(sent_with(chosen).kind, Delivery::Kind::uncertain);
  gateway.manner = Gateway::Manner::answers;
  gateway.answer = "nonsense\r\n\r\n";
  EXPECT_EQ(sent_with(chosen).kind, Delivery::Kind::uncertain);
  gateway.manner = Gateway::Manner::falls_silent;
  chosen.timeout = std::chrono::milliseconds(100);
  EXPECT_EQ(sent_with(chosen).kind, Delivery::Kind::uncertain);
}

TEST_F(SmsGateway, NoTelephoneGetsATextTwice) {
  SmsSettings chosen = to_gateway();
  SmsCarrier carrier(chosen);
  Courier by_http(store, outbox, store.clock, {{Channel::sms, &carrier}});
  jobs::Runner sender(store, scheduler, store.clock, waiter, base::make_silent_logger(), {});
  sender.handle_outside(kDeliver, [&](jobs::OutsideAttempt& attempt) { return by_http.deliver(attempt); });
  const auto id = queued(closed_note(Recipient::phone(sealed("phone", "+8613800138000")))).id;
  // The text goes out, but the answer is lost: it is posted again with the same key.
  gateway.manner = Gateway::Manner::hangs_up;
  sender.run_due();
  gateway.rest();
  EXPECT_EQ(message(id).state, MessageState::queued);
  gateway.manner = Gateway::Manner::answers;
  store.clock.advance(minutes(5));
  sender.run_due();
  gateway.rest();
  EXPECT_EQ(message(id).state, MessageState::sent);
  queued(closed_note(Recipient::phone(sealed("phone", "+8613800138000"))));
  store.clock.advance(hours(1));
  EXPECT_EQ(sender.run_due(), 0u);
  EXPECT_EQ(gateway.seen.size(), 2u);
  EXPECT_EQ(gateway.heard, std::set<std::string>{"ticket:17:closed"});
}

TEST_F(SmsGateway, ThatKnowsNoKeysIsNotAskedTwice) {
  SmsSettings chosen = to_gateway();
  chosen.honours_once_key = false;
  SmsCarrier carrier(chosen);
  Courier by_http(store, outbox, store.clock, {{Channel::sms, &carrier}});
  jobs::Runner sender(store, scheduler, store.clock, waiter, base::make_silent_logger(), {});
  sender.handle_outside(kDeliver, [&](jobs::OutsideAttempt& attempt) { return by_http.deliver(attempt); });
  const auto id = queued(closed_note(Recipient::phone(sealed("phone", "+8613800138000")))).id;
  gateway.manner = Gateway::Manner::hangs_up;
  sender.run_due();
  gateway.rest();
  store.clock.advance(hours(5));
  sender.run_due();
  gateway.rest();
  EXPECT_EQ(gateway.seen.size(), 1u);
  EXPECT_EQ(message(id).state, MessageState::uncertain);
}

TEST_F(SmsGateway, SettingsAreChecked) {
  auto wrong = [&](auto spoil) {
    SmsSettings chosen = to_gateway();
    spoil(chosen);
    const auto status = check(chosen);
    return status.ok() ? std::string("ok") : status.error().fields.at(0).pointer;
  };
  EXPECT_EQ(wrong([](SmsSettings&) {}), "ok");
  EXPECT_EQ(wrong([](SmsSettings& s) { s.url = "sms.example.org"; }), "/url");
  EXPECT_EQ(wrong([](SmsSettings& s) { s.headers["X-A"] = "a\r\nX-B: b"; }), "/headers/X-A");
  EXPECT_EQ(wrong([](SmsSettings& s) { s.once_header = "Idem Key"; }), "/once_header");
  EXPECT_EQ(wrong([](SmsSettings& s) { s.body = "{text}"; }), "/body");
  EXPECT_EQ(wrong([](SmsSettings& s) { s.timeout = std::chrono::milliseconds(0); }), "/timeout");
}

}  // namespace
}  // namespace hotline::notify
