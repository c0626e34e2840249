// E-mail by SMTP (RFC 5321), with STARTTLS (RFC 3207) and AUTH PLAIN or LOGIN (RFC 4954).
//
// A mail server does not look for mail it has had before: a connection that breaks between the end of the
// text and the server's answer leaves the letter uncertain. Every other temporary fault is tried again. The
// Message-ID follows from the once-only key.
#pragma once

#include <chrono>
#include <string>

#include "hotline/base/clock.hpp"
#include "hotline/base/result.hpp"
#include "hotline/notify/carrier.hpp"

namespace hotline::notify {

enum class Tls {
  none,      // plain; with a user name only to this machine itself
  starttls,  // begins plain and must be encrypted before anything is said
  implicit,  // encrypted from the first byte (port 465)
};

struct SmtpSettings {
  std::string host;
  int port = 587;
  Tls tls = Tls::starttls;
  std::string ca_file;   // certificates to trust; "" for those of the system
  std::string username;  // "" for no AUTH
  std::string password;
  std::string from;                                      // address of the sender
  std::string from_name;                                 // shown beside it, any language; may be empty
  std::string default_subject = "政务服务便民热线通知";  // for templates without a subject
  std::string own_name = "localhost";                    // said in EHLO
  std::chrono::milliseconds timeout{30'000};             // for a whole letter, 1 ms to 10 min
};

// Errors: invalid_input, naming the settings that are wrong.
base::Status check(const SmtpSettings& settings);

class SmtpCarrier final : public Carrier {
 public:
  // `settings` passed check().
  SmtpCarrier(SmtpSettings settings, const base::Clock& clock)
      : settings_(std::move(settings)), clock_(clock) {}

  bool repeats_safely() const override { return false; }
  Delivery send(const Letter& letter) override;

 private:
  SmtpSettings settings_;
  const base::Clock& clock_;
};

}  // namespace hotline::notify
