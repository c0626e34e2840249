// Knowledge entries: writing, review, versions.
#include "api/handlers/actor_name.hpp"
#include "api/handlers/knowledge_json.hpp"
#include "api/handlers/lists.hpp"

namespace hotline::api {
namespace {

using access::Right;
using knowledge::Content;
using knowledge::Deed;
using knowledge::Entry;
using knowledge::EntryBook;

constexpr std::int64_t most_rows = 200;

base::Error unknown_entry() {
  return base::Error::of(base::ErrorCode::not_found, "没有找到该知识条目，请核对编号。",
                         "There is no such knowledge entry. Check its number.");
}

base::Error not_yours() {
  return base::Error::of(base::ErrorCode::forbidden, "该条目由责任单位和知识编辑维护，您可以标注问题。",
                         "The owning unit and the knowledge editors keep this entry. You can mark it.");
}

Route entry_route(Method method, std::string_view path, std::string operation, base::Text summary) {
  Route route;
  route.method = method;
  route.path = "/api/v1/knowledge/entries" + std::string(path);
  route.operation = std::move(operation);
  route.tag = "knowledge";
  route.summary = std::move(summary);
  route.allow = any_of(Right::knowledge_read, Right::knowledge_edit);
  if (path.starts_with("/{id}")) {
    route.path_fields = {required("id", integer(1), {"条目编号。", "Key of the entry."})};
  }
  return route;
}

// The content that this asker may see of an entry; nothing when it does not exist for him.
std::optional<Content> seen_by(store::ReadTx& tx, const Entry& entry, const access::Principal& who) {
  if (knowledge::may_write(who, entry.content.owner)) return entry.content;
  if (entry.published == 0) return std::nullopt;
  auto content = EntryBook::content_at(tx, entry.id, entry.published);
  if (!content.ok() || !knowledge::may_see(knowledge::viewer_of(who), content->visibility, content->owner))
    return std::nullopt;
  return *content;
}

base::Result<Reply> entry_reply(const Entry& entry, const Content& content, const city::City& city) {
  Reply reply = Reply::ok(knowledge_entry_json(entry, content, city));
  reply.version(entry.version);
  return reply;
}

Route list(Domain& domain) {
  Route route = entry_route(Method::get, "", "listKnowledge",
                            {"知识条目，最新的在前；未发布的仅编写和审核人员可见",
                             "Entries, newest first; unpublished ones only for those who keep them"});
  route.query = page_fields(most_rows);
  route.query.push_back(
      optional("state", choice({"draft", "review", "published", "withdrawn"}), {"状态。", "State."}));
  route.query.push_back(optional("owner", code(64), {"责任单位。", "Owning unit."}));
  route.query.push_back(optional("matter", code(64), {"诉求事项。", "Matter."}));
  route.query.push_back(optional("batch", integer(1), {"导入批次。", "The import that brought it."}));
  const ObjectSpec row{
      "KnowledgeRow",
      {"一条知识。", "One entry."},
      {required("id", integer(1), {"编号。", "Its key."}),
       required("version", integer(1), {"版本。", "Version."}),
       required("state", text(20), {"状态。", "State."}), required("title", text(300), {"标题。", "Title."}),
       required("owner", nullable(object(named_spec())), {"责任单位。", "Owning unit."}),
       required("visibility", nullable(text(20)), {"可见范围，未发布为空。", "Null while unpublished."}),
       required("valid_to", nullable(date_time()), {"失效时间。", "In force until."}),
       required("review_by", nullable(date_time()), {"复核期限。", "To be reviewed by."}),
       required("updated_at", date_time(), {"最近变化。", "Last change."})}};
  route.outputs = {{200, {"一页条目。", "A page of entries."}, page_of(row, most_rows)}};
  route.handler = [&domain](Call& call) -> Answer {
    const auto before = cursor_of(call.query());
    if (!before.ok()) return before.error();
    knowledge::EntryFilter filter{call.query().text_or("state", ""), call.query().text_or("owner", ""),
                                  call.query().text_or("matter", ""), call.query().integer_or("batch", 0)};
    const auto limit = static_cast<std::size_t>(call.query().integer_or("limit", 50));
    return reading([&domain, filter, before = *before, limit,
                    who = call.shared_principal()](store::ReadTx& tx) -> base::Result<Reply> {
      const auto city = domain.city.get();
      const auto rows = EntryBook::list(tx, filter, *who, before, limit);
      Json items = Json::array();
      for (const knowledge::EntryRow& one : rows) {
        items.push_back({{"id", one.id},
                         {"version", one.version},
                         {"state", one.state},
                         {"title", one.title},
                         {"owner", unit_or_null(one.owner, *city)},
                         {"visibility", code_or_null(one.visibility)},
                         {"valid_to", city_time_or_null(one.valid_to, *city)},
                         {"review_by", city_time_or_null(one.review_by, *city)},
                         {"updated_at", city_time(one.updated, *city)}});
      }
      const Json next = rows.size() == limit ? Json(std::to_string(rows.back().id)) : Json(nullptr);
      return Reply::ok({{"items", std::move(items)}, {"next", next}});
    });
  };
  return route;
}

Route create(Domain& domain) {
  Route route = entry_route(Method::post, "", "createKnowledge", {"新建知识条目", "Write a new entry"});
  route.allow = any_of(Right::knowledge_edit, Right::assignment_handle);
  ObjectSpec body{"NewKnowledge", {"新条目。", "A new entry."}, content_fields()};
  body.fields.push_back(optional("submit", boolean(), {"直接送审。", "Submit it for review at once."}));
  route.body = std::move(body);
  route.outputs = {{201, {"已建。", "Written."}, knowledge_entry_spec()}};
  route.handler = [&domain](Call& call) -> Answer {
    const auto city = domain.city.get();
    auto content = content_of(call.body(), *city);
    if (!content.ok()) return std::move(content).error();
    if (!knowledge::may_write(call.principal(), content->owner)) return not_yours();
    return writing([&domain, city, content = std::move(*content), submit = call.body().value("submit", false),
                    actor = call.actor()](store::WriteTx& tx) mutable -> base::Result<Reply> {
      HOTLINE_CHECK(take_attachments(tx, actor, nullptr, content));
      HOTLINE_TRY(const Entry entry, domain.knowledge->entries.create(tx, content, {}, submit, {actor, ""}));
      Reply reply = Reply::created("/api/v1/knowledge/entries/" + std::to_string(entry.id),
                                   knowledge_entry_json(entry, entry.content, *city));
      reply.version(entry.version);
      return reply;
    });
  };
  return route;
}

Route get_one(Domain& domain) {
  Route route =
      entry_route(Method::get, "/{id}", "getKnowledge",
                  {"一条知识：编写和审核人员看到最新版本，其他人看到在用版本",
                   "One entry: its newest version for those who keep it, the published one for others"});
  route.outputs = {{200, {"条目。", "The entry."}, knowledge_entry_spec()}};
  route.handler = [&domain](Call& call) -> Answer {
    return reading([&domain, id = call.path_id("id"),
                    who = call.shared_principal()](store::ReadTx& tx) -> base::Result<Reply> {
      HOTLINE_TRY(const Entry entry, EntryBook::load(tx, id));
      const auto content = seen_by(tx, entry, *who);
      if (!content) return unknown_entry();
      return entry_reply(entry, *content, *domain.city.get());
    });
  };
  return route;
}

// An action on an entry that the asker must be allowed by `may`.
template <class Work>
Answer acting(Domain& domain, Call& call, bool approving, Work work) {
  return writing([&domain, id = call.path_id("id"), version = call.expected_version(),
                  who = call.shared_principal(), approving,
                  deed = Deed{call.actor(), text_in(call.body(), "note")},
                  work = std::move(work)](store::WriteTx& tx) -> base::Result<Reply> {
    HOTLINE_TRY(const Entry entry, EntryBook::load(tx, id));
    const std::string& owner = entry.content.owner;
    if (!seen_by(tx, entry, *who)) return unknown_entry();
    if (approving ? !knowledge::may_approve(*who, owner) : !knowledge::may_write(*who, owner))
      return not_yours();
    HOTLINE_TRY(const Entry after, work(tx, id, version, deed));
    return entry_reply(after, after.content, *domain.city.get());
  });
}

Route edit(Domain& domain) {
  Route route = entry_route(Method::put, "/{id}", "editKnowledge",
                            {"编辑条目：产生新版本草稿，在用版本不变",
                             "Edit: a draft of the next version; the published one stays in force"});
  route.needs_if_match = true;
  route.allow = any_of(Right::knowledge_edit, Right::assignment_handle);
  ObjectSpec body{"EditedKnowledge", {"条目的全部内容。", "The whole content."}, content_fields()};
  body.fields.push_back(optional("note", text(500), {"修改说明。", "Why."}));
  route.body = std::move(body);
  route.outputs = {{200, {"编辑后的条目。", "The entry after the edit."}, knowledge_entry_spec()}};
  route.handler = [&domain](Call& call) -> Answer {
    auto content = content_of(call.body(), *domain.city.get());
    if (!content.ok()) return std::move(content).error();
    if (!knowledge::may_write(call.principal(), content->owner)) return not_yours();
    return acting(domain, call, false,
                  [&domain, content = std::move(*content)](store::WriteTx& tx, std::int64_t id,
                                                           std::optional<std::int64_t> version,
                                                           const Deed& deed) -> base::Result<Entry> {
                    HOTLINE_TRY(const Entry known, EntryBook::load(tx, id));
                    Content next = content;
                    HOTLINE_CHECK(take_attachments(tx, deed.actor, &known.content, next));
                    return domain.knowledge->entries.edit(tx, id, version, next, deed);
                  });
  };
  return route;
}

using Step = base::Result<Entry> (*)(knowledge::Knowledge&, store::WriteTx&, std::int64_t,
                                     std::optional<std::int64_t>, const Deed&);

Route step_route(Domain& domain, const std::string& path, const std::string& operation, base::Text summary,
                 bool approving, Step step) {
  Route route = entry_route(Method::post, "/{id}/" + path, operation + "Knowledge", std::move(summary));
  route.needs_if_match = true;
  route.allow = any_of(Right::knowledge_edit, Right::assignment_handle);
  std::string name = operation + "KnowledgeNote";
  name[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(name[0])));
  route.body = ObjectSpec{name, {"说明。", "Words."}, {optional("note", text(500), {"说明。", "Why."})}};
  route.outputs = {{200, {"操作后的条目。", "The entry after the action."}, knowledge_entry_spec()}};
  route.handler = [&domain, approving, step](Call& call) -> Answer {
    return acting(
        domain, call, approving,
        [&domain, step](store::WriteTx& tx, std::int64_t id, std::optional<std::int64_t> version,
                        const Deed& deed) { return step(*domain.knowledge, tx, id, version, deed); });
  };
  return route;
}

Route versions(Domain& domain) {
  Route route = entry_route(Method::get, "/{id}/versions", "listKnowledgeVersions",
                            {"条目的全部版本与经过", "Every version of an entry, and what happened"});
  const ObjectSpec version{
      "KnowledgeVersion",
      {"一个版本。", "One version."},
      {required("version", integer(0), {"版本。", "Version."}),
       required("kind", text(40), {"做了什么。", "What was done."}),
       required("at", date_time(), {"时间。", "When."}), required("actor", text(64), {"谁。", "By whom."}),
       required("actor_name", nullable(text(200)),
                {"操作者现名；系统、市民为空。",
                 "What that one is called now; null for the system and citizens."}),
       required("note", text(1000), {"说明。", "Why."}),
       required("fields", list_of(text(40), 40), {"变化的字段。", "Fields that changed."})}};
  route.outputs = {{200,
                    {"版本，旧的在前。", "Versions, oldest first."},
                    ObjectSpec{"KnowledgeVersions",
                               {"版本。", "Versions."},
                               {required("items", list_of(version, 10000), {"版本。", "Versions."})}}}};
  route.handler = [&domain](Call& call) -> Answer {
    return reading([&domain, id = call.path_id("id"),
                    who = call.shared_principal()](store::ReadTx& tx) -> base::Result<Reply> {
      HOTLINE_TRY(const Entry entry, EntryBook::load(tx, id));
      if (!knowledge::may_write(*who, entry.content.owner)) return unknown_entry();
      const auto city = domain.city.get();
      Json items = Json::array();
      access::DisplayNames names(tx);
      for (const knowledge::Version& one : EntryBook::history(tx, id)) {
        items.push_back({{"version", one.version},
                         {"kind", one.kind},
                         {"at", city_time(one.at, *city)},
                         {"actor", one.actor},
                         {"actor_name", actor_name(names, one.actor)},
                         {"note", one.note},
                         {"fields", one.fields}});
      }
      return Reply::ok({{"items", std::move(items)}});
    });
  };
  return route;
}

Route comparison(Domain& domain) {
  Route route = entry_route(Method::get, "/{id}/comparison", "compareKnowledge",
                            {"比较条目的任意两个版本", "Compare any two versions of an entry"});
  route.query = {
      optional("from", integer(1), {"较早的版本，默认为在用版本。", "By default the published one."}),
      optional("to", integer(1), {"较晚的版本，默认为最新。", "By default the newest."})};
  const ObjectSpec change{"KnowledgeChange",
                          {"一个字段的变化。", "How one field differs."},
                          {required("field", text(40), {"字段。", "Field."}),
                           required("before", text(100'000), {"之前。", "Before."}),
                           required("after", text(100'000), {"之后。", "After."})}};
  route.outputs = {{200,
                    {"变化的字段。", "What differs."},
                    ObjectSpec{"KnowledgeComparison",
                               {"比较。", "Comparison."},
                               {required("from", integer(1), {"版本。", "Version."}),
                                required("to", integer(1), {"版本。", "Version."}),
                                required("items", list_of(change, 40), {"变化。", "Changes."})}}}};
  route.handler = [&domain](Call& call) -> Answer {
    (void)domain;
    return reading([id = call.path_id("id"), from = call.query().integer("from"),
                    to = call.query().integer("to"),
                    who = call.shared_principal()](store::ReadTx& tx) -> base::Result<Reply> {
      HOTLINE_TRY(const Entry entry, EntryBook::load(tx, id));
      if (!knowledge::may_write(*who, entry.content.owner)) return unknown_entry();
      const std::int64_t left = from.value_or(entry.published != 0 ? entry.published : 1);
      const std::int64_t right = to.value_or(entry.version);
      HOTLINE_TRY(const Content before, EntryBook::content_at(tx, id, left));
      HOTLINE_TRY(const Content after, EntryBook::content_at(tx, id, right));
      Json items = Json::array();
      for (const knowledge::FieldChange& one : knowledge::compare(before, after))
        items.push_back({{"field", one.field}, {"before", one.before}, {"after", one.after}});
      return Reply::ok({{"from", left}, {"to", right}, {"items", std::move(items)}});
    });
  };
  return route;
}

}  // namespace

void add_knowledge_entry_routes(Routes& routes, Domain& domain) {
  routes.add(
      {list(domain), create(domain), get_one(domain), edit(domain),
       step_route(
           domain, "submit", "submit", {"送审", "Submit for review"}, false,
           [](knowledge::Knowledge& k, store::WriteTx& tx, std::int64_t id, std::optional<std::int64_t> seen,
              const Deed& deed) { return k.entries.submit(tx, id, seen, deed); }),
       step_route(
           domain, "send-back", "sendBack", {"审核不通过，退回修改", "Send back to its author"}, true,
           [](knowledge::Knowledge& k, store::WriteTx& tx, std::int64_t id, std::optional<std::int64_t> seen,
              const Deed& deed) { return k.entries.send_back(tx, id, seen, deed); }),
       step_route(
           domain, "publish", "publish",
           {"审核通过并发布：有责任单位的由该单位审核，其余由知识编辑审核",
            "Publish: by the owning unit, or by an editor where no unit owns it"},
           true,
           [](knowledge::Knowledge& k, store::WriteTx& tx, std::int64_t id, std::optional<std::int64_t> seen,
              const Deed& deed) { return k.publish(tx, id, seen, deed); }),
       step_route(
           domain, "withdraw", "withdraw", {"撤下", "Withdraw"}, false,
           [](knowledge::Knowledge& k, store::WriteTx& tx, std::int64_t id, std::optional<std::int64_t> seen,
              const Deed& deed) { return k.withdraw(tx, id, seen, deed); }),
       versions(domain), comparison(domain)});
}

}  // namespace hotline::api
