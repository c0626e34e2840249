// How the caller speaks, from fields that are read already.
#pragma once

#include <string>
#include <vector>

#include "dispatch/form_field.hpp"

namespace hotline::dispatch {

Manner tell_manner(const FormText& title, const FormText& words, const std::vector<std::string>& languages);

}  // namespace hotline::dispatch
