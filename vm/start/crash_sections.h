// vm/start/crash_sections.h - the parts of a crash report, in the order in which they are printed.
#pragma once

#include <signal.h>
#include <ucontext.h>

#include <span>

#include "vm/start/crash_output.h"
#include "vm/start/crash_stack.h"

namespace kiln {

struct CrashInfo {
  const Vm* vm = nullptr;
  const Thread* thread = nullptr;      // null: not a thread of a VM
  int thread_id = 0;
  int signal = 0;                      // 0: VM_FATAL
  const siginfo_t* signal_info = nullptr;
  const ucontext_t* context = nullptr;
  const char* message = nullptr;       // VM_FATAL
  const char* report_path = nullptr;   // null: there is no file
  CrashStack* stack = nullptr;         // filled by the first section
};

struct CrashSection {
  const char* name;
  void (*print)(CrashOutput& out, const CrashInfo& crash);
};

// The lines of the file's head, also printed on stdout.
std::span<const CrashSection> crash_head_sections();
std::span<const CrashSection> crash_body_sections();
// Those that tell of the VM and the system rather than of a crash; no crash is needed.
std::span<const CrashSection> status_sections();

const char* signal_name(int signal);

}  // namespace kiln
