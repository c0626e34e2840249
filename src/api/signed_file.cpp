#include "api/signed_file.hpp"

namespace hotline::api {

base::Error does_not_hold(const base::Text& file, const base::Text& why) {
  return base::Error::of(base::ErrorCode::corrupt, file.zh + "核验不通过：" + why.zh,
                         file.en + " does not hold: " + why.en);
}

base::Result<SignedHead> read_signed_head(const Json& json, const base::Text& file,
                                          const std::optional<store::PublicKey>& trusted) {
  SignedHead head;
  if (!store::from_hex(json.at("public_key").get<std::string>(), head.key) ||
      !store::from_hex(json.at("signature").get<std::string>(), head.signature))
    return does_not_hold(file, {"签名格式不正确。", "the signature has another form."});
  if (trusted && *trusted != head.key) {
    return does_not_hold(file, {"签名密钥不是所给的公钥，文件不是该热线出具的。",
                                "it is signed by another key than the one given: another house made it."});
  }
  return head;
}

}  // namespace hotline::api
