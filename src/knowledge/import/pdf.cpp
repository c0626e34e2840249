// PDF through poppler's pdftotext, scanned pages and pictures through tesseract; always in child processes.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "hotline/base/temp_folder.hpp"
#include "hotline/text/utf8.hpp"
#include "knowledge/import/child.hpp"
#include "knowledge/import/document.hpp"

namespace hotline::knowledge {
namespace {

namespace fs = std::filesystem;
using std::chrono::seconds;

constexpr std::size_t least_text = 20;  // characters a page that is not a picture has
constexpr int most_scanned_pages = 50;

base::Result<std::string> recognise(const std::string& picture) {
  ChildLimits limits;
  limits.time = seconds{60};
  limits.memory = std::size_t{2} << 30;
  HOTLINE_TRY(ChildOutcome done,
              run_child({"tesseract", "-", "-", "-l", "chi_sim+eng", "--psm", "3"}, picture, limits));
  if (done.status != 0) {
    HOTLINE_TRY(done, run_child({"tesseract", "-", "-", "-l", "chi_sim", "--psm", "3"}, picture, limits));
  }
  if (done.status != 0) return damaged_file();
  // Between Chinese characters the program sets spaces that no page has.
  std::string out;
  for (std::size_t at = 0; at < done.output.size();) {
    const auto [code, length] = text::decode_char(done.output, at);
    const bool spaced = code == ' ' && at > 0 && at + 1 < done.output.size() &&
                        text::decode_char(done.output, text::previous_char(done.output, at)).code >= 0x2E80 &&
                        text::decode_char(done.output, at + 1).code >= 0x2E80;
    if (!spaced) out.append(done.output, at, length);
    at += length;
  }
  return out;
}

base::Result<std::string> read_scan(const std::string& bytes) {
  HOTLINE_TRY(const base::TempFolder place, base::TempFolder::make("hotline-scan"));
  ChildLimits limits;
  limits.time = seconds{120};
  limits.output = 256U * 1024 * 1024;
  const std::string pages = (place.path() / "page").string();
  HOTLINE_TRY(const ChildOutcome drawn, run_child({"pdftoppm", "-r", "200", "-gray", "-png", "-l",
                                                   std::to_string(most_scanned_pages), "-", pages},
                                                  bytes, limits));
  if (drawn.status != 0) return damaged_file();
  std::vector<fs::path> files;
  for (const auto& one : fs::directory_iterator(place.path())) files.push_back(one.path());
  std::sort(files.begin(), files.end());
  std::string text;
  for (const fs::path& one : files) {
    std::ifstream file(one, std::ios::binary);
    std::stringstream picture;
    picture << file.rdbuf();
    HOTLINE_TRY(const std::string page, recognise(picture.str()));
    text += page + "\n";
  }
  return text;
}

}  // namespace

base::Result<Document> read_pdf(const std::string& bytes) {
  HOTLINE_TRY(const ChildOutcome done,
              run_child({"pdftotext", "-enc", "UTF-8", "-nopgbrk", "-", "-"}, bytes));
  if (done.status != 0) {
    // Among others status 1 for a password that is missing, and for a damaged file.
    if (bytes.find("/Encrypt") != std::string::npos) return protected_file();
    return damaged_file();
  }
  if (text::count_chars(one_line(done.output)) >= least_text) return read_plain(done.output);
  HOTLINE_TRY(const std::string scanned, read_scan(bytes));
  return read_plain(scanned);
}

base::Result<Document> read_picture(const std::string& bytes) {
  HOTLINE_TRY(const std::string text, recognise(bytes));
  return read_plain(text);
}

}  // namespace hotline::knowledge
