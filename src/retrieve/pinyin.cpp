#include "retrieve/pinyin.hpp"

#include <unicode/translit.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <array>
#include <memory>
#include <stdexcept>
#include <unordered_map>

namespace hotline::retrieve {
namespace {

constexpr char16_t first_han = 0x4E00;
constexpr char16_t last_han = 0x9FFF;

struct WordReading {
  std::u16string_view word;
  std::size_t place;  // of the character read otherwise
  std::string_view letters;
};
constexpr std::array word_readings{
    WordReading{u"银行", 1, "hang"},  WordReading{u"行业", 0, "hang"},  WordReading{u"重庆", 0, "chong"},
    WordReading{u"重新", 0, "chong"}, WordReading{u"重复", 0, "chong"}, WordReading{u"重建", 0, "chong"},
    WordReading{u"校长", 1, "zhang"}, WordReading{u"家长", 1, "zhang"}, WordReading{u"市长", 1, "zhang"},
    WordReading{u"局长", 1, "zhang"}, WordReading{u"增长", 1, "zhang"}, WordReading{u"成长", 1, "zhang"},
    WordReading{u"调整", 0, "tiao"},  WordReading{u"调解", 0, "tiao"},  WordReading{u"空调", 1, "tiao"},
    WordReading{u"会计", 0, "kuai"},  WordReading{u"还款", 0, "huan"},  WordReading{u"归还", 1, "huan"},
    WordReading{u"退还", 1, "huan"},  WordReading{u"音乐", 1, "yue"},   WordReading{u"传记", 0, "zhuan"},
    WordReading{u"曾用", 0, "ceng"},  WordReading{u"厦门", 0, "xia"},   WordReading{u"六安", 0, "lu"},
    WordReading{u"台州", 0, "tai"},   WordReading{u"都市", 0, "du"},    WordReading{u"首都", 1, "du"},
    WordReading{u"成都", 1, "du"},    WordReading{u"目的", 1, "di"},    WordReading{u"身份", 1, "fen"},
    WordReading{u"给予", 0, "ji"},    WordReading{u"供给", 1, "ji"},    WordReading{u"率先", 0, "shuai"},
    WordReading{u"朝阳", 0, "chao"},  WordReading{u"暂住", 0, "zan"},   WordReading{u"住宿", 1, "su"},
};

class Table {
 public:
  Table() : syllables_(last_han - first_han + 1, 0) {
    UErrorCode status = U_ZERO_ERROR;
    const std::unique_ptr<icu::Transliterator> latin(icu::Transliterator::createInstance(
        "Han-Latin; NFD; [[:M:]-[\\u0308]] Remove; NFC; Lower", UTRANS_FORWARD, status));
    if (U_FAILURE(status)) throw std::runtime_error("ICU cannot read Chinese aloud: install the ICU data");
    for (char32_t code = first_han; code <= last_han; ++code) {
      icu::UnicodeString text(static_cast<UChar32>(code));
      latin->transliterate(text);
      std::string letters;
      text.findAndReplace(icu::UnicodeString(u'ü'), icu::UnicodeString(u'v'));
      text.toUTF8String(letters);
      const bool plain =
          !letters.empty() && letters.find_first_not_of("abcdefghijklmnopqrstuvwxyz") == std::string::npos;
      if (plain) syllables_[code - first_han] = number_of(letters);
    }
    for (const WordReading& reading : word_readings) other_.push_back(number_of(reading.letters));
    sorted_ = names_;
    std::sort(sorted_.begin(), sorted_.end());
    for (const std::string& name : names_) {
      const auto place = std::lower_bound(sorted_.begin(), sorted_.end(), name) - sorted_.begin();
      ranks_.push_back(static_cast<std::uint16_t>(place));
    }
  }

  Syllable of(char16_t code) const {
    return code >= first_han && code <= last_han ? syllables_[code - first_han] : Syllable{0};
  }
  std::string_view letters(Syllable syllable) const { return names_[syllable]; }
  std::span<const std::string> all() const { return std::span(names_).subspan(1); }
  std::uint16_t rank(Syllable syllable) const { return ranks_[syllable]; }
  const std::vector<std::string>& sorted() const { return sorted_; }
  Syllable other(std::size_t reading) const { return other_[reading]; }

 private:
  Syllable number_of(std::string_view letters) {
    const auto [place, fresh] = numbers_.try_emplace(std::string(letters), names_.size());
    if (fresh) names_.emplace_back(letters);
    return place->second;
  }

  std::vector<Syllable> syllables_;
  std::vector<std::string> names_{std::string()};
  std::unordered_map<std::string, Syllable> numbers_;
  std::vector<Syllable> other_;  // by word_readings
  std::vector<std::string> sorted_;
  std::vector<std::uint16_t> ranks_;  // by syllable
};

const Table& table() {
  static const Table instance;
  return instance;
}

}  // namespace

Syllable syllable_of(char16_t code) {
  return table().of(code);
}

std::string_view letters_of(Syllable syllable) {
  return table().letters(syllable);
}

std::span<const std::string> all_syllables() {
  return table().all();
}

std::vector<Syllable> readings_of(char16_t code) {
  std::vector<Syllable> readings;
  if (const Syllable usual = table().of(code); usual != 0) readings.push_back(usual);
  for (std::size_t i = 0; i < word_readings.size(); ++i) {
    const bool same = word_readings[i].word[word_readings[i].place] == code;
    if (same && std::find(readings.begin(), readings.end(), table().other(i)) == readings.end())
      readings.push_back(table().other(i));
  }
  return readings;
}

std::uint16_t rank_of(Syllable syllable) {
  return table().rank(syllable);
}

std::pair<std::uint16_t, std::uint16_t> ranks_beginning(std::string_view letters) {
  const std::vector<std::string>& sorted = table().sorted();
  const auto first = std::lower_bound(sorted.begin(), sorted.end(), letters);
  auto last = first;
  while (last != sorted.end() && last->starts_with(letters)) ++last;
  return {static_cast<std::uint16_t>(first - sorted.begin()),
          static_cast<std::uint16_t>(last - sorted.begin())};
}

std::vector<Syllable> read_aloud(std::u16string_view codes) {
  std::vector<Syllable> read;
  read.reserve(codes.size());
  for (const char16_t code : codes) read.push_back(syllable_of(code));
  for (std::size_t i = 0; i < word_readings.size(); ++i) {
    const WordReading& reading = word_readings[i];
    for (std::size_t at = codes.find(reading.word); at != codes.npos; at = codes.find(reading.word, at + 1))
      read[at + reading.place] = table().other(i);
  }
  return read;
}

}  // namespace hotline::retrieve
