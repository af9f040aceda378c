// vm/start/null_checks.h - the fault of an implicit null check becomes a jump to where NullPointerException is thrown.
#pragma once

#include <signal.h>

namespace kiln {

// A FaultClaim (vm/start/crash_report.h). Faults of the calling thread's compiled code at a protected address, where the code
// says that an implicit null check stands (CompiledCode::null_checks), go on at its target; others are not claimed.
bool claim_null_check(int signal, siginfo_t* info, void* context);

}  // namespace kiln
