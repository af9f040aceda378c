// jit/baseline/small_intrinsics.cpp - intrinsics of a few instructions: numbers, strings, index checks.
//
// The arguments of those that may come to something rare (an index out of bounds, a UTF-16 string) stay on the simulated
// stack until the result is there, so that the slow path can call the method itself.
#include "jit/baseline/baseline_compiler.h"

#pragma clang diagnostic ignored "-Wswitch-enum"  // switches name the intrinsics of this file

namespace kiln::jit {

namespace I = x86::Inst;

bool BaselineCompiler::number_intrinsic(Intrinsic id) {
  auto extreme = [this](Width width, uint32_t move) {
    bool is_wide = width == Width::kLong;
    Value b = is_wide ? pop_wide() : pop();
    Value a = is_wide ? pop_wide() : pop();
    Gp result = own(a, width);
    Gp other = read(b, width);
    is_wide ? a_.cmp(result, other) : a_.cmp(result.r32(), other.r32());
    if (is_wide) {
      a_.emit(move, result, other);
      return push_general_wide(result);
    }
    a_.emit(move, result.r32(), other.r32());
    push_general(result);
  };
  auto absolute_value = [this](Width width) {
    bool is_wide = width == Width::kLong;
    Value a = is_wide ? pop_wide() : pop();
    Gp result = own(a, width);
    if (is_wide) {
      a_.mov(kScratch, result);
      a_.neg(kScratch);
      a_.cmovns(result, kScratch);
      return push_general_wide(result);
    }
    a_.mov(kScratch.r32(), result.r32());
    a_.neg(kScratch.r32());
    a_.cmovns(result.r32(), kScratch.r32());
    push_general(result);
  };
  auto absolute_float = [this](Width width) {
    bool is_wide = width == Width::kDouble;
    Value a = is_wide ? pop_wide() : pop();
    Xmm result = own_vector(a, width);
    a_.pcmpeqd(kVectorScratch, kVectorScratch);
    is_wide ? a_.psrlq(kVectorScratch, 1) : a_.psrld(kVectorScratch, 1);
    a_.andps(result, kVectorScratch);
    is_wide ? push_vector_wide(result) : push_vector(result);
  };
  auto count = [this](Width width, uint32_t instruction) {
    bool is_wide = width == Width::kLong;
    Value a = is_wide ? pop_wide() : pop();
    Gp from = read(a, width);
    Gp result = alloc_general();
    // These write all of their target, but some processors wait for its old value.
    a_.xor_(result.r32(), result.r32());
    is_wide ? a_.emit(instruction, result, from) : a_.emit(instruction, result.r32(), from.r32());
    push_general(result);
  };
  auto reverse = [this](Width width) {
    bool is_wide = width == Width::kLong;
    Value a = is_wide ? pop_wide() : pop();
    Gp result = own(a, width);
    if (is_wide) {
      a_.bswap(result);
      return push_general_wide(result);
    }
    a_.bswap(result.r32());
    push_general(result);
  };
  switch (id) {
    case Intrinsic::kMinInt: return extreme(Width::kWord, I::kIdCmovg), true;
    case Intrinsic::kMaxInt: return extreme(Width::kWord, I::kIdCmovl), true;
    case Intrinsic::kMinLong: return extreme(Width::kLong, I::kIdCmovg), true;
    case Intrinsic::kMaxLong: return extreme(Width::kLong, I::kIdCmovl), true;
    case Intrinsic::kAbsInt: return absolute_value(Width::kWord), true;
    case Intrinsic::kAbsLong: return absolute_value(Width::kLong), true;
    case Intrinsic::kAbsFloat: return absolute_float(Width::kFloat), true;
    case Intrinsic::kAbsDouble: return absolute_float(Width::kDouble), true;
    case Intrinsic::kReverseBytesInt: return reverse(Width::kWord), true;
    case Intrinsic::kReverseBytesLong: return reverse(Width::kLong), true;
    default: break;
  }
  if (!options_.has_bit_counts) return false;
  switch (id) {
    case Intrinsic::kBitCountInt: return count(Width::kWord, I::kIdPopcnt), true;
    case Intrinsic::kBitCountLong: return count(Width::kLong, I::kIdPopcnt), true;
    case Intrinsic::kLeadingZerosInt: return count(Width::kWord, I::kIdLzcnt), true;
    case Intrinsic::kLeadingZerosLong: return count(Width::kLong, I::kIdLzcnt), true;
    case Intrinsic::kTrailingZerosInt: return count(Width::kWord, I::kIdTzcnt), true;
    case Intrinsic::kTrailingZerosLong: return count(Width::kLong, I::kIdTzcnt), true;
    default: return false;
  }
}

// A slow path that calls the method: its `words` arguments (none is long or double) are on the simulated stack, its
// result goes to `result`.
Label BaselineCompiler::call_instead(uint32_t method, int words, Gp result, Label done) {
  if (is_inlining()) return replay();
  return slow_path([this, method, words, result, done] {
    spill_all();
    publish(bci_, depth() - words);
    for (int i = 0; i < words; i++) a_.mov(kArgumentRegisters[i], stack_slot(depth() - words + i));
    a_.mov(x86::eax, imm(method));
    a_.call(x86::qword_ptr(x86::rax, Offsets::kMethodEntry));
    if (result.id() != x86::rax.id()) a_.mov(result.r32(), x86::eax);
    for (int i = 0; i < words; i++) (void)pop();
    reload_all();
    a_.jmp(done);
  });
}

bool BaselineCompiler::string_intrinsic(const CallView& call, int arguments) {
  if (call.intrinsic == Intrinsic::kStringLength && !options_.has_bmi2) return false;
  const MethodView::StringOffsets string = method_.string_offsets();
  std::vector<Value> values(static_cast<size_t>(arguments));
  Gp registers[3];
  for (int i = arguments; i-- > 0;) {
    Value& value = values[static_cast<size_t>(i)];
    value = pop();
    if (i < 2) registers[i] = read_clean(value);
  }
  if (call.has_receiver) {
    check_null(registers[0], values[0]);
    note_non_null(values[0]);
  }
  Gp result = alloc_general();
  for (const Value& value : values) push(value);
  Label done = a_.newLabel();
  switch (call.intrinsic) {
    case Intrinsic::kStringCoder: a_.movsx(result.r32(), field(registers[0], string.coder, 1)); break;
    case Intrinsic::kStringIsLatin1:
      a_.xor_(result.r32(), result.r32());
      a_.cmp(field(registers[0], string.coder, 1), 0);
      a_.sete(result.r8());
      break;
    case Intrinsic::kStringLength: {
      Label slow = call_instead(call.method, arguments, result, done);
      a_.mov(result.r32(), field(registers[0], string.value, 4));
      a_.test(result.r32(), result.r32());
      a_.jz(slow);
      a_.movzx(kScratch.r32(), field(registers[0], string.coder, 1));
      a_.mov(result.r32(), field(result, kArrayLengthOffset, 4));
      a_.sarx(result.r32(), result.r32(), kScratch.r32());
      break;
    }
    case Intrinsic::kStringCharAt: {
      Label slow = call_instead(call.method, arguments, result, done);
      a_.cmp(field(registers[0], string.coder, 1), 0);
      a_.jne(slow);
      a_.mov(result.r32(), field(registers[0], string.value, 4));
      a_.test(result.r32(), result.r32());
      a_.jz(slow);
      a_.cmp(registers[1].r32(), field(result, kArrayLengthOffset, 4));
      a_.jae(slow);
      a_.movzx(result.r32(), x86::ptr(registers[1].r64(), result.r64(), 3, kArrayElementsOffset, 1));
      break;
    }
    case Intrinsic::kCheckIndex: {
      Label slow = call_instead(call.method, arguments, result, done);
      a_.mov(result.r32(), registers[0].r32());
      a_.test(registers[1].r32(), registers[1].r32());
      a_.js(slow);
      a_.cmp(result.r32(), registers[1].r32());
      a_.jae(slow);
      break;
    }
    default: VM_UNREACHABLE();
  }
  a_.bind(done);
  published_depth_ = -1;
  for (int i = 0; i < arguments; i++) (void)pop();
  push_general(result);
  return true;
}

}  // namespace kiln::jit
