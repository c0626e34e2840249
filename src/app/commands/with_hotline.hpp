// For commands that work on the database while no server runs.
#pragma once

#include <functional>

#include "app/commands/commands.hpp"
#include "app/hotline.hpp"

namespace hotline::app {

// Opens the configured hotline, runs `work` on it and returns its exit status; says what is wrong and returns
// 1 when the settings or the hotline cannot be opened.
int with_hotline(const Environment& environment, const std::function<int(Hotline&)>& work);

}  // namespace hotline::app
