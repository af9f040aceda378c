// jit/baseline/objects.cpp - allocation, type checks, monitors.
#include "jit/baseline/baseline_compiler.h"

namespace kiln::jit {

using Kind = Value::Kind;

void BaselineCompiler::new_instance() {
  ClassView klass = source_->klass(it_.constant_index());
  if (!klass.is_resolved || !klass.is_initialized || !klass.is_instantiable) return uncommon_exit();
  Gp result = alloc_general();
  Label done = a_.new_label();
  Label slow = is_inlining() ? replay() : slow_path([this, result, klass, done] {
    spill_all();
    publish(bci_, depth());
    a_.move(word(kArgument1), imm(klass.address));
    call_vm_point(entries_.new_instance);
    a_.test(word(kResult), word(kResult));
    a_.branch(kZero, throw_site(Throw::kPending));
    leave_if_invalid(GoOn::kBehindPush);
    a_.move(word(result), word(kResult));
    reload_all();
    a_.jump(done);
  });
  Mem buffer_top = at(kThread, Offsets::kThreadMutatorTop, 8);
  a_.move(result, buffer_top);
  a_.load_address(kScratch, at(result, static_cast<int32_t>(klass.instance_bytes)));
  a_.compare(kScratch, at(kThread, Offsets::kThreadMutatorEnd, 8));
  a_.branch(Condition::kAbove, slow);
  a_.move(buffer_top, kScratch);
  a_.move(at(result, 0, 4), imm(klass.address));
  a_.shift(Shift::kUnsignedRight, result, kReferenceShift);
  a_.bind(done);
  published_depth_ = -1;
  push_general(result);
  stack_.back().is_non_null = true;
  stack_.back().is_fresh = !klass.has_finalizer;
}

void BaselineCompiler::new_array(uint32_t array_class, uint32_t element_shift) {
  Value length = pop();
  Gp count = read_clean(length);
  // The length is known to the slow path by its register.
  Gp result = alloc_general();
  Label done = a_.new_label();
  Label slow = is_inlining() ? replay() : slow_path([this, result, count, array_class, done] {
    spill_all();
    a_.move(word(kArgument2), word(count));
    publish(bci_, depth());
    a_.move(word(kArgument1), imm(array_class));
    call_vm_point(entries_.new_array);
    a_.test(word(kResult), word(kResult));
    a_.branch(kZero, throw_site(Throw::kPending));
    leave_if_invalid(GoOn::kBehindPush);
    a_.move(word(result), word(kResult));
    reload_all();
    a_.jump(done);
  });
  constexpr int kLargestInlineLength = 1 << 14;
  a_.compare(word(count), imm(kLargestInlineLength));
  a_.branch(Condition::kAbove, slow);
  Mem buffer_top = at(kThread, Offsets::kThreadMutatorTop, 8);
  a_.move(result, buffer_top);
  a_.load_address(kScratch, at_scaled(kArrayElementsOffset + 7, count, element_shift));
  a_.bit_and(kScratch, imm(-8));
  a_.add(kScratch, result);
  a_.compare(kScratch, at(kThread, Offsets::kThreadMutatorEnd, 8));
  a_.branch(Condition::kAbove, slow);
  a_.move(buffer_top, kScratch);
  a_.move(at(result, 0, 4), imm(array_class));
  a_.move(at(result, kArrayLengthOffset, 4), word(count));
  a_.shift(Shift::kUnsignedRight, result, kReferenceShift);
  a_.bind(done);
  published_depth_ = -1;
  push_general(result);
  stack_.back().is_non_null = true;
}

void BaselineCompiler::new_object_array() {
  ClassView component = source_->klass(it_.constant_index());
  if (!component.is_resolved || component.array_class == 0) return uncommon_exit();
  new_array(component.array_class, 2);
}

void BaselineCompiler::multi_new_array() {
  int dimensions = it_.dimensions();
  flush();
  publish(bci_, depth());
  a_.move(kArgument1, kFrame);
  a_.move(word(kArgument2), imm(it_.constant_index()));
  a_.move(word(kArgument3), imm(dimensions));
  call_vm_point(entries_.new_multi_array);
  a_.test(word(kResult), word(kResult));
  a_.branch(kZero, throw_site(Throw::kPending));
  for (int i = 0; i < dimensions; i++) (void)pop();
  publish(bci_, depth());
  leave_if_invalid(GoOn::kBehindPush);
  valid_pins_ = 0;
  lock(kResult);
  push_general(kResult);
}

void BaselineCompiler::check_cast() {
  if (top().kind == Kind::kConstant) return;  // null
  ClassView klass = source_->klass(it_.constant_index());
  if (!klass.is_resolved) {
    // Null passes without resolution, but that is not worth code of its own.
    return uncommon_exit();
  }
  Value object = pop();
  Gp reg = read(object, Width::kWord);
  push(object);
  Label done = a_.new_label();
  Label slow = is_inlining() ? replay() : slow_path([this, done] {
    spill_all();
    publish(bci_, depth());
    a_.move(kArgument1, kFrame);
    a_.move(word(kArgument2), imm(bytecode::BytecodeIterator(method_.code(), bci_).constant_index()));
    call_vm_point(entries_.check_cast);
    a_.test(byte(kResult), byte(kResult));
    a_.branch(kZero, throw_site(Throw::kPending));
    leave_if_invalid(GoOn::kBehind);
    reload_all();
    a_.jump(done);
  });
  if (!is_known_non_null(object)) {
    a_.test(word(reg), word(reg));
    a_.branch(kZero, done);
  }
  load_class(kScratch, reg);
  if (klass.has_display) {
    a_.compare(at(kScratch, static_cast<int32_t>(klass.display_offset), 4), imm(klass.address));
    a_.branch(Condition::kNotEqual, slow);
  } else {
    a_.compare(word(kScratch), imm(klass.address));
    a_.branch(Condition::kEqual, done);
    a_.move(word(kScratch), at(kScratch, Offsets::kClassState, 4));
    a_.compare(at(kScratch, Offsets::kStateSecondaryHit, 4), imm(klass.address));
    a_.branch(Condition::kNotEqual, slow);
  }
  a_.bind(done);
  published_depth_ = -1;
}

void BaselineCompiler::instance_of() {
  ClassView klass = source_->klass(it_.constant_index());
  if (!klass.is_resolved) return uncommon_exit();
  Value object = pop();
  Gp reg = read(object, Width::kWord);
  Gp result = alloc_general();
  Label done = a_.new_label();
  a_.move(word(result), 0);
  if (!is_known_non_null(object)) {
    a_.test(word(reg), word(reg));
    a_.branch(kZero, done);
  }
  load_class(kScratch, reg);
  if (klass.has_display) {
    a_.compare(at(kScratch, static_cast<int32_t>(klass.display_offset), 4), imm(klass.address));
    a_.set_if(Condition::kEqual, byte(result));
  } else {
    Label slow = slow_path([this, reg, result, klass, done] {
      spill_all();
      a_.load_address(kArgument0, at_scaled(0, reg, 3));
      a_.move(word(kArgument1), imm(klass.address));
      call_point(entries_.is_instance);
      a_.zero_extend(word(result), byte(kResult));
      reload_all();
      a_.jump(done);
    });
    Label yes = a_.new_label();
    a_.compare(word(kScratch), imm(klass.address));
    a_.branch(Condition::kEqual, yes);
    a_.move(word(kScratch), at(kScratch, Offsets::kClassState, 4));
    a_.compare(at(kScratch, Offsets::kStateSecondaryHit, 4), imm(klass.address));
    a_.branch(Condition::kNotEqual, slow);
    a_.bind(yes);
    a_.move(word(result), 1);
  }
  a_.bind(done);
  push_general(result);
}

namespace {
Mem lock_stack_entry(Gp index, int behind) { return at(kThread, index, 2, Offsets::kThreadLockStack - 4 * behind, 4); }
}  // namespace

// Takes the thin lock (vm/thread/thin_lock.h) of a free object; changes kResult and kScratch.
void BaselineCompiler::lock_object(Gp object, Label slow) {
  Mem size = at(kThread, Offsets::kThreadLockStackSize, 4);
  Mem header = field(object, 0, 4);
  a_.compare(size, imm(kLockStackCapacity));
  a_.branch(Condition::kAboveEqual, slow);
  a_.move(word(kResult), header);
  a_.test(byte(kResult), imm(kLockMask));
  a_.branch(kNotZero, slow);
  a_.load_address(word(kScratch), at(kResult, static_cast<int>(kLockThin)));
  a_.compare_and_swap(header, word(kScratch));
  a_.branch(Condition::kNotEqual, slow);
  a_.move(word(kScratch), size);
  a_.move(lock_stack_entry(kScratch, 0), word(object));
  a_.increment(size);
}

// Gives back a thin lock that is the newest on the lock stack, and there only once; changes kResult and kScratch.
void BaselineCompiler::unlock_object(Gp object, Label slow) {
  Mem size = at(kThread, Offsets::kThreadLockStackSize, 4);
  Mem header = field(object, 0, 4);
  a_.move(word(kScratch), size);
  a_.test(word(kScratch), word(kScratch));
  a_.branch(kZero, slow);
  a_.compare(lock_stack_entry(kScratch, 1), word(object));
  a_.branch(Condition::kNotEqual, slow);
  Label look = a_.new_label(), once = a_.new_label();
  a_.bind(look);
  a_.decrement(word(kScratch));
  a_.branch(kZero, once);
  a_.compare(lock_stack_entry(kScratch, 1), word(object));
  a_.branch(Condition::kEqual, slow);
  a_.jump(look);
  a_.bind(once);
  a_.move(word(kResult), header);
  a_.move(word(kScratch), word(kResult));
  a_.bit_and(word(kScratch), imm(kLockMask));
  a_.compare(word(kScratch), imm(kLockThin));
  a_.branch(Condition::kNotEqual, slow);
  a_.load_address(word(kScratch), at(kResult, -static_cast<int>(kLockThin)));
  a_.compare_and_swap(header, word(kScratch));
  a_.branch(Condition::kNotEqual, slow);
  a_.decrement(size);
}

// What is not a thin lock of the usual kind goes to the VM.
void BaselineCompiler::monitor(bool is_enter) {
  Value object = pop();
  Gp reg = read(object, Width::kWord);
  check_null(reg, object);
  note_non_null(object);
  push(object);
  evict(kResult);
  if (reg == kResult) {  // the comparison needs it
    Gp other = alloc_general();
    Value moved = pop();
    if (moved.kind == Kind::kMemory) {
      a_.move(other, stack_slot(moved.index));
    } else {
      a_.move(other, reg);
    }
    moved.kind = Kind::kGeneral;
    moved.reg = static_cast<uint8_t>(other.id());
    push(moved);
    reg = other;
  }
  lock(kResult);
  Label done = a_.new_label();
  Label slow = slow_path([this, is_enter, done] {
    spill_all();
    publish(bci_, depth());
    a_.move(kArgument1, kFrame);
    call_vm_point(is_enter ? entries_.monitor_enter : entries_.monitor_exit);
    a_.test(byte(kResult), byte(kResult));
    a_.branch(kZero, throw_site(Throw::kPending));
    leave_if_invalid(GoOn::kBehindPop);
    reload_all();
    a_.jump(done);
  });
  Mem count = at(kFrame, Offsets::kFrameLock + 4, 4);
  if (is_enter) {
    lock_object(reg, slow);
    a_.increment(count);
  } else {
    a_.compare(count, 0);
    a_.branch(Condition::kEqual, slow);
    unlock_object(reg, slow);
    a_.decrement(count);
  }
  a_.bind(done);
  published_depth_ = -1;
  (void)pop();
}

}  // namespace kiln::jit
