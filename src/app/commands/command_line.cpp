#include "app/commands/command_line.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <deque>

namespace hotline::app {
namespace {

CLI::App& app_of(void* app) {
  return *static_cast<CLI::App*>(app);
}
CLI::Option& option_of(void* option) {
  return *static_cast<CLI::Option*>(option);
}

}  // namespace

struct Command::Tree {
  CLI::App root;
  std::vector<std::unique_ptr<Command>> commands;
  std::deque<Option> options;  // their addresses stay
};

Option* Option::required() {
  option_of(option_).required();
  return this;
}

Option* Option::one_of(std::initializer_list<const char*> values) {
  option_of(option_).check(CLI::IsMember(std::vector<std::string>(values.begin(), values.end())));
  return this;
}

Option* Option::range(double least, double most) {
  // Not CLI::Range: for numbers with a fraction it writes its limits with six decimals.
  const std::string limits = fmt::format("{} - {}", least, most);
  option_of(option_).check(CLI::Validator(
      [least, most, limits](const std::string& word) {
        double number = 0;
        const bool fits = CLI::detail::lexical_cast(word, number) && number >= least && number <= most;
        return fits ? std::string() : "value " + word + " is not in range " + limits;
      },
      limits));
  return this;
}

Option* Option::delimiter(char between) {
  option_of(option_).delimiter(between);
  return this;
}

Option* Option::excludes(Option* other) {
  option_of(option_).excludes(&option_of(other->option_));
  return this;
}

std::size_t Option::count() const {
  return option_of(option_).count();
}

Command::Command(const std::string& text, const std::string& name, const std::string& version)
    : own_(std::make_unique<Tree>()), tree_(own_.get()), app_(&tree_->root) {
  tree_->root.description(text);
  tree_->root.name(name);
  tree_->root.set_version_flag("--version", version);
}

Command::Command(void* app, Tree& tree) : tree_(&tree), app_(app) {}

Command::~Command() = default;

Command* Command::add_subcommand(const std::string& name, const std::string& text) {
  CLI::App* below = app_of(app_).add_subcommand(name, text);
  tree_->commands.push_back(std::unique_ptr<Command>(new Command(below, *tree_)));
  return tree_->commands.back().get();
}

void Command::require_subcommand(int number) {
  app_of(app_).require_subcommand(number);
}

Option* Command::keep(void* option) {
  tree_->options.push_back(Option(option));
  return &tree_->options.back();
}

Option* Command::add_option(const std::string& names, std::string& out, const std::string& text) {
  return keep(app_of(app_).add_option(names, out, text));
}
Option* Command::add_option(const std::string& names, std::vector<std::string>& out,
                            const std::string& text) {
  return keep(app_of(app_).add_option(names, out, text));
}
Option* Command::add_option(const std::string& names, std::filesystem::path& out, const std::string& text) {
  return keep(app_of(app_).add_option(names, out, text));
}
Option* Command::add_option(const std::string& names, std::vector<std::filesystem::path>& out,
                            const std::string& text) {
  return keep(app_of(app_).add_option(names, out, text));
}
Option* Command::add_option(const std::string& names, int& out, const std::string& text) {
  return keep(app_of(app_).add_option(names, out, text));
}
Option* Command::add_option(const std::string& names, unsigned& out, const std::string& text) {
  return keep(app_of(app_).add_option(names, out, text));
}
Option* Command::add_option(const std::string& names, std::int64_t& out, const std::string& text) {
  return keep(app_of(app_).add_option(names, out, text));
}
Option* Command::add_option(const std::string& names, std::uint64_t& out, const std::string& text) {
  return keep(app_of(app_).add_option(names, out, text));
}
Option* Command::add_option(const std::string& names, float& out, const std::string& text) {
  return keep(app_of(app_).add_option(names, out, text));
}
Option* Command::add_option(const std::string& names, double& out, const std::string& text) {
  return keep(app_of(app_).add_option(names, out, text));
}
Option* Command::add_flag(const std::string& names, bool& out, const std::string& text) {
  return keep(app_of(app_).add_flag(names, out, text));
}

void Command::callback(std::function<void()> chosen) {
  app_of(app_).callback(std::move(chosen));
}

bool Command::parse(int argc, char** argv, int& status) {
  try {
    app_of(app_).parse(argc, argv);
    return true;
  } catch (const CLI::ParseError& error) {
    status = app_of(app_).exit(error);
    return false;
  }
}

void refuse_missing(const std::string& names) {
  throw CLI::RequiredError(names);
}

}  // namespace hotline::app
