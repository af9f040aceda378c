#include "jit/codegen/macro_assembler_x86_64.h"

namespace kiln::jit {

namespace {

namespace x86 = asmjit::x86;

x86::CondCode code_of(Condition condition) {
  constexpr x86::CondCode kCodes[] = {
      x86::CondCode::kEqual,      x86::CondCode::kNotEqual,   x86::CondCode::kSignedLT,   x86::CondCode::kSignedGE,
      x86::CondCode::kSignedGT,   x86::CondCode::kSignedLE,   x86::CondCode::kUnsignedLT, x86::CondCode::kUnsignedGE,
      x86::CondCode::kUnsignedGT, x86::CondCode::kUnsignedLE, x86::CondCode::kNegative,   x86::CondCode::kPositive,
      x86::CondCode::kParityEven,
  };
  return kCodes[static_cast<int>(condition)];
}

}  // namespace

Condition exchanged(Condition condition) {
  switch (condition) {
    case Condition::kLess: return Condition::kGreater;
    case Condition::kGreater: return Condition::kLess;
    case Condition::kLessEqual: return Condition::kGreaterEqual;
    case Condition::kGreaterEqual: return Condition::kLessEqual;
    case Condition::kBelow: return Condition::kAbove;
    case Condition::kAbove: return Condition::kBelow;
    case Condition::kBelowEqual: return Condition::kAboveEqual;
    case Condition::kAboveEqual: return Condition::kBelowEqual;
    case Condition::kEqual:
    case Condition::kNotEqual:
    case Condition::kNegative:
    case Condition::kNotNegative:
    case Condition::kUnordered: return condition;
  }
  return condition;
}

ProcessorFeatures ProcessorFeatures::of_this_machine() {
  const auto& features = asmjit::CpuInfo::host().features().x86();
  return {.three_operand_shifts = features.hasBMI2(),
          .bit_counts = features.hasPOPCNT() && features.hasLZCNT() && features.hasBMI()};
}

uint32_t MacroAssembler::instruction_of(Operation operation) {
  constexpr uint32_t kInstructions[] = {
      x86_inst::kIdAdd,      x86_inst::kIdSub,      x86_inst::kIdImul,     x86_inst::kIdAnd,      x86_inst::kIdOr,      x86_inst::kIdXor,
      x86_inst::kIdPopcnt,   x86_inst::kIdLzcnt,    x86_inst::kIdTzcnt,
      x86_inst::kIdAddss,    x86_inst::kIdSubss,    x86_inst::kIdMulss,    x86_inst::kIdDivss,
      x86_inst::kIdAddsd,    x86_inst::kIdSubsd,    x86_inst::kIdMulsd,    x86_inst::kIdDivsd,    x86_inst::kIdSqrtsd,
      x86_inst::kIdCvtsi2ss, x86_inst::kIdCvtsi2sd, x86_inst::kIdCvttss2si, x86_inst::kIdCvttsd2si,
  };
  static_assert(std::size(kInstructions) == static_cast<size_t>(Operation::kDoubleToInteger) + 1);
  return kInstructions[static_cast<int>(operation)];
}

uint32_t MacroAssembler::instruction_of(Shift shift) {
  constexpr uint32_t kInstructions[] = {x86_inst::kIdShl, x86_inst::kIdSar, x86_inst::kIdShr};
  return kInstructions[static_cast<int>(shift)];
}

void MacroAssembler::shift_into(Shift shift, const Gp& to, const Operand& from, const Gp& count) {
  constexpr uint32_t kInstructions[] = {x86_inst::kIdShlx, x86_inst::kIdSarx, x86_inst::kIdShrx};
  a_.emit(kInstructions[static_cast<int>(shift)], to, from, count);
}

void MacroAssembler::make_absolute(const Vec& to, bool is_double) {
  a_.pcmpeqd(kVectorScratch, kVectorScratch);
  is_double ? a_.psrlq(kVectorScratch, 1) : a_.psrld(kVectorScratch, 1);
  a_.andps(to, kVectorScratch);
}

void MacroAssembler::branch(Condition condition, const Label& target) { a_.j(code_of(condition), target); }
void MacroAssembler::set_if(Condition condition, const Gp& to) { a_.set(code_of(condition), byte(to)); }
void MacroAssembler::move_if(Condition condition, const Gp& to, const Gp& from) { a_.cmov(code_of(condition), to, from); }

}  // namespace kiln::jit
