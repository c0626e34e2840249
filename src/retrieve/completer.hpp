// Completions while typing: titles by characters, pinyin, initials, or a mixture of them.
//
// Every character has one initial letter (of its syllable, or itself for Latin letters and digits). Each
// place in the first characters of a title is filed under the eight initials that follow; what was typed is
// cut into pieces (a character, a syllable or its beginning), whose initials find the places, and each place
// is then compared piece by piece. Files are sorted runs that are merged as they grow (the logarithmic
// method), so adding stays cheap and finding takes some binary searches.
#pragma once

#include <cstdint>
#include <functional>
#include <string_view>
#include <utility>
#include <vector>

#include "retrieve/codes.hpp"
#include "retrieve/pinyin.hpp"

namespace hotline::retrieve {

class Completer {
 public:
  using TitleNumber = std::uint32_t;

  // Titles get numbers in the order they come.
  TitleNumber add(const Codes& title);

  // Titles in which what was typed is found: at their beginning first, then within. `accept` is asked about
  // each before it counts; shorter titles come first. At most `limit`.
  std::vector<TitleNumber> find(const Codes& typed, std::size_t limit,
                                const std::function<bool(TitleNumber)>& accept) const;
  std::size_t bytes() const;

 private:
  struct Place {
    std::uint64_t initials;  // two bytes for the first character, then six initials
    TitleNumber title;
    std::uint16_t at;
  };
  struct Piece;
  static std::vector<std::pair<std::uint64_t, std::uint64_t>> first_ranges(const Piece& piece);
  static std::vector<std::vector<Piece>> cut(const Codes& typed);
  bool matches(const Place& place, const std::vector<Piece>& pieces) const;
  template <class Visit>
  void visit_places(const std::vector<Piece>& pieces, bool at_beginning, Visit&& visit) const;

  struct Title {
    std::uint32_t begin, end;  // of texts_ and readings_
  };
  std::vector<Title> titles_;
  Codes texts_;                                           // without breaks
  std::vector<Syllable> readings_;                        // by text
  std::vector<std::vector<Place>> beginnings_, middles_;  // sorted runs, longest first
};

}  // namespace hotline::retrieve
