#include "api/random_operations.hpp"

#include <algorithm>

#include "city/small_city.hpp"
#include "hotline/store/keeping.hpp"

namespace hotline::api {

using plain::Deed;
using plain::Operation;
using plain::Person;
using plain::Ticket;
using test::HttpClient;
using test::HttpReply;

namespace {

constexpr int between_looks = 20;       // operations between two looks at everything
constexpr std::int64_t looked_at = 12;  // newest tickets that each person tries to open then
constexpr int most_tries = 200;         // of leaving something out

const std::vector<Person>& people() {
  static const std::vector<Person> all{{"agent", "agent", ""},
                                       {"supervisor", "supervisor", ""},
                                       {"handler of XH-CG", "unit_handler", "XH-CG"},
                                       {"handler of ENV", "unit_handler", "ENV"},
                                       {"handler of WATER", "unit_handler", "WATER"},
                                       {"handler of POLICE", "unit_handler", "POLICE"},
                                       {"approver of XH", "unit_approver", "XH"},
                                       {"approver of XH-CG", "unit_approver", "XH-CG"},
                                       {"approver of XH-CY", "unit_approver", "XH-CY"},
                                       {"approver of GS", "unit_approver", "GS"},
                                       {"security", "security", ""},
                                       {"operations", "operations", ""},
                                       {"citizen", "", ""}};
  return all;
}

template <class Map>
Json numbers_of(const Map& counted) {
  Json out = Json::object();
  for (const auto& [name, count] : counted) out[name] = count;
  return out;
}

// What the model knows of a ticket, in the words of the API.
Json expected_json(const Ticket& t) {
  Json parts = Json::array();
  for (const plain::Part& one : t.parts) {
    parts.push_back({{"id", one.id},
                     {"unit", one.unit},
                     {"part", one.lead ? "lead" : "assist"},
                     {"state", one.state},
                     {"designated", one.designated},
                     {"asked_time", !one.extension.empty()},
                     {"actions", plain::Hotline::actions_of(one)}});
  }
  return {{"version", t.version},
          {"state", t.state},
          {"outcome", t.outcome},
          {"parent", t.parent},
          {"merged_into", t.merged_into == 0 ? Json(nullptr) : Json(t.merged_into)},
          {"requests", t.requests},
          {"parts", std::move(parts)},
          {"secret", t.secret},
          {"blank", t.blank},
          {"urged", t.urged},
          {"level", t.level},
          {"returned", t.returned},
          {"sent_back", t.sent_back},
          {"reopened", t.reopened},
          {"actions", plain::Hotline::actions_of(t)}};
}

// The same of what the product shows.
Json shown_json(const Json& t) {
  const auto sorted = [](const Json& list) { return list.get<std::set<std::string>>(); };
  Json parts = Json::array(), requests = Json::array();
  for (const Json& one : t["assignments"]) {
    parts.push_back({{"id", one["id"]},
                     {"unit", one["unit"]["code"]},
                     {"part", one["part"]},
                     {"state", one["state"]},
                     {"designated", one["designated"]},
                     {"asked_time", !one["extension"].is_null()},
                     {"actions", sorted(one["allowed_actions"])}});
  }
  for (const Json& one : t["requests"]) requests.push_back(one["id"]);
  return {{"version", t["version"]},
          {"state", t["state"]},
          {"outcome", t["outcome"]},
          {"parent", t["parent"]},
          {"merged_into", t["merged_into"]},
          {"requests", std::move(requests)},
          {"parts", std::move(parts)},
          {"secret", t["secret"]},
          {"blank", t["title"].get<std::string>().empty()},
          {"urged", t["urged"]},
          {"level", t["supervision_level"]},
          {"returned", t["returned"]},
          {"sent_back", t["sent_back"]},
          {"reopened", t["reopened"]},
          {"actions", sorted(t["allowed_actions"])}};
}

std::string difference(const std::string& what, const Json& expected, const Json& shown) {
  std::string out = what + " differs:";
  if (!expected.is_object() || !shown.is_object())
    return out + " expected " + expected.dump() + ", shown " + shown.dump();
  for (const auto& [key, value] : expected.items()) {
    const Json other = shown.contains(key) ? shown[key] : Json();
    if (other != value) out += "\n    " + key + ": expected " + value.dump() + ", shown " + other.dump();
  }
  for (const auto& [key, value] : shown.items()) {
    if (!expected.contains(key)) out += "\n    " + key + ": not expected, shown " + value.dump();
  }
  return out;
}

std::string part_path(const Operation& op, const char* below) {
  return "/assignments/" + std::to_string(op.other) + below;
}

// Where a deed goes, and with which body; empty for those that are no action on a ticket.
std::pair<std::string, Json> order_of(const Operation& op) {
  const auto first = [&] { return op.units.empty() ? std::string() : op.units.front(); };
  switch (op.deed) {
    case Deed::answer:
      return {"/answer", {{"text", "已答复"}}};
    case Deed::refuse:
      return {"/refuse", {{"code", "court"}}};
    case Deed::hand_over:
      return {"/handover", {{"line", "110"}}};
    case Deed::acknowledge:
      return {"/handover/acknowledge", {{"order", op.other}}};
    case Deed::decline:
      return {"/handover/decline", {{"order", op.other}}};
    case Deed::consult:
      return {"/consult", {{"units", op.units}}};
    case Deed::opinion:
      return {"/opinion",
              first().empty() ? Json{{"accepts", op.flag}} : Json{{"unit", first()}, {"accepts", op.flag}}};
    case Deed::dispatch:
      return {"/dispatch",
              {{"lead", first()},
               {"assistants", std::vector<std::string>(op.units.begin() + 1, op.units.end())}}};
    case Deed::whistle:
      return {"/whistle", {{"units", op.units}}};
    case Deed::rule:
      return {"/ruling", op.word == "upheld"
                             ? Json{{"assignment", op.other}, {"ruling", op.word}}
                             : Json{{"assignment", op.other}, {"ruling", op.word}, {"unit", first()}}};
    case Deed::review:
      return {"/review", {{"accepted", op.flag}}};
    case Deed::close:
      return {"/close", Json::object()};
    case Deed::reopen:
      return {"/reopen", Json::object()};
    case Deed::amend:
      return {"/amend", {{"importance", op.flag ? "important" : "ordinary"}}};
    case Deed::urge:
      return {"/urge", {{"note", "请尽快办理"}}};
    case Deed::supervise:
      return {"/supervise", {{"level", op.number}}};
    case Deed::secure:
      return {"/secrecy", op.flag ? Json{{"secret", true}, {"kept_out", op.units}} : Json{{"secret", false}}};
    case Deed::publish:
      return {"/publish", {{"text", "已修复"}}};
    case Deed::merge:
      return {"/merge", {{"into", op.other}}};
    case Deed::unmerge:
      return {"/unmerge", Json::object()};
    case Deed::split:
      return {"/split", {{"title", "另一件事"}, {"words", "还有一件事"}}};
    case Deed::sign:
      return {part_path(op, "/sign"), Json::object()};
    case Deed::contact:
      return {part_path(op, "/contact"), Json::object()};
    case Deed::send_back_part:
      return {part_path(op, "/return"), {{"reason", "not_duty"}, {"suggested_unit", "ENV"}}};
    case Deed::ask_time:
      return {part_path(op, "/extension"), {{"working_minutes", 60}}};
    case Deed::decide_time:
      return {part_path(op, "/extension/decision"), {{"granted", op.flag}}};
    case Deed::pause:
      return {part_path(op, "/pause"), {{"note", "等待材料"}}};
    case Deed::resume:
      return {part_path(op, "/resume"), {{"note", "材料已到"}}};
    case Deed::pass_down:
      return {part_path(op, "/transfer"), {{"unit", first()}}};
    case Deed::reply:
      return {part_path(op, "/reply"), {{"text", "路灯已修复。"}}};
    default:
      return {};
  }
}

}  // namespace

void RandomOperations::begin() {
  if (model_) {
    TearDown();
    SetUp();
  }
  model_.emplace(people());
  places_ = city::test::small_city()["places.csv"];
  clients_.clear();
  receipts_.clear();
  evidence_.clear();
  for (const Person& one : people())
    clients_.push_back(one.role.empty() ? client() : signed_in({*access::find_role(one.role)}, one.unit));
}

std::optional<std::string> RandomOperations::wander(std::uint64_t seed, int steps,
                                                    std::vector<Operation>& done) {
  begin();
  Dice dice(seed);
  for (int i = 1; i <= steps; ++i) {
    done.push_back(draw(dice));
    if (auto fault = step(done.back())) return fault;
    if (i % between_looks != 0 && i != steps) continue;
    if (auto fault = differs_anywhere()) return fault;
  }
  const auto report = store::keeping_of(store().get()).check();
  if (!report.ok() || !report->ok()) return "the database does not pass its check";
  return std::nullopt;
}

std::optional<std::string> RandomOperations::replay(const std::vector<Operation>& operations) {
  begin();
  for (const Operation& one : operations) {
    if (auto fault = step(one)) return fault;
  }
  return differs_anywhere();
}

std::vector<Operation> RandomOperations::shortest(std::vector<Operation> failing) {
  int tries = 0;
  for (std::size_t size = std::max<std::size_t>(failing.size() / 2, 1); size > 0; size /= 2) {
    for (std::size_t at = 0; at < failing.size() && tries < most_tries; ++tries) {
      std::vector<Operation> fewer = failing;
      fewer.erase(fewer.begin() + static_cast<std::ptrdiff_t>(at),
                  fewer.begin() + static_cast<std::ptrdiff_t>(std::min(at + size, fewer.size())));
      if (replay(fewer)) {
        failing = std::move(fewer);
      } else {
        at += size;
      }
    }
  }
  return failing;
}

std::string RandomOperations::text_of(const std::vector<Operation>& operations) const {
  std::string out;
  for (const Operation& one : operations) out += "  " + one.text(people()) + "\n";
  return out;
}

std::optional<std::string> RandomOperations::step(const Operation& op) {
  try {
    clock().advance(std::chrono::seconds{1});
    const HttpReply reply = send(op);  // by what the model knows before it
    const unsigned expected = model_->apply(op);
    if (reply.status != expected) {
      return op.text(people()) + ": expected " + std::to_string(expected) + ", answered " +
             std::to_string(reply.status) + " " + reply.body.substr(0, 400);
    }
    if (expected < 300) ++accepted_;
    if (op.deed == Deed::take && expected == 201) {
      const Json receipt = reply.json();
      const auto id = static_cast<std::int64_t>(model_->tickets().size());
      if (receipt["ticket"] != id) return difference("the receipt's ticket", id, receipt["ticket"]);
      receipts_[static_cast<std::int64_t>(model_->requests().size())] = {receipt["number"],
                                                                         receipt["query_code"]};
      model_->begin_at(id, ticket(id)["version"].get<std::int64_t>());
    }
    std::set<std::int64_t> touched{op.ticket, static_cast<std::int64_t>(model_->tickets().size())};
    if (op.deed == Deed::merge) touched.insert(op.other);
    if (op.deed == Deed::call_back || op.deed == Deed::rate) touched = {};
    if (const auto of = model_->requests().find(op.ticket); of != model_->requests().end() && touched.empty())
      touched.insert(of->second.ticket);
    for (const std::int64_t id : touched) {
      if (!model_->tickets().contains(id)) continue;
      if (auto fault = differs(id)) return op.text(people()) + ": " + *fault;
    }
  } catch (const std::exception& error) {
    return op.text(people()) + ": " + error.what();
  }
  return std::nullopt;
}

HttpReply RandomOperations::send(const Operation& op) {
  HttpClient& who = clients_[static_cast<std::size_t>(op.person)];
  if (op.deed == Deed::take) return take(op);
  if (op.deed == Deed::erase)
    return who.post("/api/v1/callers/erase", {{"phone", op.word}, {"reason", "本人申请"}});
  if (op.deed == Deed::reload) return reload();
  if (op.deed == Deed::restart) {
    start_again();
    HttpReply reply;
    reply.status = clients_.front().get("/health/ready").status;
    return reply;
  }
  if (op.deed != Deed::call_back && op.deed != Deed::rate) return act(op);
  const auto receipt = receipts_.find(op.ticket);
  const auto [number, code] =
      receipt == receipts_.end() ? std::pair<std::string, std::string>("000000000000", "0") : receipt->second;
  const Json judgement{{"solved", op.flag ? "yes" : "no"}, {"result", op.flag ? 5 : 1}};
  if (op.deed == Deed::rate) {
    Json body = judgement;
    body["code"] = code;
    return who.post("/api/v1/requests/" + number + "/rating", body);
  }
  Json body{{"outcome", op.word}};
  if (op.word == "answered") body.update(judgement);
  return who.post("/api/v1/callbacks/" + number + "/result", body);
}

// Every third one is sent twice with one Idempotency-Key, as a client does that got no answer.
HttpReply RandomOperations::take(const Operation& op) {
  HttpClient& who = clients_[static_cast<std::size_t>(op.person)];
  const Json body = request_body({{"caller", {{"name", "王小明"}, {"phone", op.word}}}, {"secret", op.flag}});
  const HttpClient::Headers once{{"Idempotency-Key", "random-" + std::to_string(++sent_)}};
  const HttpReply reply = who.post("/api/v1/requests", body, once);
  if (sent_ % 3 != 0 || reply.status != 201) return reply;
  const HttpReply again = who.post("/api/v1/requests", body, once);
  if (again.status != reply.status || again.body != reply.body)
    throw std::runtime_error("the second sending of one request was answered otherwise: " + again.body);
  return again;
}

HttpReply RandomOperations::act(const Operation& op) {
  auto [below, body] = order_of(op);
  const auto known = model_->tickets().find(op.ticket);
  std::int64_t version = 1;
  if (known != model_->tickets().end()) {
    version = known->second.version - (op.stale ? 1 : 0);
    if (op.deed == Deed::send_back_part) {
      const std::int64_t file = evidence_for(known->second);
      if (file != 0) body["evidence"] = {file};
    }
  }
  HttpClient& who = clients_[static_cast<std::size_t>(op.person)];
  return who.post("/api/v1/tickets/" + std::to_string(op.ticket) + below, body, if_match(version));
}

HttpReply RandomOperations::reload() {
  places_ += "新路" + std::to_string(++sent_) + ",road,330106,\n";
  write_city_file("places.csv", places_);
  const auto operations = std::find_if(people().begin(), people().end(),
                                       [](const Person& one) { return one.role == "operations"; });
  return clients_[static_cast<std::size_t>(operations - people().begin())].post("/api/v1/city/reload",
                                                                                Json::object());
}

void RandomOperations::start_again() {
  restart();
  for (HttpClient& one : clients_) {
    HttpClient anew = client();
    anew.headers = one.headers;
    one.disconnect();  // its socket must go before what it runs on
    one = std::move(anew);
  }
}

// A file of one of the ticket's requests; 0 when none can be had.
std::int64_t RandomOperations::evidence_for(const Ticket& ticket) {
  const auto request = model_->evidence_of(ticket);
  if (!request) return 0;
  const auto [known, fresh] = evidence_.try_emplace(*request, 0);
  if (fresh) {
    const HttpReply reply =
        clients_[1].send("POST", "/api/v1/requests/" + receipts_.at(*request).first + "/attachments",
                         "现场照片说明", {{"Content-Type", "application/octet-stream"}});
    if (reply.status != 201) throw std::runtime_error("no evidence: " + reply.body);
    known->second = reply.json()["id"].get<std::int64_t>();
  }
  return known->second;
}

std::optional<std::string> RandomOperations::differs(std::int64_t id) {
  const Json expected = expected_json(model_->tickets().at(id));
  const HttpReply reply = clients_[1].get("/api/v1/tickets/" + std::to_string(id));
  if (reply.status != 200) return "ticket " + std::to_string(id) + " cannot be read: " + reply.body;
  const Json shown = shown_json(reply.json());
  if (shown == expected) return std::nullopt;
  return difference("ticket " + std::to_string(id), expected, shown);
}

std::optional<std::string> RandomOperations::differs_in_lists(const Person& who, HttpClient& asker) {
  Json expected = Json::array(), shown = Json::array();
  for (auto one = model_->tickets().rbegin(); one != model_->tickets().rend(); ++one) {
    const Ticket& t = one->second;
    if (model_->lists(who, t)) expected.push_back({t.id, t.version, t.state, t.requests.size(), t.secret});
    if (t.id + looked_at <= static_cast<std::int64_t>(model_->tickets().size())) continue;
    const unsigned status = asker.get("/api/v1/tickets/" + std::to_string(t.id)).status;
    if ((status == 200) != model_->sees(who, t))
      return who.name + " gets " + std::to_string(status) + " for ticket " + std::to_string(t.id);
  }
  const std::string list = "/api/v1/tickets?limit=200";
  for (std::string cursor;;) {
    const Json page = asker.get(list + cursor).json();
    for (const Json& row : page["items"])
      shown.push_back({row["id"], row["version"], row["state"], row["requests"], row["secret"]});
    if (page["next"].is_null()) break;
    cursor = "&cursor=" + page["next"].get<std::string>();
  }
  if (shown != expected) return difference("the list of " + who.name, expected, shown);
  // A unit that is kept out of a ticket that it had is left out here: counting goes by rows.
  const bool kept_out =
      !who.unit.empty() && std::any_of(model_->tickets().begin(), model_->tickets().end(),
                                       [](const auto& one) { return !one.second.kept_out.empty(); });
  Json counts = Json::object();
  const Json counting = asker.get("/api/v1/ticket-counts").json();
  for (const Json& row : counting["items"]) counts[row["state"].get<std::string>()] = row["count"];
  const Json counted = numbers_of(model_->counts(who));
  if (!kept_out && counts != counted) return difference("the counts of " + who.name, counted, counts);
  return std::nullopt;
}

std::optional<std::string> RandomOperations::differs_anywhere() {
  for (const auto& [id, ticket] : model_->tickets()) {
    if (auto fault = differs(id)) return fault;
    const auto broken =
        store().read([id = id](store::ReadTx& tx) { return ticket::find_projection_fault(tx, id); });
    if (broken) return "ticket " + std::to_string(id) + ": its rows are not what its events say: " + *broken;
  }
  for (std::size_t i = 0; i < people().size(); ++i) {
    const Person& who = people()[i];
    if (plain::Hotline::may(who, Deed::take) || !who.unit.empty()) {
      if (auto fault = differs_in_lists(who, clients_[i])) return fault;
    }
    if (!plain::Hotline::may(who, Deed::call_back)) continue;
    std::set<std::string> waiting, listed;
    for (const std::int64_t id : model_->callbacks(who)) waiting.insert(receipts_.at(id).first);
    const Json page = clients_[i].get("/api/v1/callbacks?limit=200").json();
    for (const Json& one : page["items"]) listed.insert(one["request"].get<std::string>());
    if (listed != waiting) return difference("the callbacks of " + who.name, Json(waiting), Json(listed));
  }
  for (const auto& [id, request] : model_->requests()) {
    const auto& [number, code] = receipts_.at(id);
    const Json shown = clients_[1].get("/api/v1/requests/" + number).json();
    const Json expected{{"ticket", request.ticket}, {"erased", request.erased}, {"rated", request.rated}};
    const Json found{{"ticket", shown["ticket"]},
                     {"erased", shown["words"].get<std::string>().empty() && !shown["erased_at"].is_null()},
                     {"rated", !shown["rating"].is_null()}};
    if (found != expected) return difference("request " + number, expected, found);
    if (request.erased) continue;
    const Json progress = clients_.back().get("/api/v1/requests/" + number + "/progress?code=" + code).json();
    const std::string& state = model_->tickets().at(request.ticket).state;
    if (progress["state"] != state || progress["rated"] != request.rated)
      return difference("progress of " + number, Json{{"state", state}, {"rated", request.rated}}, progress);
  }
  return std::nullopt;
}

Operation RandomOperations::draw(Dice& dice) const {
  // Few tickets are worked at a time, so that they get far.
  const auto& tickets = model_->tickets();
  const auto unfinished = std::count_if(tickets.begin(), tickets.end(), [](const auto& one) {
    return one.second.state != "closed" && one.second.merged_into == 0;
  });
  const auto chance = dice() % 100;
  if (tickets.empty() || chance < (unfinished < 3 ? 30U : 3U)) return draw_any(dice, Deed::take, 0);
  if (chance < 97) {
    const auto recent = static_cast<std::int64_t>(std::min<std::size_t>(tickets.size(), 4));
    const auto newest = static_cast<std::int64_t>(tickets.size());
    const std::int64_t ticket =
        dice() % 8 == 0 ? static_cast<std::int64_t>(1 + dice() % (tickets.size() + 1))
                        : newest - static_cast<std::int64_t>(dice() % static_cast<std::uint64_t>(recent));
    // Most that is drawn blindly is refused: so it is drawn again, most of the time.
    Operation op = draw_one_of(dice, ticket);
    for (int tries = dice() % 10 < 8 ? 60 : 0; tries > 0; --tries) {
      plain::Hotline trial = *model_;
      if (trial.apply(op) < 300) break;
      op = draw_one_of(dice, ticket);
    }
    return op;
  }
  return draw_any(dice, chance == 97 ? Deed::erase : chance == 98 ? Deed::reload : Deed::restart, 0);
}

// Something to do with one ticket; what ends it early is drawn less often.
Operation RandomOperations::draw_one_of(Dice& dice, std::int64_t ticket) const {
  static const std::set<Deed> rare{Deed::answer, Deed::refuse, Deed::hand_over, Deed::merge,
                                   Deed::split,  Deed::urge,   Deed::secure,    Deed::supervise};
  Deed deed = Deed::take;
  do {
    deed = static_cast<Deed>(1 + dice() % static_cast<std::uint64_t>(Deed::rate));
  } while (rare.contains(deed) && dice() % 5 != 0);
  return draw_any(dice, deed, ticket);
}

Operation RandomOperations::draw_any(Dice& dice, Deed deed, std::int64_t ticket) const {
  const auto below = [&](std::size_t count) { return static_cast<std::size_t>(dice() % count); };
  static const std::vector<std::string> units{"XH-CG", "ENV", "WATER", "XH", "XH-CY", "GS"};
  static const std::vector<std::string> phones{"13812345601", "13812345602", "13812345603", "13812345604"};
  static const std::vector<std::string> rulings{"upheld", "designated", "redispatched"};
  static const std::vector<std::string> outcomes{"answered", "answered", "no_answer", "refused",
                                                 "wrong_number"};
  const auto& tickets = model_->tickets();
  Operation op;
  op.deed = deed;
  op.ticket = ticket;
  op.flag = dice() % 2 == 0;
  op.number = static_cast<int>(1 + below(3));
  const std::size_t known = std::max<std::size_t>(tickets.size(), 1);
  const auto found = tickets.find(op.ticket);
  const std::size_t parts = found == tickets.end() ? 0 : found->second.parts.size();
  op.other = static_cast<std::int64_t>(op.deed == Deed::merge ? 1 + below(known) : 1 + below(parts + 1));
  if (op.deed == Deed::acknowledge || op.deed == Deed::decline)
    op.other = static_cast<std::int64_t>(1 + below(2));
  const std::size_t first = below(units.size());
  op.units = {units[first]};
  if (op.deed == Deed::consult || (op.deed == Deed::dispatch && op.flag))
    op.units.push_back(units[(first + 1) % units.size()]);
  if (op.deed == Deed::secure) op.units = {"GS"};
  if (op.deed == Deed::take) {
    op.word = phones[below(phones.size())];
    op.flag = below(5) == 0;
  }
  if (op.deed == Deed::erase) op.word = phones[below(phones.size())];
  if (op.deed == Deed::rule) op.word = rulings[below(rulings.size())];
  if (op.deed == Deed::call_back) op.word = outcomes[below(outcomes.size())];
  if (op.deed == Deed::call_back || op.deed == Deed::rate) {
    const bool has_some = found != tickets.end() && !found->second.requests.empty();
    if (has_some) op.ticket = found->second.requests[below(found->second.requests.size())];
    const auto request = has_some ? model_->requests().find(op.ticket) : model_->requests().end();
    // Whom the hotline forgot is neither called nor judges any more.
    if (request == model_->requests().end() || request->second.erased) op.deed = Deed::urge;
  }
  std::vector<int> candidates;
  const bool of_part = op.deed >= Deed::sign && op.deed <= Deed::reply;
  for (std::size_t i = 0; i < people().size(); ++i) {
    const Person& one = people()[i];
    if (!plain::Hotline::may(one, op.deed)) continue;
    const bool own = !of_part || one.unit.empty() || static_cast<std::size_t>(op.other) > parts ||
                     found->second.parts[static_cast<std::size_t>(op.other - 1)].unit == one.unit;
    if (own) candidates.push_back(static_cast<int>(i));
  }
  if (candidates.empty() || below(12) == 0) {
    op.person = static_cast<int>(below(people().size()));
  } else {
    op.person = candidates[below(candidates.size())];
  }
  // Reloading, restarting and rating belong to nobody else; a unit's opinion is its own.
  if (op.deed == Deed::reload) op.person = 11;
  if (op.deed == Deed::restart || op.deed == Deed::rate) op.person = 12;
  if (op.deed == Deed::opinion && !people()[static_cast<std::size_t>(op.person)].unit.empty()) op.units = {};
  op.stale = op.person == 1 && op.deed != Deed::merge && op.deed != Deed::unmerge && below(25) == 0;
  return op;
}

}  // namespace hotline::api
