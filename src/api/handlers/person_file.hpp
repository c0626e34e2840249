// All that is kept about one person, as one signed JSON file that is made while it is sent.
//
// {"person": {"calls", "form", "id_number", "issued_at", "phone", "requests"}, "digest", "public_key",
// "signature"}: `digest` is the SHA-256 of person as compact JSON with sorted keys, and the Ed25519 signature
// is over "hotline-person-2:" and the digest. Memory is bounded by one page of requests, and the ids of them
// all. Every item that is shown in full is a look on record, in the transaction of its page. Threads: on the
// writer.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "hotline/api/domain.hpp"
#include "hotline/notify/templates.hpp"
#include "hotline/store/digest.hpp"

namespace hotline::api {

inline constexpr const char* kPersonForm = "hotline-person-2";

struct PersonSought {
  ticket::PersonKey whom;
  std::vector<std::int64_t> requests;  // ids, the newest first
  std::vector<std::int64_t> calls;
};

class PersonFile {
 public:
  // `domain` must outlive it. What the asker may not know of is left out.
  PersonFile(Domain& domain, std::shared_ptr<const access::Principal> who, std::string reason,
             PersonSought sought, base::Time now);

  // The next piece; nothing at the end.
  base::Result<std::optional<std::string>> next(store::WriteTx& tx);

 private:
  enum class Part { head, calls, middle, requests, tail, end };
  void add(std::string& page, const std::string& piece);
  void add_calls(store::WriteTx& tx, std::string& page);
  void add_requests(store::WriteTx& tx, std::string& page);

  Domain& domain_;
  std::shared_ptr<const access::Principal> who_;
  std::string reason_;
  PersonSought sought_;
  std::string issued_at_;
  std::shared_ptr<const notify::Templates> templates_;
  store::Digest digest_;
  Part part_ = Part::head;
  std::size_t at_ = 0;   // of the list that is being written
  bool listed_ = false;  // the list has an item before
};

}  // namespace hotline::api
