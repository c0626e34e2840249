// Anchors: once a day the end of the journal's chain is signed, kept in the database, and appended to a file.
//
// The chain alone shows a change that leaves later hashes as they were. Who can rewrite the whole database
// could make the chain anew from any entry on; the anchors then no longer fit, and new ones need the signing
// key. The file (and any copy of it that was carried away) shows an anchor that was dropped from the
// database.
//
// A line of the file: hotline-anchor 1 <number> <ms> <seq> <hash> <public key> <signature>, all but the
// signature being what is signed.
// Threads: AnchorBook::drop and drop_daily by one thread at a time; everything else from any.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "hotline/store/journal.hpp"
#include "hotline/store/signing.hpp"
#include "hotline/store/store.hpp"

namespace hotline::store {

struct Anchor {
  std::int64_t number = 0;  // 1, 2, 3, ...
  base::Time at;
  std::int64_t seq = 0;  // the newest entry of that instant
  Hash hash{};           // its hash
  PublicKey by{};
  Signature signature{};
  bool operator==(const Anchor&) const = default;
};

std::string line_of(const Anchor& anchor);
std::optional<Anchor> find_anchor(std::string_view line);
// False when the signature is not that of the key it names.
bool is_signed(const Anchor& anchor);
// Those of the database, oldest first.
std::vector<Anchor> anchors_in(ReadTx& tx);

// What an auditor brings along.
struct AnchorEvidence {
  std::vector<PublicKey> trusted;           // keys whose signature counts
  std::optional<std::vector<Anchor>> kept;  // lines of a file; nothing: there is none to compare with
};
// Errors: invalid_input with the number of the line that is no anchor; not_found.
base::Result<std::vector<Anchor>> load_anchors(const std::string& file);

struct AuditReport {
  ChainReport chain;  // first_broken and problem speak of the anchors too
  std::int64_t anchors = 0;
  std::optional<base::Time> newest;  // the newest anchor
};
// Walks the whole chain and holds every anchor against it. Where the chain is whole in itself but departs
// from an anchor, first_broken is the entry after the last anchor that still fits.
AuditReport verify_audit(ReadTx& tx, const AnchorEvidence& evidence);

class AnchorBook {
 public:
  // Reads or makes the key and its public half beside it (<key file>.pub, to which a new key is added), and
  // brings the file up to the database. In the journal (stream "audit"): signing_key_made, for a key that was
  // missing; anchor_file_missing, when the database has anchors and the file was gone. All that is passed
  // must outlive it. Errors: those of load_signing_key; unavailable (the file cannot be written).
  static base::Result<AnchorBook> open(Store& store, const std::string& key_file, std::string file);

  // Signs where the chain now ends. In the journal as stream "audit", kind anchored. Errors: the store's;
  // unavailable (the file cannot be written: the anchor stands in the database, and the next call writes
  // both).
  base::Result<Anchor> drop();
  // The same when the newest anchor is of an earlier day than `now`, days beginning `zone` after UTC's;
  // nothing when it is not. As long as the file could not be written, each call tries it again. Errors: those
  // of drop().
  base::Result<std::optional<Anchor>> drop_daily(base::Time now, base::Duration zone);

  // When the newest anchor of the database was signed; the epoch when there is none. Errors: the store's.
  base::Result<base::Time> newest_at() const;

  const SigningKey& key() const { return key_; }
  // Own keys, old and new, and the file, for verify_audit(). Errors: those of load_anchors, but a file that
  // is not there yet.
  base::Result<AnchorEvidence> evidence() const;

 private:
  AnchorBook(Store& store, const SigningKey& key, std::vector<PublicKey> known, std::string file)
      : store_(&store), key_(key), known_(std::move(known)), file_(std::move(file)) {}
  base::Status bring_file_up();

  Store* store_;
  SigningKey key_;
  std::vector<PublicKey> known_;
  std::string file_;
  bool file_is_behind_ = false;  // the last anchor stands in the database alone
};

}  // namespace hotline::store
