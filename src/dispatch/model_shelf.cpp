#include "hotline/dispatch/model_shelf.hpp"

#include <algorithm>
#include <fstream>

namespace hotline::dispatch {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view extension = ".model";

// "20260302T040000Z-89abcdef.model"
std::string name_of(const classify::ModelInfo& info) {
  std::string when;
  for (const char c : base::format_rfc3339(info.created).substr(0, 19)) {
    if (c != '-' && c != ':') when += c;
  }
  return when + "Z-" + info.data_digest.substr(0, 8) + std::string(extension);
}

bool is_plain(const std::string& name) {
  return !name.empty() && name.find('/') == std::string::npos && name.front() != '.' &&
         name.ends_with(extension);
}

base::Error cannot_write(const fs::path& path) {
  return base::Error::of(base::ErrorCode::unavailable,
                         "无法写入 " + path.string() + "，请检查目录权限和空间。",
                         path.string() + " cannot be written. Check the folder's rights and space.");
}

}  // namespace

base::Result<std::string> ModelShelf::put(const classify::Model& model) {
  std::error_code failed;
  fs::create_directories(folder_, failed);
  const std::string name = name_of(model.info());
  if (failed) return cannot_write(folder_);
  HOTLINE_CHECK(model.save(folder_ / name));
  return name;
}

std::vector<ShelvedModel> ModelShelf::list() const {
  std::vector<ShelvedModel> models;
  std::error_code ignored;
  const auto current = in_force();
  for (const fs::directory_entry& file : fs::directory_iterator(folder_, ignored)) {
    const std::string name = file.path().filename().string();
    if (!is_plain(name)) continue;
    ShelvedModel one;
    one.name = name;
    one.in_force = current && *current == name;
    if (auto loaded = classify::Model::load(file.path()); loaded.ok()) {
      one.info = loaded->info();
    } else {
      one.fault = loaded.error();
    }
    models.push_back(std::move(one));
  }
  std::sort(models.begin(), models.end(), [](const auto& a, const auto& b) { return a.name > b.name; });
  return models;
}

std::vector<std::string> ModelShelf::promotions() const {
  std::vector<std::string> names;
  std::ifstream file(folder_ / "promotions");
  for (std::string line; std::getline(file, line);) {
    if (is_plain(line)) names.push_back(line);
  }
  return names;
}

base::Status ModelShelf::write(const std::vector<std::string>& names) const {
  const fs::path target = folder_ / "promotions", fresh = folder_ / "promotions.new";
  {
    std::ofstream file(fresh, std::ios::trunc);
    for (const std::string& name : names) file << name << '\n';
    if (!file.flush()) return cannot_write(fresh);
  }
  std::error_code failed;
  fs::rename(fresh, target, failed);
  if (failed) return cannot_write(target);
  return {};
}

std::optional<std::string> ModelShelf::in_force() const {
  const std::vector<std::string> names = promotions();
  return names.empty() ? std::nullopt : std::optional(names.back());
}

base::Result<std::shared_ptr<const classify::Model>> ModelShelf::load(const std::string& name) const {
  if (!is_plain(name)) {
    return base::Error::of(base::ErrorCode::not_found, "没有名为“" + name + "”的模型。",
                           "There is no model named '" + name + "'.");
  }
  HOTLINE_TRY(classify::Model model, classify::Model::load(folder_ / name));
  return std::shared_ptr<const classify::Model>(std::make_shared<const classify::Model>(std::move(model)));
}

base::Status ModelShelf::promote(const std::string& name) {
  HOTLINE_TRY(const auto model, load(name));
  std::vector<std::string> names = promotions();
  if (!names.empty() && names.back() == name) return {};
  names.push_back(name);
  return write(names);
}

base::Result<std::string> ModelShelf::rollback() {
  std::vector<std::string> names = promotions();
  if (names.size() < 2) {
    return base::Error::of(base::ErrorCode::conflict, "没有更早的模型可以恢复。",
                           "There is no earlier model to go back to.");
  }
  names.pop_back();
  HOTLINE_TRY(const auto model, load(names.back()));
  HOTLINE_CHECK(write(names));
  return names.back();
}

base::Status ModelShelf::take_back() {
  std::vector<std::string> names = promotions();
  if (!names.empty()) names.pop_back();
  return write(names);
}

}  // namespace hotline::dispatch
