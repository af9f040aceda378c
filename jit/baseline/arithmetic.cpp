// jit/baseline/arithmetic.cpp - arithmetic, logic, conversions, and the shuffling of the expression stack.
#include <bit>

#include "jit/baseline/baseline_compiler.h"
#include "vm/bytecode/java_arithmetic.h"

namespace kiln::jit {

using bytecode::Bytecode;
using Kind = Value::Kind;

namespace {
bool is_wide(Width width) { return slots_of(width) == 2; }
Gp sized(Gp reg, Width width) { return is_wide(width) ? Gp(wide(reg)) : Gp(word(reg)); }
}  // namespace

// When the next instruction stores into the local that the operand `a` is, and that has a pin: goes on to that instruction, and
// returns the pin, which is valid and may be changed. Else kNoPin.
int BaselineCompiler::take_update(const Value& a, Width width) {
  if (is_inlining() || a.kind != Kind::kLocal || a.width != width) return kNoPin;
  int pin = find_pin(a.local, width);
  bytecode::BytecodeIterator next(source_->code(), it_.next_bci());
  if (pin == kNoPin || next.at_end() || flow_.is_block[next.bci()] || flow_.region[next.bci()] != region_) return kNoPin;
  auto code = static_cast<uint8_t>(next.opcode());
  auto type = static_cast<uint8_t>(width);  // the order of istore, lstore, fstore, dstore is that of Width
  bool is_store = code == op::istore + type || (code >= op::istore_0 + 4 * type && code <= op::istore_0 + 4 * type + 3);
  if (!is_store || next.local_index() != a.local) return kNoPin;
  materialise_local(a.local);
  local_non_null_[a.local] = false;
  if (is_wide(width)) {
    materialise_local(a.local + 1u);
    forget_pins_of(a.local + 1u);
    local_non_null_[a.local + 1u] = false;
  }
  make_valid(1u << pin);
  before_previous_bci_ = previous_bci_;
  previous_bci_ = static_cast<int>(bci_);
  it_.next();
  bci_ = it_.bci();
  return pin;
}

void BaselineCompiler::binary(Operation instruction, Width width, bool is_commutative) {
  Value b = is_wide(width) ? pop_wide() : pop();
  Value a = is_wide(width) ? pop_wide() : pop();
  int pin = take_update(a, width);
  if (pin == kNoPin && is_commutative && (pin = take_update(b, width)) != kNoPin) std::swap(a, b);
  if (pin != kNoPin) {
    Operand by = operand(b, width);
    a_.apply(instruction, sized(pin_general(pin), width), by);
    a_.move(local_slot(a.local), pin_general(pin));
    return;
  }
  if (is_commutative && b.kind == Kind::kGeneral && uses_[b.reg] == 0 && a.kind != Kind::kGeneral) std::swap(a, b);
  Gp result = own(a, width);
  Operand other = operand(b, width);
  a_.apply(instruction, sized(result, width), other);
  is_wide(width) ? push_general_wide(result) : push_general(result);
}

void BaselineCompiler::multiply(Width width) {
  Value b = is_wide(width) ? pop_wide() : pop();
  Value a = is_wide(width) ? pop_wide() : pop();
  if (a.kind == Kind::kConstant) std::swap(a, b);
  if (b.kind == Kind::kConstant && a.kind != Kind::kConstant && b.bits == static_cast<int32_t>(b.bits)) {
    Operand from = operand(a, width);
    Gp result = alloc_general();
    a_.multiply(sized(result, width), from, static_cast<int32_t>(b.bits));
    is_wide(width) ? push_general_wide(result) : push_general(result);
    return;
  }
  Gp result = own(a, width);
  if (b.kind == Kind::kConstant) (void)read(b, width);
  Operand other = operand(b, width);
  a_.apply(Operation::kMultiply, sized(result, width), other);
  is_wide(width) ? push_general_wide(result) : push_general(result);
}

void BaselineCompiler::shift(Shift kind, Width width) {
  Value count = pop();
  Value a = is_wide(width) ? pop_wide() : pop();
  Gp result;
  if (count.kind == Kind::kConstant) {
    result = own(a, width);
    int64_t bits = count.bits & (is_wide(width) ? 63 : 31);
    if (bits != 0) {
      a_.shift(kind, sized(result, width), bits);
    } else if (!is_wide(width)) {
      a_.move(word(result), word(result));
    }
  } else if (options_.features.three_operand_shifts) {
    Gp by = read(count, Width::kWord);
    Operand from = operand(a, width);
    if (from.isImm()) from = sized(read(a, width), width);
    result = alloc_general();
    a_.shift_into(kind, sized(result, width), from, sized(by, width));
  } else {
    // The count has a register of its own. A value of `a` that is there goes elsewhere first.
    Gp by = read(count, Width::kWord);
    Gp from = read(a, width);
    a_.move(kScratch, from);
    evict(kShiftCount);
    if (by != kShiftCount) a_.move(word(kShiftCount), word(by));
    lock(kShiftCount);
    a_.shift_by_count(kind, sized(kScratch, width));
    result = alloc_general();
    a_.move(sized(result, width), sized(kScratch, width));
  }
  is_wide(width) ? push_general_wide(result) : push_general(result);
}

void BaselineCompiler::divide(Width width, bool is_remainder) {
  Value b = is_wide(width) ? pop_wide() : pop();
  Value a = is_wide(width) ? pop_wide() : pop();
  bool is_constant = b.kind == Kind::kConstant;
  int64_t divisor = is_constant ? b.bits : 0;
  evict(kResult);
  evict(kSecondResult);
  // The divisor goes to the scratch register first: it may be where the results go.
  if (is_constant && !is_wide(width)) {
    a_.move(word(kScratch), imm(static_cast<uint32_t>(divisor)));
  } else if (is_constant) {
    a_.move(kScratch, imm(divisor));
  } else {
    a_.move(sized(kScratch, width), operand(b, width));
  }
  lock(kResult);
  lock(kSecondResult);
  a_.move(sized(kResult, width), operand(a, width));
  Gp by = sized(kScratch, width);
  if (!is_constant || divisor == 0) {
    a_.test(by, by);
    a_.branch(kZero, throw_site(Throw::kDivisionByZero));
  }
  auto emit_division = [&] {
    is_wide(width) ? a_.divide_wide(by) : a_.divide_words(by);
  };
  if (is_constant && divisor != -1) {
    emit_division();
  } else {
    // The smallest number by -1 would trap.
    Label minus_one = a_.new_label(), done = a_.new_label();
    a_.compare(by, imm(-1));
    a_.branch(Condition::kEqual, minus_one);
    emit_division();
    a_.jump(done);
    a_.bind(minus_one);
    if (is_remainder) {
      a_.clear(word(kSecondResult));
    } else {
      a_.negate(sized(kResult, width));
    }
    a_.bind(done);
  }
  Gp result = is_remainder ? kSecondResult : kResult;
  is_wide(width) ? push_general_wide(result) : push_general(result);
}

void BaselineCompiler::negate(Width width) {
  Value a = is_wide(width) ? pop_wide() : pop();
  Gp result = own(a, width);
  a_.negate(sized(result, width));
  is_wide(width) ? push_general_wide(result) : push_general(result);
}

void BaselineCompiler::vector_binary(Operation instruction, Width width) {
  Value b = is_wide(width) ? pop_wide() : pop();
  Value a = is_wide(width) ? pop_wide() : pop();
  if (int pin = take_update(a, width); pin != kNoPin) {
    Operand by = vector_operand(b, width);
    a_.apply(instruction, pin_vector(pin), by);
    a_.move_double(local_slot(a.local), pin_vector(pin));
    return;
  }
  Vec result = own_vector(a, width);
  Operand other = vector_operand(b, width);
  a_.apply(instruction, result, other);
  is_wide(width) ? push_vector_wide(result) : push_vector(result);
}

void BaselineCompiler::vector_negate(Width width) {
  Value a = is_wide(width) ? pop_wide() : pop();
  Vec result = own_vector(a, width);
  // The sign bit, also of NaN and zero.
  if (is_wide(width)) {
    a_.move_double(kVectorScratch, literal(uint64_t{1} << 63));
  } else {
    a_.move_float(kVectorScratch, literal(uint64_t{1} << 31, 4));
  }
  a_.vector_xor(result, kVectorScratch);
  is_wide(width) ? push_vector_wide(result) : push_vector(result);
}

void BaselineCompiler::vector_remainder(Width width) {
  Value b = is_wide(width) ? pop_wide() : pop();
  Value a = is_wide(width) ? pop_wide() : pop();
  flush();
  Vec second = read_vector(b, width);
  if (second != kVectorScratch) a_.move_vector(kVectorScratch, second);
  Vec first = read_vector(a, width);
  if (first != kVectorResult) a_.move_vector(kVectorResult, first);
  a_.move_vector(vector(1), kVectorScratch);
  valid_pins_ = 0;
  if (is_wide(width)) {
    call_point(entries_.remainder_double);
    push_vector_wide(kVectorResult);
  } else {
    call_point(entries_.remainder_float);
    push_vector(kVectorResult);
  }
}

// f2i, f2l, d2i, d2l: the processor's answer but for NaN and what does not fit, where it gives the smallest number.
void BaselineCompiler::to_integer(Width from, Width to) {
  Value a = is_wide(from) ? pop_wide() : pop();
  Vec value = read_vector(a, from);
  Gp result = alloc_general();
  Operation convert_instruction = is_wide(from) ? Operation::kDoubleToInteger : Operation::kFloatToInteger;
  a_.apply(convert_instruction, sized(result, to), value);
  Label done = a_.new_label();
  auto body = [this, value, result, from, to, done] {
    spill_all();
    if (value != kVectorResult) a_.move_vector(kVectorResult, value);
    if (is_wide(from)) {
      to == Width::kLong ? call_point(entries_.double_to_long) : call_point(entries_.double_to_int);
    } else {
      to == Width::kLong ? call_point(entries_.float_to_long) : call_point(entries_.float_to_int);
    }
    if (result != kResult) a_.move(result, kResult);
    reload_all();
    a_.jump(done);
  };
  if (is_wide(to)) {
    a_.move(kScratch, imm(INT64_MIN));
    a_.compare(result, kScratch);
  } else {
    a_.compare(word(result), imm(INT32_MIN));
  }
  a_.branch(Condition::kEqual, slow_path(body));
  a_.bind(done);
  is_wide(to) ? push_general_wide(result) : push_general(result);
}

void BaselineCompiler::convert() {
  switch (static_cast<uint8_t>(it_.opcode())) {
    case op::i2l: {
      Value a = pop();
      if (a.kind == Kind::kConstant) return push_constant(Width::kLong, static_cast<int32_t>(a.bits));
      Operand from = operand(a, Width::kWord);
      Gp result = alloc_general();
      a_.sign_extend_word(result, from);
      return push_general_wide(result);
    }
    case op::i2f: case op::i2d: {
      Value a = pop();
      Operand from = operand(a, Width::kWord);
      if (from.isImm()) from = word(read(a, Width::kWord));
      Vec result = alloc_vector();
      a_.clear(result);
      if (it_.opcode() == Bytecode::i2f) {
        a_.apply(Operation::kIntegerToFloat, result, from);
        return push_vector(result);
      }
      a_.apply(Operation::kIntegerToDouble, result, from);
      return push_vector_wide(result);
    }
    case op::l2i: {
      Value a = pop_wide();
      if (a.kind == Kind::kConstant) return push_constant(Width::kWord, static_cast<int32_t>(a.bits));
      Gp from = read(a, Width::kLong);
      Gp result = uses_[from.id()] == 0 && a.kind == Kind::kGeneral ? from : alloc_general();
      a_.move(word(result), word(from));
      return push_general(result);
    }
    case op::l2f: case op::l2d: {
      Value a = pop_wide();
      Operand from = operand(a, Width::kLong);
      if (from.isImm()) from = read(a, Width::kLong);
      Vec result = alloc_vector();
      a_.clear(result);
      if (it_.opcode() == Bytecode::l2f) {
        a_.apply(Operation::kIntegerToFloat, result, from);
        return push_vector(result);
      }
      a_.apply(Operation::kIntegerToDouble, result, from);
      return push_vector_wide(result);
    }
    case op::f2i: return to_integer(Width::kFloat, Width::kWord);
    case op::f2l: return to_integer(Width::kFloat, Width::kLong);
    case op::d2i: return to_integer(Width::kDouble, Width::kWord);
    case op::d2l: return to_integer(Width::kDouble, Width::kLong);
    case op::f2d: {
      Value a = pop();
      Vec from = read_vector(a, Width::kFloat);
      Vec result = alloc_vector();
      a_.float_to_double(result, from);
      return push_vector_wide(result);
    }
    case op::d2f: {
      Value a = pop_wide();
      Vec from = read_vector(a, Width::kDouble);
      Vec result = alloc_vector();
      a_.double_to_float(result, from);
      return push_vector(result);
    }
    case op::i2b: case op::i2c: case op::i2s: {
      Value a = pop();
      Gp from = read(a, Width::kWord);
      Gp result = alloc_general();
      if (it_.opcode() == Bytecode::i2b) {
        a_.sign_extend(word(result), byte(from));
      } else if (it_.opcode() == Bytecode::i2c) {
        a_.zero_extend(word(result), half(from));
      } else {
        a_.sign_extend(word(result), half(from));
      }
      return push_general(result);
    }
  }
  VM_UNREACHABLE();
}

// pop .. swap: slots change places; only copies of what is in memory cost instructions.
void BaselineCompiler::shuffle() {
  struct Shape {
    int taken;
    const char* order;  // what is pushed, bottom first, by position from the top: 'a' is the top
  };
  constexpr Shape kShapes[] = {
      {1, ""}, {2, ""}, {1, "aa"}, {2, "aba"}, {3, "acba"}, {2, "baba"}, {3, "bacba"}, {4, "badcba"}, {2, "ab"},
  };
  const Shape& shape = kShapes[static_cast<uint8_t>(it_.opcode()) - op::pop];
  Value values[4];
  for (int i = 0; i < shape.taken; i++) values[i] = pop();
  if (*shape.order == '\0') return;
  for (int i = 0; i < shape.taken; i++) load_if_memory(values[i]);
  for (const char* c = shape.order; *c != '\0'; c++) push(values[*c - 'a']);
}

}  // namespace kiln::jit
