// Open files: each connection is one, and so are the database, its log, the archive and each attachment.
#pragma once

#include <cstddef>

namespace hotline::app {

// Left to everything that is no connection.
inline constexpr std::size_t kept_files = 256;

// Raises this process's limit of open files to the most that the system allows; returns the limit.
std::size_t allow_many_files();

// How many of the wanted connections (at least 1) a limit of open files has room for, at least 1. Where the
// limit is low, half of it stays for the rest.
std::size_t fitting_connections(std::size_t wanted, std::size_t files);

}  // namespace hotline::app
