// jit/baseline/objects.cpp - allocation, type checks, monitors.
#include "jit/baseline/baseline_compiler.h"

namespace kiln::jit {

using Kind = Value::Kind;

void BaselineCompiler::new_instance() {
  ClassView klass = source_->klass(it_.constant_index());
  if (!klass.is_resolved || !klass.is_initialized || !klass.is_instantiable) return uncommon_exit();
  Gp result = alloc_general();
  Label done = a_.newLabel();
  Label slow = is_inlining() ? replay() : slow_path([this, result, klass, done] {
    spill_all();
    publish(bci_, depth());
    a_.mov(x86::esi, imm(klass.address));
    call_vm_point(entries_.new_instance);
    a_.test(x86::eax, x86::eax);
    a_.jz(throw_site(Throw::kPending));
    leave_if_invalid(GoOn::kBehindPush);
    a_.mov(result.r32(), x86::eax);
    reload_all();
    a_.jmp(done);
  });
  Mem buffer_top = x86::qword_ptr(kThread, Offsets::kThreadMutatorTop);
  a_.mov(result, buffer_top);
  a_.lea(kScratch, x86::ptr(result, static_cast<int32_t>(klass.instance_bytes)));
  a_.cmp(kScratch, x86::qword_ptr(kThread, Offsets::kThreadMutatorEnd));
  a_.ja(slow);
  a_.mov(buffer_top, kScratch);
  a_.mov(x86::dword_ptr(result), imm(klass.address));
  a_.shr(result, imm(kReferenceShift));
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
  Label done = a_.newLabel();
  Label slow = is_inlining() ? replay() : slow_path([this, result, count, array_class, done] {
    spill_all();
    a_.mov(x86::edx, count.r32());
    publish(bci_, depth());
    a_.mov(x86::esi, imm(array_class));
    call_vm_point(entries_.new_array);
    a_.test(x86::eax, x86::eax);
    a_.jz(throw_site(Throw::kPending));
    leave_if_invalid(GoOn::kBehindPush);
    a_.mov(result.r32(), x86::eax);
    reload_all();
    a_.jmp(done);
  });
  constexpr int kLargestInlineLength = 1 << 14;
  a_.cmp(count.r32(), imm(kLargestInlineLength));
  a_.ja(slow);
  Mem buffer_top = x86::qword_ptr(kThread, Offsets::kThreadMutatorTop);
  a_.mov(result, buffer_top);
  a_.lea(kScratch, x86::ptr(uint64_t{kArrayElementsOffset + 7}, count, element_shift));
  a_.and_(kScratch, imm(-8));
  a_.add(kScratch, result);
  a_.cmp(kScratch, x86::qword_ptr(kThread, Offsets::kThreadMutatorEnd));
  a_.ja(slow);
  a_.mov(buffer_top, kScratch);
  a_.mov(x86::dword_ptr(result), imm(array_class));
  a_.mov(x86::dword_ptr(result, kArrayLengthOffset), count.r32());
  a_.shr(result, imm(kReferenceShift));
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
  a_.mov(x86::rsi, x86::rbp);
  a_.mov(x86::edx, imm(it_.constant_index()));
  a_.mov(x86::ecx, imm(dimensions));
  call_vm_point(entries_.new_multi_array);
  a_.test(x86::eax, x86::eax);
  a_.jz(throw_site(Throw::kPending));
  for (int i = 0; i < dimensions; i++) (void)pop();
  publish(bci_, depth());
  leave_if_invalid(GoOn::kBehindPush);
  valid_pins_ = 0;
  lock(x86::rax);
  push_general(x86::rax);
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
  Label done = a_.newLabel();
  Label slow = is_inlining() ? replay() : slow_path([this, done] {
    spill_all();
    publish(bci_, depth());
    a_.mov(x86::rsi, x86::rbp);
    a_.mov(x86::edx, imm(bytecode::BytecodeIterator(method_.code(), bci_).constant_index()));
    call_vm_point(entries_.check_cast);
    a_.test(x86::al, x86::al);
    a_.jz(throw_site(Throw::kPending));
    leave_if_invalid(GoOn::kBehind);
    reload_all();
    a_.jmp(done);
  });
  if (!is_known_non_null(object)) {
    a_.test(reg.r32(), reg.r32());
    a_.jz(done);
  }
  load_class(kScratch, reg);
  if (klass.has_display) {
    a_.cmp(x86::dword_ptr(kScratch, static_cast<int32_t>(klass.display_offset)), imm(klass.address));
    a_.jne(slow);
  } else {
    a_.cmp(kScratch.r32(), imm(klass.address));
    a_.je(done);
    a_.mov(kScratch.r32(), x86::dword_ptr(kScratch, Offsets::kClassState));
    a_.cmp(x86::dword_ptr(kScratch, Offsets::kStateSecondaryHit), imm(klass.address));
    a_.jne(slow);
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
  Label done = a_.newLabel();
  a_.mov(result.r32(), 0);
  if (!is_known_non_null(object)) {
    a_.test(reg.r32(), reg.r32());
    a_.jz(done);
  }
  load_class(kScratch, reg);
  if (klass.has_display) {
    a_.cmp(x86::dword_ptr(kScratch, static_cast<int32_t>(klass.display_offset)), imm(klass.address));
    a_.sete(result.r8());
  } else {
    Label slow = slow_path([this, reg, result, klass, done] {
      spill_all();
      a_.lea(x86::rdi, x86::ptr(uint64_t{0}, reg, 3));
      a_.mov(x86::esi, imm(klass.address));
      call_point(entries_.is_instance);
      a_.movzx(result.r32(), x86::al);
      reload_all();
      a_.jmp(done);
    });
    Label yes = a_.newLabel();
    a_.cmp(kScratch.r32(), imm(klass.address));
    a_.je(yes);
    a_.mov(kScratch.r32(), x86::dword_ptr(kScratch, Offsets::kClassState));
    a_.cmp(x86::dword_ptr(kScratch, Offsets::kStateSecondaryHit), imm(klass.address));
    a_.jne(slow);
    a_.bind(yes);
    a_.mov(result.r32(), 1);
  }
  a_.bind(done);
  push_general(result);
}

namespace {
Mem lock_stack_entry(Gp index, int behind) { return x86::dword_ptr(kThread, index, 2, Offsets::kThreadLockStack - 4 * behind); }
}  // namespace

// Takes the thin lock (vm/thread/thin_lock.h) of a free object; changes rax and kScratch.
void BaselineCompiler::lock_object(Gp object, Label slow) {
  Mem size = x86::dword_ptr(kThread, Offsets::kThreadLockStackSize);
  Mem header = field(object, 0, 4);
  a_.cmp(size, imm(kLockStackCapacity));
  a_.jae(slow);
  a_.mov(x86::eax, header);
  a_.test(x86::al, imm(kLockMask));
  a_.jnz(slow);
  a_.lea(kScratch.r32(), x86::ptr(x86::rax, static_cast<int>(kLockThin)));
  a_.lock().cmpxchg(header, kScratch.r32(), x86::eax);
  a_.jne(slow);
  a_.mov(kScratch.r32(), size);
  a_.mov(lock_stack_entry(kScratch, 0), object.r32());
  a_.inc(size);
}

// Gives back a thin lock that is the newest on the lock stack, and there only once; changes rax and kScratch.
void BaselineCompiler::unlock_object(Gp object, Label slow) {
  Mem size = x86::dword_ptr(kThread, Offsets::kThreadLockStackSize);
  Mem header = field(object, 0, 4);
  a_.mov(kScratch.r32(), size);
  a_.test(kScratch.r32(), kScratch.r32());
  a_.jz(slow);
  a_.cmp(lock_stack_entry(kScratch, 1), object.r32());
  a_.jne(slow);
  Label look = a_.newLabel(), once = a_.newLabel();
  a_.bind(look);
  a_.dec(kScratch.r32());
  a_.jz(once);
  a_.cmp(lock_stack_entry(kScratch, 1), object.r32());
  a_.je(slow);
  a_.jmp(look);
  a_.bind(once);
  a_.mov(x86::eax, header);
  a_.mov(kScratch.r32(), x86::eax);
  a_.and_(kScratch.r32(), imm(kLockMask));
  a_.cmp(kScratch.r32(), imm(kLockThin));
  a_.jne(slow);
  a_.lea(kScratch.r32(), x86::ptr(x86::rax, -static_cast<int>(kLockThin)));
  a_.lock().cmpxchg(header, kScratch.r32(), x86::eax);
  a_.jne(slow);
  a_.dec(size);
}

// What is not a thin lock of the usual kind goes to the VM.
void BaselineCompiler::monitor(bool is_enter) {
  Value object = pop();
  Gp reg = read(object, Width::kWord);
  check_null(reg, object);
  note_non_null(object);
  push(object);
  evict(x86::rax);
  if (reg == x86::rax) {  // the comparison needs it
    Gp other = alloc_general();
    Value moved = pop();
    if (moved.kind == Kind::kMemory) {
      a_.mov(other, stack_slot(moved.index));
    } else {
      a_.mov(other, reg);
    }
    moved.kind = Kind::kGeneral;
    moved.reg = static_cast<uint8_t>(other.id());
    push(moved);
    reg = other;
  }
  lock(x86::rax);
  Label done = a_.newLabel();
  Label slow = slow_path([this, is_enter, done] {
    spill_all();
    publish(bci_, depth());
    a_.mov(x86::rsi, x86::rbp);
    call_vm_point(is_enter ? entries_.monitor_enter : entries_.monitor_exit);
    a_.test(x86::al, x86::al);
    a_.jz(throw_site(Throw::kPending));
    leave_if_invalid(GoOn::kBehindPop);
    reload_all();
    a_.jmp(done);
  });
  Mem count = x86::dword_ptr(x86::rbp, Offsets::kFrameLock + 4);
  if (is_enter) {
    lock_object(reg, slow);
    a_.inc(count);
  } else {
    a_.cmp(count, 0);
    a_.je(slow);
    unlock_object(reg, slow);
    a_.dec(count);
  }
  a_.bind(done);
  published_depth_ = -1;
  (void)pop();
}

}  // namespace kiln::jit
