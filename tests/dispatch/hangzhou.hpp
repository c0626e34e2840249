// The sample city of config/hangzhou and its dispatcher, for tests that speak of real streets and units.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "hotline/city/load.hpp"
#include "hotline/dispatch/dispatcher.hpp"
#include "hotline/dispatch/places.hpp"

namespace hotline::dispatch::test {

// Loaded once for the whole runner; it is immutable.
inline std::shared_ptr<const city::City> hangzhou() {
  static const std::shared_ptr<const city::City> loaded = [] {
    city::CityLoad load = city::load_city(std::string(HOTLINE_SOURCE_DIR) + "/config/hangzhou");
    if (load.city == nullptr) throw std::runtime_error("config/hangzhou has mistakes");
    return load.city;
  }();
  return loaded;
}

// Decides by the city's files alone, without a trained model.
inline std::shared_ptr<const Dispatcher> dispatcher() {
  static const auto made = std::make_shared<const Dispatcher>(hangzhou(), nullptr);
  return made;
}

// The places of the sample city.
inline const PlaceBook& places() {
  static const PlaceBook made(*hangzhou());
  return made;
}

// Noon of Monday 2026-03-02 in Hangzhou.
inline base::Time monday_noon() {
  return base::from_millis(1772424000000);
}

inline Facts said(std::string words, std::string place = "") {
  Facts facts;
  facts.words = std::move(words);
  facts.place = std::move(place);
  facts.channel = "phone";
  facts.received_at = monday_noon();
  return facts;
}

inline Decision decide(const Facts& facts, std::vector<Neighbour> neighbours = {}) {
  classify::Scratch scratch;
  return dispatcher()->decide(facts, neighbours, scratch);
}

inline const Reason* find_reason(const Decision& decision, std::string_view source) {
  const auto at = std::find_if(decision.reasons.begin(), decision.reasons.end(),
                               [&](const Reason& one) { return one.source == source; });
  return at == decision.reasons.end() ? nullptr : &*at;
}
inline bool has(const std::vector<std::string>& list, std::string_view value) {
  return std::find(list.begin(), list.end(), value) != list.end();
}
// All reasons, for the message of a failed expectation.
inline std::string why(const Decision& decision) {
  std::string out = "lead " + decision.lead + ", matter " + decision.matter + ", division " +
                    decision.division + ", confidence " + std::to_string(decision.confidence) + "\n";
  for (const Reason& one : decision.reasons) out += "  " + one.encode() + "\n";
  for (const Candidate& one : decision.candidates)
    out += "  candidate " + one.unit + " " + one.matter + " " + std::to_string(one.probability) + "\n";
  return out;
}

}  // namespace hotline::dispatch::test
