// stdlib/management/thread_times.cpp - what threads used: processor time and allocated bytes.
#include <pthread.h>
#include <time.h>
#include <unistd.h>

#include <cstdio>

#include "stdlib/entry.h"
#include "stdlib/management/management.h"
#include "stdlib/mirror_args.h"
#include "vm/exec/java_thread.h"
#include "vm/thread/registry.h"

namespace kiln::management {

using stdlib::known_of;
using stdlib::VmEntry;

namespace {

constexpr jlong kNanosPerSecond = 1'000'000'000;

jlong total_cpu_ns(const Thread& thread) {
  clockid_t clock;
  timespec time;
  if (thread.pthread_handle == 0 || pthread_getcpuclockid(thread.pthread_handle, &clock) != 0) return -1;
  if (clock_gettime(clock, &time) != 0) return -1;
  return time.tv_sec * kNanosPerSecond + time.tv_nsec;
}

// Time in user mode, from the system's account of the thread; in clock ticks only.
jlong user_cpu_ns(const Thread& thread) {
  char path[64];
  snprintf(path, sizeof path, "/proc/self/task/%d/stat", thread.os_id);
  FILE* file = fopen(path, "re");
  if (file == nullptr) return -1;
  char text[1024];
  const size_t length = fread(text, 1, sizeof text - 1, file);
  fclose(file);
  text[length] = 0;
  // The name in parentheses may hold anything; utime is the 12th word behind it.
  const char* at = strrchr(text, ')');
  unsigned long long ticks = 0;
  if (at == nullptr || sscanf(at + 1, " %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %llu", &ticks) != 1) return -1;
  return static_cast<jlong>(ticks) * (kNanosPerSecond / sysconf(_SC_CLK_TCK));
}

jlong cpu_ns(const Thread& thread, bool user_and_system) {
  return user_and_system ? total_cpu_ns(thread) : user_cpu_ns(thread);
}

// Calls of(thread) for the threads with these ids while none of them can end; -1 for those that are not alive.
template <typename Of>
void for_ids(JNIEnv* env, jlongArray ids, jlongArray results, Of&& of) {
  VmEntry in(env);
  Thread& t = in.thread;
  t.vm().threads->stop_the_world(t);
  Object* id_array = Ref<>(*slot_of(ids)).get();
  Object* result_array = Ref<>(*slot_of(results)).get();
  for (int32_t i = 0; i < id_array->array_length(); i++) {
    Thread* thread = find_thread(t, id_array->elements<jlong>()[i]);
    result_array->elements<jlong>()[i] = thread != nullptr ? of(*thread) : -1;
  }
  t.vm().threads->resume_the_world(t);
}

}  // namespace

bool is_shown_to_java(const Thread& thread) {
  if (thread.is_hidden || thread.java_thread == 0) return false;
  ThreadState state = thread.state.load();
  return state != ThreadState::kNew && state != ThreadState::kTerminated;
}

// The world is stopped, or the id is the caller's.
Thread* find_thread(Thread& self, jlong id) {
  const uint32_t tid = known_of(self).java_lang_Thread_tid;
  if (id == 0 || Ref<>(self.java_thread)->get<jlong>(tid) == id) return &self;
  Thread* found = nullptr;
  self.vm().threads->for_each([&](Thread& thread) {
    if (is_shown_to_java(thread) && Ref<>(thread.java_thread)->get<jlong>(tid) == id) found = &thread;
  });
  return found;
}

jlong one_thread_allocated(JNIEnv* env, jlong id) {
  VmEntry in(env);
  Thread& t = in.thread;
  if (id == 0) return t.mutator.total_allocated_bytes();
  t.vm().threads->stop_the_world(t);
  Thread* thread = find_thread(t, id);
  const jlong result = thread != nullptr ? thread->mutator.total_allocated_bytes() : -1;
  t.vm().threads->resume_the_world(t);
  return result;
}

void threads_allocated(JNIEnv* env, jlongArray ids, jlongArray sizes) {
  for_ids(env, ids, sizes, [](const Thread& thread) { return thread.mutator.total_allocated_bytes(); });
}

// Of the threads that are alive.
jlong total_allocated(JNIEnv* env) {
  VmEntry in(env);
  Thread& t = in.thread;
  jlong total = 0;
  t.vm().threads->stop_the_world(t);
  t.vm().threads->for_each([&](Thread& thread) { total += thread.mutator.total_allocated_bytes(); });
  t.vm().threads->resume_the_world(t);
  return total;
}

jlong thread_cpu_time(JNIEnv* env, jlong id, jboolean user_and_system) {
  VmEntry in(env);
  Thread& t = in.thread;
  if (id == 0) return cpu_ns(t, user_and_system);
  t.vm().threads->stop_the_world(t);
  Thread* thread = find_thread(t, id);
  const jlong result = thread != nullptr ? cpu_ns(*thread, user_and_system) : -1;
  t.vm().threads->resume_the_world(t);
  return result;
}

void thread_cpu_times(JNIEnv* env, jlongArray ids, jlongArray times, jboolean user_and_system) {
  for_ids(env, ids, times, [&](const Thread& thread) { return cpu_ns(thread, user_and_system); });
}

}  // namespace kiln::management
