#include <fmt/format.h>

#include "api/handlers/person_file.hpp"
#include "api/signed_file.hpp"
#include "hotline/api/person.hpp"

namespace hotline::api {
namespace {

base::Text name() {
  return {"个人信息文件", "The file"};
}

base::Result<PersonCheck> check(const Json& file, const std::optional<store::PublicKey>& trusted) {
  const Json& person = file.at("person");
  HOTLINE_TRY(const SignedHead head, read_signed_head(file, name(), trusted));
  store::Digest digest;
  digest.add(to_text(person));
  const std::string found = digest.finish();
  if (file.at("digest") != found ||
      !store::is_signed_by(head.key, fmt::format("{}:{}", kPersonForm, found), head.signature))
    return does_not_hold(name(),
                         {"签名不符，内容被改动。", "the signature does not fit: the content was changed."});
  PersonCheck out;
  out.key = head.key;
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
    return base::Result<PersonCheck>(does_not_hold(name(), {"缺少内容。", "a part of it is missing."}));
  }
}

}  // namespace hotline::api
