// vm/start/crash_sections.cpp - the crash report's text. Runs in a signal handler of a broken process: reads through
// read_memory where a pointer may be wild, allocates nothing, takes no lock it could do without.
#include "vm/start/crash_sections.h"

#include <sys/resource.h>
#include <sys/utsname.h>
#include <time.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <cstring>

#include "gc/heap.h"
#include "vm/meta/known.h"
#include "vm/start/native_symbols.h"
#include "vm/start/options.h"
#include "vm/thread/park.h"
#include "vm/thread/registry.h"

namespace kiln {

namespace {

constexpr size_t kStackBytesShown = 512;
constexpr size_t kCodeBytesAround = 32;
constexpr int kMostThreads = 2000;

// ---- Small parts ----

std::string_view property(const CrashInfo& crash, std::string_view key) {
  const std::string* value = crash.vm->options->find_property(key);
  return value != nullptr ? std::string_view(*value) : std::string_view();
}

void print_hex_bytes(CrashOutput& out, uintptr_t address, size_t size, size_t word) {
  for (size_t at = 0; at < size; at += 16) {
    unsigned char bytes[16];
    if (!read_memory(address + at, bytes, sizeof bytes)) return;
    out.print("{:#018x}:  ", address + at);
    for (size_t i = 0; i < sizeof bytes; i += word) {
      for (size_t j = word; j-- > 0;) out.print("{:02x}", bytes[i + j]);  // little endian
      out.put(" ");
    }
    out.put("\n");
  }
}

void put_unit(CrashOutput& out, uint32_t unit) {
  char utf8[3];
  if (unit < 0x80) {
    utf8[0] = static_cast<char>(unit < ' ' ? '?' : unit);
    out.put({utf8, 1});
  } else if (unit < 0x800) {
    utf8[0] = static_cast<char>(0xc0 | unit >> 6), utf8[1] = static_cast<char>(0x80 | (unit & 0x3f));
    out.put({utf8, 2});
  } else {
    utf8[0] = static_cast<char>(0xe0 | unit >> 12), utf8[1] = static_cast<char>(0x80 | (unit >> 6 & 0x3f));
    utf8[2] = static_cast<char>(0x80 | (unit & 0x3f));
    out.put({utf8, 3});
  }
}

// A java.lang.String, at most 100 characters of it.
void print_string(CrashOutput& out, const Known& known, Ref<> string) {
  uint32_t value = 0;
  uint8_t coder = 0;
  int32_t length = 0;
  uintptr_t address = string.get()->address();
  if (!read_memory(address + known.java_lang_String_value, &value) || !read_memory(address + known.java_lang_String_coder, &coder)) return;
  uintptr_t array = Ref<>(value).get()->address();
  if (value == 0 || !read_memory(array + kArrayLengthOffset, &length)) return;
  for (int32_t i = 0; i < length >> coder && i < 100; i++) {
    uint16_t unit = 0;
    if (!read_memory(array + kArrayElementsOffset + (static_cast<size_t>(i) << coder), &unit, coder == 0 ? 1 : 2)) return;
    put_unit(out, unit);
  }
}

const char* state_text(const Thread& thread) {
  switch (thread.state.load()) {
    case ThreadState::kNew: return "new";
    case ThreadState::kInJava: return "in Java";
    case ThreadState::kInVm: return "in the VM";
    case ThreadState::kInNative: return "in native code";
    case ThreadState::kBlocked: return "blocked in the VM";
    case ThreadState::kTerminated: return "terminated";
  }
  return "in no known state";
}

// "main" daemon [in the VM, id=12, stack(0x..,0x..)]
void print_thread(CrashOutput& out, const Thread& thread) {
  const Known* known = thread.vm().known;  // null while the VM is being made
  uint32_t name = 0;
  out.print("{:#018x} {} \"", reinterpret_cast<uintptr_t>(&thread), thread.java_thread != 0 ? "JavaThread" : "VMThread");
  if (thread.java_thread != 0 && known != nullptr && known->java_lang_Thread_name != 0 && known->java_lang_String_value != 0 &&
      read_memory(Ref<>(thread.java_thread).get()->address() + known->java_lang_Thread_name, &name) && name != 0) {
    print_string(out, *known, Ref<>(name));
  }
  out.print("\"{} [{}, id={}, stack({:#018x},{:#018x})]\n", thread.is_daemon ? " daemon" : "", state_text(thread), thread.os_id,
            thread.stack_base - thread.stack_size, thread.stack_base);
}

// True when the fault was an access just below a stack that has been used up.
bool is_stack_overflow(const CrashInfo& crash) {
  constexpr uintptr_t kNear = 64 * kKiB;
  if (crash.thread == nullptr || crash.signal_info == nullptr || (crash.signal != SIGSEGV && crash.signal != SIGBUS)) return false;
  auto address = reinterpret_cast<uintptr_t>(crash.signal_info->si_addr);
  uintptr_t lowest = crash.thread->stack_base - crash.thread->stack_size, sp = machine_state(*crash.context).sp;
  return address - (lowest - kNear) < 2 * kNear && sp - (lowest - kNear) < 2 * kNear;
}

// ---- Head ----

void print_headline(CrashOutput& out, const CrashInfo& crash) {
  out.put("#\n# A fatal error has been detected by Kiln:\n#\n");
  uintptr_t pc = machine_state(*crash.context).pc;
  if (crash.message != nullptr) {
    out.print("#  Internal error: {}\n#  pid={}, tid={}\n", crash.message, getpid(), crash.thread_id);
  } else {
    out.print("#  {} ({:#x}) at pc={:#018x}, pid={}, tid={}\n", signal_name(crash.signal), crash.signal, pc, getpid(), crash.thread_id);
  }
  if (is_stack_overflow(crash)) {
    out.print("#\n# stack overflow: native code has used up the {}K of this thread's stack (-Xss gives Java threads more)\n",
              crash.thread->stack_size / kKiB);
  }
  if (crash.signal_info != nullptr && crash.signal_info->si_code <= 0) {
    out.print("#\n# The signal was sent by process {} (user {}).\n", crash.signal_info->si_pid, crash.signal_info->si_uid);
  }
  out.put("#\n");
}

void print_versions(CrashOutput& out, const CrashInfo& crash) {
  out.print("# Java VM: {} ({}, {}, linux-amd64)\n", property(crash, "java.vm.name"), property(crash, "java.vm.version"),
            property(crash, "java.vm.info"));
  out.print("# Class library: {}\n", crash.vm->java_home);
}

void print_problematic_frame(CrashOutput& out, const CrashInfo& crash) {
  if (crash.stack->count == 0) walk_crashed_stack(*crash.vm, crash.thread, *crash.context, crash.stack);
  if (crash.message != nullptr || crash.stack->count == 0) return;
  out.put("# Problematic frame:\n# ");
  print_frame(out, crash.stack->frames[0]);
  out.put("#\n");
}

void print_core(CrashOutput& out, const CrashInfo& crash) {
  rlimit limit{};
  getrlimit(RLIMIT_CORE, &limit);
  if (!crash.vm->options->create_core) {
    out.put("# No core dump will be written: -XX:-CreateCoredumpOnCrash.\n");
  } else if (limit.rlim_cur == 0) {
    out.put("# No core dump will be written: core dumps have been disabled. To enable them, try \"ulimit -c unlimited\" before "
            "starting Java again.\n");
  } else {
    LineReader reader("/proc/sys/kernel/core_pattern");
    std::string_view pattern;
    out.print("# Core dump will be written. Default location: {}\n", reader.next(&pattern) ? pattern : "core");
  }
  out.put("#\n");
}

void print_report_path(CrashOutput& out, const CrashInfo& crash) {
  if (crash.report_path != nullptr) {
    out.print("# An error report file with more information is saved as:\n# {}\n#\n", crash.report_path);
  }
}

void print_advice(CrashOutput& out, const CrashInfo& crash) {
  if (crash.message == nullptr && crash.stack->count > 0 && crash.stack->frames[0].kind == CrashFrame::Kind::kNative) {
    NativeSymbol symbol;
    if (find_native_symbol(crash.stack->frames[0].pc, &symbol) && symbol.file_name() != "libjvm.so") {
      out.put("# The crash happened outside the VM, in native code. The problematic frame says whom to tell.\n#\n");
    }
  }
}

// ---- Summary and thread ----

void print_summary(CrashOutput& out, const CrashInfo& crash) {
  using namespace std::chrono;
  out.put("\n---------------  SUMMARY  ---------------\n\nCommand line:");
  for (const std::string& argument : crash.vm->options->arguments) out.print(" {}", argument);
  out.print(" {}\n", property(crash, "sun.java.command"));
  timespec now{};
  clock_gettime(CLOCK_REALTIME, &now);
  sys_seconds moment{seconds(now.tv_sec)};
  year_month_day date{floor<days>(moment)};
  auto seconds_of_day = static_cast<int>((moment - floor<days>(moment)).count());
  out.print("Time: {}-{:02}-{:02} {:02}:{:02}:{:02} UTC", static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
            static_cast<unsigned>(date.day()), seconds_of_day / 3600, seconds_of_day / 60 % 60, seconds_of_day % 60);
  if (crash.thread != nullptr) {
    out.print(", {} ms after this thread began", (monotonic_now_ns() - crash.thread->start_time_ns) / 1'000'000);
  }
  out.put("\n");
}

void print_current_thread(CrashOutput& out, const CrashInfo& crash) {
  out.put("\n---------------  THREAD  ---------------\n\n");
  uintptr_t sp = machine_state(*crash.context).sp;
  if (crash.thread == nullptr) {
    out.print("Current thread is native thread {}, unknown to the VM; sp={:#018x}\n", crash.thread_id, sp);
    return;
  }
  out.put("Current thread:  ");
  print_thread(out, *crash.thread);
  uintptr_t lowest = crash.thread->stack_base - crash.thread->stack_size;
  out.print("Stack: [{:#018x},{:#018x}],  sp={:#018x},  free space={}k\n", lowest, crash.thread->stack_base, sp,
            (static_cast<intptr_t>(sp) - static_cast<intptr_t>(lowest)) / static_cast<intptr_t>(kKiB));
}

void print_stack(CrashOutput& out, const CrashInfo& crash) {
  out.put("Frames: (j=Java, V=VM, C=native, v=stub), innermost first\n");
  for (int i = 0; i < crash.stack->count; i++) print_frame(out, crash.stack->frames[i]);
  if (crash.stack->count == kMostCrashFrames) out.put("   ... and more\n");
}

void print_signal(CrashOutput& out, const CrashInfo& crash) {
  if (crash.signal_info == nullptr) return;
  const siginfo_t& info = *crash.signal_info;
  out.print("\nsiginfo: {} ({}), si_code: {}, ", signal_name(info.si_signo), info.si_signo, info.si_code);
  if (info.si_code <= 0) {
    out.print("sent by process {} (user {})\n", info.si_pid, info.si_uid);
    return;
  }
  auto address = reinterpret_cast<uintptr_t>(info.si_addr);
  out.print("si_addr: {:#018x}", address);
  if (is_stack_overflow(crash)) {
    out.put("  (stack overflow)");
  } else if (info.si_signo == SIGSEGV && info.si_code == SI_KERNEL) {
    out.put("  (address that is no address, or a general protection fault)");
  } else if (info.si_signo == SIGSEGV && address < kPageSize) {
    out.put("  (null pointer)");
  } else if (info.si_signo == SIGSEGV) {
    out.put(info.si_code == SEGV_MAPERR ? "  (nothing mapped there)" : "  (access not permitted)");
  }
  out.put("\n");
}

#if defined(__x86_64__)
constexpr struct {
  const char* name;
  int index;
} kRegisters[] = {{"rax", REG_RAX}, {"rbx", REG_RBX}, {"rcx", REG_RCX}, {"rdx", REG_RDX}, {"rsp", REG_RSP}, {"rbp", REG_RBP},
                  {"rsi", REG_RSI}, {"rdi", REG_RDI}, {"r8", REG_R8},   {"r9", REG_R9},   {"r10", REG_R10}, {"r11", REG_R11},
                  {"r12", REG_R12}, {"r13", REG_R13}, {"r14", REG_R14}, {"r15", REG_R15}, {"rip", REG_RIP}, {"efl", REG_EFL}};
uintptr_t register_value(const CrashInfo& crash, int index) { return static_cast<uintptr_t>(crash.context->uc_mcontext.gregs[index]); }
#else
constexpr struct {
  const char* name;
  int index;
} kRegisters[] = {{"pc", 0}, {"sp", 1}, {"fp", 2}};
uintptr_t register_value(const CrashInfo& crash, int index) {
  MachineState state = machine_state(*crash.context);
  return index == 0 ? state.pc : index == 1 ? state.sp : state.fp;
}
#endif

void print_registers(CrashOutput& out, const CrashInfo& crash) {
  out.put("\nRegisters:\n");
  int column = 0;
  for (const auto& each : kRegisters) out.print("{:>4}={:#018x}{}", each.name, register_value(crash, each.index), ++column % 4 == 0 ? "\n" : " ");
  out.put(column % 4 == 0 ? "" : "\n");
}

void print_memory_at_stack(CrashOutput& out, const CrashInfo& crash) {
  MachineState state = machine_state(*crash.context);
  out.print("\nTop of the stack (sp={:#018x}):\n", state.sp);
  print_hex_bytes(out, align_down(state.sp, 8), kStackBytesShown, 8);
  out.print("\nInstructions (pc={:#018x}):\n", state.pc);
  print_hex_bytes(out, align_down(state.pc - kCodeBytesAround, 16), 2 * kCodeBytesAround + 16, 1);
}

// What the value of a register may mean.
void describe(CrashOutput& out, const CrashInfo& crash, uintptr_t value) {
  const Vm& vm = *crash.vm;
  if (const Class* klass = class_of_object_at(vm, value)) {
    out.print("is an object of class {}\n", klass->name->view());
  } else if (const Class* itself = as_class(vm, value)) {
    out.print("is the class {}\n", itself->name->view());
  } else if (const Method* method = as_method(vm, value)) {
    out.print("is the method {}.{}{}\n", method->holder->name->view(), method->name(), method->descriptor());
  } else if (value == reinterpret_cast<uintptr_t>(crash.thread) && value != 0) {
    out.put("is the current thread\n");
  } else if (crash.thread != nullptr && crash.thread->stack_base - value < crash.thread->stack_size) {
    out.put("points into the stack of the thread\n");
  } else if (const Class* referred = value <= UINT32_MAX && value != 0 ? class_of_object_at(vm, value << kReferenceShift) : nullptr) {
    out.print("is, as a reference, an object of class {}\n", referred->name->view());
  } else if (library_range(value).end != 0) {
    out.put("points to ");
    print_code_address(out, value);
    out.put("\n");
  } else if (mapping_of(value).end != 0) {
    out.put("points to memory\n");
  } else {
    out.put("is a number\n");
  }
}

void print_register_meanings(CrashOutput& out, const CrashInfo& crash) {
  out.put("\nWhat the registers hold:\n");
  for (const auto& each : kRegisters) {
    if (each.name == std::string_view("efl")) continue;
    out.print("{:>4}={:#018x} ", each.name, register_value(crash, each.index));
    describe(out, crash, register_value(crash, each.index));
  }
}

// ---- Process ----

void print_threads(CrashOutput& out, const CrashInfo& crash) {
  out.print("\n---------------  PROCESS  ---------------\n\nuser id {}, group id {}, process id {}\n\nThreads: (=> current thread)\n", getuid(),
            getgid(), getpid());
  uint64_t count = 0;  // a broken list may be a ring, walked until time is up
  if (crash.vm->threads == nullptr) return;
  crash.vm->threads->for_each_in_crash([&](const Thread& thread) {
    if (++count > kMostThreads) return;
    out.put(&thread == crash.thread ? "=>" : "  ");
    print_thread(out, thread);
  });
  out.print("Total: {}\n\nThe world is {}.\n", count, crash.vm->threads->world_is_stopped() ? "stopped (safepoint)" : "running");
}

void print_heap(CrashOutput& out, const CrashInfo& crash) {
  const Vm& vm = *crash.vm;
  if (vm.meta_space != nullptr) {
    for (const auto& [name, space] : {std::pair{"class space", vm.class_space}, {"metadata", vm.meta_space}}) {
      out.print("{}: [{:#018x},{:#018x}], used {}K, committed {}K\n", name, space->base(), space->end(), space->used_bytes() / kKiB,
                space->committed_bytes() / kKiB);
    }
  }
  if (vm.heap == nullptr) return;
  GcTotals totals = vm.heap->totals();
  out.print("Java heap: {} collections, {} ms of pauses\n", totals.collections, totals.pause_ns / 1'000'000);
  out.flush();
  HeapUsage usage = vm.heap->usage();
  out.print("Java heap: used {}K, committed {}K, maximum {}K\n", usage.used_bytes / kKiB, usage.committed_bytes / kKiB, usage.max_bytes / kKiB);
}

void print_file(CrashOutput& out, const char* path, int most_lines) {
  LineReader reader(path);
  std::string_view line;
  for (int i = 0; i < most_lines && reader.next(&line); i++) out.print("{}\n", line);
}

void print_memory_map(CrashOutput& out, const CrashInfo&) {
  out.put("\nMemory map and loaded libraries:\n");
  print_file(out, "/proc/self/maps", 5000);
}

void print_arguments(CrashOutput& out, const CrashInfo& crash) {
  out.put("\nVM arguments:\n");
  for (const std::string& argument : crash.vm->options->arguments) out.print("  {}\n", argument);
  for (const char* key : {"sun.java.command", "java.class.path", "jdk.module.path", "jdk.module.main"}) {
    std::string_view value = property(crash, key);
    if (!value.empty()) out.print("  {} = {}\n", key, value);
  }
}

void print_environment(CrashOutput& out, const CrashInfo&) {
  constexpr const char* kShown[] = {"JAVA_HOME", "JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS", "JDK_JAVA_OPTIONS", "CLASSPATH", "KILN_LIBJVM", "PATH",
                                    "USER", "LD_LIBRARY_PATH", "LD_PRELOAD", "SHELL", "DISPLAY", "LANG", "LC_ALL", "LC_CTYPE", "TZ"};
  out.put("\nEnvironment variables:\n");
  for (const char* name : kShown) {
    if (const char* value = std::getenv(name)) out.print("{}={}\n", name, value);
  }
}

void print_signal_handlers(CrashOutput& out, const CrashInfo&) {
  out.put("\nSignal handlers (as changed for this report):\n");
  for (int signal : {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGPIPE, SIGXFSZ, SIGQUIT, SIGHUP, SIGINT, SIGTERM, SIGUSR1, SIGUSR2, SIGCHLD}) {
    struct sigaction action;
    if (sigaction(signal, nullptr, &action) != 0) continue;
    out.print("{:>8}: ", signal_name(signal));
    if ((action.sa_flags & SA_SIGINFO) == 0 && action.sa_handler == SIG_DFL) out.put("default");
    else if ((action.sa_flags & SA_SIGINFO) == 0 && action.sa_handler == SIG_IGN) out.put("ignored");
    else print_code_address(out, reinterpret_cast<uintptr_t>(action.sa_handler));
    out.put("\n");
  }
}

// ---- System ----

void print_system(CrashOutput& out, const CrashInfo&) {
  out.put("\n---------------  SYSTEM  ---------------\n\n");
  utsname name{};
  uname(&name);
  out.print("uname: {} {} {} {}\n", name.sysname, name.release, name.version, name.machine);
  print_file(out, "/etc/os-release", 2);
  constexpr struct {
    const char* name;
    __rlimit_resource resource;
  } kLimits[] = {{"STACK", RLIMIT_STACK}, {"CORE", RLIMIT_CORE}, {"NPROC", RLIMIT_NPROC}, {"NOFILE", RLIMIT_NOFILE}, {"AS", RLIMIT_AS}, {"CPU", RLIMIT_CPU}, {"DATA", RLIMIT_DATA}};
  out.put("limits:");
  for (const auto& each : kLimits) {
    rlimit limit{};
    getrlimit(each.resource, &limit);
    if (limit.rlim_cur == RLIM_INFINITY) out.print(" {}=infinity", each.name);
    else out.print(" {}={}", each.name, limit.rlim_cur);
  }
  out.print("\nload average: ");
  print_file(out, "/proc/loadavg", 1);
  out.print("processors: {}\n", sysconf(_SC_NPROCESSORS_ONLN));
  LineReader reader("/proc/cpuinfo");
  std::string_view line;
  while (reader.next(&line)) {
    if (!line.starts_with("model name")) continue;
    out.print("{}\n", line);
    break;
  }
  out.put("\n/proc/meminfo:\n");
  print_file(out, "/proc/meminfo", 12);
  out.put("\n/proc/self/status:\n");
  print_file(out, "/proc/self/status", 60);
  out.put("\nEND.\n");
}

}  // namespace

std::span<const CrashSection> crash_head_sections() {
  static constexpr CrashSection kSections[] = {
      {"headline", print_headline}, {"versions", print_versions},       {"problematic frame", print_problematic_frame},
      {"core", print_core},         {"report path", print_report_path}, {"advice", print_advice},
  };
  return kSections;
}

std::span<const CrashSection> crash_body_sections() {
  static constexpr CrashSection kSections[] = {
      {"summary", print_summary},
      {"current thread", print_current_thread},
      {"stack", print_stack},
      {"signal", print_signal},
      {"registers", print_registers},
      {"memory at sp and pc", print_memory_at_stack},
      {"register meanings", print_register_meanings},
      {"threads", print_threads},
      {"heap", print_heap},
      {"memory map", print_memory_map},
      {"arguments", print_arguments},
      {"environment", print_environment},
      {"signal handlers", print_signal_handlers},
      {"system", print_system},
  };
  return kSections;
}

std::span<const CrashSection> status_sections() {
  static constexpr CrashSection kSections[] = {
      {"versions", print_versions},     {"summary", print_summary},         {"threads", print_threads}, {"heap", print_heap},
      {"memory map", print_memory_map}, {"arguments", print_arguments},     {"environment", print_environment},
      {"system", print_system},
  };
  return kSections;
}

const char* signal_name(int signal) {
  constexpr struct {
    int signal;
    const char* name;
  } kNames[] = {{SIGSEGV, "SIGSEGV"}, {SIGBUS, "SIGBUS"},   {SIGILL, "SIGILL"},   {SIGFPE, "SIGFPE"},   {SIGABRT, "SIGABRT"},
                {SIGALRM, "SIGALRM"}, {SIGPIPE, "SIGPIPE"}, {SIGXFSZ, "SIGXFSZ"}, {SIGQUIT, "SIGQUIT"}, {SIGHUP, "SIGHUP"},
                {SIGINT, "SIGINT"},   {SIGTERM, "SIGTERM"}, {SIGUSR1, "SIGUSR1"}, {SIGUSR2, "SIGUSR2"}, {SIGCHLD, "SIGCHLD"}};
  for (const auto& each : kNames) {
    if (each.signal == signal) return each.name;
  }
  return "unknown signal";
}

}  // namespace kiln
