#include "store/sealed_vault.hpp"

#include <sodium.h>

#include <algorithm>
#include <vector>

#include "hotline/store/signing.hpp"
#include "store/connection.hpp"
#include "store/queries.hpp"

namespace hotline::store {
namespace {

constexpr std::size_t key_bytes = CipherSuite::key_bytes;
constexpr std::size_t nonce_bytes = CipherSuite::nonce_bytes;

using Bytes = std::span<const std::uint8_t>;

Bytes bytes_of(std::string_view text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

// A row key in memory, wiped at the end of its scope; drawn together with its nonce in one call.
struct RowSecret {
  std::array<std::uint8_t, key_bytes + nonce_bytes> bytes{};
  RowSecret() = default;
  RowSecret(const RowSecret&) = delete;
  RowSecret& operator=(const RowSecret&) = delete;
  ~RowSecret() { sodium_memzero(bytes.data(), bytes.size()); }
  std::uint8_t* key() { return bytes.data(); }
  std::uint8_t* nonce() { return bytes.data() + key_bytes; }
};

// Ties key and content to their row.
std::string bound_to(std::int64_t id, std::string_view kind) {
  std::string bound(8, '\0');
  for (int i = 0; i < 8; ++i) {
    bound[static_cast<std::size_t>(i)] = static_cast<char>(static_cast<std::uint64_t>(id) >> (8 * i));
  }
  return bound.append(kind);
}

// Nonce, then the wrapped key.
std::vector<std::uint8_t> wrap(const VaultKeys& keys, std::string_view bound, RowSecret& secret) {
  std::vector<std::uint8_t> out(nonce_bytes + key_bytes + keys.suite().tag_bytes());
  std::copy_n(secret.nonce(), nonce_bytes, out.begin());
  keys.suite().encrypt(out.data() + nonce_bytes, bound, {secret.key(), key_bytes}, secret.nonce(),
                       keys.wrap_key(keys.generation()));
  return out;
}

bool unwrap(const VaultKeys& keys, std::int64_t generation, std::string_view bound, Bytes row_key,
            RowSecret& secret) {
  const std::uint8_t* wrap_key = keys.wrap_key(generation);
  if (wrap_key == nullptr || row_key.size() != nonce_bytes + key_bytes + keys.suite().tag_bytes())
    return false;
  std::copy_n(row_key.data(), nonce_bytes, secret.nonce());
  return keys.suite().decrypt(secret.key(), bound, row_key.subspan(nonce_bytes), secret.nonce(), wrap_key);
}

CipherSuite::Mac index_value(const VaultKeys& keys, std::string_view kind, std::string_view value) {
  std::string text(kind);
  text += '\0';
  text += value;
  const CipherSuite::Mac out = keys.suite().mac(keys.index_key(), text);
  sodium_memzero(text.data(), text.size());
  return out;
}

base::Error no_such_row() {
  return base::Error::of(base::ErrorCode::not_found, "该信息不存在，或已依法删除。",
                         "There is no such information, or it was erased by law.");
}

base::Error does_not_open() {
  return base::Error::of(
      base::ErrorCode::corrupt, "加密信息校验不通过，无法读取。请联系系统管理员从备份恢复。",
      "A sealed row fails its check and cannot be read. Ask the administrator to restore it.");
}

}  // namespace

SealedVault::SealedVault(MasterKey master, base::Random& random)
    : master_(std::move(master)), random_(random) {}

SealedVault::~SealedVault() = default;

VaultKeys::Fault SealedVault::load(Connection& connection) {
  last_id_ = connection.number(sql::newest_sealed);
  auto fault = VaultKeys::Fault::none;
  use(VaultKeys::load(
      master_, random_, [&](std::string_view text) { return connection.query(text); }, fault));
  sodium_memzero(master_.bytes.data(), master_.bytes.size());
  return fault;
}

VaultKeys::Fault SealedVault::change_keys(WriteTx& tx, const MasterKey& master) {
  auto fault = VaultKeys::Fault::none;
  auto fresh = VaultKeys::load(master, random_, [&](std::string_view text) { return tx.query(text); }, fault);
  if (fresh) {
    tx.after_commit([this, fresh = std::move(fresh)] {
      use(fresh);
      rewrapped_ = false;
    });
  }
  return fault;
}

std::size_t SealedVault::rewrap(WriteTx& tx, std::size_t rows) {
  const auto keys = this->keys();
  if (!has_old_rows()) return 0;
  struct Moved {
    std::int64_t id;
    std::vector<std::uint8_t> row_key;
  };
  std::vector<Moved> moved;
  std::int64_t last = 0;
  std::size_t seen = 0;
  {
    Statement row = tx.query(sql::rows_to_rewrap);
    row.bind(keys->generation(), static_cast<std::int64_t>(rows));
    for (; row.step(); ++seen) {
      last = row.integer(0);
      const std::string bound = bound_to(last, row.view(1));
      RowSecret secret;
      // A row that does not open stays as it is: reading it names it.
      if (unwrap(*keys, row.integer(3), bound, row.blob(2), secret))
        moved.push_back({last, wrap(*keys, bound, secret)});
    }
  }
  for (const Moved& one : moved) tx.execute(sql::rewrap_row, Bytes(one.row_key), keys->generation(), one.id);
  const bool done = seen < rows;
  tx.execute(sql::note_rewrapped, done ? std::int64_t{-1} : last, keys->generation());
  if (done) tx.after_commit([this] { rewrapped_ = true; });
  return seen;
}

std::shared_ptr<const VaultKeys> SealedVault::keys() const {
  const std::lock_guard lock(mutex_);
  return keys_;
}

void SealedVault::use(std::shared_ptr<const VaultKeys> keys) {
  const std::lock_guard lock(mutex_);
  keys_ = std::move(keys);
}

Sealed SealedVault::seal(WriteTx& tx, std::string_view kind, std::string_view plain,
                         std::string_view find_by) {
  const auto keys = this->keys();
  const CipherSuite& suite = keys->suite();
  const std::int64_t id = ++last_id_;
  const std::string bound = bound_to(id, kind);
  RowSecret secret;
  random_.fill(secret.bytes);
  const std::vector<std::uint8_t> row_key = wrap(*keys, bound, secret);
  std::vector<std::uint8_t> content(plain.size() + suite.tag_bytes());
  suite.encrypt(content.data(), bound, bytes_of(plain), secret.nonce(), secret.key());

  std::optional<CipherSuite::Mac> index;
  if (!find_by.empty()) index = index_value(*keys, kind, find_by);
  tx.execute(sql::add_sealed, id, kind, Bytes(row_key), index ? std::optional(Bytes(*index)) : std::nullopt,
             Bytes(content), keys->generation());
  return {id, hex_of(suite.mac(secret.key(), plain))};
}

base::Result<std::string> SealedVault::open(ReadTx& tx, std::int64_t id) const {
  Statement row = tx.query(sql::sealed_by_id);
  row.bind(id);
  if (!row.step()) return no_such_row();
  // Asked for after the row: a row of a new generation is there only once its key is.
  const auto keys = this->keys();
  const CipherSuite& suite = keys->suite();
  const std::string bound = bound_to(id, row.view(0));
  RowSecret secret;
  if (!unwrap(*keys, row.integer(3), bound, row.blob(1), secret)) return does_not_open();
  const Bytes content = row.blob(2);
  if (content.size() < suite.tag_bytes()) return does_not_open();
  std::string plain(content.size() - suite.tag_bytes(), '\0');
  if (!suite.decrypt(reinterpret_cast<std::uint8_t*>(plain.data()), bound, content, secret.nonce(),
                     secret.key()))
    return does_not_open();
  return plain;
}

std::vector<std::int64_t> SealedVault::find(ReadTx& tx, std::string_view kind, std::string_view value,
                                            std::size_t limit) const {
  std::vector<std::int64_t> ids;
  if (value.empty()) return ids;
  const auto index = index_value(*keys(), kind, value);
  Statement rows = tx.query(sql::sealed_by_value);
  rows.bind(kind, Bytes(index), static_cast<std::int64_t>(std::min<std::size_t>(limit, INT64_MAX)));
  while (rows.step()) ids.push_back(rows.integer(0));
  return ids;
}

bool SealedVault::erase(WriteTx& tx, std::int64_t id) {
  tx.execute(sql::erase_sealed, id);
  return tx.changes() > 0;
}

}  // namespace hotline::store
