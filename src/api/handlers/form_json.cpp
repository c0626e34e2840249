#include "api/handlers/form_json.hpp"

#include "api/handlers/ticket_json.hpp"

namespace hotline::api {
namespace {

Type span_type() {
  return object({"FormSpan",
                 {"出自何处，按 UTF-8 字节计。", "Where it comes from, in bytes of UTF-8."},
                 {required("field", choice({"title", "words", "place"}), {"哪一栏。", "Which field."}),
                  required("begin", integer(0), {"起。", "First byte."}),
                  required("end", integer(0), {"止（不含）。", "Byte behind the last."})}});
}

Type noted_type() {
  return object({"FormEntry",
                 {"一项内容及其出处。", "An entry and where it comes from."},
                 {required("text", text(2000), {"内容。", "What it says."}),
                  required("from", span_type(), {"出处。", "Where it comes from."})}});
}

ObjectSpec time_spec() {
  return {"FormTime",
          {"时间。", "A time."},
          {required("text", text(200), {"原话。", "As said."}),
           required("from", span_type(), {"出处。", "Where it comes from."}),
           required("date", nullable(date()), {"日期。", "The day, when one is given."}),
           required("clock", nullable(text(5)), {"钟点，如 20:30。", "The hour, such as 20:30."}),
           required("repeated", boolean(), {"是否反复发生。", "Whether it comes back."})}};
}

ObjectSpec place_spec() {
  return {"FormPlace",
          {"地点。", "A place."},
          {required("text", text(500), {"原话，含门牌号。", "As said, with the house number."}),
           required("from", span_type(), {"出处。", "Where it comes from."}),
           required("kind", choice({"district", "town", "village", "water", "road", "estate", "landmark"}),
                    {"种类。", "Kind."}),
           required(
               "role", choice({"happened", "home", "passing"}),
               {"事发地、居住地或仅提及。", "Where it happened, where the caller lives, or only mentioned."}),
           required("division", nullable(object(named_spec())),
                    {"区划。", "Division, when the lists know it."})}};
}

ObjectSpec language_spec() {
  return {"FormLanguage",
          {"语言。", "Language."},
          {required("code", text(8), {"zh、en、ja、ko 或 other。", "zh, en, ja, ko or other."}),
           required("pinyin", boolean(), {"是否拼音。", "Whether it is Chinese in Latin letters."}),
           required("dialect", text(20), {"方言，空为普通话。", "Dialect; empty for standard Chinese."})}};
}

ObjectSpec mood_spec() {
  const ObjectSpec calming{"CalmingWords",
                           {"安抚用语。", "Calming words."},
                           {required("zh", text(1000), {"中文。", "In Chinese."}),
                            required("en", text(1000), {"英文。", "In English."})}};
  return {
      "FormMood",
      {"来电人的情绪。", "How the caller is."},
      {required("mood", choice({"neutral", "grateful", "anxious", "upset", "angry"}), {"情绪。", "Mood."}),
       required("strength", number(), {"强度，0 至 1。", "Strength, 0 to 1."}),
       required("from", list_of(span_type(), 20), {"出处。", "Where it comes from."}),
       required("calming", nullable(object(calming)), {"安抚用语。", "Calming words at hand."})}};
}

Json span_json(const dispatch::FormSpan& span) {
  return {{"field", dispatch::name_of(span.field)}, {"begin", span.begin}, {"end", span.end}};
}
Json spans_json(const std::vector<dispatch::FormSpan>& spans) {
  Json json = Json::array();
  for (const dispatch::FormSpan& one : spans) json.push_back(span_json(one));
  return json;
}
Json noted_json(const dispatch::Noted& noted) {
  return {{"text", noted.text}, {"from", span_json(noted.from)}};
}
Json noted_json(const std::optional<dispatch::Noted>& noted) {
  return noted ? noted_json(*noted) : Json(nullptr);
}
Json noted_json(const std::vector<dispatch::Noted>& list) {
  Json json = Json::array();
  for (const dispatch::Noted& one : list) json.push_back(noted_json(one));
  return json;
}
Json text_or_null(const std::string& text) {
  return text.empty() ? Json(nullptr) : Json(text);
}

Json times_json(const dispatch::Form& form) {
  Json json = Json::array();
  for (const dispatch::NotedTime& one : form.when) {
    json.push_back({{"text", one.text},
                    {"from", span_json(one.from)},
                    {"date", text_or_null(one.date)},
                    {"clock", text_or_null(one.clock)},
                    {"repeated", one.repeated}});
  }
  return json;
}

Json places_json(const dispatch::Form& form, const city::City& city) {
  Json json = Json::array();
  for (const dispatch::NotedPlace& one : form.where) {
    json.push_back({{"text", one.text},
                    {"from", span_json(one.from)},
                    {"kind", dispatch::name_of(one.kind)},
                    {"role", dispatch::name_of(one.role)},
                    {"division", one.division.empty() ? Json(nullptr) : division_json(one.division, city)}});
    if (json.size() == 50) break;
  }
  return json;
}

Json mood_json(const dispatch::Form& form, const city::City& city) {
  const city::Template* calming = city.templates.find(form.calming);
  return {{"mood", dispatch::name_of(form.manner.mood)},
          {"strength", form.manner.mood_strength},
          {"from", spans_json(form.manner.mood_from)},
          {"calming", calming == nullptr ? Json(nullptr) : Json{{"zh", calming->zh}, {"en", calming->en}}}};
}

}  // namespace

ObjectSpec form_spec() {
  const auto entries = [] { return list_of(noted_type(), 20); };
  return {
      "RequestForm",
      {"由来电人原话填出的表单，每项注明出处；没有说到的留空。",
       "The form from the caller's words, each entry with where it comes from; what was not said is empty."},
      {required("name", nullable(noted_type()), {"姓名。", "Name."}),
       required("phones", entries(), {"电话。", "Phone numbers."}),
       required("when", list_of(time_spec(), 50), {"时间。", "Times."}),
       required("where", list_of(place_spec(), 50), {"地点。", "Places."}),
       required("what", nullable(noted_type()), {"什么事。", "What it is about."}),
       required("wishes", entries(), {"诉求。", "What is wished for."}),
       required("title", nullable(noted_type()), {"一句话标题。", "A title of one line."}),
       required("special_needs", entries(), {"特殊需要的代码。", "Codes of special needs."}),
       required("language", object(language_spec()), {"语言。", "Language."}),
       required("mood", object(mood_spec()), {"情绪。", "Mood."}),
       required("importance", text(20), {"重要程度。", "Importance."}),
       required("urgency", text(20), {"紧急程度。", "Urgency."}),
       required("quadrant", integer(1, 4),
                {"四象限：1 重要且紧急，2 重要，3 紧急，4 一般。",
                 "1 important and urgent, 2 important, 3 urgent, 4 neither."}),
       required("weight_from", list_of(span_type(), 50), {"轻重缓急的出处。", "The words behind both."}),
       required("person", list_of(text(20), 10),
                {"应先由人处理的原因：mood、language、dialect、no_words。",
                 "Why a person should look first: mood, language, dialect, no_words."})}};
}

Json form_json(const dispatch::Form& form, const city::City& city) {
  return {{"name", noted_json(form.name)},
          {"phones", noted_json(form.phones)},
          {"when", times_json(form)},
          {"where", places_json(form, city)},
          {"what", noted_json(form.what)},
          {"wishes", noted_json(form.wishes)},
          {"title", noted_json(form.title)},
          {"special_needs", noted_json(form.special_needs)},
          {"language",
           {{"code", form.manner.language.code},
            {"pinyin", form.manner.language.pinyin},
            {"dialect", form.manner.language.dialect}}},
          {"mood", mood_json(form, city)},
          {"importance", city::name_of(form.importance)},
          {"urgency", city::name_of(form.urgency)},
          {"quadrant", form.quadrant},
          {"weight_from", spans_json(form.weight_from)},
          {"person", form.manner.person}};
}

ObjectSpec part_spec() {
  return {"RequestPart",
          {"多个诉求中的一个。", "One of several matters of a request."},
          {required("begin", integer(0), {"原话中的起始字节。", "First byte of the words."}),
           required("end", integer(0), {"结束字节（不含）。", "Byte behind the last."}),
           required("confidence", number(),
                    {"此处另起一事的把握。", "Confidence that a new matter begins here."}),
           required("title", text(200), {"标题。", "Title."}),
           required("matter", nullable(object(matter_spec())), {"事项。", "Matter."}),
           required("lead", nullable(object(named_spec())), {"主办单位。", "Lead unit."}),
           required("urgency", text(20), {"紧急程度。", "Urgency."})}};
}

Json part_json(const intake::Part& part, const city::City& city) {
  const dispatch::Decision& d = part.decision;
  return {{"begin", part.begin},
          {"end", part.end},
          {"confidence", part.confidence},
          {"title", part.title},
          {"matter", d.matter.empty() ? Json(nullptr) : matter_json(d.matter, city)},
          {"lead", d.lead.empty() ? Json(nullptr) : unit_json(d.lead, city)},
          {"urgency", city::name_of(d.urgency)}};
}

}  // namespace hotline::api
