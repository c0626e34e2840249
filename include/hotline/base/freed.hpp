// Lets std::unique_ptr hold what a C library made: std::unique_ptr<BIO, base::Freed<BIO_free_all>>.
#pragma once

namespace hotline::base {

// Calls `Free`, which must take the pointer; its result is not looked at.
template <auto Free>
struct Freed {
  template <class T>
  void operator()(T* one) const {
    Free(one);
  }
};

}  // namespace hotline::base
