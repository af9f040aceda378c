// jit/baseline/inlining.cpp - callees done in place (inline_plan.h says which).
//
// The arguments stay on the simulated stack, below everything that the callee keeps: so the call can be replayed from any
// point. The callee's locals are
//
//   arguments that it never writes   the Values of the arguments
//   all others                       Values above the arguments, in slots that the frame has below the expression stack
//
// and its expression stack follows. A callee with branches needs the Values below it to be in the same places on all paths:
// those in registers move to registers that nobody takes for the time being (kFreeTemporaries, kSteadyVectors), or to their
// slots. At its own block boundaries a callee's Values are in their slots, as everybody's.
#include "jit/baseline/baseline_compiler.h"

namespace kiln::jit {

using bytecode::Bytecode;
using Kind = Value::Kind;

namespace {
constexpr uint32_t kSteadyVectors[] = {6, 5, 4, 3};

Width width_of_result(char type) {
  switch (type) {
    case 'J': return Width::kLong;
    case 'F': return Width::kFloat;
    case 'D': return Width::kDouble;
  }
  return Width::kWord;
}
int slots_of_result(char type) { return type == 'V' ? 0 : slots_of(width_of_result(type)); }
}  // namespace

const InlinedCall* BaselineCompiler::find_inlined_call() const {
  if (inlining_ != nullptr) return inlining_->call.plan.call_at(it_.bci());
  auto at = std::ranges::lower_bound(flow_.inlined, bci_, {}, [](const auto& call) { return call->bci; });
  return at != flow_.inlined.end() && (*at)->bci == bci_ ? at->get() : nullptr;
}

// A place behind the code where the outermost call is made after all.
Label BaselineCompiler::replay() {
  for (const Inlining* level = inlining_; level != nullptr; level = level->outer) {
    uint32_t bci = level == inlining_ ? it_.bci() : level->inner_bci;
    if (level->call.plan.effects >> bci & 1) {
      VM_DCHECK(false);
      refusal_ = "a call would be replayed after a side effect";
    }
  }
  Inlining& outermost = *outermost_inlining_;
  outermost.replays.push_back(slow_paths_.size());
  Label tail = outermost.replay_tail;
  State arguments(stack_.begin(), stack_.begin() + outermost.call_depth);
  slow_paths_.push_back({a_.new_label(), bci_, std::move(arguments), valid_pins_, -1, [this, tail] {
                           spill_all();
                           a_.jump(tail);
                         }});
  return slow_paths_.back().start;
}

// The Value at `index` in a general register; it stays there if other paths allow.
Gp BaselineCompiler::hold(int index) {
  Value value = stack_[static_cast<size_t>(index)];
  Gp reg = read(value, Width::kWord);
  Value& held = stack_[static_cast<size_t>(index)];
  if (index >= steady_depth_ && value.kind == Kind::kGeneral && held.kind != Kind::kGeneral) {
    held.kind = Kind::kGeneral;
    held.reg = value.reg;
    held.is_dirty = value.is_dirty;
    uses_[value.reg]++;
  }
  return reg;
}

void BaselineCompiler::drop_to(int depth_) {
  while (depth() > depth_) (void)pop();
}

// Replaces the Value at `index`.
void BaselineCompiler::set_value(int index, Value value) {
  Value& old = stack_[static_cast<size_t>(index)];
  if (value.kind == Kind::kGeneral) uses_[value.reg]++;
  if (value.kind == Kind::kVector) vector_uses_[value.reg]++;
  if (old.kind == Kind::kGeneral) uses_[old.reg]--;
  if (old.kind == Kind::kVector) vector_uses_[old.reg]--;
  value.index = static_cast<int16_t>(index);
  old = value;
}

void BaselineCompiler::push_inlined_local(uint32_t local, Width width) {
  int index = inlining_->places[local];
  Value value = stack_[static_cast<size_t>(index)];
  if (value.kind == Kind::kMemory) {
    if (is_float(width)) {
      Vec reg = alloc_vector();
      Mem slot = stack_slot(index, slots_of(width) == 2 ? 8 : 4);
      slots_of(width) == 2 ? a_.move_double(reg, slot) : a_.move_float(reg, slot);
      value.kind = Kind::kVector;
      value.reg = static_cast<uint8_t>(reg.id());
    } else {
      Gp reg = alloc_general();
      slots_of(width) == 2 ? a_.move(reg, stack_slot(index)) : a_.move(word(reg), stack_slot(index, 4));
      value.kind = Kind::kGeneral;
      value.reg = static_cast<uint8_t>(reg.id());
      value.is_dirty = false;
    }
    if (index >= steady_depth_) set_value(index, value);
  }
  push(value);
  if (slots_of(width) == 2) push_dead();
}

void BaselineCompiler::store_inlined_local(uint32_t local, Width width) {
  Value value = slots_of(width) == 2 ? pop_wide() : pop();
  load_if_memory(value);
  set_value(inlining_->places[local], value);
  if (slots_of(width) == 2) set_value(inlining_->places[local + 1], Value{});
}

// Before a callee with branches: no Value changes its place from now on until the callee is done.
void BaselineCompiler::make_steady(Width result, bool has_result, int* result_register) {
  auto free_general = [this] {
    for (Gp reg : kFreeTemporaries) {
      if (uses_[reg.id()] == 0 && !(locked_ & (1u << reg.id()))) return static_cast<int>(reg.id());
    }
    return -1;
  };
  auto free_vector = [this] {
    for (uint32_t id : kSteadyVectors) {
      if (vector_uses_[id] == 0 && !(locked_vectors_ & (1u << id))) return static_cast<int>(id);
    }
    return -1;
  };
  auto is_steady_general = [](uint8_t id) { return std::ranges::any_of(kFreeTemporaries, [id](Gp reg) { return reg.id() == id; }); };
  auto is_steady_vector = [](uint8_t id) { return std::ranges::any_of(kSteadyVectors, [id](uint32_t reg) { return reg == id; }); };
  // The Value at `i`, and those that share its register, move to register `to`, or to its slot if there is none.
  auto settle = [this](int i, bool is_steady, int to, uint32_t& steady, auto&& move) {
    const Value value = stack_[static_cast<size_t>(i)];
    if (is_steady) {
      steady |= 1u << value.reg;
      return;
    }
    if (to < 0) {
      spill(i);
      return;
    }
    move(static_cast<uint32_t>(to), value.reg);
    for (int j = 0; j < depth(); j++) {
      Value other = stack_[static_cast<size_t>(j)];
      if (other.kind != value.kind || other.reg != value.reg) continue;
      other.reg = static_cast<uint8_t>(to);
      set_value(j, other);
    }
    steady |= 1u << to;
  };
  unlock_all();
  for (int i = depth(); i-- > steady_depth_;) {
    const Value value = stack_[static_cast<size_t>(i)];
    if (value.kind == Kind::kGeneral) {
      settle(i, is_steady_general(value.reg), free_general(), steady_, [this](uint32_t to, uint32_t from) { a_.move(general(to), general(from)); });
    } else if (value.kind == Kind::kVector) {
      settle(i, is_steady_vector(value.reg), free_vector(), steady_vectors_, [this](uint32_t to, uint32_t from) { a_.move_vector(vector(to), vector(from)); });
    }
    unlock_all();
  }
  *result_register = !has_result ? -1 : is_float(result) ? free_vector() : free_general();
  if (*result_register >= 0) (is_float(result) ? steady_vectors_ : steady_) |= 1u << *result_register;
  unlock_all();
}

// In: the arguments on the simulated stack. Out: the result instead of them.
void BaselineCompiler::inline_call(const InlinedCall& call) {
  std::string_view descriptor = source_->member_descriptor(it_.constant_index());
  ArgumentLayout layout = lay_out_arguments(descriptor, call.call.has_receiver, false, false);
  const InlinePlan& plan = call.plan;
  depend_on(call.call);
  Inlining level{call, inlining_, depth(), depth() - layout.slots};
  level.result = layout.result;
  bool is_outermost = inlining_ == nullptr;
  if (is_outermost) {
    level.replay_tail = a_.new_label();
    outermost_inlining_ = &level;
  }
  if (call.call.has_receiver) {
    Value& receiver = stack_[static_cast<size_t>(level.base)];
    bool is_checked = is_known_non_null(receiver);
    if (!is_checked || call.is_guarded) {
      Gp reg = hold(level.base);
      check_null(reg, stack_[static_cast<size_t>(level.base)]);
      note_non_null(stack_[static_cast<size_t>(level.base)]);
      if (call.is_guarded) {
        load_class(kScratch, reg);
        if (call.call.dispatch == Dispatch::kInterface) {
          a_.compare(word(kScratch), imm(call.call.likely_class));
        } else {
          a_.compare(at(kScratch, static_cast<int32_t>(call.call.vtable_offset), 4), imm(call.callee.address()));
        }
        a_.branch(Condition::kNotEqual, replay());
      }
    }
    if (level.base >= steady_depth_) stack_[static_cast<size_t>(level.base)].is_non_null = true;
  }
  unlock_all();
  level.non_null = local_non_null_;
  // Where the locals are.
  level.places.assign(static_cast<size_t>(call.callee.max_locals()), 0);
  uint32_t steady_before = steady_, steady_vectors_before = steady_vectors_;
  int steady_depth_before = steady_depth_;
  if (plan.has_blocks) {
    make_steady(width_of_result(layout.result), layout.result != 'V', &level.result_register);
    steady_depth_ = depth();
    level.blocks.resize(call.callee.code().size());
    for (uint32_t bci = 0; bci < level.blocks.size(); bci++) {
      if (plan.is_block(bci)) level.blocks[bci].label = a_.new_label();
    }
  }
  Inlining* outer = inlining_;
  for (int local = 0; local < call.callee.max_locals(); local++) {
    bool is_argument = local < layout.slots;
    bool is_written = plan.written_locals >> local & 1;
    if (is_argument && !is_written) {
      level.places[static_cast<size_t>(local)] = level.base + local;
      continue;
    }
    level.places[static_cast<size_t>(local)] = depth();
    if (!is_argument) {
      push_dead();
      continue;
    }
    Value value = stack_[static_cast<size_t>(level.base + local)];
    if (value.kind == Kind::kMemory) {
      Gp reg = alloc_general();  // of any type: readers move it
      a_.move(reg, stack_slot(level.base + local));
      value.kind = Kind::kGeneral;
      value.reg = static_cast<uint8_t>(reg.id());
      value.is_dirty = true;
    }
    push(value);
    unlock_all();
  }
  level.stack_base = depth();
  // The callee's instructions.
  bytecode::BytecodeIterator it_before = it_;
  int previous_before = previous_bci_, before_previous_before = before_previous_bci_;
  const MethodView* source_before = source_;
  if (outer != nullptr) outer->inner_bci = it_.bci();
  inlining_ = &level;
  source_ = &call.callee;
  std::swap(blocks_, level.blocks);
  level.done = a_.new_label();
  visit_callee();
  std::swap(blocks_, level.blocks);
  source_ = source_before;
  inlining_ = outer;
  it_ = it_before;
  previous_bci_ = previous_before;
  before_previous_bci_ = before_previous_before;
  // Back in the caller. What the callee has found out of its arguments another method, replayed, may not have.
  if (plan.has_blocks || plan.has_guards) local_non_null_ = level.non_null;
  if (plan.has_blocks) {
    drop_to(level.base);
    valid_pins_ = level.done_block.pins;
    steady_ = steady_before;
    steady_vectors_ = steady_vectors_before;
    steady_depth_ = steady_depth_before;
    unlock_all();
    push_inlined_result(level);
  } else if (is_reachable_ || depth() != level.base + slots_of_result(layout.result)) {
    // Never done in place after all.
    drop_to(level.base);
    push_inlined_result(level);
  }
  a_.bind(level.done);
  is_reachable_ = true;
  if (!is_outermost) return;
  outermost_inlining_ = nullptr;
  if (level.replays.empty()) return;
  published_depth_ = -1;
  replay_behind(call, layout, level);
}

void BaselineCompiler::push_inlined_result(const Inlining& level) {
  if (level.result == 'V') return;
  Width width = width_of_result(level.result);
  Value value;
  value.kind = level.result_register < 0 ? Kind::kMemory : is_float(width) ? Kind::kVector : Kind::kGeneral;
  value.reg = static_cast<uint8_t>(level.result_register < 0 ? 0 : level.result_register);
  value.is_dirty = true;
  push(value);
  if (slots_of(width) == 2) push_dead();
}

// The call itself, behind the code. The arguments are in their slots, or, if there is but one way here, where they were at its
// beginning.
void BaselineCompiler::replay_behind(const InlinedCall& call, const ArgumentLayout& layout, const Inlining& level) {
  Label tail = level.replay_tail, done = level.done;
  int base = level.base;
  CallView view = call.call;
  State after = stack_;
  uint32_t pins_after = valid_pins_;
  auto body = [this, done, base, view, layout, after = std::move(after), pins_after](bool is_only) {
    std::vector<Value> values(layout.places.size());
    if (is_only) {
      pop_arguments(layout, &values);
      spill_all();
    } else {
      for (size_t i = 0; i < values.size(); i++) {
        values[i].kind = Kind::kMemory;
        values[i].index = static_cast<int16_t>(base + layout.places[i].slot);
      }
    }
    publish(bci_, base);
    move_arguments(layout, values);
    if (view.dispatch == Dispatch::kInterface) {
      load_class(kResult, kReceiver);
      call_interface(view, true);
    } else if (view.dispatch == Dispatch::kVtable) {
      load_class(kResult, kReceiver);
      a_.move(word(kResult), at(kResult, static_cast<int32_t>(view.vtable_offset), 4));
    } else {
      a_.move(word(kResult), imm(view.method));
    }
    a_.call(at(kResult, Offsets::kMethodEntry, 8));
    stack_ = after;
    valid_pins_ = pins_after;
    if (layout.result != 'V') take_replayed_result(width_of_result(layout.result));
    reload_all();
    a_.jump(done);
  };
  if (level.replays.size() == 1) {
    slow_paths_[level.replays[0]].body = [body] { body(true); };
    return;
  }
  if (level.replays.back() == slow_paths_.size() - 1) slow_paths_.back().body = [this] { spill_all(); };  // falls into it
  (void)slow_path([this, tail, body] {
    a_.bind(tail);
    body(false);
  });
}

// From kResult or kVectorResult to where the Value on top of the stack is, which is popped.
void BaselineCompiler::take_replayed_result(Width width) {
  Value result = slots_of(width) == 2 ? pop_wide() : pop();
  if (result.kind == Kind::kMemory) {
    is_float(width) ? a_.move_double(stack_slot(result.index), kVectorResult) : a_.move(stack_slot(result.index), kResult);
  } else if (result.kind == Kind::kVector) {
    if (!is_float(width)) {
      a_.move_bits(vector(result.reg), kResult);
    } else if (result.reg != 0) {
      a_.move_vector(vector(result.reg), kVectorResult);
    }
  } else if (result.kind == Kind::kGeneral) {
    if (is_float(width)) {
      a_.move_bits(general(result.reg), kVectorResult);
    } else if (slots_of(width) == 1) {
      a_.move(word(general(result.reg)), word(kResult));
    } else if (result.reg != kResult.id()) {
      a_.move(general(result.reg), kResult);
    }
  }
}

void BaselineCompiler::visit_callee() {
  const InlinePlan& plan = inlining_->call.plan;
  is_reachable_ = true;
  previous_bci_ = before_previous_bci_ = -1;
  for (it_ = bytecode::BytecodeIterator(source_->code()); !it_.at_end(); it_.next()) {
    uint32_t bci = it_.bci();
    if (plan.is_block(bci)) begin_inlined_block(bci);
    if (!is_reachable_ || !plan.is_reached(bci)) {
      is_reachable_ = false;
      continue;
    }
    if (plan.is_replay(bci)) {
      a_.jump(replay());
      is_reachable_ = false;
      continue;
    }
    visit();
    unlock_all();
  }
}

// Whether some way leads to a block of the callee at `from` or behind it (all ways go forward).
bool BaselineCompiler::emits_more(uint32_t from) const {
  for (auto bci = from; bci < blocks_.size(); bci++) {
    if (inlining_->call.plan.is_block(bci) && blocks_[bci].is_expected) return true;
  }
  return false;
}

void BaselineCompiler::begin_inlined_block(uint32_t bci) {
  Block& block = blocks_[bci];
  const InlinePlan& plan = inlining_->call.plan;
  // The only thing here may be to return what is on the stack.
  if (is_reachable_ && bytecode::has_flag(it_.opcode(), bytecode::kReturn)) {
    return_inlined(!emits_more(bci));
  }
  if (is_reachable_ && plan.is_replay(bci) && !block.is_expected) return;
  if (is_reachable_) {
    flush();
    prepare_edge(bci);
  }
  if (!block.is_expected) return;
  is_reachable_ = true;
  a_.bind(block.label);
  drop_to(steady_depth_);
  unlock_all();
  while (depth() < inlining_->stack_base + plan.depth[bci]) {
    Value value;
    value.kind = Kind::kMemory;
    value.is_dirty = true;
    push(value);
  }
  valid_pins_ = block.pins;
  local_non_null_ = inlining_->non_null;
}

// The callee's result is on its stack. `falls_out`: nothing of the callee follows.
void BaselineCompiler::return_inlined(bool falls_out) {
  Inlining& level = *inlining_;
  Width width = width_of_result(level.result);
  BasicType type = source_->result();
  Value value;
  if (level.result != 'V') {
    value = slots_of(width) == 2 ? pop_wide() : pop();
    bool is_narrow = type == BasicType::kByte || type == BasicType::kShort || type == BasicType::kChar || type == BasicType::kBoolean;
    bool is_bit = value.kind == Kind::kConstant && (value.bits == 0 || value.bits == 1);
    if (is_narrow && !is_bit) {
      Gp reg = own(value, Width::kWord);
      switch (static_cast<int>(type)) {
        case static_cast<int>(BasicType::kByte): a_.sign_extend(word(reg), byte(reg)); break;
        case static_cast<int>(BasicType::kShort): a_.sign_extend(word(reg), half(reg)); break;
        case static_cast<int>(BasicType::kChar): a_.zero_extend(word(reg), half(reg)); break;
        default: a_.bit_and(word(reg), 1); break;
      }
    }
  }
  is_reachable_ = false;
  if (!level.call.plan.has_blocks) {
    // Another method, replayed, may return something else.
    bool may_differ = level.call.plan.has_guards && (value.kind == Kind::kConstant || value.kind == Kind::kLocal);
    if (level.result != 'V' && (may_differ || value.kind == Kind::kMemory)) {
      if (is_float(width)) {
        (void)own_vector(value, width);
      } else {
        (void)own(value, width);
      }
    }
    if (level.call.plan.has_guards && level.outer == nullptr) value.is_non_null = value.is_fresh = false;
    drop_to(level.base);
    if (level.result == 'V') return;
    push(value);
    if (slots_of(width) == 2) push_dead();
    return;
  }
  if (level.result != 'V') {
    if (level.result_register < 0) {
      if (value.kind == Kind::kMemory) load_if_memory(value);
      store(value, stack_slot(level.base));
    } else if (is_float(width)) {
      Vec from = read_vector(value, width);
      if (from.id() != static_cast<uint32_t>(level.result_register)) a_.move_vector(vector(static_cast<uint32_t>(level.result_register)), from);
    } else {
      Gp to = general(static_cast<uint32_t>(level.result_register));
      if (value.kind == Kind::kConstant) {
        slots_of(width) == 2 ? a_.move(to, imm(value.bits)) : a_.move(word(to), imm(static_cast<uint32_t>(value.bits)));
      } else {
        Gp from = read(value, width);
        a_.move(slots_of(width) == 2 ? to : Gp(word(to)), slots_of(width) == 2 ? from : Gp(word(from)));
      }
    }
  }
  if (!level.done_block.is_expected) {
    level.done_block.is_expected = true;
    level.done_block.pins = valid_pins_;
  }
  make_valid(level.done_block.pins);
  if (!falls_out) a_.jump(level.done);
}

}  // namespace kiln::jit
