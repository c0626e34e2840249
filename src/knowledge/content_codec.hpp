// Content as a payload, the form in which versions are stored.
#pragma once

#include "hotline/knowledge/entry.hpp"
#include "hotline/store/payload.hpp"

namespace hotline::knowledge {

store::Payload encode(const Content& content);
Content decode(const store::Payload& payload);

}  // namespace hotline::knowledge
