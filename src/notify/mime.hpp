// The text form of a mail: RFC 5322 headers, RFC 2047 words, a base64 body.
#pragma once

#include <string>
#include <string_view>

#include "hotline/base/clock.hpp"

namespace hotline::notify {

std::string base64(std::string_view bytes);

// A header value in any language: as it is when it is plain ASCII, else as encoded words of at most 75
// characters, none of which parts a character (RFC 2047). Control characters become blanks, so that no value
// can end its header.
std::string encoded_words(std::string_view text);

// "Mon, 02 Mar 2026 04:00:00 +0000"
std::string mail_date(base::Time time);

struct Mail {
  std::string from;       // address
  std::string from_name;  // any language; may be empty
  std::string to;         // address
  std::string subject;
  std::string body;
  std::string once_key;
  base::Time date;
};
// With CR LF line ends, the last included.
std::string mail_text(const Mail& mail);

// The form in which DATA takes a text: a dot before each line that begins with one, the closing dot at the
// end (RFC 5321, 4.5.2). `text` ends with CR LF.
std::string dot_stuffed(std::string_view text);

// Whether `address` can stand in MAIL and RCPT as it is: printable ASCII around one @, no blanks or brackets.
bool is_mail_address(std::string_view address);

}  // namespace hotline::notify
