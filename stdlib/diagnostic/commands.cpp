// The diagnostic commands. Names, texts and formats are HotSpot's.
#include <fmt/format.h>
#include <time.h>

#include <chrono>

#include "gc/heap.h"
#include "stdlib/diagnostic/command.h"
#include "stdlib/diagnostic/command_functions.h"
#include "stdlib/diagnostic/flag_access.h"
#include "stdlib/diagnostic/heap_dump.h"
#include "stdlib/diagnostic/heap_histogram.h"
#include "stdlib/diagnostic/native_memory.h"
#include "stdlib/library_environment.h"
#include "stdlib/static_call.h"
#include "stdlib/thread_dump.h"
#include "vm/exec/exceptions.h"
#include "vm/exec/java_string.h"

namespace kiln::diagnostic {

namespace {

constexpr const char* kManagement = "java.lang.management.ManagementPermission";
constexpr const char* kProperty = "java.util.PropertyPermission";

std::string_view property(const Vm& vm, std::string_view key) {
  for (const auto& [name, value] : vm.library->properties) {
    if (name == key) return value;
  }
  return {};
}

Expected<std::string> system_property(Thread& t, const char* key) {
  HandleScope scope(t);
  VM_TRY(Ref<java::String> fresh, make_string(t, key));
  Handle<java::String> name(t, fresh);
  JavaArguments arguments;
  arguments.push(name);
  VM_TRY(JavaValue value, stdlib::call_static(t, "java/lang/System", "getProperty", "(Ljava/lang/String;)Ljava/lang/String;", arguments));
  return value.reference_bits == 0 ? std::string() : string_to_utf8(*t.vm().known, value.ref().get());
}

// --- GC.* ------------------------------------------------------------------------------------------------------------

Expected<void> class_histogram(Thread& t, const Arguments& arguments, std::string* answer) {
  *answer += heap_histogram(t, !arguments.flag("-all"));
  return {};
}

Expected<void> dump_heap_command(Thread& t, const Arguments& arguments, std::string* answer) {
  HeapDumpOptions options;
  options.live_only = !arguments.flag("-all");
  options.overwrite = arguments.flag("-overwrite");
  if (arguments.is_given("-gz")) {
    options.compression = static_cast<int>(arguments.integer("-gz"));
    if (options.compression < 1 || options.compression > 9) {
      *answer += fmt::format("Compression level out of range (1-9): {}\n", options.compression);
      return {};
    }
  }
  *answer += dump_heap_with_messages(t, arguments.text("filename"), options);
  return {};
}

Expected<void> heap_info(Thread& t, const Arguments&, std::string* answer) {
  *answer += heap_text(t.vm());
  return {};
}

Expected<void> run_gc(Thread& t, const Arguments&, std::string* answer) {
  if (t.vm().library->disable_explicit_gc) {
    *answer += "Explicit GC is disabled, no GC has been performed.\n";
    return {};
  }
  t.vm().heap->collect(t.mutator, GcCause::kSystemGc);
  return {};
}

Expected<void> run_finalization(Thread& t, const Arguments&, std::string*) {
  return stdlib::call_static(t, "java/lang/System", "runFinalization", "()V", JavaArguments()).ok() ? Expected<void>() : kPending;
}

// --- Thread.*, VM.* --------------------------------------------------------------------------------------------------

Expected<void> print_threads(Thread& t, const Arguments& arguments, std::string* answer) {
  *answer += thread_report(t, arguments.flag("-l"));
  return {};
}

Expected<void> command_line(Thread& t, const Arguments&, std::string* answer) {
  const LibraryEnvironment& environment = *t.vm().library;
  *answer += "VM Arguments:\n";
  if (!environment.vm_arguments_text.empty()) *answer += fmt::format("jvm_args: {} \n", environment.vm_arguments_text);
  *answer += fmt::format("java_command: {}\n", environment.java_command.empty() ? "<unknown>" : environment.java_command);
  std::string_view path = property(t.vm(), "java.class.path");
  *answer += fmt::format("java_class_path (initial): {}\n", path.empty() ? "<not set>" : path);
  std::string_view launcher = property(t.vm(), "sun.java.launcher");
  *answer += fmt::format("Launcher Type: {}\n", launcher.empty() ? "generic" : launcher);
  return {};
}

Expected<void> print_flags(Thread& t, const Arguments& arguments, std::string* answer) {
  if (arguments.flag("-all")) *answer += "[Global flags]\n";
  for (const FlagView& flag : all_flags(t.vm())) {
    if (arguments.flag("-all")) {
      *answer += table_text(flag);
    } else if (flag.is_changed) {
      *answer += option_text(flag) + " ";
    }
  }
  if (!arguments.flag("-all")) *answer += '\n';
  return {};
}

Expected<void> set_flag(Thread& t, const Arguments& arguments, std::string* answer) {
  const std::string& name = arguments.text("flag name");
  const char* value = arguments.is_given("string value") ? arguments.text("string value").c_str() : nullptr;
  switch (change_flag(t.vm(), name, value)) {
    case FlagChange::kDone: break;
    case FlagChange::kUnknown: *answer += fmt::format("flag {} does not exist\n", name); break;
    case FlagChange::kReadOnly: *answer += "only 'writeable' flags can be set\n"; break;
    case FlagChange::kWrongValue: *answer += "flag value must be a boolean (1/0 or true/false)\n"; break;
  }
  return {};
}

Expected<void> system_properties(Thread& t, const Arguments&, std::string* answer) {
  VM_TRY(std::string text, serialized_properties(t, "serializePropertiesToByteArray"));
  *answer += text;
  return {};
}

Expected<void> uptime(Thread& t, const Arguments& arguments, std::string* answer) {
  if (arguments.flag("-date")) {
    timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    tm local;
    localtime_r(&now.tv_sec, &local);
    char date[32], zone[8];
    strftime(date, sizeof date, "%Y-%m-%dT%H:%M:%S", &local);
    strftime(zone, sizeof zone, "%z", &local);
    *answer += fmt::format("{}.{:03}{}: ", date, now.tv_nsec / 1'000'000, zone);
  }
  std::chrono::duration<double> up = std::chrono::steady_clock::now() - t.vm().library->started_steady;
  *answer += fmt::format("{:.3f} s\n", up.count());
  return {};
}

Expected<void> version(Thread& t, const Arguments&, std::string* answer) {
  *answer += fmt::format("{} version {}\n", property(t.vm(), "java.vm.name"), property(t.vm(), "java.vm.version"));
  VM_TRY(std::string library, system_property(t, "java.version"));
  *answer += fmt::format("JDK {}\n", library);
  return {};
}

Expected<void> help(Thread&, const Arguments& arguments, std::string* answer) {
  if (arguments.flag("-all")) {
    for (const Command& command : commands()) {
      if (find_command(command.name, arguments.source()) != nullptr) *answer += help_text(command) + "\n";
    }
    return {};
  }
  if (arguments.is_given("command name")) {
    const std::string& name = arguments.text("command name");
    const Command* command = find_command(name, arguments.source());
    *answer += command != nullptr ? help_text(*command) : fmt::format("Help unavailable : '{}' : No such command\n", name);
    return {};
  }
  *answer += "The following commands are available:\n";
  for (const Command& command : commands()) {
    if (find_command(command.name, arguments.source()) != nullptr) *answer += fmt::format("{}\n", command.name);
  }
  *answer += "\nFor more information about a specific command use 'help <command>'.\n";
  return {};
}

Expected<void> native_memory(Thread& t, const Arguments& arguments, std::string* answer) {
  const std::string& scale = arguments.text("scale");
  if (scale != "KB" && scale != "MB" && scale != "GB") {
    *answer += fmt::format("Incorrect scale value: {}", scale);
    return {};
  }
  for (const char* option : {"detail", "baseline", "summary.diff", "detail.diff", "shutdown", "statistics"}) {
    if (!arguments.flag(option)) continue;
    *answer += fmt::format("VM.native_memory {} is not supported: allocations are not tracked one by one\n", option);
    return {};
  }
  std::string summary = native_memory_summary(t, scale);
  *answer += summary.empty() ? "The system does not say how its memory is used\n" : summary;
  return {};
}

// --- the table -------------------------------------------------------------------------------------------------------

constexpr Parameter kHistogramParameters[] = {
    {"-all", "Inspect all objects, including unreachable objects", "BOOLEAN", "false", false, true},
    {"-parallel",
     "Number of parallel threads to use for heap inspection. 0 (the default) means let the VM determine the number of "
     "threads to use. 1 means use one thread (disable parallelism). For any other value the VM will try to use the "
     "specified number of threads, but might use fewer.",
     "INT", "0", false, true},
};
constexpr Parameter kHeapDumpParameters[] = {
    {"filename", "Name of the dump file", "STRING", nullptr, true, false},
    {"-all", "Dump all objects, including unreachable objects", "BOOLEAN", "false", false, true},
    {"-gz",
     "If specified, the heap dump is written in gzipped format using the given compression level. 1 (recommended) is the "
     "fastest, 9 the strongest compression.",
     "INT", "1", false, true},
    {"-overwrite", "If specified, the dump file will be overwritten if it exists", "BOOLEAN", "false", false, true},
};
// -e adds what HotSpot knows of its threads; accepted, with nothing to add.
constexpr Parameter kThreadParameters[] = {
    {"-l", "print java.util.concurrent locks", "BOOLEAN", "false", false, true},
    {"-e", "print extended thread information", "BOOLEAN", "false", false, true},
};
constexpr Parameter kFlagsParameters[] = {
    {"-all", "Print all flags supported by the VM", "BOOLEAN", "false", false, true},
};
constexpr Parameter kNativeMemoryParameters[] = {
    {"summary",
     "request runtime to report current memory summary, which includes total reserved and committed memory, along with memory "
     "usage summary by each subsytem.",
     "BOOLEAN", "false", false, true},
    {"detail", "request runtime to report memory allocation >= 1K by each callsite.", "BOOLEAN", "false", false, true},
    {"baseline", "request runtime to baseline current memory usage, so it can be compared against in later time.", "BOOLEAN",
     "false", false, true},
    {"summary.diff", "request runtime to report memory summary comparison against previous baseline.", "BOOLEAN", "false", false,
     true},
    {"detail.diff",
     "request runtime to report memory detail comparison against previous baseline, which shows the memory allocation activities "
     "at different callsites.",
     "BOOLEAN", "false", false, true},
    {"shutdown", "deprecated.", "BOOLEAN", "false", false, true},
    {"statistics", "print tracker statistics for tuning purpose.", "BOOLEAN", "false", false, true},
    {"scale", "Memory usage in which scale, KB, MB or GB", "STRING", "KB", false, true},
};
constexpr Parameter kSetFlagParameters[] = {
    {"flag name", "The name of the flag we want to set", "STRING", nullptr, true, false},
    {"string value", "The value we want to set", "STRING", nullptr, false, false},
};
constexpr Parameter kUptimeParameters[] = {
    {"-date", "Add a prefix with current date", "BOOLEAN", "false", false, true},
};
constexpr Parameter kHierarchyParameters[] = {
    {"classname", "Name of class whose hierarchy should be printed. If not specified, all class hierarchies are printed.", "STRING",
     nullptr, false, false},
    {"-i", "Inherited interfaces should be printed.", "BOOLEAN", "false", false, true},
    {"-s", "If a classname is specified, print its subclasses. Otherwise only its superclasses are printed.", "BOOLEAN", "false",
     false, true},
};
constexpr Parameter kLoadersParameters[] = {
    {"show-classes", "Print loaded classes.", "BOOLEAN", "false", false, true},
    {"verbose", "Print detailed information.", "BOOLEAN", "false", false, true},
    {"fold", "Show loaders of the same name and class as one.", "BOOLEAN", "true", true, true},
};
constexpr Parameter kLogParameters[] = {
    {"output", "The name or index (#<index>) of output to configure.", "STRING", nullptr, false, true},
    {"output_options", "Options for the output.", "STRING", nullptr, false, true},
    {"what", "Configures what tags to log.", "STRING", nullptr, false, true},
    {"decorators", "Configures which decorators to use. Use 'none' or an empty value to remove all.", "STRING", nullptr, false, true},
    {"disable", "Turns off all logging and clears the log configuration.", "BOOLEAN", nullptr, false, true},
    {"list", "Lists current log configuration.", "BOOLEAN", nullptr, false, true},
    {"rotate", "Rotates all logs.", "BOOLEAN", nullptr, false, true},
};
constexpr Parameter kMetaspaceParameters[] = {
    {"basic", "Prints a basic summary (does not need a safepoint).", "BOOLEAN", "false", false, true},
    {"show-loaders", "Shows usage by class loader.", "BOOLEAN", "false", false, true},
    {"show-classes", "If show-loaders is set, shows loaded classes for each loader.", "BOOLEAN", "false", false, true},
    {"by-chunktype", "Break down numbers by chunk type.", "BOOLEAN", "false", false, true},
    {"by-spacetype", "Break down numbers by loader type.", "BOOLEAN", "false", false, true},
    {"vslist", "Shows details about the underlying virtual space.", "BOOLEAN", "false", false, true},
    {"chunkfreelist", "Shows details about global chunk free lists (ChunkManager).", "BOOLEAN", "false", false, true},
    {"scale",
     "Memory usage in which to scale. Valid values are: 1, KB, MB or GB (fixed scale) or \"dynamic\" for a dynamically choosen "
     "scale.",
     "STRING", "dynamic", false, true},
};
constexpr Parameter kStringTableParameters[] = {
    {"-verbose", "Dump the content of each string in the table", "BOOLEAN", "false", false, true},
};
constexpr Parameter kSymbolTableParameters[] = {
    {"-verbose", "Dump the content of each symbol in the table", "BOOLEAN", "false", false, true},
};
constexpr Parameter kHelpParameters[] = {
    {"command name", "The name of the command for which we want help", "STRING", nullptr, false, false},
    {"-all", "Show help for all commands", "BOOLEAN", "false", false, true},
};

const Command kCommands[] = {
    {"Compiler.codecache", "Print code cache layout and bounds.", "Low", {kManagement, "monitor", nullptr}, {}, true, print_code_cache},
    {"Compiler.codelist", "Print all compiled methods in code cache that are alive", "Medium", {kManagement, "monitor", nullptr}, {},
     true, print_code_list},
    {"Compiler.perfmap", "Write map file for Linux perf tool.", "Low", {kManagement, "monitor", nullptr}, {}, true, write_perf_map},
    {"Compiler.queue", "Print methods queued for compilation.", "Low", {kManagement, "monitor", nullptr}, {}, true, print_compile_queue},
    {"GC.class_histogram", "Provide statistics about the Java heap usage.", "High: Depends on Java heap size and content.",
     {kManagement, "monitor", nullptr}, kHistogramParameters, true, class_histogram},
    {"GC.finalizer_info", "Provide information about Java finalization queue.", "Medium", {kManagement, "monitor", nullptr}, {}, true,
     print_finalizer_queue},
    {"GC.heap_dump", "Generate a HPROF format dump of the Java heap.",
     "High: Depends on Java heap size and content. Request a full GC unless the '-all' option is specified.",
     {kManagement, "monitor", nullptr}, kHeapDumpParameters, false, dump_heap_command},
    {"GC.heap_info", "Provide generic Java heap information.", "Medium", {kManagement, "monitor", nullptr}, {}, true, heap_info},
    {"GC.run", "Call java.lang.System.gc().", "Medium: Depends on Java heap size and content.", {}, {}, true, run_gc},
    {"GC.run_finalization", "Call java.lang.System.runFinalization().", "Medium: Depends on Java content.", {}, {}, true,
     run_finalization},
    {"ManagementAgent.start", "Start remote management agent.", "Low: No impact", {}, kRemoteAgentParameters, false, start_remote_agent},
    {"ManagementAgent.start_local", "Start local management agent.", "Low: No impact", {}, {}, false, start_local_agent},
    {"ManagementAgent.status", "Print the management agent status.", "Low: No impact", {kManagement, "monitor", nullptr}, {}, false,
     print_agent_status},
    {"ManagementAgent.stop", "Stop remote management agent.", "Low: No impact", {}, {}, false, stop_remote_agent},
    {"System.trim_native_heap", "Attempts to free up memory by trimming the C-heap.", "Low", {kManagement, "control", nullptr}, {}, true,
     trim_native_heap},
    {"Thread.print", "Print all threads with stacktraces.", "Medium: Depends on the number of threads.",
     {kManagement, "monitor", nullptr}, kThreadParameters, true, print_threads},
    {"VM.class_hierarchy",
     "Print a list of all loaded classes, indented to show the class hiearchy. The name of each class is followed by the "
     "ClassLoaderData* of its ClassLoader, or \"null\" if loaded by the bootstrap class loader.",
     "Medium: Depends on number of loaded classes.", {kManagement, "monitor", nullptr}, kHierarchyParameters, true, print_class_hierarchy},
    {"VM.classloaders", "Prints classloader hierarchy.", "Medium: Depends on number of class loaders and classes loaded.",
     {kManagement, "monitor", nullptr}, kLoadersParameters, true, print_class_loaders},
    {"VM.command_line", "Print the command line used to start this VM instance.", "Low", {kManagement, "monitor", nullptr}, {}, true,
     command_line},
    {"VM.dynlibs", "Print loaded dynamic libraries.", "Low", {kManagement, "monitor", nullptr}, {}, true, print_dynamic_libraries},
    {"VM.flags", "Print VM flag options and their current values.", "Low", {kManagement, "monitor", nullptr}, kFlagsParameters, true,
     print_flags},
    {"VM.info", "Print information about JVM environment and status.", "Low", {kManagement, "monitor", nullptr}, {}, true, print_status},
    {"VM.log", "Lists current log configuration, enables/disables/configures a log output, or rotates all logs.", "Low: No impact",
     {kManagement, "control", nullptr}, kLogParameters, true, configure_log},
    {"VM.metaspace", "Prints the statistics for the metaspace", "Medium: Depends on number of classes loaded.",
     {kManagement, "monitor", nullptr}, kMetaspaceParameters, true, print_metaspace},
    {"VM.native_memory", "Print native memory usage", "Medium", {kManagement, "monitor", nullptr}, kNativeMemoryParameters, true,
     native_memory},
    {"VM.set_flag", "Sets VM flag option using the provided value.", "Low", {kManagement, "control", nullptr},
     kSetFlagParameters, true, set_flag},
    {"VM.stringtable", "Dump string table.", "Medium: Depends on Java content.", {kManagement, "monitor", nullptr}, kStringTableParameters,
     true, print_string_table},
    {"VM.symboltable", "Dump symbol table.", "Medium: Depends on Java content.", {kManagement, "monitor", nullptr}, kSymbolTableParameters,
     true, print_symbol_table},
    {"VM.system_properties", "Print system properties.", "Low", {kProperty, "*", "read"}, {}, true, system_properties},
    {"VM.uptime", "Print VM uptime.", "Low", {}, kUptimeParameters, true, uptime},
    {"VM.version", "Print JVM version information.", "Low", {kProperty, "java.vm.version", "read"}, {}, true, version},
    {"help",
     "For more information about a specific command use 'help <command>'. With no argument this will show a list of "
     "available commands. 'help all' will show help for all commands.",
     "Low", {}, kHelpParameters, true, help},
};

}  // namespace

std::span<const Command> commands() { return kCommands; }

Expected<std::string> serialized_properties(Thread& t, std::string_view method) {
  HandleScope scope(t);
  VM_TRY(JavaValue value, stdlib::call_static(t, "jdk/internal/vm/VMSupport", method, "()[B", JavaArguments()));
  const Object* bytes = value.ref().get();
  return std::string(bytes->elements<char>(), static_cast<size_t>(bytes->array_length()));
}

}  // namespace kiln::diagnostic
