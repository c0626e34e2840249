// A PDF: read by poppler's pdftotext in a child process under limits. What it does to our process, and what
// we make of its output, is looked for here. Pages without text are not drawn and recognised: that takes
// seconds each and runs none of our own parsing; so the only program on PATH is pdftotext.
#include <filesystem>

#include "fuzz/fuzz_support.hpp"
#include "knowledge/import/document.hpp"
#include "support/store_fixture.hpp"

namespace {

void leave_pdftotext_alone() {
  static const hotline::test::TempDir folder;
  for (const char* place : {"/usr/bin/pdftotext", "/usr/local/bin/pdftotext", "/bin/pdftotext"}) {
    if (!std::filesystem::exists(place)) continue;
    std::filesystem::create_symlink(place, folder.path() / "pdftotext");
    ::setenv("PATH", folder.path().c_str(), 1);
    return;
  }
  hotline::fuzz::must_hold(false);  // poppler-utils is missing: this target would find nothing
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const bool prepared = (leave_pdftotext_alone(), true);
  static_cast<void>(prepared);
  const auto read = hotline::knowledge::read_pdf(std::string(hotline::fuzz::view_of(data, size)));
  if (read.ok()) hotline::fuzz::must_hold(!read->sections.empty());
  return 0;
}
