// Every SQL statement of the module.
#pragma once

namespace hotline::city::queries {

inline constexpr const char* insert_version =
    "INSERT INTO city_version (number, at, actor, digest, note, rollback_of) VALUES (?, ?, ?, ?, ?, ?)";
inline constexpr const char* insert_file = "INSERT INTO city_file (version, name, content) VALUES (?, ?, ?)";
inline constexpr const char* newest_version =
    "SELECT number, at, actor, digest, note, rollback_of FROM city_version ORDER BY number DESC LIMIT 1";
inline constexpr const char* version_by_number =
    "SELECT number, at, actor, digest, note, rollback_of FROM city_version WHERE number = ?";
inline constexpr const char* version_by_digest =
    "SELECT number, at, actor, digest, note, rollback_of FROM city_version WHERE digest = ? "
    "ORDER BY number DESC LIMIT 1";
inline constexpr const char* versions_before =
    "SELECT number, at, actor, digest, note, rollback_of FROM city_version WHERE number < ? "
    "ORDER BY number DESC LIMIT ?";
inline constexpr const char* files_of_version = "SELECT name, content FROM city_file WHERE version = ?";

}  // namespace hotline::city::queries
