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
    a_.jump(blocks_[target].label);
  });
}

void BaselineCompiler::branch(Condition condition, uint32_t target) {
  if (is_replay(target) && !blocks_[target].is_expected) {
    a_.branch(condition, replay());
    return;
  }
  a_.branch(condition, edge(target));
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
    if (!is_reachable_) a_.jump(blocks_[target].label);
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
  if (target != it_.next_bci() || flow_.is_loop_header[target]) a_.jump(blocks_[target].label);
  is_reachable_ = target == it_.next_bci() && !flow_.is_loop_header[target];
}

void BaselineCompiler::compare_int(bool with_zero, Condition condition) {
  Value b;
  if (!with_zero) b = pop();
  Value a = pop();
  if (!with_zero && a.kind == Kind::kConstant && b.kind != Kind::kConstant) {
    std::swap(a, b);
    condition = exchanged(condition);
  }
  flush();
  if (with_zero) {
    Gp reg = word(read(a, Width::kWord));
    prepare_branch(it_.branch_target());
    a_.test(reg, reg);
  } else {
    Gp reg = word(read(a, Width::kWord));
    Operand other = operand(b, Width::kWord);
    prepare_branch(it_.branch_target());
    a_.compare(reg, other);
  }
  branch(condition, it_.branch_target());
}

void BaselineCompiler::compare_null(bool is_null) {
  Value value = pop();
  flush();
  Gp reg = word(read(value, Width::kWord));
  prepare_branch(it_.branch_target());
  a_.test(reg, reg);
  branch(is_null ? Condition::kEqual : Condition::kNotEqual, it_.branch_target());
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
    constexpr Condition kConditions[] = {Condition::kEqual,    Condition::kNotEqual, Condition::kLess,
                                             Condition::kGreaterEqual, Condition::kGreater, Condition::kLessEqual};
    flush();
    Gp reg = read(a, Width::kLong);
    Operand other = operand(b, Width::kLong);
    prepare_branch(target);
    a_.compare(reg, other);
    branch(kConditions[static_cast<int>(code) - static_cast<int>(Bytecode::ifeq)], target);
    return;
  }
  Gp reg = read(a, Width::kLong);
  Operand other = operand(b, Width::kLong);
  Gp result = alloc_general();
  a_.compare(reg, other);
  a_.set_if(Condition::kGreater, byte(result));
  a_.set_if(Condition::kLess, byte(kScratch));
  a_.zero_extend(word(result), byte(result));
  a_.zero_extend(word(kScratch), byte(kScratch));
  a_.subtract(word(result), word(kScratch));
  push_general(result);
}

void BaselineCompiler::compare_float(Width width, bool nan_is_greater) {
  Value b = width == Width::kDouble ? pop_wide() : pop();
  Value a = width == Width::kDouble ? pop_wide() : pop();
  // Unordered is below: with the operands in this order an unordered result falls on the right side.
  if (nan_is_greater) std::swap(a, b);
  auto compare = [&] {
    Vec first = read_vector(a, width);
    Operand second = vector_operand(b, width);
    return std::pair{first, second};
  };
  auto compare_flags = [this, width](const Vec& first, const Operand& second) {
    width == Width::kDouble ? a_.compare_doubles(first, second) : a_.compare_floats(first, second);
  };
  Bytecode code;
  uint32_t target;
  if (takes_next_branch(&code, &target)) {
    flush();
    auto [first, second] = compare();
    prepare_branch(target);
    compare_flags(first, second);
    using C = Condition;
    //                             lt                ge                gt                le
    constexpr C kNanLess[] = {C::kBelow, C::kAboveEqual, C::kAbove, C::kBelowEqual};
    constexpr C kNanGreater[] = {C::kAbove, C::kBelowEqual, C::kBelow, C::kAboveEqual};
    switch (static_cast<uint8_t>(code)) {
      case op::ifeq: {
        Label unordered = a_.new_label();
        a_.branch(Condition::kUnordered, unordered);
        branch(C::kEqual, target);
        a_.bind(unordered);
        return;
      }
      case op::ifne:
        branch(C::kUnordered, target);
        branch(C::kNotEqual, target);
        return;
    }
    int index = static_cast<int>(code) - static_cast<int>(Bytecode::iflt);
    branch(nan_is_greater ? kNanGreater[index] : kNanLess[index], target);
    return;
  }
  auto [first, second] = compare();
  Gp result = alloc_general();
  compare_flags(first, second);
  a_.set_if(Condition::kAbove, byte(result));
  a_.set_if(Condition::kBelow, byte(kScratch));
  a_.zero_extend(word(result), byte(result));
  a_.zero_extend(word(kScratch), byte(kScratch));
  if (nan_is_greater) {
    a_.subtract(word(kScratch), word(result));
    a_.move(word(result), word(kScratch));
  } else {
    a_.subtract(word(result), word(kScratch));
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
      a_.compare(word(reg), imm(view.key(i)));
      branch(Condition::kEqual, view.target(i));
    }
    a_.jump(edge(view.default_target()));
  } else {
    Label table = a_.new_label();
    if (low != 0) a_.subtract(word(reg), imm(low));
    a_.compare(word(reg), imm(n));
    branch(Condition::kAboveEqual, view.default_target());
    if (low == 0) a_.move(word(reg), word(reg));
    a_.load_address(kScratch, at(table));
    a_.sign_extend_word(reg, at(kScratch, reg, 2, 0, 4));
    a_.add(kScratch, reg);
    a_.jump(kScratch);
    a_.align_data(4);
    a_.bind(table);
    for (uint32_t i = 0; i < n; i++) a_.embed_distance(edge(view.target(i)), table);
  }
  is_reachable_ = false;
}

void BaselineCompiler::lookup_switch() {
  bytecode::SwitchView view = it_.switch_view();
  Value key = pop();
  flush();
  Gp reg = word(read(key, Width::kWord));
  prepare_case(view.default_target());
  for (uint32_t i = 0; i < view.size(); i++) prepare_case(view.target(i));
  Label other = edge(view.default_target());
  // Binary search; short ranges one by one.
  std::function<void(uint32_t, uint32_t)> search = [&](uint32_t from, uint32_t to) {
    if (to - from <= 4) {
      for (uint32_t i = from; i < to; i++) {
        a_.compare(reg, imm(view.key(i)));
        branch(Condition::kEqual, view.target(i));
      }
      a_.jump(other);
      return;
    }
    uint32_t middle = from + (to - from) / 2;
    Label upper = a_.new_label();
    a_.compare(reg, imm(view.key(middle)));
    a_.branch(Condition::kGreaterEqual, upper);
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
    a_.test(at(kScratch, Offsets::kClassFlags, 1), imm(Class::kHasFinalizer));
    a_.branch(kNotZero, slow_path([this] {
      a_.move(word(kInterpreterPc), imm(pc_of(bci_)));
      a_.load_address(kInterpreterSp, sp_at(depth()));
      a_.move(word(kArgument0), imm(method_.interpreter_opcode(static_cast<int>(bci_), -1, -1)));
      a_.jump(exit_tail_);
    }));
  } else if (code == Bytecode::lreturn) {
    Value value = pop_wide();
    Gp reg = read(value, Width::kLong);
    if (reg != kResult) a_.move(kResult, reg);
  } else if (is_vector) {
    Width width = code == Bytecode::dreturn ? Width::kDouble : Width::kFloat;
    Value value = width == Width::kDouble ? pop_wide() : pop();
    Vec reg = read_vector(value, width);
    if (reg != kVectorResult) a_.move_vector(kVectorResult, reg);
  } else if (code != Bytecode::return_) {
    Value value = pop();
    Gp reg = read(value, Width::kWord);
    BasicType type = method_.result();
    if (type == BasicType::kByte) {
      a_.sign_extend(word(kResult), byte(reg));
    } else if (type == BasicType::kShort) {
      a_.sign_extend(word(kResult), half(reg));
    } else if (type == BasicType::kChar) {
      a_.zero_extend(word(kResult), half(reg));
    } else {
      a_.move(word(kResult), word(reg));
      if (type == BasicType::kBoolean) a_.bit_and(word(kResult), 1);
    }
  }
  bool has_locks = flow_.has_monitors || method_.is_synchronized();
  bool is_leaf = !flow_.has_calls && !flow_.may_call && !flow_.has_loops;
  if (has_locks || !is_leaf) {
    Label slow = slow_path([this, is_vector] {
      if (is_vector) {
        a_.move_bits(kArgument0, kVectorResult);
      } else {
        a_.move(kArgument0, kResult);
      }
      a_.move(word(kInterpreterPc), imm(pc_of(bci_)));
      a_.load_address(kInterpreterSp, sp_at(0));
      a_.move(kInterpreterFrame, kFrame);
      a_.load_address(kStack, at(kFrame, -static_cast<int>(method_.frame_bytes())));
      a_.jump(literal(reinterpret_cast<uintptr_t>(entries_.slow_return)));
    });
    a_.compare(at(kThread, Offsets::kThreadPoll, 4), 0);
    a_.branch(Condition::kNotEqual, slow);
    if (method_.is_synchronized()) {
      // The result stays in another register meanwhile.
      Label unusual = a_.new_label(), back = a_.new_label();
      a_.move(kSecondResult, kResult);
      a_.compare(at(kFrame, Offsets::kFrameLock + 4, 4), 0);
      a_.branch(Condition::kNotEqual, slow);
      a_.move(word(kArgument3), at(kFrame, Offsets::kFrameLock, 4));
      unlock_object(kArgument3, unusual);
      a_.move(at(kFrame, Offsets::kFrameLock, 8), 0);
      a_.jump(back);
      a_.bind(unusual);
      a_.move(kResult, kSecondResult);
      a_.jump(slow);
      a_.bind(back);
      a_.move(kResult, kSecondResult);
    } else if (has_locks) {
      a_.compare(at(kFrame, Offsets::kFrameLock, 8), 0);
      a_.branch(Condition::kNotEqual, slow);
    }
  }
  a_.leave_frame();
  a_.return_();
  is_reachable_ = false;
}

void BaselineCompiler::athrow() {
  Value value = pop();
  Gp reg = read(value, Width::kWord);
  check_null(reg, value);
  a_.move(at(kThread, Offsets::kThreadException, 4), word(reg));
  a_.jump(throw_site(Throw::kPending));
  is_reachable_ = false;
}

}  // namespace kiln::jit
