// A submission as dispatch sees it.
#pragma once

#include "hotline/intake/intake.hpp"

namespace hotline::intake {

dispatch::Facts facts_of(const Submission& submission);

}  // namespace hotline::intake
