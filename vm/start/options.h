// vm/start/options.h - from the strings given to JNI_CreateJavaVM to what the user wants.
//
//   JAVA_TOOL_OPTIONS -> command line (-XX:VMOptionsFile expanded in place) -> _JAVA_OPTIONS      later wins
//   -XX:Flags=<file> comes before all of them
//
// Texts of errors are those of HotSpot 17, so that scripts and tests that look for them keep working. Nothing is
// printed here: messages are collected, in order, for the caller to print through the vfprintf hook.
//
// The options themselves are rows of a table in options.cpp; -XX flags are rows of vm/base/flags.def and, where they
// mean nothing here, of hotspot_flags.def.
#pragma once

#include <jni.h>

#include <array>
#include <cstdarg>
#include <cstdint>
#include <cstdio>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "stdlib/diagnostic/options.h"
#include "vm/base/flags.h"
#include "vm/base/log.h"
#include "vm/base/assertion_directives.h"
#include "vm/start/heap_ergonomics.h"

namespace kiln {

// Where an option or a flag's value came from.
enum class OptionOrigin : uint8_t { kDefault, kCommandLine, kEnvironment, kFile, kErgonomic };

struct SystemProperty {
  std::string key, value;
};

enum class ExecutionMode : uint8_t { kMixed, kInterpreted, kCompiled };

inline constexpr size_t kFlagCount = 0
#define VM_FLAG(audience, type, field, name, value, low, high, help) +1
#include "vm/base/flags.def"
#undef VM_FLAG
    ;

// Functions of the host given as JavaVMOption::extraInfo; null when not given (JNI specification, JNI_CreateJavaVM).
struct HostHooks {
  jint(JNICALL* print)(FILE* stream, const char* format, va_list arguments) = nullptr;
  void(JNICALL* exit)(jint code) = nullptr;
  void(JNICALL* abort)() = nullptr;
};

struct VmOptions {
  Flags flags;
  std::array<OptionOrigin, kFlagCount> flag_origins{};  // in the order of flags.def; after ergonomics set kErgonomic
  std::vector<SystemProperty> properties;               // -D and jdk.module.*; each key once, in order of first mention
  AssertionDirectives assertions;
  std::string boot_append_path;  // -Xbootclasspath/a, entries separated by ':'
  std::string jdk_home;          // -Xkiln:jdk=DIR; empty: -Djava.home, JAVA_HOME, ... (vm/start decides)
  bool copying_collector = false;  // on: -Xkiln:gc=copying
  int64_t young_size_bytes = 0;  // -Xmn; 0: ergonomics
  RamShares ram_shares;
  ExecutionMode mode = ExecutionMode::kMixed;
  std::vector<std::string> compile_commands;  // -XX:CompileCommand
  std::string compilation_log_file;           // -XX:LogFile; empty: the report's own name
  bool background_compilation = true;  // off: -Xbatch
  bool class_unloading = true;         // off: -Xnoclassgc, -XX:-ClassUnloading
  int64_t class_space_bytes = 256 << 20;  // -XX:CompressedClassSpaceSize: address space for Class structures
  bool check_jni = false;
  bool reduced_signals = false;  // -Xrs
  bool enable_preview = false;
  bool print_warnings = true;  // -XX:-PrintWarnings
  std::string error_file;              // -XX:ErrorFile=, with %p for the process; empty: hs_err_pid%p.log
  std::string on_error;                // -XX:OnError=, a shell command to run after a crash report
  diagnostic::Options diagnostic;
  bool create_core = true;             // -XX:+CreateCoredumpOnCrash
  bool error_file_to_stdout = false;   // -XX:+ErrorFileToStdout
  bool error_file_to_stderr = false;
  HostHooks hooks;
  std::vector<std::string> arguments;  // every option accepted, for RuntimeMXBean.getInputArguments

  // The value of a property; null when it is not set.
  const std::string* find_property(std::string_view key) const;
  void set_property(std::string_view key, std::string_view value);
  // Prints through the vfprintf hook if there is one.
  void print(FILE* stream, std::string_view text) const;
  // What ergonomics made of heap sizes that nobody gave.
  void note_heap_sizes(int64_t max_bytes, int64_t initial_bytes);
  // -XX:+PrintFlagsFinal.
  std::string flags_text() const;
};

struct OptionString {
  std::string text;
  void* extra = nullptr;
};

struct OptionInput {
  std::vector<OptionString> options;
  bool ignore_unrecognized = false;
  std::optional<std::string> java_tool_options;  // values of the environment variables
  std::optional<std::string> java_options;       // _JAVA_OPTIONS

  // Copies what JNI_CreateJavaVM got, and the environment unless the process runs with more rights than its user.
  static OptionInput from_jni(const JavaVMInitArgs& arguments);
};

enum class OptionsOutcome : uint8_t {
  kOk,
  kRefused,  // JNI_CreateJavaVM returns JNI_EINVAL
  kFatal,    // the VM cannot start: exit(1) through the exit hook
  kDone,     // a question was answered (-Xlog:help): exit(0)
};

struct OptionMessage {
  bool to_stdout;
  std::string text;  // with its newline where it has one
};

struct OptionsResult {
  OptionsOutcome outcome = OptionsOutcome::kOk;
  std::vector<OptionMessage> messages;
};

// Fills *options, configures `log`. When the outcome is not kOk, *options holds what was understood until then (the
// hooks among it). Needs no Java thread; not thread safe on the same arguments.
OptionsResult parse_options(const OptionInput& input, Log& log, VmOptions* options);

}  // namespace kiln
