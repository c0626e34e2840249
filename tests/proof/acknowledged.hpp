// Requests that a server has acknowledged, and looking for them afterwards.
#pragma once

#include <nlohmann/json.hpp>
#include <set>
#include <string>

#include "bench/service.hpp"
#include "proof/rounds.hpp"

namespace hotline::proof {

struct Acknowledged {
  std::string number, external_id;
  bool operator<(const Acknowledged& other) const { return number < other.number; }
};

// A body of POST /api/v1/requests that no two of are alike.
inline nlohmann::json proof_request(const std::string& id) {
  return {{"channel", "phone"},
          {"words", "中山路 " + id + " 号门前路灯不亮，请维修"},
          {"caller", {{"phone", "13800000001"}}},
          {"source", "proof"},
          {"external_id", id}};
}

// Opens the stopped service's database: each is there once, the chain is whole, and so is the database.
void check_acknowledged(bench::Service& service, const std::set<Acknowledged>& known, Tally& tally);

}  // namespace hotline::proof
