#include "app/carriers.hpp"

#include <fstream>

#include "hotline/integrate/chat_phraser.hpp"
#include "hotline/notify/console.hpp"
#include "hotline/notify/sms.hpp"
#include "hotline/notify/smtp.hpp"

namespace hotline::app {
namespace {

// The first line of a file that holds a secret.
base::Result<std::string> read_secret(const std::string& path) {
  if (path.empty()) return std::string();
  std::ifstream file(path);
  std::string secret;
  if (!file || !std::getline(file, secret)) {
    return base::Error::of(base::ErrorCode::not_found, "读不到 " + path + "，请检查文件和权限。",
                           "Cannot read " + path + ". Check the file and its permissions.");
  }
  return secret;
}

}  // namespace

base::Result<std::map<notify::Channel, std::unique_ptr<notify::Carrier>>> make_carriers(Hotline& hotline) {
  std::map<notify::Channel, std::unique_ptr<notify::Carrier>> carriers;
  carriers[notify::Channel::console] = std::make_unique<notify::ConsoleCarrier>(*hotline.store);
  const SmtpChoice& smtp = hotline.settings.smtp;
  if (!smtp.host.empty()) {
    notify::SmtpSettings settings;
    settings.host = smtp.host;
    settings.port = smtp.port;
    settings.tls = smtp.start_tls ? notify::Tls::starttls : notify::Tls::none;
    settings.username = smtp.user;
    HOTLINE_TRY(settings.password, read_secret(smtp.password_file));
    settings.from = smtp.sender;
    HOTLINE_CHECK(notify::check(settings));
    carriers[notify::Channel::email] =
        std::make_unique<notify::SmtpCarrier>(std::move(settings), hotline.clock);
  }
  const SmsChoice& sms = hotline.settings.sms;
  if (!sms.url.empty()) {
    notify::SmsSettings settings;
    settings.url = sms.url;
    HOTLINE_TRY(const std::string key, read_secret(sms.key_file));
    if (!key.empty()) settings.headers["Authorization"] = "Bearer " + key;
    HOTLINE_CHECK(notify::check(settings));
    carriers[notify::Channel::sms] = std::make_unique<notify::SmsCarrier>(std::move(settings));
  }
  return carriers;
}

base::Result<std::shared_ptr<knowledge::Phraser>> make_phraser(const Hotline& hotline) {
  const LanguageModelChoice& choice = hotline.settings.language_model;
  if (choice.url.empty()) return std::shared_ptr<knowledge::Phraser>();
  integrate::ChatSettings settings;
  settings.url = choice.url;
  settings.model = choice.model;
  settings.timeout = choice.timeout;
  HOTLINE_TRY(settings.key, read_secret(choice.key_file));
  HOTLINE_CHECK(integrate::check(settings));
  return std::shared_ptr<knowledge::Phraser>(
      std::make_shared<integrate::ChatPhraser>(std::move(settings), hotline.clock));
}

base::Result<std::unique_ptr<integrate::IdentityProvider>> make_identity_provider(Hotline& hotline) {
  const OidcChoice& choice = hotline.settings.oidc;
  if (choice.issuer.empty()) return std::unique_ptr<integrate::IdentityProvider>();
  integrate::ProviderSettings settings{.issuer = choice.issuer,
                                       .client_id = choice.client_id,
                                       .client_secret = {},
                                       .redirect_url = choice.redirect_url,
                                       .claim = choice.claim,
                                       .scope = choice.scope,
                                       .name = choice.name,
                                       .ca_file = choice.ca_file};
  HOTLINE_TRY(settings.client_secret, read_secret(choice.client_secret_file));
  HOTLINE_CHECK(integrate::check(settings));
  return std::make_unique<integrate::IdentityProvider>(std::move(settings), hotline.clock, hotline.random,
                                                       hotline.logger);
}

}  // namespace hotline::app
