// The thread that looks after the data while the hotline serves: the archive's bases, the attachments' second
// copy, and the daily look at the whole database.
#pragma once

#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "app/hotline.hpp"
#include "hotline/base/error.hpp"
#include "hotline/base/result.hpp"
#include "hotline/store/keeping.hpp"

namespace hotline::app {

class Keeper {
 public:
  // `hotline` must outlive it.
  explicit Keeper(Hotline& hotline) : hotline_(hotline) {}
  void start();
  void stop();

  // What an operator must know of the data, in words; nothing when all is well. From any thread.
  std::vector<base::Text> concerns() const;
  // The same as one error, for /health/ready.
  base::Status concern() const;
  // When the last look at the whole database ended, Unix seconds; 0 when there was none. From any thread.
  double last_check_seconds() const;
  // 1 when that look found nothing wrong, 0 when it did or could not be made, -1 before the first. From any
  // thread.
  double check_passed() const;
  // The same of the journal's chain and its anchors alone.
  double chain_whole() const;

  // Looks at the whole database now: pages, structure, chain and anchors. Blocks. One thread at a time.
  void look();

  // What became of today's anchor: when the newest was signed, or why it could not be. From any thread.
  void note_anchor(const base::Result<base::Time>& newest);
  // When the newest anchor was signed, Unix seconds; 0 when none is known. From any thread.
  double last_anchor_seconds() const;

 private:
  void run(const std::stop_token& stop);
  void keep_archive();
  void mirror();

  Hotline& hotline_;
  mutable std::mutex mutex_;
  std::vector<base::Text> found_;  // by the last look
  base::Time checked_at_{};
  double check_passed_ = -1, chain_whole_ = -1;
  base::Time anchored_at_{};
  base::Time base_tried_at_{};
  base::Text base_problem_, files_problem_, anchor_problem_;
  std::jthread thread_;
};

}  // namespace hotline::app
