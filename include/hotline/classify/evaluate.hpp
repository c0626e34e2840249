// `hotline eval classify`: trains on one table, predicts another, and measures both.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

#include "hotline/base/result.hpp"
#include "hotline/classify/corpus.hpp"
#include "hotline/classify/model.hpp"
#include "hotline/classify/train.hpp"

namespace hotline::classify {

struct EvalReport {
  std::size_t rows = 0;     // of the test table
  std::size_t classes = 0;  // labels of the training table
  double accuracy = 0;
  double macro_f1 = 0;
  // See coverage_at_precision in measure.hpp.
  double coverage_at_90 = 0;
  double coverage_at_95 = 0;
  double coverage_at_98 = 0;
  double train_seconds = 0;
  // One thread, features included, by the very model whose accuracy stands above: the median of five passes
  // over the test table.
  double predict_texts_per_second = 0;
  std::size_t model_bytes = 0;
};

// Rows whose label the model does not know count as wrong. Speed is left 0 here.
EvalReport evaluate(const Model& model, const Corpus& test);

// Measures the speed of `model` over `test` by the processor time of the calling thread.
double measure_texts_per_second(const Model& model, const Corpus& test);

// Reads a UTF-8 CSV table with a header. Errors: those of the table, and invalid_input for a missing column.
base::Result<Corpus> load_corpus(const std::filesystem::path& csv,
                                 const std::vector<std::string>& text_columns,
                                 const std::string& label_column);

// Errors: those of load_corpus and train. `options` as for train; its default is what the figures are
// reported for.
base::Result<EvalReport> run_eval_classify(const std::filesystem::path& train_csv,
                                           const std::filesystem::path& test_csv,
                                           const std::vector<std::string>& text_columns,
                                           const std::string& label_column, const TrainOptions& options = {});

}  // namespace hotline::classify
