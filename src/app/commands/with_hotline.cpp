#include "app/commands/with_hotline.hpp"

namespace hotline::app {

int with_hotline(const Environment& environment, const std::function<int(Hotline&)>& work) {
  auto settings = environment.settings();
  if (!settings) return 1;
  auto hotline = Hotline::open(std::move(*settings), base::make_logger("warn"));
  if (!hotline.ok()) return environment.fail(hotline.error());
  return work(**hotline);
}

}  // namespace hotline::app
