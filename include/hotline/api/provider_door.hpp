// Routes for signing in by an identity provider (OpenID Connect): session/provider.
//
// The browser asks for an address, goes there, comes back to the sign-in page with state and code, and that
// page sends both here. What binds the state to the browser is a secret that the page keeps meanwhile.
#pragma once

#include "hotline/access/session.hpp"
#include "hotline/access/settings.hpp"
#include "hotline/api/server.hpp"
#include "hotline/integrate/identity_provider.hpp"
#include "hotline/store/store.hpp"

namespace hotline::api {

// Everything in it outlives the server.
struct ProviderDoor {
  integrate::IdentityProvider* provider = nullptr;  // null: none is set up, and the routes say so
  store::Store& store;
  const access::Sessions& sessions;
  const base::Clock& clock;
  access::LockOut lock_out;
  bool secure_cookies = false;
};

void add_provider_routes(Routes& routes, const ProviderDoor& door);

}  // namespace hotline::api
