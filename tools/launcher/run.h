// Creates the VM and carries a Launch out.
#pragma once

#include "tools/launcher/libjvm.h"
#include "tools/launcher/options.h"

namespace kiln::launcher {

/// Runs `launch` on a new thread of the stack size it asks for and waits until the Java program, including its
/// non-daemon threads, has ended. Returns the exit code: 0, or 1 after an uncaught exception in main or a failed start.
/// System.exit never returns here.
int run_java(const Libjvm& jvm, const Launch& launch);

}  // namespace kiln::launcher
