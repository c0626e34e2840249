// A knowledge base in small: a store, a book, and entries that are quick to write.
#pragma once

#include <gtest/gtest.h>

#include "hotline/jobs/migrations.hpp"
#include "hotline/knowledge/book.hpp"
#include "hotline/knowledge/migrations.hpp"
#include "support/store_fixture.hpp"

namespace hotline::knowledge::test {

using hotline::test::TestStore;
using hotline::test::value_of;

inline std::vector<store::Migration> schema() {
  std::vector<store::Migration> all = jobs::migrations();
  for (store::Migration& one : migrations()) all.push_back(std::move(one));
  return all;
}

inline Content plain(const std::string& question, const std::string& answer,
                     Visibility visibility = Visibility::open) {
  Content content;
  content.questions = {question};
  content.answer = answer;
  content.visibility = visibility;
  content.source_title = "办事指南";
  return content;
}

class KnowledgeTest : public ::testing::Test {
 protected:
  Entry given_draft(const Content& content, const std::string& key = "") {
    return store.write([&](store::WriteTx& tx) { return book.create(tx, content, {key, 0}, false, editor); });
  }
  Entry given_published(const Content& content) {
    return store.write([&](store::WriteTx& tx) -> base::Result<Entry> {
      HOTLINE_TRY(const Entry entry, book.create(tx, content, {}, true, editor));
      return book.publish(tx, entry.id, entry.version, reviewer);
    });
  }
  // The error code of what must fail; nothing may be written by it.
  template <class Work>
  base::ErrorCode refused(Work work) {
    const auto result = store.get().write(std::move(work));
    if (result.ok()) throw std::runtime_error("this had to be refused");
    return result.error().code;
  }

  TestStore store{schema()};
  jobs::Scheduler scheduler{store.random};
  EntryBook book{scheduler};
  Deed editor{{"account:1", "test"}, ""}, reviewer{{"account:2", "test"}, ""};
};

}  // namespace hotline::knowledge::test
