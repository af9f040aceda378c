#include "tools/verify/examine.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <map>

#include "classloader/verify/explain.h"
#include "tools/show/instruction_text.h"

namespace kiln::verify {

namespace {

using namespace classfile;

FrameText text_of(const FrameView& frame) {
  FrameText text{frame.bci, frame.this_uninitialized, {}, {}};
  for (uint32_t i = 0; i < frame.locals_size; i++) text.locals.push_back(type_text(frame.locals[i]));
  for (uint32_t i = 0; i < frame.stack_size; i++) text.stack.push_back(type_text(frame.stack[i]));
  return text;
}

std::string describe(const ConstantPool& pool, uint16_t index) {
  switch (pool.tag(index)) {
    case Tag::kUtf8: return std::string(pool.utf8(index));
    case Tag::kInteger: return fmt::format("{}", static_cast<int32_t>(pool[index].bits));
    case Tag::kFloat: return fmt::format("{}f", std::bit_cast<float>(static_cast<uint32_t>(pool[index].bits)));
    case Tag::kLong: return fmt::format("{}L", static_cast<int64_t>(pool[index].bits));
    case Tag::kDouble: return fmt::format("{}d", std::bit_cast<double>(pool[index].bits));
    case Tag::kClass: case Tag::kMethodType: return std::string(pool.text_of(index));
    case Tag::kString: return fmt::format("\"{}\"", pool.text_of(index));
    case Tag::kFieldref: return fmt::format("{}.{}:{}", pool.member_class(index), pool.member_name(index), pool.member_descriptor(index));
    case Tag::kMethodref:
    case Tag::kInterfaceMethodref: return fmt::format("{}.{}{}", pool.member_class(index), pool.member_name(index), pool.member_descriptor(index));
    case Tag::kDynamic: return fmt::format("{}:{}", pool.member_name(index), pool.member_descriptor(index));
    case Tag::kInvokeDynamic: return fmt::format("{}{}", pool.member_name(index), pool.member_descriptor(index));
    case Tag::kMethodHandle: return fmt::format("handle {}", describe(pool, pool[index].first));
    case Tag::kNameAndType: case Tag::kUnusable: break;
  }
  return "?";
}

// The line of `bci`, as stack traces have it: of the entry that starts closest before it.
int line_of(const ParsedClass& parsed, const ParsedMethod& method, uint32_t bci) {
  int line = 0, start = -1;
  for (const LineNumber& l : parsed.lines(method)) {
    if (l.start_pc <= bci && l.start_pc > start) {
      line = l.line;
      start = l.start_pc;
    }
  }
  return line;
}

class Recorder final : public VerifyObserver {
 public:
  Recorder(const ParsedClass& parsed, const WorldEnvironment& environment, bool all_frames, ClassReport& report)
      : parsed_(parsed), environment_(environment), all_frames_(all_frames), report_(report) {}

  void method_started(const ParsedMethod& method, bool by_inference) override {
    MethodReport& m = report_.methods.emplace_back();
    m.name = method.name;
    m.descriptor = method.descriptor;
    m.by_inference = by_inference;
    last_.reset();
    frames_.clear();
  }
  void instruction(const ParsedMethod&, const FrameView& frame) override {
    if (all_frames_) {
      frames_[frame.bci] = text_of(frame);
      return;
    }
    last_ = frame;
    types_.assign(frame.locals, frame.locals + frame.locals_size);
    types_.insert(types_.end(), frame.stack, frame.stack + frame.stack_size);
  }
  void fault(const ParsedMethod& method, const Fault& fault, std::string_view reason) override {
    Problem problem;
    problem.bci = fault.bci;
    problem.line = line_of(parsed_, method, fault.bci);
    problem.instruction = instruction_at(method, fault.bci);
    problem.reason = reason;
    problem.detail = reason_text(fault);
    if (fault.kind == Fault::kBadCode) problem.detail.clear();
    if (fault.kind == Fault::kBadType && fault.type.place == TypeOrigin::kCurrentLocal) problem.slot = fmt::format("locals[{}]", fault.type.index);
    if (fault.kind == Fault::kBadType && fault.type.place == TypeOrigin::kCurrentStack) problem.slot = fmt::format("stack[{}]", fault.type.index);
    if (fault.current != nullptr) problem.current = text_of(*fault.current);
    else if (frames_.contains(fault.bci)) problem.current = frames_[fault.bci];
    else if (last_ && last_->bci == fault.bci) problem.current = text_of(last_frame());
    if (fault.map != nullptr) problem.expected = text_of(*fault.map);
    report_.methods.back().problem = std::move(problem);
  }
  void method_finished(const ParsedMethod& method, bool passed) override {
    MethodReport& m = report_.methods.back();
    if (!passed) m.outcome = Outcome::kFailed;
    if (!passed || all_frames_) list_code(method, m);
  }
  bool method_undecided(const ParsedMethod&) override {
    MethodReport& m = report_.methods.back();
    m.outcome = Outcome::kUndecided;
    m.missing = environment_.missing();
    return true;
  }

 private:
  FrameView last_frame() const {
    FrameView frame = *last_;
    frame.locals = types_.data();
    frame.stack = types_.data() + frame.locals_size;
    return frame;
  }
  std::string instruction_at(const ParsedMethod& method, uint32_t bci) const {
    bytecode::BytecodeIterator it(method.code, bci);
    if (it.at_end() || it.error() != nullptr) return "";
    return show::instruction_text(it, [&](uint16_t index) { return describe(parsed_.constants, index); });
  }
  void list_code(const ParsedMethod& method, MethodReport& m) {
    for (bytecode::BytecodeIterator it(method.code); !it.at_end(); it.next()) {
      Instruction& i = m.code.emplace_back();
      i.bci = it.bci();
      i.line = line_of(parsed_, method, i.bci);
      if (const char* problem = it.error()) {
        i.text = problem;
        break;
      }
      i.text = instruction_at(method, i.bci);
      if (auto frame = frames_.find(i.bci); frame != frames_.end()) i.frame = std::move(frame->second);
    }
  }

  const ParsedClass& parsed_;
  const WorldEnvironment& environment_;
  const bool all_frames_;
  ClassReport& report_;
  std::optional<FrameView> last_;  // before the latest instruction; its types are in types_
  std::vector<VerificationType> types_;
  std::map<uint32_t, FrameText> frames_;  // by bci
};

std::string exception_name(ParseErrorKind kind) {
  std::string name = throwable_class(kind);
  std::replace(name.begin(), name.end(), '/', '.');
  return name;
}

}  // namespace

ClassReport examine(ClassWorld& world, LoadedClass* klass, std::string source, bool all_frames) {
  ClassReport report;
  report.source = std::move(source);
  const ParsedClass& parsed = klass->parsed;
  if (!klass->is_good()) {
    report.outcome = Outcome::kFailed;
    report.exception = exception_name(klass->error.kind);
    report.message = klass->error.message;
    return report;
  }
  report.name = parsed.name;
  report.major_version = parsed.major_version;
  if (parsed.source_file_index != 0) report.source_file = parsed.constants.utf8(parsed.source_file_index);
  std::string missing;
  if (!world.link(klass, &missing)) {
    report.outcome = Outcome::kUndecided;
    report.message = fmt::format("super class {} is not there", missing);
    return report;
  }
  WorldEnvironment environment(world, *klass);
  Recorder recorder(parsed, environment, all_frames, report);
  VerifyOptions options;
  options.observer = &recorder;
  VerifyError error;
  Verdict verdict = verify_class(parsed, environment, options, &error);
  bool inferred = std::any_of(report.methods.begin(), report.methods.end(), [](const MethodReport& m) { return m.by_inference; });
  report.failed_over = inferred && parsed.major_version >= kStackMapVersion;
  switch (verdict) {
    case Verdict::kPassed: break;
    case Verdict::kFailed:
      report.outcome = Outcome::kFailed;
      report.exception = exception_name(error.kind);
      report.message = error.message;
      break;
    case Verdict::kPending:
      report.outcome = Outcome::kUndecided;
      report.message = fmt::format("class {} is not there", environment.missing());
      break;
  }
  return report;
}

}  // namespace kiln::verify
