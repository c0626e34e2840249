// The console's inbox: messages to an account, to everybody with a role, and to everybody of a unit.
//
// Each account has its own read marks. The texts hold no personal data (see Outbox::queue).
// Thread rule: functions with a WriteTx on the writer's thread, with a ReadTx from any.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "hotline/base/result.hpp"
#include "hotline/notify/carrier.hpp"
#include "hotline/store/store.hpp"

namespace hotline::notify {

struct ConsoleMessage {
  std::int64_t id = 0;
  Recipient audience;
  std::string stream;
  std::int64_t subject = 0;
  std::string title;
  std::string body;
  bool critical = false;
  base::Time created;
  std::optional<base::Time> read;  // by the account that asks
};

// Who reads: what an account may see follows from these.
struct Reader {
  std::int64_t account = 0;
  std::vector<std::string> roles;
  std::string unit;  // "" for none
};

struct InboxPage {
  std::int64_t before = 0;  // ids below this one; 0 for the newest
  int limit = 50;           // 1 to 200
  bool unread_only = false;
};
// Newest first. Errors: invalid_input (limit).
base::Result<std::vector<ConsoleMessage>> inbox(store::ReadTx& tx, const Reader& reader,
                                                const InboxPage& page);
// Counted up to kUnreadCounted.
inline constexpr int kUnreadCounted = 200;
int unread_count(store::ReadTx& tx, const Reader& reader);
// May be repeated; the first time counts. Errors: not_found (no such message, or not to this reader).
base::Status mark_read(store::WriteTx& tx, const Reader& reader, std::int64_t message);
// Marks what is unread, ids up to `newest`, at most kUnreadCounted; returns how many.
int mark_all_read(store::WriteTx& tx, const Reader& reader, std::int64_t newest);

// Puts a letter to an account, a role or a unit into the inbox; one that lies there already, by its once-only
// key, is not put there again.
void put_into_inbox(store::WriteTx& tx, const Letter& letter);

// Carries what quiet hours or a time of its own held back; the outbox puts the rest into the inbox itself.
class ConsoleCarrier final : public Carrier {
 public:
  explicit ConsoleCarrier(store::Store& store) : store_(store) {}

  bool repeats_safely() const override { return true; }
  Delivery send(const Letter& letter) override;

 private:
  store::Store& store_;
};

}  // namespace hotline::notify
