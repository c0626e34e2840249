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
  bool start() { return take_port(first_line({"serve"})); }
  // Starts `hotline standby` and waits until it follows `archive`.
  bool start_standby(const std::string& archive) {
    return first_line({"standby", "--archive", archive}).starts_with("following");
  }
  // Runs `hotline takeover` beside it; what it printed. port() is that of the new server then.
  Outcome take_over() {
    const Outcome taken = run(program() + " --language en takeover --config " + config());
    std::smatch match;
    if (std::regex_search(taken.output, match, std::regex("port ([0-9]+)")))
      port_ = static_cast<unsigned short>(std::stoi(match[1]));
    return taken;
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
  // From the next start on it listens where it listens now, as a server does that comes back after a crash.
  void keep_port() {
    std::ifstream in(config());
    std::stringstream text;
    text << in.rdbuf();
    std::ofstream(config()) << std::regex_replace(text.str(), std::regex("\nport = 0\n"),
                                                  "\nport = " + std::to_string(port_) + "\n");
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
  // Starts `hotline COMMAND...`; the first line of its standard output.
  std::string first_line(std::vector<std::string> command) {
    command.insert(command.begin(), "hotline");
    command.insert(command.end(), {"--config", config()});
    std::vector<char*> raw;
    for (std::string& one : command) raw.push_back(one.data());
    raw.push_back(nullptr);
    std::array<int, 2> out{};
    if (::pipe(out.data()) != 0) return "";
    const std::string path = program();
    child_ = ::fork();
    if (child_ == 0) {
      ::dup2(out[1], STDOUT_FILENO);
      ::close(out[0]);
      ::close(out[1]);
      ::execv(path.c_str(), raw.data());
      ::_exit(127);
    }
    ::close(out[1]);
    std::string line;
    char byte = 0;
    while (::read(out[0], &byte, 1) == 1 && byte != '\n') line += byte;
    output_ = out[0];
    return line;
  }
  bool take_port(const std::string& line) {
    std::smatch match;
    if (!std::regex_search(line, match, std::regex(":([0-9]+)/"))) return false;
    port_ = static_cast<unsigned short>(std::stoi(match[1]));
    return true;
  }
  int wait() {
    int status = 0;
    ::waitpid(child_, &status, 0);
    child_ = -1;
    if (output_ >= 0) ::close(output_);
    output_ = -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  }

  test::TempDir dir_;
  pid_t child_ = -1;
  int output_ = -1;  // kept open: a program that prints into a closed pipe would fail
  unsigned short port_ = 0;
};

}  // namespace hotline::scenario
