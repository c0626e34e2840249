// A Hotline that serves: HTTP, the runner of jobs, the herald.
#pragma once

#include <memory>
#include <thread>

#include "app/gauges.hpp"
#include "app/hotline.hpp"
#include "app/keeper.hpp"
#include "hotline/api/domain.hpp"
#include "hotline/api/server.hpp"
#include "hotline/call/planner.hpp"
#include "hotline/call/retention.hpp"
#include "hotline/insight/follower.hpp"
#include "hotline/integrate/identity_provider.hpp"
#include "hotline/integrate/webhooks.hpp"
#include "hotline/jobs/runner.hpp"
#include "hotline/knowledge/import.hpp"
#include "hotline/notify/console.hpp"
#include "hotline/notify/courier.hpp"
#include "hotline/notify/outbox.hpp"
#include "hotline/notify/sms.hpp"
#include "hotline/notify/smtp.hpp"
#include "hotline/supervise/office.hpp"
#include "hotline/ticket/herald.hpp"

namespace hotline::app {

class RunningHotline {
 public:
  // Starts everything; the port is open when it returns. Errors: those of Hotline::open and
  // api::Server::start.
  static base::Result<std::unique_ptr<RunningHotline>> start(Settings settings, base::Logger logger);
  // Stops: no new requests, running ones end, jobs are given back, the store closes.
  ~RunningHotline();

  Hotline& hotline() { return *hotline_; }
  unsigned short port() const { return server_->port(); }
  // Where it answers: "https://127.0.0.1:8345/".
  std::string url() const;
  // Takes changed TLS files; refusals are logged.
  void refresh_certificate();

 private:
  explicit RunningHotline(std::unique_ptr<Hotline> hotline);
  base::Status serve();
  base::Status serve_retention();
  jobs::Report scrub();
  void anchor_daily();
  std::size_t follow_journal();
  void follow(const std::stop_token& stop);
  void count(const std::stop_token& stop);

  std::unique_ptr<Hotline> hotline_;
  notify::Outbox outbox_;
  std::map<notify::Channel, std::unique_ptr<notify::Carrier>> carriers_;
  std::unique_ptr<notify::Courier> courier_;
  std::unique_ptr<integrate::IdentityProvider> provider_;  // null: none is set up
  ticket::Herald herald_;
  call::CallbackPlanner planner_;
  insight::Follower figures_;
  integrate::Webhooks webhooks_;
  // What may block long has a thread of its own: deadlines wait neither for a mail server nor for a platform.
  jobs::ThreadWaiter waiter_, sender_waiter_, caller_waiter_;
  jobs::Runner runner_;
  jobs::Runner sender_;  // messages
  jobs::Runner caller_;  // webhooks
  call::AgentBook agents_;
  call::CallBook calls_;
  call::Callbacks callbacks_;
  supervise::Office office_;
  std::unique_ptr<intake::Attachments> attachments_;
  std::unique_ptr<call::Retention> retention_;
  std::unique_ptr<knowledge::ImportQueue> imports_;
  dispatch::ModelOffice models_;
  api::Domain domain_;
  Keeper keeper_;
  StuckJobs stuck_jobs_;
  std::unique_ptr<api::Server> server_;
  std::jthread follower_;
  std::jthread counter_;  // keeps the figures true
};

}  // namespace hotline::app
