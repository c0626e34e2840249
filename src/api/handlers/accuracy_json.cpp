#include "hotline/api/accuracy_json.hpp"

#include "api/handlers/learning_route.hpp"
#include "api/json.hpp"

namespace hotline::api {
namespace {

Json tally_json(const dispatch::Tally& tally) {
  return {{"tickets", tally.tickets}, {"right", tally.right}, {"share", tally.share()}};
}

Json tallies_json(const std::vector<dispatch::TallyOf>& list) {
  Json json = Json::array();
  for (const dispatch::TallyOf& one : list) {
    if (json.size() == most_tallies) break;
    Json row = tally_json(one.tally);
    row["key"] = one.key;
    json.push_back(std::move(row));
  }
  return json;
}

}  // namespace

nlohmann::json accuracy_json(const dispatch::Accuracy& a) {
  Json confusions = Json::array(), coverage = Json::array();
  for (const dispatch::Confusion& one : a.confusions)
    confusions.push_back({{"proposed", one.proposed}, {"truth", one.truth}, {"tickets", one.tickets}});
  for (const dispatch::Coverage& one : a.coverage)
    coverage.push_back({{"precision", one.precision}, {"share", one.share}, {"confidence", one.confidence}});
  return {{"unit", tally_json(a.unit)},
          {"matter", tally_json(a.matter)},
          {"alone", tally_json(a.alone)},
          {"weeks", tallies_json(a.weeks)},
          {"units", tallies_json(a.units)},
          {"matters", tallies_json(a.matters)},
          {"confusions", std::move(confusions)},
          {"coverage", std::move(coverage)},
          {"drift",
           {{"before", tally_json(a.drift.before)},
            {"newest", tally_json(a.drift.newest)},
            {"mix", a.drift.mix},
            {"alarm", a.drift.alarm}}}};
}

}  // namespace hotline::api
