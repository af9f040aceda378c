// vm/thread/monitor.h - Java monitors: synchronized, wait, notify (JLS 17.1, 17.2).
//
// Thin lock: compare-and-swap of the lock bits free -> thin and a push on the owner's lock stack; recursion is
// another push. Contention, wait, identity of the owner asked by another thread, or a full lock stack inflate: a
// Monitor in the side table (MonitorTable), keyed by object, kept right by the collector (VmBinding::visit_weak),
// removed when idle at a safepoint. Unlock of an unowned object throws IllegalMonitorStateException.
// All functions are called in state InVm or InJava with Thread::last_frame published.
#pragma once

#include "vm/base/result.h"
#include "vm/thread/handles.h"

namespace kiln {

class WeakVisitor;

enum class MonitorStatus : uint8_t { kOk, kNotOwner, kInterrupted, kTimedOut };

// The parts that need not block: no safepoint, no allocation. False: call monitor_enter / monitor_exit (which says
// whether the thread is the owner at all). For inlining see vm/thread/thin_lock.h.
bool try_monitor_enter(Thread& thread, Object* object);
bool try_monitor_exit(Thread& thread, Object* object);

// Blocks until the monitor is owned.
VM_MAY_SAFEPOINT void monitor_enter(Thread& thread, Handle<> object);
// kNotOwner when this thread does not own it (the caller throws IllegalMonitorStateException). Never blocks.
MonitorStatus monitor_exit(Thread& thread, Object* object);
// Object.wait: timeout 0 waits for ever. kInterrupted: the flag was set and is now cleared; the caller throws.
VM_MAY_SAFEPOINT MonitorStatus monitor_wait(Thread& thread, Handle<> object, int64_t timeout_ms);
MonitorStatus monitor_notify(Thread& thread, Handle<> object, bool all);
bool holds_monitor(Thread& thread, Object* object);
// Thread that owns the monitor of `object` now, or null; exact only while the world is stopped.
Thread* monitor_owner(Vm& vm, Object* object);
// Leaves everything the thread still holds; when it ends. Not a safepoint.
void release_all_monitors(Thread& thread);

}  // namespace kiln
