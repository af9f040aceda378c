// vm/exec/java_thread.cpp - birth and death of threads.
#include "vm/exec/java_thread.h"

#include <pthread.h>

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <string>

#include "gc/barrier.h"
#include "gc/heap.h"
#include "vm/base/log.h"
#include "vm/base/memory.h"
#include "vm/exec/allocate.h"
#include "vm/exec/exceptions.h"
#include "vm/exec/java_call.h"
#include "vm/exec/java_string.h"
#include "vm/meta/names.h"
#include "vm/thread/monitor.h"
#include "vm/thread/park.h"
#include "vm/thread/registry.h"
#include "vm/thread/transitions.h"

namespace kiln {

namespace {
constexpr size_t kSmallestStack = 256 * kKiB;
constexpr int kManyDisposedThreads = 64;
constexpr int kExitAttempts = 3;
constexpr int32_t kNormalPriority = 5;

struct StartArguments {
  Thread* thread;
  ThreadBody body;
};

void run_java(Thread& self) {
  // Stopped before it was started: it ends without having run.
  if (Ref<>(self.java_thread)->get<uint8_t>(self.vm().known->java_lang_Thread_stillborn) != 0) return;
  HandleScope scope(self);
  JavaArguments arguments;
  arguments.push(Handle<java::Thread>::of_slot(&self.java_thread));
  // What it throws stays pending: leave_vm hands it to the uncaught exception handler.
  (void)call_virtual(self, self.vm().known->java_lang_Thread_run, arguments).ok();
}

void name_system_thread(Thread& self) {
  HandleScope scope(self);
  const Known& known = *self.vm().known;
  Ref<> name = load_ref(Ref<>(self.java_thread).get(), known.java_lang_Thread_name);
  if (!name.is_null()) set_system_thread_name(string_to_utf8(known, name.get()).c_str());
}

void* thread_entry(void* parameter) {
  auto* arguments = static_cast<StartArguments*>(parameter);
  Thread& self = *arguments->thread;
  ThreadBody body = arguments->body;
  delete arguments;
  self.adopt_current_os_thread();
  Thread::set_current(&self);
  return_from_safe_state(self, ThreadState::kInVm);
  if (self.vm().threads->hooks.prepare != nullptr) self.vm().threads->hooks.prepare(self);
  name_system_thread(self);
  body(self);
  leave_vm(self);
  return nullptr;
}

bool create_system_thread(Thread& thread, ThreadBody body, size_t stack_bytes) {
  pthread_attr_t attributes;
  pthread_attr_init(&attributes);
  pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
  auto* arguments = new StartArguments{&thread, body};
  pthread_t handle;
  int error = pthread_attr_setstacksize(&attributes, stack_bytes);
  if (error == 0) error = pthread_create(&handle, &attributes, thread_entry, arguments);
  pthread_attr_destroy(&attributes);
  if (error == 0) return true;
  delete arguments;
  VM_LOG(*thread.vm().log, warning, (os, thread),
         "Failed to start thread \"Unknown thread\" - pthread_create failed ({}) for attributes: stacksize: {}k, guardsize: 0k, "
         "detached.",
         strerrorname_np(error), stack_bytes / kKiB);
  return false;
}

size_t stack_bytes_for(const Vm& vm, int64_t asked) {
  int64_t bytes = asked > 0 ? asked : vm.flags.thread_stack_size;
  bytes = std::clamp<int64_t>(bytes, kSmallestStack, INT64_MAX - kPageSize);
  return align_up(static_cast<uintptr_t>(bytes), kPageSize);
}

// Frees what ended threads have left, when that is much: the world has to stop for it.
VM_MAY_SAFEPOINT void free_disposed_threads(Thread& self) {
  ThreadRegistry& threads = *self.vm().threads;
  if (threads.disposed_count() < kManyDisposedThreads) return;
  threads.stop_the_world(self);
  threads.resume_the_world(self);
}

VM_MAY_SAFEPOINT void dispatch_uncaught(Thread& self) {
  HandleScope scope(self);
  Handle<java::Throwable> uncaught(self, take_exception(self));
  JavaArguments arguments;
  arguments.push(Handle<java::Thread>::of_slot(&self.java_thread)).push(uncaught);
  if (call(self, self.vm().known->java_lang_Thread_dispatchUncaughtException, arguments).ok()) return;
  Ref<java::Throwable> second = take_exception(self);
  std::string class_name = external_name(*class_of(second.get()));
  const Known& known = *self.vm().known;
  std::string thread_name =
      string_to_utf8(known, load_ref(Ref<>(self.java_thread).get(), known.java_lang_Thread_name).get());
  std::fprintf(stderr, "\nException: %s thrown from the UncaughtExceptionHandler in thread \"%s\"\n", class_name.c_str(),
               thread_name.c_str());
}

// Thread.exit takes the thread out of its group; it can be hit by Thread.stop, hence the attempts.
VM_MAY_SAFEPOINT void call_exit(Thread& self) {
  const Known& known = *self.vm().known;
  for (int i = 0; i < kExitAttempts; i++) {
    if (load_ref(Ref<>(self.java_thread).get(), known.java_lang_Thread_group).is_null()) return;
    JavaArguments arguments;
    arguments.push(Handle<java::Thread>::of_slot(&self.java_thread));
    if (!call(self, known.java_lang_Thread_exit, arguments).ok()) take_exception(self);
  }
}

// From here on Thread.isAlive is false, and join returns.
VM_MAY_SAFEPOINT void wake_joiners(Thread& self) {
  const Known& known = *self.vm().known;
  auto java_thread = Handle<java::Thread>::of_slot(&self.java_thread);
  monitor_enter(self, java_thread);
  set_status(self, java_status::kTerminated);
  java_thread.unsafe_ref()->atomic_at<int64_t>(known.java_lang_Thread_eetop).store(0);
  monitor_notify(self, java_thread, true);
  monitor_exit(self, java_thread.unsafe_ref().get());
}

VM_MAY_SAFEPOINT Expected<void> construct_thread(Thread& self, Handle<java::Thread> java_thread, Handle<> group, const char* name) {
  const Known& known = *self.vm().known;
  HandleScope scope(self);
  JavaArguments arguments;
  if (name != nullptr) {
    VM_TRY(Ref<java::String> text, make_string(self, name));
    Handle<java::String> string(self, text);
    arguments.push(java_thread).push(group).push(string);
    VM_TRY_VOID(call(self, known.java_lang_Thread_init, arguments));
  } else {
    arguments.push(java_thread).push(group).push_null();
    VM_TRY_VOID(call(self, known.java_lang_Thread_init_runnable, arguments));
  }
  return {};
}
}  // namespace

namespace {
// -XX:MaxProcessMemory: what a thread touches of its stack and needs besides.
bool fits_budget(Vm& vm) {
  constexpr int64_t kThreadBytes = 160 * kKiB, kFewThreads = 16;
  const int64_t budget = vm.flags.max_process_memory;
  return budget == 0 || vm.threads->count() <= std::max(budget / kThreadShareDivisor / kThreadBytes, kFewThreads);
}
}  // namespace

Thread* thread_of_java(const Known& known, const Object* java_thread) {
  auto* self = const_cast<Object*>(java_thread);
  return reinterpret_cast<Thread*>(self->atomic_at<int64_t>(known.java_lang_Thread_eetop).load());
}

void set_system_thread_name(const char* utf8) {
  char shortened[16];
  std::snprintf(shortened, sizeof(shortened), "%s", utf8);
  pthread_setname_np(pthread_self(), shortened);
}

Expected<void> start_java_thread(Thread& self, Handle<java::Thread> java_thread) {
  return start_java_thread(self, java_thread, run_java);
}

Expected<void> start_java_thread(Thread& self, Handle<java::Thread> java_thread, ThreadBody body) {
  free_disposed_threads(self);
  Vm& vm = self.vm();
  const Known& known = *vm.known;
  if (thread_of_java(known, java_thread.unsafe_ref().get()) != nullptr) {
    return throw_new(self, &Known::java_lang_IllegalThreadStateException);
  }
  auto* thread = new Thread(vm);
  Object* object = java_thread.unsafe_ref().get();
  thread->is_daemon = object->get<uint8_t>(known.java_lang_Thread_daemon) != 0;
  thread->jni_functions = self.jni_functions;
  size_t stack_bytes = stack_bytes_for(vm, object->get<int64_t>(known.java_lang_Thread_stackSize));
  vm.threads->add(*thread);
  thread->java_thread = java_thread.unsafe_ref().bits();
  object->atomic_at<int64_t>(known.java_lang_Thread_eetop).store(reinterpret_cast<int64_t>(thread));
  set_status(*thread, java_status::kRunnable);
  if (fits_budget(vm) && create_system_thread(*thread, body, stack_bytes)) return {};

  std::string name = string_to_utf8(known, load_ref(object, known.java_lang_Thread_name).get());
  VM_LOG(*vm.log, warning, (os, thread), "Failed to start the native thread for java.lang.Thread \"{}\"", name);
  object->atomic_at<int64_t>(known.java_lang_Thread_eetop).store(0);
  set_status(*thread, java_status::kNew);
  vm.threads->dispose(thread);
  return throw_out_of_memory(self, OutOfMemoryKind::kThread);
}

Thread* attach_system_thread(Vm& vm, bool daemon, bool by_native) {
  VM_CHECK(Thread::current() == nullptr);
  auto* thread = new Thread(vm);
  thread->is_daemon = daemon;
  thread->attached_by_native = by_native;
  thread->adopt_current_os_thread();
  vm.threads->add(*thread);
  Thread::set_current(thread);
  return_from_safe_state(*thread, ThreadState::kInVm);
  if (vm.threads->hooks.prepare != nullptr) vm.threads->hooks.prepare(*thread);
  return thread;
}

Expected<void> make_own_java_thread(Thread& self, Handle<> group, const char* name) {
  const Known& known = *self.vm().known;
  // The constructor asks for the current thread, its priority and whether it is alive: those come first.
  VM_TRY(Ref<> fresh, allocate_instance(self, known.java_lang_Thread));
  self.java_thread = fresh.bits();
  auto java_thread = Handle<java::Thread>::of_slot(&self.java_thread);
  fresh->set<int32_t>(known.java_lang_Thread_priority, kNormalPriority);
  fresh->atomic_at<int64_t>(known.java_lang_Thread_eetop).store(reinterpret_cast<int64_t>(&self));
  VM_TRY_VOID(construct_thread(self, java_thread, group, name));
  java_thread.unsafe_ref()->set<uint8_t>(known.java_lang_Thread_daemon, self.is_daemon);
  set_status(self, java_status::kRunnable);
  JavaArguments arguments;
  arguments.push(group).push(java_thread);
  VM_TRY_VOID(call(self, known.java_lang_ThreadGroup_add, arguments));
  return {};
}

Expected<Ref<java::Thread>> make_java_thread(Thread& self, Handle<> group, const char* name, bool daemon) {
  const Known& known = *self.vm().known;
  HandleScope scope(self);
  VM_TRY(Ref<> fresh, allocate_instance(self, known.java_lang_Thread));
  Handle<java::Thread> java_thread(self, fresh.as<java::Thread>());
  fresh->set<int32_t>(known.java_lang_Thread_priority, kNormalPriority);
  VM_TRY_VOID(construct_thread(self, java_thread, group, name));
  java_thread.unsafe_ref()->set<uint8_t>(known.java_lang_Thread_daemon, daemon);
  JavaArguments arguments;
  arguments.push(group).push(java_thread);
  VM_TRY_VOID(call(self, known.java_lang_ThreadGroup_add, arguments));
  return java_thread.unsafe_ref();
}

void leave_vm(Thread& self) {
  VM_DCHECK(self.last_frame == nullptr);
  if (self.java_thread != 0) {
    if (self.has_exception()) dispatch_uncaught(self);
    call_exit(self);
    wake_joiners(self);
  }
  release_all_monitors(self);
  if (self.vm().heap != nullptr) self.vm().heap->retire(self.mutator);
  self.vm().threads->dispose(&self);
}

}  // namespace kiln
