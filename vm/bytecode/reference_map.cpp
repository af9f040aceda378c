#include "vm/bytecode/reference_map.h"

#include <algorithm>
#include <functional>

namespace kiln::bytecode {

char ArgumentTypes::next() {
  if (rest_.empty() || rest_[0] == ')') return '\0';
  char first = rest_[0];
  size_t end = 0;
  while (end < rest_.size() && rest_[end] == '[') end++;
  if (end < rest_.size() && rest_[end] == 'L') end = rest_.find(';', end);
  if (end >= rest_.size()) {
    rest_ = {};
    return '\0';
  }
  rest_.remove_prefix(end + 1);
  return first;
}

// ---- Blocks ----

// Blocks start at 0, at targets, behind instructions that end a block or may branch, and at both ends of protected
// ranges, so that the handlers are the same for all instructions of a block.
void ReferenceMapAnalysis::find_blocks() {
  uint32_t size = static_cast<uint32_t>(input_.code.size());
  block_of_bci_.assign(size, kNone);
  auto start_at = [&](uint32_t bci) {
    if (bci < size) block_of_bci_[bci] = 0;
  };
  start_at(0);
  for (const HandlerRange& handler : input_.handlers) {
    start_at(handler.start_bci);
    start_at(handler.end_bci);
    start_at(handler.handler_bci);
  }
  for (BytecodeIterator it(input_.code); !it.at_end(); it.next()) {
    if (it.error() != nullptr) break;  // unreachable in verified code; execute() complains if it is reached
    Bytecode code = it.opcode();
    it.for_each_target(start_at);
    if (is_branch(code) || ends_block(code)) start_at(it.next_bci());
    if (code == Bytecode::jsr || code == Bytecode::jsr_w) jsrs_.push_back({it.next_bci(), it.branch_target()});
  }
  for (uint32_t bci = 0; bci < size; bci++) {
    if (block_of_bci_[bci] == kNone) continue;
    block_of_bci_[bci] = static_cast<uint32_t>(block_starts_.size());
    block_starts_.push_back(bci);
  }
}

uint32_t ReferenceMapAnalysis::block_containing(uint32_t bci) const {
  auto after = std::upper_bound(block_starts_.begin(), block_starts_.end(), bci);
  return static_cast<uint32_t>(after - block_starts_.begin()) - 1;
}

// ---- The type flow ----

ReferenceMapAnalysis::ReferenceMapAnalysis(const ReferenceMapInput& input) : input_(input) {
  if (input_.code.empty()) {
    note_error("no code");
    return;
  }
  find_blocks();
  contexts_.push_back({0, 0, std::vector<uint32_t>(block_starts_.size(), kNone)});
  run();
}

void ReferenceMapAnalysis::enter_method(Running& state) const {
  state.slots.assign(size_t{input_.max_locals} + input_.max_stack, kValue);
  uint32_t local = 0;
  if (!input_.is_static) set_local(state, local++, kReference);
  ArgumentTypes types(input_.descriptor);
  while (char type = types.next()) {
    bool is_wide = type == 'J' || type == 'D';
    set_local(state, local, type == 'L' || type == '[' ? kReference : is_wide ? kWide : kValue);
    local += is_wide ? 2 : 1;
  }
}

void ReferenceMapAnalysis::run() {
  Running state;
  enter_method(state);
  flow_to(0, state, false);
  while (!work_.empty() && error_ != kTooComplex) {
    std::pop_heap(work_.begin(), work_.end(), std::greater<>());
    uint32_t entry = work_.back().second;
    work_.pop_back();
    entries_[entry].pending = false;
    load(entry, state);
    run_block(entry, state);
    if (state.error != nullptr) note_error(state.error);
  }
}

// Sets the running state to that at the start of a block.
void ReferenceMapAnalysis::load(uint32_t entry, Running& state) const {
  const Entry& from = entries_[entry];
  state.slots.resize(size_t{input_.max_locals} + input_.max_stack);
  std::copy_n(pool_.begin() + static_cast<ptrdiff_t>(from.offset), input_.max_locals + from.depth, state.slots.begin());
  state.depth = from.depth;
  state.context = from.context;
  state.error = nullptr;
}

void ReferenceMapAnalysis::run_block(uint32_t entry, Running& state) {
  uint32_t start = block_starts_[entries_[entry].block];
  bool locals_changed = true;
  for (BytecodeIterator it(input_.code, start);;) {
    if (const char* why = it.error()) {
      state.fail(why);
      return;
    }
    // An exception thrown here sees the locals as they are now.
    if (locals_changed) flow_to_handlers(start, state);
    locals_changed = has_flag(it.opcode(), kWritesLocal);
    if (!execute(it, state)) return;
    if (!transfer_control(it, state)) return;
    it.next();
    if (it.at_end()) {
      state.fail("execution falls off the end of the code");
      return;
    }
    if (block_of_bci_[it.bci()] != kNone) {
      flow_to(it.bci(), state, false);
      return;
    }
  }
}

// Joins `state` into the entry state of the block at `bci`, and queues the block if that changed anything. To a handler
// the operand stack is one reference.
void ReferenceMapAnalysis::flow_to(uint32_t bci, const Running& state, bool to_handler) {
  if (bci >= block_of_bci_.size() || block_of_bci_[bci] == kNone) {
    note_error("control leaves the code");
    return;
  }
  uint32_t block = block_of_bci_[bci];
  uint32_t depth = to_handler ? 1 : state.depth;
  if (to_handler && input_.max_stack == 0) {
    note_error("stack overflow");
    return;
  }
  uint32_t& known = contexts_[state.context].entry_of_block[block];
  bool changed = false;
  if (known == kNone) {
    known = static_cast<uint32_t>(entries_.size());
    entries_.push_back({pool_.size(), depth, block, state.context, false});
    pool_.insert(pool_.end(), state.slots.begin(), state.slots.begin() + input_.max_locals + (to_handler ? 0 : depth));
    if (to_handler) pool_.push_back(kReference);
    changed = true;
  } else if (entries_[known].depth != depth) {
    note_error("operand stacks of different depth meet");
    return;
  } else {
    Slot* into = pool_.data() + entries_[known].offset;
    uint32_t count = input_.max_locals + (to_handler ? 0 : depth);
    for (uint32_t i = 0; i < count; i++) {
      if (into[i] == state.slots[i] || into[i] == kValue) continue;
      into[i] = kValue;
      changed = true;
    }
  }
  Entry& entry = entries_[known];
  if (!changed || entry.pending) return;
  entry.pending = true;
  work_.push_back({block, known});
  std::push_heap(work_.begin(), work_.end(), std::greater<>());
}

void ReferenceMapAnalysis::flow_to_handlers(uint32_t block_start, const Running& state) {
  for (const HandlerRange& handler : input_.handlers) {
    if (handler.start_bci <= block_start && block_start < handler.end_bci) flow_to(handler.handler_bci, state, true);
  }
}

// Flows to the targets of the instruction; true when control also reaches the next one.
bool ReferenceMapAnalysis::transfer_control(const BytecodeIterator& it, Running& state) {
  Bytecode code = it.opcode();
  if (has_flag(code, kSubroutine)) return transfer_subroutine(it, state);
  it.for_each_target([&](uint32_t target) { flow_to(target, state, false); });
  return !ends_block(code);
}

bool ReferenceMapAnalysis::transfer_subroutine(const BytecodeIterator& it, Running& state) {
  if (it.opcode() != Bytecode::ret) {  // jsr: execute() has pushed the return address
    Slot address = state.slots[input_.max_locals + state.depth - 1];
    state.context = context_after_jsr(state.context, address - kFirstReturnAddress);
    if (state.context != kNone) flow_to(it.branch_target(), state, false);
    return false;
  }
  uint32_t local = it.local_index();
  Slot address = local < input_.max_locals ? state.slots[local] : kValue;
  if (address < kFirstReturnAddress) return state.fail("ret without a return address");
  uint32_t jsr = address - kFirstReturnAddress;
  for (uint32_t context = state.context; context != 0; context = contexts_[context].parent) {
    if (contexts_[context].jsr != jsr) continue;
    state.context = contexts_[context].parent;
    flow_to(jsrs_[jsr].return_bci, state, false);
    return false;
  }
  return state.fail("ret from a subroutine that is not active");
}

uint32_t ReferenceMapAnalysis::context_after_jsr(uint32_t context, uint32_t jsr) {
  for (uint32_t at = context; at != 0; at = contexts_[at].parent) {
    if (jsrs_[contexts_[at].jsr].target == jsrs_[jsr].target) context = contexts_[at].parent;
  }
  auto [position, is_new] = child_contexts_.try_emplace({context, jsr}, static_cast<uint32_t>(contexts_.size()));
  if (is_new) {
    if (contexts_.size() == kMaxContexts) {
      error_ = kTooComplex;
      child_contexts_.erase(position);
      return kNone;
    }
    contexts_.push_back({context, jsr, std::vector<uint32_t>(block_starts_.size(), kNone)});
  }
  return position->second;
}

// ---- One instruction ----

bool ReferenceMapAnalysis::push(Running& state, Slot kind) const {
  if (state.depth >= input_.max_stack) return state.fail("stack overflow");
  state.slots[input_.max_locals + state.depth++] = kind;
  return true;
}

// Pushes a value of a type given by the first character of its descriptor or by a letter of bytecodes.def.
bool ReferenceMapAnalysis::push_type(Running& state, char type) const {
  switch (type) {
    case 'A':
    case 'L':
    case '[': return push(state, kReference);
    case 'J':
    case 'D': return push(state, kWide) && push(state, kValue);
    case 'V': return true;
    case 'I':
    case 'F':
    case 'Z':
    case 'B':
    case 'C':
    case 'S': return push(state, kValue);
    default: return state.fail("unknown type");
  }
}

bool ReferenceMapAnalysis::pop(Running& state, uint32_t count) const {
  if (state.depth < count) return state.fail("stack underflow");
  state.depth -= count;
  return true;
}

bool ReferenceMapAnalysis::set_local(Running& state, uint32_t index, Slot kind) const {
  if (index >= input_.max_locals) return state.fail("local variable out of range");
  if (index > 0 && state.slots[index - 1] == kWide) state.slots[index - 1] = kValue;  // half of it is gone
  state.slots[index] = kind;
  return true;
}

bool ReferenceMapAnalysis::execute(const BytecodeIterator& it, Running& state) const {
  Bytecode code = it.opcode();
  const BytecodeInfo& row = info(code);
  if (row.flags & kReadsLocal) {
    if (row.pushes.empty()) return true;  // iinc, ret
    uint32_t local = it.local_index();
    if (local + row.slots_pushed > input_.max_locals) return state.fail("local variable out of range");
    if (row.pushes == "A") return push(state, state.slots[local]);  // a copy, for code nobody verified
    return push_type(state, row.pushes[0]);
  }
  if (row.flags & kWritesLocal) {
    if (!pop(state, static_cast<uint32_t>(row.slots_popped))) return false;
    uint32_t local = it.local_index();
    if (row.pops == "A") return set_local(state, local, state.slots[input_.max_locals + state.depth]);
    if (row.slots_popped == 1) return set_local(state, local, kValue);
    return set_local(state, local + 1, kValue) && set_local(state, local, kWide);
  }
  if (code >= Bytecode::pop && code <= Bytecode::swap) return execute_stack(code, state);
  if (row.slots_popped < 0 || row.slots_pushed < 0) return execute_member(it, state);
  if (!pop(state, static_cast<uint32_t>(row.slots_popped))) return false;
  for (char type : row.pushes) {
    if (type == 'R') {  // jsr: which one is told by its return bci
      auto jsr = std::lower_bound(jsrs_.begin(), jsrs_.end(), it.next_bci(),
                                  [](const Jsr& a, uint32_t bci) { return a.return_bci < bci; });
      if (jsr == jsrs_.end() || jsr->return_bci != it.next_bci()) return state.fail("jsr inside another instruction");
      if (!push(state, static_cast<Slot>(kFirstReturnAddress + (jsr - jsrs_.begin())))) return false;
    } else if (!push_type(state, type)) {
      return false;
    }
  }
  return true;
}

// Instructions whose stack effect the constant pool tells, or an operand (multianewarray).
bool ReferenceMapAnalysis::execute_member(const BytecodeIterator& it, Running& state) const {
  Bytecode code = it.opcode();
  if (code == Bytecode::multianewarray) return pop(state, it.dimensions()) && push(state, kReference);
  if (code >= Bytecode::ldc && code <= Bytecode::ldc2_w) {
    return push_type(state, input_.constant_type(input_.context, it.constant_index()));
  }
  if (is_invoke(code)) {
    ArgumentTypes types(input_.member_descriptor(input_.context, it.constant_index()));
    while (types.next()) {
    }
    return pop(state, argument_slots_at(it)) && push_type(state, types.return_type());
  }
  VM_DCHECK(is_field_access(code));
  std::string_view descriptor = input_.member_descriptor(input_.context, it.constant_index());
  if (descriptor.empty()) return state.fail("no field descriptor");
  uint32_t size = descriptor[0] == 'J' || descriptor[0] == 'D' ? 2 : 1;
  bool has_object = code == Bytecode::getfield || code == Bytecode::putfield;
  bool is_put = code == Bytecode::putfield || code == Bytecode::putstatic;
  if (!pop(state, (has_object ? 1 : 0) + (is_put ? size : 0))) return false;
  return is_put || push_type(state, descriptor[0]);
}

// Slots an invoke takes from the stack; 0 for other instructions.
uint32_t ReferenceMapAnalysis::argument_slots_at(const BytecodeIterator& it) const {
  Bytecode code = it.opcode();
  if (!is_invoke(code)) return 0;
  uint32_t slots = code == Bytecode::invokestatic || code == Bytecode::invokedynamic ? 0 : 1;
  ArgumentTypes types(input_.member_descriptor(input_.context, it.constant_index()));
  while (char type = types.next()) slots += type == 'J' || type == 'D' ? 2 : 1;
  return slots;
}

// pop ... swap, as moves of single slots.
bool ReferenceMapAnalysis::execute_stack(Bytecode code, Running& state) const {
  // What the instruction leaves in place of the slots it takes, top of the stack is 1.
  const char* result = "";
  if (code == Bytecode::dup) result = "11";
  if (code == Bytecode::dup_x1) result = "121";
  if (code == Bytecode::dup_x2) result = "1321";
  if (code == Bytecode::dup2) result = "2121";
  if (code == Bytecode::dup2_x1) result = "21321";
  if (code == Bytecode::dup2_x2) result = "214321";
  if (code == Bytecode::swap) result = "12";
  uint32_t taken = static_cast<uint32_t>(info(code).slots_popped);
  if (!pop(state, taken)) return false;
  Slot old[4];
  for (uint32_t i = 0; i < taken; i++) old[i] = state.slots[input_.max_locals + state.depth + taken - 1 - i];
  for (; *result != '\0'; result++) {
    if (!push(state, old[*result - '1'])) return false;
  }
  return true;
}

// ---- Queries ----

bool ReferenceMapAnalysis::map_at(uint32_t bci, const FrameReader* reader, ReferenceMap* result, std::vector<bool>* wide) const {
  if (bci >= input_.code.size()) return false;
  uint32_t block = block_containing(bci);
  Running state;
  // In the second round, when the frame fitted no context, all count.
  for (bool must_fit : {true, false}) {
    uint32_t joined = 0;
    for (uint32_t context = 0; context < contexts_.size(); context++) {
      uint32_t entry = contexts_[context].entry_of_block[block];
      if (entry == kNone) continue;
      load(entry, state);
      BytecodeIterator it(input_.code, block_starts_[block]);
      while (it.bci() < bci && it.error() == nullptr && execute(it, state)) it.next();
      if (it.bci() != bci || it.error() != nullptr) continue;
      bool fits = true;
      for (uint32_t i = 0; must_fit && reader != nullptr && i < input_.max_locals + state.depth; i++) {
        if (state.slots[i] < kFirstReturnAddress) continue;
        if (reader->slot(reader->context, i) != jsrs_[state.slots[i] - kFirstReturnAddress].return_bci) fits = false;
      }
      if (!fits) continue;
      uint32_t count = input_.max_locals + state.depth;
      if (joined++ == 0) {
        result->max_locals = input_.max_locals;
        result->stack_depth = state.depth;
        result->argument_slots = argument_slots_at(it);
        result->depends_on_frame = contexts_.size() > 1;
        result->bits.assign((count + 63) / 64, ~uint64_t{0});
        if (count % 64 != 0) result->bits.back() = (uint64_t{1} << count % 64) - 1;
        if (wide != nullptr) wide->assign(count, true);
      }
      for (uint32_t i = 0; i < std::min(count, result->slot_count()); i++) {
        if (state.slots[i] != kReference) result->bits[i / 64] &= ~(uint64_t{1} << i % 64);
        if (wide != nullptr && state.slots[i] != kWide) (*wide)[i] = false;
      }
    }
    if (joined != 0) return true;
  }
  return false;
}

bool compute_reference_map(const ReferenceMapInput& input, uint32_t bci, const FrameReader* reader,
                           ReferenceMap* result) {
  return ReferenceMapAnalysis(input).map_at(bci, reader, result);
}

}  // namespace kiln::bytecode
