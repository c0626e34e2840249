// One request, as its handler sees it: authenticated, allowed, read and validated.
//
// Belongs to the connection and lives until the answer has been sent; used on the connection's strand alone.
// What a handler hands over as work (answer.hpp) copies what it needs out of the call.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api/idempotency.hpp"
#include "api/json.hpp"
#include "api/language.hpp"
#include "api/query.hpp"
#include "api/request_head.hpp"
#include "hotline/access/principal.hpp"
#include "hotline/base/clock.hpp"
#include "hotline/store/journal.hpp"

namespace hotline::api {

class Call {
 public:
  // Who asks. `principal` is nobody, without rights, on routes for anyone.
  const access::Principal& principal() const { return *principal_; }
  std::shared_ptr<const access::Principal> shared_principal() const { return principal_; }
  bool is_signed_in() const { return !principal_->actor.empty(); }
  bool may(access::Right right) const { return principal_->may(right); }
  // For the journal: the principal, or "citizen" where nobody is signed in.
  store::Actor actor() const { return {is_signed_in() ? principal_->actor : "citizen", principal_->origin}; }
  // The token of the session, for routes about the session itself; "" for programs.
  const std::string& session_token() const { return session_token_; }

  // What is asked.
  const std::string& path(std::string_view parameter) const;
  // A parameter that was declared as an integer.
  std::int64_t path_id(std::string_view parameter) const;
  const Query& query() const { return query_; }
  // The validated body of a route with `body`; moved from by who wants to keep it.
  Json& body() { return body_; }
  // The body as sent, of a route with BodyKind::bytes.
  std::string& bytes() { return bytes_; }
  std::string_view content_type() const { return head_.content_type; }
  // The version in If-Match. Always there when the route needs one.
  std::optional<std::int64_t> expected_version() const { return expected_version_; }
  std::string_view last_event_id() const { return head_.last_event_id; }

  Language language() const { return language_; }
  const std::string& in_language(const base::Text& text) const { return api::in_language(text, language_); }
  const std::string& request_id() const { return request_id_; }
  const std::string& address() const { return head_.address; }
  // Where staff or a program comes from, for the journal: "console 10.1.2.3". A citizen's address is not
  // kept.
  std::string origin(std::string_view door) const { return std::string(door) + ' ' + head_.address; }
  base::Time now() const { return now_; }
  const Route& route() const { return *route_; }
  std::string_view path_text() const { return head_.path; }
  bool is_head() const { return head_.is_head; }

 private:
  friend class Pipeline;

  RequestHead head_;
  const Route* route_ = nullptr;
  std::size_t route_index_ = 0;
  const std::vector<Field>* path_fields_ = nullptr;
  std::vector<std::string> path_values_;
  Query query_;
  Json body_;
  std::string bytes_;
  std::shared_ptr<const access::Principal> principal_;
  std::string session_token_;
  std::optional<std::int64_t> expected_version_;
  std::optional<IdempotentRequest> once_;
  Language language_ = Language::zh;
  std::string request_id_;
  base::Time now_;
  std::chrono::steady_clock::time_point began_;
};

}  // namespace hotline::api
