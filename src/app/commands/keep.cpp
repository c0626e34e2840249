// Commands over the database while no server runs: accounts, erasing.
#include <fmt/format.h>
#include <iostream>

#include "app/commands/with_hotline.hpp"
#include "hotline/call/erasure.hpp"
#include "hotline/text/id_numbers.hpp"
#include "hotline/text/phone.hpp"

namespace hotline::app {
namespace {

struct AccountChoice {
  std::string login, display, unit;
  std::vector<std::string> roles;
};

int create_account(const Environment& environment, const AccountChoice& choice) {
  return with_hotline(environment, [&](Hotline& hotline) {
    access::NewAccount account;
    account.login = choice.login;
    account.display = choice.display;
    account.unit = choice.unit;
    for (const std::string& name : choice.roles) {
      const auto role = access::find_role(name);
      if (!role) {
        return environment.fail(base::Error::field("--role", "choice", "没有角色 " + name + "。",
                                                   "There is no role " + name + "."));
      }
      account.roles.push_back(*role);
    }
    const std::string password = access::generate_password(hotline.random);
    auto hash = access::hash_password(account.login, password, hotline.settings.access.password);
    if (!hash.ok()) return environment.fail(hash.error());
    account.password = std::move(hash).value();
    const auto created = hotline.store->write(
        [&](store::WriteTx& tx) { return hotline.accounts.create(tx, account, system_actor()); });
    if (!created.ok()) return environment.fail(created.error());
    std::cout << fmt::format("{} {}\n", created->login, password);
    return 0;
  });
}

struct ErasureChoice {
  std::string phone, id_number, reason;
};

base::Result<ticket::PersonKey> person_of(const ErasureChoice& choice) {
  if (choice.phone.empty() == choice.id_number.empty()) {
    return base::Error::field("--phone", "required", "请给出 --phone 或 --id-number，二者给其一。",
                              "Give --phone or --id-number, one of the two.");
  }
  base::Error wrong;
  if (choice.phone.empty()) {
    auto id = text::parse_resident_id(choice.id_number);
    if (id.ok()) return ticket::PersonKey{{}, id->number};
    wrong = std::move(id).error();
  } else {
    auto phone = text::parse_phone(choice.phone);
    if (phone.ok()) return ticket::PersonKey::of_phone(phone->number);
    wrong = std::move(phone).error();
  }
  for (base::FieldError& field : wrong.fields)
    field.pointer = choice.phone.empty() ? "--id-number" : "--phone";
  return wrong;
}

int erase(const Environment& environment, const ErasureChoice& choice) {
  return with_hotline(environment, [&](Hotline& hotline) {
    const auto whom = person_of(choice);
    if (!whom.ok()) return environment.fail(whom.error());
    auto attachments =
        intake::Attachments::open({.directory = hotline.settings.attachment_directory}, hotline.random);
    if (!attachments.ok()) return environment.fail(attachments.error());
    const auto erased = hotline.store->write([&](store::WriteTx& tx) {
      return call::erase_caller(tx, hotline.tickets, **attachments, *whom, {system_actor(), choice.reason});
    });
    if (!erased.ok()) return environment.fail(erased.error());
    if (const auto scrubbed = hotline.store->scrub(); !scrubbed.ok())
      return environment.fail(scrubbed.error());
    std::cout << fmt::format("{} requests, {} attachments, {} calls erased\n", erased->requests,
                             erased->attachments, erased->calls);
    return 0;
  });
}

}  // namespace

void add_account(Command& cli, Environment& environment) {
  auto choice = std::make_shared<AccountChoice>();
  Command* command = cli.add_subcommand(
      "account", "新建账号，打印一次性显示的口令 / create an account and print its password once");
  command->add_option("--config", environment.config, "设置文件 / settings file");
  command->add_option("--login", choice->login, "登录名 / login")->required();
  command->add_option("--display", choice->display, "姓名 / name to show")->required();
  command->add_option("--role", choice->roles, "角色 / roles")->required()->delimiter(',');
  command->add_option("--unit", choice->unit, "承办单位 / handling unit");
  command->callback([&environment, choice] {
    environment.run = [&environment, choice] { return create_account(environment, *choice); };
  });
}

void add_erase(Command& cli, Environment& environment) {
  auto choice = std::make_shared<ErasureChoice>();
  Command* command = cli.add_subcommand("erase", "依法删除一位来电人的数据 / erase a caller's data by law");
  command->add_option("--config", environment.config, "设置文件 / settings file");
  command->add_option("--phone", choice->phone, "来电号码，或给出身份证号 / the caller's number, or else");
  command->add_option("--id-number", choice->id_number, "身份证号 / the caller's resident ID");
  command->add_option("--reason", choice->reason, "依据 / ground")->required();
  command->callback([&environment, choice] {
    environment.run = [&environment, choice] { return erase(environment, *choice); };
  });
}

}  // namespace hotline::app
