// SQLite's way to the disk, with a checksum on each page of the database file.
//
// A thin VFS around the default one: a page that goes into the database file gets its checksum, one that
// comes out is held against it. A page that fails is still handed on (one bad page must not stop a city's
// hotline; rows that matter are sealed or chained and found out by that), but it is known from then on: the
// log and health name it, backups and the archive refuse it, and writing it again does not make it look
// sound.
//
// Only files whose header asks for it (reserved space of 8 bytes) have checksums; the store makes all of its
// files so. Threads: all functions from any thread.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

struct sqlite3;
struct sqlite3_file;

namespace hotline::store {

// The name under which connections open through it; registers it first. Throws std::runtime_error.
const char* page_vfs();

// Pages of the file at `path` that failed their checksum since this process began, ascending. The path is
// SQLite's full one (sqlite3_db_filename).
std::vector<std::uint32_t> damaged_pages(const std::string& path);
// SQLite's full form of a path.
std::string full_path_of(const std::string& path);
// Forgets them: after the file was replaced or found whole again.
void forget_damage(const std::string& path);
bool has_damage(const std::string& path);
void note_damage(const std::string& path, std::uint32_t page);
// Reads from a file that was opened through this VFS without looking at checksums. SQLite's result code.
int read_unchecked(sqlite3_file* file, void* bytes, int size, std::int64_t at);
// Whether the main file of `handle` has checksums.
bool has_page_tails(sqlite3* handle);

// Bytes of space that a new database is to leave on each page, through `handle`, before its first table is
// made.
void reserve_page_tail(sqlite3* handle);

}  // namespace hotline::store
