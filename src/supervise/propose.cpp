// What the data proposes as hard cases, and when it is looked at.
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "hotline/jobs/reading.hpp"
#include "hotline/supervise/topics.hpp"
#include "supervise/queries.hpp"

namespace hotline::supervise {
namespace {

constexpr std::int64_t of_reopened = 3, of_unhappy = 3, of_late = 2;
constexpr auto at_hour = std::chrono::hours{7};

const store::Actor& proposing_actor() {
  static const store::Actor actor{"system", "supervision"};
  return actor;
}

std::string_view name_of(TopicSpan span) {
  return span == TopicSpan::week ? "week" : "month";
}

// Monday of the local week.
city::Date week_of(const city::City& city, base::Time at) {
  const std::chrono::sys_days day{city.calendar.local_date(at)};
  return city::Date{day - (std::chrono::weekday{day} - std::chrono::Monday)};
}

std::chrono::year_month month_of(const city::City& city, base::Time at) {
  const city::Date date = city.calendar.local_date(at);
  return {date.year(), date.month()};
}

std::string text_of(city::Date date) {
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                     static_cast<unsigned>(date.day()));
}

// What is looked at, and how much of it becomes a topic.
struct Period {
  std::string name;
  base::Time since, until;
  int most = 0, fewest = 0;
};

Period period_of(const city::City& city, const city::TopicRule& rule, TopicSpan span, base::Time now) {
  if (span == TopicSpan::week) {
    const city::Date monday = week_of(city, now);
    const base::Time until = city.calendar.start_of(monday);
    return {text_of(monday), until - std::chrono::hours{24 * rule.days}, until, rule.each_week, rule.tickets};
  }
  const std::chrono::year_month month = month_of(city, now), before = month - std::chrono::months{1};
  return {text_of(before / 1).substr(0, 7), city.calendar.start_of(before / 1),
          city.calendar.start_of(month / 1), rule.each_month, rule.month_tickets};
}

// Sums of matters by their sort, and by district for a week; the hardest first, equal ones by their codes.
std::vector<Topic> rank(store::ReadTx& tx, const city::City& city, const Period& period, TopicSpan span) {
  std::map<std::pair<std::string, std::string>, Topic> sums;
  store::Statement row = tx.query(queries::rank_matters);
  row.bind(period.since, period.until);
  while (row.step()) {
    const city::Matter* matter = city.matters.find(row.text(0));
    if (matter == nullptr) continue;
    const std::string division = span == TopicSpan::week ? row.text(1) : std::string();
    Topic& topic = sums[{matter->level2_code, division}];
    topic.level2 = matter->level2_code;
    topic.division = division;
    topic.tickets += row.integer(2);
    topic.reopened += row.integer(3);
    topic.unhappy += row.integer(4);
    topic.late += row.integer(5);
  }
  std::vector<Topic> topics;
  for (auto& [key, topic] : sums) {
    topic.score =
        topic.tickets + of_reopened * topic.reopened + of_unhappy * topic.unhappy + of_late * topic.late;
    topics.push_back(std::move(topic));
  }
  std::stable_sort(topics.begin(), topics.end(),
                   [](const Topic& a, const Topic& b) { return a.score > b.score; });
  return topics;
}

base::Status plan_next(store::WriteTx& tx, jobs::Scheduler& scheduler, const city::City& city,
                       TopicSpan span) {
  const city::Date day =
      span == TopicSpan::week
          ? city::Date{std::chrono::sys_days{week_of(city, tx.now())} + std::chrono::days{7}}
          : city::Date{(month_of(city, tx.now()) + std::chrono::months{1}) / 1};
  jobs::NewJob job;
  job.kind = kTopics;
  job.stream = "topic";
  job.key = fmt::format("{}:{}", name_of(span), text_of(day));
  job.due = city.calendar.start_of(day) + at_hour;
  job.payload.set("span", std::string(name_of(span)));
  job.max_tries = 100;
  if (jobs::find_open(tx, kTopics, job.key)) return {};
  HOTLINE_CHECK(scheduler.schedule(tx, job));
  return {};
}

}  // namespace

base::Result<std::vector<std::int64_t>> propose_topics(store::WriteTx& tx, const city::City& city,
                                                       TopicSpan span, const store::Actor& actor) {
  if (!city.supervision.topics) {
    return base::Error::of(base::ErrorCode::unavailable,
                           "城市配置没有每周一题，请在 supervision.toml 中补充 [topics]。",
                           "The city has no topics. Add [topics] to supervision.toml.");
  }
  const Period period = period_of(city, *city.supervision.topics, span, tx.now());
  std::int64_t standing = 0;
  {
    store::Statement row = tx.query(queries::topics_of_week);
    row.bind(period.name);
    row.step();
    standing = row.integer(0);
  }
  std::vector<std::int64_t> made;
  for (const Topic& one : rank(tx, city, period, span)) {
    if (standing >= period.most) break;
    if (one.tickets < period.fewest) continue;
    {
      store::Statement row = tx.query(queries::topic_stands);
      row.bind(one.level2, one.division, period.name);
      if (row.step()) continue;
    }
    tx.execute(queries::insert_topic, period.name, one.level2, one.division, one.score, one.tickets,
               one.reopened, one.unhappy, one.late, tx.now());
    made.push_back(tx.last_insert_id());
    ++standing;
    tx.journal().append(tx, {"topic",
                             made.back(),
                             "proposed",
                             actor,
                             "",
                             {{"score", one.score}, {"tickets", one.tickets}, {"period", period.name}}});
  }
  return made;
}

base::Status plan_topics(store::WriteTx& tx, jobs::Scheduler& scheduler, const city::City& city) {
  HOTLINE_CHECK(plan_next(tx, scheduler, city, TopicSpan::week));
  return plan_next(tx, scheduler, city, TopicSpan::month);
}

base::Status propose_due(store::WriteTx& tx, const jobs::LeasedJob& job, jobs::Scheduler& scheduler,
                         notify::Outbox& outbox, const city::City& city) {
  const TopicSpan span = job.payload.text_or_empty("span") == "month" ? TopicSpan::month : TopicSpan::week;
  HOTLINE_CHECK(plan_next(tx, scheduler, city, span));
  // A city without topics proposes none, and begins with them when its files name them.
  if (!city.supervision.topics) return {};
  HOTLINE_TRY(const auto made, propose_topics(tx, city, span, proposing_actor()));
  if (made.empty() || city.templates.find("topics_proposed") == nullptr) return {};
  notify::NewMessage message;
  message.once_key = "topics." + job.key;
  message.stream = "topic";
  message.subject = made.front();
  message.recipient = notify::Recipient::role("supervisor");
  message.template_name = "topics_proposed";
  message.arguments = {{"title", std::string(span == TopicSpan::week ? "每周一题" : "每月一题")},
                       {"count", static_cast<std::int64_t>(made.size())}};
  HOTLINE_CHECK(outbox.queue(tx, message));
  return {};
}

}  // namespace hotline::supervise
