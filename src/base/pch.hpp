// Headers that nearly every source includes, compiled once for all modules below `api`. A convenience of the
// build only: each file still includes what it uses, which the linter's build, made without it, proves.
#pragma once

#include <fmt/format.h>
#include <spdlog/logger.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <random>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <variant>
#include <vector>
