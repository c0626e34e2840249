// The audit while no server runs: the whole chain with its anchors, trails, and their check offline.
#include <fmt/format.h>
#include <fstream>
#include <iostream>
#include <iterator>

#include "app/commands/with_hotline.hpp"
#include "hotline/api/person.hpp"
#include "hotline/api/trail.hpp"
#include "hotline/store/anchor.hpp"
#include "hotline/text/phone.hpp"
#include "hotline/ticket/correcting.hpp"

namespace hotline::app {
namespace {

constexpr auto kWhose = " (give --public-key to be sure whose key that is)";

std::optional<std::string> read_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) return std::nullopt;
  return std::string(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
}

base::Error unreadable(const std::string& path) {
  return base::Error::of(base::ErrorCode::not_found, "读不了文件 " + path + "，请核对路径和权限。",
                         "The file " + path + " cannot be read. Check its path and rights.");
}

// The keys of a public key file, one to a line.
base::Result<std::vector<store::PublicKey>> load_public_keys(const std::string& path) {
  std::ifstream in(path);
  if (!in) return unreadable(path);
  std::vector<store::PublicKey> keys;
  for (std::string line; std::getline(in, line);) {
    const auto key = store::find_public_key(line);
    if (!key) {
      return base::Error::field(path, "public_key", "公钥文件每行应为 64 位十六进制数字。",
                                "Each line of a public key file is 64 hexadecimal digits.");
    }
    keys.push_back(*key);
  }
  return keys;
}

struct AuditChoice {
  std::string anchors, public_key, request, phone, file;
};

int verify(const Environment& environment, const AuditChoice& choice) {
  return with_hotline(environment, [&](Hotline& hotline) {
    auto evidence = hotline.anchors->evidence();
    if (!evidence.ok()) return environment.fail(evidence.error());
    if (!choice.public_key.empty()) {
      auto keys = load_public_keys(choice.public_key);
      if (!keys.ok()) return environment.fail(keys.error());
      evidence->trusted = std::move(*keys);
    }
    if (!choice.anchors.empty()) {
      auto kept = store::load_anchors(choice.anchors);
      if (!kept.ok()) return environment.fail(kept.error());
      evidence->kept = std::move(*kept);
    }
    const auto report = hotline.store->read([&](store::ReadTx& tx) -> base::Result<store::AuditReport> {
      return store::verify_audit(tx, *evidence);
    });
    if (!report.ok()) return environment.fail(report.error());
    if (report->chain.first_broken) {
      std::cout << fmt::format("broken at entry {}: {}\n", *report->chain.first_broken,
                               report->chain.problem);
      return 1;
    }
    std::cout << fmt::format("{} entries, chain whole; {} signed anchors, newest {}\n", report->chain.entries,
                             report->anchors,
                             report->newest ? base::format_rfc3339(*report->newest) : std::string("none"));
    return 0;
  });
}

int drop_anchor(const Environment& environment) {
  return with_hotline(environment, [&](Hotline& hotline) {
    const auto anchor = hotline.anchors->drop();
    if (!anchor.ok()) return environment.fail(anchor.error());
    std::cout << store::line_of(*anchor) << '\n';
    return 0;
  });
}

base::Result<std::vector<ticket::Request>> requests_of(store::ReadTx& tx, const AuditChoice& choice) {
  std::vector<ticket::Request> found;
  if (!choice.phone.empty()) {
    HOTLINE_TRY(const text::Phone phone, text::parse_phone(choice.phone));
    for (const std::int64_t id : ticket::requests_of_person(tx, ticket::PersonKey::of_phone(phone.number))) {
      if (auto one = ticket::RequestBook::find(tx, id)) found.push_back(std::move(*one));
    }
  } else if (const auto id = ticket::RequestBook::find_by_number(tx, choice.request)) {
    found.push_back(*ticket::RequestBook::find(tx, *id));
  }
  if (found.empty()) {
    return base::Error::of(base::ErrorCode::not_found, "没有找到诉求，请核对受理编号或号码。",
                           "There is no such request. Check the number.");
  }
  return found;
}

int trail(const Environment& environment, const AuditChoice& choice) {
  return with_hotline(environment, [&](Hotline& hotline) {
    const auto text = hotline.store->write([&](store::WriteTx& tx) -> base::Result<std::string> {
      HOTLINE_TRY(const auto requests, requests_of(tx, choice));
      const store::Actor by = system_actor();
      for (const ticket::Request& one : requests)
        tx.journal().append(tx, {"request", one.id, "trail_issued", by, "", {}});
      return api::make_trail(tx, requests, hotline.anchors->key(), tx.now());
    });
    if (!text.ok()) return environment.fail(text.error());
    if (std::ofstream out(choice.file, std::ios::binary); !out || !(out << *text).flush())
      return environment.fail(unreadable(choice.file));
    std::cout << fmt::format("{} written, public key {}\n", choice.file,
                             store::hex_of(hotline.anchors->key().public_key()));
    return 0;
  });
}

int check(const Environment& environment, const AuditChoice& choice) {
  const auto text = read_file(choice.file);
  if (!text) return environment.fail(unreadable(choice.file));
  std::optional<store::PublicKey> trusted;
  if (!choice.public_key.empty()) {
    const auto keys = load_public_keys(choice.public_key);
    if (!keys.ok()) return environment.fail(keys.error());
    // A file signed before a change of keys is as good: any key of the list counts.
    const auto person = api::check_person(*text, std::nullopt);
    const auto unbound = api::check_trail(*text, std::nullopt);
    for (const store::PublicKey& one : *keys) {
      const bool is_its =
          (unbound.ok() && unbound->key == one) || (person && person->ok() && (*person)->key == one);
      if (!trusted || is_its) trusted = one;
    }
  }
  if (const auto person = api::check_person(*text, trusted)) {
    if (!person->ok()) return environment.fail(person->error());
    const api::PersonCheck& one = **person;
    std::cout << fmt::format("holds: a person's data, {} requests and {} calls, issued {}, signed by {}{}\n",
                             one.requests, one.calls, one.issued_at, store::hex_of(one.key),
                             trusted ? "" : kWhose);
    return 0;
  }
  const auto checked = api::check_trail(*text, trusted);
  if (!checked.ok()) return environment.fail(checked.error());
  std::string numbers;
  for (const std::string& one : checked->numbers) numbers += (numbers.empty() ? "" : ", ") + one;
  std::cout << fmt::format("holds: {} entries about {}, issued {}, signed by {}{}\n", checked->entries,
                           numbers, checked->issued_at, store::hex_of(checked->key), trusted ? "" : kWhose);
  return 0;
}

}  // namespace

void add_audit(Command& cli, Environment& environment) {
  Command* audit = cli.add_subcommand("audit", "审计 / audit");
  audit->require_subcommand(1);
  const auto choice = std::make_shared<AuditChoice>();
  const auto add = [&](const char* name, const char* about, auto run) {
    Command* command = audit->add_subcommand(name, about);
    command->callback([&environment, choice, run] {
      environment.run = [&environment, choice, run] { return run(environment, *choice); };
    });
    return command;
  };
  constexpr auto settings = "设置文件 / settings file";
  constexpr auto public_key = "所信任的公钥文件 / file of the public keys that are trusted";

  Command* verifying =
      add("verify", "核验日志链和锚点 / prove the journal's chain whole, held against its anchors", verify);
  verifying->add_option("--config", environment.config, settings);
  verifying->add_option("--anchors", choice->anchors, "另存的锚点文件 / a copy of the anchor file");
  verifying->add_option("--public-key", choice->public_key, public_key);

  Command* anchoring = add("anchor", "立即签署一个锚点 / sign where the chain now ends",
                           [](const Environment& e, const AuditChoice&) { return drop_anchor(e); });
  anchoring->add_option("--config", environment.config, settings);

  Command* issuing = add("trail", "出具存证文件 / write a request's signed trail", trail);
  issuing->add_option("--config", environment.config, settings);
  auto* by_number = issuing->add_option("--request", choice->request, "受理编号 / number of the request");
  issuing->add_option("--phone", choice->phone, "来电号码 / all requests of a number")->excludes(by_number);
  issuing->add_option("--out", choice->file, "文件 / file to write")->required();

  Command* checking = add("check",
                          "脱机核验存证或个人信息文件，不需要数据库 / check a trail or a person's file "
                          "offline, without any database",
                          check);
  checking->add_option("file", choice->file, "文件 / the file")->required();
  checking->add_option("--public-key", choice->public_key, public_key);
}

}  // namespace hotline::app
