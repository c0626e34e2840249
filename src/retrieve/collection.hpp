// The documents of an index and all that is known about them. No locks: its owner has one.
#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "hotline/retrieve/index.hpp"
#include "retrieve/places.hpp"
#include "retrieve/postings.hpp"
#include "retrieve/spelling.hpp"

namespace hotline::retrieve {

inline constexpr std::size_t max_field_chars = 60'000;

struct Entry {
  std::int64_t id = 0;
  bool alive = true;
  Codes titles, body, tags;  // titles and tags joined by full stops
  std::vector<std::string> shown_titles;
  std::vector<std::int64_t> attributes;
  std::vector<PlaceCount> places;  // of titles and body
};

class Collection {
 public:
  explicit Collection(const IndexOptions& options) : options_(options) {}

  void add(Entry entry);
  bool remove(std::int64_t id);

  const IndexOptions& options() const { return options_; }
  const std::vector<Entry>& entries() const { return entries_; }
  const Postings& postings() const { return postings_; }
  const Spelling& spelling() const { return spelling_; }
  std::size_t alive() const { return numbers_.size(); }
  std::size_t dead() const { return entries_.size() - numbers_.size(); }
  std::size_t bytes() const;

  // Robertson's idf, kept above 0: ln(1 + (N - n + 0.5) / (n + 0.5)).
  float idf(std::size_t documents) const;
  // What a posting's counts weigh, fields and length taken into account.
  float weight(Posting posting) const {
    return options_.title * static_cast<float>(posting.in_titles()) +
           options_.tag * static_cast<float>(posting.in_tags()) +
           static_cast<float>(posting.in_body()) * body_norms_[posting.document()];
  }
  float body_norm(DocNumber number) const { return body_norms_[number]; }

 private:
  void renew_norms();

  IndexOptions options_;
  std::vector<Entry> entries_;
  std::unordered_map<std::int64_t, DocNumber> numbers_;
  Postings postings_;
  Spelling spelling_;
  std::vector<float> body_norms_;  // 1 / (1 - b + b * length / mean length)
  double body_chars_ = 0;          // of those alive
  double norm_mean_ = 0;           // mean length the norms were made for
};

// Reads a document into the form the collection keeps.
Entry make_entry(const Document& document);

}  // namespace hotline::retrieve
