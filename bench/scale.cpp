#include <fmt/format.h>

#include <filesystem>
#include <future>
#include <random>

#include "bench/sections.hpp"
#include "bench/service.hpp"
#include "bench/texts.hpp"
#include "hotline/ticket/search.hpp"

namespace hotline::bench {
namespace {

constexpr std::size_t tickets = 100'000;
constexpr std::size_t group = 500;  // requests of one commit while filling
constexpr std::size_t decided =
    3000;  // requests that are decided one by one; their decisions serve the filling
constexpr std::size_t searches = 3000;
constexpr std::size_t jobs_planned = 20'000;
constexpr int jobs_at_once = 100;  // of one lease
constexpr double wanted_neighbours_us = 100;
constexpr double wanted_decide_ms = 5;
constexpr double wanted_due_us = 1;
constexpr double wanted_start_s = 2;
constexpr double wanted_mib = 300;

struct Prepared {
  intake::Submission submission;
  intake::Assessment assessment;
};

intake::Submission submission_of(Texts& texts, base::Time now) {
  intake::Submission submission;
  submission.request = texts.next(now);
  return submission;
}

// Stores `count` requests, `group` of them in one commit. Each has words of its own; `decisions` repeat, so
// that filling does not take minutes.
void fill(app::Hotline& parts, Texts& texts, std::size_t count, const std::vector<Prepared>& decisions) {
  std::vector<std::future<base::Status>> waiting;
  for (std::size_t done = 0; done < count;) {
    auto batch = std::make_shared<std::vector<intake::Submission>>();
    for (; batch->size() < group && done < count; ++done)
      batch->push_back(submission_of(texts, parts.clock.now()));
    auto finished = std::make_shared<std::promise<base::Status>>();
    waiting.push_back(finished->get_future());
    parts.store->enqueue_write(
        [&parts, &decisions, batch, done](store::WriteTx& tx) -> base::Status {
          std::size_t next = done;
          for (const intake::Submission& one : *batch) {
            const Prepared& decision = decisions[next++ % decisions.size()];
            HOTLINE_CHECK(parts.intake.take(tx, one, decision.assessment, {app::system_actor(), ""}));
          }
          return {};
        },
        [finished](base::Status status) { finished->set_value(std::move(status)); });
    if (waiting.size() > 4) {
      must(waiting.front().get());
      waiting.erase(waiting.begin());
    }
  }
  for (auto& one : waiting) must(one.get());
}

std::vector<Prepared> decide_some(app::Hotline& parts, Texts& texts, std::vector<double>* neighbours,
                                  std::vector<double>* deciding) {
  std::vector<Prepared> prepared;
  for (std::size_t i = 0; i < decided; ++i) {
    Prepared one{submission_of(texts, parts.clock.now()), {}};
    const std::string words = one.submission.request.title + "\n" + one.submission.request.words;
    auto began = Steady::now();
    parts.neighbours.find(words, 10);
    if (neighbours) neighbours->push_back(micros_since(began));
    began = Steady::now();
    one.assessment = parts.intake.assess(one.submission);
    if (deciding) deciding->push_back(micros_since(began));
    prepared.push_back(std::move(one));
  }
  return prepared;
}

void measure_deciding(Report& report, app::Hotline& parts, Texts& texts) {
  std::vector<double> neighbours, deciding;
  decide_some(parts, texts, &neighbours, &deciding);
  report.say(fmt::format(
      "   neighbours among {}: p50 {:.0f} us, p99 {:.0f} us; neighbours and decision together: p50 "
      "{:.0f} us, p99 {:.0f} us (1 thread, model and all files of the city)",
      parts.neighbours.size(), percentile(neighbours, 0.5), percentile(neighbours, 0.99),
      percentile(deciding, 0.5), percentile(deciding, 0.99)));
  report.verdict({"neighbours, p50", fmt::format("{:.0f} us", percentile(neighbours, 0.5)), "about 100 us",
                  percentile(neighbours, 0.5) < 1.5 * wanted_neighbours_us});
  report.verdict({"decision with neighbours, p99",
                  fmt::format("{:.2f} ms", percentile(deciding, 0.99) / 1000), "< 5 ms",
                  percentile(deciding, 0.99) < 1000 * wanted_decide_ms});
}

void measure_due(Report& report, const app::Hotline& parts) {
  constexpr int times = 2'000'000;
  const auto city = parts.city.get();
  const city::WorkClock clock = city->calendar.timetable("office");
  const base::Time start = parts.clock.now();
  std::int64_t sum = 0;
  const auto began = Steady::now();
  for (int i = 0; i < times; ++i) {
    const auto due = clock.due(start + std::chrono::minutes{i % 100'000}, std::chrono::minutes{1 + i % 5000});
    if (due.ok()) sum += base::to_millis(*due);
  }
  const double micros = micros_since(began) / times;
  report.say(fmt::format("   due: {:.3f} us a limit (checksum {})", micros, sum % 1000));
  report.verdict({"due", fmt::format("{:.3f} us", micros), "< 1 us", micros < wanted_due_us});
}

void measure_search(Report& report, app::Hotline& parts, Texts& texts) {
  std::vector<double> two, four;
  std::size_t found = 0;
  must(parts.store->read([&](store::ReadTx& tx) -> base::Status {
    for (std::size_t i = 0; i < searches; ++i) {
      ticket::TicketFilter filter;
      filter.words = texts.word();
      const bool longer = i % 2 == 1;
      if (longer) filter.words += " " + texts.word();
      const auto began = Steady::now();
      found += ticket::find_tickets(tx, filter, 0, 20).size();
      (longer ? four : two).push_back(micros_since(began) / 1000);
    }
    return {};
  }));
  report.say(fmt::format(
      "   full text, newest 20 of a two-character word: p50 {:.2f} ms, p95 {:.2f} ms; of two such "
      "words: p50 {:.2f} ms, p95 {:.2f} ms ({} found)",
      percentile(two, 0.5), percentile(two, 0.95), percentile(four, 0.5), percentile(four, 0.95), found));
}

void measure_jobs(Report& report, app::Hotline& parts) {
  for (std::size_t planned = 0; planned < jobs_planned; planned += 1000) {
    must(parts.store->write([&](store::WriteTx& tx) -> base::Status {
      for (std::size_t i = 0; i < 1000; ++i) {
        jobs::NewJob job;
        job.kind = "bench.work";
        job.stream = "ticket";
        job.subject = static_cast<std::int64_t>(planned + i + 1);
        job.due = tx.now();
        HOTLINE_CHECK(parts.scheduler.schedule(tx, job));
      }
      return {};
    }));
  }
  jobs::LeaseRequest request;
  request.kinds = {"bench.work"};
  request.worker = "bench";
  request.limit = jobs_at_once;
  std::vector<jobs::LeasedJob> all;
  auto began = Steady::now();
  for (;;) {
    auto some =
        must(parts.store->write([&](store::WriteTx& tx) { return parts.scheduler.lease(tx, request); }));
    if (some.empty()) break;
    for (auto& one : some) all.push_back(std::move(one));
  }
  const double leased = static_cast<double>(all.size()) / seconds_since(began);
  began = Steady::now();
  for (std::size_t i = 0; i < all.size(); i += jobs_at_once) {
    must(parts.store->write([&](store::WriteTx& tx) -> base::Status {
      for (std::size_t at = i; at < std::min(all.size(), i + jobs_at_once); ++at)
        HOTLINE_CHECK(parts.scheduler.complete(tx, all[at].attempt, all[at].token, {}));
      return {};
    }));
  }
  report.say(fmt::format("   jobs: {:.0f}/s leased, {:.0f}/s completed, {} in one durable commit", leased,
                         static_cast<double>(all.size()) / seconds_since(began), jobs_at_once));
}

// A little of everything, so that caches are filled as in service.
void use_everything(Service& service, Texts& texts) {
  std::mt19937_64 random(5);
  LoadPlan plan;
  plan.port = service.port();
  plan.time = std::chrono::seconds{4};
  plan.next = [&](std::string& request) {
    switch (random() % 10) {
      case 0:
      case 1:
        request = post_request("/api/v1/requests", service.key(), texts.next_body());
        break;
      case 2:
        request = get_request("/api/v1/tickets?limit=20", service.key());
        break;
      case 3: {
        std::string word;
        for (const char byte : texts.word()) word += fmt::format("%{:02X}", static_cast<unsigned char>(byte));
        request = get_request("/api/v1/tickets?limit=20&q=" + word, service.key());
        break;
      }
      default:
        request = get_request(fmt::format("/api/v1/tickets/{}", 1 + random() % tickets), service.key());
    }
  };
  const LoadResult result = run_load(plan);
  if (result.refused > 0) throw std::runtime_error("bench: refused: " + result.first_refusal);
}

void measure_program(Report& report, Service& service, Texts& texts) {
  std::vector<double> starts;
  for (int i = 0; i < 3; ++i) {
    starts.push_back(service.start());
    if (i < 2) service.stop();
  }
  const Memory fresh = service.process().memory();
  use_everything(service, texts);
  // Behind its readers the hotline still tells, watches and counts what was filled in: the most is what
  // counts.
  Memory used = service.process().memory();
  for (int look = 0; look < 40; ++look) {
    std::this_thread::sleep_for(std::chrono::milliseconds{500});
    const Memory now = service.process().memory();
    if (now.resident_mib > used.resident_mib) used = now;
  }
  service.stop();
  const auto show = [](const Memory& m) {
    return fmt::format("{:.0f} MiB ({:.0f} own, {:.0f} of files)", m.resident_mib, m.own_mib, m.file_mib);
  };
  const double mib = static_cast<double>(std::filesystem::file_size(service.database())) / (1 << 20);
  report.say(
      fmt::format("   database {:.0f} MiB; ready after {:.2f} s (median of {}); resident {}; after 4 s of "
                  "everything on 32 connections and 20 s of the rest, at most {}",
                  mib, median(starts), starts.size(), show(fresh), show(used)));
  report.verdict({"start-up with 100 000 tickets", fmt::format("{:.2f} s", median(starts)), "< 2 s",
                  median(starts) < wanted_start_s});
  report.verdict({"resident memory with 100 000 tickets", fmt::format("{:.0f} MiB", used.resident_mib),
                  "< 300 MiB", used.resident_mib < wanted_mib});
}

}  // namespace

void measure_scale(Report& report) {
  report.section("A hundred thousand tickets",
                 "filled in process by the product's own intake, 500 requests a commit; nothing pinned");
  Service service("scale");
  Texts texts(HOTLINE_SOURCE_DIR "/data/demo/requests.csv", 3);
  {
    const auto parts = service.open_parts(8);
    auto began = Steady::now();
    const std::vector<Prepared> decisions = decide_some(*parts, texts, nullptr, nullptr);
    fill(*parts, texts, tickets, decisions);
    report.say(fmt::format("   {} tickets stored in {:.1f} s", tickets, seconds_since(began)));
    measure_deciding(report, *parts, texts);
    measure_due(report, *parts);
    measure_search(report, *parts, texts);
    measure_jobs(report, *parts);
  }
  measure_program(report, service, texts);
}

}  // namespace hotline::bench
