#include "jit/compile_queue.h"

#include <algorithm>

#include "vm/base/system_thread.h"

namespace kiln::jit {

CompileQueue::~CompileQueue() {
  {
    MutexLock lock(queue_mutex_);
    if (!is_started_) return;
    is_ending_ = true;
    changed_.signal();
  }
  pthread_join(thread_, nullptr);
}

bool CompileQueue::start() {
  if (is_started_ || is_refused_) return is_started_;
  is_started_ = start_system_thread(&thread_, "Compiler", &run, this);
  is_refused_ = !is_started_;
  return is_started_;
}

CompileQueueView CompileQueue::view() {
  MutexLock lock(queue_mutex_);
  CompileQueueView view{{}, {waiting_.begin(), waiting_.end()}};
  for (const Method* method : known_) {
    if (std::ranges::find(view.waiting, method) == view.waiting.end()) view.compiling.push_back(method);
  }
  return view;
}

bool CompileQueue::add(Method& method) {
  MutexLock lock(queue_mutex_);
  if (!start()) return false;
  is_held_ = false;
  if (known_.insert(&method).second) waiting_.push_back(&method);
  changed_.signal();
  return true;
}

void CompileQueue::forget(Method& method) {
  {
    MutexLock lock(queue_mutex_);
    if (!is_started_) return;
    is_held_ = true;
    if (known_.erase(&method) != 0) std::erase(waiting_, &method);
  }
  MutexLock compiling(compiling_mutex_);
}

void* CompileQueue::run(void* self) {
  static_cast<CompileQueue*>(self)->serve();
  return nullptr;
}

// False: the queue ends.
bool CompileQueue::wait_for_work() {
  MutexLock lock(queue_mutex_);
  while ((waiting_.empty() || is_held_) && !is_ending_) changed_.wait(queue_mutex_);
  return !is_ending_;
}

void CompileQueue::serve() {
  while (wait_for_work()) {
    MutexLock compiling(compiling_mutex_);
    Method* method = nullptr;
    {
      MutexLock lock(queue_mutex_);
      if (waiting_.empty() || is_held_) continue;  // since we looked
      method = waiting_.front();
      waiting_.pop_front();
    }
    compile_(*method);
    MutexLock lock(queue_mutex_);
    known_.erase(method);
  }
}

}  // namespace kiln::jit
