// jit/baseline/arrays.cpp - elements and lengths.
#include "jit/baseline/baseline_compiler.h"

namespace kiln::jit {

using Kind = Value::Kind;

// Checks both and gives the element's address, which may use kScratch.
Mem BaselineCompiler::element(Value& array, Value& index, uint32_t shift, Gp* array_register) {
  Gp base = read(array, Width::kWord);
  *array_register = base;
  Mem length = field(base, kArrayLengthOffset, 4);
  if (index.kind == Kind::kConstant) {
    auto i = static_cast<uint32_t>(index.bits);
    check_null_by(base, array, kArrayLengthOffset, [&] { a_.compare(length, imm(static_cast<int32_t>(i))); });
    note_non_null(array);
    a_.branch(Condition::kBelowEqual, throw_index(base, index));
    uint64_t offset = kArrayElementsOffset + (uint64_t{i} << shift);
    if (offset <= INT32_MAX) return field(base, static_cast<uint32_t>(offset), 4);
    a_.move(word(kScratch), imm(i));
    a_.shift(Shift::kLeft, kScratch, shift);
    return at(kScratch, base, 3, kArrayElementsOffset);
  }
  Gp i = read_clean(index);
  check_null_by(base, array, kArrayLengthOffset, [&] { a_.compare(word(i), length); });
  note_non_null(array);
  a_.branch(Condition::kAboveEqual, throw_index(base, index));
  if (shift == 0) return at(i, base, 3, kArrayElementsOffset);
  a_.load_address(kScratch, at_scaled(0, base, 3));
  return at(kScratch, i, shift, kArrayElementsOffset);
}

void BaselineCompiler::array_load(uint32_t shift, char type) {
  Value index = pop();
  Value array = pop();
  Gp base;
  Mem address = element(array, index, shift, &base);
  load_from(address, type);
}

void BaselineCompiler::array_store(uint32_t shift, char type) {
  bool is_wide = type == 'J' || type == 'D';
  if (type == 'L') {
    // The store check may need the operands on the stack; in registers they can stay there.
    Value value = pop();
    Value index = pop();
    Value array = pop();
    bool is_null = value.kind == Kind::kConstant;
    Gp base = read(array, Width::kWord);
    Gp from = is_null ? Gp() : read(value, Width::kWord);
    if (index.kind != Kind::kConstant) (void)read_clean(index);
    Gp ignored;
    if (!is_null) {
      (void)element(array, index, shift, &ignored);
      push(array);
      push(index);
      push(value);
      Gp spare = alloc_general();
      Label done = a_.new_label();
      Label slow = slow_path([this, base, from, spare, done] {
        // The component's class is in kScratch, the value's in `spare`: a superclass?
        Gp depth_of_component = spare == kResult ? kArgument3 : kResult;
        Label is_deep = a_.new_label();
        a_.push(depth_of_component);
        a_.zero_extend(word(depth_of_component), at(kScratch, Offsets::kClassDepth, 1));
        a_.compare(word(depth_of_component), imm(Class::kDisplayDepth - 1));
        a_.branch(Condition::kAbove, is_deep);
        a_.compare(at(spare, depth_of_component, 2, Offsets::kClassSuperDisplay, 4), word(kScratch));
        a_.bind(is_deep);
        a_.pop(depth_of_component);
        a_.branch(Condition::kEqual, done);
        spill_all();
        a_.load_address(kArgument0, at_scaled(0, base, 3));
        a_.move(kArgument1, stack_slot(depth() - 1));
        call_point(entries_.can_store);
        Label fine = a_.new_label();
        a_.test(byte(kResult), byte(kResult));
        a_.branch(kNotZero, fine);
        publish(bci_, depth());
        a_.move(kArgument1, kFrame);
        call_vm_point(entries_.throw_array_store);
        a_.jump(throw_site(Throw::kPending));
        a_.bind(fine);
        reload_all();
        a_.jump(done);
      });
      a_.test(word(from), word(from));
      a_.branch(kZero, done);
      load_class(kScratch, base);
      a_.move(word(kScratch), at(kScratch, Offsets::kClassComponent, 4));
      load_class(spare, from);
      a_.compare(word(spare), word(kScratch));
      a_.branch(Condition::kNotEqual, slow);
      a_.bind(done);
      value = pop();
      index = pop();
      array = pop();
    }
    Mem address;
    if (is_null) {
      address = element(array, index, shift, &ignored);
      store_reference(address, imm(0));
      return;
    }
    // Checked above.
    a_.load_address(kScratch, at_scaled(0, base, 3));
    address = at(kScratch, read(index, Width::kWord), shift, kArrayElementsOffset);
    store_reference(address, word(from));
    return;
  }
  Value value = is_wide ? pop_wide() : pop();
  Value index = pop();
  Value array = pop();
  // The value first: the address may be in kScratch.
  bool is_float_kind = type == 'F' || type == 'D';
  if (type == 'B' && value.kind == Kind::kConstant && (value.bits & ~int64_t{1}) == 0) {
    Gp ignored;
    Mem address = element(array, index, shift, &ignored);
    address.setSize(1);
    a_.move(address, imm(value.bits));
    return;
  }
  if (value.kind != Kind::kConstant || is_wide) {
    if (is_float_kind) {
      (void)read_vector(value, is_wide ? Width::kDouble : Width::kFloat);
    } else {
      (void)read(value, is_wide ? Width::kLong : Width::kWord);
    }
  }
  Gp base;
  if (type == 'B') {
    // A boolean array takes only the lowest bit (JVMS 6.5 bastore).
    (void)element(array, index, shift, &base);
    Gp stored = own(value, Width::kWord);
    Label is_bytes = a_.new_label();
    load_class(kScratch, base);
    a_.compare(word(kScratch), imm(method_.boolean_array_class()));
    a_.branch(Condition::kNotEqual, is_bytes);
    a_.bit_and(word(stored), 1);
    a_.bind(is_bytes);
    Gp i = read(index, Width::kWord);
    a_.move(at(i, base, 3, kArrayElementsOffset, 1), byte(stored));
    return;
  }
  Mem address = element(array, index, shift, &base);
  store_to(address, type, value, base);
}

void BaselineCompiler::array_length() {
  Value array = pop();
  Gp base = read(array, Width::kWord);
  if (array.kind == Kind::kGeneral) locked_ &= ~(1u << array.reg);
  Gp result = alloc_general();
  check_null_by(base, array, kArrayLengthOffset, [&] { a_.move(word(result), field(base, kArrayLengthOffset, 4)); });
  note_non_null(array);
  push_general(result);
}

}  // namespace kiln::jit
