// A request's trail as a signed file, for the citizen himself and for auditors.
#include "hotline/api/trail.hpp"
#include "api/call.hpp"
#include "api/handlers/action.hpp"
#include "api/handlers/more_routes.hpp"
#include "api/handlers/requests.hpp"
#include "hotline/store/anchor.hpp"

namespace hotline::api {
namespace {

Route trail(Domain& domain) {
  Route route;
  route.method = Method::post;
  route.path = "/api/v1/requests/{number}/trail";
  route.operation = "getTrail";
  route.tag = "citizen";
  route.summary = {
      "出具存证文件：一件诉求的全部流水，签名后可脱机核验；市民凭查询码，审计人员凭权限",
      "A request's trail, signed and checked offline: for the citizen by code, and for auditors"};
  route.allow = anyone();  // citizens prove themselves by the query code
  route.effects_once = false;
  route.cost = 20;
  route.body = ObjectSpec{"TrailOrder",
                          {"存证申请。", "The order."},
                          {optional("code", code(16), {"市民的查询码。", "A citizen's query code."})}};
  route.outputs = {{200,
                    {"存证文件，另存后用 hotline audit check 核验。", "The file: keep it, check it offline."},
                    ObjectSpec{"SignedTrail",
                               {"存证文件。", "The file."},
                               {required("trail", anything(), {"流水。", "The trail."}),
                                required("public_key", text(64), {"公钥。", "Public key."}),
                                required("signature", text(128), {"签名。", "Signature."})}}}};
  route.handler = [&domain](Call& call) -> Answer {
    return writing([&domain, number = call.path("number"), code = text_in(call.body(), "code"),
                    who = call.shared_principal(),
                    actor = call.actor()](store::WriteTx& tx) -> base::Result<Reply> {
      HOTLINE_TRY(const ticket::Request request, request_of(tx, number));
      const bool own = !code.empty() && code == request.query_code;
      if (!own && !who->may(access::Right::audit_read)) return unknown_request();
      tx.journal().append(tx, {"request", request.id, "trail_issued", actor, "", {}});
      Reply reply = Reply::bytes("application/json",
                                 make_trail(tx, std::span(&request, 1), domain.anchors->key(), tx.now()));
      reply.headers.emplace_back("Content-Disposition",
                                 "attachment; filename=\"trail-" + request.number + ".json\"");
      return reply;
    });
  };
  return route;
}

}  // namespace

void add_trail_routes(Routes& routes, Domain& domain) {
  routes.add({trail(domain)});
}

}  // namespace hotline::api
