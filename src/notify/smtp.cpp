#include "hotline/notify/smtp.hpp"

#include <algorithm>
#include <vector>

#include "notify/mime.hpp"
#include "notify/wire.hpp"

namespace hotline::notify {
namespace {

constexpr std::size_t kLongestLine = 2048;
constexpr int kLongestReply = 100;  // lines
constexpr std::chrono::milliseconds kLongestTime = std::chrono::minutes{10};

bool is_one_word(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c <= '~'; });
}

bool is_this_machine(std::string_view host) {
  return host == "localhost" || host == "127.0.0.1" || host == "::1";
}

std::string upper(std::string text) {
  for (char& c : text) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  return text;
}

// One connection for one letter. Each step returns whether to go on; when not, outcome() tells how it ended.
class Conversation {
 public:
  explicit Conversation(const SmtpSettings& settings) : settings_(settings), wire_(settings.timeout) {}

  const Delivery& outcome() const { return outcome_; }

  bool open() {
    if (wire_.connect(settings_.host, settings_.port)) return not_now("无法连接", "cannot be reached");
    if (settings_.tls == Tls::implicit && !encrypt()) return false;
    if (!expect(220, "greeting") || !hello()) return false;
    if (settings_.tls == Tls::starttls) {
      if (!offers("STARTTLS")) return not_now("不支持加密", "offers no encryption");
      if (!command("STARTTLS") || !expect(220, "STARTTLS") || !encrypt() || !hello()) return false;
    }
    return settings_.username.empty() || sign_in();
  }

  bool envelope(const std::string& to) {
    return command("MAIL FROM:<" + settings_.from + ">") && accept(250) &&  //
           command("RCPT TO:<" + to + ">") && accept(250) &&                //
           command("DATA") && accept(354);
  }

  // The step after which nobody knows until the answer is there.
  bool text(const std::string& mail) {
    const bool written = !wire_.write(dot_stuffed(mail));
    if (!written || !read_reply()) {
      return end(Delivery::uncertain("邮件已交邮件服务器，但未收到答复，无法确定是否送达。",
                                     "The mail was handed over, but the server's answer never came."));
    }
    return judge(250);
  }

  void quit() { (void)wire_.write("QUIT\r\n"); }

 private:
  bool end(Delivery delivery) {
    outcome_ = std::move(delivery);
    return false;
  }
  bool not_now(const std::string& zh, const std::string& en) {
    return end(Delivery::try_again("邮件服务器" + zh + "，稍后将自动重试。",
                                   "The mail server " + en + ". It will be tried again."));
  }

  bool encrypt() {
    if (!wire_.start_tls(settings_.host, settings_.ca_file)) return true;
    return not_now("加密连接未能建立", "could not be reached under encryption");
  }

  bool hello() {
    if (!command("EHLO " + settings_.own_name) || !expect(250, "EHLO")) return false;
    offers_ = lines_;
    return true;
  }

  // A refusal of our own name and password is no fault of the letter, so it is tried again.
  bool sign_in() {
    const std::string& user = settings_.username;
    const std::string& password = settings_.password;
    if (offers("AUTH", "PLAIN")) {
      const std::string zero(1, '\0');
      return command("AUTH PLAIN " + base64(zero + user + zero + password)) && expect(235, "AUTH");
    }
    if (offers("AUTH", "LOGIN")) {
      return command("AUTH LOGIN") && expect(334, "AUTH") &&  //
             command(base64(user)) && expect(334, "AUTH") &&  //
             command(base64(password)) && expect(235, "AUTH");
    }
    return not_now("不支持本系统的登录方式", "offers no way to sign in that is known here");
  }

  // Whether the answer to EHLO has a line that begins with `keyword` and, when one is asked for, holds
  // `word`.
  bool offers(const std::string& keyword, const std::string& word = "") const {
    return std::any_of(offers_.begin(), offers_.end(), [&](const std::string& line) {
      const std::string text = upper(line) + " ";
      return text.starts_with(keyword + " ") &&
             (word.empty() || text.find(" " + word + " ") != std::string::npos);
    });
  }

  bool command(const std::string& line) {
    if (!wire_.write(line + "\r\n")) return true;
    return not_now("连接中断", "broke the connection");
  }

  // Reads one reply of one or more lines; false when it does not come whole.
  bool read_reply() {
    lines_.clear();
    std::string line;
    for (int n = 0; n < kLongestReply; ++n) {
      if (wire_.read_line(line, kLongestLine) || line.size() < 3) return false;
      if (!std::all_of(line.begin(), line.begin() + 3, [](char c) { return c >= '0' && c <= '9'; }))
        return false;
      code_ = std::stoi(line.substr(0, 3));
      lines_.push_back(line.size() > 4 ? line.substr(4) : "");
      if (line.size() == 3 || line[3] == ' ') return true;
    }
    return false;
  }

  // A step before the letter itself is spoken of: whatever goes wrong is not the letter's fault.
  bool expect(int code, const char* step) {
    if (!read_reply()) return not_now("未按时答复", "did not answer in time");
    if (code_ == code) return true;
    const std::string said = std::string(step) + " " + std::to_string(code_);
    return not_now("拒绝了本系统的连接或者登录（" + said + "）", "turned us away (" + said + ")");
  }

  bool accept(int code) {
    if (!read_reply()) return not_now("未按时答复", "did not answer in time");
    return judge(code);
  }

  // RFC 5321, 4.2.1: 4yz is temporary, 5yz permanent. 251 is accepted like 250: the server forwards.
  bool judge(int code) {
    if (code_ == code || (code == 250 && code_ == 251)) return true;
    const std::string said = std::to_string(code_);
    if (code_ < 500) return not_now("暂不接收（" + said + "）", "does not take the mail now (" + said + ")");
    return end(Delivery::refused("邮件服务器拒收（" + said + "），请核对收件地址和内容。",
                                 "The mail server refused the mail (" + said + "). Check address and text."));
  }

  const SmtpSettings& settings_;
  Wire wire_;
  Delivery outcome_ = Delivery::sent();
  std::vector<std::string> offers_;
  std::vector<std::string> lines_;
  int code_ = 0;
};

}  // namespace

base::Status check(const SmtpSettings& settings) {
  std::vector<base::FieldError> wrong;
  auto refuse = [&wrong](const char* field, const char* rule, const char* zh, const char* en) {
    wrong.push_back({field, rule, {zh, en}});
  };
  if (settings.host.empty() || !is_one_word(settings.host)) {
    refuse("/host", "format", "请填写邮件服务器的主机名。", "Give the mail server's host name.");
  }
  if (settings.port < 1 || settings.port > 65535) {
    refuse("/port", "range", "端口应为1至65535。", "A port is 1 to 65535.");
  }
  if (!is_mail_address(settings.from)) {
    refuse("/from", "format", "发件地址不是有效的邮箱地址。", "The sender's address is no e-mail address.");
  }
  if (settings.own_name.empty() || !is_one_word(settings.own_name)) {
    refuse("/own_name", "format", "请填写本机名称，不含空格。", "Give this machine's name without blanks.");
  }
  if (settings.timeout.count() < 1 || settings.timeout > kLongestTime) {
    refuse("/timeout", "range", "时限应为1毫秒至10分钟。", "The time limit is 1 ms to 10 minutes.");
  }
  if (settings.tls == Tls::none && !settings.username.empty() && !is_this_machine(settings.host)) {
    refuse("/tls", "required", "向其他主机登录须加密，请选择 starttls 或者 implicit。",
           "Signing in at another machine needs encryption: choose starttls or implicit.");
  }
  if (wrong.empty()) return {};
  return base::Error::fields_wrong(std::move(wrong));
}

Delivery SmtpCarrier::send(const Letter& letter) {
  if (!is_mail_address(letter.address)) {
    return Delivery::refused("收件地址不是有效的邮箱地址，请核对。",
                             "The recipient's e-mail address is not valid. Check it.");
  }
  const std::string& subject = letter.text.subject.empty() ? settings_.default_subject : letter.text.subject;
  const std::string mail = mail_text({settings_.from, settings_.from_name, letter.address, subject,
                                      letter.text.body, letter.once_key, clock_.now()});
  Conversation conversation(settings_);
  if (conversation.open() && conversation.envelope(letter.address) && conversation.text(mail))
    conversation.quit();
  return conversation.outcome();
}

}  // namespace hotline::notify
