// Every SQL statement of the module `notify`. States that a partial index depends on stand in the text.
#pragma once

#include <string_view>

namespace hotline::notify::queries {

#define HOTLINE_MESSAGE_COLUMNS                                                                        \
  "id, once_key, stream, subject, recipient_kind, recipient, address, template, language, arguments, " \
  "sealed_arguments, critical, expires_at, state, job, created_at, ended_at, reason_zh, reason_en, "   \
  "sent_text "

inline constexpr std::string_view kInsertMessage =
    "INSERT INTO message (once_key, stream, subject, recipient_kind, recipient, address, template, language, "
    "arguments, sealed_arguments, critical, expires_at, job, created_at, state, ended_at) "
    "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, 0, ?13, ?14, ?15)";
inline constexpr std::string_view kSetJob = "UPDATE message SET job = ?2 WHERE id = ?1";
inline constexpr std::string_view kFindByOnceKey = "SELECT id FROM message WHERE once_key = ?1";
inline constexpr std::string_view kFindMessage =
    "SELECT " HOTLINE_MESSAGE_COLUMNS "FROM message WHERE id = ?1";
inline constexpr std::string_view kMessagesAbout =
    "SELECT " HOTLINE_MESSAGE_COLUMNS "FROM message WHERE stream = ?1 AND subject = ?2 ORDER BY id";
inline constexpr std::string_view kFailedMessages =
    "SELECT " HOTLINE_MESSAGE_COLUMNS "FROM message WHERE state = 'failed' AND id > ?1 ORDER BY id LIMIT ?2";
inline constexpr std::string_view kUncertainMessages =
    "SELECT " HOTLINE_MESSAGE_COLUMNS
    "FROM message WHERE state = 'uncertain' AND id > ?1 ORDER BY id LIMIT ?2";
inline constexpr std::string_view kEndMessage =
    "UPDATE message SET state = ?2, ended_at = ?3, reason_zh = ?4, reason_en = ?5 WHERE id = ?1";
inline constexpr std::string_view kSentText = "SELECT sent_text FROM message WHERE id = ?1";
inline constexpr std::string_view kKeepSentText = "UPDATE message SET sent_text = ?2 WHERE id = ?1";
inline constexpr std::string_view kRequeueMessage =
    "UPDATE message SET state = 'queued', ended_at = NULL, reason_zh = NULL, reason_en = NULL WHERE id = ?1";

inline constexpr std::string_view kInsertConsole =
    "INSERT INTO console_message (once_key, audience_kind, audience, stream, subject, title, body, critical, "
    "created_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) ON CONFLICT (once_key) DO NOTHING";
inline constexpr std::string_view kSetArguments = "UPDATE message SET arguments = ?2 WHERE id = ?1";
inline constexpr std::string_view kBlankConsole =
    "UPDATE console_message SET body = ?3 WHERE once_key IN "
    "(SELECT once_key FROM message WHERE stream = ?1 AND subject = ?2)";
inline constexpr std::string_view kInbox =
    "SELECT m.id, m.audience_kind, m.audience, m.stream, m.subject, m.title, m.body, m.critical, "
    "m.created_at, "
    "r.read_at FROM console_message m LEFT JOIN console_read r ON r.message = m.id AND r.account = ?3 "
    "WHERE m.audience_kind = ?1 AND m.audience = ?2 AND m.id < ?4 AND (?5 = 0 OR r.read_at IS NULL) "
    "ORDER BY m.id DESC LIMIT ?6";
inline constexpr std::string_view kAudienceOf =
    "SELECT audience_kind, audience FROM console_message WHERE id = ?1";
inline constexpr std::string_view kMarkRead =
    "INSERT INTO console_read (message, account, read_at) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING";

#undef HOTLINE_MESSAGE_COLUMNS

}  // namespace hotline::notify::queries
