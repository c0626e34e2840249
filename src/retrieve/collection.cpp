#include "retrieve/collection.hpp"

#include <cmath>

namespace hotline::retrieve {
namespace {

constexpr std::size_t longest_lead = 80;
constexpr double norm_drift = 0.05;  // norms are made anew when the mean length has moved by this share

Codes join(const std::vector<std::string>& texts) {
  Codes all;
  for (const std::string& text : texts) {
    if (!all.empty()) all.push_back(full_stop);
    all += encode(text, max_field_chars);
  }
  return all;
}

// How a text without a title begins: up to its first space, line break or full stop.
Codes lead_of(const Codes& body) {
  std::size_t end = 0;
  while (end < body.size() && end < longest_lead && !ends_sentence(body[end])) ++end;
  return body.substr(0, end);
}

}  // namespace

Entry make_entry(const Document& document) {
  Entry entry;
  entry.id = document.id;
  entry.titles = join(document.titles);
  entry.body = encode(document.body, max_field_chars);
  entry.tags = join(document.tags);
  entry.shown_titles = document.titles;
  entry.attributes = document.attributes;
  if (entry.titles.empty()) entry.titles = lead_of(entry.body);
  entry.places =
      count_places(document.titles.empty() ? entry.body : entry.titles + char16_t{full_stop} + entry.body);
  return entry;
}

void Collection::add(Entry entry) {
  remove(entry.id);
  const auto number = static_cast<DocNumber>(entries_.size());
  if (number >= max_documents) return;
  postings_.add(number, count_terms(entry.titles, entry.body, entry.tags));
  spelling_.learn(entry.titles);
  spelling_.learn(entry.tags);
  numbers_[entry.id] = number;
  body_chars_ += static_cast<double>(entry.body.size());
  entries_.push_back(std::move(entry));
  body_norms_.push_back(1);
  const double mean = std::max(1.0, body_chars_ / static_cast<double>(numbers_.size()));
  if (std::abs(mean - norm_mean_) > norm_drift * norm_mean_) {
    norm_mean_ = mean;
    renew_norms();
  } else {
    body_norms_.back() =
        1 / (1 - options_.b +
             options_.b * static_cast<float>(entries_.back().body.size()) / static_cast<float>(norm_mean_));
  }
}

bool Collection::remove(std::int64_t id) {
  const auto found = numbers_.find(id);
  if (found == numbers_.end()) return false;
  Entry& entry = entries_[found->second];
  body_chars_ -= static_cast<double>(entry.body.size());
  entry = Entry{};
  entry.alive = false;
  numbers_.erase(found);
  return true;
}

void Collection::renew_norms() {
  for (std::size_t i = 0; i < entries_.size(); ++i) {
    const auto length = static_cast<float>(entries_[i].body.size());
    body_norms_[i] = 1 / (1 - options_.b + options_.b * length / static_cast<float>(norm_mean_));
  }
}

float Collection::idf(std::size_t documents) const {
  const auto all = static_cast<float>(entries_.size());
  const auto some = static_cast<float>(documents);
  return std::log(1 + (all - some + 0.5F) / (some + 0.5F));
}

std::size_t Collection::bytes() const {
  std::size_t sum = postings_.bytes() + entries_.capacity() * sizeof(Entry) + body_norms_.capacity() * 4;
  for (const Entry& entry : entries_) {
    sum += 2 * (entry.titles.capacity() + entry.body.capacity() + entry.tags.capacity());
    for (const std::string& title : entry.shown_titles) sum += title.capacity();
  }
  return sum;
}

}  // namespace hotline::retrieve
