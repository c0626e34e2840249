#include "hotline/knowledge/book.hpp"

#include <fmt/format.h>

#include <array>

#include "hotline/text/identifiers.hpp"
#include "knowledge/content_codec.hpp"
#include "knowledge/queries.hpp"

namespace hotline::knowledge {
namespace {

constexpr std::string_view stream = "knowledge";

// Where an action leads from a state; the same state where it is not allowed is told by `allowed`.
bool allowed(State state, Action action) {
  switch (action) {
    case Action::edit:
      return true;
    case Action::submit:
      return state == State::draft;
    case Action::send_back:
    case Action::publish:
      return state == State::review;
    case Action::withdraw:
      return state != State::withdrawn;
  }
  return false;
}

State state_after(Action action) {
  static constexpr std::array states{State::draft, State::review, State::draft, State::published,
                                     State::withdrawn};
  return states[static_cast<std::size_t>(action)];
}

std::string_view event_of(Action action) {
  static constexpr std::array<std::string_view, 5> kinds{"edited", "submitted", "sent_back", "published",
                                                         "withdrawn"};
  return kinds[static_cast<std::size_t>(action)];
}

base::Error unknown_entry() {
  return base::Error::of(base::ErrorCode::not_found, "没有找到该知识条目，请核对编号。",
                         "There is no such knowledge entry. Check its number.");
}

base::Error not_now(State state) {
  std::string legal;
  for (const Action one :
       {Action::edit, Action::submit, Action::send_back, Action::publish, Action::withdraw}) {
    if (allowed(state, one)) legal += (legal.empty() ? "" : ", ") + std::string(name_of(one));
  }
  return base::Error::of(base::ErrorCode::illegal_transition,
                         fmt::format("该条目当前状态为 {}，可以进行：{}。", name_of(state), legal),
                         fmt::format("The entry is in state {}; it allows: {}.", name_of(state), legal));
}

void journal(store::WriteTx& tx, const Entry& entry, std::string_view kind, const Deed& deed,
             store::Payload payload) {
  payload.set("version", entry.version).set("digest", digest_of(entry.content));
  tx.journal().append(tx, {stream, entry.id, kind, deed.actor, text::mask_identifiers(deed.note), payload});
}

}  // namespace

base::Result<Entry> EntryBook::create(store::WriteTx& tx, const Content& content, const Origin& origin,
                                      bool submit, const Deed& deed) {
  HOTLINE_CHECK(check_content(content));
  if (!origin.source_key.empty()) {
    if (const auto known = find_by_source(tx, origin.source_key)) {
      return base::Error::of(base::ErrorCode::conflict,
                             fmt::format("该来源已有条目 {}，请改为编辑它。", *known),
                             fmt::format("Entry {} is of this source already. Edit it.", *known));
    }
  }
  Entry entry;
  entry.version = 1;
  entry.state = submit ? State::review : State::draft;
  entry.content = content;
  entry.source_key = origin.source_key;
  entry.batch = origin.batch;
  entry.edited_by = deed.actor.id;
  entry.created = entry.updated = tx.now();
  tx.execute(queries::insert_entry, name_of(entry.state), content.title(), content.owner, content.matter,
             content.region, origin.source_key, origin.batch, entry.edited_by, tx.now());
  entry.id = tx.last_insert_id();
  write_content(tx, entry);
  store::Payload payload{{"submitted", submit}};
  if (!origin.source_key.empty()) payload.set("source_key", origin.source_key);
  if (origin.batch != 0) payload.set("batch", origin.batch);
  journal(tx, entry, "drafted", deed, std::move(payload));
  return entry;
}

base::Result<Entry> EntryBook::edit(store::WriteTx& tx, std::int64_t id, std::optional<std::int64_t> seen,
                                    const Content& content, const Deed& deed) {
  HOTLINE_CHECK(check_content(content));
  HOTLINE_TRY(Entry entry, load(tx, id));
  if (seen && *seen != entry.version) {
    return base::Error::of(
        base::ErrorCode::stale_version, "该条目已被他人修改，请刷新后比较再编辑。",
        "Somebody changed this entry since you read it. Reload it, compare, and try again.");
  }
  store::Payload::List fields;
  for (const FieldChange& one : compare(entry.content, content)) fields.push_back(one.field);
  if (fields.empty()) {
    return base::Error::of(base::ErrorCode::conflict, "内容没有变化，无需保存。", "Nothing has changed.");
  }
  ++entry.version;
  entry.state = State::draft;
  entry.content = content;
  entry.edited_by = deed.actor.id;
  entry.updated = tx.now();
  write_content(tx, entry);
  write_row(tx, entry);
  journal(tx, entry, "edited", deed, {{"fields", std::move(fields)}});
  return entry;
}

base::Result<Entry> EntryBook::change(store::WriteTx& tx, std::int64_t id, std::optional<std::int64_t> seen,
                                      Action action, const Deed& deed) {
  HOTLINE_TRY(Entry entry, load(tx, id));
  if (seen && *seen != entry.version) {
    return base::Error::of(base::ErrorCode::stale_version, "该条目已被他人修改，请刷新后再操作。",
                           "Somebody changed this entry since you read it. Reload it and try again.");
  }
  if (!allowed(entry.state, action)) return not_now(entry.state);
  if (action == Action::publish) {
    if (entry.content.valid_to && *entry.content.valid_to <= tx.now()) {
      return base::Error::of(base::ErrorCode::conflict, "该条目已过有效期，请先修改有效期。",
                             "The entry is past its validity. Change that first.");
    }
    if (!entry.content.owner.empty() && entry.edited_by == deed.actor.id && deed.actor.id != "system") {
      return base::Error::of(base::ErrorCode::conflict, "本人编写的内容须由本单位另一人审核发布。",
                             "Somebody else of the unit has to publish what you wrote.");
    }
  }
  ++entry.version;
  entry.state = state_after(action);
  entry.updated = tx.now();
  if (action == Action::publish) entry.published = entry.version;
  const bool leaves = action == Action::withdraw && entry.published != 0;
  if (leaves) entry.published = 0;
  write_row(tx, entry);
  if (action == Action::publish || leaves) tell(tx, entry);
  HOTLINE_CHECK(plan(tx, entry));
  journal(tx, entry, event_of(action), deed, {});
  return entry;
}

base::Result<Entry> EntryBook::submit(store::WriteTx& tx, std::int64_t id, std::optional<std::int64_t> seen,
                                      const Deed& deed) {
  return change(tx, id, seen, Action::submit, deed);
}
base::Result<Entry> EntryBook::send_back(store::WriteTx& tx, std::int64_t id,
                                         std::optional<std::int64_t> seen, const Deed& deed) {
  return change(tx, id, seen, Action::send_back, deed);
}
base::Result<Entry> EntryBook::publish(store::WriteTx& tx, std::int64_t id, std::optional<std::int64_t> seen,
                                       const Deed& deed) {
  return change(tx, id, seen, Action::publish, deed);
}
base::Result<Entry> EntryBook::withdraw(store::WriteTx& tx, std::int64_t id, std::optional<std::int64_t> seen,
                                        const Deed& deed) {
  return change(tx, id, seen, Action::withdraw, deed);
}

void EntryBook::write_content(store::WriteTx& tx, const Entry& entry) {
  tx.execute(queries::insert_content, entry.id, entry.version, encode(entry.content).encode(),
             digest_of(entry.content));
}

void EntryBook::write_row(store::WriteTx& tx, const Entry& entry) {
  tx.execute(queries::update_entry, entry.id, entry.version, name_of(entry.state), entry.content.title(),
             entry.content.owner, entry.content.matter, entry.content.region, entry.edited_by, entry.updated,
             entry.batch);
}

// Writes what readers see, and tells the index once it is durable.
void EntryBook::tell(store::WriteTx& tx, const Entry& entry) {
  const Content& c = entry.content;
  Published published{entry.id, entry.published, std::nullopt};
  if (entry.published == 0) {
    tx.execute(queries::show_entry, entry.id, 0, "", "", "", nullptr, nullptr, nullptr);
  } else {
    tx.execute(queries::show_entry, entry.id, entry.published, c.title(), c.owner, name_of(c.visibility),
               c.valid_from, c.valid_to, c.review_by);
    published.content = c;
  }
  if (follower_) tx.after_commit([this, published = std::move(published)] { follower_(published); });
}

// One open job for an entry that will need its owner: some time before it runs out or is to be reviewed.
base::Status EntryBook::plan(store::WriteTx& tx, const Entry& entry) {
  const std::string key = std::to_string(entry.id);
  const Content& c = entry.content;
  if (entry.state == State::withdrawn) {
    HOTLINE_CHECK(scheduler_.cancel(tx, review_job, key));
    return {};
  }
  if (entry.state != State::published) return {};
  std::optional<base::Time> limit = c.review_by;
  if (c.valid_to && (!limit || *c.valid_to < *limit)) limit = c.valid_to;
  if (!limit) {
    HOTLINE_CHECK(scheduler_.cancel(tx, review_job, key));
    return {};
  }
  jobs::NewJob job;
  job.kind = review_job;
  job.stream = stream;
  job.subject = entry.id;
  job.key = key;
  job.due = *limit - notice_;
  job.payload = {{"limit", base::to_millis(*limit)}, {"version", entry.published}};
  job.max_tries = 100;
  HOTLINE_CHECK(scheduler_.put(tx, job));
  return {};
}

base::Result<Entry> EntryBook::load(store::ReadTx& tx, std::int64_t id) {
  store::Statement row = tx.query(queries::entry_by_id);
  row.bind(id);
  if (!row.step()) return unknown_entry();
  Entry entry;
  entry.id = id;
  entry.version = row.integer(0);
  entry.published = row.integer(1);
  entry.state = find_state(row.view(2)).value_or(State::draft);
  entry.source_key = row.text(3);
  entry.batch = row.integer(4);
  entry.edited_by = row.text(5);
  entry.created = row.time(6);
  entry.updated = row.time(7);
  HOTLINE_TRY(entry.content, content_at(tx, id, entry.version));
  return entry;
}

std::optional<std::int64_t> EntryBook::find_by_source(store::ReadTx& tx, std::string_view source_key) {
  store::Statement row = tx.query(queries::entry_by_source);
  row.bind(source_key);
  return row.step() ? std::optional(row.integer(0)) : std::nullopt;
}

base::Result<Content> EntryBook::content_at(store::ReadTx& tx, std::int64_t id, std::int64_t version) {
  store::Statement row = tx.query(queries::content_at);
  row.bind(id, version);
  if (!row.step()) return unknown_entry();
  HOTLINE_TRY(const store::Payload payload, store::Payload::decode(row.view(0)));
  return decode(payload);
}

std::vector<Version> EntryBook::history(store::ReadTx& tx, std::int64_t id) {
  std::vector<Version> versions;
  for (const store::Entry& one : store::entries_of(tx, stream, id)) {
    versions.push_back({one.payload.integer("version").value_or(0), one.kind, one.at, one.actor.id,
                        one.reason, one.payload.text_or_empty("digest"), one.payload.list("fields")});
  }
  return versions;
}

std::vector<EntryRow> EntryBook::list(store::ReadTx& tx, const EntryFilter& filter,
                                      const access::Principal& who, std::int64_t before, std::size_t limit) {
  const Viewer viewer = viewer_of(who);
  const std::string unit = who.may(access::Right::assignment_handle) ? who.unit : "";
  store::Statement row = tx.query(queries::list_entries);
  row.bind(before, static_cast<std::int64_t>(limit), who.may(access::Right::knowledge_edit), unit,
           viewer.internal, viewer.confidential, filter.state, filter.owner, filter.matter, filter.batch);
  std::vector<EntryRow> rows;
  while (row.step()) {
    rows.push_back({row.integer(0), row.integer(1), row.integer(2), row.text(3), row.text(4), row.text(5),
                    row.text(6), row.text(7), row.maybe_time(8), row.maybe_time(9), row.time(10)});
  }
  return rows;
}

void EntryBook::each_published(store::ReadTx& tx, const std::function<void(Published)>& visit) {
  store::Statement row = tx.query(queries::all_published);
  while (row.step()) {
    auto payload = store::Payload::decode(row.view(2));
    if (payload.ok()) visit({row.integer(0), row.integer(1), decode(*payload)});
  }
}

std::vector<std::int64_t> EntryBook::of_batch(store::ReadTx& tx, std::int64_t batch, State state,
                                              std::size_t limit) {
  store::Statement row = tx.query(queries::entries_of_batch);
  row.bind(batch, name_of(state), static_cast<std::int64_t>(limit));
  std::vector<std::int64_t> ids;
  while (row.step()) ids.push_back(row.integer(0));
  return ids;
}

}  // namespace hotline::knowledge
