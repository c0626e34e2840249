// The certificate that the server shows: read from two PEM files, and read again while it serves.
//
// TLS 1.2 and 1.3 alone; key exchange with forward secrecy, authenticated ciphers; no renegotiation, no
// compression, no tickets (a session is never resumed, so that a stolen ticket key opens nothing).
// A context is immutable once it is in force: connections keep the one they began with.
// Threads: every function from any thread.
#pragma once

#include <memory>
#include <mutex>
#include <string>

#include "api/http/transport.hpp"
#include "hotline/base/clock.hpp"
#include "hotline/base/log.hpp"
#include "hotline/base/result.hpp"

namespace hotline::api {

class Certificate {
 public:
  // `certificate`: the server's own, then those between it and the root; `key`: without a pass phrase, at
  // least 2048 bits of RSA or 224 of a curve. A certificate that has run out, or is not valid yet, is taken
  // and warned of. `clock` must outlive it. Errors: invalid_input, its pointer the setting (tls.certificate,
  // tls.key), its code required, missing, format, weak or mismatch.
  static base::Result<std::unique_ptr<Certificate>> open(std::string certificate, std::string key,
                                                         const base::Clock& clock, base::Logger logger);

  // What new connections take.
  TlsContext context() const;
  // Takes the files' present content when it is another one than was tried last; true when it is in force
  // now. A failure is told once, and the certificate in force stays. Errors: as in open().
  base::Result<bool> refresh();
  // When the one in force runs out.
  base::Time expires_at() const;
  // unavailable when it has run out, or does within two weeks.
  base::Status concern() const;

 private:
  Certificate(std::string certificate, std::string key, const base::Clock& clock, base::Logger logger)
      : certificate_(std::move(certificate)),
        key_(std::move(key)),
        clock_(clock),
        logger_(std::move(logger)) {}

  const std::string certificate_, key_;
  const base::Clock& clock_;
  const base::Logger logger_;
  mutable std::mutex mutex_;
  std::string tried_;  // digest of the files as they were last read
  TlsContext context_;
  base::Time expires_at_{};
};

}  // namespace hotline::api
