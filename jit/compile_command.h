// jit/compile_command.h - -XX:CompileCommand: which methods the compiler may take, and which it lists.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace kiln::jit {

// The commands `exclude`, `compileonly`, `print` and `quiet`, each but the last with a pattern class::method or class.method, where * may
// stand at either end of both parts, and an ignored descriptor behind. Not synchronised; does not change once all are
// added.
class CompileCommands {
 public:
  // Takes the text behind `CompileCommand=`. Returns what the user is told: the command as it was understood, or what
  // is wrong with it (then it has no effect). Empty when told to be quiet.
  std::string add(const std::string& text);
  // `class_name` with slashes. Excluded is what an `exclude` names, and what no `compileonly` names if there is one.
  bool excludes(std::string_view class_name, std::string_view method_name) const;
  // Whether a `print` names the method: its machine code is listed.
  bool prints(std::string_view class_name, std::string_view method_name) const;

 private:
  enum class Verb { kExclude, kCompileOnly, kPrint };
  struct Command {
    Verb verb;
    std::string class_pattern, method_pattern;
    bool matches(std::string_view class_name, std::string_view method_name) const;
  };
  std::vector<Command> commands_;
  bool is_quiet_ = false;
};

}  // namespace kiln::jit
