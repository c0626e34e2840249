// A model file whose checksum fits, so that what is behind it is reached: a small trained model with bytes
// changed. The input is a list of changes, three bytes of place and one of value each; an odd byte at the end
// cuts the file.
#include <cstring>
#include <filesystem>
#include <fstream>

#include "classify/digest.hpp"
#include "classify/small_corpus.hpp"
#include "fuzz/fuzz_support.hpp"
#include "hotline/classify/model.hpp"
#include "hotline/classify/train.hpp"

namespace {

using namespace hotline::classify;

constexpr std::size_t head_size = 32, digest_at = 24, length_at = 16;

std::string trained() {
  // As small as a model can be: it is made anew in each process.
  const Corpus corpus = testing::small_corpus(6);
  TrainOptions options;
  options.recipes = {default_recipes(corpus).front()};
  options.folds = 2;
  options.created = hotline::base::from_millis(1'700'000'000'000);
  const auto path =
      std::filesystem::temp_directory_path() / ("hotline-fuzz-" + std::to_string(::getpid()) + ".model");
  hotline::fuzz::must_hold(Model(train(corpus, options).value()).save(path).ok());
  std::ifstream in(path, std::ios::binary);
  const std::string bytes((std::istreambuf_iterator<char>(in)), {});
  std::filesystem::remove(path);
  return bytes;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const std::string whole = trained();
  std::string bytes = whole;
  for (std::size_t i = 0; i + 4 <= size; i += 4) {
    const std::size_t at =
        static_cast<std::size_t>(data[i]) << 16 | static_cast<std::size_t>(data[i + 1]) << 8 | data[i + 2];
    bytes[head_size + at % (bytes.size() - head_size)] = static_cast<char>(data[i + 3]);
  }
  if (size % 4 != 0) bytes.resize(head_size + (bytes.size() - head_size) * data[size - 1] / 256);
  const std::uint64_t length = bytes.size() - head_size;
  Digest digest;
  digest.add_bytes(std::string_view(bytes).substr(head_size));
  const std::uint64_t sum = digest.value();
  std::memcpy(bytes.data() + length_at, &length, sizeof length);
  std::memcpy(bytes.data() + digest_at, &sum, sizeof sum);
  const hotline::fuzz::MemoryFile file(bytes);
  const auto model = Model::load(file.path());
  if (!model.ok()) return 0;
  Scratch scratch;
  const std::string_view fields[] = {"水管爆了", "家里自来水停了两天"};
  static_cast<void>(model->predict(fields, scratch));
  return 0;
}
