// The process dies at any instant: what was acknowledged is there afterwards, and the journal is whole.
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <set>
#include <thread>

#include "store/notes.hpp"
#include "support/store_fixture.hpp"

namespace hotline::store {
namespace {

using test::Notes;
using test::TestStore;

// The child's life: writes without end, several at once, and tells each acknowledged id through the pipe.
[[noreturn]] void write_until_killed(const std::string& path, int pipe) {
  base::ManualClock clock(TestStore::start());
  base::SeededRandom random(7);
  auto store = Store::open({.path = path}, TestStore::key(), Notes::migrations(), clock, random,
                           base::make_silent_logger());
  if (!store.ok()) ::_exit(1);
  const auto write_on = [&](int writer) {
    for (int i = 0;; ++i) {
      const auto id = (*store)->write([&](WriteTx& tx) -> base::Result<std::int64_t> {
        const std::int64_t note = Notes::add(tx, std::to_string(writer) + ":" + std::to_string(i));
        const Sealed sealed = tx.vault().seal(tx, "words", std::to_string(note));
        const Payload payload{{"digest", sealed.digest}};
        tx.journal().append(tx, {.stream = "note",
                                 .subject = note,
                                 .kind = "written",
                                 .actor = {"system", ""},
                                 .reason = "",
                                 .payload = payload});
        return note;
      });
      if (!id.ok()) ::_exit(2);
      const std::int64_t number = *id;
      if (::write(pipe, &number, sizeof number) != sizeof number) ::_exit(3);
    }
  };
  std::thread a(write_on, 1), b(write_on, 2), c(write_on, 3);
  a.join();
  ::_exit(4);
}

// Kills a writing child after `acknowledged` writes; returns all ids it had been told were durable.
std::set<std::int64_t> kill_after(const std::string& path, std::size_t acknowledged) {
  int ends[2];
  if (::pipe(ends) != 0) throw std::runtime_error("no pipe");
  const pid_t child = ::fork();
  if (child == 0) {
    ::close(ends[0]);
    write_until_killed(path, ends[1]);
  }
  ::close(ends[1]);
  std::set<std::int64_t> ids;
  std::int64_t id = 0;
  while (ids.size() < acknowledged && ::read(ends[0], &id, sizeof id) == sizeof id) ids.insert(id);
  ::kill(child, SIGKILL);
  while (::read(ends[0], &id, sizeof id) == sizeof id) ids.insert(id);
  ::close(ends[0]);
  int status = 0;
  ::waitpid(child, &status, 0);
  EXPECT_TRUE(WIFSIGNALED(status)) << "the child ended by itself: " << WEXITSTATUS(status);
  return ids;
}

TEST(Crash, LosesNoAcknowledgedWrite) {
  TestStore store(Notes::migrations());
  store.close();
  std::set<std::int64_t> acknowledged;
  for (std::size_t writes : {1u, 40u, 150u}) {
    acknowledged.merge(kill_after(store.path(), writes));
    store.reopen();
    store.read([&](ReadTx& tx) {
      for (std::int64_t id : acknowledged) {
        Statement row = tx.query("SELECT 1 FROM note WHERE id = ?");
        row.bind(id);
        EXPECT_TRUE(row.step()) << id;
        EXPECT_EQ(entries_of(tx, "note", id).size(), 1u) << id;
      }
      return 0;
    });
    const ChainReport report = store.read(verify_chain);
    EXPECT_FALSE(report.first_broken) << report.problem;
    EXPECT_GE(report.entries, static_cast<std::int64_t>(acknowledged.size()));
    store.close();
  }
  EXPECT_GE(acknowledged.size(), 191u);
}

}  // namespace
}  // namespace hotline::store
