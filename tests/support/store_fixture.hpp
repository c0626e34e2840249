// A real store in a directory of its own, with a clock that stands still and seeded randomness.
#pragma once

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "hotline/store/store.hpp"

namespace hotline::test {

// A directory that is gone at the end.
class TempDir {
 public:
  TempDir() {
    std::string name = (std::filesystem::temp_directory_path() / "hotline-test-XXXXXX").string();
    if (!::mkdtemp(name.data())) throw std::runtime_error("no temporary directory");
    path_ = name;
  }
  TempDir(const TempDir&) = delete;
  TempDir& operator=(const TempDir&) = delete;
  ~TempDir() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  std::string file(const std::string& name) const { return (path_ / name).string(); }
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

// The value of a result that must be there; a failure ends the test with its text.
template <class T>
T value_of(base::Result<T> result) {
  if (!result.ok()) {
    throw std::runtime_error(std::string(base::name_of(result.error().code)) + ": " + result.error().text.en);
  }
  return std::move(result).value();
}
inline void must(const base::Status& status) {
  if (!status.ok()) {
    throw std::runtime_error(std::string(base::name_of(status.error().code)) + ": " + status.error().text.en);
  }
}

// Usage:
//   TestStore test(ticket::migrations());
//   auto id = test.write([&](store::WriteTx& tx) { return insert(tx, ...); });   // int, Result<int>, Status
//   or void auto row = test.read([&](store::ReadTx& tx) { return find(tx, id); });
//   test.clock.advance(std::chrono::hours(2));
//   test.reopen();                                                                // as after a restart
class TestStore {
 public:
  // Noon of Monday 2026-03-02 in Beijing.
  static base::Time start() { return base::from_millis(1772424000000); }
  // Silent, unless HOTLINE_TEST_LOG names a level: then it tells the cause of an internal error.
  static base::Logger logger() {
    const char* level = std::getenv("HOTLINE_TEST_LOG");
    return level ? base::make_logger(level) : base::make_silent_logger();
  }
  static store::MasterKey key() { return {std::string(32, 'k')}; }

  explicit TestStore(std::vector<store::Migration> migrations = {}, store::StoreSettings settings = {})
      : migrations_(std::move(migrations)), settings_(std::move(settings)) {
    settings_.path = dir.file("hotline.db");
    reopen();
  }

  // Closes and opens the database again; everything in memory is lost.
  void reopen() {
    store_.reset();
    store_ = value_of(
        store::Store::open(settings_, key(), migrations_, clock, random, base::make_silent_logger()));
  }
  void close() { store_.reset(); }

  store::Store& get() { return *store_; }
  operator store::Store&() { return *store_; }  // NOLINT: a TestStore stands for its store
  store::Store* operator->() { return store_.get(); }
  const std::string& path() const { return settings_.path; }

  // Runs `work` as one durable write. It may return nothing, a value, or a Result: the value is handed out,
  // an error throws. Use get().write() to look at the error.
  template <class Work>
  auto write(Work work) {
    using R = std::invoke_result_t<Work, store::WriteTx&>;
    return unwrap<R>([&](auto wrapped) { return store_->write(std::move(wrapped)); }, std::move(work));
  }
  template <class Work>
  auto read(Work work) {
    using R = std::invoke_result_t<Work, store::ReadTx&>;
    return unwrap<R>([&](auto wrapped) { return store_->read(std::move(wrapped)); }, std::move(work));
  }

  TempDir dir;
  base::ManualClock clock{start()};
  base::SeededRandom random{12345};

 private:
  template <class T>
  struct IsResult : std::false_type {};
  template <class T>
  struct IsResult<base::Result<T>> : std::true_type {};

  template <class R, class Run, class Work>
  static auto unwrap(Run run, Work work) {
    if constexpr (std::is_void_v<R>) {
      must(run([work = std::move(work)](auto& tx) mutable -> base::Status {
        work(tx);
        return {};
      }));
    } else if constexpr (std::is_same_v<R, base::Status>) {
      must(run(std::move(work)));
    } else if constexpr (IsResult<R>::value) {
      return value_of(run(std::move(work)));
    } else {
      return value_of(
          run([work = std::move(work)](auto& tx) mutable -> base::Result<R> { return work(tx); }));
    }
  }

  std::vector<store::Migration> migrations_;
  store::StoreSettings settings_;
  std::unique_ptr<store::Store> store_;
};

}  // namespace hotline::test
