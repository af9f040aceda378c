// tools/verify/report.h - what a verification found out, as plain data, and how it is shown.
#pragma once

#include <cstdint>
#include <cstdio>
#include <optional>
#include <string>
#include <vector>

namespace kiln::verify {

struct FrameText {
  uint32_t bci = 0;
  bool this_uninitialized = false;
  std::vector<std::string> locals, stack;  // types in HotSpot's words
};

struct Instruction {
  uint32_t bci = 0;
  int line = 0;  // 0: the class does not say
  std::string text;
  std::optional<FrameText> frame;  // before it; only with --frames
};

struct Problem {
  uint32_t bci = 0;
  int line = 0;
  std::string instruction;  // empty: not at an instruction
  std::string reason;       // "Bad type on operand stack"
  std::string detail;       // "Type integer (current frame, stack[0]) is not assignable to float", or empty
  std::string slot;         // the one that is wrong: "locals[1]", "stack[0]", or empty
  // What is known before the instruction, and the frame it does not agree with: of the stack map, or, in type inference, what
  // was known at the target before.
  std::optional<FrameText> current, expected;
};

enum class Outcome : uint8_t { kPassed, kFailed, kUndecided };

struct MethodReport {
  std::string name, descriptor;
  bool by_inference = false;
  Outcome outcome = Outcome::kPassed;
  std::optional<Problem> problem;  // with kFailed
  std::string missing;             // with kUndecided: the class that could not be found
  std::vector<Instruction> code;   // of methods that did not pass, and with --frames of all
};

struct ClassReport {
  std::string source;  // file, jar!/entry, or name
  std::string name, source_file;
  unsigned major_version = 0;
  Outcome outcome = Outcome::kPassed;
  bool failed_over = false;            // version 50: type checking refused it, inference had the last word
  std::string exception, message;      // what the VM throws, with kFailed; with kUndecided the message says why
  std::vector<MethodReport> methods;   // those with code, in the order of the file
};

void print_text(std::FILE* out, const ClassReport& report, bool all_code);
// One object; docs/verification.md lists its members.
void print_json(std::FILE* out, const ClassReport& report);

}  // namespace kiln::verify
