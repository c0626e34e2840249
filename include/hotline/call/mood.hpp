// The mood of a citizen's free words, for those who read ratings: a hint, never a decision.
#pragma once

#include <string_view>

namespace hotline::call {

enum class Mood { calm, pleased, upset, angry };
std::string_view name_of(Mood mood);

// By the words of thanks, complaint and anger that stand in the text; one that is denied ("不满意",
// "没有感谢") counts as its opposite. Any thread.
Mood mood_of(std::string_view words);

}  // namespace hotline::call
