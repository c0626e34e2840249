// Signing in by the city's identity provider: OpenID Connect, authorization code with PKCE (RFC 7636, S256).
//
//   begin() --> the browser goes to the provider --> comes back with state and code --> prove() --> a person
//
// Invariants
//   - A state is good for one code, ten minutes, and the browser that began: whoever comes with it a second
//     time, or from another browser, is refused. begin() and prove() meet in memory alone; a restart ends
//     what is under way.
//   - A token is believed after signature, issuer, audience, times and nonce held (identity_token.hpp).
//   - The provider says who somebody is, never what that one may do: no account and no right comes of it.
//   - What the provider publishes (discovery, keys) is asked anew after an hour; keys also when a token names
//     an unknown one, once a minute at most. After a failure it is left alone for a few seconds.
// Threads: every function from any thread; begin() and prove() wait for the provider, `timeout` for each
// request.
#pragma once

#include <chrono>
#include <list>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "hotline/base/clock.hpp"
#include "hotline/base/log.hpp"
#include "hotline/base/random.hpp"
#include "hotline/base/result.hpp"
#include "hotline/integrate/identity_token.hpp"

namespace hotline::integrate {

struct ProviderSettings {
  std::string issuer{};         // "https://id.example.gov.cn/realms/city"; "" : off
  std::string client_id{};      // as registered with the provider
  std::string client_secret{};  // "" for a public client, which PKCE alone protects
  std::string redirect_url{};   // of the sign-in page, as registered: "https://hotline.example/staff/sign-in"
  std::string claim = "preferred_username";  // whose value is the login of an account here
  std::string scope = "openid profile";
  std::string name{};     // on the button
  std::string ca_file{};  // certificates to trust; "" for those of the system
  std::chrono::milliseconds timeout{5000};
};

// Errors: invalid_input, one field for each setting that is wrong (oidc.issuer, oidc.client_id, ...). http://
// is taken for the loopback alone.
base::Status check(const ProviderSettings& settings);

class IdentityProvider {
 public:
  // `settings` have passed check(); the others outlive it.
  IdentityProvider(ProviderSettings settings, const base::Clock& clock, base::Random& random,
                   base::Logger logger);

  const std::string& name() const { return settings_.name; }

  struct Begun {
    std::string url;      // where the browser goes
    std::string browser;  // to be kept by the browser and given to prove()
  };
  // Errors: unavailable (the provider does not answer, or not as it should).
  base::Result<Begun> begin();

  // The value of the configured claim. With an error the state is used up. Errors: unauthenticated (state
  // unknown, used or too old, another browser; code or token refused, the log names why), forbidden (no such
  // claim in the token), unavailable.
  base::Result<std::string> prove(const std::string& state, const std::string& code,
                                  const std::string& browser);

  // Keeps what prove() gave, because something that only the person has (a second factor) is still to come:
  // the next prove() with this state, from this browser, gives it again without a code.
  void hold(const std::string& state, const std::string& browser, std::string claim);

 private:
  struct Published {
    std::string authorization, token;
    bool secret_in_body = false;  // else in the Authorization header
    std::vector<SigningKey> keys;
    std::string jwks;
    base::Time at;
  };
  struct Started {
    std::string nonce, verifier, browser;
    base::Time at;
    std::string claim;  // proven already, see hold()
    std::list<std::string>::iterator place;
  };

  base::Result<Published> published();
  base::Result<Published> discover() const;
  base::Result<std::string> fetch(const std::string& url) const;
  base::Result<std::vector<SigningKey>> renewed_keys();
  base::Result<std::string> redeem(const Published& at, const std::string& code,
                                   const std::string& verifier) const;
  void keep(const std::string& state, Started started);
  std::optional<Started> take(const std::string& state);
  base::Error refused(std::string_view cause) const;

  const ProviderSettings settings_;
  const base::Clock& clock_;
  base::Random& random_;
  const base::Logger logger_;

  std::mutex started_mutex_;
  std::map<std::string, Started> started_;  // by state
  std::list<std::string> order_;            // of starting, the oldest first

  std::mutex published_mutex_;  // held while the provider is asked, so that one asks for all
  std::optional<Published> published_;
  std::optional<base::Time> failed_at_, keys_at_;
};

}  // namespace hotline::integrate
