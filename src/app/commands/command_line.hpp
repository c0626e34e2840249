// The grammar of the command line: commands, their options and what these may hold.
//
// CLI11 does the work and stays in command_line.cpp: its templates cost each file that sees them ten seconds
// of compilation. One thread; what options write into must outlive parse().
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <initializer_list>
#include <memory>
#include <string>
#include <vector>

namespace hotline::app {

class Option {
 public:
  Option* required();
  Option* one_of(std::initializer_list<const char*> values);
  Option* range(double least, double most);
  // "a,b" gives two values.
  Option* delimiter(char between);
  Option* excludes(Option* other);
  // How often it stood on the command line.
  std::size_t count() const;

 private:
  friend class Command;
  explicit Option(void* option) : option_(option) {}
  void* option_;  // a CLI::Option, owned by its command
};

class Command {
 public:
  // The program itself.
  Command(const std::string& text, const std::string& name, const std::string& version);
  ~Command();
  Command(const Command&) = delete;
  Command& operator=(const Command&) = delete;

  Command* add_subcommand(const std::string& name, const std::string& text);
  void require_subcommand(int number);

  // `names` as in "-s,--speed", or "file" for one without dashes; texts in both languages. Each writes into
  // `out` when it was given. The pointer stays valid as long as the program's Command.
  Option* add_option(const std::string& names, std::string& out, const std::string& text = "");
  Option* add_option(const std::string& names, std::vector<std::string>& out, const std::string& text = "");
  Option* add_option(const std::string& names, std::filesystem::path& out, const std::string& text = "");
  Option* add_option(const std::string& names, std::vector<std::filesystem::path>& out,
                     const std::string& text = "");
  Option* add_option(const std::string& names, int& out, const std::string& text = "");
  Option* add_option(const std::string& names, unsigned& out, const std::string& text = "");
  Option* add_option(const std::string& names, std::int64_t& out, const std::string& text = "");
  Option* add_option(const std::string& names, std::uint64_t& out, const std::string& text = "");
  Option* add_option(const std::string& names, float& out, const std::string& text = "");
  Option* add_option(const std::string& names, double& out, const std::string& text = "");
  Option* add_flag(const std::string& names, bool& out, const std::string& text = "");

  // Runs when the command was chosen and its options were read.
  void callback(std::function<void()> chosen);

  // Of the program: reads the words and runs the callbacks. Nothing when a command was chosen; else the exit
  // status, help or what was wrong having been printed.
  bool parse(int argc, char** argv, int& status);

 private:
  struct Tree;
  Command(void* app, Tree& tree);
  Option* keep(void* option);

  std::unique_ptr<Tree> own_;  // of the program; nothing in the commands below
  Tree* tree_;
  void* app_;  // a CLI::App, owned by the tree
};

// To be called in a callback: ends parsing with "NAMES is required".
[[noreturn]] void refuse_missing(const std::string& names);

}  // namespace hotline::app
