// vm/ops/thread_dump.h - what every thread is doing, as text: SIGQUIT, JVM_DumpAllStacks.
//
//   "main" #1 prio=5 os_prio=0 cpu=45.48ms elapsed=1.71s tid=0x00007f3b780178b0 nid=0x2d6d waiting on condition  [0x...]
//      java.lang.Thread.State: TIMED_WAITING (sleeping)
//   	at java.lang.Thread.sleep(java.base@17.0.15/Native Method)
//   	- locked <0x000000068740d798> (a java.lang.Object)
//
// The layout is the reference VM's, so that the tools that read its dumps read these. Both functions stop the world for
// as long as it takes to write the text into memory; printing is the caller's.
#pragma once

#include <string>
#include <string_view>

#include "vm/thread/handles.h"

namespace kiln::ops {

// Date, "Full thread dump <vm>:", and a paragraph for each thread, oldest first. `vm` is name, version and mode:
// "Kiln 64-Bit Server VM (0.1 interpreted mode)". With synchronizers: the locks of java.util.concurrent that each thread
// holds, for which the whole heap is looked through. State InVm.
VM_MAY_SAFEPOINT std::string dump_threads(Thread& self, std::string_view vm, bool with_synchronizers = false);

// Threads that wait for each other in a circle, by monitors and by the locks of java.util.concurrent; empty when there
// is no such circle. State InVm.
VM_MAY_SAFEPOINT std::string dump_deadlocks(Thread& self);

// "\tat java.lang.Thread.sleep(java.base@17.0.15/Native Method)" without the tabulator.
std::string frame_text(const Method& method, int bci);

}  // namespace kiln::ops
