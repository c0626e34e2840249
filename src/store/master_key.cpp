#include <fcntl.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <stdexcept>

#include "hotline/store/vault.hpp"

namespace hotline::store {
namespace {

constexpr std::size_t key_bytes = 32;
constexpr std::size_t file_bytes_at_most = 2 * key_bytes + 2;  // a line end may follow

struct Descriptor {
  int number = -1;
  ~Descriptor() {
    if (number >= 0) ::close(number);
  }
};

base::Error wrong_key_file(std::string rule, std::string zh, std::string en) {
  return base::Error::field("master_key_file", std::move(rule), std::move(zh), std::move(en));
}

bool write_all(int descriptor, std::string_view text) {
  while (!text.empty()) {
    const ssize_t wrote = ::write(descriptor, text.data(), text.size());
    if (wrote < 0 && errno == EINTR) continue;
    if (wrote <= 0) return false;
    text.remove_prefix(static_cast<std::size_t>(wrote));
  }
  return true;
}

// O_EXCL: of two programs that create the file at once, one only gets to write it.
base::Result<MasterKey> create_key(const std::string& path) {
  const Descriptor file{::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600)};
  MasterKey key{std::string(key_bytes, '\0')};
  randombytes_buf(key.bytes.data(), key.bytes.size());
  std::string hex(2 * key_bytes + 1, '\0');
  sodium_bin2hex(hex.data(), hex.size(), reinterpret_cast<const unsigned char*>(key.bytes.data()), key_bytes);
  hex.back() = '\n';
  if (file.number < 0 || !write_all(file.number, hex) || ::fsync(file.number) != 0) {
    return wrong_key_file(
        "writable", "无法创建主密钥文件。请检查所在目录是否存在、是否可写。",
        "The master key file cannot be created. Check that its directory exists and may be written.");
  }
  return key;
}

}  // namespace

base::Result<MasterKey> load_master_key(const std::string& path, bool create) {
  if (sodium_init() < 0) throw std::runtime_error("libsodium does not start");
  const Descriptor file{::open(path.c_str(), O_RDONLY | O_CLOEXEC)};
  if (file.number < 0) {
    if (errno == ENOENT && create) return create_key(path);
    return wrong_key_file(
        "readable", "无法读取主密钥文件。请检查文件是否存在、本程序是否有读取权限。",
        "The master key file cannot be read. Check that it exists and this program may read it.");
  }
  struct stat about{};
  if (::fstat(file.number, &about) != 0 || (about.st_mode & 077) != 0) {
    return wrong_key_file("private", "主密钥文件可被其他用户访问。请将其权限改为 0600（仅属主可读写）。",
                          "Other users may access the master key file. Set its mode to 0600.");
  }
  std::array<char, file_bytes_at_most + 1> text{};
  std::size_t size = 0;
  ssize_t got = 0;
  while (size < text.size() && (got = ::read(file.number, text.data() + size, text.size() - size)) > 0) {
    size += static_cast<std::size_t>(got);
  }
  while (size > 0 && (text[size - 1] == '\n' || text[size - 1] == '\r')) --size;
  MasterKey key{std::string(key_bytes, '\0')};
  std::size_t decoded = 0;
  const bool hex =
      size == 2 * key_bytes && sodium_hex2bin(reinterpret_cast<unsigned char*>(key.bytes.data()), key_bytes,
                                              text.data(), size, nullptr, &decoded, nullptr) == 0;
  sodium_memzero(text.data(), text.size());
  if (!hex || decoded != key_bytes) {
    return wrong_key_file(
        "key_form", "主密钥文件格式不正确，应为 64 位十六进制数字。请换用正确的密钥文件。",
        "The master key file has another form: 64 hexadecimal digits are needed. Use the right file.");
  }
  return key;
}

}  // namespace hotline::store
