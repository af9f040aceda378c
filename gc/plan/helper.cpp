#include "gc/plan/helper.h"

#include "vm/base/system_thread.h"

namespace kiln::gc {

bool Helper::start() {
  if (!started_) started_ = start_system_thread(&thread_, "GC worker", &main, this);
  return started_;
}

void* Helper::main(void* self) {
  auto& helper = *static_cast<Helper*>(self);
  MutexLock lock(helper.mutex_);
  while (true) {
    while (helper.work_ == nullptr && !helper.quit_) helper.changed_.wait(helper.mutex_);
    if (helper.quit_) return nullptr;
    const std::function<void()>& work = *helper.work_;
    helper.work_ = nullptr;
    helper.busy_ = true;
    helper.mutex_.unlock();
    work();
    helper.mutex_.lock();
    helper.busy_ = false;
    helper.changed_.broadcast();
  }
}

void Helper::run(const std::function<void()>& work, const std::function<void()>& mine) {
  if (!start()) {
    mine();
    return;
  }
  {
    MutexLock lock(mutex_);
    work_ = &work;
    changed_.broadcast();
  }
  mine();
  MutexLock lock(mutex_);
  work_ = nullptr;
  while (busy_) changed_.wait(mutex_);
}

Helper::~Helper() {
  if (!started_) return;
  {
    MutexLock lock(mutex_);
    quit_ = true;
    changed_.broadcast();
  }
  pthread_join(thread_, nullptr);
}

}  // namespace kiln::gc
