// Requests: one caller's words, receipt, and rating. A request belongs to exactly one ticket at a time.
//
// Invariants: the words are sealed as they came and never changed, only erased by law, on record; lists, full
// text and logs see masked text. Threads: writing inside a WriteTx, reading inside any ReadTx.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "hotline/base/random.hpp"
#include "hotline/base/result.hpp"
#include "hotline/store/journal.hpp"
#include "hotline/store/vault.hpp"

namespace hotline::ticket {

// A request as a channel hands it in; already checked against the city's files.
struct NewRequest {
  std::string channel;       // code of channels.csv
  base::Time received_at;    // when the citizen asked, which may lie before the import
  std::string title;         // "" lets the beginning of the words stand for it
  std::string words;         // the citizen's words, unchanged
  std::string place;         // where, in the citizen's words; "" when not said apart
  std::string caller_name;   // "" when not given
  std::string caller_phone;  // E.164, "" when not given
  std::string caller_address;
  std::string caller_id_number;  // resident ID as text::parse_resident_id gives it; "" when not needed
  std::string language = "zh";
  std::vector<std::string> special_needs;  // "elderly", "disabled", "pregnant", ...
  bool anonymous = false;
  bool secret = false;
  std::string reply_by;     // "phone", "sms", "web", "" for the city's default
  std::string source;       // program or file that it came from, "" for people
  std::string external_id;  // its id there; (source, external_id) is taken once
};

// How a person is known to the hotline: exactly one is set.
struct PersonKey {
  std::string phone;      // E.164
  std::string id_number;  // as text::parse_resident_id gives it
  static PersonKey of_phone(std::string_view e164) { return {std::string(e164), {}}; }
};

struct Request {
  std::int64_t id = 0;
  std::string number;  // yyyymmdd + six digits
  std::string query_code;
  std::int64_t ticket = 0;
  std::string channel;
  base::Time received_at;
  std::int64_t words = 0;      // sealed Payload of title, words, place
  store::Sealed sealed_words;  // the same with its digest; set by receive() alone
  std::optional<std::int64_t> caller_name, caller_phone, caller_address, caller_id_number;  // sealed
  std::string masked_name, masked_phone, masked_id_number;
  std::string title, text, place;  // masked
  std::string language;
  std::vector<std::string> special_needs;
  bool anonymous = false, secret = false;
  std::string reply_by, source, external_id;
  std::optional<base::Time> erased_at;
};

// Sealed rows that tell who called, those that are there.
std::vector<std::int64_t> sealed_caller(const Request& request);

// What a request says, opened from the vault. Only `access` decides who may see it.
struct Words {
  std::string title, words, place;
};

// A citizen's judgement, or that of the callback which asked.
struct Rating {
  std::optional<bool> contacted;           // 是否有相关部门联系您
  std::string solved = "unknown";          // yes, no, not_due (the limit is still running), unknown
  std::optional<int> result, unit, agent;  // 5 very satisfied ... 1 very dissatisfied
  std::string words;
  bool unhappy() const { return solved == "no" || (result && *result <= 2); }
};

struct StoredRating {
  base::Time at;
  Rating rating;  // words stay sealed and are left empty here
};

class RequestBook {
 public:
  // `zone_offset` decides which day's serial a number bears.
  RequestBook(base::Random& random, std::chrono::minutes zone_offset)
      : random_(random), zone_offset_(zone_offset) {}

  // Stores a request for a ticket that is about to be opened (`ticket` = its id). Errors: conflict when
  // (source, external_id) is known already: its text names the number.
  base::Result<Request> receive(store::WriteTx& tx, const NewRequest& request, std::int64_t ticket,
                                const store::Actor& actor);
  // Which request a program's own id became, if any.
  static std::optional<std::int64_t> find_external(store::ReadTx& tx, std::string_view source,
                                                   std::string_view external_id);
  static std::optional<std::int64_t> find_by_number(store::ReadTx& tx, std::string_view number);
  static std::optional<Request> find(store::ReadTx& tx, std::int64_t id);
  static std::vector<Request> of_ticket(store::ReadTx& tx, std::int64_t ticket);
  // A caller's requests by number, newest first.
  static std::vector<Request> of_phone(store::ReadTx& tx, std::string_view e164, std::size_t limit);
  // Errors: not_found when erased.
  static base::Result<Words> open_words(store::ReadTx& tx, const Request& request);

  // Regroups under another ticket; only TicketBook's merge and split call it.
  static void move(store::WriteTx& tx, const std::vector<std::int64_t>& requests, std::int64_t ticket);

  // Errors: invalid_input (a value outside 1 to 5), conflict (rated already).
  static base::Status rate(store::WriteTx& tx, const Request& request, const Rating& rating,
                           const store::Actor& actor);
  static std::optional<StoredRating> rating_of(store::ReadTx& tx, std::int64_t request);

  // Erases by law what identifies the caller and what was said; number, times and ticket stay. Returns the
  // ids of the sealed rows that were dropped. The ground is masked and stays in the journal.
  static std::vector<std::int64_t> erase(store::WriteTx& tx, const Request& request,
                                         const store::Actor& actor, std::string_view ground);

  // Next number of the day of `at`, in the city's zone.
  std::string next_number(store::WriteTx& tx, base::Time at);

 private:
  base::Random& random_;
  std::chrono::minutes zone_offset_;
};

// The first sentence in whole clauses, at most 40 characters: the title of a request that came without one.
std::string title_from(std::string_view words);

}  // namespace hotline::ticket
