// Bodies that a route's specification takes, made up from it: what a fuzz target starts from and changes.
#pragma once

#include <random>

#include "api/json.hpp"
#include "api/spec/spec.hpp"

namespace hotline::fuzz {

using Dice = std::minstd_rand;

// A value of the type, most often a valid one.
api::Json sample(const api::Type& type, const std::string& name, Dice& dice);
api::Json sample(const api::ObjectSpec& spec, Dice& dice);
// Changes one field of a body somewhere: another value, none, or one that was never declared.
void vary(const api::ObjectSpec& spec, api::Json& body, Dice& dice);

}  // namespace hotline::fuzz
