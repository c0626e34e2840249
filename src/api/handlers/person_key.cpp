#include "api/handlers/person_key.hpp"

#include "api/handlers/action.hpp"
#include "hotline/text/id_numbers.hpp"
#include "hotline/text/phone.hpp"

namespace hotline::api {
namespace {

base::Error at(base::Error error, std::string_view pointer) {
  for (base::FieldError& field : error.fields) field.pointer = pointer;
  return error;
}

}  // namespace

std::vector<Field> whose(base::Text why) {
  return {optional("phone", phone(),
                   {"来电号码；与身份证号二者给其一。", "The caller's number; this or the resident ID."}),
          optional("id_number", line(32), {"身份证号。", "The caller's resident ID."}),
          required("reason", line(200, 1), std::move(why))};
}

base::Result<std::string> number_in(std::string_view text, std::string_view pointer) {
  auto parsed = text::parse_phone(text);
  if (!parsed.ok()) return at(std::move(parsed).error(), pointer);
  return std::move(parsed->number);
}

base::Result<std::string> id_number_in(std::string_view text, std::string_view pointer) {
  auto parsed = text::parse_resident_id(text);
  if (!parsed.ok()) return at(std::move(parsed).error(), pointer);
  return std::move(parsed->number);
}

base::Result<ticket::PersonKey> person_in(const Json& body) {
  ticket::PersonKey whom;
  const bool by_phone = body.contains("phone");
  if (by_phone == body.contains("id_number")) {
    return base::Error::field("/phone", "required", "请填写来电号码或身份证号，二者给其一。",
                              "Give the caller's number or the resident ID, one of the two.");
  }
  if (by_phone) {
    HOTLINE_TRY(whom.phone, number_in(text_in(body, "phone"), "/phone"));
  } else {
    HOTLINE_TRY(whom.id_number, id_number_in(text_in(body, "id_number"), "/id_number"));
  }
  return whom;
}

}  // namespace hotline::api
