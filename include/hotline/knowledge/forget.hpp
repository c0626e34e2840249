// Erasing by law what citizens asked the knowledge base.
#pragma once

#include <string_view>

#include "hotline/store/transaction.hpp"

namespace hotline::knowledge {

// Blanks the words of the questions that became the request of this number; what was shown and rated stays.
void forget_questions_of(store::WriteTx& tx, std::string_view request_number);

}  // namespace hotline::knowledge
