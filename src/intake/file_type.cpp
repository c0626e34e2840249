#include "hotline/intake/file_type.hpp"

#include <array>

#include "hotline/text/utf8.hpp"

namespace hotline::intake {
namespace {

constexpr std::array types{
    FileType{"image/jpeg", "jpg", "JPEG 图片", FileGroup::image},
    FileType{"image/png", "png", "PNG 图片", FileGroup::image},
    FileType{"image/gif", "gif", "GIF 图片", FileGroup::image},
    FileType{"image/webp", "webp", "WebP 图片", FileGroup::image},
    FileType{"audio/mpeg", "mp3", "MP3 录音", FileGroup::audio},
    FileType{"audio/wav", "wav", "WAV 录音", FileGroup::audio},
    FileType{"audio/amr", "amr", "AMR 录音", FileGroup::audio},
    FileType{"audio/mp4", "m4a", "M4A 录音", FileGroup::audio},
    FileType{"video/mp4", "mp4", "MP4 视频", FileGroup::video},
    FileType{"application/pdf", "pdf", "PDF 文件", FileGroup::document},
    FileType{"application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx",
             "Word 文件（docx）", FileGroup::document},
    FileType{"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx",
             "Excel 文件（xlsx）", FileGroup::document},
    FileType{"application/zip", "zip", "ZIP 压缩包", FileGroup::document},
    FileType{"text/plain", "txt", "纯文本", FileGroup::document},
};

constexpr std::string_view word_part = "word/document.xml";
constexpr std::string_view sheet_part = "xl/workbook.xml";
constexpr std::string_view macro_part = "vbaProject.bin";

bool begins(std::string_view content, std::string_view magic, std::size_t at = 0) {
  return content.size() >= at + magic.size() && content.compare(at, magic.size(), magic) == 0;
}
unsigned char byte(std::string_view content, std::size_t at) {
  return at < content.size() ? static_cast<unsigned char>(content[at]) : 0;
}

// An MPEG audio frame of layer III (ISO/IEC 11172-3, 2.4.1.3): sync, a known version, bit rate and sample
// rate.
bool is_mp3_frame(std::string_view c) {
  return byte(c, 0) == 0xFF && (byte(c, 1) & 0xE0) == 0xE0 && (byte(c, 1) & 0x18) != 0x08 &&
         (byte(c, 1) & 0x06) == 0x02 && (byte(c, 2) & 0xF0) != 0xF0 && (byte(c, 2) & 0xF0) != 0 &&
         (byte(c, 2) & 0x0C) != 0x0C;
}

// ISO base media file (ISO/IEC 14496-12): the brand behind `ftyp` tells sound from film.
std::string_view iso_media(std::string_view content) {
  static constexpr std::array<std::string_view, 2> sound{"M4A ", "M4B "};
  static constexpr std::array<std::string_view, 11> film{"isom", "iso2", "iso4", "iso5", "iso6", "mp41",
                                                         "mp42", "avc1", "3gp4", "3gp5", "MSNV"};
  for (const std::string_view brand : sound) {
    if (begins(content, brand, 8)) return "audio/mp4";
  }
  for (const std::string_view brand : film) {
    if (begins(content, brand, 8)) return "video/mp4";
  }
  return "";
}

// The names of a ZIP's parts stand uncompressed in its headers.
std::string_view zip_kind(std::string_view content) {
  const auto holds = [&](std::string_view part) { return content.find(part) != std::string_view::npos; };
  if (holds(macro_part)) return "";
  if (!holds("[Content_Types].xml")) return "application/zip";
  if (holds(word_part)) return types[10].media_type;
  if (holds(sheet_part)) return types[11].media_type;
  return "application/zip";
}

bool is_plain_text(std::string_view content) {
  return !content.empty() && text::is_valid_utf8(content) && !text::has_control_chars(content);
}

std::string_view media_type_of(std::string_view c) {
  if (begins(c, "\xFF\xD8\xFF")) return "image/jpeg";
  if (begins(c, "\x89PNG\r\n\x1A\n")) return "image/png";
  if (begins(c, "GIF87a") || begins(c, "GIF89a")) return "image/gif";
  if (begins(c, "RIFF") && begins(c, "WEBP", 8)) return "image/webp";
  if (begins(c, "RIFF") && begins(c, "WAVE", 8)) return "audio/wav";
  if (begins(c, "#!AMR\n") || begins(c, "#!AMR-WB\n")) return "audio/amr";
  if (begins(c, "ID3") || is_mp3_frame(c)) return "audio/mpeg";
  if (begins(c, "ftyp", 4)) return iso_media(c);
  if (begins(c, "%PDF-")) return "application/pdf";
  if (begins(c, "PK\x03\x04")) return zip_kind(c);
  return is_plain_text(c) ? "text/plain" : "";
}

}  // namespace

std::span<const FileType> file_types() {
  return types;
}

const FileType* find_file_type(std::string_view media_type) {
  for (const FileType& type : types) {
    if (type.media_type == media_type) return &type;
  }
  return nullptr;
}

const FileType* detect_file_type(std::string_view content) {
  return find_file_type(media_type_of(content));
}

}  // namespace hotline::intake
