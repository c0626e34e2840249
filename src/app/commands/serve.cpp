// hotline serve: runs until SIGTERM or SIGINT; SIGHUP reloads the city's files, the master key, the model and
// the TLS certificate.

#include <csignal>
#include <iostream>

#include "app/commands/serving.hpp"

namespace hotline::app {
namespace {

void log_reload(Hotline& hotline, const base::Result<city::Reload>& reload) {
  if (!reload.ok()) {
    hotline.logger->error("event=city_reload_failed cause={}", base::name_of(reload.error().code));
    return;
  }
  log_city_files(hotline.logger, reload->diagnostics);
  if (reload->version) {
    hotline.logger->info("event=city_loaded version={}", reload->version->number);
  } else {
    hotline.logger->error("event=city_reload_refused running_version={}", hotline.city.get()->version);
  }
}

}  // namespace

void block_signals() {
  sigset_t signals;
  sigemptyset(&signals);
  for (const int one : {SIGTERM, SIGINT, SIGHUP}) sigaddset(&signals, one);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  std::signal(SIGPIPE, SIG_IGN);
}

void wait_for_stop(RunningHotline& running) {
  sigset_t signals;
  sigemptyset(&signals);
  for (const int one : {SIGTERM, SIGINT, SIGHUP}) sigaddset(&signals, one);
  for (;;) {
    int signal = 0;
    if (sigwait(&signals, &signal) != 0) continue;
    if (signal != SIGHUP) return;
    Hotline& hotline = running.hotline();
    log_reload(hotline, hotline.reload_city(system_actor(), "SIGHUP"));
    if (const auto keys = hotline.reload_master_key(); !keys.ok()) {
      hotline.logger->error("event=master_key_refused cause={} text=\"{}\"", base::name_of(keys.error().code),
                            keys.error().text.en);
    }
    running.refresh_certificate();
    if (const auto model = hotline.reload_model(); !model.ok()) {
      hotline.logger->error("event=model_refused cause={} text=\"{}\"", base::name_of(model.error().code),
                            model.error().text.en);
    }
  }
}

void add_serve(Command& cli, Environment& environment) {
  Command* command = cli.add_subcommand("serve", "提供服务 / serve");
  command->add_option("--config", environment.config, "设置文件 / settings file");
  command->callback([&environment] {
    environment.run = [&environment] {
      block_signals();
      auto settings = environment.settings();
      if (!settings) return 1;
      auto running = RunningHotline::start(std::move(*settings), environment.logger());
      if (!running.ok()) return environment.fail(running.error());
      (*running)->hotline().logger->info("event=serving address={} port={}",
                                         (*running)->hotline().settings.server.address, (*running)->port());
      std::cout << (*running)->url() << '\n' << std::flush;
      wait_for_stop(**running);
      (*running)->hotline().logger->info("event=stopping");
      return 0;
    };
  });
}

}  // namespace hotline::app
