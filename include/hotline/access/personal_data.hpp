// The guard of personal data: the only way by which it leaves the vault.
//
// Everybody sees masked text. Who holds Right::personal_data_reveal and gives a reason sees one item in full,
// and the look is in the journal before the item is handed out; a refused look is in the journal too.
// Payloads hold ids only.
//
//   stream "access", subject = id of the sealed row
//   personal_data_revealed   payload sealed, about, of       reason: masked
//   personal_data_refused    payload sealed, about, of, cause (right, secret, reason)
//   personal_data_erased     payload sealed (ids), erased    reason: masked
//
// Whether the asker may see the ticket or request at all (own unit, interest) is decided before, by who owns
// it. Threads: functions with a WriteTx on the writer, with a ReadTx on any reader; masked_text() anywhere.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "hotline/access/principal.hpp"
#include "hotline/base/result.hpp"
#include "hotline/store/transaction.hpp"

namespace hotline::access {

// One item of personal data, and the thing that it belongs to, for the trail of that thing.
struct SoughtData {
  std::int64_t sealed = 0;      // id of the row in the vault
  std::string_view about = "";  // stream of the thing: "request", "ticket", "call"; "" when there is none
  std::int64_t of = 0;          // its key within that stream
  bool secret = false;          // belongs to a confidential matter: Right::secret_read is needed as well
};

// Opens one item in full. The refusal is journalled in `tx`, so the caller's work must SUCCEED either way:
// let it return the whole result as its value, as in
//   using Shown = base::Result<std::string>;
//   store.write([&](store::WriteTx& tx) -> base::Result<Shown> { return Shown(reveal(tx, who, data, reason));
//   });
// and hand the text out after the commit.
// Errors: forbidden (no right, or a secret matter), invalid_input (/reason: empty, over 200 characters, not
// UTF-8), not_found (no such row, or erased), corrupt.
base::Result<std::string> reveal(store::WriteTx& tx, const Principal& who, const SoughtData& data,
                                 std::string_view reason);

// Erases sealed rows for good, by law or on the person's request; returns how many there still were. Rows
// that are gone already are no error. Like reveal(), a refusal is journalled: the work must succeed either
// way. Errors: forbidden (no Right::personal_data_erase), invalid_input (/reason).
base::Result<std::int64_t> erase_person(store::WriteTx& tx, const Principal& who,
                                        std::span<const std::int64_t> sealed, std::string_view reason);

// `plain` as everybody may see it. `kind` is the vault's: "phone" 138****5678, "name" 张**, "id_number"
// 110***********002X, "address" up to the first number of a house, building or room; of any other text the
// numbers of people are masked.
std::string masked_text(std::string_view kind, std::string_view plain);

// The same of a sealed row. Errors: not_found (no such row, or erased), corrupt.
base::Result<std::string> masked(store::ReadTx& tx, std::string_view kind, std::int64_t sealed);

}  // namespace hotline::access
