// JVM_* functions behind java.lang.Thread. How threads live, wait and wake is in vm/exec/java_thread.h.
#include <fcntl.h>
#include <unistd.h>

#include <vector>

#include "stdlib/entry.h"
#include "stdlib/jvm/jvm.h"
#include "stdlib/mirror_args.h"
#include "vm/exec/java_string.h"
#include "vm/exec/java_thread.h"
#include "vm/exec/stack_walker.h"
#include "vm/ops/stack_trace.h"
#include "vm/thread/monitor.h"
#include "vm/thread/registry.h"

namespace kiln::stdlib {
namespace {

bool is_shown_to_java(const Thread& thread) {
  if (thread.is_hidden || thread.java_thread == 0) return false;
  ThreadState state = thread.state.load();
  return state != ThreadState::kNew && state != ThreadState::kTerminated;
}

Expected<Ref<java::ObjectArray>> all_threads(Thread& t) {
  std::vector<RefSlot*> found;
  t.vm().threads->stop_the_world(t);
  t.vm().threads->for_each([&](Thread& thread) {
    if (is_shown_to_java(thread)) found.push_back(t.handles.push(thread.java_thread));
  });
  t.vm().threads->resume_the_world(t);
  VM_TRY(Ref<java::ObjectArray> array, new_array_of(t, known_of(t).java_lang_Thread, found.size()));
  for (size_t i = 0; i < found.size(); i++) {
    barrier::store_element(array.get(), static_cast<int32_t>(i), Ref<>(*found[found.size() - 1 - i]));
  }
  return array;
}

struct RecordedStack {
  bool is_alive = false;
  std::vector<ops::RecordedFrame> frames;
};

// The stacks of all threads of the array at one moment.
std::vector<RecordedStack> record_stacks(Thread& t, Handle<java::ObjectArray> threads) {
  t.vm().threads->stop_the_world(t);
  std::vector<RecordedStack> stacks(static_cast<size_t>(threads.unsafe_ref()->array_length()));
  for (size_t i = 0; i < stacks.size(); i++) {
    Ref<> java_thread = load_element(threads.unsafe_ref().get(), static_cast<int32_t>(i));
    Thread* thread = java_thread.is_null() ? nullptr : thread_of_java(known_of(t), java_thread.get());
    if (thread == nullptr || !is_shown_to_java(*thread)) continue;
    stacks[i].is_alive = true;
    for (StackWalker walk(*thread); !walk.done(); walk.next()) stacks[i].frames.push_back(ops::record_frame(t, walk));
  }
  t.vm().threads->resume_the_world(t);
  return stacks;
}

// StackTraceElement[][], null for threads that are not alive.
Expected<Ref<java::ObjectArray>> dump_threads(Thread& t, jobjectArray threads) {
  if (threads == nullptr) return throw_new(t, &Known::java_lang_NullPointerException);
  Handle<java::ObjectArray> asked = handle_of<java::ObjectArray>(threads);
  if (asked.unsafe_ref()->array_length() == 0) return throw_new(t, &Known::java_lang_IllegalArgumentException);
  std::vector<RecordedStack> stacks = record_stacks(t, asked);
  VM_TRY(Class * row_class, array_class_of(t, known_of(t).java_lang_StackTraceElement));
  VM_TRY(Ref<java::ObjectArray> array, new_array_of(t, row_class, stacks.size()));
  Handle<java::ObjectArray> traces(t, array);
  for (size_t i = 0; i < stacks.size(); i++) {
    if (!stacks[i].is_alive) continue;
    VM_TRY(Ref<java::ObjectArray> trace, ops::make_stack_trace(t, stacks[i].frames));
    barrier::store_element(traces.unsafe_ref().get(), static_cast<int32_t>(i), trace);
  }
  return traces.unsafe_ref();
}

// What `top` and debuggers show for another thread of this process.
void name_system_thread(int32_t os_id, const std::string& name) {
  std::string path = fmt::format("/proc/self/task/{}/comm", os_id);
  int file = open(path.c_str(), O_WRONLY | O_CLOEXEC);
  if (file < 0) return;  // it has just ended
  static_cast<void>(!write(file, name.data(), std::min<size_t>(name.size(), 15)));
  close(file);
}

}  // namespace
}  // namespace kiln::stdlib

using namespace kiln;          // NOLINT
using namespace kiln::stdlib;  // NOLINT

extern "C" {

VM_JVM(void) JVM_StartThread(JNIEnv* env, jobject thread) {
  run_in_vm(env, [&](Thread& t) { return start_java_thread(t, handle_of<java::Thread>(thread)); });
}

VM_JVM(void) JVM_StopThread(JNIEnv* env, jobject thread, jobject exception) {
  run_in_vm(env, [&](Thread& t) -> Expected<void> {
    if (exception == nullptr) return throw_new(t, &Known::java_lang_NullPointerException);
    if (*slot_of(thread) == t.java_thread) return throw_object(t, Ref<java::Throwable>(*slot_of(exception)));
    stop_java_thread(t, handle_of<java::Thread>(thread), handle_of<java::Throwable>(exception));
    return {};
  });
}

VM_JVM(void) JVM_SuspendThread(JNIEnv* env, jobject thread) {
  VmEntry in(env);
  suspend_java_thread(in.thread, handle_of<java::Thread>(thread));
}

VM_JVM(void) JVM_ResumeThread(JNIEnv* env, jobject thread) {
  VmEntry in(env);
  resume_java_thread(in.thread, Ref<>(*slot_of(thread)).get());
}

// System threads all run with the same priority, as HotSpot's do without -XX:ThreadPriorityPolicy.
VM_JVM(void) JVM_SetThreadPriority(JNIEnv* env, jobject thread, jint priority) {
  VmEntry in(env);
  Ref<>(*slot_of(thread))->set<int32_t>(known_of(in.thread).java_lang_Thread_priority, priority);
}

VM_JVM(void) JVM_Yield(JNIEnv* env, jclass) {
  VmEntry in(env);
  kiln::yield(in.thread);
}

VM_JVM(void) JVM_Sleep(JNIEnv* env, jclass, jlong milliseconds) {
  run_in_vm(env, [&](Thread& t) -> Expected<void> {
    if (milliseconds < 0) return throw_new(t, &Known::java_lang_IllegalArgumentException, "timeout value is negative");
    if (!kiln::sleep(t, milliseconds)) return throw_new(t, &Known::java_lang_InterruptedException, "sleep interrupted");
    return {};
  });
}

VM_JVM(jobject) JVM_CurrentThread(JNIEnv* env, jclass) {
  VmEntry in(env);
  return make_local(in.thread, Ref<>(in.thread.java_thread));
}

VM_JVM(void) JVM_Interrupt(JNIEnv* env, jobject thread) {
  VmEntry in(env);
  kiln::interrupt(in.thread, Ref<>(*slot_of(thread)).get());
}

VM_JVM(jboolean) JVM_HoldsLock(JNIEnv* env, jclass, jobject object) {
  return value_of<jboolean>(env, [&](Thread& t) -> Expected<bool> {
    if (object == nullptr) return throw_new(t, &Known::java_lang_NullPointerException);
    return holds_monitor(t, Ref<>(*slot_of(object)).get());
  });
}

VM_JVM(jobjectArray) JVM_GetAllThreads(JNIEnv* env, jclass) {
  return jobject_of<jobjectArray>(env, [&](Thread& t) { return all_threads(t); });
}

VM_JVM(jobjectArray) JVM_DumpThreads(JNIEnv* env, jclass, jobjectArray threads) {
  return jobject_of<jobjectArray>(env, [&](Thread& t) { return dump_threads(t, threads); });
}

VM_JVM(void) JVM_SetNativeThreadName(JNIEnv* env, jobject thread, jstring name) {
  VmEntry in(env);
  Thread* target = thread_of_java(known_of(in.thread), Ref<>(*slot_of(thread)).get());
  if (target == nullptr || name == nullptr) return;
  std::string text = string_to_utf8(in.thread, handle_of<java::String>(name));
  if (target == &in.thread) {
    set_system_thread_name(text.c_str());
  } else {
    name_system_thread(target->os_id, text);
  }
}

}  // extern "C"
