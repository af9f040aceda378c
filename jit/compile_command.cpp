#include "jit/compile_command.h"

#include <fmt/format.h>

#include <algorithm>

namespace kiln::jit {

namespace {

bool matches(std::string_view pattern, std::string_view text) {
  if (pattern == "*") return true;
  const bool open_front = pattern.starts_with('*'), open_back = pattern.ends_with('*');
  if (open_front) pattern.remove_prefix(1);
  if (open_back) pattern.remove_suffix(1);
  if (open_front && open_back) return text.find(pattern) != std::string_view::npos;
  if (open_front) return text.ends_with(pattern);
  if (open_back) return text.starts_with(pattern);
  return text == pattern;
}

std::string mistake(std::string_view what, std::string_view text) {
  return fmt::format("CompileCommand: An error occurred during parsing\nError: {}\nLine: '{}'\n", what, text);
}

}  // namespace

std::string CompileCommands::add(const std::string& text) {
  if (text == "quiet") {
    is_quiet_ = true;
    return {};
  }
  const size_t end = std::min(text.find_first_of(", "), text.size());
  const std::string verb = text.substr(0, end);
  if (verb != "exclude" && verb != "compileonly" && verb != "print") return mistake(fmt::format("Unrecognized option '{}'", verb), text);
  if (end == text.size()) return mistake("Method pattern missing from command", text);
  std::string pattern = text.substr(end + 1);
  pattern.resize(std::min(pattern.find('('), pattern.size()));
  size_t split = pattern.find("::"), width = 2;
  if (split == std::string::npos) {
    split = pattern.rfind('.');
    width = 1;
  } else if (pattern.find('/') != std::string::npos) {
    return mistake("Method pattern uses '/' together with '::'", text);
  }
  if (split == std::string::npos || split == 0 || split + width == pattern.size())
    return mistake("Could not parse method pattern", text);
  Command command{verb == "exclude" ? Verb::kExclude : verb == "print" ? Verb::kPrint : Verb::kCompileOnly, pattern.substr(0, split), pattern.substr(split + width)};
  std::replace(command.class_pattern.begin(), command.class_pattern.end(), '.', '/');
  std::string told =
      fmt::format("CompileCommand: {0} {1}.{2} bool {0} = true\n", verb, command.class_pattern, command.method_pattern);
  commands_.push_back(std::move(command));
  return is_quiet_ ? std::string() : told;
}

bool CompileCommands::Command::matches(std::string_view class_name, std::string_view method_name) const {
  return jit::matches(class_pattern, class_name) && jit::matches(method_pattern, method_name);
}

bool CompileCommands::excludes(std::string_view class_name, std::string_view method_name) const {
  bool has_only = false, is_named = false;
  for (const Command& command : commands_) {
    if (command.verb == Verb::kPrint) continue;
    const bool is_match = command.matches(class_name, method_name);
    if (is_match && command.verb == Verb::kExclude) return true;
    has_only |= command.verb == Verb::kCompileOnly;
    is_named |= is_match;
  }
  return has_only && !is_named;
}

bool CompileCommands::prints(std::string_view class_name, std::string_view method_name) const {
  for (const Command& command : commands_) {
    if (command.verb == Verb::kPrint && command.matches(class_name, method_name)) return true;
  }
  return false;
}

}  // namespace kiln::jit
