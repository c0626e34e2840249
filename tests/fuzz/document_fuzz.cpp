// A document for the knowledge base: docx, HTML, Markdown, plain text, an archive of such; by the first byte.
#include "fuzz/fuzz_support.hpp"
#include "knowledge/import/archive.hpp"
#include "knowledge/import/document.hpp"

namespace {

using namespace hotline;

// Limits that small inputs reach, too.
void unpack(const std::string& bytes) {
  const knowledge::ArchiveLimits limits{50, 64U * 1024, 256U * 1024, 20};
  auto archive = knowledge::Archive::open(bytes, limits);
  if (!archive.ok()) return;
  fuzz::must_hold(archive->items().size() <= limits.max_entries);
  std::size_t total = 0;
  for (const knowledge::Archive::Item& item : archive->items()) {
    static_cast<void>(knowledge::is_safe_name(item.name));
    const auto content = archive->read(item);
    if (!content.ok()) continue;
    total += content->size();
    fuzz::must_hold(content->size() == item.size && total <= limits.max_total_bytes);
    static_cast<void>(knowledge::read_docx(*content));
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string bytes(hotline::fuzz::view_of(data + 1, size - 1));
  switch (data[0] % 5) {
    case 0:
      static_cast<void>(hotline::knowledge::read_docx(bytes));
      break;
    case 1:
      static_cast<void>(hotline::knowledge::read_html(bytes));
      break;
    case 2:
      static_cast<void>(hotline::knowledge::read_markdown(bytes));
      break;
    case 4:
      unpack(bytes);
      break;
    default:
      static_cast<void>(hotline::knowledge::read_plain(bytes));
      break;
  }
  return 0;
}
