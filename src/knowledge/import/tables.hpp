// Tables as candidates.
#pragma once

#include "hotline/knowledge/import.hpp"

namespace hotline::knowledge {

// Errors: those of table::open_table_bytes, and of `take`.
base::Status read_table(const std::string& name, const std::string& bytes, const ImportOptions& options,
                        const TakeCandidate& take,
                        const std::function<void(std::size_t, const base::Error&)>& refuse);

}  // namespace hotline::knowledge
