#include "hotline/supervise/topics.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "hotline/store/vault.hpp"
#include "hotline/text/identifiers.hpp"
#include "supervise/queries.hpp"

namespace hotline::supervise {
namespace {

Topic read_topic(store::Statement& row) {
  Topic topic;
  topic.id = row.integer(0);
  topic.week = row.text(1);
  topic.level2 = row.text(2);
  topic.division = row.text(3);
  topic.score = row.integer(4);
  topic.tickets = row.integer(5);
  topic.reopened = row.integer(6);
  topic.unhappy = row.integer(7);
  topic.late = row.integer(8);
  topic.state = row.text(9);
  topic.leader = row.text(10);
  topic.proposed_at = base::from_millis(row.integer(11));
  if (const auto ended = row.maybe_integer(12)) topic.ended_at = base::from_millis(*ended);
  return topic;
}

std::string words_of(store::ReadTx& tx, std::int64_t sealed) {
  const auto words = tx.vault().open(tx, sealed);
  return words.ok() ? text::mask_identifiers(*words) : std::string();
}

void read_parts(store::ReadTx& tx, Topic& topic) {
  std::vector<std::int64_t> tasks, notes;  // sealed words, opened once the rows are read
  {
    store::Statement row = tx.query(queries::topic_tasks);
    row.bind(topic.id);
    while (row.step()) {
      TopicTask task{row.integer(0), row.text(1), "", base::from_millis(row.integer(3)), std::nullopt};
      if (const auto done = row.maybe_integer(4)) task.done_at = base::from_millis(*done);
      tasks.push_back(row.integer(2));
      topic.tasks.push_back(std::move(task));
    }
  }
  {
    store::Statement row = tx.query(queries::topic_notes);
    row.bind(topic.id);
    while (row.step()) {
      topic.notes.push_back({base::from_millis(row.integer(0)), row.text(1), ""});
      notes.push_back(row.integer(2));
    }
  }
  for (std::size_t i = 0; i < tasks.size(); ++i) topic.tasks[i].words = words_of(tx, tasks[i]);
  for (std::size_t i = 0; i < notes.size(); ++i) topic.notes[i].words = words_of(tx, notes[i]);
}

base::Error no_topic() {
  return base::Error::of(base::ErrorCode::not_found, "没有找到该议题，请刷新列表。",
                         "There is no such topic. Reload the list.");
}

base::Result<Topic> load(store::ReadTx& tx, std::int64_t id, std::string_view state) {
  auto topic = find_topic(tx, id);
  if (!topic) return no_topic();
  if (topic->state != state) {
    return base::Error::of(base::ErrorCode::conflict, "该议题当前状态不允许此操作，请刷新列表。",
                           "The topic's state does not allow this. Reload the list.");
  }
  return std::move(*topic);
}

void write_down(store::WriteTx& tx, std::int64_t id, std::string_view kind, const store::Actor& actor,
                const store::Payload& payload = {}) {
  tx.journal().append(tx, {"topic", id, kind, actor, "", payload});
}

void add_note(store::WriteTx& tx, std::int64_t id, const std::string& words, const store::Actor& actor) {
  const store::Sealed sealed = tx.vault().seal(tx, "note", words);
  tx.execute(queries::insert_topic_note, id, tx.now(), actor.id, sealed.id);
}

}  // namespace

std::optional<Topic> find_topic(store::ReadTx& tx, std::int64_t id) {
  std::optional<Topic> topic;
  {
    store::Statement row = tx.query(queries::topic_by_id);
    row.bind(id);
    if (row.step()) topic = read_topic(row);
  }
  if (topic) read_parts(tx, *topic);
  return topic;
}

std::vector<Topic> list_topics(store::ReadTx& tx, const std::optional<std::string>& state, std::int64_t after,
                               int limit) {
  std::vector<Topic> topics;
  {
    store::Statement row = tx.query(queries::list_topics);
    row.bind(after, state, limit);
    while (row.step()) topics.push_back(read_topic(row));
  }
  for (Topic& topic : topics) read_parts(tx, topic);
  return topics;
}

base::Result<Topic> adopt_topic(store::WriteTx& tx, std::int64_t id, const std::string& leader,
                                const std::vector<NewTask>& tasks, const store::Actor& actor) {
  HOTLINE_CHECK(load(tx, id, "proposed"));
  tx.execute(queries::set_topic, id, "adopted", leader, nullptr);
  std::int64_t number = 0;
  std::vector<std::string> units;
  for (const NewTask& task : tasks) {
    const store::Sealed words = tx.vault().seal(tx, "note", task.words);
    tx.execute(queries::insert_topic_task, id, ++number, task.unit, words.id, task.due);
    units.push_back(task.unit);
  }
  write_down(tx, id, "adopted", actor, {{"units", units}});
  return *find_topic(tx, id);
}

base::Result<Topic> drop_topic(store::WriteTx& tx, std::int64_t id, const store::Actor& actor) {
  HOTLINE_CHECK(load(tx, id, "proposed"));
  tx.execute(queries::set_topic, id, "dropped", "", tx.now());
  write_down(tx, id, "dropped", actor);
  return *find_topic(tx, id);
}

base::Result<Topic> finish_task(store::WriteTx& tx, std::int64_t id, std::int64_t task,
                                const std::string& unit, const store::Actor& actor) {
  HOTLINE_TRY(const Topic topic, load(tx, id, "adopted"));
  for (const TopicTask& one : topic.tasks) {
    if (one.id != task || (!unit.empty() && one.unit != unit)) continue;
    if (one.done_at) {
      return base::Error::of(base::ErrorCode::conflict, "该任务已完成。", "This task is done already.");
    }
    tx.execute(queries::finish_topic_task, id, task, tx.now(), actor.id);
    write_down(tx, id, "task_done", actor, {{"task", task}});
    return *find_topic(tx, id);
  }
  return no_topic();
}

base::Result<Topic> follow_up_topic(store::WriteTx& tx, std::int64_t id, const std::string& words,
                                    const store::Actor& actor) {
  HOTLINE_CHECK(load(tx, id, "adopted"));
  add_note(tx, id, words, actor);
  write_down(tx, id, "followed_up", actor);
  return *find_topic(tx, id);
}

base::Result<Topic> close_topic(store::WriteTx& tx, std::int64_t id, const std::string& words,
                                const store::Actor& actor) {
  HOTLINE_TRY(const Topic topic, load(tx, id, "adopted"));
  for (const TopicTask& one : topic.tasks) {
    if (one.done_at) continue;
    return base::Error::of(base::ErrorCode::conflict, "仍有任务未完成，请先完成全部任务再办结议题。",
                           "A task is still open. Finish all of them before closing the topic.");
  }
  add_note(tx, id, words, actor);
  tx.execute(queries::set_topic, id, "closed", topic.leader, tx.now());
  write_down(tx, id, "closed", actor);
  return *find_topic(tx, id);
}

}  // namespace hotline::supervise
