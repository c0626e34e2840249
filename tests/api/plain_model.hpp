// What the hotline ought to do, written a second time and as plainly as can be: a few maps and lists in
// memory, no events, no store, nothing of the product. The random-operations test drives the product and this
// side by side.
//
// It knows people, tickets with their parts, requests, callbacks and erasure. It does not know words, clocks
// (but for pauses), proposals or notifications. Limits do not run out in it: whoever drives it lets little
// time pass.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace hotline::api::plain {

struct Person {
  std::string name;
  std::string role;  // "": nobody is signed in
  std::string unit;
};

enum class Deed {
  take,
  answer,
  refuse,
  hand_over,
  acknowledge,
  decline,
  consult,
  opinion,
  dispatch,
  whistle,
  rule,
  review,
  close,
  reopen,
  amend,
  urge,
  supervise,
  secure,
  publish,
  merge,
  unmerge,
  split,
  sign,
  contact,
  send_back_part,
  ask_time,
  decide_time,
  pause,
  resume,
  pass_down,
  reply,
  call_back,
  rate,
  erase,
  reload,
  restart
};
inline constexpr int deeds = static_cast<int>(Deed::restart) + 1;

// One thing that somebody tries. Which of the fields count follows from the deed.
struct Operation {
  Deed deed = Deed::take;
  int person = 0;
  std::int64_t ticket = 0;         // or request, for call_back and rate
  std::int64_t other = 0;          // ticket to merge into, order, part
  std::vector<std::string> units;  // lead first
  std::string word;                // phone, ruling, outcome of a call
  int number = 0;                  // level
  bool flag = false;               // secret, accepted, granted, happy
  bool stale = false;              // with a version that is not the newest

  std::string text(const std::vector<Person>& people) const;
};

struct Part {
  std::int64_t id = 0;
  std::string unit;
  bool lead = false;
  std::string state = "assigned";
  bool designated = false, was_returned = false, paused = false;
  std::string extension;  // "", asked, decided
};

struct Order {
  std::string unit;
  std::string state = "open";  // taken, declined
};

struct Ticket {
  std::int64_t id = 0, version = 0, parent = 0, merged_into = 0;
  std::string state = "registered", outcome = "none";
  std::vector<std::int64_t> requests;
  std::vector<Part> parts;
  std::vector<Order> orders;
  std::map<std::string, bool> consulted;  // unit: whether it has answered
  std::vector<std::string> kept_out;
  bool secret = false, blank = false;
  int urged = 0, level = 0, returned = 0, sent_back = 0, reopened = 0;

  const Part* lead() const;
};

struct Request {
  std::int64_t id = 0, ticket = 0, opened = 0;  // the ticket it is of, and that it opened
  std::string phone;
  bool secret = false, erased = false, rated = false, callback = false;
  int calls = 0;
};

class Hotline {
 public:
  explicit Hotline(std::vector<Person> people) : people_(std::move(people)) {}

  // What the product must answer, as an HTTP status; the state follows when it is one of success.
  unsigned apply(const Operation& operation);

  const std::vector<Person>& people() const { return people_; }
  const std::map<std::int64_t, Ticket>& tickets() const { return tickets_; }
  const std::map<std::int64_t, Request>& requests() const { return requests_; }
  // The version with which a ticket begins is the product's to say.
  void begin_at(std::int64_t ticket, std::int64_t version) { tickets_[ticket].version = version; }

  bool sees(const Person& who, const Ticket& ticket) const;
  // Whether the ticket stands in this person's list, merged ones left out.
  bool lists(const Person& who, const Ticket& ticket) const;
  // Number of tickets by state, or, for a unit's people, of its parts.
  std::map<std::string, int> counts(const Person& who) const;
  // Requests that wait for a callback and that this person may see.
  std::set<std::int64_t> callbacks(const Person& who) const;
  static std::set<std::string> actions_of(const Ticket& ticket);
  static std::set<std::string> actions_of(const Part& part);
  static bool may(const Person& who, Deed deed);
  // A request of the ticket whose file can serve as evidence.
  std::optional<std::int64_t> evidence_of(const Ticket& ticket) const;

 private:
  unsigned act(const Person& who, Ticket& ticket, const Operation& operation);
  unsigned act_on_part(const Person& who, Ticket& ticket, const Operation& operation);
  unsigned rule(Ticket& ticket, const Operation& operation);
  unsigned merge(Ticket& ticket, std::int64_t into);
  unsigned unmerge(Ticket& ticket);
  unsigned call_back(const Person& who, const Operation& operation);
  void assign(Ticket& ticket, const std::string& unit, bool lead, bool designated);
  void resolve(Ticket& ticket);
  void reopen(Ticket& ticket);
  void finish(Ticket& ticket, const std::string& outcome);
  void judge(Request& request, bool happy);
  void erase(const std::string& phone);
  void erase_words(Ticket& ticket);

  std::vector<Person> people_;
  std::map<std::int64_t, Ticket> tickets_;
  std::map<std::int64_t, Request> requests_;
  std::map<std::int64_t, std::vector<std::int64_t>> moved_;  // by a ticket's newest merge
};

// Whether `unit` is `above` or below it.
bool within(const std::string& unit, const std::string& above);

}  // namespace hotline::api::plain
