#include <iostream>

#include "app/commands/commands.hpp"

namespace hotline::app {

std::optional<Settings> Environment::settings() const {
  auto loaded = load_settings(config);
  if (!loaded.ok()) {
    fail(loaded.error());
    return std::nullopt;
  }
  return std::move(loaded).value();
}

base::Logger Environment::logger() const {
  const auto loaded = load_settings(config);
  return base::make_logger(loaded.ok() ? loaded->log_level : "info");
}

int Environment::fail(const base::Error& error) const {
  std::cerr << "hotline: " << say(error.text) << '\n';
  for (const base::FieldError& one : error.fields)
    std::cerr << "  " << one.pointer << ": " << say(one.text) << '\n';
  return 1;
}

}  // namespace hotline::app
