#include "api/reach.hpp"

#include <map>

namespace hotline::api {
namespace {

using access::Right;
using enum Reach::Things;

const std::map<std::string_view, Reach>& table() {
  static const Reach everybodys{alike, {}, {}};
  static const Reach own{self, {}, {}};
  static const Reach of_ticket{subtree, Right::ticket_read_all, {}};
  static const Reach of_own_parts{unit, Right::ticket_read_all, {}};
  static const Reach of_supervision{unit, Right::ticket_supervise, {}};
  static const Reach of_knowledge{unit, Right::knowledge_edit, {}};
  static const Reach owner_alone{unit, {}, {}};  // who wrote for a unit does not approve in its place
  static const Reach of_figures{subtree, Right::figures_read, {}};
  static const std::map<std::string_view, Reach> rows = {
      // the own account
      {"getSession", own},
      {"signOut", own},
      {"changeOwnPassword", own},
      {"beginSecondFactor", own},
      {"confirmSecondFactor", own},
      {"removeSecondFactor", own},
      {"setAgentState", own},
      {"listTicketViews", own},
      {"keepTicketView", own},
      {"dropTicketView", own},
      {"listMessages", own},
      {"readMessage", own},
      {"followEvents", own},
      // the city's lists, which every screen shows names from
      {"getCity", everybodys},
      {"listUnits", everybodys},
      {"listMatters", everybodys},
      {"getMatterTree", everybodys},
      {"listDivisions", everybodys},
      {"listTopics", everybodys},
      {"getCityBoundaries", everybodys},
      // how right the city's dispatch is, for whoever reads figures
      {"getDispatchAccuracy", everybodys},
      {"listDispatchModels", everybodys},
      {"getDispatchTraining", everybodys},
      // who does not handle calls is told that there is no such call
      {"revealCall", {alike, {}, {Right::personal_data_reveal}}},
      // an order is its line's alone: to everybody else's unit there is no such order
      {"acknowledgeHandover", everybodys},
      {"declineHandover", everybodys},
      // tickets: a unit sees those that it, or a unit below it, has a part in
      {"listTickets", of_own_parts},
      {"countTickets", of_own_parts},
      {"getTicket", of_ticket},
      {"getTicketHistory", of_ticket},
      {"listAttachments", of_ticket},
      {"getAttachment", of_ticket},
      {"attachToRequest", of_ticket},
      {"revealRequest", {subtree, Right::ticket_read_all, {Right::personal_data_reveal}}},
      {"checkReply", of_ticket},
      {"recordOpinion", of_ticket},
      {"whistleForUnits", of_ticket},
      {"noteTicketViewer", of_ticket},
      {"signAssignment", of_own_parts},
      {"contactCaller", of_own_parts},
      {"returnAssignment", of_ticket},
      {"requestExtension", of_own_parts},
      {"resumeAssignment", of_ticket},
      {"transferAssignment", of_ticket},
      {"replyAssignment", of_own_parts},
      {"askExclusion", of_ticket},
      {"listExclusions", {subtree, Right::ticket_review, {}}},
      // supervision: each body answers for itself
      {"listSupervision", of_supervision},
      {"answerSupervision", of_supervision},
      {"listAlerts", of_supervision},
      {"acknowledgeAlert", of_supervision},
      // figures
      {"getFigures", of_figures},
      {"getFigureHeat", of_figures},
      {"getFrozenMonth", of_figures},
      {"listFigureDefinitions", everybodys},
      {"listFrozenMonths", everybodys},
      {"listTicketsBehind", {subtree, Right::ticket_read_all, {Right::ticket_read, Right::ticket_read_all}}},
      // knowledge: what is published is everybody's, drafts and tasks are their keepers'
      {"searchKnowledge", everybodys},
      {"suggestKnowledge", everybodys},
      {"answerQuestion", everybodys},
      {"rateAnswer", everybodys},
      {"markKnowledge", everybodys},
      {"listKnowledge", of_knowledge},
      {"getKnowledge", of_knowledge},
      {"createKnowledge", of_knowledge},
      {"editKnowledge", of_knowledge},
      {"submitKnowledge", of_knowledge},
      {"sendBackKnowledge", owner_alone},
      {"publishKnowledge", owner_alone},
      {"withdrawKnowledge", of_knowledge},
      {"listKnowledgeVersions", of_knowledge},
      {"compareKnowledge", of_knowledge},
      {"listKnowledgeGaps", {unit, Right::knowledge_read, {}}},
      {"fillKnowledgeGap", of_knowledge},
      {"dismissKnowledgeGap", of_knowledge},
      {"listKnowledgeTasks", of_knowledge},
      {"closeKnowledgeTask", of_knowledge},
      {"compareKnowledgePair", of_knowledge},
      {"uploadKnowledgeFile", own},
      // a file shows with the entry that it hangs on; usage, with the entries of the keeper
      {"getKnowledgeFile", everybodys},
      {"listKnowledgeUsage", everybodys},
      {"importKnowledge", of_knowledge},
      {"listKnowledgeImports", own},
      {"getKnowledgeImport", own},
      {"publishKnowledgeImport", own},
  };
  return rows;
}

}  // namespace

std::string_view name_of(Reach::Things things) {
  switch (things) {
    case alike:
      return "alike";
    case self:
      return "self";
    case unit:
      return "unit";
    case subtree:
      return "subtree";
  }
  return "alike";
}

const Reach* find_reach(std::string_view operation) {
  const auto row = table().find(operation);
  return row == table().end() ? nullptr : &row->second;
}

}  // namespace hotline::api
