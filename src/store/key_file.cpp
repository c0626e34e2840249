#include "store/key_file.hpp"

#include <fcntl.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <stdexcept>

#include "hotline/store/vault.hpp"
#include "store/key_ring.hpp"

namespace hotline::store {
namespace {

constexpr std::size_t key_bytes = 32;
constexpr std::size_t most_keys = 16;
constexpr std::size_t file_bytes_at_most = most_keys * (2 * key_bytes + 2);  // with line ends

struct Descriptor {
  int number = -1;
  ~Descriptor() {
    if (number >= 0) ::close(number);
  }
};

// The texts begin with the name of the key.
base::Error wrong_key_file(const KeyFileName& what, std::string rule, const std::string& zh,
                           const std::string& en) {
  return base::Error::field(what.field, std::move(rule), what.name.zh + zh, "The " + what.name.en + en);
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
base::Result<std::string> create_key(const std::string& path, const KeyFileName& what) {
  const Descriptor file{::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600)};
  std::string key(key_bytes, '\0');
  randombytes_buf(key.data(), key.size());
  std::string hex(2 * key_bytes + 1, '\0');
  sodium_bin2hex(hex.data(), hex.size(), reinterpret_cast<const unsigned char*>(key.data()), key_bytes);
  hex.back() = '\n';
  if (file.number < 0 || !write_all(file.number, hex) || ::fsync(file.number) != 0) {
    return wrong_key_file(what, "writable", "文件无法创建。请检查所在目录是否存在、是否可写。",
                          " file cannot be created. Check that its directory exists and may be written.");
  }
  return key;
}

base::Error wrong_form(const KeyFileName& what) {
  return wrong_key_file(what, "key_form", "文件格式不正确，应为 64 位十六进制数字。请换用正确的密钥文件。",
                        " file has another form: 64 hexadecimal digits are needed. Use the right file.");
}

base::Result<std::vector<std::string>> parse_keys(std::string_view text, const KeyFileName& what) {
  constexpr std::string_view blanks = " \t\r\n,";
  std::vector<std::string> keys;
  while (true) {
    const std::size_t begin = text.find_first_not_of(blanks);
    if (begin == std::string_view::npos) break;
    text.remove_prefix(begin);
    const std::string_view word = text.substr(0, text.find_first_of(blanks));
    text.remove_prefix(word.size());
    std::string key(key_bytes, '\0');
    std::size_t decoded = 0;
    const bool hex = word.size() == 2 * key_bytes &&
                     sodium_hex2bin(reinterpret_cast<unsigned char*>(key.data()), key_bytes, word.data(),
                                    word.size(), nullptr, &decoded, nullptr) == 0;
    if (!hex || decoded != key_bytes || keys.size() == most_keys) return wrong_form(what);
    keys.push_back(std::move(key));
  }
  if (keys.empty()) return wrong_form(what);
  return keys;
}

}  // namespace

base::Result<std::vector<std::string>> load_key_lines(const std::string& path, bool create,
                                                      const KeyFileName& what) {
  if (sodium_init() < 0) throw std::runtime_error("libsodium does not start");
  constexpr std::string_view environment = "env:";
  if (path.starts_with(environment)) {
    const char* value = std::getenv(path.c_str() + environment.size());
    if (value == nullptr) {
      return wrong_key_file(what, "readable", "未在环境变量 " + path.substr(environment.size()) + " 中提供。",
                            " is not in the environment as " + path.substr(environment.size()) + ".");
    }
    return parse_keys(value, what);
  }
  const Descriptor file{::open(path.c_str(), O_RDONLY | O_CLOEXEC)};
  if (file.number < 0) {
    if (errno != ENOENT || !create) {
      return wrong_key_file(what, "readable", "文件无法读取。请检查文件是否存在、本程序是否有读取权限。",
                            " file cannot be read. Check that it exists and this program may read it.");
    }
    HOTLINE_TRY(std::string made, create_key(path, what));
    return std::vector<std::string>{std::move(made)};
  }
  struct stat about{};
  if (::fstat(file.number, &about) != 0 || (about.st_mode & 077) != 0) {
    return wrong_key_file(what, "private", "文件可被其他用户访问。请将其权限改为 0600（仅属主可读写）。",
                          " file may be accessed by other users. Set its mode to 0600.");
  }
  std::string text(file_bytes_at_most + 1, '\0');
  std::size_t size = 0;
  ssize_t got = 0;
  while (size < text.size() && (got = ::read(file.number, text.data() + size, text.size() - size)) > 0) {
    size += static_cast<std::size_t>(got);
  }
  text.resize(size);
  auto keys = parse_keys(text, what);
  sodium_memzero(text.data(), text.size());
  return keys;
}

base::Result<std::string> load_key_file(const std::string& path, bool create, const KeyFileName& what) {
  HOTLINE_TRY(std::vector<std::string> keys, load_key_lines(path, create, what));
  if (keys.size() != 1) return wrong_form(what);
  return std::move(keys.front());
}

base::Result<MasterKey> load_master_key(const std::string& path, bool create) {
  HOTLINE_TRY(std::vector<std::string> keys,
              load_key_lines(path, create, {"master_key_file", {"主密钥", "master key"}}));
  return master_of({"sodium", std::move(keys)});
}

}  // namespace hotline::store
