// The small page at /api/public/ask that any site may embed in a frame: a citizen asks, reads the answer with
// its source, says whether it helped, and hands the question over to a person. No account, no cookie, no
// library.
#pragma once

#include <string_view>

namespace hotline::api {

std::string_view ask_html();
std::string_view ask_js();
std::string_view ask_css();

}  // namespace hotline::api
