#include "notify/mime.hpp"

#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <cstdio>

namespace hotline::notify {
namespace {

constexpr std::size_t kWordBytes = 45;    // 60 base64 characters and "=?UTF-8?B??=": 72 of the 75 allowed
constexpr std::size_t kLineBytes = 57;    // 76 base64 characters, the longest line of RFC 2045
constexpr std::size_t kPlainLength = 60;  // a plain header value that surely fits on its line

bool is_continuation(char c) {
  return (static_cast<unsigned char>(c) & 0xC0) == 0x80;
}

// The Message-ID of a once-only key: the same letter always bears the same one.
std::string message_id(std::string_view once_key, std::string_view from) {
  std::string local;
  for (const char c : once_key) {
    if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '-') {
      local += c;
    } else {
      std::array<char, 4> code{};
      std::snprintf(code.data(), code.size(), "_%02x", static_cast<unsigned>(static_cast<unsigned char>(c)));
      local += code.data();
    }
  }
  return "<" + local + std::string(from.substr(from.find('@'))) + ">";
}

}  // namespace

std::string base64(std::string_view bytes) {
  std::string text(4 * ((bytes.size() + 2) / 3) + 1, '\0');
  const int length =
      EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()),
                      reinterpret_cast<const unsigned char*>(bytes.data()), static_cast<int>(bytes.size()));
  text.resize(static_cast<std::size_t>(length));
  return text;
}

std::string encoded_words(std::string_view text) {
  std::string clean(text);
  for (char& c : clean) {
    if (static_cast<unsigned char>(c) < ' ' || c == 0x7F) c = ' ';
  }
  const bool plain = clean.size() <= kPlainLength && clean.find("=?") == std::string::npos &&
                     std::all_of(clean.begin(), clean.end(), [](char c) { return c >= ' ' && c <= '~'; });
  if (plain) return clean;
  std::string words;
  for (std::size_t from = 0; from < clean.size();) {
    std::size_t to = std::min(from + kWordBytes, clean.size());
    while (to < clean.size() && to > from + 1 && is_continuation(clean[to])) --to;
    if (from > 0) words += "\r\n ";
    words += "=?UTF-8?B?" + base64(std::string_view(clean).substr(from, to - from)) + "?=";
    from = to;
  }
  return words;
}

std::string mail_date(base::Time time) {
  static constexpr std::array<const char*, 7> kDays{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  static constexpr std::array<const char*, 12> kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                       "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day date{day};
  const std::chrono::hh_mm_ss clock{std::chrono::floor<std::chrono::seconds>(time - day)};
  std::array<char, 64> text{};
  std::snprintf(text.data(), text.size(), "%s, %02u %s %d %02d:%02d:%02d +0000",
                kDays.at(std::chrono::weekday{day}.c_encoding()), static_cast<unsigned>(date.day()),
                kMonths.at(static_cast<unsigned>(date.month()) - 1), static_cast<int>(date.year()),
                static_cast<int>(clock.hours().count()), static_cast<int>(clock.minutes().count()),
                static_cast<int>(clock.seconds().count()));
  return text.data();
}

std::string mail_text(const Mail& mail) {
  const std::string name = mail.from_name.empty() ? "" : encoded_words(mail.from_name) + " ";
  std::string text = "Date: " + mail_date(mail.date) + "\r\n";
  text += "From: " + name + "<" + mail.from + ">\r\n";
  text += "To: <" + mail.to + ">\r\n";
  text += "Subject: " + encoded_words(mail.subject) + "\r\n";
  text += "Message-ID: " + message_id(mail.once_key, mail.from) + "\r\n";
  text += "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=UTF-8\r\n";
  // RFC 3834: keeps holiday replies from answering.
  text += "Content-Transfer-Encoding: base64\r\nAuto-Submitted: auto-generated\r\n\r\n";
  for (std::size_t from = 0; from < mail.body.size(); from += kLineBytes) {
    text += base64(std::string_view(mail.body).substr(from, kLineBytes)) + "\r\n";
  }
  return text;
}

std::string dot_stuffed(std::string_view text) {
  std::string stuffed;
  bool line_begins = true;
  for (const char c : text) {
    if (line_begins && c == '.') stuffed += '.';
    stuffed += c;
    line_begins = c == '\n';
  }
  return stuffed + ".\r\n";
}

bool is_mail_address(std::string_view address) {
  const auto at = address.find('@');
  if (at == std::string_view::npos || at == 0 || at + 1 == address.size() || address.size() > 254)
    return false;
  return address.find('@', at + 1) == std::string_view::npos &&
         std::all_of(address.begin(), address.end(), [](char c) {
           return c > ' ' && c <= '~' && std::string_view("<>()[],;:\\\"").find(c) == std::string_view::npos;
         });
}

}  // namespace hotline::notify
