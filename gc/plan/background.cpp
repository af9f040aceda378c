#include "gc/plan/background.h"

#include "vm/base/system_thread.h"

namespace kiln::gc {

bool Background::start() {
  if (!started_) started_ = start_system_thread(&thread_, "GC marker", &main, this);
  return started_;
}

void* Background::main(void* self) {
  auto& it = *static_cast<Background*>(self);
  it.mutex_.lock();
  while (!it.quit_) {
    if (it.suspended_ || !it.has_work_) {
      it.changed_.wait(it.mutex_);
      continue;
    }
    it.busy_ = true;
    it.mutex_.unlock();
    bool more = it.slice_();
    it.mutex_.lock();
    it.has_work_ = more;
    it.busy_ = false;
    if (it.suspended_) it.changed_.broadcast();
  }
  it.mutex_.unlock();
  return nullptr;
}

void Background::suspend() {
  if (!started_) return;
  MutexLock lock(mutex_);
  suspended_ = true;
  while (busy_) changed_.wait(mutex_);
}

void Background::resume(bool has_work) {
  if (!started_) return;
  MutexLock lock(mutex_);
  suspended_ = false;
  has_work_ = has_work;
  if (has_work) changed_.broadcast();
}

Background::~Background() {
  if (!started_) return;
  {
    MutexLock lock(mutex_);
    quit_ = true;
    changed_.broadcast();
  }
  pthread_join(thread_, nullptr);
}

}  // namespace kiln::gc
