// Versions of the dispatch model: trained in the background, promoted and rolled back while requests go on.
#include "api/call.hpp"
#include "api/handlers/action.hpp"
#include "api/handlers/city_json.hpp"
#include "api/handlers/learning_route.hpp"

namespace hotline::api {
namespace {

using access::Right;

constexpr std::size_t most_models = 1000;

ObjectSpec models_spec() {
  const ObjectSpec model{
      "DispatchModel",
      {"一版派单模型。", "A version of the dispatch model."},
      {required("name", text(200), {"文件名。", "Name of its file."}),
       required("in_force", boolean(), {"是否在用。", "Whether it is in force."}),
       required("created", nullable(date_time()), {"训练时间。", "When it was trained."}),
       required("data_digest", text(64), {"训练数据摘要。", "Digest of its training data."}),
       required("rows", integer(0), {"训练文本数。", "Texts that it learnt."}),
       required("accuracy", number(), {"交叉验证准确率。", "Accuracy in cross-validation."}),
       required("coverage_at_95", number(), {"精度 0.95 的覆盖。", "Share decided at precision 0.95."}),
       required("fault", nullable(text(400)), {"文件有何问题。", "What is wrong with the file."})}};
  return {"DispatchModels",
          {"模型版本，最新的在前。", "Versions, newest first."},
          {required("items", list_of(model, most_models), {"版本。", "Versions."})}};
}

Json models_json(const Domain& domain, Language language) {
  const auto city = domain.city.get();
  Json items = Json::array();
  for (const dispatch::ShelvedModel& one : domain.models.list()) {
    if (items.size() == most_models) break;
    items.push_back({{"name", one.name},
                     {"in_force", one.in_force},
                     {"created", one.fault ? Json(nullptr) : Json(city_time(one.info.created, *city))},
                     {"data_digest", one.info.data_digest},
                     {"rows", one.info.rows},
                     {"accuracy", one.info.accuracy},
                     {"coverage_at_95", one.info.coverage_at_95},
                     {"fault", one.fault ? Json(in_language(one.fault->text, language)) : Json(nullptr)}});
  }
  return {{"items", std::move(items)}};
}

Route models(Domain& domain) {
  Route route = learning_route(Method::get, "models", "listDispatchModels",
                               {"派单模型的版本", "Versions of the dispatch model"});
  route.allow = any_of(Right::city_manage, Right::figures_read);
  route.outputs = {{200, {"版本。", "Versions."}, models_spec()}};
  route.handler = [&domain](Call& call) -> Answer {
    return blocking([&domain, language = call.language()]() -> base::Result<Reply> {
      return Reply::ok(models_json(domain, language));
    });
  };
  return route;
}

Route promote(Domain& domain) {
  Route route = learning_route(Method::post, "models/promotion", "promoteDispatchModel",
                               {"启用一版模型，不停服务", "Put a version in force while requests go on"});
  route.allow = any_of(Right::city_manage);
  route.body = ObjectSpec{"DispatchPromotion",
                          {"启用哪一版。", "Which version."},
                          {required("name", line(200, 1), {"文件名。", "Name of its file."})}};
  route.outputs = {{200, {"版本。", "Versions."}, models_spec()},
                   {404, {"没有此版本。", "No such version."}, std::nullopt, "application/problem+json"}};
  route.handler = [&domain](Call& call) -> Answer {
    return blocking([&domain, name = text_in(call.body(), "name"), actor = call.actor(),
                     language = call.language()]() -> base::Result<Reply> {
      HOTLINE_CHECK(domain.models.promote(name, actor));
      return Reply::ok(models_json(domain, language));
    });
  };
  return route;
}

Route roll_back(Domain& domain) {
  Route route = learning_route(Method::post, "models/rollback", "rollBackDispatchModel",
                               {"恢复到上一个在用模型", "Go back to the model before"});
  route.allow = any_of(Right::city_manage);
  route.outputs = {{200, {"版本。", "Versions."}, models_spec()}};
  route.handler = [&domain](Call& call) -> Answer {
    return blocking([&domain, actor = call.actor(), language = call.language()]() -> base::Result<Reply> {
      HOTLINE_TRY(const std::string name, domain.models.roll_back(actor));
      return Reply::ok(models_json(domain, language));
    });
  };
  return route;
}

ObjectSpec training_spec() {
  const ObjectSpec contest{
      "DispatchContest",
      {"新旧模型在最近一个月工单上的比试。", "Both models asked about the tickets of the newest month."},
      {required("rows", integer(0), {"参与比试的工单。", "Tickets asked about."}),
       required("champion", nullable(number()),
                {"在用模型正确率。", "Share that the model in force has right."}),
       required("challenger", number(), {"新模型正确率。", "Share that the new one has right."}),
       required("commonest", number(), {"一律猜最常见事项的正确率。", "Share that guessing has right."}),
       required("won", boolean(), {"新模型是否胜出。", "Whether the new one may be promoted."}),
       required("why", nullable(text(400)), {"为何不予启用。", "Why it may not."})}};
  return {"DispatchTraining",
          {"一次训练的进展与结果。", "How far a training is, and what came of it."},
          {required("phase", choice({"idle", "reading", "learning", "done", "failed"}), {"阶段。", "Phase."}),
           required("progress", number(), {"学习进度，0 至 1。", "Share of learning done, 0 to 1."}),
           required("started", nullable(date_time()), {"开始时间。", "When it began."}),
           required("ended", nullable(date_time()), {"结束时间。", "When it ended."}),
           required("tickets", integer(0), {"已读历史工单。", "Past tickets read."}),
           required("lessons", integer(0), {"学习的文本。", "Texts learnt."}),
           required("matters", integer(0), {"其中的事项。", "Matters among them."}),
           required("contest", nullable(object(contest)), {"比试结果。", "The contest."}),
           required("model", nullable(line(200)), {"新模型文件名。", "Name of the new model."}),
           required("promoted", boolean(), {"是否已启用。", "Whether it is in force."}),
           required("fault", nullable(text(400)), {"失败原因。", "Why it failed."})}};
}

Json training_json(const Domain& domain, Language language) {
  const auto city = domain.city.get();
  const dispatch::TrainingState s = domain.models.state();
  Json contest = nullptr;
  if (s.contest) {
    const dispatch::Contest& c = *s.contest;
    contest = {{"rows", c.rows},
               {"champion", c.has_champion ? Json(c.champion) : Json(nullptr)},
               {"challenger", c.challenger},
               {"commonest", c.commonest},
               {"won", c.won},
               {"why", c.won ? Json(nullptr) : Json(in_language(c.why, language))}};
  }
  return {{"phase", dispatch::name_of(s.phase)},
          {"progress", s.progress},
          {"started", city_time_or_null(s.started, *city)},
          {"ended", city_time_or_null(s.ended, *city)},
          {"tickets", s.tickets},
          {"lessons", s.lessons},
          {"matters", s.matters},
          {"contest", std::move(contest)},
          {"model", s.model.empty() ? Json(nullptr) : Json(s.model)},
          {"promoted", s.promoted},
          {"fault", s.fault ? Json(in_language(*s.fault, language)) : Json(nullptr)}};
}

Route training_route(Method method, std::string path, std::string operation, base::Text summary) {
  Route route = learning_route(method, std::move(path), std::move(operation), std::move(summary));
  route.allow = any_of(Right::city_manage);
  return route;
}

Route train(Domain& domain) {
  Route route = training_route(Method::post, "training", "trainDispatchModel",
                               {"用本热线历史工单训练新模型，后台进行，胜者启用",
                                "Train a model from past tickets in the background; the winner is promoted"});
  route.cost = 20;
  route.body = ObjectSpec{
      "DispatchTrainingOrder",
      {"如何训练。", "How to train."},
      {optional("promote", boolean(),
                {"胜出后是否启用，缺省启用。", "Whether a winner is promoted; yes when absent."})}};
  route.outputs = {
      {202, {"已开始，用 GET 查看进展。", "It has begun; GET tells how far it is."}, training_spec()}};
  route.handler = [&domain](Call& call) -> Answer {
    return blocking([&domain, promote = call.body().value("promote", true), actor = call.actor(),
                     language = call.language()]() -> base::Result<Reply> {
      HOTLINE_CHECK(domain.models.start(promote, actor));
      return Reply::json(202, training_json(domain, language));
    });
  };
  return route;
}

Route training(Domain& domain) {
  Route route = training_route(Method::get, "training", "getDispatchTraining",
                               {"训练进展与结果", "How far a training is, and what came of it"});
  route.allow = any_of(Right::city_manage, Right::figures_read);
  route.outputs = {{200, {"进展。", "State."}, training_spec()}};
  route.handler = [&domain](Call& call) -> Answer {
    return Reply::ok(training_json(domain, call.language()));
  };
  return route;
}

Route stop_training(Domain& domain) {
  Route route = training_route(Method::post, "training/stop", "stopDispatchTraining",
                               {"中止正在进行的训练", "Stop the training that is under way"});
  route.outputs = {{202, {"即将停止。", "It will stop soon."}, training_spec()}};
  route.handler = [&domain](Call& call) -> Answer {
    HOTLINE_CHECK(domain.models.cancel());
    return Reply::json(202, training_json(domain, call.language()));
  };
  return route;
}

}  // namespace

void add_model_routes(Routes& routes, Domain& domain) {
  routes.add({models(domain), promote(domain), roll_back(domain), train(domain), training(domain),
              stop_training(domain)});
}

}  // namespace hotline::api
