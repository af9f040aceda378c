// What the command line asks for: the grammar of JDK 17's `java` command, driven by options.def.
//
// Java's grammar is not GNU's: one dash or two by history, options that glue their argument (-Xmx1g), words that mean
// something only in first position (Main, Main.java, Main.class), and everything unknown belongs to the VM. Hence an
// own small parser and a table instead of a general option library.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kiln::launcher {

enum class Argument { kNone, kWord, kLong, kGlued };
enum class Environment { kAnywhere, kNotInEnvironment };

enum class Action {
  kClassPath,
  kJar,
  kModule,
  kSource,
  kDryRun,
  kModulePath,
  kTellVmLong,
  kDescribeModule,
  kListModules,
  kValidateModules,
  kJdk,
  kOtherLibjvm,
  kNothing,
  kVersionStderr,
  kVersionStdout,
  kShowVersionStderr,
  kShowVersionStdout,
  kFullVersionStderr,
  kFullVersionStdout,
  kHelpStderr,
  kHelpStdout,
  kExtraHelpStderr,
  kExtraHelpStdout,
  kShowSettings,
  kTellVm,
  kTellVmGlued,
  kWarnGone,
  kVerify,
};

struct OptionRow {
  std::string_view spelling;
  Argument argument;
  Environment environment;
  Action action;
  std::string_view text;
};

/// The row of options.def that recognises `word`, or null: then it is the VM's option or no option at all.
const OptionRow* find_option(std::string_view word);

/// How the main class is named; the values are those LauncherHelper.checkAndLoadMain expects.
enum class Mode { kUnknown = 0, kClass = 1, kJar = 2, kModule = 3, kSource = 4 };

/// What happens once the VM stands. All but kRunMain end the program.
enum class Task { kRunMain, kPrintVersion, kPrintFullVersion, kPrintHelp, kPrintExtraHelp, kVerify };

/// A command line, understood. Filled by parse_command_line, read by run_java.
struct Launch {
  Mode mode = Mode::kUnknown;
  Task task = Task::kRunMain;
  std::string main;                     ///< class, jar file or module[/class], as LauncherHelper wants it; may be empty
  std::vector<std::string> arguments;   ///< for the Java program, or for vm-verify
  std::vector<std::string> vm_options;  ///< for JNI_CreateJavaVM, in order
  std::string other_libjvm;             ///< path of another libjvm.so; empty = the one beside this program
  std::string show_settings;            ///< -XshowSettings[:what]; empty = not asked
  std::optional<std::string> describe_module;
  bool task_to_stderr = true;  ///< where version or help is printed
  bool show_version = false;
  bool show_version_to_stderr = true;
  bool list_modules = false;
  bool validate_modules = false;
  bool dry_run = false;
  int help_exit_code = 0;      ///< 1 if help is printed because no program was named
  long stack_size = 0;         ///< bytes, from -Xss; 0 = the VM's choice
  long initial_heap_size = 0;  ///< bytes, from -Xms; only for -XshowSettings
  long max_heap_size = 0;      ///< bytes, from -Xmx; only for -XshowSettings
};

/// Understands `words` (the command line after argument files were expanded, without the program's name).
/// Returns an exit code if a message was printed and the program must end, else nothing and a filled `launch`.
std::optional<int> parse_command_line(const std::vector<std::string>& words, Launch& launch);

}  // namespace kiln::launcher
