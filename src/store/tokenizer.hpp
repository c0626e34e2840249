// The FTS5 tokenizer `hotline_cjk`; see fulltext.hpp.
#pragma once

struct sqlite3;

namespace hotline::store {

// Makes the tokenizer known to one connection. Throws SqlError.
void register_tokenizer(sqlite3* handle);

}  // namespace hotline::store
