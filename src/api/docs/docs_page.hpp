// The page at /api/docs: reads /api/openapi.json in the browser and shows it, in Chinese or English.
#pragma once

#include <string_view>

namespace hotline::api {

std::string_view docs_html();
std::string_view docs_js();
std::string_view docs_css();

}  // namespace hotline::api
