#include "text/fold_table.hpp"

#include <unicode/normalizer2.h>
#include <unicode/translit.h>
#include <unicode/uchar.h>
#include <unicode/uniset.h>
#include <unicode/uset.h>
#include <memory>
#include <stdexcept>

namespace hotline::text {
namespace {

void require(UErrorCode status, const char* what) {
  if (U_FAILURE(status)) {
    throw std::runtime_error(std::string("ICU cannot provide ") + what + " (" + u_errorName(status) +
                             "): install the ICU data files");
  }
}

// ICU's Hant-Hans, read off char by char.
std::unordered_map<char32_t, char32_t> traditional_to_simplified() {
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<icu::Transliterator> rules(
      icu::Transliterator::createInstance("Hant-Hans", UTRANS_FORWARD, status));
  require(status, "the Hant-Hans transliterator");
  icu::UnicodeSet sources;
  rules->getSourceSet(sources);
  std::unordered_map<char32_t, char32_t> simplified;
  for (std::int32_t range = 0; range < sources.getRangeCount(); ++range) {
    for (UChar32 code = sources.getRangeStart(range); code <= sources.getRangeEnd(range); ++code) {
      // Punctuation has its own width folding; only ideographs are simplified.
      if (!u_hasBinaryProperty(code, UCHAR_IDEOGRAPHIC)) continue;
      icu::UnicodeString text(code);
      rules->transliterate(text);
      if (text.countChar32() == 1 && text.char32At(0) != code) {
        simplified[static_cast<char32_t>(code)] = static_cast<char32_t>(text.char32At(0));
      }
    }
  }
  // Two chars that each stand for the other (苎 and 苧) meet at the lower one.
  std::erase_if(simplified, [&](const auto& entry) {
    const auto back = simplified.find(entry.second);
    return back != simplified.end() && back->second == entry.first && entry.first < entry.second;
  });
  return simplified;
}

bool is_white_space(UChar32 code) {
  return u_isUWhiteSpace(code) != 0;
}
bool is_invisible(UChar32 code) {
  const auto category = u_charType(code);
  return category == U_CONTROL_CHAR || category == U_FORMAT_CHAR;
}

}  // namespace

FoldTable::FoldTable() {
  const auto simplified = traditional_to_simplified();
  // Followed to the end, since a few rules lead to a char that has a rule of its own.
  const auto simplify = [&](UChar32 code) {
    auto result = static_cast<char32_t>(code);
    for (int steps = 0; steps < 3; ++steps) {
      const auto found = simplified.find(result);
      if (found == simplified.end()) break;
      result = found->second;
    }
    return result;
  };

  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* fold = icu::Normalizer2::getNFKCCasefoldInstance(status);
  require(status, "NFKC_Casefold");
  const USet* changing_set = u_getBinaryPropertySet(UCHAR_CHANGES_WHEN_NFKC_CASEFOLDED, &status);
  require(status, "the property Changes_When_NFKC_Casefolded");

  for (std::size_t code = 0; code < bmp_.size(); ++code) {
    const auto point = static_cast<UChar32>(code);
    if (U_IS_SURROGATE(point)) {
      bmp_[code] = static_cast<char16_t>(0xFFFD);
    } else if (is_white_space(point)) {
      bmp_[code] = space;
    } else if (is_invisible(point)) {
      bmp_[code] = removed;
    } else {
      bmp_[code] = static_cast<char16_t>(simplify(point));
    }
  }

  const icu::UnicodeSet& changing = *icu::UnicodeSet::fromUSet(changing_set);
  for (std::int32_t range = 0; range < changing.getRangeCount(); ++range) {
    for (UChar32 code = changing.getRangeStart(range); code <= changing.getRangeEnd(range); ++code) {
      if (is_white_space(code)) continue;
      const icu::UnicodeString folded = fold->normalize(icu::UnicodeString(code), status);
      require(status, "NFKC_Casefold");
      std::u32string result;
      for (std::int32_t i = 0; i < folded.length(); i = folded.moveIndex32(i, 1)) {
        const UChar32 point = folded.char32At(i);
        if (is_white_space(point)) {
          result.push_back(U' ');
        } else if (!is_invisible(point)) {
          result.push_back(simplify(point));
        }
      }
      const auto key = static_cast<char32_t>(code);
      if (key < bmp_.size() && result.empty()) {
        bmp_[key] = removed;
      } else if (key < bmp_.size() && result.size() == 1 && result[0] != U' ' && result[0] < bmp_.size()) {
        bmp_[key] = static_cast<char16_t>(result[0]);
      } else {
        if (key < bmp_.size()) bmp_[key] = expanded;
        expansions_.emplace(key, std::move(result));
      }
    }
  }
}

const FoldTable& FoldTable::instance() {
  static const FoldTable table;
  return table;
}

}  // namespace hotline::text
