// Looks at personal data that were refused before they came to reveal(): on record like those that it
// refuses.
//
//   stream "access", subject = id of the sealed row, personal_data_refused, payload as in personal_data.hpp
//   with the causes "right" (the asker's rights do not reach the thing), "unseen" (it does not exist for the
//   asker), "anonymous" (its caller stays unnamed to units)
//
// Threads: on the writer.
#pragma once

#include "hotline/access/personal_data.hpp"
#include "hotline/base/error.hpp"

namespace hotline::access {

// Never fails. The refusal's work must SUCCEED, as with reveal(), or its entry is gone with it.
void note_refusal(store::WriteTx& tx, const Principal& who, const SoughtData& data, std::string_view cause);

// What is said to somebody without Right::personal_data_reveal, whatever was asked for; its cause is "right".
base::Error no_right_to_reveal();

}  // namespace hotline::access
