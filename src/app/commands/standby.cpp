// The warm stand-by: `hotline standby` follows the archive of another hotline, `hotline takeover` makes it
// serve.
#include <fmt/format.h>
#include <signal.h>
#include <unistd.h>

#include <chrono>
#include <fstream>
#include <iostream>
#include <thread>

#include "app/commands/serving.hpp"
#include "app/files_mirror.hpp"
#include "hotline/store/archive.hpp"

namespace hotline::app {
namespace {

using Steady = std::chrono::steady_clock;

constexpr auto poll = std::chrono::milliseconds{100};
constexpr auto mirror_every = std::chrono::seconds{5};
constexpr auto longest_takeover = std::chrono::seconds{60};

// How the two commands talk: the stand-by's process, and once it serves, its port and the last commit it has.
std::string state_file(const Settings& settings) {
  return settings.store.path + ".standby";
}
struct State {
  pid_t process = 0;
  int port = 0;  // 0 while it follows
  std::int64_t last_commit = 0;
};
void write_state(const Settings& settings, const State& state) {
  const std::string draft = state_file(settings) + ".partial";
  std::ofstream(draft) << state.process << ' ' << state.port << ' ' << state.last_commit << '\n';
  ::rename(draft.c_str(), state_file(settings).c_str());
}
std::optional<State> read_state(const Settings& settings) {
  State state;
  std::ifstream in(state_file(settings));
  if (!(in >> state.process >> state.port >> state.last_commit)) return std::nullopt;
  return state;
}

enum class Told { stop, take_over, nothing };

Told wait_for_word() {
  sigset_t signals;
  sigemptyset(&signals);
  for (const int one : {SIGTERM, SIGINT, SIGHUP, SIGUSR1}) sigaddset(&signals, one);
  const timespec limit{0, std::chrono::nanoseconds(poll).count()};
  const int signal = ::sigtimedwait(&signals, nullptr, &limit);
  if (signal == SIGUSR1) return Told::take_over;
  return signal == SIGTERM || signal == SIGINT ? Told::stop : Told::nothing;
}

void mirror(const Settings& settings, const std::string& archive, const base::Logger& logger) {
  std::error_code failed;
  mirror_files(files_of_archive(archive), settings.attachment_directory, std::chrono::hours{24 * 36500},
               failed);
  if (failed) logger->warn("event=attachments_not_copied cause=\"{}\"", failed.message());
}

int serve_on(const Environment& environment, const Settings& settings, const base::Logger& logger,
             base::Time last_commit) {
  auto running = RunningHotline::start(settings, logger);
  if (!running.ok()) return environment.fail(running.error());
  write_state(settings, {::getpid(), (*running)->port(), base::to_millis(last_commit)});
  logger->warn("event=taken_over port={} last_commit={}", (*running)->port(),
               base::format_rfc3339(last_commit));
  std::cout << (*running)->url() << '\n' << std::flush;
  wait_for_stop(**running);
  std::remove(state_file(settings).c_str());
  return 0;
}

int follow(const Environment& environment, const std::string& archive) {
  block_signals();
  sigset_t more;
  sigemptyset(&more);
  sigaddset(&more, SIGUSR1);
  pthread_sigmask(SIG_BLOCK, &more, nullptr);
  auto settings = environment.settings();
  if (!settings) return 1;
  const base::Logger logger = environment.logger();
  std::unique_ptr<store::Follower> follower;
  auto next_mirror = Steady::now();
  bool waits = false;
  write_state(*settings, {::getpid(), 0, 0});
  for (;;) {
    if (!follower) {
      auto opened = store::Follower::open(archive, settings->store.path);
      if (opened.ok()) {
        follower = std::move(opened).value();
        std::cout << "following " << archive << '\n' << std::flush;
      } else if (opened.error().code != base::ErrorCode::not_found) {
        return environment.fail(opened.error());
      } else if (!waits) {
        waits = true;
        logger->warn("event=standby_waits text=\"{}\"", opened.error().text.en);
      }
    }
    if (follower) {
      if (const auto applied = follower->catch_up(); !applied.ok()) {
        logger->error("event=standby_cannot_follow text=\"{}\"", applied.error().text.en);
      }
    }
    if (Steady::now() >= next_mirror) {
      mirror(*settings, archive, logger);
      next_mirror = Steady::now() + mirror_every;
    }
    const Told told = wait_for_word();
    if (told == Told::stop) {
      std::remove(state_file(*settings).c_str());
      return 0;
    }
    if (told != Told::take_over || !follower) continue;
    mirror(*settings, archive, logger);
    if (const auto taken = follower->take_over(); !taken.ok()) return environment.fail(taken.error());
    mirror(*settings, archive, logger);  // what came before the other host was shut out
    const base::Time last_commit = follower->at();
    follower.reset();
    return serve_on(environment, *settings, logger, last_commit);
  }
}

int take_over(const Environment& environment) {
  const auto settings = environment.settings();
  if (!settings) return 1;
  const auto state = read_state(*settings);
  if (!state || ::kill(state->process, 0) != 0) {
    return environment.fail(
        base::Error::of(base::ErrorCode::not_found, "没有运行中的备用系统。请先运行 hotline standby。",
                        "No stand-by runs with this settings file. Start hotline standby first."));
  }
  const auto began = Steady::now();
  ::kill(state->process, SIGUSR1);
  while (Steady::now() - began < longest_takeover && ::kill(state->process, 0) == 0) {
    if (const auto now = read_state(*settings); now && now->port != 0) {
      std::cout << fmt::format("serving on port {} after {:.2f} s; last commit taken over: {}\n", now->port,
                               std::chrono::duration<double>(Steady::now() - began).count(),
                               base::format_rfc3339(base::from_millis(now->last_commit)));
      return 0;
    }
    std::this_thread::sleep_for(std::chrono::milliseconds{20});
  }
  return environment.fail(base::Error::of(base::ErrorCode::unavailable, "备用系统未能接管，请查看其日志。",
                                          "The stand-by did not take over. Look into its log."));
}

}  // namespace

void add_standby(Command& cli, Environment& environment) {
  auto archive = std::make_shared<std::string>();
  Command* command = cli.add_subcommand("standby",
                                        "备用系统：跟随另一台的归档，接到 takeover 后提供服务 / follow "
                                        "another hotline's archive, ready to serve");
  command->add_option("--config", environment.config, "本机设置文件 / settings file of this machine");
  command->add_option("--archive", *archive, "所跟随的归档目录 / archive to follow")->required();
  command->callback([&environment, archive] {
    environment.run = [&environment, archive] { return follow(environment, *archive); };
  });
}

void add_takeover(Command& cli, Environment& environment) {
  Command* command =
      cli.add_subcommand("takeover", "令本机的备用系统接管服务 / make the stand-by of this machine serve");
  command->add_option("--config", environment.config, "本机设置文件 / settings file of this machine");
  command->callback([&environment] { environment.run = [&environment] { return take_over(environment); }; });
}

}  // namespace hotline::app
