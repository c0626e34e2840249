// Files that come with requests: photos, recordings, papers. Each look at one is on record.
#include <algorithm>

#include "api/handlers/action.hpp"
#include "api/handlers/requests.hpp"
#include "api/problem.hpp"
#include "hotline/access/account.hpp"
#include "hotline/access/actor.hpp"

namespace hotline::api {
namespace {

using access::Right;

constexpr std::size_t most_of_one = 1000;
constexpr auto octets = "application/octet-stream";

ObjectSpec attachment_spec() {
  return {"Attachment",
          {"一个附件。", "One attachment."},
          {required("id", integer(1), {"编号。", "Its key."}),
           required("type", text(100), {"按内容识别的类型。", "Media type, told from its content."}),
           required("size", integer(0), {"字节数。", "Bytes."}),
           required("hash", text(64), {"内容散列。", "Hash of its content."}),
           required("at", date_time(), {"上传时间。", "When it came."}),
           required("actor", text(64), {"上传者。", "Who sent it."})}};
}

Json attachment_json(const intake::Attachment& a, const city::City& city) {
  return {
      {"id", a.id},      {"type", a.type}, {"size", a.size}, {"hash", a.hash}, {"at", city_time(a.at, city)},
      {"actor", a.actor}};
}

base::Error unknown_file() {
  return base::Error::of(base::ErrorCode::not_found, "没有此附件，请核对编号。",
                         "There is no such attachment. Check its number.");
}

base::Error confidential_file() {
  return base::Error::of(base::ErrorCode::forbidden,
                         "该附件由保密事项的来电人提供，仅限指定人员查看，请联系督办人员。",
                         "This file came from the reporter of a confidential matter: only named roles may "
                         "see it. Ask a supervisor.");
}

// Whether a person of a handling unit added it, such as the evidence of a reply. All other files came from
// the citizen, or were taken from him by the hotline.
bool is_of_unit(store::ReadTx& tx, const intake::Attachment& file) {
  const auto account = access::find_account_id(file.actor);
  const auto found = account ? access::find_account(tx, *account) : std::nullopt;
  return found && !found->unit.empty();
}

// The request, when the asker is somebody who may see its ticket, or the citizen who knows its query code.
base::Result<ticket::Request> visible_request(store::ReadTx& tx, const std::string& number,
                                              const std::string& code, const access::Principal& who,
                                              const city::City& city) {
  const auto id = ticket::RequestBook::find_by_number(tx, number);
  const auto request = id ? ticket::RequestBook::find(tx, *id) : std::nullopt;
  if (!request) return unknown_request();
  if (!code.empty() && request->query_code == code) return *request;
  if (!who.may(Right::ticket_read) && !who.may(Right::ticket_read_all)) return unknown_request();
  const auto ticket = ticket::TicketBook::load(tx, request->ticket);
  if (!ticket.ok() || !may_see(who, *ticket, city)) return unknown_request();
  return *request;
}

base::Result<Reply> attach(Domain& domain, const std::string& number, const std::string& code,
                           const access::Principal& who, const std::string& content,
                           const store::Actor& actor) {
  const auto city = domain.city.get();
  // Asked before anything is kept, so that nobody fills the disk for a request that is not his.
  HOTLINE_TRY(const ticket::Request request,
              domain.store.read([&](store::ReadTx& tx) -> base::Result<ticket::Request> {
                return visible_request(tx, number, code, who, *city);
              }));
  HOTLINE_TRY(const intake::KeptFile file, domain.attachments->keep(content));
  return domain.store.write([&](store::WriteTx& tx) -> base::Result<Reply> {
    for (const intake::Attachment& one : intake::Attachments::of_request(tx, request.id)) {
      if (one.hash == file.hash) return Reply::ok(attachment_json(one, *city));
    }
    HOTLINE_TRY(const intake::Attachment made,
                domain.attachments->attach(tx, file, request.id, request.ticket, actor));
    return Reply::created("/api/v1/attachments/" + std::to_string(made.id), attachment_json(made, *city));
  });
}

Route upload(Domain& domain) {
  Route route;
  route.method = Method::post;
  route.path = "/api/v1/requests/{number}/attachments";
  route.operation = "attachToRequest";
  route.tag = "requests";
  route.summary = {"上传附件：正文即文件内容；相同内容只存一份",
                   "Attach a file: the body is its content; the same content is attached once"};
  route.allow = anyone();  // citizens prove themselves by the query code
  route.effects_once = false;
  route.cost = 10;
  route.query = {optional("code", code(16), {"市民的查询码。", "A citizen's query code."})};
  route.body_kind = BodyKind::bytes;
  route.max_body = domain.max_attachment;
  route.outputs = {{201, {"已上传。", "Attached."}, attachment_spec()},
                   {200, {"此前已上传。", "Attached before."}, attachment_spec()}};
  route.handler = [&domain](Call& call) -> Answer {
    return blocking([&domain, number = call.path("number"), code = call.query().text_or("code", ""),
                     who = call.shared_principal(), content = std::move(call.bytes()),
                     actor = call.actor()]() -> base::Result<Reply> {
      return attach(domain, number, code, *who, content, actor);
    });
  };
  return route;
}

Route list(Domain& domain) {
  Route route;
  route.path = "/api/v1/requests/{number}/attachments";
  route.operation = "listAttachments";
  route.tag = "requests";
  route.summary = {"一件诉求的附件；保密事项来电人提供的，仅指定人员可见",
                   "A request's attachments; those of a confidential reporter for named roles alone"};
  route.allow = any_of(Right::ticket_read, Right::ticket_read_all);
  route.outputs = {
      {200,
       {"附件。", "Attachments."},
       ObjectSpec{"Attachments",
                  {"附件。", "Attachments."},
                  {required("items", list_of(attachment_spec(), most_of_one), {"附件。", "Attachments."})}}}};
  route.handler = [&domain](Call& call) -> Answer {
    return reading([&domain, number = call.path("number"),
                    who = call.shared_principal()](store::ReadTx& tx) -> base::Result<Reply> {
      const auto city = domain.city.get();
      HOTLINE_TRY(const ticket::Request request, visible_request(tx, number, "", *who, *city));
      const bool hidden = is_hidden(tx, request, *who, *city);
      Json items = Json::array();
      for (const intake::Attachment& one : intake::Attachments::of_request(tx, request.id)) {
        if (!hidden || is_of_unit(tx, one)) items.push_back(attachment_json(one, *city));
      }
      return Reply::ok({{"items", std::move(items)}});
    });
  };
  return route;
}

// What one download comes to.
struct Download {
  intake::Attachment file;
  std::string content;
  std::string_view cause = {};  // of a refusal: unseen, secret
};

base::Result<Download> decide_download(Domain& domain, store::ReadTx& tx, std::int64_t id,
                                       const access::Principal& who) {
  const auto found = intake::Attachments::find(tx, id);
  if (!found) return unknown_file();
  const auto city = domain.city.get();
  const auto request = ticket::RequestBook::find(tx, found->request);
  const auto ticket = ticket::TicketBook::load(tx, request ? request->ticket : found->ticket);
  if (!ticket.ok()) return unknown_file();
  Download out{*found, "", ""};
  if (!may_see(who, *ticket, *city)) {
    out.cause = "unseen";
  } else if (request && is_hidden(tx, *request, who, *city) && !is_of_unit(tx, *found)) {
    out.cause = "secret";
  } else {
    HOTLINE_TRY(out.content, domain.attachments->read(tx, *found));
  }
  return out;
}

// On record in the file's own stream, from which trails and the file of the person take it.
void note_download(store::WriteTx& tx, const Download& look, const store::Actor& by) {
  store::Payload payload{{"request", look.file.request}, {"ticket", look.file.ticket}};
  if (!look.cause.empty()) payload.set("cause", std::string(look.cause));
  tx.journal().append(tx, {"attachment", look.file.id, look.cause.empty() ? "downloaded" : "download_refused",
                           by, "", payload});
}

Reply file_reply(const intake::Attachment& file, std::string content) {
  const intake::FileType* type = intake::find_file_type(file.type);
  Reply reply = Reply::bytes(type != nullptr ? file.type : octets, std::move(content));
  // Never shown in place: what a citizen sends must not run beside the console.
  const std::string name =
      std::to_string(file.id) + (type != nullptr ? "." + std::string(type->extension) : "");
  reply.headers.emplace_back("Content-Disposition", "attachment; filename=\"" + name + "\"");
  reply.headers.emplace_back("Content-Security-Policy", "sandbox");
  return reply;
}

Route download(Domain& domain) {
  Route route;
  route.path = "/api/v1/attachments/{id}";
  route.operation = "getAttachment";
  route.tag = "requests";
  route.summary = {"下载附件，每次留痕", "Download an attachment, on record each time"};
  route.allow = any_of(Right::ticket_read, Right::ticket_read_all);
  route.path_fields = {required("id", integer(1), {"附件编号。", "Its key."})};
  for (const intake::FileType& type : intake::file_types()) {
    const bool known = std::any_of(route.outputs.begin(), route.outputs.end(),
                                   [&](const Output& one) { return one.content_type == type.media_type; });
    if (!known) {
      route.outputs.push_back({200, {"文件内容。", "The file."}, std::nullopt, std::string(type.media_type)});
    }
  }
  route.outputs.push_back({200, {"文件内容。", "The file."}, std::nullopt, octets});
  route.handler = [&domain](Call& call) -> Answer {
    return reading_then_writing(
        [&domain, id = call.path_id("id"), who = call.shared_principal()](store::ReadTx& tx) {
          return decide_download(domain, tx, id, *who);
        },
        [actor = call.actor(), language = call.language(), at = std::string(call.path_text())](
            store::WriteTx& tx, Download& look) -> base::Result<Reply> {
          note_download(tx, look, actor);
          // A refusal is on record too, so the work succeeds and the refusal is its answer.
          if (look.cause == "unseen") return problem_reply(unknown_file(), language, at);
          if (look.cause == "secret") return problem_reply(confidential_file(), language, at);
          return file_reply(look.file, std::move(look.content));
        });
  };
  return route;
}

}  // namespace

void add_attachment_routes(Routes& routes, Domain& domain) {
  routes.add({upload(domain), list(domain), download(domain)});
}

}  // namespace hotline::api
