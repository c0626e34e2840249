#include "hotline/city/versions.hpp"

#include <sodium.h>

#include <limits>

#include "city/queries.hpp"
#include "hotline/store/journal.hpp"

namespace hotline::city {
namespace {

CityVersion read_version(const store::Statement& row) {
  return {row.integer(0),      base::from_millis(row.integer(1)), row.text(2), row.text(3), row.text(4),
          row.maybe_integer(5)};
}

base::Error no_such_version(std::int64_t number) {
  const std::string n = std::to_string(number);
  return base::Error::of(base::ErrorCode::not_found, "没有第" + n + "版配置，请查看版本列表",
                         "there is no version " + n + ": look at the list of versions");
}

std::optional<CityVersion> find_version(store::ReadTx& tx, const char* sql) {
  auto row = tx.query(sql);
  if (!row.step()) return std::nullopt;
  return read_version(row);
}

template <class Key>
std::optional<CityVersion> find_version(store::ReadTx& tx, const char* sql, const Key& key) {
  auto row = tx.query(sql);
  row.bind(key);
  if (!row.step()) return std::nullopt;
  return read_version(row);
}

CityFiles read_files(store::ReadTx& tx, std::int64_t number) {
  CityFiles files;
  auto row = tx.query(queries::files_of_version);
  row.bind(number);
  while (row.step()) files.emplace(row.text(0), row.text(1));
  return files;
}

base::Error faulty(const CityLoad& load) {
  std::vector<base::FieldError> fields;
  for (const Diagnostic& d : load.diagnostics)
    if (d.severity == Severity::error)
      fields.push_back({d.file + ":" + std::to_string(d.line), d.code, d.text});
  return base::Error::fields_wrong(std::move(fields));
}

void add_length(std::string& out, std::size_t length) {
  for (unsigned shift = 0; shift < 64; shift += 8)
    out += static_cast<char>((std::uint64_t{length} >> shift) & 0xFFU);
}

}  // namespace

std::string digest_of(const CityFiles& files) {
  // Each part goes in behind its length, so that no two sets of files read the same.
  std::string text;
  for (const auto& [name, content] : files) {
    for (const std::string* part : {&name, &content}) {
      add_length(text, part->size());
      text += *part;
    }
  }
  std::array<unsigned char, crypto_generichash_BYTES> hash{};
  crypto_generichash(hash.data(), hash.size(), reinterpret_cast<const unsigned char*>(text.data()),
                     text.size(), nullptr, 0);
  std::array<char, hash.size() * 2 + 1> hex{};
  sodium_bin2hex(hex.data(), hex.size(), hash.data(), hash.size());
  return hex.data();
}

base::Result<CityVersion> CityVersions::record(const CityFiles& files, const store::Actor& actor,
                                               const std::string& note) {
  const CityLoad load = load_city_files(files);
  if (load.city == nullptr) return faulty(load);
  return store_version(files, actor, note, std::nullopt);
}

base::Result<CityVersion> CityVersions::rollback(std::int64_t number, const store::Actor& actor,
                                                 const std::string& note) {
  HOTLINE_TRY(const CityFiles old, files(number));
  HOTLINE_TRY(const auto newest, find_newest());
  if (newest && newest->digest == digest_of(old))
    return base::Error::of(base::ErrorCode::conflict,
                           "第" + std::to_string(number) + "版的内容已经生效，无需回退",
                           "the files of version " + std::to_string(number) + " are in force already");
  const CityLoad load = load_city_files(old);
  if (load.city == nullptr) return faulty(load);
  return store_version(old, actor, note, number);
}

base::Result<CityVersion> CityVersions::store_version(const CityFiles& files, const store::Actor& actor,
                                                      const std::string& note,
                                                      std::optional<std::int64_t> rollback_of) {
  return store_.write([&](store::WriteTx& tx) -> base::Result<CityVersion> {
    const auto newest = find_version(tx, queries::newest_version);
    CityVersion version{
        newest ? newest->number + 1 : 1, tx.now(), actor.id, digest_of(files), note, rollback_of};
    if (newest && newest->digest == version.digest) return *newest;
    tx.execute(queries::insert_version, version.number, base::to_millis(version.at), version.actor,
               version.digest, version.note, version.rollback_of);
    for (const auto& [name, content] : files) tx.execute(queries::insert_file, version.number, name, content);
    store::Payload payload{{"version", version.number},
                           {"digest", version.digest},
                           {"files", static_cast<std::int64_t>(files.size())}};
    if (rollback_of) payload.set("rollback_of", *rollback_of);
    tx.journal().append(tx, {.stream = "city",
                             .subject = version.number,
                             .kind = "config_loaded",
                             .actor = actor,
                             .reason = note,
                             .payload = payload});
    return version;
  });
}

base::Result<std::vector<CityVersion>> CityVersions::list(std::size_t limit, std::int64_t before) {
  return store_.read([=](store::ReadTx& tx) -> base::Result<std::vector<CityVersion>> {
    std::vector<CityVersion> versions;
    auto row = tx.query(queries::versions_before);
    row.bind(before > 0 ? before : std::numeric_limits<std::int64_t>::max(),
             static_cast<std::int64_t>(limit));
    while (row.step()) versions.push_back(read_version(row));
    return versions;
  });
}

base::Result<std::optional<CityVersion>> CityVersions::find_newest() {
  return store_.read([](store::ReadTx& tx) -> base::Result<std::optional<CityVersion>> {
    return find_version(tx, queries::newest_version);
  });
}

base::Result<std::optional<CityVersion>> CityVersions::find_by_digest(const std::string& digest) {
  return store_.read([&](store::ReadTx& tx) -> base::Result<std::optional<CityVersion>> {
    return find_version(tx, queries::version_by_digest, digest);
  });
}

base::Result<CityVersion> CityVersions::version(std::int64_t number) {
  return store_.read([=](store::ReadTx& tx) -> base::Result<CityVersion> {
    auto found = find_version(tx, queries::version_by_number, number);
    if (!found) return no_such_version(number);
    return std::move(*found);
  });
}

base::Result<CityFiles> CityVersions::files(std::int64_t number) {
  return store_.read([=](store::ReadTx& tx) -> base::Result<CityFiles> {
    if (!find_version(tx, queries::version_by_number, number)) return no_such_version(number);
    return read_files(tx, number);
  });
}

base::Result<CityDiff> CityVersions::diff(std::int64_t before, std::int64_t after) {
  HOTLINE_TRY(const CityFiles old_files, files(before));
  HOTLINE_TRY(const CityFiles new_files, files(after));
  return diff_city_files(old_files, new_files);
}

base::Result<std::shared_ptr<const City>> CityVersions::load(std::int64_t number) {
  HOTLINE_TRY(const CityFiles stored, files(number));
  CityLoad load = load_city_files(stored, number);
  if (load.city != nullptr) return std::move(load.city);
  return base::Error::of(base::ErrorCode::corrupt,
                         "本程序不能读取第" + std::to_string(number) + "版配置，请载入新的配置",
                         "this release cannot read version " + std::to_string(number) + ": load new files");
}

}  // namespace hotline::city
