// jit/baseline/slow.cpp - leaving the straight path: slow paths, throws, calls into the VM, exits to the interpreter.
#include "jit/baseline/baseline_compiler.h"

namespace kiln::jit {

using Kind = Value::Kind;

uint32_t BaselineCompiler::pc_of(uint32_t bci) const {
  return static_cast<uint32_t>(reinterpret_cast<uintptr_t>(method_.interpreter_code())) + bci;
}

Mem BaselineCompiler::literal(uint64_t bits, uint32_t size) {
  for (auto& [known, label] : literals_) {
    if (known == bits) return at(label, size);
  }
  literals_.emplace_back(bits, a_.new_label());
  return at(literals_.back().second, size);
}

// What the frame must say before anybody may look at it: the instruction, and the top of its expression stack.
void BaselineCompiler::publish(uint32_t bci, int depth_) {
  a_.move(at(kFrame, Offsets::kFramePc, 8), imm(pc_of(bci)));
  if (published_depth_ == depth_) return;
  a_.load_address(kScratch, sp_at(depth_));
  a_.move(at(kFrame, Offsets::kFrameSp, 8), kScratch);
  published_depth_ = depth_;
}

Label BaselineCompiler::slow_path(std::function<void()> body) {
  slow_paths_.push_back({a_.new_label(), bci_, stack_, valid_pins_, published_depth_, std::move(body)});
  return slow_paths_.back().start;
}

void BaselineCompiler::spill_all() {
  for (const Value& value : stack_) store(value, stack_slot(value.index));
}

void BaselineCompiler::reload_all() {
  for (const Value& value : stack_) {
    if (value.kind == Kind::kGeneral) a_.move(general(value.reg), stack_slot(value.index));
    if (value.kind == Kind::kVector) a_.move_double(vector(value.reg), stack_slot(value.index));
  }
  for (size_t pin = 0; pin < flow_.pins.size(); pin++) {
    if (valid_pins_ >> pin & 1) load_pin(static_cast<int>(pin));
  }
}

void BaselineCompiler::call_c(const void* function) { a_.call(literal(reinterpret_cast<uintptr_t>(function))); }

void BaselineCompiler::call_vm(const void* function) {
  a_.move(at(kThread, Offsets::kThreadLastFrame, 8), kFrame);
  a_.move(kArgument0, kThread);
  call_c(function);
}

// (Those that select a method stop only to throw, and need none.)
void BaselineCompiler::leave_if_invalid(GoOn how) {
  VM_DCHECK(!is_inlining());
  a_.compare(at(invalid_flag_, 1), 0);
  a_.branch(Condition::kNotEqual, go_on_tails_[static_cast<int>(how)]);
  looks_at_flag_ = uses_go_on_[static_cast<int>(how)] = true;
}

Label BaselineCompiler::throw_site(Throw kind) {
  if (is_inlining()) return replay();
  for (size_t i = throws_.size(); i-- > 0 && throws_[i].bci == bci_;) {
    if (throws_[i].kind == kind) return throws_[i].label;
  }
  throws_.push_back({kind, bci_, a_.new_label(), kScratch, Value{}});
  return throws_.back().label;
}

Label BaselineCompiler::throw_index(Gp array, const Value& index) {
  if (is_inlining()) return replay();
  throws_.push_back({Throw::kArrayIndex, bci_, a_.new_label(), array, index});
  return throws_.back().label;
}

void BaselineCompiler::check_null(Gp reference, const Value& value) {
  if (is_known_non_null(value)) return;
  a_.test(word(reference), word(reference));
  a_.branch(kZero, throw_site(Throw::kNullPointer));
}

void BaselineCompiler::load_class(Gp result, Gp reference) {
  a_.move(word(result), field(reference, 0, 4));
  a_.bit_and(word(result), imm(static_cast<int32_t>(kClassMask)));
}

// The frame becomes the interpreter's at this instruction, which is not compiled; control does not come back here.
void BaselineCompiler::uncommon_exit() {
  if (is_inlining()) {
    a_.jump(replay());
    is_reachable_ = false;
    return;
  }
  flush();
  a_.move(word(kInterpreterPc), imm(pc_of(bci_)));
  a_.load_address(kInterpreterSp, sp_at(depth()));
  a_.move(word(kArgument0), imm(method_.interpreter_opcode(static_cast<int>(bci_), previous_bci_, before_previous_bci_)));
  a_.jump(exit_tail_);
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
      a_.move(word(kScratch), field(site.array, kArrayLengthOffset, 4));
      switch (site.index.kind) {
        case Kind::kConstant: a_.move(word(kArgument0), imm(static_cast<uint32_t>(site.index.bits))); break;
        case Kind::kGeneral:
          if (site.index.reg != kArgument0.id()) a_.move(word(kArgument0), word(general(site.index.reg)));
          break;
        case Kind::kLocal: a_.move(word(kArgument0), local_slot(site.index.local, 4)); break;
        case Kind::kMemory:
        case Kind::kVector:
        case Kind::kDead: VM_UNREACHABLE();
      }
      a_.shift(Shift::kLeft, kArgument0, 32);
      a_.bit_or(kArgument0, kScratch);
    }
    a_.move(word(kInterpreterPc), imm(pc_of(site.bci)));
    a_.jump(throw_tails_[static_cast<int>(site.kind)]);
  }
  note_point(-1);
  const void* targets[] = {entries_.throw_pending, entries_.throw_null_pointer, entries_.throw_null_pointer_after_fault,
                           entries_.throw_division_by_zero, entries_.throw_array_index};
  for (int kind = 0; kind < kThrows; kind++) {
    if (!is_used[kind]) continue;
    a_.bind(throw_tails_[kind]);
    // Whatever is on the expression stack is given up.
    a_.load_address(kInterpreterSp, sp_at(0));
    a_.move(kInterpreterFrame, kFrame);
    a_.load_address(kStack, at(kFrame, -static_cast<int>(method_.frame_bytes())));
    a_.jump(literal(reinterpret_cast<uintptr_t>(targets[kind])));
  }
  const void* go_on_targets[] = {entries_.go_on_at, entries_.go_on_behind, entries_.go_on_behind_pop, entries_.go_on_behind_push};
  for (int how = 0; how < kGoOns; how++) {
    if (!uses_go_on_[how]) continue;
    a_.bind(go_on_tails_[how]);
    if (how == static_cast<int>(GoOn::kBehindPush)) a_.move(word(kArgument0), word(kResult));
    a_.move(kInterpreterFrame, kFrame);
    a_.load_address(kStack, at(kFrame, -static_cast<int>(method_.frame_bytes())));
    a_.jump(literal(reinterpret_cast<uintptr_t>(go_on_targets[how])));
  }
  a_.bind(exit_tail_);
  a_.move(kInterpreterFrame, kFrame);
  a_.load_address(kStack, at(kFrame, -static_cast<int>(method_.frame_bytes())));
  a_.jump(literal(reinterpret_cast<uintptr_t>(entries_.uncommon_exit)));
}

void BaselineCompiler::emit_literals() {
  a_.align_data(8);
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
