// The parts of a ticket as JSON: assignments, clocks, handovers, the machine's proposal.
#pragma once

#include "api/handlers/city_json.hpp"
#include "hotline/ticket/repository.hpp"

namespace hotline::api {

ObjectSpec clock_spec();
ObjectSpec assignment_spec();
ObjectSpec handover_spec();
ObjectSpec consultation_spec();
ObjectSpec proposal_spec();
Json clock_json(const ticket::RunningClock& clock, const city::City& city);
Json assignment_json(store::ReadTx& tx, const ticket::Assignment& assignment, const city::City& city);
Json handover_json(const ticket::HandoverOrder& order, const city::City& city);
Json consultation_json(const ticket::Consultation& consultation, const city::City& city);
Json proposal_json(const std::optional<ticket::Proposal>& proposal, const city::City& city);

// A sealed text that belongs to the ticket, masked; null when there is none or it was erased.
Json masked_text(store::ReadTx& tx, std::int64_t sealed);
Json text_or_null(const std::string& text);

}  // namespace hotline::api
