// jit/baseline/small_intrinsics.cpp - intrinsics of a few instructions: numbers, strings, index checks.
//
// The arguments of those that may come to something rare (an index out of bounds, a UTF-16 string) stay on the simulated
// stack until the result is there, so that the slow path can call the method itself.
#include "jit/baseline/baseline_compiler.h"

#pragma clang diagnostic ignored "-Wswitch-enum"  // switches name the intrinsics of this file

namespace kiln::jit {


bool BaselineCompiler::number_intrinsic(Intrinsic id) {
  auto extreme = [this](Width width, Condition replaced) {
    bool is_wide = width == Width::kLong;
    Value b = is_wide ? pop_wide() : pop();
    Value a = is_wide ? pop_wide() : pop();
    Gp result = own(a, width);
    Gp other = read(b, width);
    is_wide ? a_.compare(result, other) : a_.compare(word(result), word(other));
    if (is_wide) {
      a_.move_if(replaced, result, other);
      return push_general_wide(result);
    }
    a_.move_if(replaced, word(result), word(other));
    push_general(result);
  };
  auto absolute_value = [this](Width width) {
    bool is_wide = width == Width::kLong;
    Value a = is_wide ? pop_wide() : pop();
    Gp result = own(a, width);
    if (is_wide) {
      a_.move(kScratch, result);
      a_.negate(kScratch);
      a_.move_if(Condition::kNotNegative, result, kScratch);
      return push_general_wide(result);
    }
    a_.move(word(kScratch), word(result));
    a_.negate(word(kScratch));
    a_.move_if(Condition::kNotNegative, word(result), word(kScratch));
    push_general(result);
  };
  auto absolute_float = [this](Width width) {
    bool is_wide = width == Width::kDouble;
    Value a = is_wide ? pop_wide() : pop();
    Vec result = own_vector(a, width);
    a_.make_absolute(result, is_wide);
    is_wide ? push_vector_wide(result) : push_vector(result);
  };
  auto count = [this](Width width, Operation instruction) {
    bool is_wide = width == Width::kLong;
    Value a = is_wide ? pop_wide() : pop();
    Gp from = read(a, width);
    Gp result = alloc_general();
    // These write all of their target, but some processors wait for its old value.
    a_.clear(word(result));
    is_wide ? a_.apply(instruction, result, from) : a_.apply(instruction, word(result), word(from));
    push_general(result);
  };
  auto reverse = [this](Width width) {
    bool is_wide = width == Width::kLong;
    Value a = is_wide ? pop_wide() : pop();
    Gp result = own(a, width);
    if (is_wide) {
      a_.reverse_bytes(result);
      return push_general_wide(result);
    }
    a_.reverse_bytes(word(result));
    push_general(result);
  };
  switch (id) {
    case Intrinsic::kMinInt: return extreme(Width::kWord, Condition::kGreater), true;
    case Intrinsic::kMaxInt: return extreme(Width::kWord, Condition::kLess), true;
    case Intrinsic::kMinLong: return extreme(Width::kLong, Condition::kGreater), true;
    case Intrinsic::kMaxLong: return extreme(Width::kLong, Condition::kLess), true;
    case Intrinsic::kAbsInt: return absolute_value(Width::kWord), true;
    case Intrinsic::kAbsLong: return absolute_value(Width::kLong), true;
    case Intrinsic::kAbsFloat: return absolute_float(Width::kFloat), true;
    case Intrinsic::kAbsDouble: return absolute_float(Width::kDouble), true;
    case Intrinsic::kReverseBytesInt: return reverse(Width::kWord), true;
    case Intrinsic::kReverseBytesLong: return reverse(Width::kLong), true;
    default: break;
  }
  if (!options_.features.bit_counts) return false;
  switch (id) {
    case Intrinsic::kBitCountInt: return count(Width::kWord, Operation::kPopulationCount), true;
    case Intrinsic::kBitCountLong: return count(Width::kLong, Operation::kPopulationCount), true;
    case Intrinsic::kLeadingZerosInt: return count(Width::kWord, Operation::kLeadingZeros), true;
    case Intrinsic::kLeadingZerosLong: return count(Width::kLong, Operation::kLeadingZeros), true;
    case Intrinsic::kTrailingZerosInt: return count(Width::kWord, Operation::kTrailingZeros), true;
    case Intrinsic::kTrailingZerosLong: return count(Width::kLong, Operation::kTrailingZeros), true;
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
    for (int i = 0; i < words; i++) a_.move(kArgumentRegisters[i], stack_slot(depth() - words + i));
    a_.move(word(kResult), imm(method));
    a_.call(at(kResult, Offsets::kMethodEntry, 8));
    if (result.id() != kResult.id()) a_.move(word(result), word(kResult));
    for (int i = 0; i < words; i++) (void)pop();
    reload_all();
    a_.jump(done);
  });
}

bool BaselineCompiler::string_intrinsic(const CallView& call, int arguments) {
  if (call.intrinsic == Intrinsic::kStringLength && !options_.features.three_operand_shifts) return false;
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
  Label done = a_.new_label();
  switch (call.intrinsic) {
    case Intrinsic::kStringCoder: a_.sign_extend(word(result), field(registers[0], string.coder, 1)); break;
    case Intrinsic::kStringIsLatin1:
      a_.clear(word(result));
      a_.compare(field(registers[0], string.coder, 1), 0);
      a_.set_if(Condition::kEqual, byte(result));
      break;
    case Intrinsic::kStringLength: {
      Label slow = call_instead(call.method, arguments, result, done);
      a_.move(word(result), field(registers[0], string.value, 4));
      a_.test(word(result), word(result));
      a_.branch(kZero, slow);
      a_.zero_extend(word(kScratch), field(registers[0], string.coder, 1));
      a_.move(word(result), field(result, kArrayLengthOffset, 4));
      a_.shift_into(Shift::kRight, word(result), word(result), word(kScratch));
      break;
    }
    case Intrinsic::kStringCharAt: {
      Label slow = call_instead(call.method, arguments, result, done);
      a_.compare(field(registers[0], string.coder, 1), 0);
      a_.branch(Condition::kNotEqual, slow);
      a_.move(word(result), field(registers[0], string.value, 4));
      a_.test(word(result), word(result));
      a_.branch(kZero, slow);
      a_.compare(word(registers[1]), field(result, kArrayLengthOffset, 4));
      a_.branch(Condition::kAboveEqual, slow);
      a_.zero_extend(word(result), at(wide(registers[1]), wide(result), 3, kArrayElementsOffset, 1));
      break;
    }
    case Intrinsic::kCheckIndex: {
      Label slow = call_instead(call.method, arguments, result, done);
      a_.move(word(result), word(registers[0]));
      a_.test(word(registers[1]), word(registers[1]));
      a_.branch(Condition::kNegative, slow);
      a_.compare(word(result), word(registers[1]));
      a_.branch(Condition::kAboveEqual, slow);
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
