// Attachments: photos, recordings and papers that come with a request, and a unit's evidence.
//
// What a file is shows in its first bytes, never in its name. Content lies outside the database in
// DIRECTORY/aa/bb/HASH, written beside its place, synced and renamed, so that a crash leaves whole files
// only. Equal content is stored once. Each file is encrypted (XChaCha20-Poly1305) with a key that follows
// from its content alone, so that equal content gives equal files without coordination; the key stands in the
// vault, found by the hash. Erasing the last attachment of a content drops the key, then the file: a stray
// copy of the file stays unreadable. (Whoever holds the disk and a copy of a content can tell that it was
// stored; nobody can tell more.)
//
// Threads: keep() and read() block on the disk: any thread that may. attach() and the erasing functions
// inside a WriteTx, finding inside any ReadTx.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "hotline/base/random.hpp"
#include "hotline/base/result.hpp"
#include "hotline/intake/file_type.hpp"
#include "hotline/store/journal.hpp"
#include "hotline/store/vault.hpp"

namespace hotline::intake {

struct AttachmentSettings {
  std::filesystem::path directory{};  // made with mode 0700 when it is missing
  // Where each content is put as well before keep() returns, "" for nowhere. What fails there is left to
  // whoever keeps the copy whole: an archive that is away must not keep citizens from sending.
  std::filesystem::path second_copy{};
  std::size_t max_image_bytes = 20 * 1024 * 1024;     //
  std::size_t max_audio_bytes = 50 * 1024 * 1024;     //
  std::size_t max_video_bytes = 200 * 1024 * 1024;    //
  std::size_t max_document_bytes = 30 * 1024 * 1024;  //
  std::size_t max_per_request = 20;                   // attachments of one request or ticket
  std::size_t limit_of(FileGroup group) const;
};

// Content that lies on the disk and waits to be attached.
struct KeptFile {
  std::string hash;  // 64 hexadecimal digits: BLAKE2b-256 of the content
  const FileType* type = nullptr;
  std::int64_t size = 0;                      // bytes of the content
  std::string key;                            // 32 bytes
  std::shared_ptr<const std::string> sealed;  // what the file holds
};

struct Attachment {
  std::int64_t id = 0;
  std::int64_t request = 0, ticket = 0;  // 0: not of one
  std::string hash;
  std::string type;  // media type, such as "image/jpeg"
  std::int64_t size = 0;
  base::Time at;
  std::string actor;
};

class Attachments {
 public:
  // `random` must outlive it. Errors: unavailable (the directory cannot be made or written).
  static base::Result<std::unique_ptr<Attachments>> open(AttachmentSettings settings, base::Random& random);

  // Checks and stores content. Errors: invalid_input (empty), unsupported_type (the text lists what is
  // taken), too_large, storage_full, unavailable.
  base::Result<KeptFile> keep(std::string_view content);

  // Records kept content for a request, or, with 0, for a ticket, or, with 0 twice, for neither: a file of a
  // knowledge entry. Errors: conflict (too many of one request or ticket).
  base::Result<Attachment> attach(store::WriteTx& tx, const KeptFile& file, std::int64_t request,
                                  std::int64_t ticket, const store::Actor& actor);

  static std::optional<Attachment> find(store::ReadTx& tx, std::int64_t id);
  static std::vector<Attachment> of_request(store::ReadTx& tx, std::int64_t request);
  static std::vector<Attachment> of_ticket(store::ReadTx& tx, std::int64_t ticket);

  // The content. Errors: not_found (erased), corrupt (the file was changed), unavailable (cannot be read).
  base::Result<std::string> read(store::ReadTx& tx, const Attachment& attachment) const;

  // Erases by law, on record; false when it was gone already.
  bool erase(store::WriteTx& tx, std::int64_t id, const store::Actor& actor);
  // All of a request; returns how many.
  std::size_t erase_of_request(store::WriteTx& tx, std::int64_t request, const store::Actor& actor);

 private:
  Attachments(AttachmentSettings settings, base::Random& random)
      : settings_(std::move(settings)), random_(random) {}
  std::filesystem::path path_of(const std::string& hash) const;
  void copy(const std::string& hash, const std::string& sealed);
  base::Status put(const std::string& hash, const std::string& sealed);

  AttachmentSettings settings_;
  base::Random& random_;
  std::mutex mutex_;  // one change of the directory at a time
};

}  // namespace hotline::intake
