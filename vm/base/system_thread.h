// vm/base/system_thread.h - threads of the VM's own: collectors, compiler, sampling.
#pragma once

#include <pthread.h>
#include <signal.h>

#include <cstddef>

namespace kiln {

// Signals by which the processor tells the thread that runs of a fault in it.
inline constexpr int kFaultSignals[] = {SIGSEGV, SIGBUS, SIGILL, SIGFPE};

// Starts a thread that runs `body(argument)`. It takes no signals of the process, which are other threads' business, but
// faults of its own reach their handler. `name`, at most 15 bytes, is what debuggers and `top` show; `stack_bytes` 0: the
// system's default. False: the system refuses. The caller joins or detaches the thread. Any thread.
bool start_system_thread(pthread_t* thread, const char* name, void* (*body)(void*), void* argument, size_t stack_bytes = 0);

}  // namespace kiln
