#include "city/obsolete_keys.hpp"

#include <algorithm>
#include <array>

namespace hotline::city {
namespace {

constexpr std::array<ObsoleteKey, 7> obsolete_keys{{
    {"city.toml", "dispatch.sample_confidence", "自动派出只看 auto_confidence，请删去",
     "what is dispatched alone follows from auto_confidence: remove it"},
    {"city.toml", "dispatch.neighbours",
     "参与比对的诉求数改在 hotline.toml 的 dispatch.neighbours 设置，请删去",
     "how many requests are compared is set by dispatch.neighbours of hotline.toml: remove it"},
    {"city.toml", "dispatch.neighbour_days",
     "参与比对的是最近若干件诉求，由 hotline.toml 的 dispatch.neighbours 设置，请删去",
     "the newest requests are compared, as many as dispatch.neighbours of hotline.toml says: remove it"},
    {"city.toml", "triage.silent_prompts", "无声电话的提示由话务平台设置，请删去",
     "prompts to a silent caller are set in the telephone platform: remove it"},
    {"city.toml", "triage.silent_wait_seconds", "无声电话的等待时间由话务平台设置，请删去",
     "the wait for a silent caller is set in the telephone platform: remove it"},
    {"city.toml", "notify.max_per_number_per_day", "同一号码的短信条数由短信网关限制，请删去",
     "messages to one number are limited by the SMS gateway: remove it"},
    {"city.toml", "warning", "黄牌条件改在 supervision.toml 的 [cards] 设置，请移过去后删去本节",
     "when yellow cards are given is set in [cards] of supervision.toml: move it there and remove this "
     "table"},
}};

}  // namespace

std::optional<ObsoleteKey> find_obsolete_key(std::string_view file, std::string_view key) {
  const auto* const found = std::ranges::find_if(
      obsolete_keys, [&](const ObsoleteKey& one) { return one.file == file && one.key == key; });
  return found == obsolete_keys.end() ? std::nullopt : std::optional(*found);
}

}  // namespace hotline::city
