// The file form of a model: magic, format version, length and checksum of the body, body. Numbers are little
// endian as on every machine this product runs on.
#include <bit>
#include <cstring>
#include <fstream>
#include <sstream>

#include "classify/digest.hpp"
#include "hotline/classify/model.hpp"

namespace hotline::classify {
namespace {

static_assert(std::endian::native == std::endian::little);
constexpr std::string_view kMagic = "HLCLASSY";
constexpr std::uint32_t kFormat = 1;

struct Header {
  std::array<char, 8> magic;
  std::uint32_t format;
  std::uint32_t reserved;
  std::uint64_t body_bytes;
  std::uint64_t body_digest;
};

std::uint64_t digest_of(std::string_view body) {
  Digest digest;
  digest.add_bytes(body);
  return digest.value();
}

// Appends values to the body.
class Writer {
 public:
  static constexpr bool reading = false;
  template <class T>
  void value(const T& item) {
    static_assert(std::is_trivially_copyable_v<T>);
    body.append(reinterpret_cast<const char*>(&item), sizeof item);
  }
  template <class T>
  void list(const std::vector<T>& items) {
    static_assert(std::is_trivially_copyable_v<T>);
    value(std::uint64_t{items.size()});
    body.append(reinterpret_cast<const char*>(items.data()), items.size() * sizeof(T));
  }
  void text(const std::string& item) {
    value(std::uint64_t{item.size()});
    body += item;
  }
  void texts(const std::vector<std::string>& items) {
    value(std::uint64_t{items.size()});
    for (const std::string& item : items) text(item);
  }
  std::string body;
};

// Takes values from the body; after the first one that does not fit, all are empty and ok is false.
class Reader {
 public:
  static constexpr bool reading = true;
  explicit Reader(std::string_view body) : body_(body) {}
  template <class T>
  void value(T& item) {
    take(&item, sizeof item);
  }
  template <class T>
  void list(std::vector<T>& items) {
    const std::size_t count = length(sizeof(T));
    items.resize(count);
    take(items.data(), count * sizeof(T));
  }
  void text(std::string& item) {
    item.resize(length(1));
    take(item.data(), item.size());
  }
  void texts(std::vector<std::string>& items) {
    items.resize(length(sizeof(std::uint64_t)));
    for (std::string& item : items) text(item);
  }
  bool ok = true;
  bool at_end() const { return body_.empty(); }

 private:
  std::size_t length(std::size_t each) {
    std::uint64_t count = 0;
    value(count);
    if (count > body_.size() / each) ok = false;
    return ok ? count : 0;
  }
  void take(void* to, std::size_t bytes) {
    if (bytes > body_.size()) ok = false;
    if (!ok || bytes == 0) return;
    std::memcpy(to, body_.data(), bytes);
    body_.remove_prefix(bytes);
  }
  std::string_view body_;
};

base::Error file_error(base::ErrorCode code, const std::filesystem::path& path, const std::string& zh,
                       const std::string& en) {
  const std::string name = path.filename().string();
  return base::Error::of(code, "模型文件“" + name + "”" + zh, "Model file \"" + name + "\" " + en);
}

}  // namespace

// Both directions in one list of members, so that they cannot part.
class ModelFile {
 public:
  template <class Archive, class M>
  static void pass(Archive& archive, M& model) {
    std::int64_t created = base::to_millis(model.info_.created);
    archive.value(created);
    archive.text(model.info_.data_digest);
    archive.value(model.info_.rows);
    archive.value(model.info_.accuracy);
    archive.value(model.info_.macro_f1);
    archive.value(model.info_.coverage_at_95);
    archive.value(model.thresholds_);
    archive.texts(model.field_names_);
    archive.texts(model.labels_);
    auto points = model.alphabet_.points();
    archive.list(points);
    std::uint64_t blocks = model.blocks_.size();
    archive.value(blocks);
    if constexpr (Archive::reading) {
      model.info_.created = base::from_millis(created);
      model.alphabet_ = Alphabet(std::move(points));
      if (blocks > 64) archive.ok = false;
      model.blocks_.resize(archive.ok ? blocks : 0);
    }
    for (auto& block : model.blocks_) pass_block(archive, model, block);
    archive.value(model.weight_unit_);
    archive.list(model.bias_);
    archive.list(model.rows_);
    if constexpr (Archive::reading) model.stride_ = (model.labels_.size() + 1 + 7) / 8 * 8;
  }

  // Whether every number that is used as an index stays within its table.
  static bool is_consistent(const Model& model) {
    const std::size_t labels = model.labels_.size();
    if (labels == 0 || model.bias_.size() != labels || model.field_names_.empty()) return false;
    std::size_t features = 0;
    for (const Model::Block& block : model.blocks_) {
      if (block.first_row != features) return false;
      if (block.options.max_n < 1 || block.options.max_n > 8 || block.options.max_chars >= 60000)
        return false;
      features += block.dictionary.size();
    }
    return model.rows_.size() == features * model.stride_;
  }

  static Model load(Reader& reader) {
    Model model;
    pass(reader, model);
    if (reader.ok) reader.ok = reader.at_end() && is_consistent(model);
    return model;
  }

 private:
  template <class Archive, class M, class B>
  static void pass_block(Archive& archive, M& model, B& block) {
    archive.list(block.options.fields);
    archive.value(block.options.max_chars);
    archive.value(block.options.max_n);
    archive.value(block.options.min_df);
    archive.value(block.options.weight);
    archive.value(block.first_row);
    std::vector<FeatureId> parents;
    std::vector<CharId> lasts;
    for (const Dictionary::Edge& edge : block.dictionary.edges()) {
      parents.push_back(edge.parent);
      lasts.push_back(edge.last);
    }
    archive.list(parents);
    archive.list(lasts);
    if constexpr (Archive::reading) {
      if (parents.size() != lasts.size()) archive.ok = false;
      const std::size_t characters = model.alphabet_.size();
      std::vector<Dictionary::Edge> edges;
      for (std::size_t i = 0; archive.ok && i < parents.size(); ++i) {
        if (parents[i] == 0 || parents[i] >= characters + i) archive.ok = false;
        if (lasts[i] == 0 || lasts[i] >= characters) archive.ok = false;
        edges.push_back({parents[i], lasts[i]});
      }
      if (archive.ok) block.dictionary = Dictionary(characters, std::move(edges));
    }
  }
};

std::size_t Model::bytes() const {
  Writer writer;
  ModelFile::pass(writer, *this);
  return sizeof(Header) + writer.body.size();
}

base::Status Model::save(const std::filesystem::path& path) const {
  Writer writer;
  ModelFile::pass(writer, *this);
  Header header{{}, kFormat, 0, writer.body.size(), digest_of(writer.body)};
  std::copy(kMagic.begin(), kMagic.end(), header.magic.begin());
  std::filesystem::path beside = path;
  beside += ".new";
  std::ofstream out(beside, std::ios::binary | std::ios::trunc);
  out.write(reinterpret_cast<const char*>(&header), sizeof header);
  out.write(writer.body.data(), static_cast<std::streamsize>(writer.body.size()));
  out.close();
  std::error_code failed;
  if (out) std::filesystem::rename(beside, path, failed);
  if (!out || failed) {
    std::error_code ignored;
    std::filesystem::remove(beside, ignored);
    return file_error(base::ErrorCode::storage_full, path, "无法写入，请检查磁盘空间和目录权限。",
                      "cannot be written: check free space and the folder's permissions.");
  }
  return {};
}

base::Result<Model> Model::load(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in)
    return file_error(base::ErrorCode::not_found, path, "打不开，请检查文件名和权限。",
                      "cannot be opened: check its name and permissions.");
  Header header{};
  in.read(reinterpret_cast<char*>(&header), sizeof header);
  if (!in || std::string_view(header.magic.data(), header.magic.size()) != kMagic)
    return file_error(base::ErrorCode::unsupported_type, path, "不是分类模型，请改用 train 命令生成的文件。",
                      "is no classifier: use a file written by the train command.");
  if (header.format != kFormat)
    return file_error(base::ErrorCode::unsupported_type, path, "的格式版本与本程序不符，请用本版本重新训练。",
                      "has another format version: train it again with this version.");
  std::ostringstream rest;
  rest << in.rdbuf();
  const std::string body = std::move(rest).str();
  const base::Error corrupt = file_error(base::ErrorCode::corrupt, path, "已损坏，请恢复备份或重新训练。",
                                         "is damaged: restore a copy or train it again.");
  if (body.size() != header.body_bytes || digest_of(body) != header.body_digest) return corrupt;
  Reader reader(body);
  Model model = ModelFile::load(reader);
  if (!reader.ok) return corrupt;
  return model;
}

}  // namespace hotline::classify
