#include "hotline/access/password.hpp"

#include <sodium.h>

#include <algorithm>
#include <array>
#include <cctype>

#include "access/sodium.hpp"
#include "hotline/text/utf8.hpp"

namespace hotline::access {
namespace {

constexpr std::size_t shortest = 8;
constexpr std::size_t longest = 128;

// The commonest passwords that pass the other rules, in lower case: compared without regard to case.
constexpr std::array<std::string_view, 36> commonest = {
    "password1", "password1!",  "password123",  "password@123",  "passw0rd",   "passw0rd!",
    "p@ssw0rd",  "p@ssword1",   "p@ssw0rd1",    "p@ssw0rd123",   "admin123",   "admin123!",
    "admin@123", "admin@1234",  "admin12345",   "admin@12345",   "qwer1234",   "qwer@1234",
    "qwerty123", "qwerty@123",  "1qaz2wsx",     "1qaz@wsx",      "1qaz!qaz",   "zaq12wsx",
    "abc12345",  "abc123456",   "abcd1234",     "abcd@1234",     "aa123456",   "aa123456!",
    "welcome1",  "welcome@123", "hotline12345", "hotline@12345", "huawei@123", "test@1234"};

// Words that passwords are commonly made of by adding digits and signs to them: "Admin@2026", "P@ssw0rd!!",
// "Hangzhou12345".
constexpr std::array<std::string_view, 64> common_words = {
    "password", "passwd",   "passwort", "pass",       "pwd",      "admin",    "administrator", "root",
    "system",   "sysadmin", "manager",  "operator",   "user",     "guest",    "test",          "tester",
    "demo",     "temp",     "default",  "welcome",    "hello",    "login",    "letmein",       "changeme",
    "qwerty",   "qwert",    "qwer",     "qwertyuiop", "asdf",     "asdfgh",   "zxcv",          "zxcvbn",
    "qaz",      "qazwsx",   "wsx",      "abc",        "abcd",     "abcdef",   "aaa",           "iloveyou",
    "monkey",   "dragon",   "master",   "superman",   "sunshine", "princess", "football",      "hotline",
    "rexian",   "zhengwu",  "zhengfu",  "shizheng",   "hangzhou", "zhejiang", "beijing",       "shanghai",
    "china",    "zhongguo", "woaini",   "huawei",     "oracle",   "mysql",    "server",        "computer"};

std::string lower_ascii(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return out;
}

// The word left of `lower` once signs and digits that stand for letters are read as those, and digits and
// signs before and behind are dropped.
std::string core_of(std::string_view lower) {
  constexpr std::string_view stands = "@4$5031!7";
  constexpr std::string_view letters = "aassoeiit";
  std::size_t begin = 0, end = lower.size();
  // A char beyond ASCII is a letter of its own.
  const auto is_letter = [&](std::size_t at) {
    return (lower[at] >= 'a' && lower[at] <= 'z') || static_cast<unsigned char>(lower[at]) >= 0x80;
  };
  while (begin < end && !is_letter(begin)) ++begin;
  while (end > begin && !is_letter(end - 1)) --end;
  std::string out;
  for (std::size_t at = begin; at < end; ++at) {
    if (const auto stand = stands.find(lower[at]); stand != std::string_view::npos) {
      out += letters[stand];
    } else if (is_letter(at)) {
      out += lower[at];
    }
  }
  return out;
}

// A common word, or one that is written twice or more ("abcAbc123").
bool is_common(std::string_view lower) {
  if (std::ranges::find(commonest, lower) != commonest.end()) return true;
  const std::string core = core_of(lower);
  return std::ranges::any_of(common_words, [&](std::string_view word) {
    if (core.empty() || core.size() % word.size() != 0) return false;
    for (std::size_t at = 0; at < core.size(); at += word.size()) {
      if (core.compare(at, word.size(), word) != 0) return false;
    }
    return true;
  });
}

int kinds(std::string_view password) {
  bool upper = false;
  bool lower = false;
  bool digit = false;
  bool other = false;
  for (char c : password) {
    if (c >= 'A' && c <= 'Z') {
      upper = true;
    } else if (c >= 'a' && c <= 'z') {
      lower = true;
    } else if (c >= '0' && c <= '9') {
      digit = true;
    } else {
      other = true;
    }
  }
  return upper + lower + digit + other;
}

}  // namespace

base::Status check_password(std::string_view login, std::string_view password) {
  std::vector<base::FieldError> broken;
  const auto breaks = [&](const char* rule, const char* zh, const char* en) {
    broken.push_back({"/password", rule, {zh, en}});
  };
  const std::size_t length = text::count_chars(password);
  const std::string lower = lower_ascii(password);
  if (length < shortest) breaks("min_length", "密码至少 8 个字符，请加长。", "Use at least 8 characters.");
  if (length > longest) breaks("max_length", "密码最多 128 个字符，请缩短。", "Use at most 128 characters.");
  if (kinds(password) < 3) {
    breaks("kinds", "密码须包含大写字母、小写字母、数字、其他符号中的至少三种。",
           "Use at least three of: upper case, lower case, digits, other signs.");
  }
  if (!login.empty() && lower.find(lower_ascii(login)) != std::string::npos) {
    breaks("holds_login", "密码不得包含登录名，请更换。", "Do not use the login name inside the password.");
  }
  if (is_common(lower)) {
    breaks("common", "该密码过于常见，极易被猜中，请更换。",
           "This password is among the commonest. Choose another one.");
  }
  if (broken.empty()) return {};
  return base::Error::fields_wrong(std::move(broken));
}

base::Result<PasswordHash> hash_password(std::string_view login, std::string_view password,
                                         const PasswordCost& cost) {
  HOTLINE_CHECK(check_password(login, password));
  start_sodium();
  std::array<char, crypto_pwhash_STRBYTES> out{};
  if (crypto_pwhash_str_alg(out.data(), password.data(), password.size(), cost.passes, cost.memory_kib * 1024,
                            crypto_pwhash_ALG_ARGON2ID13) != 0) {
    return base::Error::of(base::ErrorCode::unavailable, "服务器内存不足，暂时无法处理密码，请稍后重试。",
                           "Not enough memory to work on the password now. Try again later.");
  }
  return PasswordHash{out.data()};
}

bool verify_password(const PasswordHash& hash, std::string_view password) {
  start_sodium();
  return crypto_pwhash_str_verify(hash.text.c_str(), password.data(), password.size()) == 0;
}

PasswordHash decoy_hash(const PasswordCost& cost) {
  // Salt and hash are all zero bits: any password would have to hash to zero.
  return {"$argon2id$v=19$m=" + std::to_string(cost.memory_kib) + ",t=" + std::to_string(cost.passes) +
          ",p=1$" + std::string(22, 'A') + "$" + std::string(43, 'A')};
}

bool needs_rehash(const PasswordHash& hash, const PasswordCost& cost) {
  start_sodium();
  return crypto_pwhash_str_needs_rehash(hash.text.c_str(), cost.passes, cost.memory_kib * 1024) != 0;
}

std::string generate_password(base::Random& random) {
  std::string password;
  do {
    password = random.code(4) + "-" + random.code(4) + "-" + random.code(4);
  } while (!check_password("", password).ok());
  return password;
}

}  // namespace hotline::access
