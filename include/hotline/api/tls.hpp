// A server that speaks TLS by itself: see Server for everything else.
//
// TLS 1.2 and 1.3; cookies are Secure then, and browsers are told to come by TLS alone. Each connection keeps
// the certificate that it began with. Threads: every function from any thread.
#pragma once

#include <memory>
#include <string>

#include "hotline/api/server.hpp"

namespace hotline::api {

// PEM files; both "": plain HTTP, for a proxy that ends TLS.
struct TlsFiles {
  std::string certificate;  // the server's own, then those between it and the root
  std::string key;          // without a pass phrase
  bool empty() const { return certificate.empty() && key.empty(); }
};

// As Server::start, by TLS unless `files` are empty. Errors: those of Server::start; invalid_input for
// tls.certificate or tls.key (required, missing, format, weak, mismatch), the text naming the file. A
// certificate that has run out is warned of.
base::Result<std::unique_ptr<Server>> start_server(const TlsFiles& files, ServerSettings settings,
                                                   Platform platform, Routes routes);

// Takes the files where they changed: new connections get the new certificate, open ones keep theirs. True
// when another one is in force now; false without TLS too. Reads two files; call it every few seconds.
// Errors, told once: as at start; the certificate in force stays.
base::Result<bool> refresh_certificate(Server& server);

}  // namespace hotline::api
