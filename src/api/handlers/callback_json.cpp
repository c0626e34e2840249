#include "api/handlers/callback_json.hpp"

#include "api/handlers/action.hpp"

namespace hotline::api {

std::vector<Field> rating_fields() {
  const Type score = integer(1, 5);
  return {optional("solved", choice({"yes", "no", "not_due"}),
                   {"诉求是否解决；接通时必填。", "Whether it is solved; needed when the caller answered."}),
          optional("contacted", boolean(), {"是否有部门联系。", "Whether the unit made contact."}),
          optional("result", score, {"对办理结果的评分。", "Score of the result."}),
          optional("unit", score, {"对承办单位的评分。", "Score of the unit."}),
          optional("agent", score, {"对话务员的评分。", "Score of the agent."}),
          optional("words", text(2000), {"意见。", "Free words."})};
}

ObjectSpec callback_result_spec(std::string name) {
  ObjectSpec spec{std::move(name),
                  {"一次回访的结果。", "How one call to the citizen went."},
                  {required("outcome", choice({"answered", "no_answer", "refused", "wrong_number"}),
                            {"接通、无人接听、拒绝回访、号码有误。", "How it went."})}};
  for (Field& field : rating_fields()) spec.fields.push_back(std::move(field));
  return spec;
}

base::Result<call::CallbackResult> callback_result_of(const Json& body, const std::string& pointer) {
  call::CallbackResult out;
  out.outcome = *call::find_callback_outcome(text_in(body, "outcome"));
  if (out.outcome != call::CallbackOutcome::answered) return out;
  if (!body.contains("solved")) {
    return base::Error::field(pointer + "/solved", "required", "接通的回访须填写诉求是否解决。",
                              "Say whether it is solved: the caller answered.");
  }
  out.rating.solved = text_in(body, "solved");
  if (body.contains("contacted")) out.rating.contacted = body["contacted"].get<bool>();
  const auto score_in = [&](const char* key) -> std::optional<int> {
    return body.contains(key) ? std::optional(body[key].get<int>()) : std::nullopt;
  };
  out.rating.result = score_in("result");
  out.rating.unit = score_in("unit");
  out.rating.agent = score_in("agent");
  out.rating.words = text_in(body, "words");
  return out;
}

ObjectSpec callback_step_spec() {
  return {"CallbackStep",
          {"这次回访之后。", "What follows from the call."},
          {required("end", choice({"rated", "rated_before", "again", "declined", "not_reached"}),
                    {"已评价、此前已评价、将再次回访、不再回访、未能联系上。", "What follows."}),
           required("calls", integer(1), {"已回访次数。", "Calls made so far."}),
           required("next", nullable(date_time()), {"下次回访时间。", "When it is called again."})}};
}

Json callback_step_json(const call::CallbackStep& step, const city::City& city) {
  return {{"end", name_of(step.end)}, {"calls", step.calls}, {"next", city_time_or_null(step.next, city)}};
}

}  // namespace hotline::api
