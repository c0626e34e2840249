// The versions of a city's model: a folder of model files, and which of them is in force.
//
// A file is never changed after it was put there; its name says when it was trained and on which data. Which
// one is in force, and which were before, is a text file beside them (`promotions`, one line for each
// promotion, the newest last), replaced whole, so that a crash leaves the old or the new state.
//
// Threads: one writer at a time; reading is safe beside it. Processes: the server and a command may share the
// folder.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "hotline/classify/model.hpp"

namespace hotline::dispatch {

struct ShelvedModel {
  std::string name;  // file name
  classify::ModelInfo info;
  bool in_force = false;
  std::optional<base::Error> fault;  // the file cannot be read; `info` is empty then
};

class ModelShelf {
 public:
  // The folder is made when the first model is put there.
  explicit ModelShelf(std::filesystem::path folder) : folder_(std::move(folder)) {}

  // Saves the model under a name of its own; not in force yet. Errors: storage_full, unavailable.
  base::Result<std::string> put(const classify::Model& model);
  // Newest first.
  std::vector<ShelvedModel> list() const;
  // Name of the model in force, nothing when none was ever promoted.
  std::optional<std::string> in_force() const;
  // Reads the model of this name. Errors: not_found, unsupported_type, corrupt, each naming the file.
  base::Result<std::shared_ptr<const classify::Model>> load(const std::string& name) const;
  // Puts a model in force; it must be readable. Errors: those of load; unavailable.
  base::Status promote(const std::string& name);
  // Goes back to the one before. Gives its name. Errors: conflict when there is none; those of load.
  base::Result<std::string> rollback();
  // Undoes the newest promotion, the only one too: then none is in force. Errors: unavailable.
  base::Status take_back();

 private:
  std::vector<std::string> promotions() const;
  base::Status write(const std::vector<std::string>& names) const;

  std::filesystem::path folder_;
};

}  // namespace hotline::dispatch
