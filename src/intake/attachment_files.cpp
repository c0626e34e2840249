#include "intake/attachment_files.hpp"

#include <fcntl.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <fstream>
#include <iterator>

namespace hotline::intake {
namespace {

constexpr std::string_view magic = "HLA1";  // first bytes of every file
constexpr std::string_view name_label = "hotline attachment name";
constexpr std::string_view key_label = "hotline attachment key";
constexpr std::size_t hash_bytes = 32;
constexpr mode_t private_file = 0600;

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}
unsigned char* bytes_of(std::string& text) {
  return reinterpret_cast<unsigned char*>(text.data());
}

std::string keyed_hash(std::string_view content, std::string_view label) {
  std::string out(hash_bytes, '\0');
  crypto_generichash(bytes_of(out), out.size(), bytes_of(content), content.size(), bytes_of(label),
                     label.size());
  return out;
}

// A key belongs to one content, so it never meets two messages and the nonce may be constant.
using Nonce = std::array<unsigned char, crypto_aead_xchacha20poly1305_ietf_NPUBBYTES>;

base::Error write_failed(int code) {
  if (code == ENOSPC || code == EDQUOT) {
    return base::Error::of(base::ErrorCode::storage_full, "存储空间不足，附件未能保存，请联系运维人员。",
                           "The disk is full and the attachment was not stored. Tell operations.");
  }
  return base::Error::of(
      base::ErrorCode::unavailable, "附件目录无法写入，请联系运维人员检查权限。",
      "The directory of attachments cannot be written. Tell operations to check its rights.");
}

class File {
 public:
  File(const std::filesystem::path& path, int flags)
      : handle_(::open(path.c_str(), flags | O_CLOEXEC, private_file)) {}
  ~File() {
    if (handle_ >= 0) ::close(handle_);
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  bool opened() const { return handle_ >= 0; }
  bool write(std::string_view bytes) {
    while (!bytes.empty()) {
      const ssize_t done = ::write(handle_, bytes.data(), bytes.size());
      if (done < 0 && errno == EINTR) continue;
      if (done < 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(done));
    }
    return true;
  }
  bool sync() { return ::fsync(handle_) == 0; }

 private:
  int handle_;
};

base::Status sync_directory(const std::filesystem::path& path) {
  File directory(path, O_RDONLY | O_DIRECTORY);
  if (!directory.opened() || !directory.sync()) return write_failed(errno);
  return {};
}

}  // namespace

ContentDigest digest_content(std::string_view content) {
  const std::string hash = keyed_hash(content, name_label);
  std::string name(2 * hash_bytes + 1, '\0');
  sodium_bin2hex(name.data(), name.size(), bytes_of(std::string_view(hash)), hash.size());
  name.pop_back();
  return {std::move(name), keyed_hash(content, key_label)};
}

std::string seal_content(std::string_view content, std::string_view key) {
  const Nonce nonce{};
  std::string out(magic);
  out.resize(magic.size() + content.size() + crypto_aead_xchacha20poly1305_ietf_ABYTES);
  unsigned long long written = 0;
  crypto_aead_xchacha20poly1305_ietf_encrypt(bytes_of(out) + magic.size(), &written, bytes_of(content),
                                             content.size(), bytes_of(magic), magic.size(), nullptr,
                                             nonce.data(), bytes_of(key));
  out.resize(magic.size() + written);
  return out;
}

base::Result<std::string> open_content(std::string_view sealed, std::string_view key) {
  const auto corrupt = [] {
    return base::Error::of(
        base::ErrorCode::corrupt, "附件文件已损坏，未通过校验，请联系运维人员从备份恢复。",
        "The attachment's file is damaged. Tell operations to restore it from the backup.");
  };
  constexpr std::size_t overhead = magic.size() + crypto_aead_xchacha20poly1305_ietf_ABYTES;
  if (sealed.size() < overhead || sealed.substr(0, magic.size()) != magic || key.size() != hash_bytes)
    return corrupt();
  const std::string_view body = sealed.substr(magic.size());
  std::string out(sealed.size() - overhead, '\0');
  const Nonce nonce{};
  unsigned long long written = 0;
  if (crypto_aead_xchacha20poly1305_ietf_decrypt(bytes_of(out), &written, nullptr, bytes_of(body),
                                                 body.size(), bytes_of(magic), magic.size(), nonce.data(),
                                                 bytes_of(key)) != 0)
    return corrupt();
  return out;
}

base::Status write_durably(const std::filesystem::path& path, std::string_view bytes,
                           const std::string& mark) {
  const std::filesystem::path folder = path.parent_path();
  std::error_code failed;
  std::filesystem::create_directories(folder, failed);
  if (failed) return write_failed(failed.value());
  const std::filesystem::path temporary = folder / ("." + path.filename().string() + "." + mark);
  bool whole = false;
  {
    File file(temporary, O_WRONLY | O_CREAT | O_EXCL);
    if (!file.opened()) return write_failed(errno);
    whole = file.write(bytes) && file.sync();
  }
  if (!whole || ::rename(temporary.c_str(), path.c_str()) != 0) {
    const int code = errno;
    ::unlink(temporary.c_str());
    return write_failed(code);
  }
  // The file's own directory, and those above that may be new.
  HOTLINE_CHECK(sync_directory(folder));
  HOTLINE_CHECK(sync_directory(folder.parent_path()));
  return sync_directory(folder.parent_path().parent_path());
}

base::Result<std::string> read_whole(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::string bytes{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  if (!file.good() && !file.eof()) {
    return base::Error::of(base::ErrorCode::unavailable, "附件文件无法读取，请联系运维人员检查附件目录。",
                           "The attachment's file cannot be read. Tell operations to check the directory.");
  }
  return bytes;
}

}  // namespace hotline::intake
