// A knowledge entry: what may be told to a caller, where it comes from and how long it holds.
//
//    draft -- submit --> review -- publish --> published
//      ^                   |                       |
//      `---- send back ----'                       |
//      `------------------ edit -------------------'      (the published version stays in force meanwhile)
//    withdraw: from any state; an edit makes a draft of it again
//
// Editing a published entry makes a draft of the next version; readers and search keep the published one
// until the next is published. All types are plain values.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "hotline/base/clock.hpp"
#include "hotline/base/result.hpp"
#include "hotline/store/journal.hpp"

namespace hotline::knowledge {

enum class State { draft, review, published, withdrawn };
enum class Action { edit, submit, send_back, publish, withdraw };
// Who may be told: everybody; the hotline's people and the units; editors, the owning unit, and those with
// the right to secret matters.
enum class Visibility { open, internal, confidential };

std::string_view name_of(State state);
std::optional<State> find_state(std::string_view name);
std::string_view name_of(Action action);
std::string_view name_of(Visibility visibility);  // "public", "internal", "confidential"
std::optional<Visibility> find_visibility(std::string_view name);

// What a caller most often asks of a service matter, each kept on its own so that it can be told on its own.
enum class FactKind {
  place,
  phone,
  hours,
  materials,
  steps,
  time_limit,
  conditions,
  fee,
  online,
  complaint,
  audience,
  other
};
std::string_view name_of(FactKind kind);
std::string_view label_of(FactKind kind);  // "办理地点"
std::optional<FactKind> find_fact_kind(std::string_view name);

struct Fact {
  FactKind kind = FactKind::other;
  std::string text;
  bool operator==(const Fact&) const = default;
};

// A file that belongs to an entry: a form to fill in, the document itself. Its content lies with the
// hotline's attachments (intake/attachments.hpp) under `id`.
struct AttachedFile {
  std::int64_t id = 0;
  std::string name;  // with extension, as people read it
  std::string type;  // media type
  std::int64_t size = 0;
  bool operator==(const AttachedFile&) const = default;
};

struct Content {
  std::vector<std::string> questions;  // the first is the title; 1 to most_questions
  std::string answer;                  // Markdown
  std::vector<Fact> facts;
  std::string matter;    // row of the catalogue, "" when of none
  std::string region;    // division code, "" for the whole city
  std::string audience;  // "个人", "企业", ..., "" for everybody
  std::string owner;     // code of the owning unit, "" for the hotline itself
  std::string source_title, source_number, source_link;
  std::optional<base::Time> valid_from, valid_to;  // in force in [from, to)
  std::optional<base::Time> review_by;             // when the owner has to look at it again
  Visibility visibility = Visibility::internal;
  std::vector<std::string> tags;
  std::vector<AttachedFile> attachments;
  bool operator==(const Content&) const = default;

  const std::string& title() const { return questions.front(); }
  bool in_force(base::Time now) const {
    return (!valid_from || *valid_from <= now) && (!valid_to || now < *valid_to);
  }
};

inline constexpr std::size_t most_questions = 20;
inline constexpr std::size_t most_facts = 20;
inline constexpr std::size_t most_attachments = 10;
inline constexpr std::size_t longest_question = 300;   // characters
inline constexpr std::size_t longest_file_name = 200;  // characters
inline constexpr std::size_t longest_answer = 50'000;  // characters

// Errors: invalid_input with every field that breaks a rule (no question, an empty answer without facts, an
// end of validity before its beginning, lengths, a file without a name).
base::Status check_content(const Content& content);

// The digest that the journal keeps of a version: 32 hexadecimal digits of BLAKE2b over its encoding.
std::string digest_of(const Content& content);

// What differs between two versions, field by field, as people read it.
struct FieldChange {
  std::string field;
  std::string before, after;
};
std::vector<FieldChange> compare(const Content& before, const Content& after);

struct Entry {
  std::int64_t id = 0;
  std::int64_t version = 0;    // counts every edit and every change of state
  std::int64_t published = 0;  // version that readers see, 0 for none
  State state = State::draft;
  Content content;  // of the newest version
  std::string source_key;
  std::int64_t batch = 0;  // the import that brought it, 0 for none
  std::string edited_by;   // actor of the newest edit
  base::Time created, updated;
};

}  // namespace hotline::knowledge
