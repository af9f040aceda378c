// vm/start/crash_handler.cpp - the handlers of crash_report.h, and the frame in which the sections are written.
#include <dlfcn.h>
#include <fcntl.h>
#include <pthread.h>
#include <setjmp.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstdlib>
#include <cstring>

#include "vm/base/memory.h"
#include "vm/base/system_thread.h"
#include "vm/start/crash_report.h"
#include "vm/start/crash_sections.h"
#include "vm/start/options.h"

namespace kiln {

namespace {

constexpr int kHarmless[] = {SIGPIPE, SIGXFSZ};
constexpr int kSectionSeconds = 15;
constexpr size_t kAlternateStackBytes = 128 * kKiB;
constexpr int kMostClaims = 4;

// Process-wide, as signals are.
struct Handlers {
  pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
  int vm_count = 0;
  std::atomic<Vm*> first_vm{nullptr};
  struct sigaction previous[NSIG] = {};
  std::atomic<struct sigaction* (*)(int)> find_kept{nullptr};  // libjsig's; null: there is none
  std::atomic<FaultClaim> claims[kMostClaims] = {};

  // The report being written.
  std::atomic<int> reporter{0};  // thread id
  sigjmp_buf escape = {};        // out of a section that failed
  volatile sig_atomic_t may_escape = 0;
  volatile sig_atomic_t failure = 0;
  timer_t timer = nullptr;
  bool has_timer = false;
  CrashStack stack;
  char path[512] = {};
};
constinit Handlers handlers;

int current_thread_id() { return static_cast<int>(syscall(SYS_gettid)); }

void set_handler(int signal, void (*handler)(int, siginfo_t*, void*), struct sigaction* previous) {
  struct sigaction wanted;
  std::memset(&wanted, 0, sizeof wanted);
  wanted.sa_sigaction = handler;
  wanted.sa_flags = SA_SIGINFO | SA_ONSTACK | SA_NODEFER | SA_RESTART;
  sigemptyset(&wanted.sa_mask);
  sigaction(signal, &wanted, previous);
}

// The JDK's libjsig.so, if a host has it before libc: it lets nobody replace the handlers that the VM sets between begin and end,
// and keeps what others wanted to set.
struct SignalKeeper {
  void (*begin)() = nullptr;
  void (*end)() = nullptr;
  struct sigaction* (*find)(int signal) = nullptr;
};
SignalKeeper find_signal_keeper() {
  SignalKeeper keeper;
  keeper.begin = reinterpret_cast<void (*)()>(dlsym(RTLD_DEFAULT, "JVM_begin_signal_setting"));
  keeper.end = reinterpret_cast<void (*)()>(dlsym(RTLD_DEFAULT, "JVM_end_signal_setting"));
  keeper.find = reinterpret_cast<struct sigaction* (*)(int)>(dlsym(RTLD_DEFAULT, "JVM_get_signal_action"));
  return keeper.begin != nullptr && keeper.end != nullptr && keeper.find != nullptr ? keeper : SignalKeeper{};
}

// ---- Sections that may fail ----

void set_timer(int seconds) {
  if (!handlers.has_timer) return;
  itimerspec when{};
  when.it_value.tv_sec = seconds;
  timer_settime(handlers.timer, 0, &when, nullptr);
}

[[gnu::noinline]] void write_section(CrashOutput& out, const CrashSection& section, const CrashInfo& crash) {
  if (sigsetjmp(handlers.escape, 1) == 0) {
    handlers.may_escape = 1;
    set_timer(kSectionSeconds);
    section.print(out, crash);
  } else {
    int failure = handlers.failure;
    out.print("\n[the section \"{}\" is incomplete: {}]\n", section.name, failure == SIGALRM ? "it took too long" : signal_name(failure));
  }
  handlers.may_escape = 0;
  set_timer(0);
  out.flush();
}

void start_timer() {
  sigevent event;
  std::memset(&event, 0, sizeof event);
  event.sigev_notify = SIGEV_THREAD_ID;
  event.sigev_signo = SIGALRM;
  event._sigev_un._tid = current_thread_id();
  handlers.has_timer = timer_create(CLOCK_MONOTONIC, &event, &handlers.timer) == 0;
}

// ---- Where the report goes ----

// Replaces %p by the process's number and %% by %; false when it does not fit.
bool expand(const char* pattern, char* text, size_t capacity) {
  size_t used = 0;
  auto put = [&](std::string_view part) {
    if (used + part.size() >= capacity) return false;
    std::memcpy(text + used, part.data(), part.size());
    used += part.size();
    return true;
  };
  for (const char* p = pattern; *p != '\0'; p++) {
    if (p[0] == '%' && p[1] == 'p') {
      fmt::format_int number(getpid());
      if (!put({number.data(), number.size()})) return false;
      p++;
    } else {
      if (p[0] == '%' && p[1] == '%') p++;
      if (!put({p, 1})) return false;
    }
  }
  text[used] = '\0';
  return true;
}

int open_report(const VmOptions& options) {
  const char* patterns[] = {options.error_file.empty() ? nullptr : options.error_file.c_str(), "hs_err_pid%p.log", "/tmp/hs_err_pid%p.log"};
  for (const char* pattern : patterns) {
    if (pattern == nullptr) continue;
    char name[sizeof handlers.path];
    if (!expand(pattern, name, sizeof name)) continue;
    // A link in a folder that others may write to would let them choose a file of ours.
    int file = open(name, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | (pattern == patterns[0] ? 0 : O_NOFOLLOW), 0666);
    if (file < 0) continue;
    // Say the whole path.
    size_t used = 0;
    if (name[0] != '/' && getcwd(handlers.path, sizeof handlers.path) != nullptr) {
      used = std::strlen(handlers.path);
      if (used + std::strlen(name) + 2 > sizeof handlers.path) used = 0;
      else if (used > 1) handlers.path[used++] = '/';
    }
    std::strcpy(handlers.path + used, name);
    return file;
  }
  return -1;
}

void run_on_error(const char* pattern) {
  char command[2048];
  if (!expand(pattern, command, sizeof command)) return;
  {
    CrashOutput out(STDOUT_FILENO);
    out.print("#\n# -XX:OnError=\"{}\"\n#   Executing /bin/sh -c \"{}\" ...\n", pattern, command);
  }
  pid_t child = fork();
  if (child == 0) {
    const char* arguments[] = {"sh", "-c", command, nullptr};
    execve("/bin/sh", const_cast<char* const*>(arguments), environ);
    _exit(127);
  }
  int status;
  while (child > 0 && waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
}

[[noreturn]] void die(const VmOptions& options) {
  if (options.hooks.abort != nullptr) options.hooks.abort();
  if (!options.create_core) _exit(1);
  signal(SIGABRT, SIG_DFL);
  std::abort();
}

void on_fault(int signal, siginfo_t* info, void* context);

[[noreturn]] void report_and_die(CrashInfo crash) {
  int nobody = 0;
  crash.thread_id = current_thread_id();
  if (!handlers.reporter.compare_exchange_strong(nobody, crash.thread_id)) {
    // Somebody else is at it, and will end the process.
    for (;;) pause();
  }
  crash.thread = Thread::current();
  crash.vm = crash.thread != nullptr ? &crash.thread->vm() : handlers.first_vm.load();
  crash.stack = &handlers.stack;

  set_handler(SIGABRT, on_fault, nullptr);
  set_handler(SIGALRM, on_fault, nullptr);
  for (int each : kFaultSignals) set_handler(each, on_fault, nullptr);
  sigset_t wanted;
  sigemptyset(&wanted);
  for (int each : kFaultSignals) sigaddset(&wanted, each);
  for (int each : {SIGABRT, SIGALRM}) sigaddset(&wanted, each);
  pthread_sigmask(SIG_UNBLOCK, &wanted, nullptr);
  start_timer();

  const VmOptions& options = *crash.vm->options;
  int file = options.error_file_to_stdout ? dup(STDOUT_FILENO) : options.error_file_to_stderr ? dup(STDERR_FILENO) : open_report(options);
  bool is_separate = file >= 0 && !options.error_file_to_stdout && !options.error_file_to_stderr;
  if (is_separate) crash.report_path = handlers.path;
  if (is_separate || file < 0) {
    CrashOutput out(STDOUT_FILENO);
    for (const CrashSection& section : crash_head_sections()) write_section(out, section, crash);
  }
  if (file >= 0) {
    CrashOutput out(file);
    for (const CrashSection& section : crash_head_sections()) write_section(out, section, crash);
    for (const CrashSection& section : crash_body_sections()) write_section(out, section, crash);
    out.flush();
    close(file);
  }
  if (!options.on_error.empty()) run_on_error(options.on_error.c_str());
  die(options);
}

// ---- Handlers ----

// True: the handler that was there before us has dealt with it, or the signal was to be ignored.
bool call_previous(int signal, siginfo_t* info, void* context) {
  auto find = handlers.find_kept.load();
  const struct sigaction* kept = find != nullptr ? find(signal) : nullptr;
  const struct sigaction& previous = kept != nullptr ? *kept : handlers.previous[signal];
  bool is_plain = (previous.sa_flags & SA_SIGINFO) == 0;
  if (is_plain && previous.sa_handler == SIG_DFL) return false;
  if (is_plain && previous.sa_handler == SIG_IGN) return info->si_code <= 0;  // a real fault cannot be ignored
  sigset_t old;
  pthread_sigmask(SIG_BLOCK, &previous.sa_mask, &old);
  if (is_plain) previous.sa_handler(signal);
  else previous.sa_sigaction(signal, info, context);
  pthread_sigmask(SIG_SETMASK, &old, nullptr);
  return true;
}

void escape(int signal) {
  handlers.failure = signal;
  siglongjmp(handlers.escape, 1);
}

void on_fault(int signal, siginfo_t* info, void* context) {
  int saved_errno = errno;
  if (handlers.reporter.load() == current_thread_id()) {
    if (handlers.may_escape) escape(signal);
    _exit(134);
  }
  if (signal == SIGALRM || signal == SIGABRT) return;  // somebody else's
  bool is_done = std::ranges::any_of(handlers.claims, [&](const std::atomic<FaultClaim>& each) {
    FaultClaim claim = each.load();
    return claim != nullptr && claim(signal, info, context);
  });
  if (!is_done && !call_previous(signal, info, context)) {
    CrashInfo crash;
    crash.signal = signal;
    crash.signal_info = info;
    crash.context = static_cast<const ucontext_t*>(context);
    report_and_die(crash);
  }
  errno = saved_errno;
}

void on_harmless(int, siginfo_t*, void*) {}

void on_fatal(const char* message) {
  if (handlers.reporter.load() == current_thread_id() && handlers.may_escape) escape(SIGABRT);
  ucontext_t context;
  getcontext(&context);
  CrashInfo crash;
  crash.message = message;
  crash.context = &context;
  report_and_die(crash);
}

// ---- Stacks for the handlers ----

class AlternateStack {
 public:
  ~AlternateStack() {
    if (base_ == nullptr) return;
    stack_t none{};
    none.ss_flags = SS_DISABLE;
    sigaltstack(&none, nullptr);
    munmap(base_, kAlternateStackBytes);
  }
  void install() {
    stack_t current;
    if (base_ != nullptr || sigaltstack(nullptr, &current) != 0 || (current.ss_flags & SS_DISABLE) == 0) return;
    void* base = mmap(nullptr, kAlternateStackBytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_STACK, -1, 0);
    if (base == MAP_FAILED) return;
    mprotect(base, kPageSize, PROT_NONE);
    stack_t wanted{};
    wanted.ss_sp = static_cast<char*>(base) + kPageSize;
    wanted.ss_size = kAlternateStackBytes - kPageSize;
    if (sigaltstack(&wanted, nullptr) != 0) munmap(base, kAlternateStackBytes);
    else base_ = base;
  }

 private:
  void* base_ = nullptr;
};

class Locked {
 public:
  Locked() { pthread_mutex_lock(&handlers.mutex); }
  ~Locked() { pthread_mutex_unlock(&handlers.mutex); }
};

void give_back(int signal, void (*handler)(int, siginfo_t*, void*)) {
  struct sigaction current;
  sigaction(signal, nullptr, &current);
  if ((current.sa_flags & SA_SIGINFO) != 0 && current.sa_sigaction == handler) sigaction(signal, &handlers.previous[signal], nullptr);
}

}  // namespace

void install_crash_handler(Vm& vm) {
  Locked locked;
  if (handlers.vm_count++ > 0) return;
  handlers.first_vm.store(&vm);
  SignalKeeper keeper = find_signal_keeper();
  handlers.find_kept.store(keeper.find);
  if (keeper.begin != nullptr) keeper.begin();
  for (int signal : kFaultSignals) set_handler(signal, on_fault, &handlers.previous[signal]);
  if (keeper.end != nullptr) keeper.end();
  for (int signal : kHarmless) {
    struct sigaction& previous = handlers.previous[signal];
    sigaction(signal, nullptr, &previous);
    // A handler that does nothing, rather than SIG_IGN, which processes started from Java would inherit.
    if ((previous.sa_flags & SA_SIGINFO) == 0 && previous.sa_handler == SIG_DFL) set_handler(signal, on_harmless, &previous);
  }
  set_fatal_hook(on_fatal);
}

void uninstall_crash_handler(Vm& vm) {
  Locked locked;
  if (handlers.vm_count == 0 || --handlers.vm_count > 0) return;
  set_fatal_hook(nullptr);
  for (int signal : kFaultSignals) give_back(signal, on_fault);
  for (int signal : kHarmless) give_back(signal, on_harmless);
  handlers.first_vm.store(nullptr);
}

void install_alternate_stack() {
  static thread_local AlternateStack stack;
  stack.install();
}

void unblock_faults() {
  sigset_t faults;
  sigemptyset(&faults);
  for (int signal : kFaultSignals) sigaddset(&faults, signal);
  pthread_sigmask(SIG_UNBLOCK, &faults, nullptr);
}

void add_fault_claim(FaultClaim claim) {
  for (std::atomic<FaultClaim>& each : handlers.claims) {
    FaultClaim nothing = nullptr;
    if (each.load() == claim || each.compare_exchange_strong(nothing, claim)) return;
  }
  VM_FATAL("more than {} fault claims", static_cast<int>(kMostClaims));
}

}  // namespace kiln
