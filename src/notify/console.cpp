#include "hotline/notify/console.hpp"

#include <algorithm>
#include <limits>

#include "notify/queries.hpp"

namespace hotline::notify {
namespace {

constexpr int kLargestPage = 200;

std::vector<Recipient> audiences_of(const Reader& reader) {
  std::vector<Recipient> audiences{Recipient::account(reader.account)};
  for (const std::string& role : reader.roles) audiences.push_back(Recipient::role(role));
  if (!reader.unit.empty()) audiences.push_back(Recipient::unit(reader.unit));
  return audiences;
}

ConsoleMessage message_of(const store::Statement& row) {
  ConsoleMessage message;
  message.id = row.integer(0);
  message.audience = {recipient_kind_of(row.view(1)).value_or(RecipientKind::account), row.text(2), 0};
  message.stream = row.text(3);
  message.subject = row.integer(4);
  message.title = row.text(5);
  message.body = row.text(6);
  message.critical = row.integer(7) != 0;
  message.created = base::from_millis(row.integer(8));
  if (!row.is_null(9)) message.read = base::from_millis(row.integer(9));
  return message;
}

// Each audience has its own ordered index; their newest are merged.
std::vector<ConsoleMessage> newest(store::ReadTx& tx, const Reader& reader, std::int64_t before, int limit,
                                   bool unread_only) {
  std::vector<ConsoleMessage> found;
  for (const Recipient& audience : audiences_of(reader)) {
    auto rows = tx.query(queries::kInbox);
    rows.bind(name_of(audience.kind), audience.name, reader.account, before, unread_only, limit);
    while (rows.step()) found.push_back(message_of(rows));
  }
  std::sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.id > b.id; });
  const auto same = [](const auto& a, const auto& b) { return a.id == b.id; };
  found.erase(std::unique(found.begin(), found.end(), same), found.end());
  if (found.size() > static_cast<std::size_t>(limit)) found.resize(static_cast<std::size_t>(limit));
  return found;
}

}  // namespace

base::Result<std::vector<ConsoleMessage>> inbox(store::ReadTx& tx, const Reader& reader,
                                                const InboxPage& page) {
  if (page.limit < 1 || page.limit > kLargestPage) {
    return base::Error::field("/limit", "range", "每页应为1至200条。", "A page has 1 to 200 messages.");
  }
  const std::int64_t before = page.before > 0 ? page.before : std::numeric_limits<std::int64_t>::max();
  return newest(tx, reader, before, page.limit, page.unread_only);
}

int unread_count(store::ReadTx& tx, const Reader& reader) {
  return static_cast<int>(
      newest(tx, reader, std::numeric_limits<std::int64_t>::max(), kUnreadCounted, true).size());
}

base::Status mark_read(store::WriteTx& tx, const Reader& reader, std::int64_t message) {
  bool addressed = false;
  {
    auto row = tx.query(queries::kAudienceOf);
    row.bind(message);
    const auto audiences = audiences_of(reader);
    if (row.step()) {
      const Recipient to{recipient_kind_of(row.view(0)).value_or(RecipientKind::account), row.text(1), 0};
      addressed = std::find(audiences.begin(), audiences.end(), to) != audiences.end();
    }
  }
  if (!addressed) {
    return base::Error::of(base::ErrorCode::not_found, "没有发给您的此条消息，请核对编号。",
                           "There is no such message to you. Check its number.");
  }
  tx.execute(queries::kMarkRead, message, reader.account, base::to_millis(tx.now()));
  return {};
}

int mark_all_read(store::WriteTx& tx, const Reader& reader, std::int64_t newest_id) {
  const auto unread = newest(tx, reader, newest_id + 1, kUnreadCounted, true);
  for (const ConsoleMessage& message : unread) {
    tx.execute(queries::kMarkRead, message.id, reader.account, base::to_millis(tx.now()));
  }
  return static_cast<int>(unread.size());
}

void put_into_inbox(store::WriteTx& tx, const Letter& letter) {
  tx.execute(queries::kInsertConsole, letter.once_key, name_of(letter.recipient.kind), letter.recipient.name,
             letter.stream, letter.subject, letter.text.subject, letter.text.body, letter.critical,
             base::to_millis(tx.now()));
}

Delivery ConsoleCarrier::send(const Letter& letter) {
  const auto written = store_.write([&](store::WriteTx& tx) -> base::Status {
    put_into_inbox(tx, letter);
    return {};
  });
  if (written.ok()) return Delivery::sent();
  return {Delivery::Kind::try_again, written.error().text};
}

}  // namespace hotline::notify
