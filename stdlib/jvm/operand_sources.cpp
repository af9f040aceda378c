#include "stdlib/jvm/operand_sources.h"

#include <algorithm>

#include "vm/meta/class.h"
#include "vm/meta/names.h"

#pragma clang diagnostic ignored "-Wswitch-enum"  // switches over opcodes name the few that matter

namespace kiln::stdlib {

using bytecode::info;

namespace {

int slots_of_type(std::string_view descriptor) { return static_cast<int>(slots_of(basic_type_of(descriptor[0]))); }

}  // namespace

uint32_t parameter_slots(std::string_view descriptor) {
  uint32_t slots = 0;
  for (size_t i = 1; descriptor[i] != ')'; i++) {
    bool is_array = descriptor[i] == '[';
    while (descriptor[i] == '[') i++;
    slots += is_array ? 1 : slots_of(basic_type_of(descriptor[i]));
    if (descriptor[i] == 'L') i = descriptor.find(';', i);
  }
  return slots;
}

void OperandSources::State::pop(int slots) { stack.resize(stack.size() - std::min(stack.size(), static_cast<size_t>(slots))); }

// Inserts a copy of the top `count` slots below the `below` slots under them.
void OperandSources::State::duplicate(int count, int below) {
  if (stack.size() < static_cast<size_t>(count + below)) return;
  std::vector<int32_t> top(stack.end() - count, stack.end());
  stack.insert(stack.end() - count - below, top.begin(), top.end());
}

OperandSources::OperandSources(const Method& method, uint32_t target_bci)
    : method_(method), before_(method.info->code_length) {
  bytecode::CodeBytes code(method.info->original_code.get(), method.info->code_length);
  before_[0] = State{};
  for (int i = 0; i < method.info->handler_count; i++) {
    uint32_t handler = method.info->handlers.get()[i].handler_bci;
    State at_handler;
    at_handler.push(static_cast<int32_t>(handler), 1);
    before_[handler] = at_handler;
  }
  has_new_state_ = true;
  while (!is_complete_ && has_new_state_) {
    is_complete_ = true;
    has_new_state_ = false;
    for (BytecodeIterator at(code); !at.at_end();) {
      step(at);
      at.next();
      if (at.bci() == target_bci && is_known(target_bci)) return;
    }
  }
}

int OperandSources::producer(uint32_t bci, uint32_t depth) const {
  if (!is_known(bci)) return kUnknown;
  const std::vector<int32_t>& stack = before_[bci]->stack;
  return depth < stack.size() ? stack[stack.size() - 1 - depth] : kUnknown;
}

bool OperandSources::is_local_assigned(uint32_t bci, uint32_t local) const {
  return local >= kTrackedLocals || !is_known(bci) || (before_[bci]->assigned >> local & 1) != 0;
}

void OperandSources::merge_into(uint32_t bci, const State& state) {
  if (bci >= before_.size()) return;
  std::optional<State>& there = before_[bci];
  if (!there.has_value()) {
    there = state;
    has_new_state_ = true;
    return;
  }
  size_t height = std::min(there->stack.size(), state.stack.size());
  for (size_t i = 0; i < height; i++) {
    if (there->stack[i] != state.stack[i]) there->stack[i] = kUnknown;
  }
  there->assigned |= state.assigned;
}

void OperandSources::step(const BytecodeIterator& at) {
  if (!is_known(at.bci())) {
    is_complete_ = false;
    return;
  }
  State state = *before_[at.bci()];
  apply(at, state);
  at.for_each_target([&](uint32_t target) { merge_into(target, state); });
  // The reference goes on behind a switch, too, which nobody sees unless only subroutines lead there.
  bool is_switch = at.opcode() == Bytecode::tableswitch || at.opcode() == Bytecode::lookupswitch;
  if (is_switch || !bytecode::ends_block(at.opcode())) merge_into(at.next_bci(), state);
}

void OperandSources::apply(const BytecodeIterator& at, State& state) const {
  Bytecode opcode = at.opcode();
  switch (opcode) {  // NOLINT: the rest is told by the table
    case Bytecode::dup: return state.duplicate(1, 0);
    case Bytecode::dup_x1: return state.duplicate(1, 1);
    case Bytecode::dup_x2: return state.duplicate(1, 2);
    case Bytecode::dup2: return state.duplicate(2, 0);
    case Bytecode::dup2_x1: return state.duplicate(2, 1);
    case Bytecode::dup2_x2: return state.duplicate(2, 2);
    case Bytecode::swap:
      if (state.stack.size() >= 2) std::swap(state.stack.end()[-1], state.stack.end()[-2]);
      return;
    case Bytecode::checkcast: return;
    default: break;
  }
  const bytecode::BytecodeInfo& row = info(opcode);
  if (row.flags & bytecode::kWritesLocal) {
    state.assign(at.local_index());
    if (row.slots_popped == 2) state.assign(at.local_index() + 1);
  }
  if (row.slots_popped < 0 || row.slots_pushed < 0) return apply_constant_pool_use(at, state);
  state.pop(row.slots_popped);
  state.push(static_cast<int32_t>(at.bci()), row.slots_pushed);
}

void OperandSources::apply_constant_pool_use(const BytecodeIterator& at, State& state) const {
  const ConstantPool& constants = *method_.holder->constants;
  Bytecode opcode = at.opcode();
  int32_t bci = static_cast<int32_t>(at.bci());
  if (opcode == Bytecode::multianewarray) {
    state.pop(at.dimensions());
    state.push(bci, 1);
    return;
  }
  if (opcode == Bytecode::ldc || opcode == Bytecode::ldc_w) return state.push(bci, 1);
  if (opcode == Bytecode::ldc2_w) return state.push(bci, 2);
  std::string_view descriptor = constants.member_descriptor(at.constant_index())->view();
  if (bytecode::is_field_access(opcode)) {
    bool is_static = opcode == Bytecode::getstatic || opcode == Bytecode::putstatic;
    bool is_put = opcode == Bytecode::putstatic || opcode == Bytecode::putfield;
    state.pop((is_static ? 0 : 1) + (is_put ? slots_of_type(descriptor) : 0));
    if (!is_put) state.push(bci, slots_of_type(descriptor));
    return;
  }
  bool has_receiver = opcode != Bytecode::invokestatic && opcode != Bytecode::invokedynamic;
  state.pop(static_cast<int>(parameter_slots(descriptor)) + (has_receiver ? 1 : 0));
  state.push(bci, slots_of_type(descriptor.substr(descriptor.find(')') + 1)));
}

}  // namespace kiln::stdlib
