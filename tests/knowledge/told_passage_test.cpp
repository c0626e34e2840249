// The passage of a guide whose facts stand in lines of their own.
#include "hotline/knowledge/knowledge.hpp"

#include "knowledge/knowledge_fixture.hpp"

namespace hotline::knowledge {
namespace {

class ToldPassage : public test::KnowledgeTest {
 protected:
  Knowledge knowledge{scheduler, store.random, nullptr};
};

TEST_F(ToldPassage, TakesTheLabelOfItsLineAlong) {
  Content content = test::plain("社会保险费欠费补缴申报", "社会保险费欠费补缴申报由税务局办理。");
  content.facts = {{FactKind::time_limit, "承诺办结：1(工作日)；法定办结：20(工作日)"},
                   {FactKind::materials, "欠费补缴申报表、身份证"},
                   {FactKind::conditions, "单位和职工已参加社会保险,形成欠费"}};
  given_published(content);
  store.read([&](store::ReadTx& tx) {
    knowledge.library.load(tx);
    return 0;
  });
  Asking asking;
  asking.now = store.clock.now();
  const auto found = knowledge.library.search("社保欠费怎么补缴", asking, 1);
  ASSERT_EQ(found.hits.size(), 1U);
  const std::string& passage = found.hits[0].passage;
  EXPECT_TRUE(passage.starts_with("办理时限：承诺办结：1(工作日)") || passage.starts_with("所需材料：") ||
              passage.starts_with("受理条件："))
      << passage;
}

}  // namespace
}  // namespace hotline::knowledge
