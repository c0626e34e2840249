#include "hotline/access/personal_data.hpp"

#include <optional>

#include "hotline/access/actor.hpp"
#include "hotline/access/refused_look.hpp"
#include "hotline/store/journal.hpp"
#include "hotline/store/vault.hpp"
#include "hotline/text/identifiers.hpp"
#include "hotline/text/phone.hpp"
#include "hotline/text/utf8.hpp"

namespace hotline::access {
namespace {

constexpr std::size_t longest_reason = 200;

struct Refusal {
  std::string_view cause;
  base::Error error;
};

std::optional<Refusal> check_reason(std::string_view reason) {
  if (text::is_valid_utf8(reason) && !text::has_control_chars(reason) && !text::trim(reason).empty() &&
      text::count_chars(reason) <= longest_reason) {
    return std::nullopt;
  }
  return Refusal{"reason",
                 base::Error::field("/reason", "reason",
                                    "请填写理由，不超过 200 个字符，不得含控制字符；理由将记入审计。",
                                    "Give a reason of 1 to 200 characters without control characters. It is "
                                    "kept for the audit.")};
}

std::optional<Refusal> decide_refusal(const Principal& who, const SoughtData& data, std::string_view reason) {
  if (!who.may(Right::personal_data_reveal)) {
    return Refusal{"right", no_right_to_reveal()};
  }
  if (data.secret && !who.may(Right::secret_read)) {
    return Refusal{
        "secret",
        base::Error::of(base::ErrorCode::forbidden, "该事项属保密事项，仅限指定人员查看，请联系督办人员。",
                        "This matter is confidential: only named roles may see it. Ask a supervisor.")};
  }
  return check_reason(reason);
}

bool is_digit(char32_t c) {
  return (c >= U'0' && c <= U'9') || (c >= U'\uFF10' && c <= U'\uFF19');
}

// Up to the first digit: "文三路90号2幢301室" shows the road and no more.
std::string mask_address(std::string_view address) {
  std::size_t at = 0;
  while (at < address.size()) {
    const text::DecodedChar next = text::decode_char(address, at);
    if (is_digit(next.code)) return std::string(text::trim(address.substr(0, at))) + "***";
    at += next.length;
  }
  return std::string(address);
}

store::Payload payload_of(const SoughtData& data) {
  store::Payload payload{{"sealed", data.sealed}};
  if (!data.about.empty()) payload.set("about", std::string(data.about)).set("of", data.of);
  return payload;
}

}  // namespace

base::Result<std::string> reveal(store::WriteTx& tx, const Principal& who, const SoughtData& data,
                                 std::string_view reason) {
  if (auto refusal = decide_refusal(who, data, reason)) {
    note_refusal(tx, who, data, refusal->cause);
    return std::move(refusal->error);
  }
  HOTLINE_TRY(std::string plain, tx.vault().open(tx, data.sealed));
  tx.journal().append(tx, {"access", data.sealed, "personal_data_revealed", actor_of(who),
                           text::mask_identifiers(reason), payload_of(data)});
  return plain;
}

void note_refusal(store::WriteTx& tx, const Principal& who, const SoughtData& data, std::string_view cause) {
  store::Payload payload = payload_of(data);
  payload.set("cause", std::string(cause));
  tx.journal().append(tx, {"access", data.sealed, "personal_data_refused", actor_of(who), "", payload});
}

base::Error no_right_to_reveal() {
  return base::Error::of(
      base::ErrorCode::forbidden, "您没有查看个人信息原文的权限，如因工作需要请联系安全管理员授权。",
      "You may not see personal data in full. Ask the security officer if your work needs it.");
}

base::Result<std::int64_t> erase_person(store::WriteTx& tx, const Principal& who,
                                        std::span<const std::int64_t> sealed, std::string_view reason) {
  const store::Actor by = actor_of(who);
  const std::int64_t subject = sealed.empty() ? 0 : sealed.front();
  store::Payload payload{{"sealed", store::Payload::Numbers(sealed.begin(), sealed.end())}};
  std::optional<Refusal> refusal;
  if (!who.may(Right::personal_data_erase)) {
    refusal = Refusal{
        "right", base::Error::of(base::ErrorCode::forbidden, "您没有删除个人信息的权限，请由安全管理员办理。",
                                 "You may not erase personal data. Ask the security officer.")};
  } else {
    refusal = check_reason(reason);
  }
  if (refusal) {
    payload.set("cause", std::string(refusal->cause));
    tx.journal().append(tx, {"access", subject, "personal_data_refused", by, "", payload});
    return std::move(refusal->error);
  }
  std::int64_t erased = 0;
  for (std::int64_t id : sealed) erased += tx.vault().erase(tx, id) ? 1 : 0;
  payload.set("erased", erased);
  tx.journal().append(
      tx, {"access", subject, "personal_data_erased", by, text::mask_identifiers(reason), payload});
  return erased;
}

std::string masked_text(std::string_view kind, std::string_view plain) {
  if (kind == "phone") return text::mask_phone(plain);
  if (kind == "name") return text::mask_name(plain);
  if (kind == "id_number") return text::mask_identifier(text::IdentifierKind::resident_id, plain);
  if (kind == "address") return mask_address(plain);
  return text::mask_identifiers(plain);
}

base::Result<std::string> masked(store::ReadTx& tx, std::string_view kind, std::int64_t sealed) {
  HOTLINE_TRY(const std::string plain, tx.vault().open(tx, sealed));
  return masked_text(kind, plain);
}

}  // namespace hotline::access
