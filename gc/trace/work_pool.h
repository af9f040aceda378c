// gc/trace/work_pool.h - objects to scan that workers give to each other, and the end of the work.
//
// A worker that has plenty gives half of its stack away when another one is hungry; a worker that has nothing takes
// what is there or waits. When all that have joined wait, the work is done. The collecting thread joins first; a helper
// that the system does not run in time finds that it is too late, and nobody has waited for it.
#pragma once

#include <atomic>
#include <vector>

#include "vm/base/sync.h"
#include "vm/object/object.h"

namespace kiln::gc {

class WorkPool {
 public:
  static constexpr size_t kWorthSharing = 32;

  // Begins a (further) piece of work; nobody is in the pool.
  void open() {
    MutexLock lock(mutex_);
    waiting_.store(0);
    workers_ = 0;
    done_ = false;
  }
  // Before take(); false when the work is done.
  bool join() {
    MutexLock lock(mutex_);
    if (done_) return false;
    workers_++;
    return true;
  }
  bool someone_is_hungry() const { return waiting_.load(std::memory_order_relaxed) > 0; }
  // Gives the older half of the stack away.
  void share(std::vector<Object*>& stack) {
    size_t half = stack.size() / 2;
    MutexLock lock(mutex_);
    objects_.insert(objects_.end(), stack.begin(), stack.begin() + static_cast<int64_t>(half));
    stack.erase(stack.begin(), stack.begin() + static_cast<int64_t>(half));
    changed_.broadcast();
  }
  // Fills the (empty) stack; false when all workers are out of work.
  bool take(std::vector<Object*>& stack) {
    MutexLock lock(mutex_);
    if (objects_.empty()) {
      if (waiting_.fetch_add(1) + 1 == workers_) {
        done_ = true;
        changed_.broadcast();
      }
      while (objects_.empty() && !done_) changed_.wait(mutex_);
      if (objects_.empty()) return false;
      waiting_.fetch_sub(1);
    }
    size_t count = objects_.size() > 2 * kWorthSharing ? objects_.size() / 2 : objects_.size();
    stack.insert(stack.end(), objects_.end() - static_cast<int64_t>(count), objects_.end());
    objects_.resize(objects_.size() - count);
    return true;
  }

 private:
  Mutex mutex_{LockRank::kHeap, "collector's work"};
  ConditionVariable changed_;
  std::vector<Object*> objects_;
  std::atomic<int> waiting_{0};
  int workers_ = 0;
  bool done_ = false;
};

}  // namespace kiln::gc
