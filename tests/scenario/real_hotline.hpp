// The real program, started as an operator starts it: own directory, own database, any free port.
#pragma once

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <fstream>
#include <optional>
#include <regex>
#include <sstream>
#include <string>
#include <vector>

#include "support/http_client.hpp"
#include "support/store_fixture.hpp"

namespace hotline::scenario {

inline std::string program() {
  return std::string(HOTLINE_BINARY_DIR) + "/hotline";
}
inline std::string source(const std::string& path) {
  return std::string(HOTLINE_SOURCE_DIR) + "/" + path;
}

struct Outcome {
  int status = -1;
  std::string output;
};

// Runs a command to its end; output and errors together.
inline Outcome run(const std::string& command) {
  Outcome outcome;
  FILE* pipe = ::popen((command + " 2>&1").c_str(), "r");
  if (pipe == nullptr) return outcome;
  std::array<char, 4096> buffer{};
  while (const std::size_t got = std::fread(buffer.data(), 1, buffer.size(), pipe))
    outcome.output.append(buffer.data(), got);
  const int status = ::pclose(pipe);
  outcome.status = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  return outcome;
}

class RealHotline {
 public:
  explicit RealHotline(const std::string& city = source("config/hangzhou")) {
    std::ofstream file(config());
    file << "[log]\nlevel = \"warn\"\n[store]\npath = \"" << dir_.file("hotline.db") << "\"\nkey_file = \""
         << dir_.file("hotline.key") << "\"\n[city]\ndirectory = \"" << city
         << "\"\n[dispatch]\nmodel_directory = \"" << dir_.file("models")
         << "\"\n[attachments]\ndirectory = \"" << dir_.file("attachments")
         << "\"\n[server]\nport = 0\nper_key_per_second = 0\nper_address_per_second = "
            "0\n[access]\npassword_memory_kib = 64\n";
  }
  ~RealHotline() {
    if (child_ > 0) kill_now();
  }

  std::string config() const { return dir_.file("hotline.toml"); }
  std::string file(const std::string& name) const { return dir_.file(name); }

  // Starts `hotline serve` and waits until it has printed its address. False when it ended instead.
  bool start() {
    std::array<int, 2> out{};
    if (::pipe(out.data()) != 0) return false;
    child_ = ::fork();
    if (child_ == 0) {
      ::dup2(out[1], STDOUT_FILENO);
      ::close(out[0]);
      ::close(out[1]);
      ::execl(program().c_str(), "hotline", "serve", "--config", config().c_str(), nullptr);
      ::_exit(127);
    }
    ::close(out[1]);
    std::string line;
    char byte = 0;
    while (::read(out[0], &byte, 1) == 1 && byte != '\n') line += byte;
    ::close(out[0]);
    std::smatch match;
    if (!std::regex_search(line, match, std::regex(":([0-9]+)/"))) return false;
    port_ = static_cast<unsigned short>(std::stoi(match[1]));
    return true;
  }

  // As a power cut does to a process.
  void kill_now() {
    ::kill(child_, SIGKILL);
    wait();
  }
  // As an operator does; its exit status.
  int stop() {
    ::kill(child_, SIGTERM);
    return wait();
  }
  void hang_up() { ::kill(child_, SIGHUP); }

  unsigned short port() const { return port_; }
  test::HttpClient client() const { return test::HttpClient(port_); }

  // While it does not run: makes an account, returns its password.
  std::string account(const std::string& login, const std::string& role, const std::string& unit = "") const {
    const Outcome made =
        run(program() + " account --config " + config() + " --login " + login + " --display " + login +
            " --role " + role + (unit.empty() ? "" : " --unit " + unit));
    EXPECT_EQ(made.status, 0) << made.output;
    std::istringstream words(made.output);
    std::string name, password;
    words >> name >> password;
    return password;
  }

  // A client that is signed in.
  test::HttpClient signed_in(const std::string& login, const std::string& password) const {
    test::HttpClient client(port_);
    const auto reply = client.post("/api/v1/session", {{"login", login}, {"password", password}});
    EXPECT_EQ(reply.status, 201u) << reply.body;
    const std::string cookie = reply.header("Set-Cookie");
    client.headers["Cookie"] = cookie.substr(0, cookie.find(';'));
    client.headers["X-CSRF-Token"] = reply.json().value("csrf_token", "");
    return client;
  }

 private:
  int wait() {
    int status = 0;
    ::waitpid(child_, &status, 0);
    child_ = -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  }

  test::TempDir dir_;
  pid_t child_ = -1;
  unsigned short port_ = 0;
};

}  // namespace hotline::scenario
