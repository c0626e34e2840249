#include "app/commands/demo_worker.hpp"

#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <filesystem>
#include <fstream>

namespace hotline::app {
namespace {

namespace fs = std::filesystem;

base::Error cannot(const std::string& what) {
  return base::Error::of(base::ErrorCode::unavailable, "无法使用 " + what + "，请检查文件和权限。",
                         "Cannot use " + what + ". Check the file and its permissions.");
}

base::Status keep_key(Hotline& hotline, const std::string& file) {
  if (fs::exists(file)) return {};
  access::NewApiKey wanted;
  wanted.name = "外呼平台（演示）";
  wanted.scopes = {access::Right::job_work};
  HOTLINE_TRY(const access::IssuedKey issued, hotline.store->write([&](store::WriteTx& tx) {
    return hotline.keys.issue(tx, wanted, system_actor());
  }));
  std::ofstream out(file);
  out << issued.bearer << '\n';
  std::error_code fault;
  fs::permissions(file, fs::perms::owner_read | fs::perms::owner_write, fault);
  return out.flush() && !fault ? base::Status{} : base::Status{cannot(file)};
}

}  // namespace

base::Result<std::unique_ptr<DemoWorker>> DemoWorker::start(Hotline& hotline, const std::string& script,
                                                            unsigned short port) {
  const fs::path folder = fs::path(hotline.settings.store.path).parent_path();
  const std::string key = (folder / "demo-voice.key").string(), state = (folder / "demo-voice.json").string();
  HOTLINE_CHECK(keep_key(hotline, key));
  std::array<std::string, 8> words{
      script, "--url", "http://127.0.0.1:" + std::to_string(port), "--key-file", key, "--state", state, ""};
  std::array<char*, 8> arguments{};
  for (std::size_t i = 0; i + 1 < words.size(); ++i) arguments[i] = words[i].data();
  // The signals that this process waits for are blocked in it; a child must hear them.
  posix_spawnattr_t how{};
  posix_spawnattr_init(&how);
  sigset_t none;
  sigemptyset(&none);
  posix_spawnattr_setsigmask(&how, &none);
  posix_spawnattr_setflags(&how, POSIX_SPAWN_SETSIGMASK);
  pid_t child = -1;
  const int fault = posix_spawn(&child, script.c_str(), nullptr, &how, arguments.data(), environ);
  posix_spawnattr_destroy(&how);
  if (fault != 0) return cannot(script);
  return std::unique_ptr<DemoWorker>(new DemoWorker(child));
}

DemoWorker::~DemoWorker() {
  kill(child_, SIGTERM);
  waitpid(child_, nullptr, 0);
}

}  // namespace hotline::app
