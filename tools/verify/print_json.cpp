// tools/verify/print_json.cpp - a report as a JSON object.
#include <fmt/format.h>

#include "tools/show/json_text.h"
#include "tools/verify/report.h"

namespace kiln::verify {

namespace {

using show::json_string;

const char* word(Outcome outcome) {
  switch (outcome) {
    case Outcome::kPassed: return "passed";
    case Outcome::kFailed: return "failed";
    case Outcome::kUndecided: return "undecided";
  }
  return "";
}

std::string array(const std::vector<std::string>& texts) {
  std::string out;
  for (const std::string& text : texts) out += (out.empty() ? "" : ", ") + json_string(text);
  return "[" + out + "]";
}

std::string frame_object(const FrameText& frame) {
  return fmt::format("{{\"bci\": {}, \"this_uninitialized\": {}, \"locals\": {}, \"stack\": {}}}", frame.bci, frame.this_uninitialized,
                     array(frame.locals), array(frame.stack));
}

// A member of which the value may be missing.
std::string optional_number(const char* name, int value) { return value == 0 ? "" : fmt::format(", \"{}\": {}", name, value); }
std::string optional_frame(const char* name, const std::optional<FrameText>& frame) {
  return frame ? fmt::format(", \"{}\": {}", name, frame_object(*frame)) : "";
}

std::string problem_object(const Problem& problem) {
  std::string out = fmt::format("{{\"bci\": {}{}", problem.bci, optional_number("line", problem.line));
  if (!problem.instruction.empty()) out += fmt::format(", \"instruction\": {}", json_string(problem.instruction));
  out += fmt::format(", \"reason\": {}", json_string(problem.reason));
  if (!problem.detail.empty()) out += fmt::format(", \"detail\": {}", json_string(problem.detail));
  if (!problem.slot.empty()) out += fmt::format(", \"slot\": {}", json_string(problem.slot));
  return out + optional_frame("current_frame", problem.current) + optional_frame("expected_frame", problem.expected) + "}";
}

void print_method(std::FILE* out, const MethodReport& method) {
  fmt::print(out, "    {{\"name\": {}, \"descriptor\": {}, \"verifier\": \"{}\", \"outcome\": \"{}\"", json_string(method.name),
             json_string(method.descriptor), method.by_inference ? "type inference" : "type checking", word(method.outcome));
  if (method.problem) fmt::print(out, ",\n     \"problem\": {}", problem_object(*method.problem));
  if (!method.missing.empty()) fmt::print(out, ", \"missing_class\": {}", json_string(method.missing));
  if (!method.code.empty()) {
    fmt::print(out, ",\n     \"code\": [");
    const char* between = "\n";
    for (const Instruction& i : method.code) {
      fmt::print(out, "{}      {{\"bci\": {}{}, \"instruction\": {}{}}}", between, i.bci, optional_number("line", i.line), json_string(i.text),
                 optional_frame("frame", i.frame));
      between = ",\n";
    }
    fmt::print(out, "]");
  }
  fmt::print(out, "}}");
}

}  // namespace

void print_json(std::FILE* out, const ClassReport& report) {
  fmt::print(out, "{{\"source\": {}, \"outcome\": \"{}\"", json_string(report.source), word(report.outcome));
  if (!report.name.empty()) fmt::print(out, ", \"class\": {}, \"version\": {}", json_string(report.name), report.major_version);
  if (!report.source_file.empty()) fmt::print(out, ", \"source_file\": {}", json_string(report.source_file));
  if (report.failed_over) fmt::print(out, ", \"failed_over\": true");
  if (!report.exception.empty()) fmt::print(out, ",\n   \"exception\": {}", json_string(report.exception));
  if (!report.message.empty()) fmt::print(out, ",\n   \"message\": {}", json_string(report.message));
  fmt::print(out, ",\n   \"methods\": [");
  const char* between = "\n";
  for (const MethodReport& method : report.methods) {
    fmt::print(out, "{}", between);
    print_method(out, method);
    between = ",\n";
  }
  fmt::print(out, "]}}");
}

}  // namespace kiln::verify
