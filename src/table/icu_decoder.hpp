// A strict ICU converter to UTF-8, fed in pieces.
#pragma once

#include <unicode/ucnv.h>
#include <memory>
#include <string>
#include <string_view>

namespace hotline::table {

class IcuDecoder {
 public:
  // Errors: std::runtime_error when ICU does not know the encoding.
  explicit IcuDecoder(const char* encoding);

  // Appends the text of `bytes`, which may end inside a char unless `last`. False at the first byte that the
  // encoding does not know; `out` then holds what stands before it.
  bool decode(std::string_view bytes, bool last, std::string& out);

 private:
  struct Close {
    void operator()(UConverter* converter) const { ucnv_close(converter); }
  };
  std::unique_ptr<UConverter, Close> converter_;
};

}  // namespace hotline::table
