// jit/baseline/arithmetic.cpp - arithmetic, logic, conversions, and the shuffling of the expression stack.
#include <bit>

#include "jit/baseline/baseline_compiler.h"
#include "vm/bytecode/java_arithmetic.h"

namespace kiln::jit {

using bytecode::Bytecode;
using Kind = Value::Kind;
namespace I = x86::Inst;

namespace {
bool is_wide(Width width) { return slots_of(width) == 2; }
Gp sized(Gp reg, Width width) { return is_wide(width) ? Gp(reg.r64()) : Gp(reg.r32()); }
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

void BaselineCompiler::binary(uint32_t instruction, Width width, bool is_commutative) {
  Value b = is_wide(width) ? pop_wide() : pop();
  Value a = is_wide(width) ? pop_wide() : pop();
  int pin = take_update(a, width);
  if (pin == kNoPin && is_commutative && (pin = take_update(b, width)) != kNoPin) std::swap(a, b);
  if (pin != kNoPin) {
    asmjit::Operand by = operand(b, width);
    a_.emit(instruction, sized(pin_general(pin), width), by);
    a_.mov(local_slot(a.local), pin_general(pin));
    return;
  }
  if (is_commutative && b.kind == Kind::kGeneral && uses_[b.reg] == 0 && a.kind != Kind::kGeneral) std::swap(a, b);
  Gp result = own(a, width);
  asmjit::Operand other = operand(b, width);
  a_.emit(instruction, sized(result, width), other);
  is_wide(width) ? push_general_wide(result) : push_general(result);
}

void BaselineCompiler::multiply(Width width) {
  Value b = is_wide(width) ? pop_wide() : pop();
  Value a = is_wide(width) ? pop_wide() : pop();
  if (a.kind == Kind::kConstant) std::swap(a, b);
  if (b.kind == Kind::kConstant && a.kind != Kind::kConstant && b.bits == static_cast<int32_t>(b.bits)) {
    asmjit::Operand from = operand(a, width);
    Gp result = alloc_general();
    a_.emit(I::kIdImul, sized(result, width), from, imm(static_cast<int32_t>(b.bits)));
    is_wide(width) ? push_general_wide(result) : push_general(result);
    return;
  }
  Gp result = own(a, width);
  if (b.kind == Kind::kConstant) (void)read(b, width);
  asmjit::Operand other = operand(b, width);
  a_.emit(I::kIdImul, sized(result, width), other);
  is_wide(width) ? push_general_wide(result) : push_general(result);
}

void BaselineCompiler::shift(uint32_t instruction, uint32_t instruction_bmi2, Width width) {
  Value count = pop();
  Value a = is_wide(width) ? pop_wide() : pop();
  Gp result;
  if (count.kind == Kind::kConstant) {
    result = own(a, width);
    int64_t bits = count.bits & (is_wide(width) ? 63 : 31);
    if (bits != 0) {
      a_.emit(instruction, sized(result, width), imm(bits));
    } else if (!is_wide(width)) {
      a_.mov(result.r32(), result.r32());
    }
  } else if (options_.has_bmi2) {
    Gp by = read(count, Width::kWord);
    asmjit::Operand from = operand(a, width);
    if (from.isImm()) from = sized(read(a, width), width);
    result = alloc_general();
    a_.emit(instruction_bmi2, sized(result, width), from, sized(by, width));
  } else {
    // The count must be in cl. A value of `a` that is there goes elsewhere first.
    Gp by = read(count, Width::kWord);
    Gp from = read(a, width);
    a_.mov(kScratch, from);
    evict(x86::rcx);
    if (by != x86::rcx) a_.mov(x86::ecx, by.r32());
    lock(x86::rcx);
    a_.emit(instruction, sized(kScratch, width), x86::cl);
    result = alloc_general();
    a_.mov(sized(result, width), sized(kScratch, width));
  }
  is_wide(width) ? push_general_wide(result) : push_general(result);
}

void BaselineCompiler::divide(Width width, bool is_remainder) {
  Value b = is_wide(width) ? pop_wide() : pop();
  Value a = is_wide(width) ? pop_wide() : pop();
  bool is_constant = b.kind == Kind::kConstant;
  int64_t divisor = is_constant ? b.bits : 0;
  evict(x86::rax);
  evict(x86::rdx);
  // The divisor goes to the scratch register first: it may be in rax or rdx.
  if (is_constant && !is_wide(width)) {
    a_.mov(kScratch.r32(), imm(static_cast<uint32_t>(divisor)));
  } else if (is_constant) {
    a_.mov(kScratch, imm(divisor));
  } else {
    a_.emit(I::kIdMov, sized(kScratch, width), operand(b, width));
  }
  lock(x86::rax);
  lock(x86::rdx);
  a_.emit(I::kIdMov, sized(x86::rax, width), operand(a, width));
  Gp by = sized(kScratch, width);
  if (!is_constant || divisor == 0) {
    a_.test(by, by);
    a_.jz(throw_site(Throw::kDivisionByZero));
  }
  auto emit_division = [&] {
    if (is_wide(width)) {
      a_.cqo();
    } else {
      a_.cdq();
    }
    a_.idiv(by);
  };
  if (is_constant && divisor != -1) {
    emit_division();
  } else {
    // The smallest number by -1 would trap.
    Label minus_one = a_.newLabel(), done = a_.newLabel();
    a_.cmp(by, imm(-1));
    a_.je(minus_one);
    emit_division();
    a_.jmp(done);
    a_.bind(minus_one);
    if (is_remainder) {
      a_.xor_(x86::edx, x86::edx);
    } else {
      a_.neg(sized(x86::rax, width));
    }
    a_.bind(done);
  }
  Gp result = is_remainder ? x86::rdx : x86::rax;
  is_wide(width) ? push_general_wide(result) : push_general(result);
}

void BaselineCompiler::negate(Width width) {
  Value a = is_wide(width) ? pop_wide() : pop();
  Gp result = own(a, width);
  a_.neg(sized(result, width));
  is_wide(width) ? push_general_wide(result) : push_general(result);
}

void BaselineCompiler::vector_binary(uint32_t instruction, Width width) {
  Value b = is_wide(width) ? pop_wide() : pop();
  Value a = is_wide(width) ? pop_wide() : pop();
  if (int pin = take_update(a, width); pin != kNoPin) {
    asmjit::Operand by = vector_operand(b, width);
    a_.emit(instruction, pin_vector(pin), by);
    a_.movsd(local_slot(a.local), pin_vector(pin));
    return;
  }
  Xmm result = own_vector(a, width);
  asmjit::Operand other = vector_operand(b, width);
  a_.emit(instruction, result, other);
  is_wide(width) ? push_vector_wide(result) : push_vector(result);
}

void BaselineCompiler::vector_negate(Width width) {
  Value a = is_wide(width) ? pop_wide() : pop();
  Xmm result = own_vector(a, width);
  // The sign bit, also of NaN and zero.
  if (is_wide(width)) {
    a_.movsd(kVectorScratch, literal(uint64_t{1} << 63));
  } else {
    a_.movss(kVectorScratch, literal(uint64_t{1} << 31, 4));
  }
  a_.xorps(result, kVectorScratch);
  is_wide(width) ? push_vector_wide(result) : push_vector(result);
}

void BaselineCompiler::vector_remainder(Width width) {
  Value b = is_wide(width) ? pop_wide() : pop();
  Value a = is_wide(width) ? pop_wide() : pop();
  flush();
  Xmm second = read_vector(b, width);
  if (second != kVectorScratch) a_.movaps(kVectorScratch, second);
  Xmm first = read_vector(a, width);
  if (first != x86::xmm0) a_.movaps(x86::xmm0, first);
  a_.movaps(x86::xmm1, kVectorScratch);
  valid_pins_ = 0;
  if (is_wide(width)) {
    call_point(entries_.remainder_double);
    push_vector_wide(x86::xmm0);
  } else {
    call_point(entries_.remainder_float);
    push_vector(x86::xmm0);
  }
}

// f2i, f2l, d2i, d2l: the processor's answer but for NaN and what does not fit, where it gives the smallest number.
void BaselineCompiler::to_integer(Width from, Width to) {
  Value a = is_wide(from) ? pop_wide() : pop();
  Xmm value = read_vector(a, from);
  Gp result = alloc_general();
  uint32_t convert_instruction = is_wide(from) ? I::kIdCvttsd2si : I::kIdCvttss2si;
  a_.emit(convert_instruction, sized(result, to), value);
  Label done = a_.newLabel();
  auto body = [this, value, result, from, to, done] {
    spill_all();
    if (value != x86::xmm0) a_.movaps(x86::xmm0, value);
    if (is_wide(from)) {
      to == Width::kLong ? call_point(entries_.double_to_long) : call_point(entries_.double_to_int);
    } else {
      to == Width::kLong ? call_point(entries_.float_to_long) : call_point(entries_.float_to_int);
    }
    if (result != x86::rax) a_.mov(result, x86::rax);
    reload_all();
    a_.jmp(done);
  };
  if (is_wide(to)) {
    a_.mov(kScratch, imm(INT64_MIN));
    a_.cmp(result, kScratch);
  } else {
    a_.cmp(result.r32(), imm(INT32_MIN));
  }
  a_.je(slow_path(body));
  a_.bind(done);
  is_wide(to) ? push_general_wide(result) : push_general(result);
}

void BaselineCompiler::convert() {
  switch (static_cast<uint8_t>(it_.opcode())) {
    case op::i2l: {
      Value a = pop();
      if (a.kind == Kind::kConstant) return push_constant(Width::kLong, static_cast<int32_t>(a.bits));
      asmjit::Operand from = operand(a, Width::kWord);
      Gp result = alloc_general();
      a_.emit(I::kIdMovsxd, result, from);
      return push_general_wide(result);
    }
    case op::i2f: case op::i2d: {
      Value a = pop();
      asmjit::Operand from = operand(a, Width::kWord);
      if (from.isImm()) from = read(a, Width::kWord).r32();
      Xmm result = alloc_vector();
      a_.xorps(result, result);
      if (it_.opcode() == Bytecode::i2f) {
        a_.emit(I::kIdCvtsi2ss, result, from);
        return push_vector(result);
      }
      a_.emit(I::kIdCvtsi2sd, result, from);
      return push_vector_wide(result);
    }
    case op::l2i: {
      Value a = pop_wide();
      if (a.kind == Kind::kConstant) return push_constant(Width::kWord, static_cast<int32_t>(a.bits));
      Gp from = read(a, Width::kLong);
      Gp result = uses_[from.id()] == 0 && a.kind == Kind::kGeneral ? from : alloc_general();
      a_.mov(result.r32(), from.r32());
      return push_general(result);
    }
    case op::l2f: case op::l2d: {
      Value a = pop_wide();
      asmjit::Operand from = operand(a, Width::kLong);
      if (from.isImm()) from = read(a, Width::kLong);
      Xmm result = alloc_vector();
      a_.xorps(result, result);
      if (it_.opcode() == Bytecode::l2f) {
        a_.emit(I::kIdCvtsi2ss, result, from);
        return push_vector(result);
      }
      a_.emit(I::kIdCvtsi2sd, result, from);
      return push_vector_wide(result);
    }
    case op::f2i: return to_integer(Width::kFloat, Width::kWord);
    case op::f2l: return to_integer(Width::kFloat, Width::kLong);
    case op::d2i: return to_integer(Width::kDouble, Width::kWord);
    case op::d2l: return to_integer(Width::kDouble, Width::kLong);
    case op::f2d: {
      Value a = pop();
      Xmm from = read_vector(a, Width::kFloat);
      Xmm result = alloc_vector();
      a_.cvtss2sd(result, from);
      return push_vector_wide(result);
    }
    case op::d2f: {
      Value a = pop_wide();
      Xmm from = read_vector(a, Width::kDouble);
      Xmm result = alloc_vector();
      a_.cvtsd2ss(result, from);
      return push_vector(result);
    }
    case op::i2b: case op::i2c: case op::i2s: {
      Value a = pop();
      Gp from = read(a, Width::kWord);
      Gp result = alloc_general();
      if (it_.opcode() == Bytecode::i2b) {
        a_.movsx(result.r32(), from.r8());
      } else if (it_.opcode() == Bytecode::i2c) {
        a_.movzx(result.r32(), from.r16());
      } else {
        a_.movsx(result.r32(), from.r16());
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
