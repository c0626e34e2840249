// Who leads and who assists in a matter at a place that may not be known well enough.
#pragma once

#include <string>
#include <vector>

#include "hotline/city/city.hpp"
#include "hotline/dispatch/decision.hpp"

namespace hotline::dispatch {

struct Owning {
  const city::Unit* lead = nullptr;  // nullptr: nobody
  Reason reason;
  // The lead stands in for a unit of a place that nobody has named yet.
  bool hangs_on_place = false;
  std::vector<const city::Unit*> assists;
};

// For one request; the city must outlive it. One thread.
class Owners {
 public:
  // `division` is the smallest known one, "" when none is; `text` is normalised and tells duties apart.
  Owners(const city::City& city, std::string division, std::string text);
  Owners(const Owners&) = delete;
  Owners& operator=(const Owners&) = delete;

  // By direct rule, else by the duty table. Where the place settles it and is not known well enough, the
  // district that is known, or else the body of the whole city that guides the matter (the first one that
  // assists), stands in until the caller has been asked. No unit of a place that nobody named is called in.
  Owning of(const city::Matter& matter) const;
  // The unit that a file's word ("@street", "@district", a code) means at the place; nullptr for none.
  const city::Unit* resolve(const std::string& unit) const { return resolve(unit, division_); }

 private:
  Owning at(const city::Matter& matter, const std::string& division) const;
  const city::Unit* resolve(const std::string& unit, const std::string& division) const;
  bool is_named(const city::Unit& unit) const;
  std::string find_sample_street() const;

  const city::City& city_;
  std::string division_, text_;
  mutable city::Eagerness eagerness_{city_.duties, text_};
  std::string sample_street_;  // one that the place may turn out to be, "" when it is known well enough
};

}  // namespace hotline::dispatch
