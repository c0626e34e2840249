#include "hotline/store/anchor.hpp"

#include <sodium.h>

#include <algorithm>
#include <charconv>
#include <fstream>
#include <sstream>

#include "store/entry_row.hpp"
#include "store/queries.hpp"
#include "store/walk_chain.hpp"

namespace hotline::store {
namespace {

constexpr std::string_view form = "hotline-anchor 1";

std::string message_of(const Anchor& anchor) {
  return std::string(form) + ' ' + std::to_string(anchor.number) + ' ' +
         std::to_string(base::to_millis(anchor.at)) + ' ' + std::to_string(anchor.seq) + ' ' +
         hex_of(anchor.hash) + ' ' + hex_of(anchor.by);
}

bool read_number(std::istream& in, std::int64_t& out) {
  std::string word;
  if (!(in >> word)) return false;
  const char* end = word.data() + word.size();
  const auto [stop, fault] = std::from_chars(word.data(), end, out);
  return fault == std::errc() && stop == end && out >= 0;
}

template <std::size_t N>
bool read_bytes(std::istream& in, std::array<std::uint8_t, N>& out) {
  std::string word;
  return in >> word && from_hex(word, out);
}

Anchor anchor_from(const Statement& row) {
  Anchor anchor;
  anchor.number = row.integer(0);
  anchor.at = row.time(1);
  anchor.seq = row.integer(2);
  anchor.hash = hash_from(row.blob(3));
  if (row.blob(4).size() == anchor.by.size()) std::ranges::copy(row.blob(4), anchor.by.begin());
  if (row.blob(5).size() == anchor.signature.size()) std::ranges::copy(row.blob(5), anchor.signature.begin());
  return anchor;
}

std::string named(const Anchor& anchor) {
  return "anchor " + std::to_string(anchor.number) + " of " + base::format_rfc3339(anchor.at);
}

// What is wrong with an anchor by itself; "" when nothing.
std::string fault_of(const Anchor& anchor, const std::vector<PublicKey>& trusted) {
  if (!is_signed(anchor)) return named(anchor) + " does not bear the signature of its key";
  if (std::ranges::find(trusted, anchor.by) == trusted.end())
    return named(anchor) + " is signed by a key that is not trusted";
  return "";
}

}  // namespace

std::string line_of(const Anchor& anchor) {
  return message_of(anchor) + ' ' + hex_of(anchor.signature);
}

std::optional<Anchor> find_anchor(std::string_view line) {
  std::istringstream in{std::string(line)};
  std::string name, version, rest;
  std::int64_t at = 0;
  Anchor anchor;
  if (!(in >> name >> version) || name + ' ' + version != form) return std::nullopt;
  if (!read_number(in, anchor.number) || !read_number(in, at) || !read_number(in, anchor.seq))
    return std::nullopt;
  if (!read_bytes(in, anchor.hash) || !read_bytes(in, anchor.by) || !read_bytes(in, anchor.signature))
    return std::nullopt;
  if (in >> rest) return std::nullopt;
  anchor.at = base::from_millis(at);
  return anchor;
}

bool is_signed(const Anchor& anchor) {
  return is_signed_by(anchor.by, message_of(anchor), anchor.signature);
}

std::vector<Anchor> anchors_in(ReadTx& tx) {
  std::vector<Anchor> all;
  Statement rows = tx.query(sql::all_anchors);
  while (rows.step()) all.push_back(anchor_from(rows));
  return all;
}

base::Result<std::vector<Anchor>> load_anchors(const std::string& file) {
  std::ifstream in(file);
  if (!in) {
    return base::Error::of(base::ErrorCode::not_found, "找不到锚点文件 " + file + "，请核对路径。",
                           "There is no anchor file " + file + ". Check the path.");
  }
  std::vector<Anchor> all;
  std::string line;
  for (int number = 1; std::getline(in, line); ++number) {
    if (line.empty()) continue;
    const auto anchor = find_anchor(line);
    if (!anchor) {
      return base::Error::field(file + ":" + std::to_string(number), "anchor",
                                "此行不是锚点，文件可能被改动，请与其他副本比对。",
                                "This line is no anchor: the file may have been changed. Compare a copy.");
    }
    all.push_back(*anchor);
  }
  return all;
}

AuditReport verify_audit(ReadTx& tx, const AnchorEvidence& evidence) {
  AuditReport report;
  std::vector<Anchor> anchors = anchors_in(tx);
  std::string fault;
  // One list of both sources: what only the file knows is held against the chain too.
  if (evidence.kept) {
    for (const Anchor& kept : *evidence.kept) {
      const auto same =
          std::ranges::find_if(anchors, [&](const Anchor& one) { return one.number == kept.number; });
      if (same != anchors.end() && *same == kept) continue;
      if (fault.empty()) {
        fault = named(kept) + (same == anchors.end() ? " is in the file and not in the database"
                                                     : " is another one in the database than in the file");
      }
      anchors.push_back(kept);
    }
  }
  std::ranges::stable_sort(anchors, {}, &Anchor::seq);
  std::erase_if(anchors, [&](const Anchor& one) {
    const std::string wrong = fault_of(one, evidence.trusted);
    if (fault.empty()) fault = wrong;
    return !wrong.empty();
  });
  report.chain = walk_chain(tx, anchors);
  report.anchors = static_cast<std::int64_t>(anchors.size());
  if (!anchors.empty()) report.newest = std::ranges::max(anchors, {}, &Anchor::number).at;
  if (!report.chain.first_broken && !fault.empty()) {
    // The chain fits every anchor that can be trusted: the fault lies with the anchors themselves.
    report.chain.first_broken = anchors.empty() ? 1 : anchors.back().seq + 1;
    report.chain.problem = fault;
  } else if (report.chain.first_broken && !fault.empty()) {
    report.chain.problem += "; " + fault;
  }
  return report;
}

}  // namespace hotline::store
