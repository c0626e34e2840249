#include "hotline/intake/attachments.hpp"

#include <fmt/format.h>
#include <sodium.h>

#include "intake/attachment_files.hpp"
#include "intake/queries.hpp"

namespace hotline::intake {
namespace {

constexpr std::string_view stream = "attachment";
constexpr std::string_view sealed_kind = "attachment";

Attachment read_attachment(store::Statement& row) {
  Attachment out;
  out.id = row.integer(0);
  out.request = row.integer(1);
  out.ticket = row.integer(2);
  out.hash = row.text(3);
  out.type = row.text(4);
  out.size = row.integer(5);
  out.at = row.time(6);
  out.actor = row.text(7);
  return out;
}

std::vector<Attachment> all_of(store::Statement row, std::int64_t owner) {
  std::vector<Attachment> out;
  row.bind(owner);
  while (row.step()) out.push_back(read_attachment(row));
  return out;
}

base::Error unsupported() {
  std::string zh, en;
  for (const FileType& type : file_types()) {
    zh += (zh.empty() ? "" : "、") + std::string(type.name_zh);
    en += (en.empty() ? "" : ", ") + std::string(type.extension);
  }
  return base::Error::of(base::ErrorCode::unsupported_type, "不支持这种文件，可以上传：" + zh + "。",
                         "This kind of file is not taken. Taken are: " + en + ".");
}

std::filesystem::path place_of(const std::string& hash) {
  return std::filesystem::path(hash.substr(0, 2)) / hash.substr(2, 2) / hash;
}

std::optional<std::int64_t> find_key(store::ReadTx& tx, const std::string& hash) {
  const std::vector<std::int64_t> found = tx.vault().find(tx, sealed_kind, hash, 1);
  return found.empty() ? std::nullopt : std::optional(found.front());
}

}  // namespace

std::size_t AttachmentSettings::limit_of(FileGroup group) const {
  switch (group) {
    case FileGroup::image:
      return max_image_bytes;
    case FileGroup::audio:
      return max_audio_bytes;
    case FileGroup::video:
      return max_video_bytes;
    case FileGroup::document:
      return max_document_bytes;
  }
  return max_document_bytes;
}

base::Result<std::unique_ptr<Attachments>> Attachments::open(AttachmentSettings settings,
                                                             base::Random& random) {
  std::error_code failed;
  std::filesystem::create_directories(settings.directory, failed);
  if (!failed) {
    std::filesystem::permissions(settings.directory, std::filesystem::perms::owner_all,
                                 std::filesystem::perm_options::replace, failed);
  }
  if (failed || sodium_init() < 0) {
    return base::Error::of(base::ErrorCode::unavailable,
                           "附件目录 " + settings.directory.string() + " 无法建立或写入，请检查路径和权限。",
                           "The directory of attachments " + settings.directory.string() +
                               " cannot be made or written. Check its path and rights.");
  }
  return std::unique_ptr<Attachments>(new Attachments(std::move(settings), random));
}

std::filesystem::path Attachments::path_of(const std::string& hash) const {
  return settings_.directory / place_of(hash);
}

// Written without the lock: names follow from contents, and nothing is ever removed there by this object.
void Attachments::copy(const std::string& hash, const std::string& sealed) {
  if (settings_.second_copy.empty()) return;
  const std::filesystem::path path = settings_.second_copy / place_of(hash);
  std::error_code ignored;
  if (std::filesystem::file_size(path, ignored) == sealed.size() && !ignored) return;
  std::string mark;
  {
    const std::lock_guard lock(mutex_);  // one at a time draws
    mark = random_.token(8);
  }
  static_cast<void>(write_durably(path, sealed, mark));
}

base::Status Attachments::put(const std::string& hash, const std::string& sealed) {
  const std::lock_guard lock(mutex_);
  const std::filesystem::path path = path_of(hash);
  std::error_code ignored;
  if (std::filesystem::file_size(path, ignored) == sealed.size() && !ignored) return {};
  return write_durably(path, sealed, random_.token(8));
}

base::Result<KeptFile> Attachments::keep(std::string_view content) {
  if (content.empty()) {
    return base::Error::field("/file", "required", "文件是空的，请重新选择。",
                              "The file is empty. Choose another.");
  }
  const FileType* type = detect_file_type(content);
  if (type == nullptr) return unsupported();
  if (const std::size_t most = settings_.limit_of(type->group); content.size() > most) {
    const std::size_t mib = most / (1024 * 1024);
    return base::Error::of(
        base::ErrorCode::too_large, fmt::format("{}不能超过 {} MiB，请压缩或分开上传。", type->name_zh, mib),
        fmt::format("A file of type {} may have {} MiB at most. Shrink or split it.", type->extension, mib));
  }
  ContentDigest digest = digest_content(content);
  KeptFile kept;
  kept.sealed = std::make_shared<const std::string>(seal_content(content, digest.key));
  HOTLINE_CHECK(put(digest.name, *kept.sealed));
  copy(digest.name, *kept.sealed);
  kept.hash = std::move(digest.name);
  kept.key = std::move(digest.key);
  kept.type = type;
  kept.size = static_cast<std::int64_t>(content.size());
  return kept;
}

base::Result<Attachment> Attachments::attach(store::WriteTx& tx, const KeptFile& file, std::int64_t request,
                                             std::int64_t ticket, const store::Actor& actor) {
  const std::size_t there = request != 0  ? of_request(tx, request).size()
                            : ticket != 0 ? of_ticket(tx, ticket).size()
                                          : 0;
  if (there >= settings_.max_per_request) {
    return base::Error::of(
        base::ErrorCode::conflict, fmt::format("附件最多 {} 个，请合并后上传。", settings_.max_per_request),
        fmt::format("There may be {} attachments at most. Put some together.", settings_.max_per_request));
  }
  if (!find_key(tx, file.hash)) tx.vault().seal(tx, sealed_kind, file.key, file.hash);
  tx.execute(queries::insert_attachment, request, ticket, file.hash, file.type->media_type, file.size,
             tx.now(), actor.id);
  const std::int64_t id = tx.last_insert_id();
  tx.journal().append(tx, {stream,
                           id,
                           "attached",
                           actor,
                           "",
                           {{"request", request},
                            {"ticket", ticket},
                            {"type", std::string(file.type->media_type)},
                            {"size", file.size}}});
  // An erasure of equal content in the same commit may have taken the file away after keep() saw it.
  tx.after_commit([this, hash = file.hash, sealed = file.sealed] { static_cast<void>(put(hash, *sealed)); });
  return *find(tx, id);
}

std::optional<Attachment> Attachments::find(store::ReadTx& tx, std::int64_t id) {
  store::Statement row = tx.query(queries::attachment_by_id);
  row.bind(id);
  return row.step() ? std::optional(read_attachment(row)) : std::nullopt;
}

std::vector<Attachment> Attachments::of_request(store::ReadTx& tx, std::int64_t request) {
  return all_of(tx.query(queries::attachments_of_request), request);
}

std::vector<Attachment> Attachments::of_ticket(store::ReadTx& tx, std::int64_t ticket) {
  return all_of(tx.query(queries::attachments_of_ticket), ticket);
}

base::Result<std::string> Attachments::read(store::ReadTx& tx, const Attachment& attachment) const {
  const auto sealed_key = find_key(tx, attachment.hash);
  if (!sealed_key) {
    return base::Error::of(base::ErrorCode::not_found, "该附件已依法删除。", "This attachment was erased.");
  }
  HOTLINE_TRY(const std::string key, tx.vault().open(tx, *sealed_key));
  HOTLINE_TRY(const std::string sealed, read_whole(path_of(attachment.hash)));
  return open_content(sealed, key);
}

bool Attachments::erase(store::WriteTx& tx, std::int64_t id, const store::Actor& actor) {
  const auto attachment = find(tx, id);
  if (!attachment) return false;
  tx.execute(queries::blank_attachment, id);
  tx.journal().append(
      tx,
      {stream, id, "erased", actor, "", {{"request", attachment->request}, {"ticket", attachment->ticket}}});
  store::Statement others = tx.query(queries::count_attachments_of_hash);
  others.bind(attachment->hash);
  others.step();
  if (others.integer(0) > 0) return true;
  if (const auto key = find_key(tx, attachment->hash)) tx.vault().erase(tx, *key);
  tx.after_commit([this, path = path_of(attachment->hash)] {
    const std::lock_guard lock(mutex_);
    std::error_code ignored;
    std::filesystem::remove(path, ignored);
  });
  return true;
}

std::size_t Attachments::erase_of_request(store::WriteTx& tx, std::int64_t request,
                                          const store::Actor& actor) {
  std::size_t erased = 0;
  for (const Attachment& one : of_request(tx, request)) erased += erase(tx, one.id, actor) ? 1 : 0;
  return erased;
}

}  // namespace hotline::intake
