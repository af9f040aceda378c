#include "vm/base/sync.h"

#include <time.h>

#include <cerrno>

namespace kiln {

namespace {
#ifdef KILN_DEBUG
// Ranks held by this thread, in the order taken.
struct HeldRanks {
  const char* names[16];
  LockRank ranks[16];
  int count = 0;
};
thread_local HeldRanks held;

void check_rank(LockRank rank, const char* name) {
  for (int i = 0; i < held.count; i++) {
    if (held.ranks[i] <= rank) {
      VM_FATAL("lock order: {} (rank {}) taken while holding {} (rank {})", name, static_cast<int>(rank), held.names[i],
               static_cast<int>(held.ranks[i]));
    }
  }
}
void push_rank(LockRank rank, const char* name) {
  VM_CHECK(held.count < 16);
  held.names[held.count] = name;
  held.ranks[held.count++] = rank;
}
void pop_rank(const char* name) {
  for (int i = held.count - 1; i >= 0; i--) {
    if (held.names[i] != name) continue;
    for (int j = i; j + 1 < held.count; j++) {
      held.names[j] = held.names[j + 1];
      held.ranks[j] = held.ranks[j + 1];
    }
    held.count--;
    return;
  }
  VM_FATAL("lock order: {} released but not held", name);
}
#else
void check_rank(LockRank, const char*) {}
void push_rank(LockRank, const char*) {}
void pop_rank(const char*) {}
#endif
}  // namespace

Mutex::Mutex(LockRank rank, const char* name) : rank_(rank), name_(name) { pthread_mutex_init(&mutex_, nullptr); }
Mutex::~Mutex() { pthread_mutex_destroy(&mutex_); }

void Mutex::lock() VM_NO_THREAD_SAFETY {
  check_rank(rank_, name_);
  pthread_mutex_lock(&mutex_);
  push_rank(rank_, name_);
}

void Mutex::unlock() VM_NO_THREAD_SAFETY {
  pop_rank(name_);
  pthread_mutex_unlock(&mutex_);
}

bool Mutex::try_lock() VM_NO_THREAD_SAFETY {
  if (pthread_mutex_trylock(&mutex_) != 0) return false;
  push_rank(rank_, name_);
  return true;
}

ConditionVariable::ConditionVariable() {
  pthread_condattr_t attributes;
  pthread_condattr_init(&attributes);
  pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
  pthread_cond_init(&condition_, &attributes);
  pthread_condattr_destroy(&attributes);
}
ConditionVariable::~ConditionVariable() { pthread_cond_destroy(&condition_); }

void ConditionVariable::wait(Mutex& mutex) { pthread_cond_wait(&condition_, &mutex.mutex_); }

bool ConditionVariable::wait_for(Mutex& mutex, int64_t timeout_ns) {
  constexpr int64_t kNanosPerSecond = 1'000'000'000;
  timespec deadline;
  clock_gettime(CLOCK_MONOTONIC, &deadline);
  int64_t seconds = timeout_ns / kNanosPerSecond;
  if (seconds > 100'000'000) seconds = 100'000'000;  // three years: keeps time_t from overflowing
  deadline.tv_sec += seconds;
  deadline.tv_nsec += timeout_ns % kNanosPerSecond;
  if (deadline.tv_nsec >= kNanosPerSecond) {
    deadline.tv_nsec -= kNanosPerSecond;
    deadline.tv_sec++;
  }
  return pthread_cond_timedwait(&condition_, &mutex.mutex_, &deadline) != ETIMEDOUT;
}

void ConditionVariable::signal() { pthread_cond_signal(&condition_); }
void ConditionVariable::broadcast() { pthread_cond_broadcast(&condition_); }

}  // namespace kiln
