#include "app/commands/progress.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <iostream>

namespace hotline::app {
namespace {

constexpr std::size_t bar_width = 30;  // characters
constexpr std::chrono::milliseconds redraw{100};

}  // namespace

ProgressBar::ProgressBar(std::string label)
    : label_(std::move(label)), visible_(::isatty(STDERR_FILENO) == 1) {}

ProgressBar::~ProgressBar() {
  if (drawn_) std::cerr << '\n';
}

void ProgressBar::show(std::size_t done, std::size_t all) {
  const Clock::time_point now = Clock::now();
  const bool last = all != 0 && done >= all;
  if (!visible_ || (!last && now - last_ < redraw)) return;
  last_ = now;
  drawn_ = true;
  const double seconds = std::max(std::chrono::duration<double>(now - start_).count(), 1e-3);
  const double rate = static_cast<double>(done) / seconds;
  if (all == 0) {
    std::cerr << fmt::format("\r{} {}  {:.0f}/s ", label_, done, rate) << std::flush;
    return;
  }
  const std::size_t filled = std::min(bar_width, bar_width * done / all);
  std::cerr << fmt::format("\r{} [{}{}] {}/{}  {:.0f}/s ", label_, std::string(filled, '#'),
                           std::string(bar_width - filled, '.'), done, all, rate)
            << std::flush;
}

}  // namespace hotline::app
