#include "hotline/classify/evaluate.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <ctime>
#include <unordered_map>

#include "hotline/classify/measure.hpp"

namespace hotline::classify {
namespace {

double seconds_since(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

// Processor time of this thread: what a core does, whatever else the machine is busy with.
double thread_seconds() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

}  // namespace

EvalReport evaluate(const Model& model, const Corpus& test) {
  std::unordered_map<std::string, LabelId> known;
  for (LabelId k = 0; k < model.labels().size(); ++k) known.emplace(model.labels()[k], k);
  // Labels of the test table in the model's numbers; unknown ones behind them.
  std::vector<LabelId> numbers;
  auto unknown = static_cast<LabelId>(model.labels().size());
  for (const std::string& label : test.labels()) {
    const auto found = known.find(label);
    numbers.push_back(found != known.end() ? found->second : unknown++);
  }
  Scratch scratch;
  std::vector<Scored> rows;
  for (std::size_t row = 0; row < test.size(); ++row) {
    const Ranked best = model.predict(test.fields(row), scratch).front();
    rows.push_back({numbers[test.label(row)], best.label, best.probability});
  }
  EvalReport report;
  report.rows = test.size();
  report.classes = model.labels().size();
  report.accuracy = accuracy_of(rows);
  report.macro_f1 = macro_f1_of(rows);
  report.coverage_at_90 = coverage_at_precision(rows, 0.90);
  report.coverage_at_95 = coverage_at_precision(rows, 0.95);
  report.coverage_at_98 = coverage_at_precision(rows, 0.98);
  report.model_bytes = model.bytes();
  return report;
}

double measure_texts_per_second(const Model& model, const Corpus& test) {
  if (test.size() == 0) return 0;
  std::array<double, 5> speeds{};
  Scratch scratch;
  for (double& speed : speeds) {
    std::size_t texts = 0;
    double seconds = 0;
    // Small tables are read again until a pass takes long enough to be measured.
    for (const double start = thread_seconds(); seconds < 0.1; seconds = thread_seconds() - start) {
      for (std::size_t row = 0; row < test.size(); ++row) model.predict(test.fields(row), scratch);
      texts += test.size();
    }
    speed = static_cast<double>(texts) / seconds;
  }
  std::sort(speeds.begin(), speeds.end());
  return speeds[speeds.size() / 2];
}

base::Result<EvalReport> run_eval_classify(const std::filesystem::path& train_csv,
                                           const std::filesystem::path& test_csv,
                                           const std::vector<std::string>& text_columns,
                                           const std::string& label_column, const TrainOptions& options) {
  HOTLINE_TRY(const Corpus training, load_corpus(train_csv, text_columns, label_column));
  HOTLINE_TRY(const Corpus test, load_corpus(test_csv, text_columns, label_column));
  const auto start = std::chrono::steady_clock::now();
  HOTLINE_TRY(const Model model, train(training, options));
  const double train_seconds = seconds_since(start);
  EvalReport report = evaluate(model, test);
  report.train_seconds = train_seconds;
  report.predict_texts_per_second = measure_texts_per_second(model, test);
  return report;
}

}  // namespace hotline::classify
