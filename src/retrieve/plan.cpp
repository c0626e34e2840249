#include "retrieve/plan.hpp"

#include <algorithm>
#include <unordered_map>

namespace hotline::retrieve {
namespace {

constexpr float single_weight = 0.2F;
// Of terms within phrases that only ask, and across their borders.
constexpr float asking_weight = 0.3F, border_weight = 0.6F;
constexpr float synonym_weight = 0.6F;
// Of terms within the name of a place, when documents are read.
constexpr float place_weight = 0.3F;
constexpr std::size_t subject_chars = 6;
// What a pair that is meant weighs against one that is written.
constexpr float slip_weight = 0.7F;

using TermTable = std::unordered_map<TermKey, QueryTerm>;

void add_terms(TermTable& terms, const Collection& collection, const Codes& codes, float origin,
               bool instead = false) {
  const std::vector<bool> asking = asking_part(codes);
  for_each_term(codes, [&](TermKey key, TermKind kind, std::size_t at, std::size_t length) {
    const int ends = (asking[at] ? 1 : 0) + (asking[at + length - 1] ? 1 : 0);
    const float factor = origin * (ends == 2 ? asking_weight : ends == 1 ? border_weight : 1);
    QueryTerm& term = terms[key];
    if (term.key == 0) term = {key, kind, 0, collection.postings().find(key).size(), instead};
    const float share = kind == TermKind::single ? single_weight : 1;
    term.weight = std::max(term.weight, factor * share * collection.idf(term.documents));
  });
}

// A word that other words stand in for, and that no document writes, is not missed.
void forget_unwritten(TermTable& terms, const Codes& word) {
  for_each_term(word, [&](TermKey key, TermKind kind, auto...) {
    const auto term = terms.find(key);
    if (kind != TermKind::single && term != terms.end() && term->second.documents == 0) terms.erase(term);
  });
}

void note_beginnings(Plan& plan, const Codes& codes) {
  for (const char16_t code : codes)
    if (!is_break(code)) plan.beginnings[code >> 3] |= static_cast<std::uint8_t>(1U << (code & 7));
}

// Where a pair is in no document but one that may be meant instead is in some, the latter counts and the
// former no longer: what nobody wrote tells nothing.
void mend_spelling(TermTable& terms, Plan& plan, const Collection& collection) {
  const Codes& query = plan.query;
  const auto documents = [&](TermKey key) { return collection.postings().find(key).size(); };
  const auto is_slip = [&](std::size_t at) {
    if (at + 1 >= query.size() || is_break(query[at]) || is_break(query[at + 1])) return false;
    return documents(bigram_key(query[at], query[at + 1])) == 0;
  };
  const auto mend = [&](std::size_t at, TermKey meant) {
    const TermKey written = bigram_key(query[at], query[at + 1]);
    if (documents(meant) == 0) return;
    QueryTerm& term = terms[meant];
    if (term.key == 0) term = {meant, TermKind::bigram, 0, documents(meant)};
    term.weight = std::max(term.weight, slip_weight * collection.idf(term.documents));
    note_beginnings(plan, Codes{static_cast<char16_t>(meant >> 16), static_cast<char16_t>(meant)});
    terms.erase(written);
  };
  for (std::size_t at = 0; at + 1 < std::min(query.size(), max_run_chars); ++at) {
    if (!is_slip(at)) continue;
    for (const TermKey meant : collection.spelling().sound_like(query[at], query[at + 1])) mend(at, meant);
    if (!is_slip(at + 1)) continue;
    for (const char16_t middle : collection.spelling().between(query[at], query[at + 2])) {
      mend(at, bigram_key(query[at], middle));
      mend(at + 1, bigram_key(middle, query[at + 2]));
    }
  }
}

void note_places(Plan& plan) {
  for (std::size_t i = std::min(plan.query.size(), max_run_chars); i-- > 0;) {
    const char16_t code = plan.query[i];
    if (is_break(code)) continue;
    int group = plan.char_groups.find(code);
    if (group < 0) {
      group = static_cast<int>(plan.char_places.size());
      plan.char_groups.add(code, group);
      plan.char_places.emplace_back();
    }
    plan.char_places[static_cast<std::size_t>(group)].push_back(static_cast<std::uint16_t>(i));
  }
  for (const PlaceCount& place : count_places(plan.query)) plan.places.push_back(place.province);
}

void weigh_for_reading(Plan& plan) {
  for (QueryTerm& term : plan.terms) term.reading = term.weight;
  const std::vector<bool> place = place_part(plan.query);
  for_each_term(plan.query, [&](TermKey key, TermKind, std::size_t at, std::size_t length) {
    const auto begin = place.begin() + static_cast<std::ptrdiff_t>(at);
    const int number = plan.find_term(key);
    if (number < 0 || std::find(begin, begin + static_cast<std::ptrdiff_t>(length), false) !=
                          begin + static_cast<std::ptrdiff_t>(length))
      return;
    QueryTerm& term = plan.terms[static_cast<std::size_t>(number)];
    term.reading = place_weight * term.weight;
  });
  for (const QueryTerm& term : plan.terms)
    if (!term.instead) plan.reading_total += term.reading;
}

}  // namespace

std::vector<bool> asking_part(std::u16string_view codes) {
  static constexpr std::u16string_view phrases[]{
      u"怎么办理", u"怎么办",   u"怎么样",   u"怎么",     u"怎样",   u"如何", u"什么时候", u"为什么",
      u"什么样",   u"什么",     u"哪些",     u"哪里",     u"哪儿",   u"哪个", u"哪几",     u"哪家",
      u"多少钱",   u"多少",     u"多久",     u"多长时间", u"几天",   u"几个", u"是否",     u"能否",
      u"可否",     u"能不能",   u"可不可以", u"是不是",   u"有没有", u"请问", u"我想",     u"我要",
      u"想问",     u"咨询一下", u"麻烦",     u"谢谢",     u"您好",   u"你好", u"有何",     u"何时",
      u"谁来",     u"去哪",     u"在哪",     u"需要",     u"应该",   u"可以"};
  std::vector<bool> asking(codes.size(), false);
  for (const std::u16string_view phrase : phrases) {
    for (std::size_t at = codes.find(phrase); at != codes.npos; at = codes.find(phrase, at + 1))
      std::fill_n(asking.begin() + static_cast<std::ptrdiff_t>(at), phrase.size(), true);
  }
  return asking;
}

Plan make_plan(const Collection& collection, const Synonyms* synonyms, std::string_view query) {
  Plan plan;
  plan.query = encode(query, max_query_chars);
  note_beginnings(plan, plan.query);
  TermTable terms;
  add_terms(terms, collection, plan.query, 1);
  if (synonyms != nullptr) {
    for (const auto& alternative : synonyms->find_all(query)) {
      const Codes other = encode(alternative.other, max_query_chars);
      add_terms(terms, collection, other, synonym_weight, true);
      forget_unwritten(terms, encode(alternative.found, max_query_chars));
      note_beginnings(plan, other);
    }
  }
  mend_spelling(terms, plan, collection);
  for (const auto& [key, term] : terms) plan.terms.push_back(term);
  std::sort(plan.terms.begin(), plan.terms.end(), [](const QueryTerm& a, const QueryTerm& b) {
    return a.weight != b.weight ? a.weight > b.weight : a.key < b.key;
  });
  if (plan.terms.size() > max_query_terms) plan.terms.resize(max_query_terms);
  for (std::size_t i = 0; i < plan.terms.size(); ++i) {
    plan.numbers.add(plan.terms[i].key, static_cast<int>(i));
    if (!plan.terms[i].instead) plan.total += plan.terms[i].weight;
  }
  for_each_term(std::u16string_view(plan.query).substr(0, subject_chars), [&](TermKey key, auto...) {
    const int term = plan.find_term(key);
    if (term >= 0) plan.subject.push_back(static_cast<std::uint16_t>(term));
  });
  note_places(plan);
  weigh_for_reading(plan);
  return plan;
}

std::vector<Occurrence> find_occurrences(const Plan& plan, std::u16string_view text) {
  std::vector<Occurrence> found;
  const auto note = [&](TermKey key, std::size_t at) {
    const int term = plan.find_term(key);
    if (term >= 0) found.push_back({static_cast<std::uint32_t>(at), static_cast<std::uint16_t>(term)});
  };
  for (std::size_t at = 0; at < text.size();) {
    const char16_t code = text[at];
    if (is_break(code)) {
      ++at;
    } else if (is_word(code)) {
      std::size_t end = at + 1;
      while (end < text.size() && !is_break(text[end]) && is_word(text[end])) ++end;
      if (plan.begins_term(code)) note(word_key(text.substr(at, end - at)), at);
      at = end;
    } else {
      if (plan.begins_term(code)) {
        note(single_key(code), at);
        if (at + 1 < text.size() && plan.begins_term(text[at + 1])) note(bigram_key(code, text[at + 1]), at);
      }
      ++at;
    }
  }
  return found;
}

}  // namespace hotline::retrieve
