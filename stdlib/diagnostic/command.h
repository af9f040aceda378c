// stdlib/diagnostic/command.h - diagnostic commands: a name, options, arguments, and a text for an answer.
//
//   Thread.print -l            GC.heap_dump -all=true /tmp/x.hprof            help VM.uptime
//
// They come from other processes (`jcmd PID ...`), from Java (DiagnosticCommandMBean) and share one table. A command
// that is wrong (unknown name, bad options) throws IllegalArgumentException with HotSpot's texts.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "vm/base/result.h"
#include "vm/thread/handles.h"

namespace kiln::diagnostic {

struct Parameter {
  const char* name;         // of an option with its dash
  const char* description;
  const char* type;         // "BOOLEAN", "INT", "STRING"
  const char* default_text; // null: none
  bool is_mandatory;
  bool is_option;           // else an argument, by position
};

class Arguments;

// Who asks.
enum class Source : uint8_t { kAttach, kJava };

struct Command {
  const char* name;
  const char* description;
  const char* impact;
  const char* permission[3];  // class, name, action; null: not there
  std::span<const Parameter> parameters;
  bool is_for_java;           // offered by DiagnosticCommandMBean
  // State InVm; a safepoint. Appends the answer; throws when it cannot.
  Expected<void> (*run)(Thread& thread, const Arguments& arguments, std::string* answer);
};

// The values of a command's parameters, defaults applied.
class Arguments {
 public:
  Arguments(const Command& command, Source source);
  Source source() const { return source_; }
  // Takes "-all name=x 'quoted text'" apart; IllegalArgumentException.
  VM_MAY_SAFEPOINT Expected<void> parse(Thread& thread, std::string_view text);
  bool is_given(std::string_view name) const { return value(name).is_given; }
  bool flag(std::string_view name) const { return value(name).text == "true"; }
  int64_t integer(std::string_view name) const;
  const std::string& text(std::string_view name) const { return value(name).text; }

 private:
  struct Value {
    std::string text;
    bool is_given = false;
  };
  const Value& value(std::string_view name) const;
  VM_MAY_SAFEPOINT Expected<void> set(Thread& thread, size_t index, std::string_view text, bool has_text);

  const Command& command_;
  Source source_;
  std::vector<Value> values_;  // in the order of command_.parameters
};

// All commands, in the order of their names.
std::span<const Command> commands();
// Null: not there, or not for them.
const Command* find_command(std::string_view name, Source source);
std::string help_text(const Command& command);

// Runs the commands of `text`, one a line; empty lines and those that begin with # do nothing, `stop` ends. State InVm.
// What was written before an exception stays in *answer.
VM_MAY_SAFEPOINT Expected<void> run_commands(Thread& thread, std::string_view text, Source source, std::string* answer);

// A text of jdk.internal.vm.VMSupport, by its static method without arguments: properties as Properties.store writes them.
VM_MAY_SAFEPOINT Expected<std::string> serialized_properties(Thread& thread, std::string_view method);

}  // namespace kiln::diagnostic
