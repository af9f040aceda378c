// jit/baseline/slow.cpp - leaving the straight path: slow paths, throws, calls into the VM, exits to the interpreter.
#include "jit/baseline/baseline_compiler.h"

namespace kiln::jit {

using Kind = Value::Kind;

uint32_t BaselineCompiler::pc_of(uint32_t bci) const {
  return static_cast<uint32_t>(reinterpret_cast<uintptr_t>(method_.interpreter_code())) + bci;
}

Mem BaselineCompiler::literal(uint64_t bits, uint32_t size) {
  for (auto& [known, label] : literals_) {
    if (known == bits) return x86::ptr(label, 0, size);
  }
  literals_.emplace_back(bits, a_.newLabel());
  return x86::ptr(literals_.back().second, 0, size);
}

// What the frame must say before anybody may look at it: the instruction, and the top of its expression stack.
void BaselineCompiler::publish(uint32_t bci, int depth_) {
  a_.mov(x86::qword_ptr(x86::rbp, Offsets::kFramePc), imm(pc_of(bci)));
  if (published_depth_ == depth_) return;
  a_.lea(kScratch, sp_at(depth_));
  a_.mov(x86::qword_ptr(x86::rbp, Offsets::kFrameSp), kScratch);
  published_depth_ = depth_;
}

Label BaselineCompiler::slow_path(std::function<void()> body) {
  slow_paths_.push_back({a_.newLabel(), bci_, stack_, valid_pins_, published_depth_, std::move(body)});
  return slow_paths_.back().start;
}

void BaselineCompiler::spill_all() {
  for (const Value& value : stack_) store(value, stack_slot(value.index));
}

void BaselineCompiler::reload_all() {
  for (const Value& value : stack_) {
    if (value.kind == Kind::kGeneral) a_.mov(x86::gpq(value.reg), stack_slot(value.index));
    if (value.kind == Kind::kVector) a_.movsd(x86::xmm(value.reg), stack_slot(value.index));
  }
  for (size_t pin = 0; pin < flow_.pins.size(); pin++) {
    if (valid_pins_ >> pin & 1) load_pin(static_cast<int>(pin));
  }
}

void BaselineCompiler::call_c(const void* function) { a_.call(literal(reinterpret_cast<uintptr_t>(function))); }

void BaselineCompiler::call_vm(const void* function) {
  a_.mov(x86::qword_ptr(kThread, Offsets::kThreadLastFrame), x86::rbp);
  a_.mov(x86::rdi, kThread);
  call_c(function);
}

// (Those that select a method stop only to throw, and need none.)
void BaselineCompiler::leave_if_invalid(GoOn how) {
  VM_DCHECK(!is_inlining());
  a_.cmp(x86::byte_ptr(invalid_flag_), 0);
  a_.jne(go_on_tails_[static_cast<int>(how)]);
  looks_at_flag_ = uses_go_on_[static_cast<int>(how)] = true;
}

Label BaselineCompiler::throw_site(Throw kind) {
  if (is_inlining()) return replay();
  for (size_t i = throws_.size(); i-- > 0 && throws_[i].bci == bci_;) {
    if (throws_[i].kind == kind) return throws_[i].label;
  }
  throws_.push_back({kind, bci_, a_.newLabel(), kScratch, Value{}});
  return throws_.back().label;
}

Label BaselineCompiler::throw_index(Gp array, const Value& index) {
  if (is_inlining()) return replay();
  throws_.push_back({Throw::kArrayIndex, bci_, a_.newLabel(), array, index});
  return throws_.back().label;
}

void BaselineCompiler::check_null(Gp reference, const Value& value) {
  if (is_known_non_null(value)) return;
  a_.test(reference.r32(), reference.r32());
  a_.jz(throw_site(Throw::kNullPointer));
}

void BaselineCompiler::load_class(Gp result, Gp reference) {
  a_.mov(result.r32(), field(reference, 0, 4));
  a_.and_(result.r32(), imm(static_cast<int32_t>(kClassMask)));
}

// The frame becomes the interpreter's at this instruction, which is not compiled; control does not come back here.
void BaselineCompiler::uncommon_exit() {
  if (is_inlining()) {
    a_.jmp(replay());
    is_reachable_ = false;
    return;
  }
  flush();
  a_.mov(x86::r12d, imm(pc_of(bci_)));
  a_.lea(x86::r13, sp_at(depth()));
  a_.mov(x86::edi, imm(method_.interpreter_opcode(static_cast<int>(bci_), previous_bci_, before_previous_bci_)));
  a_.jmp(exit_tail_);
  is_reachable_ = false;
}

// ---- behind the code ----

void BaselineCompiler::emit_slow_paths() {
  for (size_t i = 0; i < slow_paths_.size(); i++) {  // bodies use throw sites, but make no slow paths
    SlowPath path = std::move(slow_paths_[i]);
    stack_ = std::move(path.stack);
    valid_pins_ = path.valid_pins;
    published_depth_ = -1;
    bci_ = path.bci;
    note_point(static_cast<int32_t>(bci_));
    a_.bind(path.start);
    path.body();
  }
}

void BaselineCompiler::emit_throws() {
  bool is_used[kThrows] = {};
  for (const ThrowSite& site : throws_) {
    note_point(static_cast<int32_t>(site.bci));
    a_.bind(site.label);
    is_used[static_cast<int>(site.kind)] = true;
    if (site.kind == Throw::kArrayIndex) {
      a_.mov(kScratch.r32(), field(site.array, kArrayLengthOffset, 4));
      switch (site.index.kind) {
        case Kind::kConstant: a_.mov(x86::edi, imm(static_cast<uint32_t>(site.index.bits))); break;
        case Kind::kGeneral:
          if (site.index.reg != x86::rdi.id()) a_.mov(x86::edi, x86::gpd(site.index.reg));
          break;
        case Kind::kLocal: a_.mov(x86::edi, local_slot(site.index.local, 4)); break;
        case Kind::kMemory:
        case Kind::kVector:
        case Kind::kDead: VM_UNREACHABLE();
      }
      a_.shl(x86::rdi, 32);
      a_.or_(x86::rdi, kScratch);
    }
    a_.mov(x86::r12d, imm(pc_of(site.bci)));
    a_.jmp(throw_tails_[static_cast<int>(site.kind)]);
  }
  note_point(-1);
  const void* targets[] = {entries_.throw_pending, entries_.throw_null_pointer, entries_.throw_null_pointer_after_fault,
                           entries_.throw_division_by_zero, entries_.throw_array_index};
  for (int kind = 0; kind < kThrows; kind++) {
    if (!is_used[kind]) continue;
    a_.bind(throw_tails_[kind]);
    // Whatever is on the expression stack is given up.
    a_.lea(x86::r13, sp_at(0));
    a_.mov(x86::r14, x86::rbp);
    a_.lea(x86::rsp, x86::ptr(x86::rbp, -static_cast<int>(method_.frame_bytes())));
    a_.jmp(literal(reinterpret_cast<uintptr_t>(targets[kind])));
  }
  const void* go_on_targets[] = {entries_.go_on_at, entries_.go_on_behind, entries_.go_on_behind_pop, entries_.go_on_behind_push};
  for (int how = 0; how < kGoOns; how++) {
    if (!uses_go_on_[how]) continue;
    a_.bind(go_on_tails_[how]);
    if (how == static_cast<int>(GoOn::kBehindPush)) a_.mov(x86::edi, x86::eax);
    a_.mov(x86::r14, x86::rbp);
    a_.lea(x86::rsp, x86::ptr(x86::rbp, -static_cast<int>(method_.frame_bytes())));
    a_.jmp(literal(reinterpret_cast<uintptr_t>(go_on_targets[how])));
  }
  a_.bind(exit_tail_);
  a_.mov(x86::r14, x86::rbp);
  a_.lea(x86::rsp, x86::ptr(x86::rbp, -static_cast<int>(method_.frame_bytes())));
  a_.jmp(literal(reinterpret_cast<uintptr_t>(entries_.uncommon_exit)));
}

void BaselineCompiler::emit_literals() {
  a_.align(asmjit::AlignMode::kZero, 8);
  for (auto& [bits, label] : literals_) {
    a_.bind(label);
    a_.embed(&bits, 8);
  }
  if (!looks_at_flag_) return;
  a_.bind(invalid_flag_);
  constexpr uint8_t kValid = 0;
  a_.embed(&kValid, 1);
}

}  // namespace kiln::jit
