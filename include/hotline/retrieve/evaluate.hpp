// `hotline eval search`: indexes one table, asks the questions of another, and measures.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

#include "hotline/base/result.hpp"
#include "hotline/retrieve/index.hpp"

namespace hotline::retrieve {

struct EvalFiles {
  std::filesystem::path documents;
  std::string id = "id";
  std::string text = "text";
  std::filesystem::path questions;
  std::string question = "question";
  std::string relevant = "docid";  // id of the document that answers
  std::string answer;              // words that must stand in the passage; empty: not measured
  // Tables of messages that no document answers, mixed in as questions.
  std::vector<std::filesystem::path> distractors;
  std::vector<std::string> distractor_text{"title"};  // columns, joined
  std::size_t distractor_limit = 500;                 // taken evenly from all
};

struct SearchReport {
  std::size_t questions = 0;
  std::size_t distractors = 0;
  double recall_at_1 = 0, recall_at_5 = 0, recall_at_10 = 0;
  double mrr = 0;  // over the first 100
  // Share of questions whose answer, white space aside, stands in the one passage of at most 200 characters
  // of the first hit.
  double answer_contains = 0;
  // Questions and distractors answered from the most confident down, as many as keep `precision` right: the
  // share of the questions among them.
  double coverage_at_90 = 0, coverage_at_95 = 0;
  // In use: of the questions, and of the distractors, the share answered at the threshold that the index
  // itself names for 0.95; and the share of these answers whose document is the right one or holds the
  // answer.
  double answered = 0, distractors_answered = 0, answered_right = 0;
  double p50_ms = 0, p99_ms = 0;  // of search and passage together
  double index_seconds = 0;
};

// Errors: those of the tables; invalid_input for a missing column, no documents or no questions.
base::Result<SearchReport> run_eval_search(const EvalFiles& files, const IndexOptions& options = {});

}  // namespace hotline::retrieve
