#include "gc/plan/helper.h"

#include <signal.h>

namespace kiln::gc {

bool Helper::start() {
  if (started_) return true;
  // Signals of the process are for other threads.
  sigset_t all, before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  started_ = pthread_create(&thread_, nullptr, &main, this) == 0;
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
  if (started_) pthread_setname_np(thread_, "GC worker");
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
