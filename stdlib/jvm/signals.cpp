// stdlib/jvm/signals.cpp - jdk.internal.misc.Signal's half in the VM: names, handlers, raising, dispatching.
#include <semaphore.h>
#include <signal.h>

#include <atomic>
#include <cerrno>
#include <cstring>
#include <string>

#include "stdlib/jvm/jvm.h"
#include "stdlib/library_environment.h"
#include "stdlib/signal_dispatch.h"
#include "vm/exec/exceptions.h"
#include "vm/exec/java_call.h"
#include "vm/thread/transitions.h"

using namespace kiln;  // NOLINT

namespace {

constexpr int kSignals = 65;
constexpr int kStop = 0;  // no signal: tells the dispatcher to end

// Handlers as Java writes them (Signal.handle0): 0 and 1 are the system's default and ignore, 2 is Java's dispatcher.
void* const kDispatcherHandler = reinterpret_cast<void*>(2);
void* const kRefused = reinterpret_cast<void*>(-1);

struct SignalName {
  const char* name;
  int number;
};
constexpr SignalName kNames[] = {
    {"ABRT", SIGABRT}, {"ALRM", SIGALRM}, {"BUS", SIGBUS},       {"CHLD", SIGCHLD}, {"CLD", SIGCHLD},   {"CONT", SIGCONT},
    {"FPE", SIGFPE},   {"HUP", SIGHUP},   {"ILL", SIGILL},       {"INT", SIGINT},   {"IO", SIGIO},      {"IOT", SIGIOT},
    {"KILL", SIGKILL}, {"PIPE", SIGPIPE}, {"POLL", SIGPOLL},     {"PROF", SIGPROF}, {"PWR", SIGPWR},    {"QUIT", SIGQUIT},
    {"SEGV", SIGSEGV}, {"STKFLT", SIGSTKFLT}, {"STOP", SIGSTOP}, {"SYS", SIGSYS},   {"TERM", SIGTERM},  {"TRAP", SIGTRAP},
    {"TSTP", SIGTSTP}, {"TTIN", SIGTTIN}, {"TTOU", SIGTTOU},     {"URG", SIGURG},   {"USR1", SIGUSR1},  {"USR2", SIGUSR2},
    {"VTALRM", SIGVTALRM}, {"WINCH", SIGWINCH}, {"XCPU", SIGXCPU}, {"XFSZ", SIGXFSZ},
};

// Process-wide; see signal_dispatch.h.
struct PendingSignals {
  sem_t arrived;
  std::atomic<int> counts[kSignals] = {};
  PendingSignals() { sem_init(&arrived, 0, 0); }
  void post(int signal) {
    counts[signal].fetch_add(1, std::memory_order_relaxed);
    sem_post(&arrived);
  }
  // The number of a signal that arrived; blocks.
  int wait() {
    while (sem_wait(&arrived) != 0 && errno == EINTR) {
    }
    for (int i = 0; i < kSignals; i++) {
      int count = counts[i].load(std::memory_order_relaxed);
      while (count > 0 && !counts[i].compare_exchange_weak(count, count - 1)) {
      }
      if (count > 0) return i;
    }
    return -1;
  }
};
PendingSignals& pending_signals() {
  static PendingSignals pending;
  return pending;
}

void on_signal(int signal) {
  const int saved = errno;
  pending_signals().post(signal);
  errno = saved;
}

bool is_ignored(int signal) {
  struct sigaction old;
  return sigaction(signal, nullptr, &old) == 0 && !(old.sa_flags & SA_SIGINFO) && old.sa_handler == SIG_IGN;
}

// Installs and returns what was there; kRefused when the system refuses.
void* install(int signal, void* handler) {
  pending_signals();  // made here, not in the handler
  struct sigaction wanted;
  memset(&wanted, 0, sizeof wanted);
  sigfillset(&wanted.sa_mask);
  wanted.sa_flags = SA_RESTART;
  wanted.sa_handler = handler == kDispatcherHandler ? &on_signal : reinterpret_cast<void (*)(int)>(handler);
  struct sigaction old;
  if (sigaction(signal, &wanted, &old) != 0) return kRefused;
  return old.sa_handler == &on_signal ? kDispatcherHandler : reinterpret_cast<void*>(old.sa_handler);
}

bool is_shutdown_signal(int signal) { return signal == SIGHUP || signal == SIGINT || signal == SIGTERM; }
bool has_reduced_signals() {
  const LibraryEnvironment* environment = Thread::current()->vm().library;
  return environment != nullptr && environment->reduced_signals;
}

}  // namespace

VM_JVM(jint) JVM_FindSignal(const char* name) {
  if (strncmp(name, "SIG", 3) == 0) name += 3;
  for (const SignalName& row : kNames) {
    if (strcmp(row.name, name) == 0) return row.number;
  }
  return -1;
}

VM_JVM(void*) JVM_RegisterSignal(jint signal, void* handler) {
  // The VM needs these itself.
  if (signal == SIGFPE || signal == SIGILL || signal == SIGSEGV || signal == SIGBUS || signal == SIGQUIT) return kRefused;
  if (is_shutdown_signal(signal)) {
    if (has_reduced_signals()) return kRefused;
    // Ignored from outside (nohup): stays so.
    if (is_ignored(signal)) return reinterpret_cast<void*>(SIG_IGN);
  }
  return install(signal, handler);
}

VM_JVM(jboolean) JVM_RaiseSignal(jint signal) {
  if (has_reduced_signals() && (is_shutdown_signal(signal) || signal == SIGQUIT)) return JNI_FALSE;
  if (is_shutdown_signal(signal) && is_ignored(signal)) return JNI_FALSE;
  raise(signal);
  return JNI_TRUE;
}

namespace kiln {

void install_quit_handler() { install(SIGQUIT, kDispatcherHandler); }

void stop_signal_dispatcher() { pending_signals().post(kStop); }

void run_signal_dispatcher(Thread& t, void (*on_quit)(Thread& thread)) {
  for (;;) {
    int signal;
    {
      BlockedInVm blocked(t);
      signal = pending_signals().wait();
    }
    if (signal == kStop) return;
    if (signal < 0) continue;
    if (signal == SIGQUIT) {
      if (on_quit != nullptr) on_quit(t);
      continue;
    }
    HandleScope scope(t);
    JavaArguments arguments;
    arguments.push_int(signal);
    // Handlers run on threads of their own; what dispatch itself throws has nowhere to go.
    if (!call(t, t.vm().known->jdk_internal_misc_Signal_dispatch, arguments).ok()) take_exception(t);
  }
}

}  // namespace kiln
