// A document for the knowledge base: docx, HTML, Markdown, plain text; by the first byte.
#include "fuzz/fuzz_support.hpp"
#include "knowledge/import/document.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string bytes(hotline::fuzz::view_of(data + 1, size - 1));
  switch (data[0] % 4) {
    case 0:
      static_cast<void>(hotline::knowledge::read_docx(bytes));
      break;
    case 1:
      static_cast<void>(hotline::knowledge::read_html(bytes));
      break;
    case 2:
      static_cast<void>(hotline::knowledge::read_markdown(bytes));
      break;
    default:
      static_cast<void>(hotline::knowledge::read_plain(bytes));
      break;
  }
  return 0;
}
