#include "hotline/classify/model.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "classify/small_corpus.hpp"
#include "hotline/classify/train.hpp"

namespace hotline::classify {
namespace {

using testing::small_corpus;

std::array<std::string_view, 2> words(std::string_view title, std::string_view detail) {
  return {title, detail};
}

class TrainedModel : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    TrainOptions options;
    options.created = base::from_millis(1'700'000'000'000);
    model_ = new Model(train(small_corpus(), options).value());
  }
  static void TearDownTestSuite() {
    delete model_;
    model_ = nullptr;
  }
  std::string best_label(std::string_view title, std::string_view detail) {
    return model_->labels()[model_->predict(words(title, detail), scratch_).front().label];
  }
  std::filesystem::path file(const std::string& name) const {
    return std::filesystem::path(::testing::TempDir()) / ("classify_" + name);
  }
  static std::string read(const std::filesystem::path& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  static void write(const std::filesystem::path& path, std::string_view bytes) {
    std::ofstream(path, std::ios::binary) << bytes;
  }

  static inline Model* model_ = nullptr;
  Scratch scratch_;
};

TEST_F(TrainedModel, NamesTheMatterOfTextsItHasNeverSeen) {
  EXPECT_EQ(best_label("水管爆了", "家里自来水停了两天"), "供水");
  EXPECT_EQ(best_label("半夜还在施工", "机器声音吵得老人睡不着"), "噪声");
  EXPECT_EQ(best_label("公交车不停站", "司机看见人也不停，又等了半小时"), "公交");
}

TEST_F(TrainedModel, RanksAllLabelsWithProbabilitiesThatAddUpToOne) {
  const auto ranked = model_->predict(words("水管爆了", ""), scratch_);
  ASSERT_EQ(ranked.size(), 3U);
  EXPECT_GE(ranked[0].probability, ranked[1].probability);
  EXPECT_GE(ranked[1].probability, ranked[2].probability);
  EXPECT_NEAR(ranked[0].probability + ranked[1].probability + ranked[2].probability, 1.0, 1e-5);
}

TEST_F(TrainedModel, ReadsFullWidthAndTraditionalLikeTheOrdinaryForm) {
  const float ordinary = model_->predict(words("9路公交不停", ""), scratch_).front().probability;
  EXPECT_FLOAT_EQ(model_->predict(words("９路公交不停", ""), scratch_).front().probability, ordinary);
  EXPECT_EQ(best_label("自來水發黃", ""), "供水");
}

TEST_F(TrainedModel, IsUnsureAboutWordsThatSayNothing) {
  const std::string long_text(300'000, 'x');
  const float sure = model_->predict(words("自来水停了", "水管漏得厉害"), scratch_).front().probability;
  for (const std::string_view text :
       {std::string_view(), std::string_view("嗯"), std::string_view("😀😀😀"),
        std::string_view("zi lai shui"), std::string_view("\xFF\xFE\x80\xE4"), std::string_view(long_text)}) {
    const auto ranked = model_->predict(words(text, text), scratch_);
    ASSERT_EQ(ranked.size(), 3U);
    EXPECT_LT(ranked.front().probability, sure);
  }
}

TEST_F(TrainedModel, TakesAMissingFieldAsEmpty) {
  const std::array<std::string_view, 1> title{"自来水停了"};
  const float alone = model_->predict(title, scratch_).front().probability;
  EXPECT_FLOAT_EQ(alone, model_->predict(words("自来水停了", ""), scratch_).front().probability);
}

TEST_F(TrainedModel, AnotherTextBeforeLeavesNoTrace) {
  const float first = model_->predict(words("自来水停了", ""), scratch_).front().probability;
  model_->predict(words("公交到站不停", "司机绕道不通知"), scratch_);
  model_->explain(words("公交到站不停", "司机绕道不通知"), 0, 3, scratch_);
  EXPECT_EQ(model_->predict(words("自来水停了", ""), scratch_).front().probability, first);
}

TEST_F(TrainedModel, ExplainsWithTheWordsThatSpokeForTheLabel) {
  const auto fields = words("麻烦看看", "我们这里自来水昨晚停了，请尽快");
  const LabelId label = model_->predict(fields, scratch_).front().label;
  const auto reasons = model_->explain(fields, label, 3, scratch_);
  ASSERT_FALSE(reasons.empty());
  EXPECT_LE(reasons.size(), 3U);
  EXPECT_EQ(reasons[0].field, 1U);
  const std::string_view span = fields[1].substr(reasons[0].begin, reasons[0].end - reasons[0].begin);
  EXPECT_NE(span.find("水"), std::string_view::npos) << span;
  for (std::size_t i = 1; i < reasons.size(); ++i) EXPECT_GE(reasons[i - 1].weight, reasons[i].weight);
}

TEST_F(TrainedModel, SavedAndLoadedSaysTheSame) {
  const auto path = file("same.model");
  ASSERT_TRUE(model_->save(path).ok());
  EXPECT_EQ(std::filesystem::file_size(path), model_->bytes());
  const auto loaded = Model::load(path);
  ASSERT_TRUE(loaded.ok()) << loaded.error().text.en;
  EXPECT_EQ(loaded->labels(), model_->labels());
  EXPECT_EQ(loaded->field_names(), model_->field_names());
  EXPECT_EQ(loaded->info().created, model_->info().created);
  EXPECT_EQ(loaded->info().data_digest, model_->info().data_digest);
  EXPECT_EQ(loaded->threshold(0.95), model_->threshold(0.95));
  const auto fields = words("末班车没来", "等了一小时");
  const std::vector<Ranked> before = [&] {
    const auto ranked = model_->predict(fields, scratch_);
    return std::vector<Ranked>(ranked.begin(), ranked.end());
  }();
  const auto after = loaded->predict(fields, scratch_);
  for (std::size_t i = 0; i < before.size(); ++i) {
    EXPECT_EQ(before[i].label, after[i].label);
    EXPECT_EQ(before[i].probability, after[i].probability);
  }
}

TEST_F(TrainedModel, EveryDamagedByteIsNoticed) {
  const auto path = file("damaged.model");
  ASSERT_TRUE(model_->save(path).ok());
  const std::string good = read(path);
  for (std::size_t at = 0; at < good.size(); at += good.size() / 40) {
    if (at >= 12 && at < 16) continue;  // reserved bytes of the header
    std::string bad = good;
    bad[at] = static_cast<char>(bad[at] ^ 0x10);
    write(path, bad);
    const auto loaded = Model::load(path);
    ASSERT_FALSE(loaded.ok()) << "byte " << at;
    EXPECT_NE(loaded.error().text.en.find("classify_damaged.model"), std::string::npos);
  }
}

TEST_F(TrainedModel, AFileCutShortIsRefused) {
  const auto path = file("short.model");
  ASSERT_TRUE(model_->save(path).ok());
  const std::string good = read(path);
  for (const std::size_t length : {std::size_t{0}, std::size_t{5}, std::size_t{40}, good.size() - 1}) {
    write(path, good.substr(0, length));
    ASSERT_FALSE(Model::load(path).ok()) << length;
  }
}

TEST_F(TrainedModel, AForeignFileIsRefusedByName) {
  const auto path = file("letter.model");
  write(path, "Dear Sir or Madam, this letter is no model at all, yet it is long enough.");
  const auto loaded = Model::load(path);
  ASSERT_FALSE(loaded.ok());
  EXPECT_EQ(loaded.error().code, base::ErrorCode::unsupported_type);
  EXPECT_NE(loaded.error().text.zh.find("classify_letter.model"), std::string::npos);
}

TEST_F(TrainedModel, AMissingFileIsNotFound) {
  const auto loaded = Model::load(file("nowhere.model"));
  ASSERT_FALSE(loaded.ok());
  EXPECT_EQ(loaded.error().code, base::ErrorCode::not_found);
}

TEST_F(TrainedModel, AFolderThatIsNotThereCannotTakeTheModel) {
  EXPECT_FALSE(model_->save(file("no_such_folder") / "x.model").ok());
}

}  // namespace
}  // namespace hotline::classify
