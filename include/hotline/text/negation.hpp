// Does a phrase found in a citizen's words say that the thing is NOT so? "没有漏水" reports no leak.
#pragma once

#include <cstddef>
#include <string_view>

namespace hotline::text {

// Whether the words at byte `match_begin` of `text` are negated by what stands before them in the same
// clause. `match_begin` is where a match begins in the original text; a value beyond its end gives false.
//
// The rule errs to "not negated", because a missed negation costs a look and a missed danger costs more:
//   - a negator (没有 没 无 未 不是 并非 不存在 不会 ...) must stand directly before the match, with nothing
//     between but words that carry no matter of their own (任何 发生 发现 过 明显 ...): "没有发现漏水" is
//     negated, "没有人管漏水" is not;
//   - a question negates nothing: 有没有, 有无, 是不是, 会不会, or a clause that ends with 吗 or ?;
//   - a negated negation does not count (不是没有, 不得不), nor a rhetorical one (难道没有), nor words that
//   only
//     look like a negator (淹没, 除非, 要不);
//   - a clause ends at ， 。 ； ： ！ ？ and line breaks, not at 、.
// Width, case and traditional chars make no difference. Pure and thread-safe.
bool is_negated(std::string_view text, std::size_t match_begin);

}  // namespace hotline::text
