#include "store/tokenizer.hpp"

#include <sqlite3.h>

#include <new>

#include "hotline/text/ngrams.hpp"
#include "hotline/text/normalize.hpp"
#include "store/connection.hpp"

namespace hotline::store {
namespace {

using TokenSink = int (*)(void*, int, const char*, int, int, int);

// One per full-text table and connection, so used by one thread at a time; keeps its buffers.
struct Buffers {
  std::string normal;
  text::NormalizedText mapped;
};

int give(TokenSink sink, void* context, const text::Token& token, text::ByteRange source) {
  return sink(context, token.colocated ? FTS5_TOKEN_COLOCATED : 0, token.text.data(),
              static_cast<int>(token.text.size()), static_cast<int>(source.begin),
              static_cast<int>(source.end));
}

int tokenize(Buffers& buffers, std::string_view original, int flags, TokenSink sink, void* context) {
  const bool query = (flags & FTS5_TOKENIZE_QUERY) != 0;
  // Only auxiliary functions look at places in the original; the index and queries do not.
  const bool places = (flags & FTS5_TOKENIZE_AUX) != 0;
  if (places) {
    text::normalize_with_map_into(original, buffers.mapped);
  } else {
    text::normalize_into(original, buffers.normal);
  }
  text::TokenCursor cursor(places ? buffers.mapped.text : buffers.normal,
                           query ? text::TokenMode::query : text::TokenMode::index);
  text::Token token;
  while (cursor.next(token)) {
    const text::ByteRange source =
        places ? buffers.mapped.source(token.begin, token.end) : text::ByteRange{token.begin, token.end};
    if (const int code = give(sink, context, token, source); code != SQLITE_OK) return code;
  }
  return SQLITE_OK;
}

int create(void*, const char**, int, Fts5Tokenizer** out) {
  auto* buffers = new (std::nothrow) Buffers;
  *out = reinterpret_cast<Fts5Tokenizer*>(buffers);
  return buffers ? SQLITE_OK : SQLITE_NOMEM;
}

void destroy(Fts5Tokenizer* tokenizer) {
  delete reinterpret_cast<Buffers*>(tokenizer);
}

// No exception may cross SQLite's C code.
int tokenize_for_sqlite(Fts5Tokenizer* tokenizer, void* context, int flags, const char* original, int size,
                        TokenSink sink) {
  if (!original || size <= 0) return SQLITE_OK;
  try {
    return tokenize(*reinterpret_cast<Buffers*>(tokenizer), {original, static_cast<std::size_t>(size)}, flags,
                    sink, context);
  } catch (const std::bad_alloc&) {
    return SQLITE_NOMEM;
  } catch (...) {
    return SQLITE_ERROR;
  }
}

fts5_api* find_fts5(sqlite3* handle) {
  fts5_api* api = nullptr;
  sqlite3_stmt* statement = nullptr;
  if (sqlite3_prepare_v2(handle, "SELECT fts5(?1)", -1, &statement, nullptr) == SQLITE_OK) {
    sqlite3_bind_pointer(statement, 1, static_cast<void*>(&api), "fts5_api_ptr", nullptr);
    sqlite3_step(statement);
  }
  sqlite3_finalize(statement);
  return api;
}

}  // namespace

void register_tokenizer(sqlite3* handle) {
  fts5_api* api = find_fts5(handle);
  if (!api) throw SqlError(SQLITE_ERROR, "this SQLite has no FTS5");
  fts5_tokenizer functions{create, destroy, tokenize_for_sqlite};
  const int code = api->xCreateTokenizer(api, "hotline_cjk", nullptr, &functions, nullptr);
  if (code != SQLITE_OK) throw_sql_error(handle, code, "register the tokenizer");
}

}  // namespace hotline::store
