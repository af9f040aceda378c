#include "stdlib/diagnostic/out_of_memory.h"

#include <fmt/format.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <string>

#include "stdlib/diagnostic/diagnostics.h"
#include "stdlib/diagnostic/heap_dump.h"
#include "stdlib/library_environment.h"
#include "vm/thread/transitions.h"

namespace kiln::diagnostic {

namespace {

constexpr int kExitStatus = 3;

void say(const std::string& text) {
  std::fwrite(text.data(), 1, text.size(), stdout);
  std::fflush(stdout);
}

// -XX:HeapDumpPath names a file or a folder; without it the working folder. %p is the process.
std::string dump_path(Vm& vm) {
  std::string path = vm.library->diagnostics->heap_dump_path();
  const std::string name = fmt::format("java_pid{}.hprof", getpid());
  if (path.empty()) return name;
  for (size_t at; (at = path.find("%p")) != std::string::npos;) path.replace(at, 2, std::to_string(getpid()));
  struct stat status;
  if (stat(path.c_str(), &status) == 0 && S_ISDIR(status.st_mode)) return path + (path.ends_with('/') ? "" : "/") + name;
  return path;
}

void run_command(Thread& t, const char* message) {
  std::string command = t.vm().library->diagnostic.on_out_of_memory;
  say(fmt::format("#\n# java.lang.OutOfMemoryError: {}\n# -XX:OnOutOfMemoryError=\"{}\"\n", message, command));
  for (size_t at; (at = command.find("%p")) != std::string::npos;) command.replace(at, 2, std::to_string(getpid()));
  say(fmt::format("#   Executing /bin/sh -c \"{}\"...\n", command));
  BlockedInVm blocked(t);
  pid_t child = fork();
  if (child == 0) {
    execl("/bin/sh", "sh", "-c", command.c_str(), static_cast<char*>(nullptr));
    _exit(127);
  }
  int status;
  if (child > 0) waitpid(child, &status, 0);
}

}  // namespace

void report_out_of_memory(Thread& thread, const char* message) {
  Vm& vm = thread.vm();
  const Flags& flags = vm.flags;
  if (vm.library->diagnostics->is_memory_reported.exchange(true)) return;
  if (__atomic_load_n(&flags.heap_dump_on_out_of_memory, __ATOMIC_RELAXED)) {
    say(fmt::format("java.lang.OutOfMemoryError: {}\n", message));
    // As it is: what filled the heap may be garbage by now.
    say(dump_heap_with_messages(thread, dump_path(vm), {.live_only = false}));
  }
  if (!vm.library->diagnostic.on_out_of_memory.empty()) run_command(thread, message);
  if (vm.library->diagnostic.crash_on_out_of_memory) {
    say(fmt::format("Aborting due to java.lang.OutOfMemoryError: {}\n", message));
    VM_FATAL("OutOfMemory encountered: {}", message);
  }
  if (flags.exit_on_out_of_memory) {
    say(fmt::format("Terminating due to java.lang.OutOfMemoryError: {}\n", message));
    vm.library->halt(thread, kExitStatus);
  }
}

}  // namespace kiln::diagnostic
