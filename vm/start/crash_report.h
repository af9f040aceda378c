// vm/start/crash_report.h - what happens when the VM, or native code in its process, does something fatal.
//
//   SIGSEGV, SIGBUS, SIGILL, SIGFPE          VM_FATAL, VM_CHECK
//        | claimed by a FaultClaim? done          |
//        | a handler from before? that one        |
//        +----------------------+-----------------+
//                               v
//   a few lines on stdout, the whole story in hs_err_pid<N>.log (-XX:ErrorFile=, else here, else /tmp),
//   -XX:OnError= commands, abort(): exit status 134, and a core if the limits allow (-XX:-CreateCoredumpOnCrash: 1)
//
// Only one report is written per process. Each of its sections (crash_sections.cpp) may fail or hang without harm to
// the others. Signals belong to the process, so there is one handler for all its Vms; it reports on the Vm of the thread
// that failed, or on the first that installed it.
#pragma once

#include <signal.h>

#include "vm/base/vm.h"

namespace kiln {

// Takes over the signals named above, SIGPIPE and SIGXFSZ (ignored: Java sees the failing write), and the fatal hook.
// `vm.options` is set. Each Vm calls it once, as early as it can.
void install_crash_handler(Vm& vm);
// Gives the signals back to whom they belonged when the last Vm calls it.
void uninstall_crash_handler(Vm& vm);

// Gives the calling thread a stack of its own for the handlers, so that the overflow of its stack in native code can be
// reported; kept until the system thread ends. Every thread that runs Java calls it; twice does no harm.
void install_alternate_stack();
// Faults of the calling thread reach the handler, whatever the host has blocked (a blocked fault ends the process).
void unblock_faults();

// Asked first: true when the fault was expected and *context says where to go on. Async-signal-safe. At most 4.
using FaultClaim = bool (*)(int signal, siginfo_t* info, void* context);
void add_fault_claim(FaultClaim claim);

}  // namespace kiln
