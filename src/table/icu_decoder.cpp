#include "table/icu_decoder.hpp"

#include <unicode/unistr.h>
#include <array>
#include <stdexcept>

namespace hotline::table {

IcuDecoder::IcuDecoder(const char* encoding) {
  UErrorCode status = U_ZERO_ERROR;
  converter_.reset(ucnv_open(encoding, &status));
  if (U_SUCCESS(status)) {
    ucnv_setToUCallBack(converter_.get(), UCNV_TO_U_CALLBACK_STOP, nullptr, nullptr, nullptr, &status);
  }
  if (U_FAILURE(status))
    throw std::runtime_error(std::string("ICU cannot read ") + encoding + ": install the ICU data");
}

bool IcuDecoder::decode(std::string_view bytes, bool last, std::string& out) {
  icu::UnicodeString text;
  const char* source = bytes.data();
  const char* const end = source + bytes.size();
  bool fine = true;
  for (;;) {
    std::array<char16_t, 16 * 1024> units;
    char16_t* target = units.data();
    UErrorCode status = U_ZERO_ERROR;
    ucnv_toUnicode(converter_.get(), &target, units.data() + units.size(), &source, end, nullptr, last,
                   &status);
    text.append(units.data(), static_cast<std::int32_t>(target - units.data()));
    if (status == U_BUFFER_OVERFLOW_ERROR) continue;
    fine = U_SUCCESS(status);
    break;
  }
  // A pair of surrogates may be cut by the end of a piece of UTF-16, but ICU never gives out half of one.
  text.toUTF8String(out);
  return fine;
}

}  // namespace hotline::table
