#include "store/sealed_vault.hpp"

#include <sodium.h>

#include <algorithm>
#include <stdexcept>

#include "store/connection.hpp"
#include "store/queries.hpp"

namespace hotline::store {
namespace {

constexpr char kdf_context[crypto_kdf_CONTEXTBYTES + 1] = "hotvault";
constexpr std::size_t key_bytes = crypto_aead_xchacha20poly1305_ietf_KEYBYTES;
constexpr std::size_t nonce_bytes = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t tag_bytes = crypto_aead_xchacha20poly1305_ietf_ABYTES;
constexpr std::size_t digest_bytes = 16;
constexpr std::size_t row_key_bytes = nonce_bytes + key_bytes + tag_bytes;  // nonce, then the wrapped key
static_assert(key_bytes == 32 && crypto_kdf_KEYBYTES == 32);

using Bytes = std::span<const std::uint8_t>;

const std::uint8_t* raw(std::string_view text) {
  return reinterpret_cast<const std::uint8_t*>(text.data());
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

void encrypt(std::uint8_t* out, std::string_view bound, const std::uint8_t* plain, std::size_t size,
             const std::uint8_t* nonce, const std::uint8_t* key) {
  crypto_aead_xchacha20poly1305_ietf_encrypt(out, nullptr, plain, size, raw(bound), bound.size(), nullptr,
                                             nonce, key);
}

bool decrypt(std::uint8_t* out, std::string_view bound, Bytes sealed, const std::uint8_t* nonce,
             const std::uint8_t* key) {
  return sealed.size() >= tag_bytes &&
         crypto_aead_xchacha20poly1305_ietf_decrypt(out, nullptr, nullptr, sealed.data(), sealed.size(),
                                                    raw(bound), bound.size(), nonce, key) == 0;
}

std::string digest_of(std::string_view plain, const std::uint8_t* key) {
  std::array<std::uint8_t, digest_bytes> digest;
  crypto_generichash(digest.data(), digest.size(), raw(plain), plain.size(), key, key_bytes);
  std::string hex(2 * digest_bytes + 1, '\0');
  sodium_bin2hex(hex.data(), hex.size(), digest.data(), digest.size());
  hex.pop_back();
  return hex;
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

SealedVault::SealedVault(const MasterKey& master, base::Random& random) : random_(random) {
  if (sodium_init() < 0) throw std::runtime_error("libsodium does not start");
  if (master.bytes.size() != crypto_kdf_KEYBYTES) throw std::invalid_argument("a master key has 32 bytes");
  crypto_kdf_derive_from_key(wrap_key_.data(), key_bytes, 1, kdf_context, raw(master.bytes));
  crypto_kdf_derive_from_key(index_key_.data(), key_bytes, 2, kdf_context, raw(master.bytes));
  crypto_kdf_derive_from_key(proof_key_.data(), key_bytes, 3, kdf_context, raw(master.bytes));
}

SealedVault::~SealedVault() {
  sodium_memzero(wrap_key_.data(), key_bytes);
  sodium_memzero(index_key_.data(), key_bytes);
  sodium_memzero(proof_key_.data(), key_bytes);
}

bool SealedVault::load(Connection& connection) {
  last_id_ = connection.number(sql::newest_sealed);
  constexpr std::string_view statement_of_ownership = "master key of this database";
  std::array<std::uint8_t, 32> proof;
  crypto_generichash(proof.data(), proof.size(), raw(statement_of_ownership), statement_of_ownership.size(),
                     proof_key_.data(), key_bytes);
  {
    Statement stored = connection.query(sql::read_master_proof);
    if (stored.step()) return std::ranges::equal(stored.blob(0), proof);
  }
  Statement save = connection.query(sql::save_master_proof);
  save.bind(Bytes(proof));
  save.run();
  return true;
}

std::array<std::uint8_t, 16> SealedVault::index_value(std::string_view kind, std::string_view value) const {
  std::string text(kind);
  text += '\0';
  text += value;
  std::array<std::uint8_t, 16> out;
  crypto_generichash(out.data(), out.size(), raw(text), text.size(), index_key_.data(), key_bytes);
  sodium_memzero(text.data(), text.size());
  return out;
}

Sealed SealedVault::seal(WriteTx& tx, std::string_view kind, std::string_view plain,
                         std::string_view find_by) {
  const std::int64_t id = ++last_id_;
  const std::string bound = bound_to(id, kind);
  RowSecret secret;
  random_.fill(secret.bytes);

  std::array<std::uint8_t, row_key_bytes> row_key;
  std::copy_n(secret.nonce(), nonce_bytes, row_key.begin());
  encrypt(row_key.data() + nonce_bytes, bound, secret.key(), key_bytes, secret.nonce(), wrap_key_.data());
  std::vector<std::uint8_t> content(plain.size() + tag_bytes);
  encrypt(content.data(), bound, raw(plain), plain.size(), secret.nonce(), secret.key());

  std::optional<std::array<std::uint8_t, 16>> index;
  if (!find_by.empty()) index = index_value(kind, find_by);
  tx.execute(sql::add_sealed, id, kind, Bytes(row_key), index ? std::optional(Bytes(*index)) : std::nullopt,
             Bytes(content));
  return {id, digest_of(plain, secret.key())};
}

base::Result<std::string> SealedVault::open(ReadTx& tx, std::int64_t id) const {
  Statement row = tx.query(sql::sealed_by_id);
  row.bind(id);
  if (!row.step()) return no_such_row();
  const std::string bound = bound_to(id, row.view(0));
  const Bytes row_key = row.blob(1);
  if (row_key.size() != row_key_bytes) return does_not_open();
  RowSecret secret;
  const Bytes nonce = row_key.first(nonce_bytes);
  if (!decrypt(secret.key(), bound, row_key.subspan(nonce_bytes), nonce.data(), wrap_key_.data())) {
    return does_not_open();
  }
  const Bytes content = row.blob(2);
  if (content.size() < tag_bytes) return does_not_open();
  std::string plain(content.size() - tag_bytes, '\0');
  if (!decrypt(reinterpret_cast<std::uint8_t*>(plain.data()), bound, content, nonce.data(), secret.key())) {
    return does_not_open();
  }
  return plain;
}

std::vector<std::int64_t> SealedVault::find(ReadTx& tx, std::string_view kind, std::string_view value,
                                            std::size_t limit) const {
  std::vector<std::int64_t> ids;
  if (value.empty()) return ids;
  const auto index = index_value(kind, value);
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
