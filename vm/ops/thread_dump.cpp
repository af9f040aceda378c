#include "vm/ops/thread_dump.h"

#include <fmt/format.h>
#include <pthread.h>
#include <time.h>

#include <algorithm>
#include <unordered_map>
#include <vector>

#include "classloader/modules.h"
#include "gc/heap.h"
#include "vm/base/log.h"
#include "vm/exec/java_string.h"
#include "vm/exec/java_thread.h"
#include "vm/exec/mirrors.h"
#include "vm/exec/stack_walker.h"
#include "vm/meta/names.h"
#include "vm/ops/frame_locks.h"
#include "vm/thread/inflated_monitor.h"
#include "vm/thread/monitor.h"
#include "vm/thread/park.h"
#include "vm/thread/registry.h"

namespace kiln::ops {

namespace {

constexpr double kNanosPerMilli = 1e6;
constexpr double kNanosPerSecond = 1e9;

class WorldStopped {
 public:
  explicit WorldStopped(Thread& self) VM_MAY_SAFEPOINT : self_(self) { self.vm().threads->stop_the_world(self); }
  ~WorldStopped() { self_.vm().threads->resume_the_world(self_); }
  WorldStopped(const WorldStopped&) = delete;
  WorldStopped& operator=(const WorldStopped&) = delete;

 private:
  Thread& self_;
};

std::vector<Thread*> all_threads(Vm& vm) {
  std::vector<Thread*> threads;
  vm.threads->for_each([&](Thread& thread) { threads.push_back(&thread); });
  std::ranges::sort(threads, {}, [&](const Thread* thread) {
    return thread->java_thread == 0 ? INT64_MAX : Ref<>(thread->java_thread)->get<int64_t>(vm.known->java_lang_Thread_tid);
  });
  return threads;
}

std::string name_of(const Thread& thread) {
  const Known& known = *thread.vm().known;
  if (thread.java_thread == 0) return thread.is_hidden ? "VM thread" : "attaching thread";
  Ref<> name = load_ref(Ref<>(thread.java_thread).get(), known.java_lang_Thread_name);
  return name.is_null() ? "" : string_to_utf8(known, name.get());
}

const char* java_state_text(int32_t status) {
  switch (status) {
    case java_status::kNew: return "NEW";
    case java_status::kRunnable: return "RUNNABLE";
    case java_status::kSleeping: return "TIMED_WAITING (sleeping)";
    case java_status::kInObjectWait: return "WAITING (on object monitor)";
    case java_status::kInObjectWaitTimed: return "TIMED_WAITING (on object monitor)";
    case java_status::kParked: return "WAITING (parking)";
    case java_status::kParkedTimed: return "TIMED_WAITING (parking)";
    case java_status::kBlockedOnMonitorEnter: return "BLOCKED (on object monitor)";
    case java_status::kTerminated: return "TERMINATED";
    default: return "UNKNOWN";
  }
}

// The word behind nid: what the thread does below Java.
const char* system_state_text(const Thread& thread, int32_t status) {
  if (thread.state.load() == ThreadState::kNew) return "initialized";
  if (thread.waiting_monitor != nullptr) return thread.waiting_to_enter ? "waiting for monitor entry" : "in Object.wait()";
  if (status == java_status::kSleeping || (status & java_status::kParkedBit) != 0) return "waiting on condition";
  // Those that run Java code are blocked too, for this dump.
  StackWalker walk(thread);
  bool is_in_native = !walk.done() && walk.method()->is_native();
  return is_in_native && thread.state.load() == ThreadState::kBlocked ? "waiting on condition" : "runnable";
}

std::string object_text(Ref<> object) {
  const Object* raw = object.get();
  std::string text = fmt::format("<{:#018x}> (a {}", raw->address(), external_name(*class_of(raw)));
  const Known& known = *Thread::current()->vm().known;
  if (class_of(raw) == known.java_lang_Class) {
    if (const Class* mirrored = class_of_mirror(known, raw)) text += " for " + external_name(*mirrored);
  }
  return text + ")";
}

// The class whose initialisation the thread waits for, when the monitor is such a class's lock.
const Class* class_being_awaited(Vm& vm, Ref<> lock) {
  const Class* found = nullptr;
  vm.classes->for_each([&](Class& klass) {
    if (klass.state->init_lock == lock.bits()) found = &klass;
  });
  return found;
}

bool is_object_wait(const Method& method) {
  return method.is_native() && method.name() == "wait" && method.holder->name_view() == "java/lang/Object";
}

// The line that says what the innermost frame waits for.
void append_waiting_for(const Thread& thread, const StackWalker& walk, std::string* text) {
  Vm& vm = thread.vm();
  if (thread.waiting_monitor != nullptr) {
    Ref<> object(*thread.waiting_monitor->object_slot());
    const Class* awaited = class_of(object.get()) == vm.known->primitive_arrays[static_cast<int>(BasicType::kInt)]
                               ? class_being_awaited(vm, object)
                               : nullptr;
    if (awaited != nullptr) {
      *text += fmt::format("\t- waiting on the Class initialization monitor for {}\n", external_name(*awaited));
    } else if (is_object_wait(*walk.method())) {
      *text += fmt::format("\t- {} {}\n", thread.waiting_to_enter ? "waiting to re-lock in wait()" : "waiting on", object_text(object));
    } else {
      *text += fmt::format("\t- waiting to lock {}\n", object_text(object));
    }
    return;
  }
  Object* java_thread = Ref<>(thread.java_thread).get();
  if ((status_of(*vm.known, java_thread) & java_status::kParkedBit) == 0) return;
  Ref<> blocker = load_ref(java_thread, vm.known->java_lang_Thread_parkBlocker);
  if (!blocker.is_null()) *text += fmt::format("\t- parking to wait for  {}\n", object_text(blocker));
}

void append_stack(const Thread& thread, std::string* text) {
  bool innermost = true;
  for (StackWalker walk(thread); !walk.done(); walk.next(), innermost = false) {
    const Method& method = *walk.method();
    int bci = method.is_native() ? 0 : walk.bci();
    *text += fmt::format("\tat {}\n", frame_text(method, bci));
    if (innermost && thread.java_thread != 0) append_waiting_for(thread, walk, text);
    for (Ref<> lock : locks_of_frame(thread, *walk.frame(), bci)) *text += fmt::format("\t- locked {}\n", object_text(lock));
  }
}

double cpu_time_ms(const Thread& thread) {
  clockid_t clock;
  timespec time;
  if (thread.pthread_handle == 0 || pthread_getcpuclockid(thread.pthread_handle, &clock) != 0) return 0;
  if (clock_gettime(clock, &time) != 0) return 0;
  return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_nsec) / kNanosPerMilli;
}

void append_thread(const Thread& thread, std::string* text) {
  const Known& known = *thread.vm().known;
  *text += fmt::format("\"{}\"", name_of(thread));
  int32_t status = java_status::kRunnable;
  if (thread.java_thread != 0) {
    Object* java_thread = Ref<>(thread.java_thread).get();
    status = status_of(known, java_thread);
    *text += fmt::format(" #{}{} prio={}", java_thread->get<int64_t>(known.java_lang_Thread_tid), thread.is_daemon ? " daemon" : "",
                         java_thread->get<int32_t>(known.java_lang_Thread_priority));
  }
  double elapsed_s = static_cast<double>(monotonic_now_ns() - thread.start_time_ns) / kNanosPerSecond;
  uintptr_t stack_page = align_down(reinterpret_cast<uintptr_t>(thread.last_frame), kPageSize);
  *text += fmt::format(" os_prio=0 cpu={:.2f}ms elapsed={:.2f}s tid={:#018x} nid={:#x} {}  [{:#018x}]\n", cpu_time_ms(thread),
                       thread.start_time_ns == 0 ? 0 : elapsed_s, reinterpret_cast<uintptr_t>(&thread), thread.os_id,
                       system_state_text(thread, status), stack_page);
  if (thread.java_thread != 0) *text += fmt::format("   java.lang.Thread.State: {}\n", java_state_text(status));
  append_stack(thread, text);
  *text += '\n';
}

std::string date_text() {
  time_t now = time(nullptr);
  tm local;
  localtime_r(&now, &local);
  char text[32];
  size_t length = strftime(text, sizeof text, "%Y-%m-%d %H:%M:%S", &local);
  return std::string(text, length);
}

// What a thread waits for, and whose it is: an edge of the graph in which a deadlock is a circle.
struct Wait {
  Thread* owner = nullptr;
  const Monitor* monitor = nullptr;  // null: a lock of java.util.concurrent
  Ref<> object;
};

Wait find_wait(const Thread& thread) {
  Vm& vm = thread.vm();
  const Known& known = *vm.known;
  Wait wait;
  if (thread.waiting_monitor != nullptr && thread.waiting_to_enter) {
    wait.monitor = thread.waiting_monitor;
    wait.object = Ref<>(*thread.waiting_monitor->object_slot());
    wait.owner = monitor_owner(vm, wait.object.get());
    return wait;
  }
  if (thread.java_thread == 0 || known.java_util_concurrent_locks_AbstractOwnableSynchronizer == nullptr) return wait;
  Object* java_thread = Ref<>(thread.java_thread).get();
  if ((status_of(known, java_thread) & java_status::kParkedBit) == 0) return wait;
  Ref<> blocker = load_ref(java_thread, known.java_lang_Thread_parkBlocker);
  if (blocker.is_null()) return wait;
  if (!class_of(blocker.get())->is_subtype_of(known.java_util_concurrent_locks_AbstractOwnableSynchronizer)) return wait;
  Ref<> owner = load_ref(blocker.get(), known.java_util_concurrent_locks_AbstractOwnableSynchronizer_exclusiveOwnerThread);
  if (owner.is_null()) return wait;
  wait.object = blocker;
  wait.owner = thread_of_java(known, owner.get());
  return wait;
}

// Circles of threads, each once.
std::vector<std::vector<Thread*>> find_circles(const std::vector<Thread*>& threads) {
  std::vector<std::vector<Thread*>> circles;
  std::vector<Thread*> settled;
  for (Thread* start : threads) {
    std::vector<Thread*> path;
    Thread* at = start;
    while (at != nullptr && std::ranges::find(settled, at) == settled.end() && std::ranges::find(path, at) == path.end()) {
      path.push_back(at);
      at = find_wait(*at).owner;
    }
    auto first = std::ranges::find(path, at);
    if (at != nullptr && first != path.end()) circles.emplace_back(first, path.end());
    settled.insert(settled.end(), path.begin(), path.end());
  }
  return circles;
}

// Locks of java.util.concurrent by the java.lang.Thread that holds them.
using SynchronizersByOwner = std::unordered_multimap<RefSlot, Ref<>>;

SynchronizersByOwner find_synchronizers(Vm& vm) {
  const Known& known = *vm.known;
  const Class* base = known.java_util_concurrent_locks_AbstractOwnableSynchronizer;
  SynchronizersByOwner held;
  if (base == nullptr) return held;
  vm.heap->for_each_object([&](Object* object) {
    if (!class_of(object)->is_subclass_of(base)) return;
    Ref<> owner = load_ref(object, known.java_util_concurrent_locks_AbstractOwnableSynchronizer_exclusiveOwnerThread);
    if (!owner.is_null()) held.emplace(owner.bits(), Ref<>::of(object));
  });
  return held;
}

void append_synchronizers(const SynchronizersByOwner& held, RefSlot java_thread, std::string* text) {
  *text += "   Locked ownable synchronizers:\n";
  auto [first, last] = held.equal_range(java_thread);
  if (first == last) *text += "\t- None\n";
  for (; first != last; ++first) *text += fmt::format("\t- {}\n", object_text(first->second));
  *text += '\n';
}

}  // namespace

std::string frame_text(const Method& method, int bci) {
  const Class& holder = *method.holder;
  std::string text = fmt::format("{}.{}(", external_name(holder), method.name());
  const ModuleEntry* module = holder.module;
  if (module != nullptr && module->name != nullptr) {
    text += module->name->view();
    if (module->version != nullptr) text += fmt::format("@{}", module->version->view());
    text += '/';
  }
  const Symbol* file = holder.attributes != nullptr ? holder.attributes->source_file.get() : nullptr;
  int line = method.is_native() ? -1 : method.line_of(bci);
  if (method.is_native()) {
    text += "Native Method";
  } else if (file == nullptr) {
    text += "Unknown Source";
  } else if (line < 0) {
    text += file->view();
  } else {
    text += fmt::format("{}:{}", file->view(), line);
  }
  return text + ')';
}

std::string dump_threads(Thread& self, std::string_view vm, bool with_synchronizers) {
  std::string text = fmt::format("{}\nFull thread dump {}:\n\n", date_text(), vm);
  WorldStopped stopped(self);
  SynchronizersByOwner held;
  if (with_synchronizers) held = find_synchronizers(self.vm());
  for (Thread* thread : all_threads(self.vm())) {
    append_thread(*thread, &text);
    if (with_synchronizers && thread->java_thread != 0) append_synchronizers(held, thread->java_thread, &text);
  }
  return text;
}

std::string dump_deadlocks(Thread& self) {
  WorldStopped stopped(self);
  std::vector<std::vector<Thread*>> circles = find_circles(all_threads(self.vm()));
  std::string text;
  for (const std::vector<Thread*>& circle : circles) {
    text += "Found one Java-level deadlock:\n=============================\n";
    for (Thread* thread : circle) {
      Wait wait = find_wait(*thread);
      std::string class_name = external_name(*class_of(wait.object.get()));
      text += fmt::format("\"{}\":\n", name_of(*thread));
      if (wait.monitor != nullptr) {
        text += fmt::format("  waiting to lock monitor {:#018x} (object {:#018x}, a {}),\n",
                            reinterpret_cast<uintptr_t>(wait.monitor), wait.object->address(), class_name);
      } else {
        text += fmt::format("  waiting for ownable synchronizer {:#018x}, (a {}),\n", wait.object->address(), class_name);
      }
      text += fmt::format("  which is held by \"{}\"\n\n", name_of(*wait.owner));
    }
    text += "Java stack information for the threads listed above:\n===================================================\n";
    for (Thread* thread : circle) {
      text += fmt::format("\"{}\":\n", name_of(*thread));
      append_stack(*thread, &text);
    }
    text += '\n';
  }
  if (!circles.empty()) text += fmt::format("Found {} deadlock{}.\n", circles.size(), circles.size() == 1 ? "" : "s");
  return text;
}

}  // namespace kiln::ops
