#include "app/commands/offline_city.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <iostream>

#include "hotline/city/load.hpp"

namespace hotline::app {
namespace {

namespace fs = std::filesystem;

fs::path folder_of_program() {
  std::error_code ignored;
  return fs::read_symlink("/proc/self/exe", ignored).parent_path();
}

}  // namespace

std::string model_file_of(const OfflineChoice& choice) {
  if (choice.model == "none") return "";
  if (!choice.model.empty()) return choice.model;
  std::error_code ignored;
  const std::string name = fs::weakly_canonical(choice.city, ignored).filename().string() + ".model";
  for (const fs::path& folder : {folder_of_program(), folder_of_program() / "../share/hotline"}) {
    if (fs::exists(folder / name, ignored)) return (folder / name).string();
  }
  return "";
}

std::shared_ptr<const city::City> open_city(const Environment& environment, const std::string& folder) {
  city::CityLoad load = city::load_city(folder);
  if (load.city) return load.city;
  std::cerr << fmt::format("hotline: {} errors in {}\n", load.errors(), folder);
  for (const city::Diagnostic& one : load.diagnostics) {
    if (one.severity == city::Severity::error)
      std::cerr << fmt::format("  {}:{}: {}\n", one.file, one.line, environment.say(one.text));
  }
  return nullptr;
}

std::shared_ptr<const dispatch::Dispatcher> open_dispatcher(const Environment& environment,
                                                            const OfflineChoice& choice) {
  auto city = open_city(environment, choice.city);
  if (!city) return nullptr;
  std::shared_ptr<const classify::Model> model;
  if (const std::string file = model_file_of(choice); !file.empty()) {
    auto loaded = classify::Model::load(file);
    if (!loaded.ok()) {
      environment.fail(loaded.error());
      return nullptr;
    }
    model = std::make_shared<const classify::Model>(std::move(loaded).value());
  }
  return std::make_shared<const dispatch::Dispatcher>(std::move(city), std::move(model));
}

void add_offline_options(Command& command, OfflineChoice& choice) {
  command.add_option("--city,--config", choice.city, "城市配置目录 / directory of the city's files");
  command.add_option(
      "--model", choice.model,
      "模型文件；缺省为随程序提供的模型，none 为不用 / model file; default: the delivered one; none");
}

}  // namespace hotline::app
