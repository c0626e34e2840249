#include "api/handlers/person_file.hpp"

#include <fmt/format.h>

#include "api/handlers/person_kept.hpp"
#include "api/handlers/requests.hpp"
#include "hotline/store/anchor.hpp"
#include "hotline/ticket/herald.hpp"

namespace hotline::api {
namespace {

constexpr std::size_t kPage = 20;  // requests or calls of one write

}  // namespace

PersonFile::PersonFile(Domain& domain, std::shared_ptr<const access::Principal> who, std::string reason,
                       PersonSought sought, base::Time now)
    : domain_(domain),
      who_(std::move(who)),
      reason_(std::move(reason)),
      sought_(std::move(sought)),
      issued_at_(base::format_rfc3339(now)),
      templates_(ticket::templates_of(*domain.city.get())) {}

void PersonFile::add(std::string& page, const std::string& piece) {
  digest_.add(piece);
  page += piece;
}

void PersonFile::add_calls(store::WriteTx& tx, std::string& page) {
  const auto city = domain_.city.get();
  Looks looks(tx, *who_, reason_);
  access::DisplayNames names(tx);
  Keeping in{tx, looks, names, *city, *templates_};
  for (std::size_t n = 0; n < kPage && at_ < sought_.calls.size(); ++n, ++at_) {
    const auto call = call::find_call(tx, sought_.calls[at_]);
    if (!call) continue;
    Json number = nullptr;
    if (call->request != 0) {
      const auto request = ticket::RequestBook::find(tx, call->request);
      if (request && is_hidden(tx, *request, *who_, *city)) continue;
      if (request) number = request->number;
    }
    add(page, fmt::format("{}{}", listed_ ? "," : "", to_text(call_kept(in, *call, std::move(number)))));
    listed_ = true;
  }
}

void PersonFile::add_requests(store::WriteTx& tx, std::string& page) {
  const auto city = domain_.city.get();
  Looks looks(tx, *who_, reason_);
  access::DisplayNames names(tx);
  Keeping in{tx, looks, names, *city, *templates_};
  for (std::size_t n = 0; n < kPage && at_ < sought_.requests.size(); ++n, ++at_) {
    const auto request = ticket::RequestBook::find(tx, sought_.requests[at_]);
    if (!request || request->erased_at || is_hidden(tx, *request, *who_, *city)) continue;
    add(page, fmt::format("{}{}", listed_ ? "," : "", to_text(request_kept(in, *request))));
    listed_ = true;
  }
}

base::Result<std::optional<std::string>> PersonFile::next(store::WriteTx& tx) {
  std::string page;
  if (part_ == Part::head) {
    page = "{\"person\":";
    add(page, "{\"calls\":[");
    part_ = Part::calls;
  }
  if (part_ == Part::calls) {
    add_calls(tx, page);
    if (at_ == sought_.calls.size()) part_ = Part::middle;
  } else if (part_ == Part::requests) {
    add_requests(tx, page);
    if (at_ == sought_.requests.size()) part_ = Part::tail;
  }
  if (part_ == Part::middle) {
    add(page, fmt::format(R"(],"form":{},"id_number":{},"issued_at":{},"phone":{},"requests":[)",
                          to_text(kPersonForm), to_text(sought_.whom.id_number), to_text(issued_at_),
                          to_text(sought_.whom.phone)));
    part_ = Part::requests;
    at_ = 0;
    listed_ = false;
  } else if (part_ == Part::tail) {
    add(page, "]}");
    const std::string digest = digest_.finish();
    const store::SigningKey& key = domain_.anchors->key();
    page += fmt::format(R"(,"digest":{},"public_key":{},"signature":{}}})", to_text(digest),
                        to_text(store::hex_of(key.public_key())),
                        to_text(store::hex_of(key.sign(fmt::format("{}:{}", kPersonForm, digest)))));
    part_ = Part::end;
  } else if (part_ == Part::end) {
    return std::optional<std::string>();
  }
  // An empty piece would look like the end. A blank between two values of JSON is no part of either.
  if (page.empty()) page = " ";
  return std::optional<std::string>(std::move(page));
}

}  // namespace hotline::api
