// All settings of the process, in ONE table.
//
// Each setting has a key, a unit, a default, a range and a description; the loader, the sample file
// (config/hotline.toml) and the list that `hotline config settings` prints come from that table. Unknown keys
// are refused with file and line, so that a slip never passes for a setting. Keys that an earlier release
// knew are warned of instead (src/app/obsolete_settings.hpp), so that its file still starts this one.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "hotline/access/settings.hpp"
#include "hotline/api/settings.hpp"
#include "hotline/base/result.hpp"
#include "hotline/call/retention.hpp"
#include "hotline/store/archive.hpp"
#include "hotline/store/store.hpp"

namespace hotline::app {

struct SmtpChoice {
  std::string host;  // "" sends no mail
  int port = 25;
  std::string user, password_file, sender = "hotline@localhost";
  bool start_tls = true;
  std::string hotline_mailbox;  // of the hotline's own people on duty; "" for none
};

struct SmsChoice {
  std::string url;  // "" sends no messages
  std::string key_file;
};

struct AuditChoices {
  std::string key_file;     // signs anchors and trails; "" is audit.key beside the database
  std::string anchor_file;  // only ever appended to; "" is anchors.log beside the database
};

struct LanguageModelChoice {
  std::string url;  // "" words no answers
  std::string model, key_file;
  base::Duration timeout = std::chrono::seconds{2};
};

struct TlsChoice {
  std::string certificate, key;  // PEM files; "": plain HTTP
};

struct OidcChoice {
  std::string issuer;  // "": nobody signs in by an identity provider
  std::string client_id, client_secret_file, redirect_url;
  std::string claim = "preferred_username";
  std::string scope = "openid profile";
  std::string name = "统一身份认证";
  std::string ca_file;
};

struct KnowledgeChoices {
  double precision = 0.95;  // share of the answers given that has to be right
  int notice_days = 14;     // an entry becomes a task of its owner so long before it runs out
  int limit_days = 5;       // for marks and conflicts
};

struct Settings {
  std::string log_level = "info";
  std::string key_file = "var/hotline.key";
  std::string cipher = "sodium";  // or "gm", the national algorithms; chosen when the database is made
  std::string city_directory = "config/hangzhou";
  std::string model_file;  // delivered with the program; "" dispatches by words and rules alone
  std::string model_directory = "var/models";  // versions trained here; one in force goes before model_file
  std::string training_texts;                  // labelled texts learnt beside the city's words; "" for none
  std::string attachment_directory = "var/attachments";
  int max_attachment_mib = 20;
  int check_every_hours = 24;                    // looks at the whole database
  int neighbours = 20000;                        // newest requests kept for finding like ones
  std::vector<std::string> second_factor_roles;  // whose people need a second factor to do anything
  std::vector<std::string> worker_kinds;         // of jobs that programs outside may lease, besides callbacks
  store::StoreSettings store;
  store::ArchiveSettings archive;
  api::ServerSettings server;
  access::AccessSettings access;
  SmtpChoice smtp;
  SmsChoice sms;
  KnowledgeChoices knowledge;
  AuditChoices audit;
  TlsChoice tls;
  OidcChoice oidc;
  call::RetentionTerms retention;
  LanguageModelChoice language_model;
  std::vector<base::FieldError> warnings;  // of the file: keys that are obsolete; pointer "file:line"

  Settings() {
    store.path = "var/hotline.db";
    server.max_connections = 16384;  // idle ones cost a few KiB each
  }
};

// Reads a file; what it does not name keeps its default. Errors: not_found; invalid_input with one FieldError
// for each fault, its pointer "file:line". What is obsolete is in `warnings`.
base::Result<Settings> load_settings(const std::string& path);
// The same from text; `name` stands in the errors.
base::Result<Settings> parse_settings(std::string_view toml, const std::string& name);

// A file with every setting, its default and its description.
std::string sample_settings();

}  // namespace hotline::app
