// The city's wording of messages, at hand for each message that is queued.
#pragma once

#include "hotline/city/holder.hpp"
#include "hotline/notify/outbox.hpp"

namespace hotline::ticket {

// Gives the templates (templates_of) of the city that is in force, made anew only when a city was loaded
// anew. From any thread; `city` must outlive it.
notify::TemplateSource templates_in_force(const city::CityHolder& city);

}  // namespace hotline::ticket
