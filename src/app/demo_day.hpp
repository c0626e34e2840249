// The demo day: accounts to sign in with, and a day's requests played in, each carried some way through its
// life.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "app/hotline.hpp"

namespace hotline::app {

struct DemoAccount {
  std::string login, password, display;
  std::int64_t id = 0;
};

// One account for each role, with generated passwords; nothing when there are accounts already.
base::Result<std::vector<DemoAccount>> make_demo_accounts(Hotline& hotline);

struct DemoDay {
  std::size_t played = 0;
  std::vector<std::string> rejected;  // "line 12: ..."
};

// Plays the requests of a table (columns: data/demo/README.md) as if they had come in over the last 24 hours;
// nothing when the database holds requests of another origin, or the whole day already. A day that was cut
// off goes on with the rows that were not taken. `progress` is told how many of how many are done.
base::Result<DemoDay> play_demo_day(Hotline& hotline, const std::string& table,
                                    const std::function<void(std::size_t, std::size_t)>& progress);

// Brings a folder of sample knowledge in and publishes it; how many entries were new. Nothing when there is
// any knowledge already. Errors: the store's.
base::Result<std::size_t> load_demo_knowledge(Hotline& hotline, const std::string& folder);

}  // namespace hotline::app
