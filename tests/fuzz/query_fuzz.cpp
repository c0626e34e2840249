// What a user types into a search box. Of tickets: the full-text query must never be a syntax error, and no
// operator gets through. Of knowledge: whatever is found and marked stands within the texts.
#include <sqlite3.h>

#include "fuzz/fuzz_support.hpp"
#include "hotline/retrieve/index.hpp"
#include "hotline/store/fulltext.hpp"
#include "store/tokenizer.hpp"

namespace {

using hotline::fuzz::must_hold;

constexpr std::string_view body =
    "路灯由区城管维修。报修请说明灯杆编号和路名，一般 3 个工作日内修复；夜间施工噪声请拨 "
    "12345。\n材料：身份证。";

sqlite3_stmt* statement() {
  static sqlite3_stmt* const prepared = [] {
    sqlite3* opened = nullptr;
    must_hold(sqlite3_open(":memory:", &opened) == SQLITE_OK);
    hotline::store::register_tokenizer(opened);
    const char* sql =
        "CREATE VIRTUAL TABLE words USING fts5 (text, tokenize = 'hotline_cjk');"
        "INSERT INTO words VALUES ('文三路路灯不亮'), ('street light NEAR 12345'), ('a AND b OR c NOT d')";
    must_hold(sqlite3_exec(opened, sql, nullptr, nullptr, nullptr) == SQLITE_OK);
    sqlite3_stmt* made = nullptr;
    must_hold(sqlite3_prepare_v2(opened, "SELECT count(*) FROM words WHERE words MATCH ?", -1, &made,
                                 nullptr) == SQLITE_OK);
    return made;
  }();
  return prepared;
}

const hotline::retrieve::Index& index() {
  static const auto filled = [] {
    auto made = std::make_unique<hotline::retrieve::Index>();
    made->put({.id = 1,
               .titles = {"路灯不亮找谁", "路灯坏了"},
               .body = std::string(body),
               .tags = {"市政"},
               .attributes = {}});
    made->put(
        {.id = 2, .titles = {"公积金怎么提取"}, .body = "租房提取每年一次。", .tags = {}, .attributes = {}});
    made->put({.id = 3,
               .titles = {"residence permit"},
               .body = "Bring form A-1 and 2 photos.",
               .tags = {},
               .attributes = {}});
    return made;
  }();
  return *filled;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view typed = hotline::fuzz::view_of(data, size);
  if (const auto query = hotline::store::fulltext_query(typed)) {
    sqlite3_bind_text(statement(), 1, query->data(), static_cast<int>(query->size()), SQLITE_TRANSIENT);
    must_hold(sqlite3_step(statement()) == SQLITE_ROW);
    sqlite3_reset(statement());
  }
  const auto found = index().search(typed, {});
  must_hold(found.hits.size() <= 3 && found.confidence >= 0 && found.confidence <= 1);
  must_hold(!found.hits.empty() || found.confidence == 0);
  must_hold(index().suggest(typed, {}).size() <= 10);
  const auto passage = index().best_passage(body, typed);
  must_hold(passage.passage.begin <= passage.passage.end && passage.passage.end <= body.size());
  must_hold(passage.sentence.begin <= passage.sentence.end && passage.sentence.end <= body.size());
  std::size_t last = 0;
  for (const auto& range : index().highlight(body, typed)) {
    must_hold(last <= range.begin && range.begin < range.end && range.end <= body.size());
    last = range.end;
  }
  return 0;
}
