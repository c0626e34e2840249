// A PDF: read by a program of its own under limits, whose output we read.
#include "fuzz/fuzz_support.hpp"
#include "knowledge/import/document.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static_cast<void>(hotline::knowledge::read_pdf(std::string(hotline::fuzz::view_of(data, size))));
  return 0;
}
