// A table that somebody uploads: CSV in any encoding, or xlsx.
#include "fuzz/fuzz_support.hpp"
#include "hotline/table/table_reader.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  hotline::table::TableOptions options;
  options.xlsx.max_part_bytes = 4 * 1024 * 1024;
  auto table = hotline::table::open_table_bytes(std::string(hotline::fuzz::view_of(data, size)), options);
  if (!table.ok()) return 0;
  const std::size_t columns = (*table)->header().names().size();
  for (int i = 0; i < 10'000; ++i) {
    const auto row = (*table)->next();
    if (!row) break;
    if (row->ok()) hotline::fuzz::must_hold((*row)->cells.size() == columns);
  }
  return 0;
}
