#include "fuzz/sample.hpp"

#include <array>

namespace hotline::fuzz {
namespace {

using api::Format;
using api::Json;
using api::Kind;

constexpr std::array texts{
    "文三路路灯不亮已经一周，请尽快修好。",
    "家住翠苑一区三幢，电话13812345678，身份证330106199003071234，被拖欠工资。",
    "王小明",
    "",
    " ",
    "a",
    "公园里唱歌到半夜。另外，物业也不管；还有，电梯坏了。",
    "家里燃气泄漏，有人要跳楼，持刀！",
    "{\"a\":[1,2,{}]} %s ' OR 1=1 -- </script>",
    "\xF0\x9F\x98\x80\xF0\x9F\x91\xA8\xE2\x80\x8D\xF0\x9F\x91\xA9",
    "2026年2月30日25点61分",
    "=1+1",
    "a\nb\tc",
    "ＡＢＣ１２３　全角",
};
constexpr std::array codes{"ENV",         "XH-CG",  "XH-CY",    "WATER", "GS",  "HOTLINE", "POLICE",
                           "0402.040201", "330106", "not_duty", "court", "110", "phone",   "wechat",
                           "zh",          "a",      "1",        "A1",    "000", "none"};
constexpr std::array numbers{0LL,   1LL,      2LL,       3LL,
                             5LL,   100LL,    -1LL,      65536LL,
                             480LL, 100000LL, 1LL << 40, std::numeric_limits<long long>::max()};

template <class List>
auto one_of(const List& list, Dice& dice) {
  return list[dice() % std::size(list)];
}
bool rarely(Dice& dice) {
  return dice() % 16 == 0;
}

std::string sample_text(const api::Type& type, const std::string& name, Dice& dice) {
  switch (type.format) {
    case Format::code:
      return one_of(codes, dice);
    case Format::phone:
      return one_of(std::array{"13812345678", "0571-87654321", "12345"}, dice);
    case Format::date_time:
      return one_of(std::array{"2026-03-02T12:00:00+08:00", "2026-03-09T00:00:00Z", "0001-01-01T00:00:00Z",
                               "9999-12-31T23:59:59+08:00"},
                    dice);
    case Format::date:
      return one_of(std::array{"2026-03-02", "2027-12-31", "0001-01-01", "9999-12-31"}, dice);
    case Format::plain:
    case Format::line:
      break;
  }
  if (name.find("cursor") != std::string::npos) return std::to_string(dice() % 100);
  std::string out = one_of(texts, dice);
  if (rarely(dice)) {
    while (out.size() < 3000) out += out.empty() ? std::string("路") : std::string(one_of(texts, dice));
  }
  return out;
}

}  // namespace

Json sample(const api::Type& type, const std::string& name, Dice& dice) {
  if (type.nullable && dice() % 4 == 0) return nullptr;
  switch (type.kind) {
    case Kind::text:
      return sample_text(type, name, dice);
    case Kind::integer:
      if (dice() % 4 == 0) return dice() % 2 == 0 ? type.least : type.most;
      return one_of(numbers, dice);
    case Kind::number:
      return one_of(std::array{0.0, 0.5, -1.0, 1e308, 120.15, 30.28, 1e-300}, dice);
    case Kind::boolean:
      return dice() % 2 == 0;
    case Kind::choice:
      return type.values.empty() ? Json("") : Json(one_of(type.values, dice));
    case Kind::list: {
      Json list = Json::array();
      const std::size_t size = rarely(dice) ? 30 : dice() % 4;
      for (std::size_t i = 0; i < size; ++i) list.push_back(sample(*type.item, name, dice));
      return list;
    }
    case Kind::object:
      return sample(*type.object, dice);
    case Kind::anything:
      break;
  }
  return one_of(std::array<Json, 5>{Json(nullptr), Json("text"), Json(7), Json::array({1, "a", nullptr}),
                                    Json{{"a", {{"b", Json::array()}}}}},
                dice);
}

Json sample(const api::ObjectSpec& spec, Dice& dice) {
  Json body = Json::object();
  for (const api::Field& field : spec.fields) {
    if (field.required ? !rarely(dice) : dice() % 2 == 0)
      body[field.name] = sample(field.type, field.name, dice);
  }
  return body;
}

void vary(const api::ObjectSpec& spec, Json& body, Dice& dice) {
  if (!body.is_object() || spec.fields.empty()) {
    body = sample(spec, dice);
    return;
  }
  const api::Field& field = one_of(spec.fields, dice);
  if (dice() % 8 == 0) {
    body.erase(field.name);
  } else if (rarely(dice)) {
    body["undeclared"] = 1;
  } else if (field.type.kind == Kind::object && body.contains(field.name) && dice() % 2 == 0) {
    vary(*field.type.object, body[field.name], dice);
  } else {
    body[field.name] = sample(field.type, field.name, dice);
  }
}

}  // namespace hotline::fuzz
