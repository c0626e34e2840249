#include "hotline/access/saved_views.hpp"

#include "access/queries.hpp"
#include "hotline/store/vault.hpp"

namespace hotline::access {
namespace {

struct Row {
  std::int64_t id = 0;
  std::string name;
  std::int64_t sealed = 0;
};

std::vector<Row> rows_of(store::ReadTx& tx, std::int64_t account) {
  store::Statement row = tx.query(queries::views_of);
  row.bind(account);
  std::vector<Row> rows;
  while (row.step()) rows.push_back({row.integer(0), row.text(1), row.integer(2)});
  return rows;
}

}  // namespace

std::vector<SavedView> saved_views(store::ReadTx& tx, std::int64_t account) {
  std::vector<SavedView> views;
  for (Row& row : rows_of(tx, account)) {
    if (auto query = tx.vault().open(tx, row.sealed); query.ok())
      views.push_back({row.id, std::move(row.name), std::move(*query)});
  }
  return views;
}

base::Result<SavedView> keep_view(store::WriteTx& tx, std::int64_t account, const std::string& name,
                                  const std::string& query) {
  const std::vector<Row> rows = rows_of(tx, account);
  const Row* same = nullptr;
  for (const Row& row : rows) {
    if (row.name == name) same = &row;
  }
  if (same == nullptr && rows.size() >= most_saved_views) {
    return base::Error::of(base::ErrorCode::conflict, "常用查询已达 30 个，请先删除不再使用的查询。",
                           "You keep 30 views already. Remove one that you no longer use.");
  }
  const store::Sealed sealed = tx.vault().seal(tx, "view", query);
  if (same != nullptr) {
    tx.vault().erase(tx, same->sealed);
    tx.execute(queries::set_view, sealed.id, same->id);
    return SavedView{same->id, name, query};
  }
  tx.execute(queries::insert_view, account, name, sealed.id);
  return SavedView{tx.last_insert_id(), name, query};
}

base::Status drop_view(store::WriteTx& tx, std::int64_t account, std::int64_t id) {
  for (const Row& row : rows_of(tx, account)) {
    if (row.id != id) continue;
    tx.vault().erase(tx, row.sealed);
    tx.execute(queries::delete_view, id);
    return {};
  }
  return base::Error::of(base::ErrorCode::not_found, "没有这个常用查询，可能已在别处删除，请刷新列表。",
                         "There is no such view; it may have been removed elsewhere. Read the list again.");
}

}  // namespace hotline::access
