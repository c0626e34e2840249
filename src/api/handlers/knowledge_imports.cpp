// Bringing documents in: upload, progress, what could not be read, confirming a whole batch; pairs side by
// side.
#include "api/handlers/knowledge_json.hpp"
#include "api/handlers/lists.hpp"
#include "hotline/knowledge/import.hpp"

namespace hotline::api {
namespace {

using access::Right;
using knowledge::Batch;
using knowledge::Importer;

constexpr std::int64_t most_rows = 200;
constexpr std::int64_t most_published = 500;  // in one request: the writer serves others too

Route import_route(Method method, std::string path, std::string operation, base::Text summary) {
  Route route;
  route.method = method;
  route.path = "/api/v1/knowledge" + path;
  route.operation = std::move(operation);
  route.tag = "knowledge";
  route.summary = std::move(summary);
  route.allow = any_of(Right::knowledge_edit, Right::assignment_handle);
  if (path.find("{id}") != std::string::npos)
    route.path_fields = {required("id", integer(1), {"编号。", "Its key."})};
  return route;
}

base::Error unknown_batch() {
  return base::Error::of(base::ErrorCode::not_found, "没有此导入批次，请核对编号。",
                         "There is no such import.");
}

// Editors see every import, others their own.
bool may_see_batch(const access::Principal& who, const Batch& batch) {
  return who.may(Right::knowledge_edit) || batch.actor == who.actor;
}

ObjectSpec batch_spec() {
  const ObjectSpec refused{
      "RefusedFile",
      {"未能读取的文件或行。", "A file, or row, that could not be read."},
      {required("name", text(1000), {"文件名，表格带行号。", "Its name; with the line of a table."}),
       required("code", text(64), {"错误类别。", "Kind of error."}),
       required("reason", text(2000), {"原因。", "Why."})}};
  return {
      "KnowledgeImport",
      {"一次导入。", "One import."},
      {required("id", integer(1), {"编号。", "Its key."}), required("name", text(300), {"名称。", "Name."}),
       required("state", choice({"running", "done", "interrupted"}), {"状态。", "State."}),
       required("at", date_time(), {"开始时间。", "Begun."}),
       required("ended_at", nullable(date_time()), {"结束时间。", "Ended."}),
       required("files", integer(0), {"读取的文件数。", "Files read."}),
       required("candidates", integer(0), {"整理出的条目数。", "Candidates found."}),
       required("created", integer(0), {"新建。", "New."}),
       required("changed", integer(0), {"更新。", "Changed."}),
       required("known", integer(0), {"未变化。", "Unchanged."}),
       required("published", integer(0), {"已发布。", "Published."}),
       required("conflicts", integer(0), {"与已有条目冲突。", "Conflicts with other entries."}),
       required("duplicates", integer(0), {"与已有条目近似重复。", "Near-duplicates of other entries."}),
       required("refused", list_of(refused, knowledge::most_refused),
                {"未能读取的。", "What could not be read."})}};
}

Json batch_json(const Batch& batch, const city::City& city, Language language) {
  Json refused = Json::array();
  for (const knowledge::RefusedFile& one : batch.report.refused)
    refused.push_back(
        {{"name", one.name}, {"code", one.code}, {"reason", in_language(one.reason, language)}});
  const knowledge::ImportReport& r = batch.report;
  return {{"id", batch.id},
          {"name", batch.name},
          {"state", batch.state},
          {"at", city_time(batch.at, city)},
          {"ended_at", city_time_or_null(batch.ended, city)},
          {"files", r.files},
          {"candidates", r.candidates},
          {"created", r.created},
          {"changed", r.changed},
          {"known", r.known},
          {"published", r.published},
          {"conflicts", r.conflicts},
          {"duplicates", r.duplicates},
          {"refused", std::move(refused)}};
}

Route upload(Domain& domain) {
  Route route = import_route(
      Method::post, "/imports", "importKnowledge",
      {"上传文件导入：正文即文件内容，可为 zip 包；整理出的条目待人确认",
       "Import a file: the body is its content, a zip of many too; a person confirms what it gives"});
  route.effects_once = false;  // the same file again changes nothing
  route.cost = 20;
  route.query = {required("name", line(255, 1), {"文件名，须带扩展名。", "Its name with extension."}),
                 optional("visibility", choice({"public", "internal", "confidential"}),
                          {"可见范围。", "Who may be told."}),
                 optional("owner", code(64), {"责任单位。", "Owning unit."}),
                 optional("region", code(16), {"适用区划。", "Division."})};
  route.body_kind = BodyKind::bytes;
  route.max_body = knowledge::largest_file;
  const ObjectSpec accepted{"ImportAccepted",
                            {"已接收。", "Taken."},
                            {required("id", integer(1), {"导入编号。", "Key of the import."})}};
  route.outputs = {{202, {"已接收，按编号查看进度。", "Taken; look at its progress by its key."}, accepted}};
  route.handler = [&domain](Call& call) -> Answer {
    knowledge::ImportOptions options;
    options.visibility = *knowledge::find_visibility(call.query().text_or("visibility", "internal"));
    options.owner = call.query().text_or("owner", call.principal().unit);
    options.region = call.query().text_or("region", "");
    if (!options.owner.empty()) {
      if (const auto known = check_unit(*domain.city.get(), options.owner, "?owner"); !known.ok())
        return known.error();
    }
    if (!knowledge::may_write(call.principal(), options.owner)) {
      return base::Error::of(base::ErrorCode::forbidden, "只能为本单位导入。", "Import for your own unit.");
    }
    return blocking([&domain, name = call.query().text_or("name", ""), options,
                     bytes = std::move(call.bytes()), actor = call.actor()]() mutable -> base::Result<Reply> {
      HOTLINE_TRY(const std::int64_t id,
                  domain.knowledge->imports->submit(std::move(name), std::move(bytes), options, actor));
      Reply reply = Reply::json(202, {{"id", id}});
      reply.location = "/api/v1/knowledge/imports/" + std::to_string(id);
      return reply;
    });
  };
  return route;
}

Route get_one(Domain& domain) {
  Route route = import_route(Method::get, "/imports/{id}", "getKnowledgeImport",
                             {"一次导入的进度与结果", "Progress and outcome of an import"});
  route.outputs = {{200, {"导入。", "The import."}, batch_spec()}};
  route.handler = [&domain](Call& call) -> Answer {
    return reading([&domain, id = call.path_id("id"), who = call.shared_principal(),
                    language = call.language()](store::ReadTx& tx) -> base::Result<Reply> {
      const auto batch = Importer::find(tx, id);
      if (!batch || !may_see_batch(*who, *batch)) return unknown_batch();
      return Reply::ok(batch_json(*batch, *domain.city.get(), language));
    });
  };
  return route;
}

Route list(Domain& domain) {
  Route route = import_route(Method::get, "/imports", "listKnowledgeImports",
                             {"导入记录，最新的在前", "Imports, newest first"});
  route.query = page_fields(most_rows);
  route.outputs = {{200, {"一页导入。", "A page of imports."}, page_of(batch_spec(), most_rows)}};
  route.handler = [&domain](Call& call) -> Answer {
    const auto before = cursor_of(call.query());
    if (!before.ok()) return before.error();
    const auto limit = static_cast<std::size_t>(call.query().integer_or("limit", 50));
    return reading([&domain, before = *before, limit, who = call.shared_principal(),
                    language = call.language()](store::ReadTx& tx) -> base::Result<Reply> {
      const auto city = domain.city.get();
      const auto batches = Importer::list(tx, before, limit);
      Json items = Json::array();
      for (const Batch& one : batches) {
        if (may_see_batch(*who, one)) items.push_back(batch_json(one, *city, language));
      }
      const Json next = batches.size() == limit ? Json(std::to_string(batches.back().id)) : Json(nullptr);
      return Reply::ok({{"items", std::move(items)}, {"next", next}});
    });
  };
  return route;
}

Route publish(Domain& domain) {
  Route route =
      import_route(Method::post, "/imports/{id}/publish", "publishKnowledgeImport",
                   {"确认并发布一批待审条目；有冲突或近似重复的留待逐条处理",
                    "Confirm and publish what of an import waits for review; clashes are left to a person"});
  route.body = ObjectSpec{
      "ImportPublication", {"确认。", "The word."}, {optional("note", text(500), {"说明。", "Words."})}};
  const ObjectSpec outcome{
      "ImportPublished",
      {"结果。", "The outcome."},
      {required("published", integer(0, most_published),
                {"本次发布条数，达到上限时请再次调用。", "How many; call again while it is the most."})}};
  route.outputs = {{200, {"已发布。", "Published."}, outcome}};
  route.handler = [&domain](Call& call) -> Answer {
    return writing([&domain, id = call.path_id("id"), who = call.shared_principal(),
                    deed = knowledge::Deed{call.actor(), text_in(call.body(), "note")}](
                       store::WriteTx& tx) -> base::Result<Reply> {
      const auto batch = Importer::find(tx, id);
      if (!batch || !may_see_batch(*who, *batch)) return unknown_batch();
      HOTLINE_TRY(const std::size_t published,
                  domain.knowledge->imports->importer().publish(tx, id, who.get(), most_published, deed));
      return Reply::ok({{"published", published}});
    });
  };
  return route;
}

Route sides(Domain& domain) {
  Route route = import_route(
      Method::get, "/tasks/{id}/sides", "compareKnowledgePair",
      {"并排查看冲突或近似重复的两条", "The two entries of a conflict or duplicate, side by side"});
  route.outputs = {{200,
                    {"两条。", "Both."},
                    ObjectSpec{"KnowledgeSides",
                               {"两条条目。", "Two entries."},
                               {required("entry", object(knowledge_entry_spec()), {"一条。", "One."}),
                                required("other", object(knowledge_entry_spec()), {"另一条。", "The other."}),
                                required("detail", text(2000), {"不一致之处。", "Where they differ."})}}}};
  route.handler = [&domain](Call& call) -> Answer {
    return reading([&domain, id = call.path_id("id"),
                    who = call.shared_principal()](store::ReadTx& tx) -> base::Result<Reply> {
      const auto task = knowledge::TaskBook::find(tx, id);
      if (!task || task->other == 0 || !knowledge::may_write(*who, task->unit)) {
        return base::Error::of(base::ErrorCode::not_found, "没有该任务，或它不涉及两条条目。",
                               "There is no such task, or it is not about two entries.");
      }
      HOTLINE_TRY(const knowledge::Entry entry, knowledge::EntryBook::load(tx, task->entry));
      HOTLINE_TRY(const knowledge::Entry other, knowledge::EntryBook::load(tx, task->other));
      // A unit's keeper is shown another unit's words only where they are open to him.
      const auto open_to = [&](const knowledge::Content& c) {
        return knowledge::may_write(*who, c.owner) ||
               knowledge::may_see(knowledge::viewer_of(*who), c.visibility, c.owner);
      };
      if (!open_to(entry.content) || !open_to(other.content)) {
        return base::Error::of(base::ErrorCode::forbidden, "其中一条您无权查看，请由知识编辑处理。",
                               "One of the two is not open to you. A knowledge editor settles this pair.");
      }
      const auto city = domain.city.get();
      return Reply::ok({{"entry", knowledge_entry_json(entry, entry.content, *city)},
                        {"other", knowledge_entry_json(other, other.content, *city)},
                        {"detail", task->detail}});
    });
  };
  return route;
}

}  // namespace

void add_knowledge_import_routes(Routes& routes, Domain& domain) {
  routes.add({upload(domain), list(domain), get_one(domain), publish(domain), sides(domain)});
}

}  // namespace hotline::api
