// Files of knowledge entries: forms to fill in, the documents themselves.
#include <algorithm>

#include "api/handlers/knowledge_json.hpp"

namespace hotline::api {
namespace {

using access::Right;
using knowledge::AttachedFile;
using knowledge::Content;
using knowledge::EntryBook;

constexpr auto octets = "application/octet-stream";

Route upload(Domain& domain) {
  Route route;
  route.method = Method::post;
  route.path = "/api/v1/knowledge/attachments";
  route.operation = "uploadKnowledgeFile";
  route.tag = "knowledge";
  route.summary = {"上传条目附件：正文即文件内容；随后写入条目的 attachments",
                   "Upload a file: the body is its content; then name it in an entry's attachments"};
  route.allow = any_of(Right::knowledge_edit, Right::assignment_handle);
  route.effects_once = false;  // the same content is stored once
  route.cost = 10;
  route.query = {required("name", line(knowledge::longest_file_name, 1), {"文件名。", "Its name."})};
  route.body_kind = BodyKind::bytes;
  route.max_body = domain.max_attachment;
  route.outputs = {{201, {"已上传。", "Uploaded."}, knowledge_file_spec()}};
  route.handler = [&domain](Call& call) -> Answer {
    return blocking([&domain, name = call.query().text_or("name", ""), content = std::move(call.bytes()),
                     actor = call.actor()]() -> base::Result<Reply> {
      HOTLINE_TRY(const intake::KeptFile file, domain.attachments->keep(content));
      return domain.store.write([&](store::WriteTx& tx) -> base::Result<Reply> {
        HOTLINE_TRY(const intake::Attachment made, domain.attachments->attach(tx, file, 0, 0, actor));
        Reply reply = Reply::json(201, knowledge_file_json({made.id, name, made.type, made.size}));
        return reply;
      });
    });
  };
  return route;
}

const AttachedFile* find_file(const Content& content, std::int64_t id) {
  const auto found = std::find_if(content.attachments.begin(), content.attachments.end(),
                                  [&](const AttachedFile& one) { return one.id == id; });
  return found == content.attachments.end() ? nullptr : &*found;
}

// The file, where this asker may be told what it belongs to: everybody of what is published and open to him,
// who keeps the entry of its newest version too.
std::optional<AttachedFile> visible_file(store::ReadTx& tx, Domain& domain, std::int64_t entry,
                                         std::int64_t id, const access::Principal& who, base::Time now) {
  if (const auto shown = domain.knowledge->library.find(entry, asking_of(who, now))) {
    if (const AttachedFile* file = find_file(shown->content, id)) return *file;
  }
  const auto kept = EntryBook::load(tx, entry);
  if (!kept.ok() || !knowledge::may_write(who, kept->content.owner)) return std::nullopt;
  const AttachedFile* file = find_file(kept->content, id);
  return file != nullptr ? std::optional(*file) : std::nullopt;
}

// A file's name in a header: RFC 6266 with RFC 5987, since most names are Chinese.
std::string disposition(const AttachedFile& file) {
  static constexpr char digits[] = "0123456789ABCDEF";
  std::string encoded;
  for (const char c : file.name) {
    const auto byte = static_cast<unsigned char>(c);
    if (std::isalnum(byte) != 0 || c == '.' || c == '-' || c == '_') {
      encoded += c;
    } else {
      encoded += {'%', digits[byte >> 4U], digits[byte & 15U]};
    }
  }
  const intake::FileType* type = intake::find_file_type(file.type);
  const std::string plain =
      std::to_string(file.id) + (type != nullptr ? "." + std::string(type->extension) : "");
  return "attachment; filename=\"" + plain + "\"; filename*=UTF-8''" + encoded;
}

Route download(Domain& domain, bool open) {
  Route route;
  route.path = std::string(open ? "/api/v1/public/entries" : "/api/v1/knowledge/entries") +
               "/{id}/attachments/{attachment}";
  route.operation = open ? "getPublicKnowledgeFile" : "getKnowledgeFile";
  route.tag = open ? "citizen" : "knowledge";
  route.summary = {"下载条目附件", "Download a file of an entry"};
  route.allow = open ? anyone() : any_of(Right::knowledge_read, Right::knowledge_edit);
  if (open) route.cost = 2;
  route.path_fields = {required("id", integer(1), {"条目编号。", "Key of the entry."}),
                       required("attachment", integer(1), {"附件编号。", "Key of the file."})};
  for (const intake::FileType& type : intake::file_types()) {
    const bool known = std::any_of(route.outputs.begin(), route.outputs.end(),
                                   [&](const Output& one) { return one.content_type == type.media_type; });
    if (!known)
      route.outputs.push_back({200, {"文件内容。", "The file."}, std::nullopt, std::string(type.media_type)});
  }
  route.outputs.push_back({200, {"文件内容。", "The file."}, std::nullopt, octets});
  route.handler = [&domain, open](Call& call) -> Answer {
    return reading(
        [&domain, entry = call.path_id("id"), id = call.path_id("attachment"), now = call.now(),
         who = open ? access::Principal{} : call.principal()](store::ReadTx& tx) -> base::Result<Reply> {
          const base::Error unknown = base::Error::of(base::ErrorCode::not_found, "没有此附件，请核对编号。",
                                                      "There is no such file. Check its number.");
          const auto file = visible_file(tx, domain, entry, id, who, now);
          const auto kept = file ? intake::Attachments::find(tx, id) : std::nullopt;
          if (!kept) return unknown;
          HOTLINE_TRY(std::string content, domain.attachments->read(tx, *kept));
          const bool known = intake::find_file_type(kept->type) != nullptr;
          Reply reply = Reply::bytes(known ? kept->type : octets, std::move(content));
          // Never shown in place: no file may run beside the console.
          reply.headers.emplace_back("Content-Disposition", disposition(*file));
          reply.headers.emplace_back("Content-Security-Policy", "sandbox");
          return reply;
        });
  };
  return route;
}

}  // namespace

void add_knowledge_file_routes(Routes& routes, Domain& domain) {
  routes.add({upload(domain), download(domain, false), download(domain, true)});
}

}  // namespace hotline::api
