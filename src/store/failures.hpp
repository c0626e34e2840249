// The store's failures as values: one place for their codes and sentences.
#pragma once

#include <cstdint>
#include <exception>
#include <string_view>

#include "hotline/base/error.hpp"
#include "hotline/base/log.hpp"

namespace hotline::store {

base::Error queue_full();
base::Error shutting_down();
base::Error internal_failure();
// A page whose checksum is wrong, by its number.
base::Error damaged_page(std::uint32_t number);
// The Error of an SQLite result code: storage_full, corrupt, unavailable (locked by somebody else) or
// internal.
base::Error failure_of(int sqlite_code);
// The Error of the exception being handled; its cause goes to the log, named by `doing`.
base::Error failure_of_exception(const base::Logger& logger, std::string_view doing);

}  // namespace hotline::store
