// vm/thread/thread.h - one thread as the VM knows it.
//
// The object's address is the JNIEnv* handed to native code (its first word is the function table), sits in r15
// while Java code runs, and is found from C++ by Thread::current(). Fields in the first part are read and written
// by generated code at the offsets that vm/exec/offsets.h publishes.
//
//   kInJava    runs Java code         } may touch the heap; stop at polls only
//   kInVm      runs VM code           }
//   kInNative  runs foreign code, touches no heap object; the world may stop around it
//   kBlocked   waits inside the VM (monitor, park, safepoint); like kInNative for the collector
// Changes of state go through vm/thread/transitions.h only.
#pragma once

#include <atomic>
#include <cstdint>

#include "gc/mutator.h"
#include "vm/base/vm.h"
#include "vm/object/object.h"
#include "vm/thread/handle_area.h"
#include "vm/thread/wait_statistics.h"

namespace kiln {

struct Frame;     // vm/exec/frame.h
class Method;
class ParkEvent;  // vm/thread/park.h
class Monitor;    // vm/thread/inflated_monitor.h

// One line of a thread's memory of inflated monitors; good as long as `epoch` is that of the MonitorTable.
struct MonitorCacheLine {
  RefSlot object;
  uint32_t epoch;
  Monitor* monitor;
};

// One line of the interface-call cache: `target` is what a call of interface method `method` on `klass` runs.
struct InterfaceCacheLine {
  uint32_t klass, method, target;
};
inline constexpr int kInterfaceCacheLines = 512;

enum class ThreadState : uint32_t { kNew, kInJava, kInVm, kInNative, kBlocked, kTerminated };

// Bits of Thread::poll: why a thread should take the slow path at its next poll.
inline constexpr uint32_t kPollSafepoint = 1;
inline constexpr uint32_t kPollAsyncException = 2;  // Thread.stop
inline constexpr uint32_t kPollSuspend = 4;
inline constexpr uint32_t kPollReserve = 8;         // the reserve of the stack is in use: watch for reserved_activation's return
inline constexpr uint32_t kPollSweepCode = 16;      // the thread should call MethodCompiler::sweep

inline constexpr int kLockStackCapacity = 32;
inline constexpr int kStartKinds = 16;

// What Java frames leave free at the low end of a native stack: VM code called from the last Java frame runs there.
inline constexpr size_t kStackReserve = 160 * 1024;
// The part of it that @ReservedStackAccess methods may use.
inline constexpr size_t kReservedAccessBytes = 40 * 1024;
inline constexpr size_t kLargestFirstThreadStack = 8 * 1024 * 1024;
inline constexpr int kMonitorCacheLines = 4;

class Thread {
 public:
  explicit Thread(Vm& owner);
  ~Thread();
  Thread(const Thread&) = delete;
  Thread& operator=(const Thread&) = delete;

  static Thread* current() { return current_; }       // null on a thread that is not attached
  static void set_current(Thread* thread) {
    current_ = thread;
    Mutator::set_current(thread != nullptr ? &thread->mutator : nullptr);
  }
  Vm& vm() const { return *vm_; }
  // Takes over identity and stack bounds of the calling system thread; once, by the thread itself.
  void adopt_current_os_thread();

  // --- known to generated code ---------------------------------------------------------------------------------
  const void* jni_functions = nullptr;  // first word: makes the address a JNIEnv*
  Vm* vm_;
  uintptr_t stack_limit = 0;            // Java frames must end above it (entry check)
  std::atomic<uint32_t> poll{0};
  RefSlot exception = 0;                // pending exception
  Frame* last_frame = nullptr;          // innermost Java frame while in VM or native code; walks start here
  Mutator mutator;
  void* start_handlers[kStartKinds] = {};  // how a method's frame starts running, by Method::start_kind
  void* dispatch[256] = {};                // interpreter handler of each (internal) opcode

  int32_t deoptimize_countdown = 0;        // -XX:DeoptimizeEvery: polls of compiled code until it goes back to interpreting

  InterfaceCacheLine interface_cache[kInterfaceCacheLines] = {};

  // --- the VM's own --------------------------------------------------------------------------------------------
  std::atomic<ThreadState> state{ThreadState::kNew};
  RefSlot java_thread = 0;              // the java.lang.Thread
  RefSlot async_exception = 0;          // what Thread.stop wants thrown
  RefSlot scratch_roots[4] = {};        // short-lived roots of the interpreter's slow paths
  HandleArea handles;
  int no_safepoint_depth = 0;           // live NoSafepoint scopes; checked in debug builds

  // Objects this thread has thin-locked, oldest first; an object locked n times stands there n times.
  RefSlot lock_stack[kLockStackCapacity] = {};
  int32_t lock_stack_size = 0;
  int32_t inflated_held = 0;            // inflated monitors this thread owns
  MonitorCacheLine monitor_cache[kMonitorCacheLines] = {};

  ParkEvent* park_event = nullptr;      // LockSupport.park, Object.wait, sleep, contended monitors
  Monitor* waiting_monitor = nullptr;   // the monitor this thread waits for or in, for thread dumps
  bool waiting_to_enter = false;
  WaitStatistics wait_statistics;

  uintptr_t stack_base = 0;             // highest address of the native stack
  size_t stack_size = 0;
  uintptr_t reserved_stack_limit = 0;   // stack_limit while @ReservedStackAccess code may use the reserve
  Frame* reserved_activation = nullptr; // outermost frame of such code, while the reserve is in use; else null
  int32_t os_id = 0;
  unsigned long pthread_handle = 0;
  bool is_daemon = false;
  bool attached_by_native = false;      // through AttachCurrentThread
  bool is_hidden = false;               // VM service thread, not shown to Java
  int32_t critical_depth = 0;           // JNI critical sections
  int64_t start_time_ns = 0;
  int32_t java_call_depth = 0;
  const char* unchecked_jni_call = nullptr;  // -Xcheck:jni: the last call of a Java method, until exceptions are looked at
  Thread* next = nullptr;               // registry chain, guarded by its lock
  Thread* previous = nullptr;

  bool has_exception() const { return exception != 0; }

 private:
  static thread_local Thread* current_ __attribute__((tls_model("initial-exec")));
  friend struct GeneratedCodeOffsets;
};

}  // namespace kiln
