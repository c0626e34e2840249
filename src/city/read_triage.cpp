// channels.csv, desks.csv, return_reasons.csv, refusals.csv, handover.csv, risk_words.csv, announcements.csv,
// kind_words.csv
#include "city/draft.hpp"
#include "city/sheet.hpp"
#include "hotline/text/normalize.hpp"

namespace hotline::city {

void read_channels(const Source& source) {
  const Sheet sheet(source.file, source.content, {"code", "name", "mode", "kind"}, source.report);
  Seen seen(source.report);
  for (const SheetRow& row : sheet.rows()) {
    Channel channel;
    channel.code = row.required("code");
    channel.name = row.required("name");
    channel.mode = row.choice("mode", find_channel_mode, {"person_first", "machine_first"})
                       .value_or(ChannelMode::person_first);
    channel.kind = row.one_of("kind", {"phone", "web", "app", "mini_program", "wechat", "sms", "video",
                                       "visit", "paper", "platform"});
    channel.line = row.line();
    seen.add(channel.code, row.spot());
    source.draft.channels.push_back(std::move(channel));
  }
}

void read_desks(const Source& source) {
  const Sheet sheet(source.file, source.content, {"code", "name", "channels", "matters", "hours"},
                    source.report);
  Seen seen(source.report);
  for (const SheetRow& row : sheet.rows()) {
    Desk desk{row.required("code"), row.required("name"),  row.list("channels"),
              row.list("matters"),  row.required("hours"), row.line()};
    seen.add(desk.code, row.spot());
    source.draft.desks.push_back(std::move(desk));
  }
}

void read_return_reasons(const Source& source) {
  const Sheet sheet(source.file, source.content, {"code", "name", "needs_evidence", "needs_target"},
                    source.report);
  Seen seen(source.report);
  for (const SheetRow& row : sheet.rows()) {
    ReturnReason reason{row.required("code"), row.required("name"), row.flag("needs_evidence"),
                        row.flag("needs_target"), row.line()};
    seen.add(reason.code, row.spot());
    source.draft.return_reasons.push_back(std::move(reason));
  }
}

void read_refusals(const Source& source) {
  const Sheet sheet(source.file, source.content, {"code", "name", "lawful_channel", "text", "words"},
                    source.report);
  Seen seen(source.report);
  for (const SheetRow& row : sheet.rows()) {
    Refusal refusal{row.required("code"), row.required("name"), row.required("lawful_channel"),
                    row.required("text"), row.words("words"),   row.line()};
    seen.add(refusal.code, row.spot());
    source.draft.refusals.push_back(std::move(refusal));
  }
}

void read_handover(const Source& source) {
  constexpr int longest = 1440;  // minutes
  const Sheet sheet(source.file, source.content, {"line", "name", "ack_minutes", "words"}, source.report);
  Seen seen(source.report);
  for (const SheetRow& row : sheet.rows()) {
    HandoverLine line{row.required("line"), row.required("name"), row.integer("ack_minutes", 1, longest),
                      row.words("words"), row.line()};
    seen.add(line.number, row.spot());
    source.draft.handover.push_back(std::move(line));
  }
}

void read_risk_words(const Source& source) {
  const Sheet sheet(source.file, source.content, {"level", "word", "category", "context"}, source.report);
  Seen seen(source.report);
  for (const SheetRow& row : sheet.rows()) {
    RiskWord risk;
    risk.level =
        row.choice("level", find_risk_level, {"yellow", "orange", "red"}).value_or(RiskLevel::yellow);
    risk.word = text::normalize(row.required("word"));
    risk.category = row.required("category");
    risk.context = row.text("context");
    risk.line = row.line();
    seen.add(risk.word, row.spot());
    source.draft.risk_words.push_back(std::move(risk));
  }
}

void read_announcements(const Source& source) {
  const Sheet sheet(source.file, source.content,
                    {"id", "kind", "division", "place", "from", "to", "text", "words"}, source.report);
  Seen seen(source.report);
  for (const SheetRow& row : sheet.rows()) {
    Announcement announcement;
    announcement.id = row.required("id");
    announcement.kind = row.required("kind");
    announcement.division = row.text("division");
    announcement.place = row.text("place");
    const auto from = row.instant("from");
    const auto to = row.instant("to");
    announcement.text = row.required("text");
    announcement.words = row.words("words");
    announcement.line = row.line();
    if (from) announcement.from = *from;
    if (to) announcement.to = *to;
    if (from && to && *to <= *from)
      source.report.error(row.spot(), "range", "结束时刻不晚于开始时刻", "it ends no later than it begins");
    seen.add(announcement.id, row.spot());
    source.draft.announcements.push_back(std::move(announcement));
  }
}

void read_kind_words(const Source& source) {
  const Sheet sheet(source.file, source.content, {"kind", "words"}, source.report);
  Seen seen(source.report);
  for (const SheetRow& row : sheet.rows()) {
    const auto kind =
        row.choice("kind", find_kind, {"consult", "help", "complaint", "report", "suggestion", "praise"});
    seen.add(row.text("kind"), row.spot());
    source.draft.kind_words.push_back({kind.value_or(Kind::help), row.words("words"), row.line()});
  }
}

}  // namespace hotline::city
