// A real store with an archive; like TestStore otherwise.
#pragma once

#include "hotline/store/keeping.hpp"
#include "store/notes.hpp"
#include "support/store_fixture.hpp"

namespace hotline::test {

class ArchivedStore {
 public:
  explicit ArchivedStore(store::ArchiveSettings archive) : archive_(std::move(archive)) { reopen(); }

  void reopen() {
    store_.reset();
    store::StoreSettings settings;
    settings.path = path();
    store_ = value_of(store::open_archived(settings, archive_, TestStore::key(), Notes::migrations(), clock,
                                           random, TestStore::logger()));
  }
  void close() { store_.reset(); }
  std::string path() const { return dir.file("hotline.db"); }
  store::Store& operator*() { return *store_; }
  store::Store* operator->() { return store_.get(); }
  store::Keeping& keeping() { return store::keeping_of(*store_); }
  std::vector<std::string> notes() {
    return value_of(store_->read(
        [](store::ReadTx& tx) -> base::Result<std::vector<std::string>> { return Notes::all(tx); }));
  }

  TempDir dir;
  base::ManualClock clock{TestStore::start()};
  base::SeededRandom random{12345};

 private:
  store::ArchiveSettings archive_;
  std::unique_ptr<store::Store> store_;
};

// A note with an entry of the journal.
inline base::Status write_note(store::Store& store, std::string_view text) {
  return store.write([&](store::WriteTx& tx) -> base::Status {
    const auto note = Notes::add(tx, text);
    tx.journal().append(tx, {.stream = "note",
                             .subject = note,
                             .kind = "written",
                             .actor = {"system", ""},
                             .reason = "",
                             .payload = {}});
    return {};
  });
}

}  // namespace hotline::test
