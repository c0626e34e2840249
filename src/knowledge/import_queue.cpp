#include "hotline/base/log_context.hpp"
#include "hotline/knowledge/import.hpp"

namespace hotline::knowledge {

ImportQueue::~ImportQueue() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  if (thread_.joinable()) thread_.join();
}

base::Result<std::int64_t> ImportQueue::submit(std::string name, std::string bytes, ImportOptions options,
                                               const store::Actor& actor) {
  {
    const std::lock_guard lock(mutex_);
    if (waiting_.size() >= most_waiting) {
      return base::Error::of(base::ErrorCode::overloaded, "正在导入的文件较多，请稍后再上传。",
                             "Many files are being imported. Try again later.");
    }
  }
  HOTLINE_TRY(const std::int64_t batch, importer_.open(name, actor));
  const std::lock_guard lock(mutex_);
  waiting_.push_back({batch, std::move(name), std::move(bytes), std::move(options), actor});
  if (!thread_.joinable()) thread_ = std::thread([this] { work(); });
  changed_.notify_all();
  return batch;
}

void ImportQueue::wait_idle() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return waiting_.empty() && !running_; });
}

void ImportQueue::work() {
  std::unique_lock lock(mutex_);
  for (;;) {
    changed_.wait(lock, [this] { return stopping_ || !waiting_.empty(); });
    if (stopping_) return;
    Upload upload = std::move(waiting_.front());
    waiting_.pop_front();
    running_ = true;
    lock.unlock();
    const base::LogScope scope(base::LogId("import-" + std::to_string(upload.batch)));
    // An error of the store leaves the batch running; the next start marks it interrupted.
    (void)importer_.run_bytes(upload.batch, upload.name, upload.bytes, upload.options, upload.actor);
    upload = {};
    lock.lock();
    running_ = false;
    changed_.notify_all();
  }
}

}  // namespace hotline::knowledge
