#include "api/idempotency.hpp"

#include <sodium.h>

#include <algorithm>
#include <span>

#include "api/queries.hpp"

namespace hotline::api {
namespace {

constexpr std::size_t kDigest = 32;  // bytes

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}
std::span<const std::uint8_t> blob_of(std::string_view text) {
  return {bytes_of(text), text.size()};
}
std::string text_of(std::span<const std::uint8_t> blob) {
  return std::string(reinterpret_cast<const char*>(blob.data()), blob.size());
}

// BLAKE2b-256 of the parts, each with its length, so that no two lists of parts collide.
std::string digest(std::string_view purpose, std::initializer_list<std::string_view> parts) {
  crypto_generichash_state state;
  crypto_generichash_init(&state, nullptr, 0, kDigest);
  crypto_generichash_update(&state, bytes_of(purpose), purpose.size());
  for (const std::string_view part : parts) {
    const std::uint64_t size = part.size();
    crypto_generichash_update(&state, reinterpret_cast<const unsigned char*>(&size), sizeof size);
    crypto_generichash_update(&state, bytes_of(part), part.size());
  }
  std::string out(kDigest, '\0');
  crypto_generichash_final(&state, reinterpret_cast<unsigned char*>(out.data()), kDigest);
  return out;
}

constexpr std::size_t kNonce = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t kTag = crypto_aead_xchacha20poly1305_ietf_ABYTES;

// The nonce is a digest of key and content: the same one only ever seals the same answer.
std::string seal(const std::string& secret, const std::string& plain) {
  std::string out = digest("hotline idempotency nonce", {secret, plain}).substr(0, kNonce);
  out.resize(kNonce + plain.size() + kTag);
  auto* bytes = reinterpret_cast<unsigned char*>(out.data());
  crypto_aead_xchacha20poly1305_ietf_encrypt(bytes + kNonce, nullptr, bytes_of(plain), plain.size(), nullptr,
                                             0, nullptr, bytes, bytes_of(secret));
  return out;
}

std::optional<std::string> open(const std::string& secret, const std::string& sealed) {
  if (sealed.size() < kNonce + kTag) return std::nullopt;
  std::string out(sealed.size() - kNonce - kTag, '\0');
  const int opened = crypto_aead_xchacha20poly1305_ietf_decrypt(
      reinterpret_cast<unsigned char*>(out.data()), nullptr, nullptr, bytes_of(sealed) + kNonce,
      sealed.size() - kNonce, nullptr, 0, bytes_of(sealed), bytes_of(secret));
  if (opened != 0) return std::nullopt;
  return out;
}

std::string encode(const Reply& reply) {
  Json json{{"status", reply.status},
            {"type", reply.content_type},
            {"etag", reply.etag},
            {"location", reply.location}};
  if (reply.body) json["body"] = *reply.body;
  return to_text(json);
}

Reply decode(const std::string& text) {
  const Json json = Json::parse(text);
  Reply reply;
  reply.status = json.at("status").get<unsigned>();
  reply.content_type = json.at("type").get<std::string>();
  reply.etag = json.at("etag").get<std::string>();
  reply.location = json.at("location").get<std::string>();
  if (json.contains("body"))
    reply.body = std::make_shared<const std::string>(json.at("body").get<std::string>());
  reply.headers.emplace_back("Idempotent-Replayed", "true");
  return reply;
}

}  // namespace

base::Result<IdempotentRequest> idempotent_request(std::string_view who, std::string_view key,
                                                   std::string_view method_and_target,
                                                   std::string_view body) {
  const bool visible = std::all_of(key.begin(), key.end(), [](char c) { return c > 0x20 && c < 0x7F; });
  if (key.size() < 8 || key.size() > 128 || !visible) {
    return base::Error::field("@Idempotency-Key", "idempotency_key",
                              "应为 8 至 128 个可见 ASCII 字符，建议使用 UUID。",
                              "Must be 8 to 128 visible ASCII characters; a UUID is best.");
  }
  return IdempotentRequest{digest("hotline idempotency id", {who, key}),
                           digest("hotline idempotency content", {method_and_target, body}),
                           digest("hotline idempotency secret", {who, key, method_and_target, body})};
}

base::Result<std::optional<Reply>> Idempotency::find_first(store::ReadTx& tx,
                                                           const IdempotentRequest& request) const {
  store::Statement row = tx.query(sql::find_first_answer);
  row.bind(blob_of(request.id));
  if (!row.step()) return std::optional<Reply>();
  if (text_of(row.blob(0)) != request.content) {
    return base::Error::of(
        base::ErrorCode::idempotency_mismatch,
        "此 Idempotency-Key 已用于内容不同的请求，请为新请求换用新的键。",
        "This Idempotency-Key came with other content before. Use a new key for a new request.");
  }
  const auto plain = open(request.secret, text_of(row.blob(1)));
  if (!plain) {
    return base::Error::of(base::ErrorCode::corrupt, "首次答复未通过校验，请联系系统管理员。",
                           "The stored first answer fails its check. Tell the operators.");
  }
  return std::optional<Reply>(decode(*plain));
}

void Idempotency::remember(store::WriteTx& tx, const IdempotentRequest& request, const Reply& reply) const {
  tx.execute(sql::purge_first_answers, base::to_millis(tx.now() - retention_));
  const std::string sealed = seal(request.secret, encode(reply));
  tx.execute(sql::insert_first_answer, blob_of(request.id), blob_of(request.content), blob_of(sealed),
             base::to_millis(tx.now()));
}

}  // namespace hotline::api
