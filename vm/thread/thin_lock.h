// vm/thread/thin_lock.h - the lock of an object that only one thread wants: two header bits and the lock stack.
//
//   enter   header 00 -> 01 by compare-and-swap, push; once more: push only
//   exit    last occurrence on the stack goes; was it the only one: header 01 -> 00
//
// Other threads may change the header meanwhile: hash bits, or 01 -> 10 (inflated, owner anonymous). Inline, for the
// interpreter's handlers. Neither safepoints nor allocates.
#pragma once

#include "vm/thread/thread.h"

namespace kiln::thin_lock {

// Index of the last occurrence of an object on the lock stack below `top`; -1 if it is not there.
inline int32_t find_below(const Thread& thread, RefSlot bits, int32_t top) {
  while (--top >= 0 && thread.lock_stack[top] != bits) {
  }
  return top;
}
inline int32_t find(const Thread& thread, RefSlot bits) { return find_below(thread, bits, thread.lock_stack_size); }

inline void remove_at(Thread& thread, int32_t index) {
  int32_t last = --thread.lock_stack_size;
  for (int32_t i = index; i < last; i++) thread.lock_stack[i] = thread.lock_stack[i + 1];
}
// Removes every occurrence and returns their number.
inline int32_t remove_all(Thread& thread, RefSlot bits) {
  int32_t kept = 0, size = thread.lock_stack_size;
  for (int32_t i = 0; i < size; i++) {
    if (thread.lock_stack[i] != bits) thread.lock_stack[kept++] = thread.lock_stack[i];
  }
  thread.lock_stack_size = kept;
  return size - kept;
}

// False: another thread's, inflated, or no room on the lock stack.
inline bool try_enter(Thread& thread, Object* object) {
  if (thread.lock_stack_size == kLockStackCapacity) [[unlikely]]
    return false;
  RefSlot bits = Ref<>::of(object).bits();
  std::atomic<uint32_t>& header = object->header();
  uint32_t old = header.load(std::memory_order_relaxed);
  while ((old & kLockMask) == kLockFree) {
    if (header.compare_exchange_weak(old, old | kLockThin, std::memory_order_acquire, std::memory_order_relaxed)) {
      thread.lock_stack[thread.lock_stack_size++] = bits;
      return true;
    }
  }
  if ((old & kLockMask) != kLockThin || find(thread, bits) < 0) return false;
  thread.lock_stack[thread.lock_stack_size++] = bits;
  return true;
}

// False: not on this thread's lock stack, or inflated with this as the last exit.
inline bool try_exit(Thread& thread, Object* object) {
  RefSlot bits = Ref<>::of(object).bits();
  int32_t index = find(thread, bits);
  if (index < 0) return false;
  if (find_below(thread, bits, index) < 0) {
    std::atomic<uint32_t>& header = object->header();
    uint32_t old = header.load(std::memory_order_relaxed);
    do {
      if ((old & kLockMask) != kLockThin) return false;
    } while (!header.compare_exchange_weak(old, old & ~kLockMask, std::memory_order_release, std::memory_order_relaxed));
  }
  remove_at(thread, index);
  return true;
}

}  // namespace kiln::thin_lock
