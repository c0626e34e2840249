#include "api/handlers/request_json.hpp"

namespace hotline::api {

ObjectSpec request_spec() {
  return {
      "Request",
      {"一位来电人的一件诉求（已脱敏）。", "One caller's request, masked."},
      {required("id", integer(1), {"内部编号。", "Internal key."}),
       required("number", text(32), {"受理编号。", "Its number."}),
       required("ticket", integer(1), {"所属工单。", "The ticket it belongs to."}),
       required("channel", object(named_spec()), {"受理渠道。", "Channel."}),
       time_field("received_at", "受理时间。", "When it was received."),
       required("title", text(200), {"标题。", "Title."}),
       required("words", text(20000), {"诉求内容。", "The citizen's words."}),
       required("place", text(500), {"事发地点。", "Where it happened."}),
       required("caller_name", text(100),
                {"来电人（已脱敏）；匿名者为空。", "Caller, masked; empty when the caller stays unnamed."}),
       required("caller_phone", text(40), {"联系电话（已脱敏）。", "Phone, masked."}),
       required("caller_id_number", text(32),
                {"身份证号（已脱敏）；未登记或匿名为空。",
                 "Resident ID, masked; empty when not given or unnamed."}),
       required("language", text(8), {"语言。", "Language."}),
       required("special_needs", list_of(text(40), 20), {"特殊需要。", "Special needs."}),
       required("anonymous", boolean(), {"是否匿名。", "Whether the caller stays unnamed."}),
       required("secret", boolean(), {"是否保密。", "Whether it is confidential."}),
       maybe_time("erased_at", "依法删除的时间。", "When it was erased by law."),
       required(
           "rating",
           nullable(object(
               {"Rating",
                {"评价。", "The caller's rating."},
                {time_field("at", "评价时间。", "When it was given."),
                 required("contacted", nullable(boolean()),
                          {"是否有部门联系。", "Whether the unit made contact."}),
                 required("solved", choice({"yes", "no", "not_due", "unknown"}),
                          {"是否解决。", "Whether it is solved."}),
                 required("result", nullable(integer(1, 5)), {"对结果的评分。", "Score of the result."}),
                 required("unit", nullable(integer(1, 5)), {"对单位的评分。", "Score of the unit."}),
                 required("agent", nullable(integer(1, 5)), {"对话务员的评分。", "Score of the agent."})}})),
           {"评价；未评价为 null。", "The rating; null while there is none."})}};
}

Json request_json(store::ReadTx& tx, const ticket::Request& r, const city::City& city, bool with_caller) {
  const city::Channel* channel = city.channels.find(r.channel);
  Json rating = nullptr;
  if (const auto stored = ticket::RequestBook::rating_of(tx, r.id)) {
    const auto score = [](const std::optional<int>& value) { return value ? Json(*value) : Json(nullptr); };
    rating = {{"at", city_time(stored->at, city)},
              {"contacted", stored->rating.contacted ? Json(*stored->rating.contacted) : Json(nullptr)},
              {"solved", stored->rating.solved},
              {"result", score(stored->rating.result)},
              {"unit", score(stored->rating.unit)},
              {"agent", score(stored->rating.agent)}};
  }
  return {{"id", r.id},
          {"number", r.number},
          {"ticket", r.ticket},
          {"channel", {{"code", r.channel}, {"name", channel ? channel->name : r.channel}}},
          {"received_at", city_time(r.received_at, city)},
          {"title", r.title},
          {"words", r.text},
          {"place", r.place},
          {"caller_name", r.anonymous || !with_caller ? "" : r.masked_name},
          {"caller_phone", with_caller ? r.masked_phone : ""},
          {"caller_id_number", r.anonymous || !with_caller ? "" : r.masked_id_number},
          {"language", r.language},
          {"special_needs", r.special_needs},
          {"anonymous", r.anonymous},
          {"secret", r.secret},
          {"erased_at", city_time_or_null(r.erased_at, city)},
          {"rating", std::move(rating)}};
}

}  // namespace hotline::api
