// tools/verify/print_text.cpp - a report for people: what failed, the two frames side by side, the code around it.
#include <fmt/format.h>

#include <algorithm>

#include "tools/verify/report.h"

namespace kiln::verify {

namespace {

constexpr size_t kAround = 4;  // instructions shown before and behind the one that failed

const char* word(Outcome outcome) {
  switch (outcome) {
    case Outcome::kPassed: return "passed";
    case Outcome::kFailed: return "FAILED";
    case Outcome::kUndecided: return "undecided";
  }
  return "";
}

std::string place(const ClassReport& report, int line) {
  if (line == 0) return report.source_file.empty() ? "" : fmt::format(" ({})", report.source_file);
  return fmt::format(" ({}:{})", report.source_file.empty() ? "line" : report.source_file, line);
}

// One type a row; the slot that is wrong is marked.
void print_frames(std::FILE* out, const Problem& problem, bool by_inference) {
  const FrameText none;
  const FrameText& current = problem.current ? *problem.current : none;
  const FrameText& expected = problem.expected ? *problem.expected : none;
  bool both = problem.expected.has_value();
  auto row = [&](const std::string& label, const std::string& left, const std::string& right) {
    const char* mark = label == problem.slot ? "! " : "  ";
    if (both) fmt::print(out, "      {}{:<12}{:<36}{}\n", mark, label, left, right);
    else fmt::print(out, "      {}{:<12}{}\n", mark, label, left);
  };
  auto type = [](const std::vector<std::string>& list, size_t i) { return i < list.size() ? list[i] : std::string("-"); };
  if (both) fmt::print(out, "        {:<12}{:<36}{}\n", "", "current frame", by_inference ? "known before at the target" : "stack map frame");
  else fmt::print(out, "        {:<12}current frame\n", "");
  if (both) fmt::print(out, "        {:<12}{:<36}{}\n", "at", current.bci, expected.bci);
  else fmt::print(out, "        {:<12}{}\n", "at", current.bci);
  if (current.this_uninitialized || expected.this_uninitialized) {
    row("this", current.this_uninitialized ? "uninitialized" : "initialized", expected.this_uninitialized ? "uninitialized" : "initialized");
  }
  for (size_t i = 0; i < std::max(current.locals.size(), expected.locals.size()); i++) {
    row(fmt::format("locals[{}]", i), type(current.locals, i), type(expected.locals, i));
  }
  for (size_t i = 0; i < std::max(current.stack.size(), expected.stack.size()); i++) {
    row(fmt::format("stack[{}]", i), type(current.stack, i), type(expected.stack, i));
  }
}

std::string joined(const std::vector<std::string>& types) {
  std::string text;
  for (const std::string& type : types) text += (text.empty() ? "" : ", ") + type;
  return text;
}

void print_code(std::FILE* out, const MethodReport& method, bool all) {
  size_t first = 0, last = method.code.size();
  const Problem* problem = method.problem ? &*method.problem : nullptr;
  if (!all && problem != nullptr) {
    size_t at = 0;
    while (at < method.code.size() && method.code[at].bci < problem->bci) at++;
    first = at > kAround ? at - kAround : 0;
    last = std::min(at + kAround + 1, method.code.size());
  }
  for (size_t i = first; i < last; i++) {
    const Instruction& instruction = method.code[i];
    bool here = problem != nullptr && problem->bci == instruction.bci;
    bool from = problem != nullptr && problem->current && problem->current->bci == instruction.bci;
    std::string line = instruction.line != 0 && (i == first || method.code[i - 1].line != instruction.line) ? fmt::format("line {}", instruction.line) : "";
    if (instruction.frame) {
      fmt::print(out, "    {:>9}          locals: {{ {} }}  stack: {{ {} }}\n", "", joined(instruction.frame->locals), joined(instruction.frame->stack));
    }
    fmt::print(out, "    {:>9} {} {:>5}: {}\n", line, here ? "->" : from ? "> " : "  ", instruction.bci, instruction.text);
  }
}

}  // namespace

void print_text(std::FILE* out, const ClassReport& report, bool all_code) {
  auto failed = std::count_if(report.methods.begin(), report.methods.end(), [](const MethodReport& m) { return m.outcome != Outcome::kPassed; });
  fmt::print(out, "{}:", report.source);
  if (report.name.empty()) {
    fmt::print(out, " FAILED\n  {}: {}\n", report.exception, report.message);
    return;
  }
  fmt::print(out, " class {}, version {}: {}", report.name, report.major_version, word(report.outcome));
  if (report.outcome == Outcome::kPassed) fmt::print(out, ", {} methods", report.methods.size());
  else if (!report.methods.empty()) fmt::print(out, ", {} of {} methods", failed, report.methods.size());
  if (report.failed_over) fmt::print(out, " (refused by type checking, then looked at by type inference, which has the last word on version 50)");
  fmt::print(out, "\n");
  if (report.outcome != Outcome::kPassed && failed == 0) fmt::print(out, "  {}\n", report.message);
  for (const MethodReport& method : report.methods) {
    bool show = all_code || method.outcome != Outcome::kPassed;
    if (!show) continue;
    fmt::print(out, "  {}{}: {} by type {}", method.name, method.descriptor, word(method.outcome), method.by_inference ? "inference" : "checking");
    if (method.outcome == Outcome::kUndecided) fmt::print(out, ": class {} is not there", method.missing);
    if (method.problem) {
      const Problem& problem = *method.problem;
      fmt::print(out, " at {}{}{}\n", problem.bci, problem.instruction.empty() ? "" : ": " + problem.instruction, place(report, problem.line));
      fmt::print(out, "    {}\n", problem.reason);
      if (!problem.detail.empty()) fmt::print(out, "    {}\n", problem.detail);
      if (problem.current) print_frames(out, problem, method.by_inference);
    } else {
      fmt::print(out, "\n");
    }
    print_code(out, method, all_code);
  }
}

}  // namespace kiln::verify
