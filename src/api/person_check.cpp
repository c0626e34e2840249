#include <fmt/format.h>

#include "api/handlers/person_file.hpp"
#include "api/json.hpp"
#include "hotline/api/person.hpp"

namespace hotline::api {
namespace {

base::Error changed(const std::string& zh, const std::string& en) {
  return base::Error::of(base::ErrorCode::corrupt, "个人信息文件核验不通过：" + zh,
                         "The file does not hold: " + en);
}

base::Result<PersonCheck> check(const Json& file, const std::optional<store::PublicKey>& trusted) {
  const Json& person = file.at("person");
  PersonCheck out;
  store::Signature signature{};
  if (!store::from_hex(file.at("public_key").get<std::string>(), out.key) ||
      !store::from_hex(file.at("signature").get<std::string>(), signature))
    return changed("签名格式不正确。", "the signature has another form.");
  if (trusted && *trusted != out.key)
    return changed("签名密钥不是所给的公钥。", "it is signed by another key than the one given.");
  store::Digest digest;
  digest.add(to_text(person));
  const std::string found = digest.finish();
  if (file.at("digest") != found ||
      !store::is_signed_by(out.key, fmt::format("{}:{}", kPersonForm, found), signature))
    return changed("签名不符，内容被改动。", "the signature does not fit: the content was changed.");
  out.issued_at = person.at("issued_at").get<std::string>();
  out.requests = static_cast<std::int64_t>(person.at("requests").size());
  out.calls = static_cast<std::int64_t>(person.at("calls").size());
  return out;
}

}  // namespace

std::optional<base::Result<PersonCheck>> check_person(std::string_view file,
                                                      const std::optional<store::PublicKey>& trusted) {
  const auto json = parse_json(file);
  if (!json.ok() || !json->is_object() || !json->contains("person")) return std::nullopt;
  try {
    if (json->at("person").at("form") != kPersonForm) return std::nullopt;
    return check(*json, trusted);
  } catch (const Json::exception&) {
    return base::Result<PersonCheck>(changed("缺少内容。", "a part of it is missing."));
  }
}

}  // namespace hotline::api
