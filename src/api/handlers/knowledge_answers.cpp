// Search, suggestions and answers, for the desk and for people without an account.
#include "api/docs/ask_page.hpp"
#include "api/handlers/knowledge_json.hpp"
#include "hotline/text/utf8.hpp"

namespace hotline::api {
namespace {

using access::Right;
using knowledge::Answered;
using knowledge::Asking;

constexpr std::int64_t most_hits = 50;
constexpr std::int64_t most_suggested = 10;
constexpr std::size_t most_points = retrieve::most_parts;
constexpr std::size_t most_chosen = 4;
constexpr double question_cost = 2;  // tokens of an address's rate limit

Route answer_route(Method method, std::string path, std::string operation, base::Text summary, bool open) {
  Route route;
  route.method = method;
  route.path = (open ? "/api/v1/public" : "/api/v1/knowledge") + path;
  route.operation = std::move(operation);
  route.tag = open ? "citizen" : "knowledge";
  route.summary = std::move(summary);
  route.allow = open ? anyone() : any_of(Right::knowledge_read, Right::knowledge_edit);
  if (open) route.cost = question_cost;
  return route;
}

// On the city's page everybody is a citizen, whoever is signed in beside it.
access::Principal asker(const Call& call, bool open) {
  return open ? access::Principal{} : call.principal();
}

std::vector<Field> filters() {
  return {optional("region", code(16), {"市民所在区划。", "The asker's division."}),
          optional("audience", line(40), {"对象，如个人、企业。", "For whom."}),
          optional("owner", code(64), {"责任单位。", "Owning unit."}),
          optional("matter", code(64), {"诉求事项。", "Matter."})};
}

void read_filters(const Query& query, Asking& asking) {
  asking.region = query.text_or("region", "");
  asking.audience = query.text_or("audience", "");
  asking.owner = query.text_or("owner", "");
  asking.matter = query.text_or("matter", "");
}

Route search(Domain& domain) {
  Route route = answer_route(Method::get, "/search", "searchKnowledge",
                             {"检索知识：只返回可以告知提问者的在用条目",
                              "Search: published entries in force that may be told to the asker"},
                             false);
  route.query = filters();
  route.query.push_back(required("q", text(2000, 1), {"要查什么。", "What is looked for."}));
  route.query.push_back(optional("limit", integer(1, most_hits), {"条数。", "How many."}));
  const ObjectSpec range_spec{"TextRange",
                              {"一段文字的起止（字符）。", "A stretch of text, in characters."},
                              {required("from", integer(0), {"从。", "From."}),
                               required("to", integer(0), {"到，不含。", "To, not included."})}};
  const ObjectSpec hit{
      "KnowledgeHit",
      {"一条结果。", "One hit."},
      {required("entry", integer(1), {"条目编号。", "Key of the entry."}),
       required("title", text(300), {"标题。", "Title."}),
       required("passage", text(6000), {"最贴切的段落。", "The passage that fits best."}),
       required("highlights", list_of(range_spec, 1000), {"段落中命中的文字。", "What was found in it."}),
       required("visibility", text(20), {"可见范围。", "Who may be told."}),
       required("source", object(knowledge_source_spec()), {"出处。", "Source."}),
       required("valid_to", nullable(date_time()), {"失效时间。", "In force until."})}};
  route.outputs = {{200,
                    {"结果，最贴切的在前。", "Hits, best first."},
                    ObjectSpec{"KnowledgeHits",
                               {"结果。", "Hits."},
                               {required("items", list_of(hit, most_hits), {"结果。", "Hits."}),
                                required("confidence", number(),
                                         {"第一条答对的把握。", "That the first one answers it."})}}}};
  route.handler = [&domain](Call& call) -> Answer {
    Asking asking = asking_of(call.principal(), call.now());
    read_filters(call.query(), asking);
    return reading([&domain, asking, q = call.query().text_or("q", ""),
                    limit = static_cast<std::size_t>(call.query().integer_or("limit", 10))](
                       store::ReadTx&) -> base::Result<Reply> {
      const auto city = domain.city.get();
      const knowledge::SearchResult result = domain.knowledge->library.search(q, asking, limit);
      Json items = Json::array();
      for (const knowledge::SearchHit& one : result.hits) {
        const knowledge::Content& c = one.entry->content;
        Json ranges = Json::array();
        const std::string_view passage = one.passage;
        for (const text::ByteRange& found : one.highlights) {
          ranges.push_back({{"from", text::count_chars(passage.substr(0, found.begin))},
                            {"to", text::count_chars(passage.substr(0, found.end))}});
        }
        items.push_back({{"entry", one.entry->id},
                         {"title", c.title()},
                         {"passage", one.passage},
                         {"highlights", std::move(ranges)},
                         {"visibility", knowledge::name_of(c.visibility)},
                         {"source", knowledge_source_json(c, *city)},
                         {"valid_to", city_time_or_null(c.valid_to, *city)}});
      }
      return Reply::ok({{"items", std::move(items)}, {"confidence", result.confidence}});
    });
  };
  return route;
}

Route suggest(Domain& domain, bool open) {
  Route route = answer_route(
      Method::get, open ? "/questions/suggestions" : "/suggestions",
      open ? "suggestPublicQuestions" : "suggestKnowledge",
      {"边输入边提示：汉字、拼音或拼音首字母均可", "Titles while typing: characters, pinyin or initials"},
      open);
  route.cost = open ? 0.5 : 1;
  route.query = {required("q", text(100, 1), {"已输入的文字。", "What is typed so far."})};
  route.outputs = {{200,
                    {"提示。", "Suggestions."},
                    ObjectSpec{"KnowledgeTitles",
                               {"提示。", "Suggestions."},
                               {required("items", list_of(knowledge_title_spec(), most_suggested),
                                         {"标题。", "Titles."})}}}};
  route.handler = [&domain, open](Call& call) -> Answer {
    // In memory and short: answered on the spot.
    Json items = Json::array();
    for (const auto& one : domain.knowledge->library.suggest(
             call.query().text_or("q", ""), asking_of(asker(call, open), call.now()), most_suggested))
      items.push_back({{"entry", one.id}, {"title", one.title}});
    return Reply::ok({{"items", std::move(items)}});
  };
  return route;
}

ObjectSpec question_spec(bool open) {
  return {open ? "PublicQuestion" : "DeskQuestion",
          {"一个问题。", "A question."},
          {required("question", text(10'000, 1), {"问题。", "The question."}),
           optional("region", code(16), {"所在区划。", "The asker's division."}),
           optional("audience", line(40), {"对象。", "For whom."}),
           optional("about", integer(1),
                    {"上一轮所答的条目，用于追问“要带什么材料”这类话。",
                     "The entry of the turn before, for questions that go on about it."}),
           optional("chosen", list_of(line(300, 1), most_chosen),
                    {"再问同一问题时，从 choices 中选定的各项。",
                     "For the same question again: what was chosen of its choices, one for each level."})}};
}

ObjectSpec choices_spec() {
  const ObjectSpec choice_spec{
      "KnowledgeChoice",
      {"可选的一项。", "One that can be chosen."},
      {required("value", text(300), {"选项。", "What to send in chosen."}),
       required("entries", integer(1), {"其下条目数。", "How many entries stand below it."})}};
  return {"KnowledgeChoices",
          {"逐级缩小范围时下一步该问的。", "What to ask back next, where a question is narrowed by a tree."},
          {required("level", choice({"matter", "situation"}), {"事项或情形。", "Matter or situation."}),
           required("items", list_of(choice_spec, 50), {"选项，最贴切的在前。", "Choices, best first."})}};
}

ObjectSpec answer_spec() {
  return {
      "KnowledgeAnswer",
      {"答复。把握不足时不作答，而是提供选项或转人工。",
       "The answer. Below the threshold none is given, but options, or a person."},
      {required("id", integer(1), {"提问编号，评价时使用。", "Key of the question, for rating it."}),
       required("code", text(16),
                {"查询码，未登录时评价、转诉求使用。", "Proves the question without an account."}),
       required("answered", boolean(), {"是否作答。", "Whether it is answered."}),
       required("confidence", number(), {"把握，0 至 1。", "Probability that it is right."}),
       required(
           "points", list_of(knowledge_point_spec(), most_points),
           {"答复要点，一问多事时有多个。", "Points; more than one for a question about several matters."}),
       required("phrased", nullable(text(3000)),
                {"由语言模型依据要点组织的文字，已逐项核对；未启用或核对不过为空。",
                 "Worded by a language model from the points and checked against them; null without one."}),
       required("options", list_of(knowledge_title_spec(), 5),
                {"不确定所问何事时，请从中选择。", "Which of these is meant, while that is not clear."}),
       required("choices", nullable(object(choices_spec())),
                {"逐级选择：事项、情形；选后连同原问题再问。",
                 "The next level of the tree; ask the same question again with what was chosen."}),
       required("narrower", list_of(knowledge_fact_kind_spec(), 20),
                {"可以继续追问的内容。", "What may be asked next about the first point."}),
       required("person", nullable(text(200)),
                {"未能作答时的人工渠道。", "How to reach a person, when it is not answered."})}};
}

struct Worked {
  Answered shown;
  std::optional<std::string> phrased;
  std::string unit, matter;  // who would have to know
};

// The unit that a question is for, as requests are dispatched; "" when that is not told.
void decide_owner(Domain& domain, const std::string& question, const std::string& region, Worked& worked) {
  intake::Submission submission;
  submission.request.words = question;
  submission.kind = city::Kind::consult;
  submission.division = region;
  const auto assessment = domain.intake.assess(submission);
  worked.matter = assessment.decision.matter;
  worked.unit = assessment.decision.lead;
  if (worked.unit == domain.city.get()->settings.fallback_unit) worked.unit.clear();
}

base::Result<Worked> work(Domain& domain, const std::string& question, const Asking& asking,
                          const knowledge::Talk& talk, const std::string& language) {
  Worked worked;
  worked.shown = domain.knowledge->library.answer(question, asking, talk);
  if (!worked.shown.confident) decide_owner(domain, question, asking.region, worked);
  if (domain.knowledge->phraser && worked.shown.confident) {
    std::vector<std::string> passages;
    for (const knowledge::Point& one : worked.shown.points)
      passages.push_back(one.entry->content.title() + "\n" + one.passage);
    worked.phrased = knowledge::phrase_checked(*domain.knowledge->phraser, question, passages, language);
  }
  return worked;
}

Route ask(Domain& domain, bool open) {
  Route route = answer_route(
      Method::post, open ? "/questions" : "/answers", open ? "askPublicQuestion" : "answerQuestion",
      open ? base::Text{"市民提问，无需登录", "A citizen's question, without an account"}
           : base::Text{"提问并得到带出处的答复", "A question, answered with its source"},
      open);
  route.body = question_spec(open);
  route.outputs = {{200, {"答复。", "The answer."}, answer_spec()}};
  route.handler = [&domain, open](Call& call) -> Answer {
    const Json& body = call.body();
    Asking asking = asking_of(asker(call, open), call.now());
    asking.region = text_in(body, "region");
    asking.audience = text_in(body, "audience");
    const knowledge::Talk talk{body.value("about", std::int64_t{0}), texts_in(body, "chosen")};
    const std::string question = text_in(body, "question");
    const Language language = call.language();
    auto compute = [&domain, asking, talk, question, language]() {
      return work(domain, question, asking, talk, language == Language::en ? "en" : "zh");
    };
    auto reply = [&domain, open, question, language, region = asking.region,
                  actor = open ? store::Actor{"citizen", call.actor().origin} : call.actor()](
                     store::WriteTx& tx, Worked& worked) -> base::Result<Reply> {
      const auto city = domain.city.get();
      const Answered& shown = worked.shown;
      const knowledge::LoggedQuestion logged = domain.knowledge->questions.record(
          tx, {open ? "public" : "desk", question, region, worked.unit, worked.matter, actor}, shown);
      Json points = Json::array(), options = Json::array(), narrower = Json::array();
      for (const knowledge::Point& one : shown.points) points.push_back(knowledge_point_json(one, *city));
      for (const knowledge::ShownPtr& one : shown.options)
        options.push_back({{"entry", one->id}, {"title", one->content.title()}});
      for (const knowledge::FactKind kind : shown.narrower)
        narrower.push_back({{"kind", knowledge::name_of(kind)}, {"label", knowledge::label_of(kind)}});
      Json choices = nullptr;
      if (!shown.choices.empty()) {
        Json values = Json::array();
        for (const retrieve::Choice& one : shown.choices)
          values.push_back({{"value", one.value}, {"entries", one.leaves}});
        choices = {{"level", knowledge::name_of(shown.level)}, {"items", std::move(values)}};
      }
      const std::string& hotline = city->settings.hotline;
      const base::Text person{
          "暂时没有找到可靠的答复，请拨打 " + hotline + " 由人工为您解答，或提交诉求。",
          "No reliable answer was found. Call " + hotline + " for a person, or file a request."};
      return Reply::ok({{"id", logged.id},
                        {"code", logged.code},
                        {"answered", shown.confident},
                        {"confidence", shown.confidence},
                        {"points", std::move(points)},
                        {"phrased", worked.phrased ? Json(*worked.phrased) : Json(nullptr)},
                        {"options", std::move(options)},
                        {"choices", std::move(choices)},
                        {"narrower", std::move(narrower)},
                        {"person", shown.confident ? Json(nullptr) : Json(in_language(person, language))}});
    };
    // A language model may take its time: never on a reader.
    if (domain.knowledge->phraser) return computing_then_writing(std::move(compute), std::move(reply));
    return reading_then_writing([compute](store::ReadTx&) { return compute(); }, std::move(reply));
  };
  return route;
}

Route rate(Domain& domain, bool open) {
  Route route = answer_route(Method::post, (open ? "/questions" : "/answers") + std::string("/{id}/rating"),
                             open ? "ratePublicAnswer" : "rateAnswer",
                             {"评价答复是否有用", "Say whether an answer helped"}, open);
  route.path_fields = {required("id", integer(1), {"提问编号。", "Key of the question."})};
  route.body = ObjectSpec{open ? "PublicAnswerRating" : "AnswerRating",
                          {"评价。", "The rating."},
                          {required("helpful", boolean(), {"是否有用。", "Whether it helped."})}};
  if (open) route.body->fields.push_back(required("code", code(16), {"查询码。", "The question's code."}));
  route.outputs = {{204, {"已记录。", "Recorded."}}};
  route.handler = [&domain](Call& call) -> Answer {
    return reading_then_writing(
        [&domain, id = call.path_id("id")](store::ReadTx& tx) -> base::Result<Worked> {
          Worked worked;
          if (const auto asked = knowledge::QuestionBook::find(tx, id))
            decide_owner(domain, asked->question, asked->region, worked);
          return worked;
        },
        [&domain, id = call.path_id("id"), given = text_in(call.body(), "code"), actor = call.actor(),
         helpful = call.body()["helpful"].get<bool>()](store::WriteTx& tx, Worked& w) -> base::Result<Reply> {
          HOTLINE_CHECK(domain.knowledge->questions.rate(tx, id, given, actor, helpful, w.unit, w.matter));
          return Reply::no_content();
        });
  };
  return route;
}

// A part of the embeddable page: any site may show it in a frame.
Route page_part(const std::string& path, std::string operation, std::string type, std::string_view content) {
  Route route;
  route.path = "/api/public/" + path;
  route.operation = std::move(operation);
  route.tag = "citizen";
  route.summary = {"可嵌入的问答页面", "The page for questions that any site may embed"};
  route.allow = anyone();
  route.outputs = {{200, {"页面。", "The page."}, std::nullopt, type}};
  Reply reply = Reply::bytes(type, std::string(content));
  reply.headers.emplace_back("Content-Security-Policy",
                             "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
                             "frame-ancestors *; base-uri 'none'; form-action 'none'");
  reply.headers.emplace_back("Cache-Control", "no-cache");
  route.handler = [reply](Call&) -> Answer { return reply; };
  return route;
}

}  // namespace

void add_knowledge_answer_routes(Routes& routes, Domain& domain) {
  routes.add({search(domain), suggest(domain, false), suggest(domain, true), ask(domain, false),
              ask(domain, true), rate(domain, false), rate(domain, true),
              page_part("ask", "getAskPage", "text/html; charset=utf-8", ask_html()),
              page_part("ask.js", "getAskScript", "text/javascript; charset=utf-8", ask_js()),
              page_part("ask.css", "getAskStyle", "text/css; charset=utf-8", ask_css())});
}

}  // namespace hotline::api
