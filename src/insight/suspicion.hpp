// Ratings that look like malice are handed to a person, with the caller's record beside them.
#pragma once

#include "hotline/store/journal.hpp"

namespace hotline::insight {

// What a record must show before a very bad rating is looked at: so many very bad ones of the same number
// within the time, and no better one.
inline constexpr int kSuspectRatings = 3;
inline constexpr auto kSuspectWithin = std::chrono::days{30};

// Looks at one "rated" entry; asks for a review (ExclusionKind::malicious) where it is suspected. The rating
// stands and counts until a person has upheld the suspicion.
base::Status review_rating(store::WriteTx& tx, const store::Entry& rated);

}  // namespace hotline::insight
