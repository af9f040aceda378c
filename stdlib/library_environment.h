// stdlib/library_environment.h - what the class library wants to know from the start-up code.
//
// vm/start fills one of these before the first Java code runs and hangs it on the Vm; read-only afterwards, but for what it
// remembers of the processors.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdarg>
#include <cstdint>
#include <cstdio>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "stdlib/diagnostic/options.h"

namespace kiln {

struct Vm;
struct Diagnostics;
class Thread;
class ForeignCalls;
namespace management {
class MemoryService;
}

struct LibraryEnvironment {
  // System properties that the VM gives Java, in order (-D, jdk.module.*, java.home, java.vm.*, sun.boot.library.path,
  // java.library.path, java.class.path, ...). System.initPhase1 reads them.
  std::vector<std::pair<std::string, std::string>> properties;
  std::vector<std::string> vm_arguments;   // RuntimeMXBean.getInputArguments
  std::string vm_flags_text;               // agent property sun.jvm.flags
  std::string vm_arguments_text;           // agent property sun.jvm.args
  std::string java_command;                // agent property sun.java.command
  // When the Vm began: RuntimeMXBean's start time and up time.
  std::chrono::system_clock::time_point started_at = std::chrono::system_clock::now();
  std::chrono::steady_clock::time_point started_steady = std::chrono::steady_clock::now();
  bool disable_explicit_gc = false;
  bool reduced_signals = false;            // -Xrs
  diagnostic::Options diagnostic;
  Diagnostics* diagnostics = nullptr;      // what other processes look at
  management::MemoryService* memory = nullptr;
  ForeignCalls* foreign = nullptr;         // stubs of jdk.incubator.foreign
  // What Runtime.availableProcessors said last, and until when it holds: asking the control groups reads files.
  std::atomic<int> processors{0};
  std::atomic<std::chrono::steady_clock::rep> processors_until{0};
  // The host's vfprintf, through which the JDK's C libraries print; null: C's.
  int (*print)(FILE* stream, const char* format, va_list arguments) = nullptr;
  // What a crash report would say of the VM as a whole, with the world stopped for a moment. State InVm.
  std::string (*status_text)(Thread& thread) = nullptr;
  // Ends the process after JVM_Halt (Runtime.halt, System.exit): flushes logs, runs the host's exit hook. The thread
  // is in state kInVm. Does not return.
  void (*halt)(Thread& thread, int code) = nullptr;
};

// What a launcher adds to the options is none that a user gave.
inline bool is_from_launcher(std::string_view argument) {
  return argument.starts_with("-Djava.class.path=") || argument.starts_with("-Dsun.java.command=") ||
         argument.starts_with("-Dsun.java.launcher=");
}

}  // namespace kiln
