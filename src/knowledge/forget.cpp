#include "hotline/knowledge/forget.hpp"

#include "knowledge/queries.hpp"

namespace hotline::knowledge {

void forget_questions_of(store::WriteTx& tx, std::string_view request_number) {
  tx.execute(queries::forget_questions, request_number);
}

}  // namespace hotline::knowledge
