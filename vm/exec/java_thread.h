// vm/exec/java_thread.h - java.lang.Thread and the Thread behind it.
//
//   life of a thread        java.lang.Thread.threadStatus   eetop
//     new Thread              NEW                             0
//     start_java_thread       RUNNABLE                        address of the Thread
//     run(), uncaught exception handler, Thread.exit()
//     termination             TERMINATED                      0, and all who wait on the object are notified (join)
//
// Threads that native code attaches, and the first one, skip `run` but end the same way. Unless noted functions are
// called in state InVm by the thread `self`.
#pragma once

#include "vm/base/result.h"
#include "vm/meta/known.h"
#include "vm/thread/handles.h"
#include "vm/thread/java_status.h"

namespace kiln {

// One part in so many of -XX:MaxProcessMemory is for threads.
inline constexpr int64_t kThreadShareDivisor = 16;

// Sets the hooks of vm.threads that read and write java.lang.Thread; after known fields are bound or before.
void install_java_thread_hooks(Vm& vm);

// The Thread of a java.lang.Thread object; null before it starts and when it has ended. Good until the caller's next
// safepoint.
Thread* thread_of_java(const Known& known, const Object* java_thread);

// Thread.start: a new system thread that runs `run`. IllegalThreadStateException when started before;
// OutOfMemoryError when the system has no thread to give.
VM_MAY_SAFEPOINT Expected<void> start_java_thread(Thread& self, Handle<java::Thread> java_thread);
// The same for a thread of the VM's own: `body` (state InVm) runs in place of `run`.
using ThreadBody = void (*)(Thread& self);
VM_MAY_SAFEPOINT Expected<void> start_java_thread(Thread& self, Handle<java::Thread> java_thread, ThreadBody body);

// Makes a Thread for the calling system thread and registers it; afterwards it is current, in state InVm and has no
// java.lang.Thread yet. Waits while the world is stopped.
Thread* attach_system_thread(Vm& vm, bool daemon, bool by_native);
// Gives it a java.lang.Thread in `group`, running the constructor. `name` in modified UTF-8, null: "Thread-N".
VM_MAY_SAFEPOINT Expected<void> make_own_java_thread(Thread& self, Handle<> group, const char* name);
// A java.lang.Thread object, not started: for threads of the VM's own.
VM_MAY_SAFEPOINT Expected<Ref<java::Thread>> make_java_thread(Thread& self, Handle<> group, const char* name, bool daemon);
// Ends the calling thread's life as a thread of the VM: uncaught exception (the pending one, if any), Thread.exit,
// joiners, locks. `self` must not be used afterwards; the system thread goes on.
VM_MAY_SAFEPOINT void leave_vm(Thread& self);

// --- waiting and waking (vm/exec/thread_waiting.cpp) ----------------------------------------------------------------

// LockSupport.park / Unsafe.park: time in ns from now (0: for ever), or absolute in ms since the epoch. Returns at once
// with a permit or when interrupted; may return for no reason.
VM_MAY_SAFEPOINT void park(Thread& self, bool absolute, int64_t time);
// Gives the thread a permit. Nothing happens if it is not alive. Not a safepoint.
void unpark(Thread& self, const Object* java_thread);
// Thread.sleep; `millis` >= 0. False: interrupted; the flag is cleared and the caller throws.
VM_MAY_SAFEPOINT bool sleep(Thread& self, int64_t millis);
VM_MAY_SAFEPOINT void yield(Thread& self);
// Wakes a thread whose interrupted flag Java code has just set. Not a safepoint.
void interrupt(Thread& self, const Object* java_thread);
// Reads and if asked clears the calling thread's flag. Not a safepoint.
bool is_interrupted(Thread& self, bool clear);

// java.lang.Thread.threadStatus of a thread (values: java_status), and set it; the old value. Not safepoints. The
// thread must have its object.
int32_t status_of(const Known& known, const Object* java_thread);
int32_t set_status(Thread& thread, int32_t status);

// Thread.stop: `throwable` is thrown in the target at its next poll; waits end. Nothing happens if it is not alive.
VM_MAY_SAFEPOINT void stop_java_thread(Thread& self, Handle<java::Thread> target, Handle<java::Throwable> throwable);
// Thread.suspend / resume. When `suspend` returns the target runs no Java code (if it is self: until it is resumed).
VM_MAY_SAFEPOINT void suspend_java_thread(Thread& self, Handle<java::Thread> target);
void resume_java_thread(Thread& self, const Object* java_thread);

// Sets what debuggers and `top` show; the first 15 bytes.
void set_system_thread_name(const char* utf8);

}  // namespace kiln
