#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "hotline/store/anchor.hpp"
#include "store/entry_row.hpp"
#include "store/queries.hpp"

namespace hotline::store {
namespace {

base::Error cannot_write(const std::string& file) {
  return base::Error::of(base::ErrorCode::unavailable,
                         "无法写入 " + file + "，请检查目录是否存在、是否可写、磁盘是否已满。",
                         file + " cannot be written. Check its directory, its rights and the free space.");
}

// Lines at the end of a file that is only ever appended to, durable on return.
base::Status append_lines(const std::string& file, const std::string& lines) {
  const int descriptor = ::open(file.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0640);
  if (descriptor < 0) return cannot_write(file);
  const bool wrote = ::write(descriptor, lines.data(), lines.size()) == static_cast<ssize_t>(lines.size()) &&
                     ::fsync(descriptor) == 0;
  ::close(descriptor);
  return wrote ? base::Status() : base::Status(cannot_write(file));
}

std::vector<PublicKey> known_keys(const std::string& file) {
  std::vector<PublicKey> keys;
  std::ifstream in(file);
  for (std::string line; std::getline(in, line);) {
    if (const auto key = find_public_key(line)) keys.push_back(*key);
  }
  return keys;
}

const Actor& by_itself() {
  static const Actor actor{"system", ""};
  return actor;
}

struct Newest {
  std::int64_t number = 0;
  base::Time at;
};

Newest newest_anchor(ReadTx& tx) {
  Statement row = tx.query(sql::newest_anchor);
  return row.step() ? Newest{row.integer(0), row.time(1)} : Newest{};
}

// A file that is not there yet holds nothing.
base::Result<std::vector<Anchor>> anchors_kept(const std::string& file) {
  if (!std::filesystem::exists(file)) return std::vector<Anchor>();
  return load_anchors(file);
}

std::int64_t day_of(base::Time at, base::Duration zone) {
  return base::to_millis(at + zone) / (24LL * 60 * 60 * 1000);
}

Anchor add_anchor(WriteTx& tx, const SigningKey& key) {
  Anchor anchor;
  anchor.number = newest_anchor(tx).number + 1;
  anchor.at = tx.now();
  anchor.by = key.public_key();
  {
    Statement end = tx.query(sql::end_of_chain);
    if (end.step()) {
      anchor.seq = end.integer(0);
      anchor.hash = hash_from(end.blob(1));
    }
  }
  const std::string line = line_of(anchor);
  anchor.signature = key.sign(line.substr(0, line.rfind(' ')));
  using Bytes = std::span<const std::uint8_t>;
  tx.execute(sql::add_anchor, anchor.number, anchor.at, anchor.seq, Bytes(anchor.hash), Bytes(anchor.by),
             Bytes(anchor.signature));
  const Payload payload{{"seq", anchor.seq}, {"hash", hex_of(anchor.hash)}};
  tx.journal().append(tx, {"audit", anchor.number, "anchored", by_itself(), "", payload});
  return anchor;
}

base::Status note(Store& store, std::string_view kind, const Payload& payload) {
  return store.write([&](WriteTx& tx) -> base::Status {
    tx.journal().append(tx, {"audit", 0, kind, by_itself(), "", payload});
    return {};
  });
}

}  // namespace

base::Result<AnchorBook> AnchorBook::open(Store& store, const std::string& key_file, std::string file) {
  const bool fresh = !std::filesystem::exists(key_file);
  HOTLINE_TRY(SigningKey key, load_signing_key(key_file, true));
  const std::string public_file = key_file + ".pub";
  std::vector<PublicKey> known = known_keys(public_file);
  if (std::ranges::find(known, key.public_key()) == known.end()) {
    HOTLINE_CHECK(append_lines(public_file, hex_of(key.public_key()) + "\n"));
    known.push_back(key.public_key());
  }
  if (fresh) HOTLINE_CHECK(note(store, "signing_key_made", {{"public_key", hex_of(key.public_key())}}));
  AnchorBook book(store, key, std::move(known), std::move(file));
  HOTLINE_CHECK(book.bring_file_up());
  return book;
}

base::Status AnchorBook::bring_file_up() {
  HOTLINE_TRY(const std::vector<Anchor> stored,
              store_->read([](ReadTx& tx) -> base::Result<std::vector<Anchor>> { return anchors_in(tx); }));
  HOTLINE_TRY(const std::vector<Anchor> kept, anchors_kept(file_));
  std::int64_t last = 0;
  for (const Anchor& one : kept) last = std::max(last, one.number);
  std::string lines;
  for (const Anchor& one : stored) {
    if (one.number > last) lines += line_of(one) + '\n';
  }
  if (lines.empty()) return {};
  if (kept.empty() && stored.size() > 1)
    HOTLINE_CHECK(
        note(*store_, "anchor_file_missing", {{"anchors", static_cast<std::int64_t>(stored.size())}}));
  return append_lines(file_, lines);
}

base::Result<Anchor> AnchorBook::drop() {
  HOTLINE_TRY(const Anchor anchor,
              store_->write([this](WriteTx& tx) -> base::Result<Anchor> { return add_anchor(tx, key_); }));
  file_is_behind_ = true;
  HOTLINE_CHECK(bring_file_up());
  file_is_behind_ = false;
  return anchor;
}

base::Result<std::optional<Anchor>> AnchorBook::drop_daily(base::Time now, base::Duration zone) {
  HOTLINE_TRY(const Newest newest,
              store_->read([](ReadTx& tx) -> base::Result<Newest> { return newest_anchor(tx); }));
  if (newest.number > 0 && day_of(newest.at, zone) >= day_of(now, zone)) {
    if (file_is_behind_) HOTLINE_CHECK(bring_file_up());
    file_is_behind_ = false;
    return std::optional<Anchor>();
  }
  HOTLINE_TRY(const Anchor anchor, drop());
  return std::optional(anchor);
}

base::Result<base::Time> AnchorBook::newest_at() const {
  return store_->read([](ReadTx& tx) -> base::Result<base::Time> { return newest_anchor(tx).at; });
}

base::Result<AnchorEvidence> AnchorBook::evidence() const {
  HOTLINE_TRY(std::vector<Anchor> kept, anchors_kept(file_));
  return AnchorEvidence{known_, std::move(kept)};
}

}  // namespace hotline::store
