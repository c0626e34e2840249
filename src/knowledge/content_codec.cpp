#include "knowledge/content_codec.hpp"

#include <fmt/format.h>
#include <sodium.h>

#include <array>
#include <cstdlib>

namespace hotline::knowledge {
namespace {

store::Payload::Value time_or_null(const std::optional<base::Time>& time) {
  if (!time) return nullptr;
  return base::to_millis(*time);
}

std::optional<base::Time> time_in(const store::Payload& payload, std::string_view key) {
  const auto millis = payload.integer(key);
  return millis ? std::optional(base::from_millis(*millis)) : std::nullopt;
}

std::string shown(const store::Payload::Value& value) {
  if (const auto* text = std::get_if<std::string>(&value)) return *text;
  if (const auto* list = std::get_if<store::Payload::List>(&value)) {
    std::string out;
    for (const std::string& one : *list) out += (out.empty() ? "" : "\n") + one;
    return out;
  }
  if (const auto* numbers = std::get_if<store::Payload::Numbers>(&value)) {
    std::string out;
    for (const std::int64_t one : *numbers) out += (out.empty() ? "" : "\n") + std::to_string(one);
    return out;
  }
  if (const auto* number = std::get_if<std::int64_t>(&value))
    return base::format_rfc3339(base::from_millis(*number));  // the only integers are instants
  return "";
}

constexpr std::string_view files_key = "attachments";

// "12|3456|application/pdf|申请表.pdf": the name comes last, it may hold anything.
std::string encode_file(const AttachedFile& file) {
  return fmt::format("{}|{}|{}|{}", file.id, file.size, file.type, file.name);
}

AttachedFile decode_file(const std::string& text) {
  AttachedFile file;
  std::array<std::string, 3> parts;
  std::size_t at = 0;
  for (std::string& part : parts) {
    const std::size_t bar = text.find('|', at);
    if (bar == std::string::npos) return file;
    part = text.substr(at, bar - at);
    at = bar + 1;
  }
  file.id = std::atoll(parts[0].c_str());
  file.size = std::atoll(parts[1].c_str());
  file.type = parts[2];
  file.name = text.substr(at);
  return file;
}

// Files as people read them.
std::string shown_files(const std::vector<AttachedFile>& files) {
  std::string out;
  for (const AttachedFile& one : files)
    out += fmt::format("{}{} ({} B)", out.empty() ? "" : "\n", one.name, one.size);
  return out;
}

}  // namespace

store::Payload encode(const Content& content) {
  store::Payload::List facts;
  for (const Fact& fact : content.facts) facts.push_back(std::string(name_of(fact.kind)) + "：" + fact.text);
  store::Payload payload{{"questions", content.questions},
                         {"answer", content.answer},
                         {"facts", std::move(facts)},
                         {"matter", content.matter},
                         {"region", content.region},
                         {"audience", content.audience},
                         {"owner", content.owner},
                         {"source_title", content.source_title},
                         {"source_number", content.source_number},
                         {"source_link", content.source_link},
                         {"valid_from", time_or_null(content.valid_from)},
                         {"valid_to", time_or_null(content.valid_to)},
                         {"review_by", time_or_null(content.review_by)},
                         {"visibility", std::string(name_of(content.visibility))},
                         {"tags", content.tags}};
  // Left out when there are none: what was written before there were any keeps its digest.
  store::Payload::List files;
  for (const AttachedFile& one : content.attachments) files.push_back(encode_file(one));
  if (!files.empty()) payload.set(std::string(files_key), std::move(files));
  return payload;
}

Content decode(const store::Payload& payload) {
  Content content;
  content.questions = payload.list("questions");
  if (content.questions.empty()) content.questions.emplace_back();
  content.answer = payload.text_or_empty("answer");
  for (const std::string& one : payload.list("facts")) {
    static constexpr std::string_view colon = "：";
    const std::size_t at = one.find(colon);
    if (at == std::string::npos) continue;
    content.facts.push_back(
        {find_fact_kind(one.substr(0, at)).value_or(FactKind::other), one.substr(at + colon.size())});
  }
  content.matter = payload.text_or_empty("matter");
  content.region = payload.text_or_empty("region");
  content.audience = payload.text_or_empty("audience");
  content.owner = payload.text_or_empty("owner");
  content.source_title = payload.text_or_empty("source_title");
  content.source_number = payload.text_or_empty("source_number");
  content.source_link = payload.text_or_empty("source_link");
  content.valid_from = time_in(payload, "valid_from");
  content.valid_to = time_in(payload, "valid_to");
  content.review_by = time_in(payload, "review_by");
  content.visibility =
      find_visibility(payload.text_or_empty("visibility")).value_or(Visibility::confidential);
  content.tags = payload.list("tags");
  for (const std::string& one : payload.list(files_key)) content.attachments.push_back(decode_file(one));
  return content;
}

std::string digest_of(const Content& content) {
  const std::string text = encode(content).encode();
  std::array<unsigned char, 16> hash{};
  crypto_generichash(hash.data(), hash.size(), reinterpret_cast<const unsigned char*>(text.data()),
                     text.size(), nullptr, 0);
  std::string hex;
  for (const unsigned char byte : hash) {
    static constexpr char digits[] = "0123456789abcdef";
    hex += digits[byte >> 4U];
    hex += digits[byte & 15U];
  }
  return hex;
}

std::vector<FieldChange> compare(const Content& before, const Content& after) {
  const store::Payload left = encode(before), right = encode(after);
  std::vector<FieldChange> changes;
  for (const auto& [name, value] : left.values()) {
    if (name == files_key) continue;
    const auto other = right.values().find(name);
    if (other != right.values().end() && other->second == value) continue;
    changes.push_back({name, shown(value), other == right.values().end() ? "" : shown(other->second)});
  }
  if (before.attachments != after.attachments)
    changes.push_back(
        {std::string(files_key), shown_files(before.attachments), shown_files(after.attachments)});
  return changes;
}

}  // namespace hotline::knowledge
