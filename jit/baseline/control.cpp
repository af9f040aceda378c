// jit/baseline/control.cpp - comparisons, branches, switches, returns, athrow.
#include <algorithm>

#include "jit/baseline/baseline_compiler.h"

namespace kiln::jit {

using bytecode::Bytecode;
using Kind = Value::Kind;

// A target that nobody has come to yet expects the pins that are valid now, as far as its region has them.
void BaselineCompiler::expect(uint32_t target) {
  Block& block = blocks_[target];
  if (block.is_expected) return;
  block.is_expected = true;
  block.pins = is_inlining() ? valid_pins_ : valid_pins_ & flow_.region_pins[flow_.region[target]];
}

// Makes the pins valid that `target` expects. The stack is flushed. Changes no processor flags. If the way leads into another
// region, control must not come back: that may need the registers of pins that are valid here.
void BaselineCompiler::prepare_edge(uint32_t target) {
  expect(target);
  make_valid(blocks_[target].pins);
}

// For one way of several, by `edge`.
void BaselineCompiler::prepare_case(uint32_t target) {
  if (is_long_way(target)) return expect(target);
  prepare_edge(target);
}

// For a branch by `branch`, which leaves at once where the way leads to a replay only.
void BaselineCompiler::prepare_branch(uint32_t target) {
  if (!is_replay(target)) prepare_case(target);
}

// Where to jump to in order to come to `target`, for which prepare_case was called.
Label BaselineCompiler::edge(uint32_t target) {
  const Block& block = blocks_[target];
  if (!is_long_way(target) || (block.pins & ~valid_pins_) == 0) return block.label;
  return slow_path([this, target] {
    make_valid(blocks_[target].pins);
    a_.jmp(blocks_[target].label);
  });
}

void BaselineCompiler::branch(x86::CondCode condition, uint32_t target) {
  if (is_replay(target) && !blocks_[target].is_expected) {
    a_.j(condition, replay());
    return;
  }
  a_.j(condition, edge(target));
}

// A return that is short: better repeated than jumped to.
bool BaselineCompiler::returns_at_once(uint32_t bci) const {
  bytecode::BytecodeIterator at(method_.code(), bci);
  return bytecode::has_flag(at.opcode(), bytecode::kReturn) && !flow_.has_monitors && !method_.is_synchronized() && !method_.is_object_init();
}

void BaselineCompiler::jump(uint32_t target) {
  if (is_inlining()) {
    bytecode::BytecodeIterator at(source_->code(), target);
    if (bytecode::has_flag(at.opcode(), bytecode::kReturn)) return return_inlined(!emits_more(it_.next_bci()));
    flush();
    prepare_edge(target);
    is_reachable_ = target == it_.next_bci();
    if (!is_reachable_) a_.jmp(blocks_[target].label);
    return;
  }
  if (returns_at_once(target)) {
    bytecode::BytecodeIterator here = it_;
    uint32_t bci = bci_;
    it_.move_to(target);
    bci_ = target;
    return_value();
    it_ = here;
    bci_ = bci;
    return;
  }
  flush();
  prepare_edge(target);
  if (target != it_.next_bci() || flow_.is_loop_header[target]) a_.jmp(blocks_[target].label);
  is_reachable_ = target == it_.next_bci() && !flow_.is_loop_header[target];
}

void BaselineCompiler::compare_int(bool with_zero, x86::CondCode condition) {
  Value b;
  if (!with_zero) b = pop();
  Value a = pop();
  if (!with_zero && a.kind == Kind::kConstant && b.kind != Kind::kConstant) {
    std::swap(a, b);
    condition = x86::reverseCond(condition);
  }
  flush();
  if (with_zero) {
    Gp reg = read(a, Width::kWord).r32();
    prepare_branch(it_.branch_target());
    a_.test(reg, reg);
  } else {
    Gp reg = read(a, Width::kWord).r32();
    asmjit::Operand other = operand(b, Width::kWord);
    prepare_branch(it_.branch_target());
    a_.emit(x86::Inst::kIdCmp, reg, other);
  }
  branch(condition, it_.branch_target());
}

void BaselineCompiler::compare_null(bool is_null) {
  Value value = pop();
  flush();
  Gp reg = read(value, Width::kWord).r32();
  prepare_branch(it_.branch_target());
  a_.test(reg, reg);
  branch(is_null ? x86::CondCode::kEqual : x86::CondCode::kNotEqual, it_.branch_target());
  if (is_null) note_non_null(value);
}

// The instruction behind a comparison, when it is a branch on its result that nobody else jumps to.
bool BaselineCompiler::takes_next_branch(Bytecode* condition, uint32_t* target) {
  bytecode::BytecodeIterator next(source_->code(), it_.next_bci());
  if (next.at_end() || (is_inlining() ? inlining_->call.plan.is_block(next.bci()) : flow_.is_block[next.bci()])) return false;
  Bytecode code = next.opcode();
  if (code < Bytecode::ifeq || code > Bytecode::ifle) return false;
  *condition = code;
  *target = next.branch_target();
  // From here on we stand on the branch.
  before_previous_bci_ = previous_bci_;
  previous_bci_ = static_cast<int>(bci_);
  it_.next();
  if (!is_inlining()) bci_ = it_.bci();
  return true;
}

void BaselineCompiler::compare_long() {
  Value b = pop_wide();
  Value a = pop_wide();
  Bytecode code;
  uint32_t target;
  if (takes_next_branch(&code, &target)) {
    constexpr x86::CondCode kConditions[] = {x86::CondCode::kEqual,    x86::CondCode::kNotEqual, x86::CondCode::kSignedLT,
                                             x86::CondCode::kSignedGE, x86::CondCode::kSignedGT, x86::CondCode::kSignedLE};
    flush();
    Gp reg = read(a, Width::kLong);
    asmjit::Operand other = operand(b, Width::kLong);
    prepare_branch(target);
    a_.emit(x86::Inst::kIdCmp, reg, other);
    branch(kConditions[static_cast<int>(code) - static_cast<int>(Bytecode::ifeq)], target);
    return;
  }
  Gp reg = read(a, Width::kLong);
  asmjit::Operand other = operand(b, Width::kLong);
  Gp result = alloc_general();
  a_.emit(x86::Inst::kIdCmp, reg, other);
  a_.setg(result.r8());
  a_.setl(kScratch.r8());
  a_.movzx(result.r32(), result.r8());
  a_.movzx(kScratch.r32(), kScratch.r8());
  a_.sub(result.r32(), kScratch.r32());
  push_general(result);
}

void BaselineCompiler::compare_float(Width width, bool nan_is_greater) {
  Value b = width == Width::kDouble ? pop_wide() : pop();
  Value a = width == Width::kDouble ? pop_wide() : pop();
  // ucomis sets "below" for unordered: with the operands in this order an unordered result falls on the right side.
  if (nan_is_greater) std::swap(a, b);
  auto compare = [&] {
    Xmm first = read_vector(a, width);
    asmjit::Operand second = vector_operand(b, width);
    return std::pair{first, second};
  };
  uint32_t ucomis = width == Width::kDouble ? x86::Inst::kIdUcomisd : x86::Inst::kIdUcomiss;
  Bytecode code;
  uint32_t target;
  if (takes_next_branch(&code, &target)) {
    flush();
    auto [first, second] = compare();
    prepare_branch(target);
    a_.emit(ucomis, first, second);
    using C = x86::CondCode;
    //                             lt                ge                gt                le
    constexpr C kNanLess[] = {C::kUnsignedLT, C::kUnsignedGE, C::kUnsignedGT, C::kUnsignedLE};
    constexpr C kNanGreater[] = {C::kUnsignedGT, C::kUnsignedLE, C::kUnsignedLT, C::kUnsignedGE};
    switch (static_cast<uint8_t>(code)) {
      case op::ifeq: {
        Label unordered = a_.newLabel();
        a_.jp(unordered);
        branch(C::kEqual, target);
        a_.bind(unordered);
        return;
      }
      case op::ifne:
        branch(C::kParityEven, target);
        branch(C::kNotEqual, target);
        return;
    }
    int index = static_cast<int>(code) - static_cast<int>(Bytecode::iflt);
    branch(nan_is_greater ? kNanGreater[index] : kNanLess[index], target);
    return;
  }
  auto [first, second] = compare();
  Gp result = alloc_general();
  a_.emit(ucomis, first, second);
  a_.seta(result.r8());
  a_.setb(kScratch.r8());
  a_.movzx(result.r32(), result.r8());
  a_.movzx(kScratch.r32(), kScratch.r8());
  if (nan_is_greater) {
    a_.sub(kScratch.r32(), result.r32());
    a_.mov(result.r32(), kScratch.r32());
  } else {
    a_.sub(result.r32(), kScratch.r32());
  }
  push_general(result);
}

void BaselineCompiler::table_switch() {
  bytecode::SwitchView view = it_.switch_view();
  Value key = pop();
  flush();
  Gp reg = own(key, Width::kWord);
  prepare_case(view.default_target());
  uint32_t n = view.size();
  for (uint32_t i = 0; i < n; i++) prepare_case(view.target(i));
  int32_t low = view.low();
  if (n <= 4) {
    for (uint32_t i = 0; i < n; i++) {
      a_.cmp(reg.r32(), imm(view.key(i)));
      branch(x86::CondCode::kEqual, view.target(i));
    }
    a_.jmp(edge(view.default_target()));
  } else {
    Label table = a_.newLabel();
    if (low != 0) a_.sub(reg.r32(), imm(low));
    a_.cmp(reg.r32(), imm(n));
    branch(x86::CondCode::kUnsignedGE, view.default_target());
    if (low == 0) a_.mov(reg.r32(), reg.r32());
    a_.lea(kScratch, x86::ptr(table));
    a_.movsxd(reg, x86::dword_ptr(kScratch, reg, 2));
    a_.add(kScratch, reg);
    a_.jmp(kScratch);
    a_.align(asmjit::AlignMode::kZero, 4);
    a_.bind(table);
    for (uint32_t i = 0; i < n; i++) a_.embedLabelDelta(edge(view.target(i)), table, 4);
  }
  is_reachable_ = false;
}

void BaselineCompiler::lookup_switch() {
  bytecode::SwitchView view = it_.switch_view();
  Value key = pop();
  flush();
  Gp reg = read(key, Width::kWord).r32();
  prepare_case(view.default_target());
  for (uint32_t i = 0; i < view.size(); i++) prepare_case(view.target(i));
  Label other = edge(view.default_target());
  // Binary search; short ranges one by one.
  std::function<void(uint32_t, uint32_t)> search = [&](uint32_t from, uint32_t to) {
    if (to - from <= 4) {
      for (uint32_t i = from; i < to; i++) {
        a_.cmp(reg, imm(view.key(i)));
        branch(x86::CondCode::kEqual, view.target(i));
      }
      a_.jmp(other);
      return;
    }
    uint32_t middle = from + (to - from) / 2;
    Label upper = a_.newLabel();
    a_.cmp(reg, imm(view.key(middle)));
    a_.jge(upper);
    search(from, middle);
    a_.bind(upper);
    search(middle, to);
  };
  search(0, view.size());
  is_reachable_ = false;
}

void BaselineCompiler::return_value() {
  if (is_inlining()) return return_inlined(!emits_more(it_.next_bci()));
  Bytecode code = it_.opcode();
  bool is_vector = code == Bytecode::freturn || code == Bytecode::dreturn;
  if (code == Bytecode::return_ && method_.is_object_init()) {
    // Objects with a finaliser are registered (JLS 12.6): the interpreter's return does that.
    Value self;
    self.kind = Kind::kLocal;
    self.width = Width::kWord;
    Gp reg = read(self, Width::kWord);
    load_class(kScratch, reg);
    a_.test(x86::byte_ptr(kScratch, Offsets::kClassFlags), imm(Class::kHasFinalizer));
    a_.jnz(slow_path([this] {
      a_.mov(x86::r12d, imm(pc_of(bci_)));
      a_.lea(x86::r13, sp_at(depth()));
      a_.mov(x86::edi, imm(method_.interpreter_opcode(static_cast<int>(bci_), -1, -1)));
      a_.jmp(exit_tail_);
    }));
  } else if (code == Bytecode::lreturn) {
    Value value = pop_wide();
    Gp reg = read(value, Width::kLong);
    if (reg != x86::rax) a_.mov(x86::rax, reg);
  } else if (is_vector) {
    Width width = code == Bytecode::dreturn ? Width::kDouble : Width::kFloat;
    Value value = width == Width::kDouble ? pop_wide() : pop();
    Xmm reg = read_vector(value, width);
    if (reg != x86::xmm0) a_.movaps(x86::xmm0, reg);
  } else if (code != Bytecode::return_) {
    Value value = pop();
    Gp reg = read(value, Width::kWord);
    BasicType type = method_.result();
    if (type == BasicType::kByte) {
      a_.movsx(x86::eax, reg.r8());
    } else if (type == BasicType::kShort) {
      a_.movsx(x86::eax, reg.r16());
    } else if (type == BasicType::kChar) {
      a_.movzx(x86::eax, reg.r16());
    } else {
      a_.mov(x86::eax, reg.r32());
      if (type == BasicType::kBoolean) a_.and_(x86::eax, 1);
    }
  }
  bool has_locks = flow_.has_monitors || method_.is_synchronized();
  bool is_leaf = !flow_.has_calls && !flow_.may_call && !flow_.has_loops;
  if (has_locks || !is_leaf) {
    Label slow = slow_path([this, is_vector] {
      if (is_vector) {
        a_.movq(x86::rdi, x86::xmm0);
      } else {
        a_.mov(x86::rdi, x86::rax);
      }
      a_.mov(x86::r12d, imm(pc_of(bci_)));
      a_.lea(x86::r13, sp_at(0));
      a_.mov(x86::r14, x86::rbp);
      a_.lea(x86::rsp, x86::ptr(x86::rbp, -static_cast<int>(method_.frame_bytes())));
      a_.jmp(literal(reinterpret_cast<uintptr_t>(entries_.slow_return)));
    });
    a_.cmp(x86::dword_ptr(kThread, Offsets::kThreadPoll), 0);
    a_.jne(slow);
    if (method_.is_synchronized()) {
      // The result stays in rdx meanwhile.
      Label unusual = a_.newLabel(), back = a_.newLabel();
      a_.mov(x86::rdx, x86::rax);
      a_.cmp(x86::dword_ptr(x86::rbp, Offsets::kFrameLock + 4), 0);
      a_.jne(slow);
      a_.mov(x86::ecx, x86::dword_ptr(x86::rbp, Offsets::kFrameLock));
      unlock_object(x86::rcx, unusual);
      a_.mov(x86::qword_ptr(x86::rbp, Offsets::kFrameLock), 0);
      a_.jmp(back);
      a_.bind(unusual);
      a_.mov(x86::rax, x86::rdx);
      a_.jmp(slow);
      a_.bind(back);
      a_.mov(x86::rax, x86::rdx);
    } else if (has_locks) {
      a_.cmp(x86::qword_ptr(x86::rbp, Offsets::kFrameLock), 0);
      a_.jne(slow);
    }
  }
  a_.leave();
  a_.ret();
  is_reachable_ = false;
}

void BaselineCompiler::athrow() {
  Value value = pop();
  Gp reg = read(value, Width::kWord);
  check_null(reg, value);
  a_.mov(x86::dword_ptr(kThread, Offsets::kThreadException), reg.r32());
  a_.jmp(throw_site(Throw::kPending));
  is_reachable_ = false;
}

}  // namespace kiln::jit
