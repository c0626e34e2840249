// Templates: the city's wording of every message, with {placeholders}.
//
// "{number}" is replaced by the argument of that name; "{{" and "}}" are braces. Names are a-z, 0-9 and _.
// The city's file is read above this module; here templates are a plain map.
// Thread rule: immutable once built; share it freely.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "hotline/base/error.hpp"
#include "hotline/base/result.hpp"
#include "hotline/notify/message.hpp"

namespace hotline::notify {

struct Template {
  base::Text subject;  // title or subject line; may be empty, a text message has none
  base::Text body;
};

struct Rendered {
  std::string subject;
  std::string body;
};

// For each template that the product uses, the placeholders it supplies.
using Supplied = std::map<std::string, std::set<std::string>, std::less<>>;

struct TemplateProblem {
  std::string name;  // of the template
  std::string part;  // "subject.zh", "subject.en", "body.zh", "body.en", or "" for the whole
  base::Text text;   // what is wrong and what would be right
};

class Templates {
 public:
  explicit Templates(std::map<std::string, Template, std::less<>> templates)
      : templates_(std::move(templates)) {}

  // Everything that would go wrong when a message is rendered: a template that is missing, a wording that is
  // missing in a language, a brace without its partner, a placeholder for which the product has no value.
  // Templates that the product does not use are checked for their braces only.
  std::vector<TemplateProblem> check(const Supplied& supplied) const;

  // Errors: not_found (no such template), invalid_input (a placeholder without an argument that is a text or
  // an integer, or a brace without its partner). Templates that passed check() give none with all arguments.
  base::Result<Rendered> render(std::string_view name, Language language,
                                const store::Payload& arguments) const;

 private:
  std::map<std::string, Template, std::less<>> templates_;
};

}  // namespace hotline::notify
