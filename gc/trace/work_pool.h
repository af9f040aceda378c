// gc/trace/work_pool.h - objects to scan that workers give to each other, and the end of the work.
//
// A piece of work is an object or, of a long reference array, what lies behind an element: a stack never holds what a
// whole array refers to, and several workers can share one array.
//
// A worker that has plenty gives half of its stack away when another one is hungry; a worker that has nothing takes
// what is there or waits. When all that have joined wait, the work is done. The collecting thread joins first; a helper
// that the system does not run in time finds that it is too late, and nobody has waited for it.
#pragma once

#include <atomic>
#include <cstdint>
#include <vector>

#include "vm/base/sync.h"
#include "vm/object/object.h"

namespace kiln::gc {

// What waits to be scanned: the reference, and above it the first element to look at. Never 0.
using Work = uint64_t;
inline Work work_on(uint32_t ref_bits, uint32_t first_element = 0) { return uint64_t{first_element} << 32 | ref_bits; }
inline Work work_on(const Object* object) { return work_on(Ref<>::of(const_cast<Object*>(object)).bits()); }
inline Object* object_of(Work work) { return Ref<>(static_cast<uint32_t>(work)).get(); }
inline uint32_t first_element_of(Work work) { return static_cast<uint32_t>(work >> 32); }

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
  void share(std::vector<Work>& stack) {
    size_t half = stack.size() / 2;
    MutexLock lock(mutex_);
    work_.insert(work_.end(), stack.begin(), stack.begin() + static_cast<int64_t>(half));
    stack.erase(stack.begin(), stack.begin() + static_cast<int64_t>(half));
    changed_.broadcast();
  }
  // Fills the (empty) stack; false when all workers are out of work.
  bool take(std::vector<Work>& stack) {
    MutexLock lock(mutex_);
    if (work_.empty()) {
      if (waiting_.fetch_add(1) + 1 == workers_) {
        done_ = true;
        changed_.broadcast();
      }
      while (work_.empty() && !done_) changed_.wait(mutex_);
      if (work_.empty()) return false;
      waiting_.fetch_sub(1);
    }
    size_t count = work_.size() > 2 * kWorthSharing ? work_.size() / 2 : work_.size();
    stack.insert(stack.end(), work_.end() - static_cast<int64_t>(count), work_.end());
    work_.resize(work_.size() - count);
    return true;
  }

 private:
  Mutex mutex_{LockRank::kHeap, "collector's work"};
  ConditionVariable changed_;
  std::vector<Work> work_;
  std::atomic<int> waiting_{0};
  int workers_ = 0;
  bool done_ = false;
};

}  // namespace kiln::gc
