// What a file is, told from its content.
//
// Known are the kinds that citizens and units send. A kind that can carry programs (office files with macros,
// SVG, HTML as such) is not among them: plain text that happens to be HTML is text/plain and must be served
// as that. Pure and thread-safe.
#pragma once

#include <span>
#include <string_view>

namespace hotline::intake {

enum class FileGroup { image, audio, video, document };

struct FileType {
  std::string_view media_type;  // "image/jpeg"
  std::string_view extension;   // "jpg", for the name of a download
  std::string_view name_zh;     // for people
  FileGroup group;
};

std::span<const FileType> file_types();
// nullptr for none of them.
const FileType* find_file_type(std::string_view media_type);
const FileType* detect_file_type(std::string_view content);

}  // namespace hotline::intake
