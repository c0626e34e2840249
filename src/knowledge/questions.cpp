#include "hotline/knowledge/questions.hpp"

#include <array>

#include "hotline/text/identifiers.hpp"
#include "hotline/text/normalize.hpp"
#include "hotline/text/similarity.hpp"
#include "hotline/text/utf8.hpp"
#include "knowledge/queries.hpp"

namespace hotline::knowledge {
namespace {

constexpr std::string_view gap_stream = "knowledge_gap";
constexpr std::size_t longest_question_kept = 500;  // characters
constexpr std::int64_t gaps_compared = 500;         // newest open ones
constexpr std::size_t code_length = 8;
constexpr std::array<std::string_view, 3> gap_states{"open", "filled", "dismissed"};

LoggedQuestion read_question(store::Statement& row) {
  LoggedQuestion q;
  q.id = row.integer(0);
  q.at = row.time(1);
  q.code = row.text(2);
  q.channel = row.text(3);
  q.asker = row.text(4);
  q.question = row.text(5);
  q.region = row.text(6);
  q.answered = row.integer(7) != 0;
  q.entry = row.integer(8);
  q.version = row.integer(9);
  q.confidence = row.real(10);
  q.gap = row.integer(11);
  if (const auto helpful = row.maybe_integer(12)) q.helpful = *helpful != 0;
  q.request = row.text(13);
  return q;
}

Gap read_gap(store::Statement& row) {
  Gap gap;
  gap.id = row.integer(0);
  gap.version = row.integer(1);
  gap.question = row.text(2);
  gap.unit = row.text(3);
  gap.matter = row.text(4);
  gap.state = find_gap_state(row.view(5)).value_or(GapState::open);
  gap.asked = row.integer(6);
  gap.first = row.time(7);
  gap.last = row.time(8);
  gap.entry = row.integer(9);
  return gap;
}

base::Error unknown_question() {
  return base::Error::of(base::ErrorCode::not_found, "没有找到该提问，请核对编号和查询码。",
                         "There is no such question. Check its number and code.");
}

base::Error unknown_gap() {
  return base::Error::of(base::ErrorCode::not_found, "没有找到该知识缺口，请刷新列表。",
                         "There is no such gap. Reload the list.");
}

}  // namespace

std::string_view name_of(GapState state) {
  return gap_states[static_cast<std::size_t>(state)];
}
std::optional<GapState> find_gap_state(std::string_view name) {
  for (std::size_t i = 0; i < gap_states.size(); ++i) {
    if (gap_states[i] == name) return static_cast<GapState>(i);
  }
  return std::nullopt;
}

LoggedQuestion QuestionBook::record(store::WriteTx& tx, const Asked& asked, const Answered& shown) {
  LoggedQuestion q;
  q.at = tx.now();
  q.code = random_.code(code_length);
  q.channel = asked.channel;
  q.asker = asked.actor.id;
  q.question = text::mask_identifiers(text::truncate_chars(asked.question, longest_question_kept));
  q.region = asked.region;
  q.answered = shown.confident;
  q.confidence = shown.confidence;
  if (!shown.points.empty()) {
    q.entry = shown.points.front().entry->id;
    q.version = shown.points.front().entry->version;
  }
  // What is not clear yet is asked back, not missing.
  if (!q.answered && shown.options.empty())
    q.gap = join_gap(tx, q.question, asked.unit, asked.matter, asked.actor);
  tx.execute(queries::insert_question, q.at, q.code, q.channel, q.asker, q.question, q.region, q.answered,
             q.entry, q.version, q.confidence, q.gap);
  q.id = tx.last_insert_id();
  return q;
}

std::int64_t QuestionBook::join_gap(store::WriteTx& tx, const std::string& question, const std::string& unit,
                                    const std::string& matter, const store::Actor& actor) {
  const text::BigramSet bigrams(text::normalize(question));
  std::int64_t best = 0;
  double most = same_gap;
  {
    store::Statement row = tx.query(queries::open_gaps);
    row.bind(gaps_compared);
    while (row.step()) {
      const double alike = bigrams.jaccard(text::BigramSet(text::normalize(row.view(1))));
      if (alike >= most) {
        most = alike;
        best = row.integer(0);
      }
    }
  }
  if (best != 0) {
    tx.execute(queries::count_gap, best, tx.now());
  } else {
    tx.execute(queries::insert_gap, question, unit, matter, tx.now());
    best = tx.last_insert_id();
    tx.journal().append(tx, {gap_stream, best, "opened", actor, "", {{"unit", unit}, {"matter", matter}}});
  }
  tx.execute(queries::insert_asker, best, actor.id);
  return best;
}

base::Result<LoggedQuestion> QuestionBook::rate(store::WriteTx& tx, std::int64_t id, const std::string& code,
                                                const store::Actor& actor, bool helpful,
                                                const std::string& unit, const std::string& matter) {
  auto q = find(tx, id);
  const bool own = q && (q->code == code || (actor.id != "citizen" && q->asker == actor.id));
  if (!own) return unknown_question();
  if (q->helpful) {
    return base::Error::of(base::ErrorCode::conflict, "该答复已评价过。", "This answer has been rated.");
  }
  q->helpful = helpful;
  if (!helpful && q->gap == 0) q->gap = join_gap(tx, q->question, unit, matter, {q->asker, actor.origin});
  tx.execute(queries::rate_question, id, helpful, q->gap);
  return *q;
}

base::Status QuestionBook::hand_over(store::WriteTx& tx, std::int64_t id, const std::string& code,
                                     const std::string& request) {
  const auto q = find(tx, id);
  if (!q || q->code != code) return unknown_question();
  if (!q->request.empty()) {
    return base::Error::of(base::ErrorCode::conflict,
                           "该提问已转为诉求 " + q->request + "，请用受理编号查询进度。",
                           "This question is request " + q->request + " already. Follow that.");
  }
  tx.execute(queries::hand_over_question, id, request);
  return {};
}

std::optional<LoggedQuestion> QuestionBook::find(store::ReadTx& tx, std::int64_t id) {
  store::Statement row = tx.query(queries::question_by_id);
  row.bind(id);
  return row.step() ? std::optional(read_question(row)) : std::nullopt;
}

std::optional<Gap> QuestionBook::find_gap(store::ReadTx& tx, std::int64_t id) {
  store::Statement row = tx.query(queries::gap_by_id);
  row.bind(id);
  return row.step() ? std::optional(read_gap(row)) : std::nullopt;
}

std::vector<Gap> QuestionBook::gaps(store::ReadTx& tx, const GapFilter& filter, std::size_t skip,
                                    std::size_t limit) {
  store::Statement row = tx.query(queries::list_gaps);
  row.bind(filter.state, filter.unit, static_cast<std::int64_t>(limit), static_cast<std::int64_t>(skip));
  std::vector<Gap> gaps;
  while (row.step()) gaps.push_back(read_gap(row));
  return gaps;
}

AskedFigures QuestionBook::figures(store::ReadTx& tx, base::Time since) {
  store::Statement row = tx.query(queries::asked_figures);
  row.bind(since);
  row.step();
  return {row.integer(0), row.integer(1), row.integer(2), row.integer(3)};
}

std::vector<EntryUse> QuestionBook::uses(store::ReadTx& tx, base::Time since, const std::string& unit,
                                         std::size_t skip, std::size_t limit) {
  store::Statement row = tx.query(queries::entry_uses);
  row.bind(since, unit, static_cast<std::int64_t>(limit), static_cast<std::int64_t>(skip));
  std::vector<EntryUse> uses;
  while (row.step())
    uses.push_back(
        {row.integer(0), row.text(1), row.text(2), row.integer(3), row.integer(4), row.integer(5)});
  return uses;
}

std::vector<std::string> QuestionBook::askers(store::ReadTx& tx, std::int64_t gap) {
  store::Statement row = tx.query(queries::askers_of_gap);
  row.bind(gap);
  std::vector<std::string> actors;
  while (row.step()) actors.push_back(row.text(0));
  return actors;
}

base::Result<Gap> QuestionBook::fill(store::WriteTx& tx, std::int64_t id, std::int64_t entry,
                                     const Deed& deed) {
  auto gap = find_gap(tx, id);
  if (!gap) return unknown_gap();
  HOTLINE_TRY(const Entry filled_by, EntryBook::load(tx, entry));
  if (filled_by.published == 0) {
    return base::Error::of(base::ErrorCode::conflict, "该条目尚未发布，发布后才能补上缺口。",
                           "The entry is not published yet. Publish it first.");
  }
  if (gap->state != GapState::open) {
    return base::Error::of(base::ErrorCode::conflict, "该知识缺口已处理。", "This gap is closed already.");
  }
  gap->state = GapState::filled;
  gap->entry = entry;
  ++gap->version;
  tx.execute(queries::close_gap, id, name_of(gap->state), entry);
  tx.journal().append(
      tx, {gap_stream, id, "filled", deed.actor, text::mask_identifiers(deed.note), {{"entry", entry}}});
  return *gap;
}

base::Result<Gap> QuestionBook::dismiss(store::WriteTx& tx, std::int64_t id, const Deed& deed) {
  auto gap = find_gap(tx, id);
  if (!gap) return unknown_gap();
  if (gap->state != GapState::open) {
    return base::Error::of(base::ErrorCode::conflict, "该知识缺口已处理。", "This gap is closed already.");
  }
  gap->state = GapState::dismissed;
  ++gap->version;
  tx.execute(queries::close_gap, id, name_of(gap->state), 0);
  tx.journal().append(tx, {gap_stream, id, "dismissed", deed.actor, text::mask_identifiers(deed.note), {}});
  return *gap;
}

}  // namespace hotline::knowledge
