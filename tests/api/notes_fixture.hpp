// A handler group small enough to read at once: notes with a version, kept in one table. It exercises every
// part of the HTTP layer that real groups use.
#pragma once

#include <condition_variable>
#include <mutex>

#include "api/call.hpp"
#include "api/route.hpp"
#include "support/api_fixture.hpp"

namespace hotline::api {

// A door that a test holds shut while a request waits in it.
class HeldDoor {
 public:
  void pass() {
    std::unique_lock lock(mutex_);
    ++waiting_;
    changed_.notify_all();
    changed_.wait(lock, [this] { return open_; });
  }
  void wait_for_one() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return waiting_ > 0; });
  }
  void open() {
    const std::lock_guard lock(mutex_);
    open_ = true;
    changed_.notify_all();
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  bool open_ = false;
  int waiting_ = 0;
};

class NotesApi : public test::ApiTest {
 protected:
  HeldDoor gate_;
  int reads_ = 0;  // of getNote, from the database

  std::vector<store::Migration> more_migrations() override {
    return {
        {"notes", 1, "01_notes",
         "CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT NOT NULL, version INTEGER NOT NULL) STRICT;"}};
  }

  static ObjectSpec note_spec() {
    return {"Note",
            {"便条。", "A note."},
            {required("id", integer(1), {"编号。", "Id."}), required("text", text(200), {"内容。", "Text."}),
             required("version", integer(1), {"版本。", "Version."})}};
  }

  static ObjectSpec new_note_spec() {
    const ObjectSpec place{"NotePlace", {}, {required("street", line(50, 1), {"街道。", "Street."})}};
    return {
        "NewNote",
        {"新便条。", "A new note."},
        {required("text", text(20, 1), {"内容。", "Text."}), optional("phone", phone(), {"电话。", "Phone."}),
         optional("kind", choice({"plain", "urgent"}), {"类别。", "Kind."}),
         optional("count", integer(0, 9), {"份数。", "Copies."}),
         optional("due", nullable(date_time()), {"期限。", "Due."}),
         optional("place", object(place), {"地点。", "Place."}),
         optional("labels", list_of(code(10), 2), {"标签。", "Labels."})}};
  }

  static Json note_json(store::Statement& row) {
    return {{"id", row.integer(0)}, {"text", row.text(1)}, {"version", row.integer(2)}};
  }

  static base::Error no_note() {
    return base::Error::of(base::ErrorCode::not_found, "没有此便条。", "No such note.");
  }

  Route create_note() {
    return {.method = Method::post,
            .path = "/api/v1/notes",
            .operation = "createNote",
            .tag = "notes",
            .summary = {"写便条", "Write a note"},
            .allow = any_of(access::Right::request_create),
            .body = new_note_spec(),
            .outputs = {{201, {"已写。", "Written."}, note_spec()}},
            .handler = [](Call& call) -> Answer {
              return writing([words = call.body()["text"].get<std::string>(),
                              actor = call.actor()](store::WriteTx& tx) -> base::Result<Reply> {
                tx.execute("INSERT INTO note (text, version) VALUES (?1, 1)", words);
                const std::int64_t id = tx.last_insert_id();
                tx.journal().append(tx, {"note", id, "written", actor, "", store::Payload{}});
                Reply reply = Reply::created("/api/v1/notes/" + std::to_string(id),
                                             {{"id", id}, {"text", words}, {"version", 1}});
                reply.version(1);
                return reply;
              });
            }};
  }

  Route get_note() {
    return {.path = "/api/v1/notes/{id}",
            .operation = "getNote",
            .tag = "notes",
            .summary = {"读便条", "Read a note"},
            .allow = any_of(access::Right::request_read, access::Right::request_create),
            .path_fields = {required("id", integer(1), {"编号。", "Id."})},
            .outputs = {{200, {"便条。", "The note."}, note_spec()}},
            .handler = [this](Call& call) -> Answer {
              return reading_cached(
                  {"note", call.path_id("id"), "all"},
                  [this, id = call.path_id("id")](store::ReadTx& tx) -> base::Result<Reply> {
                    ++reads_;
                    store::Statement row = tx.query("SELECT id, text, version FROM note WHERE id = ?1");
                    row.bind(id);
                    if (!row.step()) return no_note();
                    Reply reply = Reply::ok(note_json(row));
                    reply.version(row.integer(2));
                    return reply;
                  });
            }};
  }

  Route replace_note() {
    return {.method = Method::put,
            .path = "/api/v1/notes/{id}",
            .operation = "replaceNote",
            .tag = "notes",
            .summary = {"改便条", "Replace a note"},
            .allow = any_of(access::Right::request_create),
            .path_fields = {required("id", integer(1), {"编号。", "Id."})},
            .body = new_note_spec(),
            .outputs = {{200, {"便条。", "The note."}, note_spec()}},
            .needs_if_match = true,
            .handler = [](Call& call) -> Answer {
              return writing([id = call.path_id("id"), seen = *call.expected_version(), actor = call.actor(),
                              words = call.body()["text"].get<std::string>()](
                                 store::WriteTx& tx) -> base::Result<Reply> {
                tx.execute("UPDATE note SET text = ?2, version = version + 1 WHERE id = ?1 AND version = ?3",
                           id, words, seen);
                if (tx.changes() == 0) {
                  return base::Error::of(base::ErrorCode::stale_version, "便条已被更新。",
                                         "The note has changed.");
                }
                tx.journal().append(tx, {"note", id, "replaced", actor, "", store::Payload{}});
                Reply reply = Reply::ok({{"id", id}, {"text", words}, {"version", seen + 1}});
                reply.version(seen + 1);
                return reply;
              });
            }};
  }

  Route list_notes() {
    return {.path = "/api/v1/notes",
            .operation = "listNotes",
            .tag = "notes",
            .summary = {"便条列表", "List notes"},
            .allow = any_of(access::Right::request_create),
            .query = {optional("limit", integer(1, 100), {"每页数量。", "Items of a page."}),
                      optional("kind", list_of(choice({"plain", "urgent"}), 2), {"类别。", "Kinds."})},
            .outputs = {{200, {"便条。", "Notes."}, page_of(note_spec(), 100)}},
            .handler = [](Call& call) -> Answer {
              return reading([limit = call.query().integer_or("limit", 50)](
                                 store::ReadTx& tx) -> base::Result<Reply> {
                store::Statement row = tx.query("SELECT id, text, version FROM note ORDER BY id LIMIT ?1");
                row.bind(limit);
                Json items = Json::array();
                while (row.step()) items.push_back(note_json(row));
                return Reply::ok({{"items", std::move(items)}, {"next", nullptr}});
              });
            }};
  }

  Route export_notes() {
    return {.path = "/api/v1/notes.csv",
            .operation = "exportNotes",
            .tag = "notes",
            .summary = {"导出便条", "Export notes"},
            .allow = any_of(access::Right::export_data),
            .outputs = {{200, {"CSV。", "CSV."}, std::nullopt, "text/csv; charset=utf-8"}},
            .handler = [](Call&) -> Answer {
              return Reply::export_of(
                  "text/csv; charset=utf-8", "notes.csv",
                  [after = std::int64_t{0}](
                      store::ReadTx& tx) mutable -> base::Result<std::optional<std::string>> {
                    store::Statement row =
                        tx.query("SELECT id, text FROM note WHERE id > ?1 ORDER BY id LIMIT 2");
                    row.bind(after);
                    std::string page;
                    while (row.step()) {
                      after = row.integer(0);
                      page += std::to_string(after) + "," + row.text(1) + "\n";
                    }
                    if (page.empty()) return std::optional<std::string>();
                    return std::optional<std::string>(std::move(page));
                  });
            }};
  }

  // Takes a body of any size that the server takes.
  Route upload() {
    Route route{.method = Method::post,
                .path = "/api/v1/uploads",
                .operation = "upload",
                .tag = "notes",
                .summary = {"上传", "Upload"},
                .allow = anyone(),
                .outputs = {{204, {"好。", "Well."}}},
                .handler = [](Call&) -> Answer { return base::Result<Reply>(Reply::no_content()); }};
    route.body_kind = BodyKind::bytes;
    return route;
  }

  // Answers with the error of the code in the path, waits at the gate, throws, or breaks its own contract.
  Route misbehave() {
    std::vector<Output> outputs{{204, {"好。", "Well."}}};
    for (const unsigned status : {412U, 413U, 415U, 428U})
      outputs.push_back({status, {"出错。", "Wrong."}, std::nullopt, "application/problem+json"});
    return {.method = Method::post,
            .path = "/api/v1/misbehave/{how}",
            .operation = "misbehave",
            .tag = "notes",
            .summary = {"出错", "Go wrong"},
            .allow = anyone(),
            .max_body = 2000,
            .outputs = std::move(outputs),
            .handler = [this](Call& call) -> Answer {
              const std::string& how = call.path("how");
              if (how == "throw") throw std::runtime_error("SELECT secret FROM /var/lib/table");
              if (how == "throw_in_write") {
                return writing(
                    [](store::WriteTx&) -> base::Result<Reply> { throw std::runtime_error("secret cause"); });
              }
              if (how == "wait") {
                return blocking([this]() -> base::Result<Reply> {
                  gate_.pass();
                  return Reply::no_content();
                });
              }
              for (int code = 0; code <= static_cast<int>(base::ErrorCode::internal); ++code) {
                const auto error = static_cast<base::ErrorCode>(code);
                if (name_of(error) == how) return base::Error::of(error, "中文说明。", "English text.");
              }
              return Reply::no_content();
            }};
  }

  void add_routes(Routes& routes) override {
    routes.add(
        {create_note(), get_note(), replace_note(), list_notes(), export_notes(), upload(), misbehave()});
  }

  test::HttpClient writer() {
    return program({access::Right::request_create, access::Right::request_read, access::Right::export_data});
  }
  std::int64_t notes_stored() {
    return store().read([](store::ReadTx& tx) {
      store::Statement row = tx.query("SELECT count(*) FROM note");
      row.step();
      return row.integer(0);
    });
  }
};

}  // namespace hotline::api
