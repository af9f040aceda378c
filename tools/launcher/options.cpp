// Walks the words of a command line along options.def, then settles what the main word means. See options.h.
#include "tools/launcher/options.h"

#include <sys/stat.h>

#include <array>
#include <cstdio>
#include <cstdlib>

#include "tools/launcher/class_file.h"
#include "tools/launcher/class_path.h"
#include "tools/launcher/jar_file.h"
#include "tools/launcher/jdk.h"

namespace kiln::launcher {
namespace {

constexpr std::array kOptions = {
#define VM_LAUNCHER_OPTION(spelling, argument, environment, action, text) \
  OptionRow{spelling, Argument::argument, Environment::environment, Action::action, text},
#include "tools/launcher/options.def"
#undef VM_LAUNCHER_OPTION
};

constexpr std::string_view kSourceLauncher = "jdk.compiler/com.sun.tools.javac.launcher.Main";

bool matches(const OptionRow& row, std::string_view word) {
  if (word == row.spelling) return true;
  switch (row.argument) {
    case Argument::kNone:
    case Argument::kWord:
      return false;
    case Argument::kLong:
      return word.starts_with(row.spelling) && word[row.spelling.size()] == '=';
    case Argument::kGlued:
      return word.starts_with(row.spelling);
  }
  return false;
}

bool is_regular_file(const std::string& path) {
  struct stat status;
  return stat(path.c_str(), &status) == 0 && S_ISREG(status.st_mode);
}

/// A size as in -Xss512k, in bytes; 0 if it is none (the VM will complain about the option itself).
long parse_size_bytes(const std::string& text) {
  char* end = nullptr;
  long value = std::strtol(text.c_str(), &end, 10);
  if (end == text.c_str() || value < 0) return 0;
  switch (*end) {
    case 'k':
    case 'K':
      return value << 10;
    case 'm':
    case 'M':
      return value << 20;
    case 'g':
    case 'G':
      return value << 30;
    case 't':
    case 'T':
      return value << 40;
    case '\0':
      return value;
    default:
      return 0;
  }
}

class Parser {
 public:
  Parser(const std::vector<std::string>& words, Launch& launch) : words_(words), launch_(launch) {}

  std::optional<int> parse() {
    if (const char* path = std::getenv("CLASSPATH")) set_class_path(expand_class_path(path));
    while (next_ < words_.size() && words_[next_].starts_with('-')) {
      if (auto code = take_option(words_[next_++])) return code;
      if (launch_.task != Task::kRunMain) return std::nullopt;
      if (main_is_known_) break;
    }
    return settle_main();
  }

 private:
  /// The argument of `row`, after `=` or from the next word; nothing if it is missing where it is required.
  std::optional<std::string> argument_of(const OptionRow& row, const std::string& word) {
    if (row.argument == Argument::kGlued) return word.substr(row.spelling.size());
    if (row.argument == Argument::kLong && word.size() > row.spelling.size()) {
      std::string value = word.substr(row.spelling.size() + 1);
      bool may_be_empty = row.action == Action::kClassPath || row.action == Action::kDescribeModule;
      if (!value.empty() || may_be_empty) return value;
      return std::nullopt;
    }
    if (next_ < words_.size()) {
      if (!words_[next_].empty() || row.action != Action::kModule) return words_[next_++];
    }
    return std::nullopt;
  }

  std::optional<int> take_option(const std::string& word) {
    const OptionRow* row = find_option(word);
    if (row == nullptr) {
      take_vm_option(word);
      return std::nullopt;
    }
    std::string value;
    if (row->argument != Argument::kNone) {
      auto argument = argument_of(*row, word);
      if (!argument) {
        std::fprintf(stderr, "Error: %s requires %s\n", word.c_str(), std::string(row->text).c_str());
        return 1;
      }
      value = *argument;
    }
    return act(*row, word, value);
  }

  std::optional<int> act(const OptionRow& row, const std::string& word, const std::string& value) {
    switch (row.action) {
      case Action::kClassPath:
        set_class_path(expand_class_path(value));
        class_path_given_ = true;
        if (launch_.mode != Mode::kSource) launch_.mode = Mode::kClass;
        break;
      case Action::kJar:
        if (next_ >= words_.size()) {
          std::fprintf(stderr, "Error: %s requires %s\n", word.c_str(), std::string(row.text).c_str());
          give_up_with_help();
          break;
        }
        launch_.mode = Mode::kJar;
        main_is_known_ = true;
        break;
      case Action::kModule:
        launch_.mode = Mode::kModule;
        launch_.main = value;
        main_is_known_ = true;
        break;
      case Action::kSource:
        launch_.mode = Mode::kSource;
        tell_vm("-Djdk.internal.javac.source=" + value);
        break;
      case Action::kDryRun:
        launch_.dry_run = true;
        break;
      case Action::kModulePath:
        tell_vm("--module-path=" + value);
        break;
      case Action::kTellVmLong:
        tell_vm(std::string(row.spelling) + "=" + value);
        break;
      case Action::kDescribeModule:
        launch_.describe_module = value;
        break;
      case Action::kListModules:
        launch_.list_modules = true;
        break;
      case Action::kValidateModules:
        launch_.validate_modules = true;
        tell_vm("-Djdk.module.validation=true");
        break;
      case Action::kJdk:
        if (auto problem = problem_with_jdk(value)) {
          std::fprintf(stderr, "Error: --jdk %s: %s\n", value.c_str(), problem->c_str());
          return 1;
        }
        tell_vm("-Xkiln:jdk=" + value);
        break;
      case Action::kOtherLibjvm:
        launch_.other_libjvm = value + "/libjvm.so";
        break;
      case Action::kNothing:
        break;
      case Action::kVersionStderr:
        set_task(Task::kPrintVersion, true);
        break;
      case Action::kVersionStdout:
        set_task(Task::kPrintVersion, false);
        break;
      case Action::kFullVersionStderr:
        set_task(Task::kPrintFullVersion, true);
        break;
      case Action::kFullVersionStdout:
        set_task(Task::kPrintFullVersion, false);
        break;
      case Action::kHelpStderr:
        set_task(Task::kPrintHelp, true);
        break;
      case Action::kHelpStdout:
        set_task(Task::kPrintHelp, false);
        break;
      case Action::kExtraHelpStderr:
        set_task(Task::kPrintExtraHelp, true);
        break;
      case Action::kExtraHelpStdout:
        set_task(Task::kPrintExtraHelp, false);
        break;
      case Action::kShowVersionStderr:
      case Action::kShowVersionStdout:
        launch_.show_version = true;
        launch_.show_version_to_stderr = row.action == Action::kShowVersionStderr;
        break;
      case Action::kShowSettings:
        launch_.show_settings = word;
        break;
      case Action::kTellVm:
        tell_vm(std::string(row.text));
        break;
      case Action::kTellVmGlued:
        take_vm_option(std::string(row.text) + value);
        break;
      case Action::kVerify:
        launch_.task = Task::kVerify;
        for (size_t i = 0; i < words_.size(); i++) {
          if (i != next_ - 1) launch_.arguments.push_back(words_[i]);
        }
        break;
      case Action::kWarnGone:
        std::fprintf(stderr, "Warning: %s option is no longer supported.\n", word.c_str());
        break;
    }
    return std::nullopt;
  }

  void take_vm_option(const std::string& word) {
    if (word.starts_with("-Djava.class.path=")) class_path_set_ = true;
    if (word.starts_with("-Xss")) launch_.stack_size = parse_size_bytes(word.substr(4));
    if (word.starts_with("-Xmx")) launch_.max_heap_size = parse_size_bytes(word.substr(4));
    if (word.starts_with("-Xms")) launch_.initial_heap_size = parse_size_bytes(word.substr(4));
    tell_vm(word);
  }

  /// Decides what the first plain word means and completes the VM's options.
  std::optional<int> settle_main() {
    if (launch_.mode != Mode::kModule) {
      if (next_ < words_.size()) {
        launch_.main = words_[next_++];
      } else if (launch_.mode != Mode::kSource) {
        give_up_with_help();
      }
    }
    launch_.arguments.assign(words_.begin() + static_cast<long>(next_), words_.end());

    if (launch_.mode == Mode::kUnknown && !class_path_set_) set_class_path(".");
    if (launch_.mode == Mode::kUnknown || launch_.mode == Mode::kClass) settle_class();
    switch (launch_.mode) {
      case Mode::kUnknown:
      case Mode::kClass:
        break;
      case Mode::kModule:
        tell_vm("-Djdk.module.main=" + launch_.main.substr(0, launch_.main.find('/')));
        break;
      case Mode::kSource:
        use_source_launcher();
        break;
      case Mode::kJar:
        if (auto problem = problem_with_jar(launch_.main)) {
          std::fprintf(stderr, "Error: %s %s\n", problem->c_str(), launch_.main.c_str());
          return 1;
        }
        set_class_path(launch_.main);
        break;
    }
    if (launch_.task == Task::kRunMain) {
      std::string command = launch_.main;
      for (const std::string& argument : launch_.arguments) command += " " + argument;
      tell_vm("-Dsun.java.command=" + command);
    }
    tell_vm("-Dsun.java.launcher=SUN_STANDARD");
    return std::nullopt;
  }

  /// A plain word names a class, unless it is the path of a source file or of a class file.
  void settle_class() {
    launch_.mode = Mode::kClass;
    if (launch_.main.ends_with(".java") && is_regular_file(launch_.main)) {
      launch_.mode = Mode::kSource;
    } else if (launch_.main.ends_with(".class") && is_regular_file(launch_.main)) {
      use_class_file();
    }
  }

  /// `vm Main.java`: the compiler's launcher compiles the file in memory and runs it.
  void use_source_launcher() {
    tell_vm("--add-modules=ALL-DEFAULT");
    if (!launch_.main.empty()) launch_.arguments.insert(launch_.arguments.begin(), launch_.main);
    launch_.main = kSourceLauncher;
    launch_.mode = Mode::kModule;
  }

  /// `vm dir/a/b/Main.class`: the file itself says which class it is and so where the class path begins.
  void use_class_file() {
    ClassFileName name = name_of_class_file(launch_.main);
    launch_.main = name.class_name;
    if (class_path_given_) return;
    const char* more = std::getenv("CLASSPATH");
    set_class_path(more != nullptr && *more != '\0' ? name.root + ":" + expand_class_path(more) : name.root);
  }

  /// No program was named: the help text goes to stderr and the exit code says so.
  void give_up_with_help() {
    set_task(Task::kPrintHelp, true);
    launch_.help_exit_code = 1;
  }
  void set_task(Task task, bool to_stderr) {
    launch_.task = task;
    launch_.task_to_stderr = to_stderr;
  }
  void set_class_path(const std::string& path) {
    class_path_set_ = true;
    tell_vm("-Djava.class.path=" + path);
  }
  void tell_vm(std::string option) { launch_.vm_options.push_back(std::move(option)); }

  const std::vector<std::string>& words_;
  Launch& launch_;
  size_t next_ = 0;
  bool main_is_known_ = false;     // -jar or -m was seen: no more options follow
  bool class_path_given_ = false;  // by -cp or one of its spellings
  bool class_path_set_ = false;    // by anything
};

}  // namespace

const OptionRow* find_option(std::string_view word) {
  for (const OptionRow& row : kOptions) {
    if (matches(row, word)) return &row;
  }
  return nullptr;
}

std::optional<int> parse_command_line(const std::vector<std::string>& words, Launch& launch) {
  return Parser(words, launch).parse();
}

}  // namespace kiln::launcher
