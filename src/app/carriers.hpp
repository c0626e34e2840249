// The ways by which messages leave: console always, mail and text messages where they are set up.
#pragma once

#include <map>
#include <memory>

#include "app/hotline.hpp"
#include "hotline/integrate/identity_provider.hpp"
#include "hotline/notify/carrier.hpp"

namespace hotline::app {

// Errors: invalid_input for settings that cannot work; not_found for a missing password or key file.
base::Result<std::map<notify::Channel, std::unique_ptr<notify::Carrier>>> make_carriers(Hotline& hotline);

// The language model that words answers; null when none is configured. Errors: a key file that cannot be
// read, wrong settings.
base::Result<std::shared_ptr<knowledge::Phraser>> make_phraser(const Hotline& hotline);

// The identity provider that people may sign in by; null when none is configured. Errors: a secret's file
// that cannot be read, wrong settings.
base::Result<std::unique_ptr<integrate::IdentityProvider>> make_identity_provider(Hotline& hotline);

}  // namespace hotline::app
