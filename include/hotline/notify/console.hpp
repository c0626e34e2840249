// The console's inbox: messages to an account, to everybody with a role, and to everybody of a unit.
//
// Each account has its own read marks. The texts hold no personal data (see Outbox::queue).
// Thread rule: functions with a WriteTx on the writer's thread, with a ReadTx from any.
#pragma once

#include <functional>
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

class ConsoleCarrier final : public Carrier {
 public:
  // `told` is called after the commit of each new message, on the writer's thread; may be empty.
  explicit ConsoleCarrier(store::Store& store, std::function<void(const ConsoleMessage&)> told = {})
      : store_(store), told_(std::move(told)) {}

  bool repeats_safely() const override { return true; }
  Delivery send(const Letter& letter) override;

 private:
  store::Store& store_;
  std::function<void(const ConsoleMessage&)> told_;
};

}  // namespace hotline::notify
