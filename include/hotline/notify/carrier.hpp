// Carriers: the ways in which a message leaves the house.
#pragma once

#include <cstdint>
#include <string>

#include "hotline/base/error.hpp"
#include "hotline/notify/message.hpp"
#include "hotline/notify/templates.hpp"

namespace hotline::notify {

// A message that is ready to go.
struct Letter {
  std::string once_key;
  std::string stream;
  std::int64_t subject = 0;
  Recipient recipient;
  std::string address;  // plain e-mail address or telephone number, "" for the console; never kept or logged
  Rendered text;
  bool critical = false;
};

struct Delivery {
  enum class Kind {
    sent,       // taken over by the other side
    refused,    // never will be: the address or the content is wrong
    try_again,  // not now: nothing was taken over
    uncertain,  // handed over, but no word came back
  };
  Kind kind = Kind::sent;
  base::Text why;  // for all but sent; without personal data

  static Delivery sent() { return {}; }
  static Delivery refused(std::string zh, std::string en) {
    return {Kind::refused, {std::move(zh), std::move(en)}};
  }
  static Delivery try_again(std::string zh, std::string en) {
    return {Kind::try_again, {std::move(zh), std::move(en)}};
  }
  static Delivery uncertain(std::string zh, std::string en) {
    return {Kind::uncertain, {std::move(zh), std::move(en)}};
  }
};

class Carrier {
 public:
  virtual ~Carrier() = default;
  // Whether the other side keeps a letter with a once_key it has seen from going out twice. Such letters are
  // sent again when nobody knows what became of them; all others wait for a person's word.
  virtual bool repeats_safely() const = 0;
  // Blocks until the other side has answered or the carrier's time is over. One thread at a time.
  virtual Delivery send(const Letter& letter) = 0;
};

}  // namespace hotline::notify
