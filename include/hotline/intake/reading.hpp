// What the desk is told of a request's words while they are typed: the form, and the matters it could be
// split into. Proposals only: nothing is stored or sent by them.
//
// Threads: a Reading may be used by any number of threads; it makes the city's places ready once for each
// version of the city.
#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "hotline/dispatch/form.hpp"
#include "hotline/intake/intake.hpp"

namespace hotline::intake {

// One of several matters of a request, with the decision about it alone.
struct Part {
  std::uint32_t begin = 0;  // bytes of the request's words
  std::uint32_t end = 0;
  double confidence = 1;  // that a new matter begins here
  std::string title;      // of its form
  dispatch::Decision decision;
};

struct ReadWords {
  dispatch::Form form;
  // Matters that differ in unit or kind of matter; empty when the words hold but one.
  std::vector<Part> parts;
};

class Reading {
 public:
  // `assessment` is that of the same submission.
  ReadWords read(const Submission& submission, const Assessment& assessment) const;

 private:
  struct Places;
  std::shared_ptr<const Places> places_of(const std::shared_ptr<const city::City>& city) const;

  mutable std::mutex mutex_;
  mutable std::shared_ptr<const Places> places_;
};

}  // namespace hotline::intake
