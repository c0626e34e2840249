#include "api/handlers/knowledge_json.hpp"

namespace hotline::api {
namespace {

using knowledge::Content;
using knowledge::FactKind;

std::vector<std::string> fact_kinds() {
  std::vector<std::string> names;
  for (int i = 0; i <= static_cast<int>(FactKind::other); ++i)
    names.emplace_back(knowledge::name_of(static_cast<FactKind>(i)));
  return names;
}

ObjectSpec fact_spec() {
  return {"KnowledgeFact",
          {"办事要素：一项单独可答的内容。", "One thing that callers ask of a matter."},
          {required("kind", choice(fact_kinds()), {"哪一项。", "Which."}),
           required("text", text(5000, 1), {"内容。", "What it is."})}};
}

Type visibility_type() {
  return choice({"public", "internal", "confidential"});
}

base::Result<std::optional<base::Time>> time_in(const Json& body, const char* key) {
  if (!body.contains(key) || body[key].is_null()) return std::optional<base::Time>();
  auto time = base::parse_rfc3339(body[key].get<std::string>());
  if (!time.ok()) return std::move(time).error();
  return std::optional(*time);
}

Json attachments_json(const Content& content) {
  Json items = Json::array();
  for (const knowledge::AttachedFile& one : content.attachments) items.push_back(knowledge_file_json(one));
  return items;
}

}  // namespace

ObjectSpec knowledge_file_spec() {
  return {"KnowledgeFile",
          {"条目的附件。", "A file of an entry."},
          {required("id", integer(1), {"附件编号。", "Its key."}),
           required("name", text(knowledge::longest_file_name), {"文件名。", "Its name."}),
           required("type", text(100), {"按内容识别的类型。", "Media type, told from its content."}),
           required("size", integer(0), {"字节数。", "Bytes."})}};
}

Json knowledge_file_json(const knowledge::AttachedFile& file) {
  return {{"id", file.id}, {"name", file.name}, {"type", file.type}, {"size", file.size}};
}

base::Status take_attachments(store::ReadTx& tx, const store::Actor& actor, const Content* known,
                              Content& content) {
  for (std::size_t i = 0; i < content.attachments.size(); ++i) {
    knowledge::AttachedFile& file = content.attachments[i];
    const auto before = [&]() -> const knowledge::AttachedFile* {
      if (known == nullptr) return nullptr;
      for (const knowledge::AttachedFile& one : known->attachments)
        if (one.id == file.id) return &one;
      return nullptr;
    }();
    if (before != nullptr) {
      file.type = before->type;
      file.size = before->size;
      continue;
    }
    // Nobody puts another's upload, or what came with a request, into an entry.
    const auto kept = intake::Attachments::find(tx, file.id);
    if (!kept || kept->request != 0 || kept->ticket != 0 || kept->actor != actor.id) {
      return base::Error::field("/attachments/" + std::to_string(i) + "/id", "unknown_attachment",
                                "没有此附件，请重新上传。", "There is no such file. Upload it again.");
    }
    file.type = kept->type;
    file.size = kept->size;
  }
  return {};
}

std::vector<Field> content_fields() {
  const ObjectSpec attached{
      "AttachedFile",
      {"随条目的附件。", "A file that goes with the entry."},
      {required("id", integer(1), {"上传所得编号。", "Key that its upload gave."}),
       required("name", line(knowledge::longest_file_name, 1), {"文件名。", "Its name, with extension."})}};
  return {
      required("questions", list_of(line(300, 1), knowledge::most_questions),
               {"问题，第一个即标题。", "Questions; the first is the title."}),
      optional("answer", text(knowledge::longest_answer), {"答案（Markdown）。", "The answer, Markdown."}),
      optional("facts", list_of(fact_spec(), knowledge::most_facts), {"办事要素。", "Facts of the matter."}),
      optional("matter", code(64), {"诉求事项。", "Row of the catalogue of matters."}),
      optional("region", code(16), {"适用区划，空为全市。", "Division; empty: the whole city."}),
      optional("audience", line(40), {"适用对象，空为所有人。", "For whom; empty: everybody."}),
      optional("owner", code(64), {"责任单位，空为热线中心。", "Owning unit; empty: the hotline."}),
      optional("source_title", line(300), {"来源文件名称。", "Title of the source."}),
      optional("source_number", line(100), {"文号。", "Its number."}),
      optional("source_link", line(500), {"链接。", "Its link."}),
      optional("valid_from", nullable(date_time()), {"生效时间。", "In force from."}),
      optional("valid_to", nullable(date_time()), {"失效时间。", "In force until, not included."}),
      optional("review_by", nullable(date_time()), {"复核期限。", "The owner looks at it again by."}),
      required("visibility", visibility_type(), {"可见范围。", "Who may be told."}),
      optional("tags", list_of(line(40, 1), 20), {"标签。", "Tags."}),
      optional("attachments", list_of(attached, knowledge::most_attachments),
               {"附件，先行上传。", "Files, uploaded before."})};
}

base::Result<Content> content_of(const Json& body, const city::City& city) {
  Content content;
  content.questions = texts_in(body, "questions");
  content.answer = text_in(body, "answer");
  if (body.contains("facts")) {
    for (const Json& one : body["facts"])
      content.facts.push_back({*knowledge::find_fact_kind(text_in(one, "kind")), text_in(one, "text")});
  }
  content.matter = text_in(body, "matter");
  content.region = text_in(body, "region");
  content.audience = text_in(body, "audience");
  content.owner = text_in(body, "owner");
  content.source_title = text_in(body, "source_title");
  content.source_number = text_in(body, "source_number");
  content.source_link = text_in(body, "source_link");
  HOTLINE_TRY(content.valid_from, time_in(body, "valid_from"));
  HOTLINE_TRY(content.valid_to, time_in(body, "valid_to"));
  HOTLINE_TRY(content.review_by, time_in(body, "review_by"));
  content.visibility = *knowledge::find_visibility(text_in(body, "visibility"));
  content.tags = texts_in(body, "tags");
  if (body.contains("attachments")) {
    for (const Json& one : body["attachments"])
      content.attachments.push_back({one["id"].get<std::int64_t>(), text_in(one, "name"), "", 0});
  }
  if (!content.owner.empty()) HOTLINE_CHECK(check_unit(city, content.owner, "/owner"));
  if (!content.matter.empty() && city.matters.find(content.matter) == nullptr) {
    return base::Error::field("/matter", "unknown_matter", "没有此事项，请从事项目录中选择。",
                              "There is no such matter. Choose one of the catalogue.");
  }
  if (!content.region.empty() && city.divisions.find(content.region) == nullptr) {
    return base::Error::field("/region", "unknown_division", "没有此区划，请从区划表中选择。",
                              "There is no such division. Choose one of the city's.");
  }
  return content;
}

Json unit_or_null(const std::string& code, const city::City& city) {
  return code.empty() ? Json(nullptr) : unit_json(code, city);
}

ObjectSpec knowledge_entry_spec() {
  return {
      "KnowledgeEntry",
      {"一条知识。", "One entry."},
      {required("id", integer(1), {"编号。", "Its key."}),
       required("version", integer(1),
                {"版本，编辑与状态变化都计入。", "Counts edits and changes of state."}),
       required("published_version", nullable(integer(1)), {"在用版本。", "The version that readers see."}),
       required("state", choice({"draft", "review", "published", "withdrawn"}), {"状态。", "State."}),
       required("questions", list_of(text(300), knowledge::most_questions), {"问题。", "Questions."}),
       required("answer", text(knowledge::longest_answer), {"答案。", "The answer."}),
       required("facts", list_of(fact_spec(), knowledge::most_facts), {"办事要素。", "Facts."}),
       required("matter", nullable(object(matter_spec())), {"诉求事项。", "Matter."}),
       required("region", nullable(object(named_spec())), {"适用区划。", "Division."}),
       required("audience", text(40), {"适用对象。", "For whom."}),
       required("owner", nullable(object(named_spec())), {"责任单位。", "Owning unit."}),
       required("source_title", text(300), {"来源文件。", "Source."}),
       required("source_number", text(100), {"文号。", "Number of the source."}),
       required("source_link", text(500), {"链接。", "Link."}),
       required("valid_from", nullable(date_time()), {"生效时间。", "In force from."}),
       required("valid_to", nullable(date_time()), {"失效时间。", "In force until."}),
       required("review_by", nullable(date_time()), {"复核期限。", "To be reviewed by."}),
       required("visibility", visibility_type(), {"可见范围。", "Who may be told."}),
       required("tags", list_of(text(40), 20), {"标签。", "Tags."}),
       required("attachments", list_of(knowledge_file_spec(), knowledge::most_attachments),
                {"附件。", "Files."}),
       required("updated_at", date_time(), {"最近变化。", "Last change."})}};
}

Json knowledge_entry_json(const knowledge::Entry& entry, const Content& c, const city::City& city) {
  Json facts = Json::array();
  for (const knowledge::Fact& fact : c.facts)
    facts.push_back({{"kind", knowledge::name_of(fact.kind)}, {"text", fact.text}});
  return {{"id", entry.id},
          {"version", entry.version},
          {"published_version", entry.published != 0 ? Json(entry.published) : Json(nullptr)},
          {"state", knowledge::name_of(entry.state)},
          {"questions", c.questions},
          {"answer", c.answer},
          {"facts", std::move(facts)},
          {"matter", c.matter.empty() ? Json(nullptr) : matter_json(c.matter, city)},
          {"region", c.region.empty() ? Json(nullptr) : division_json(c.region, city)},
          {"audience", c.audience},
          {"owner", unit_or_null(c.owner, city)},
          {"source_title", c.source_title},
          {"source_number", c.source_number},
          {"source_link", c.source_link},
          {"valid_from", city_time_or_null(c.valid_from, city)},
          {"valid_to", city_time_or_null(c.valid_to, city)},
          {"review_by", city_time_or_null(c.review_by, city)},
          {"visibility", knowledge::name_of(c.visibility)},
          {"tags", c.tags},
          {"attachments", attachments_json(c)},
          {"updated_at", city_time(entry.updated, city)}};
}

ObjectSpec knowledge_title_spec() {
  return {"KnowledgeTitle",
          {"条目与标题。", "An entry and its title."},
          {required("entry", integer(1), {"条目编号。", "Key of the entry."}),
           required("title", text(300), {"标题。", "Its title."})}};
}

ObjectSpec knowledge_fact_kind_spec() {
  return {"KnowledgeFactKind",
          {"可以继续追问的一项。", "Something that can be asked next."},
          {required("kind", choice(fact_kinds()), {"哪一项。", "Which."}),
           required("label", text(40), {"名称。", "Its name."})}};
}

ObjectSpec knowledge_source_spec() {
  return {
      "KnowledgeSource",
      {"出处。", "Where it comes from."},
      {required("title", text(300), {"文件名称。", "Title."}),
       required("number", text(100), {"文号。", "Number."}), required("link", text(500), {"链接。", "Link."}),
       required("unit", nullable(object(named_spec())), {"责任单位。", "Owning unit."})}};
}

Json knowledge_source_json(const Content& content, const city::City& city) {
  return {{"title", content.source_title},
          {"number", content.source_number},
          {"link", content.source_link},
          {"unit", unit_or_null(content.owner, city)}};
}

ObjectSpec knowledge_point_spec() {
  return {
      "KnowledgePoint",
      {"一个答复要点。", "One point of an answer."},
      {required("entry", integer(1), {"条目编号。", "Key of the entry."}),
       required("version", integer(1), {"条目版本。", "Its version."}),
       required("title", text(300), {"条目标题。", "Its title."}),
       required("passage", text(6000), {"原文段落。", "The passage."}),
       required("sentence", text(6000), {"段落中最贴切的一句。", "The sentence that fits best."}),
       required("fact", nullable(choice(fact_kinds())), {"所答的办事要素。", "Which fact it is, if one."}),
       required("confidence", number(), {"把握，0 至 1。", "Probability that it answers the question."}),
       required("source", object(knowledge_source_spec()), {"出处。", "Source."}),
       required("attachments", list_of(knowledge_file_spec(), knowledge::most_attachments),
                {"附件，如申请表。", "Files, such as a form to fill in."}),
       required("valid_from", nullable(date_time()), {"生效时间。", "In force from."}),
       required("valid_to", nullable(date_time()), {"失效时间。", "In force until."})}};
}

Json knowledge_point_json(const knowledge::Point& point, const city::City& city) {
  const Content& c = point.entry->content;
  return {{"entry", point.entry->id},
          {"version", point.entry->version},
          {"title", c.title()},
          {"passage", point.passage},
          {"sentence", point.sentence},
          {"fact", point.fact ? Json(knowledge::name_of(*point.fact)) : Json(nullptr)},
          {"confidence", point.confidence},
          {"source", knowledge_source_json(c, city)},
          {"attachments", attachments_json(c)},
          {"valid_from", city_time_or_null(c.valid_from, city)},
          {"valid_to", city_time_or_null(c.valid_to, city)}};
}

knowledge::Asking asking_of(const access::Principal& who, base::Time now) {
  knowledge::Asking asking;
  asking.viewer = knowledge::viewer_of(who);
  asking.now = now;
  return asking;
}

}  // namespace hotline::api
