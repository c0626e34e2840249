#include "bench/service.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <thread>

#include "bench/measure.hpp"

namespace hotline::bench {
namespace {

namespace fs = std::filesystem;
using access::Right;

constexpr auto longest_start = std::chrono::seconds{60};
constexpr auto idle_look = std::chrono::milliseconds{150};

}  // namespace

Service::Service(const std::string& name) : folder_(std::string(HOTLINE_BENCH_DIR) + "/" + name) {
  fs::remove_all(folder_);
  fs::create_directories(folder_);
}

Service::~Service() {
  process_.reset();
  std::error_code ignored;
  fs::remove_all(folder_, ignored);
}

std::unique_ptr<app::Hotline> Service::open_parts(std::size_t group) {
  app::Settings settings;
  settings.store.path = database();
  settings.store.group = group;
  settings.key_file = path("hotline.key");
  settings.city_directory = HOTLINE_SOURCE_DIR "/config/hangzhou";
  settings.model_file = HOTLINE_MODEL;
  auto parts = must(app::Hotline::open(std::move(settings), base::make_logger("error")));
  if (key_.empty()) key_ = issue_key(*parts, "bench");
  return parts;
}

std::string Service::issue_key(app::Hotline& parts, const std::string& name) {
  access::NewApiKey wanted;
  wanted.name = name;
  wanted.scopes = {Right::request_create, Right::request_read, Right::ticket_read, Right::ticket_read_all,
                   Right::secret_read};
  return must(parts.store->write(
                  [&](store::WriteTx& tx) { return parts.keys.issue(tx, wanted, app::system_actor()); }))
      .bearer;
}

double Service::start(int cpu) {
  port_ = free_port();
  std::ofstream(path("hotline.toml")) << fmt::format(
      "[store]\npath = \"{0}\"\nkey_file = \"{1}\"\n[city]\ndirectory = \"{2}\"\n"
      "[dispatch]\nmodel_file = \"{3}\"\n[attachments]\ndirectory = \"{4}\"\n"
      "[server]\nport = {5}\nper_key_per_second = 0\nper_address_per_second = 0\n",
      database(), path("hotline.key"), HOTLINE_SOURCE_DIR "/config/hangzhou", HOTLINE_MODEL,
      path("attachments"), port_);
  const auto began = Steady::now();
  process_ = std::make_unique<Process>(
      std::vector<std::string>{HOTLINE_PROGRAM, "serve", "--config", path("hotline.toml")}, path("log"), cpu);
  const std::string ask = get_request("/health/ready", "");
  while (process_->is_running() && Steady::now() - began < longest_start) {
    try {
      if (fetch(port_, ask).substr(9, 3) == "200") return seconds_since(began);
    } catch (const std::exception&) {  // nobody listens yet
    }
    std::this_thread::sleep_for(std::chrono::milliseconds{2});
  }
  throw std::runtime_error("bench: the program is not ready");
}

double Service::metric(const std::string& name) const {
  const std::string answer = fetch(port_, get_request("/metrics", key_));
  const std::size_t at = answer.find("\n" + name + " ");
  return at == std::string::npos ? 0 : std::stod(answer.substr(at + name.size() + 2));
}

void Service::wait_until_idle() {
  for (int quiet = 0; quiet < 4;) {
    const double before = process_->cpu_seconds();
    std::this_thread::sleep_for(idle_look);
    quiet = process_->cpu_seconds() - before < 0.015 ? quiet + 1 : 0;
  }
}

}  // namespace hotline::bench
