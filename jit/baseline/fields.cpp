// jit/baseline/fields.cpp - fields and constants of the pool.
#include "gc/barrier.h"
#include "jit/baseline/baseline_compiler.h"

namespace kiln::jit {

using bytecode::Bytecode;
using Kind = Value::Kind;

void BaselineCompiler::load_from(Mem address, char type) {
  switch (type) {
    case 'F':
    case 'D': {
      Vec reg = alloc_vector();
      if (type == 'F') {
        address.setSize(4);
        a_.move_float(reg, address);
        return push_vector(reg);
      }
      address.setSize(8);
      a_.move_double(reg, address);
      return push_vector_wide(reg);
    }
    case 'J': {
      Gp reg = alloc_general();
      address.setSize(8);
      a_.move(reg, address);
      return push_general_wide(reg);
    }
  }
  Gp reg = alloc_general();
  if (type == 'B' || type == 'Z') {
    address.setSize(1);
    a_.sign_extend(word(reg), address);
  } else if (type == 'C') {
    address.setSize(2);
    a_.zero_extend(word(reg), address);
  } else if (type == 'S') {
    address.setSize(2);
    a_.sign_extend(word(reg), address);
  } else {
    address.setSize(4);
    a_.move(word(reg), address);
  }
  push_general(reg);
}

// Every store of a reference into the heap: if the plan logs stores, with the barrier of gc/barrier.h. The address may use
// kScratch.
void BaselineCompiler::store_reference(Mem address, const Operand& value) {
  address.setSize(4);
  if (!options_.logs_stores) {
    a_.move(address, value);
    return;
  }
  bool uses_scratch = address.baseReg() == kScratch || address.indexReg() == kScratch;
  a_.load_address(kScratch, address);
  if (uses_scratch) a_.move_bits(kVectorScratch, kScratch);
  a_.shift(Shift::kUnsignedRight, kScratch, barrier::kLogShift);
  a_.add(kScratch, at(kThread, Offsets::kThreadLogBits, 8));
  a_.compare(at(kScratch, 0, 1), 0);
  if (uses_scratch) {
    a_.move_bits(kScratch, kVectorScratch);
    address = at(kScratch, 0, 4);
  }
  Label logged = a_.new_label();
  a_.branch(Condition::kNotEqual, slow_path([this, address, uses_scratch, logged] { log_store(address, uses_scratch, logged); }));
  a_.bind(logged);
  a_.move(address, value);
}

// The slow path of the barrier. The function called keeps all registers but kScratch.
void BaselineCompiler::log_store(Mem address, bool is_in_scratch, Label logged) {
  a_.push(kArgument0);
  a_.push(kArgument1);
  if (is_in_scratch) {
    a_.move(kArgument1, kScratch);
  } else {
    a_.load_address(kArgument1, address);
  }
  a_.load_address(kArgument0, at(kThread, Offsets::kThreadMutator));
  call_point(&barrier::log_slot_from_code);
  a_.pop(kArgument1);
  a_.pop(kArgument0);
  if (is_in_scratch) a_.move_bits(kScratch, kVectorScratch);
  a_.jump(logged);
}

void BaselineCompiler::store_to(Mem address, char type, Value value, Gp) {
  switch (type) {
    case 'F':
    case 'D':
      if (value.kind != Kind::kConstant) {
        Vec reg = read_vector(value, type == 'F' ? Width::kFloat : Width::kDouble);
        address.setSize(type == 'F' ? 4 : 8);
        type == 'F' ? a_.move_float(address, reg) : a_.move_double(address, reg);
        return;
      }
      break;
  }
  Width width = type == 'J' || type == 'D' ? Width::kLong : Width::kWord;
  Operand from = operand(value, width);
  if (!from.isImm() && !from.isReg()) {
    Gp reg = read(value, width);
    from = width == Width::kLong ? reg : Gp(word(reg));
  }
  if (type == 'L' || type == '[') return store_reference(address, from);
  switch (type) {
    case 'Z':
    case 'B':
      address.setSize(1);
      if (from.isImm()) {
        a_.move(address, imm(static_cast<int8_t>(type == 'Z' ? value.bits & 1 : value.bits)));
      } else if (type == 'Z') {
        a_.move(word(kScratch), word(from.as<Gp>()));
        a_.bit_and(word(kScratch), 1);
        a_.move(address, byte(kScratch));
      } else {
        a_.move(address, byte(from.as<Gp>()));
      }
      return;
    case 'C':
    case 'S':
      address.setSize(2);
      if (from.isImm()) {
        a_.move(address, imm(static_cast<int16_t>(value.bits)));
      } else {
        a_.move(address, half(from.as<Gp>()));
      }
      return;
  }
  address.setSize(width == Width::kLong ? 8 : 4);
  a_.move(address, from);
}

void BaselineCompiler::get_field(bool is_static) {
  int index = it_.constant_index();
  FieldView field_view = source_->field(index, is_static, false);
  if (!field_view.is_resolved) return uncommon_exit();
  char type = source_->member_descriptor(index)[0];
  if (!is_static) return load_of_receiver(field_view.offset, type);
  a_.move(word(kScratch), absolute(field_view.mirror_slot, 4));
  load_from(field(kScratch, field_view.offset, 4), type);
}

void BaselineCompiler::load_of_receiver(uint32_t offset, char type) {
  Value object = pop();
  Gp holder = read(object, Width::kWord);
  // The register is free for the result.
  if (object.kind == Kind::kGeneral) locked_ &= ~(1u << object.reg);
  check_null_by(holder, object, offset, [&] { load_from(field(holder, offset, 4), type); });
  note_non_null(object);
}

void BaselineCompiler::put_field(bool is_static) {
  int index = it_.constant_index();
  FieldView field_view = source_->field(index, is_static, true);
  if (!field_view.is_resolved) return uncommon_exit();
  char type = source_->member_descriptor(index)[0];
  Value value = type == 'J' || type == 'D' ? pop_wide() : pop();
  Gp holder;
  if (is_static) {
    holder = alloc_general();
    a_.move(word(holder), absolute(field_view.mirror_slot, 4));
  } else {
    Value object = pop();
    holder = read(object, Width::kWord);
    Mem address = field(holder, field_view.offset, 4);
    // The write barrier comes before the store.
    bool is_logged = (type == 'L' || type == '[') && options_.logs_stores;
    if (is_logged) check_null(holder, object);
    if (is_logged) note_non_null(object);
    check_null_by(holder, object, field_view.offset, [&] { store_to(address, type, value, holder); });
    note_non_null(object);
  }
  if (is_static) store_to(field(holder, field_view.offset, 4), type, value, holder);
  // A volatile store is ordered before every later load.
  if (field_view.is_volatile) a_.full_fence();
}

void BaselineCompiler::load_constant() {
  int index = it_.constant_index();
  ConstantView constant = source_->constant(index);
  switch (constant.kind) {
    case ConstantKind::kUnresolved: return uncommon_exit();
    case ConstantKind::kInt: return push_constant(Width::kWord, static_cast<int32_t>(constant.bits));
    case ConstantKind::kFloat: return push_constant(Width::kFloat, static_cast<int64_t>(constant.bits));
    case ConstantKind::kLong: return push_constant(Width::kLong, static_cast<int64_t>(constant.bits));
    case ConstantKind::kDouble: return push_constant(Width::kDouble, static_cast<int64_t>(constant.bits));
    case ConstantKind::kMirror: {
      Gp reg = alloc_general();
      a_.move(word(reg), absolute(constant.mirror_slot, 4));
      push_general(reg);
      stack_.back().is_non_null = true;
      return;
    }
    case ConstantKind::kReference: {
      Gp reg = alloc_general();
      a_.move(word(reg), absolute(source_->resolved_refs_slot(), 4));
      a_.move(word(reg), field(reg, kArrayElementsOffset + 4 * static_cast<uint32_t>(index), 4));
      push_general(reg);
      return;
    }
  }
}

}  // namespace kiln::jit
