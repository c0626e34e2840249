// Searches of the ticket list that a person keeps under a name, at every desk.
#include "api/call.hpp"
#include "api/handlers/action.hpp"
#include "api/handlers/more_routes.hpp"
#include "hotline/access/actor.hpp"
#include "hotline/access/saved_views.hpp"

namespace hotline::api {
namespace {

constexpr const char* views_path = "/api/v1/ticket-views";
constexpr std::size_t longest_name = 30;     // characters
constexpr std::size_t longest_query = 2000;  // the whole address of a list with every filter set

ObjectSpec view_spec() {
  return {
      "TicketView",
      {"一个常用查询。", "A kept search."},
      {required("id", integer(1), {"编号。", "Key."}),
       required("name", line(longest_name, 1), {"名称，本人之内唯一。", "Its name, the person's only one."}),
       required("query", line(longest_query),
                {"列表地址中的查询条件。", "The filters, as in the address of the list."})}};
}

Json view_json(const access::SavedView& view) {
  return {{"id", view.id}, {"name", view.name}, {"query", view.query}};
}

base::Result<std::int64_t> keeper_of(const Call& call) {
  if (const auto account = access::find_account_id(call.principal().actor)) return *account;
  return base::Error::of(base::ErrorCode::forbidden, "常用查询只供人员账号使用。",
                         "Kept searches are for people's accounts.");
}

Route view_route(Method method, std::string below, std::string operation, base::Text summary) {
  Route route;
  route.method = method;
  route.path = views_path + std::move(below);
  route.operation = std::move(operation);
  route.tag = "tickets";
  route.summary = std::move(summary);
  route.allow = any_of(access::Right::ticket_read, access::Right::ticket_read_all);
  return route;
}

Route list() {
  Route route = view_route(Method::get, "", "listTicketViews", {"本人的常用查询", "The own kept searches"});
  route.outputs = {{200,
                    {"按名称排列。", "By name."},
                    ObjectSpec{"TicketViews",
                               {"常用查询。", "Kept searches."},
                               {required("items", list_of(view_spec(), access::most_saved_views),
                                         {"常用查询。", "Kept searches."})}}}};
  route.handler = [](Call& call) -> Answer {
    const auto account = keeper_of(call);
    if (!account.ok()) return account.error();
    return reading([account = *account](store::ReadTx& tx) -> base::Result<Reply> {
      Json items = Json::array();
      for (const access::SavedView& one : access::saved_views(tx, account)) items.push_back(view_json(one));
      return Reply::ok({{"items", std::move(items)}});
    });
  };
  return route;
}

Route keep() {
  Route route =
      view_route(Method::put, "", "keepTicketView",
                 {"保存常用查询，同名的即被替换", "Keep a search, in the place of one with the same name"});
  route.body = ObjectSpec{"NewTicketView",
                          {"要保存的查询。", "The search."},
                          {required("name", line(longest_name, 1), {"名称。", "Its name."}),
                           required("query", line(longest_query), {"查询条件。", "The filters."})}};
  route.outputs = {{200, {"已保存。", "Kept."}, view_spec()}};
  route.handler = [](Call& call) -> Answer {
    const auto account = keeper_of(call);
    if (!account.ok()) return account.error();
    return writing([account = *account, name = text_in(call.body(), "name"),
                    query = text_in(call.body(), "query")](store::WriteTx& tx) -> base::Result<Reply> {
      HOTLINE_TRY(const access::SavedView kept, access::keep_view(tx, account, name, query));
      return Reply::ok(view_json(kept));
    });
  };
  return route;
}

Route drop() {
  Route route = view_route(Method::del, "/{id}", "dropTicketView", {"删除常用查询", "Remove a kept search"});
  route.path_fields = {required("id", integer(1), {"编号。", "Key."})};
  route.outputs = {{204, {"已删除。", "Removed."}}};
  route.handler = [](Call& call) -> Answer {
    const auto account = keeper_of(call);
    if (!account.ok()) return account.error();
    return writing([account = *account, id = call.path_id("id")](store::WriteTx& tx) -> base::Result<Reply> {
      HOTLINE_CHECK(access::drop_view(tx, account, id));
      return Reply::no_content();
    });
  };
  return route;
}

}  // namespace

void add_ticket_view_routes(Routes& routes, Domain& domain) {
  (void)domain;
  routes.add({list(), keep(), drop()});
}

}  // namespace hotline::api
