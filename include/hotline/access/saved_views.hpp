// Searches that a person keeps under a name: they belong to the account and so follow it to another desk.
//
// A view's query is the text of the list's address ("state=closed&kind=help"), opaque here, and sealed, for
// people search for names. Free functions on the writer's or a reader's thread; nothing is kept in memory and
// nothing stands in the journal: how somebody looks at the list is nobody else's business.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "hotline/base/result.hpp"
#include "hotline/store/transaction.hpp"

namespace hotline::access {

inline constexpr std::size_t most_saved_views = 30;  // of one account

struct SavedView {
  std::int64_t id = 0;
  std::string name, query;
};

// The account's views, by name.
std::vector<SavedView> saved_views(store::ReadTx& tx, std::int64_t account);
// Keeps `query` as `name`, in the place of a view that has that name. Errors: conflict when the account has
// most_saved_views others.
base::Result<SavedView> keep_view(store::WriteTx& tx, std::int64_t account, const std::string& name,
                                  const std::string& query);
// Errors: not_found when the account has no such view.
base::Status drop_view(store::WriteTx& tx, std::int64_t account, std::int64_t id);

}  // namespace hotline::access
