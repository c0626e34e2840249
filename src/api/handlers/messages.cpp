// The console's inbox of whoever is signed in.
#include "api/handlers/action.hpp"
#include "api/handlers/lists.hpp"
#include "hotline/access/actor.hpp"
#include "hotline/notify/console.hpp"

namespace hotline::api {
namespace {

constexpr std::int64_t most_messages = 200;

// Messages are for people: a program has no inbox.
base::Result<notify::Reader> reader_of(const access::Principal& who) {
  const auto account = access::find_account_id(who.actor);
  if (!account) {
    return base::Error::of(base::ErrorCode::forbidden, "消息只供人员账号使用。",
                           "Messages are for people's accounts.");
  }
  notify::Reader reader{*account, {}, who.unit};
  for (const access::Role role : who.roles) reader.roles.emplace_back(name_of(role));
  return reader;
}

Route message_route(Method method, const std::string& path, std::string operation, base::Text summary) {
  Route route;
  route.method = method;
  route.path = "/api/v1/messages" + path;
  route.operation = std::move(operation);
  route.tag = "messages";
  route.summary = std::move(summary);
  route.allow = signed_in();
  return route;
}

Route list(Domain& domain) {
  Route route =
      message_route(Method::get, "", "listMessages",
                    {"发给本人、本角色、本单位的消息", "Messages to the account, its roles and its unit"});
  route.query = page_fields(most_messages);
  route.query.push_back(optional("unread", boolean(), {"只看未读。", "Unread ones only."}));
  const ObjectSpec message{
      "Message",
      {"一条消息。", "One message."},
      {required("id", integer(1), {"编号。", "Its key."}),
       required("to", choice({"account", "role", "unit"}), {"发给谁。", "To whom."}),
       required("stream", text(64), {"关于什么。", "What it is about."}),
       required("subject", integer(0), {"其编号。", "Key of that."}),
       required("title", text(400), {"标题。", "Title."}), required("body", text(20000), {"内容。", "Text."}),
       required("critical", boolean(), {"是否紧急。", "Whether it is urgent."}),
       required("created_at", date_time(), {"时间。", "When it came."}),
       required("read_at", nullable(date_time()), {"本人阅读时间。", "When this account read it."})}};
  ObjectSpec output = page_of(message, most_messages);
  output.fields.push_back(required("unread", integer(0),
                                   {"未读条数，最多计到 200。", "How many are unread, counted up to 200."}));
  route.outputs = {
      {200, {"消息，最新的在前。", "Messages, newest first."}, std::move(output)},
      {403, {"程序没有收件箱。", "A program has no inbox."}, std::nullopt, "application/problem+json"}};
  route.handler = [&domain](Call& call) -> Answer {
    auto reader = reader_of(call.principal());
    if (!reader.ok()) return reader.error();
    const auto before = cursor_of(call.query());
    if (!before.ok()) return before.error();
    notify::InboxPage page;
    page.before = *before;
    page.limit = static_cast<int>(call.query().integer_or("limit", 50));
    page.unread_only = call.query().boolean_or("unread", false);
    return reading([&domain, reader = std::move(*reader), page](store::ReadTx& tx) -> base::Result<Reply> {
      const auto city = domain.city.get();
      HOTLINE_TRY(const auto messages, notify::inbox(tx, reader, page));
      Json items = Json::array();
      for (const notify::ConsoleMessage& one : messages) {
        items.push_back({{"id", one.id},
                         {"to", name_of(one.audience.kind)},
                         {"stream", one.stream},
                         {"subject", one.subject},
                         {"title", one.title},
                         {"body", one.body},
                         {"critical", one.critical},
                         {"created_at", city_time(one.created, *city)},
                         {"read_at", city_time_or_null(one.read, *city)}});
      }
      const bool full = messages.size() == static_cast<std::size_t>(page.limit);
      return Reply::ok({{"items", std::move(items)},
                        {"next", full ? Json(std::to_string(messages.back().id)) : Json(nullptr)},
                        {"unread", notify::unread_count(tx, reader)}});
    });
  };
  return route;
}

Route mark_read(Domain& domain) {
  (void)domain;
  Route route = message_route(Method::post, "/{id}/read", "readMessage", {"标为已读", "Mark as read"});
  route.path_fields = {required("id", integer(1), {"消息编号。", "Key of the message."})};
  route.outputs = {{204, {"已读。", "Read."}}};
  route.handler = [](Call& call) -> Answer {
    auto reader = reader_of(call.principal());
    if (!reader.ok()) return reader.error();
    return writing(
        [reader = std::move(*reader), id = call.path_id("id")](store::WriteTx& tx) -> base::Result<Reply> {
          HOTLINE_CHECK(notify::mark_read(tx, reader, id));
          return Reply::no_content();
        });
  };
  return route;
}

}  // namespace

void add_message_routes(Routes& routes, Domain& domain) {
  routes.add({list(domain), mark_read(domain)});
}

}  // namespace hotline::api
