// Hard cases of the week and the month (每周一题, 每月一题): proposed from the data, led by name, followed
// up.
//
//    proposed -- adopt (leader, tasks) --> adopted -- close --> closed
//       `------------ drop --> dropped
//
// A week's topic is one sort of matter in one district, a month's one sort of matter in the whole city. Both
// are proposed by a job (kTopics): on Mondays from the days before, on the first from the month before, at
// seven in the morning. propose_topics() ranks by
//   tickets + 3 * reopened + 3 * unhappy callers + 2 * clocks that ran out
// and takes the first that are not led already (weights are the product's own; no published rule). The same
// period proposes each topic once, however often it is asked. Journal: stream "topic", subject = topic:
// proposed, adopted, task_done, followed_up, closed, dropped.
// Threads: functions with a WriteTx on the writer's thread, with a ReadTx on any reader.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "hotline/base/result.hpp"
#include "hotline/city/city.hpp"
#include "hotline/jobs/scheduler.hpp"
#include "hotline/notify/outbox.hpp"
#include "hotline/store/journal.hpp"

namespace hotline::supervise {

struct TopicTask {
  std::int64_t id = 0;  // 1, 2, ... within the topic
  std::string unit;
  std::string words;
  base::Time due;
  std::optional<base::Time> done_at;
};

struct TopicNote {
  base::Time at;
  std::string actor;
  std::string words;
};

struct Topic {
  std::int64_t id = 0;
  std::string week;      // its Monday, "2026-03-02"; of a month's topic "2026-03", the month looked at
  std::string level2;    // sort of matter
  std::string division;  // district; "" of a month's topic
  std::int64_t score = 0, tickets = 0, reopened = 0, unhappy = 0, late = 0;
  std::string state;
  std::string leader;
  base::Time proposed_at;
  std::optional<base::Time> ended_at;
  std::vector<TopicTask> tasks;
  std::vector<TopicNote> notes;
};

struct NewTask {
  std::string unit, words;
  base::Time due;
};

std::optional<Topic> find_topic(store::ReadTx& tx, std::int64_t id);
// Oldest first, ids above `after`; of any state when none is given.
std::vector<Topic> list_topics(store::ReadTx& tx, const std::optional<std::string>& state, std::int64_t after,
                               int limit);

enum class TopicSpan { week, month };

// The topics of now by [topics] of supervision.toml; returns those that are new. Errors: unavailable (the
// city has no [topics]).
base::Result<std::vector<std::int64_t>> propose_topics(store::WriteTx& tx, const city::City& city,
                                                       TopicSpan span, const store::Actor& actor);

inline constexpr const char* kTopics = "supervise.topics";
// Plans the next proposals of both spans, unless they are planned.
base::Status plan_topics(store::WriteTx& tx, jobs::Scheduler& scheduler, const city::City& city);
// The handler of kTopics: proposes, tells the supervisors, plans the next.
base::Status propose_due(store::WriteTx& tx, const jobs::LeasedJob& job, jobs::Scheduler& scheduler,
                         notify::Outbox& outbox, const city::City& city);
// Errors of all: not_found; conflict (the state does not allow it, the task is done already).
base::Result<Topic> adopt_topic(store::WriteTx& tx, std::int64_t id, const std::string& leader,
                                const std::vector<NewTask>& tasks, const store::Actor& actor);
base::Result<Topic> drop_topic(store::WriteTx& tx, std::int64_t id, const store::Actor& actor);
// `unit`: "" for the hotline's own people; another unit's task is not found.
base::Result<Topic> finish_task(store::WriteTx& tx, std::int64_t id, std::int64_t task,
                                const std::string& unit, const store::Actor& actor);
base::Result<Topic> follow_up_topic(store::WriteTx& tx, std::int64_t id, const std::string& words,
                                    const store::Actor& actor);
// Errors: conflict too while a task is open.
base::Result<Topic> close_topic(store::WriteTx& tx, std::int64_t id, const std::string& words,
                                const store::Actor& actor);

}  // namespace hotline::supervise
