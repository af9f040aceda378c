// vm/bytecode/reference_map.h - which slots of an interpreter frame hold references at a bci, by type flow.
//
// The collector asks this for every interpreted frame: the bytecode is run abstractly over the three kinds of slot
// content, and the state just before the instruction at the bci is the answer.
//
//   value        anything the collector must not touch: numbers, second halves of long and double, never assigned, conflicts
//   wide         first slot of a long or double; to the collector like `value`
//   reference    null included
//   return address of the n-th jsr
//
//             value            where paths meet, differing kinds become `value`: verified code cannot
//         /    |    \          use such a slot any more, so it is no root
//     wide reference return address n
//
// Slots: locals 0..max_locals-1, then the operand stack, bottom first. Long and double take two slots, both `value`.
//
// Subroutines (class files before version 51): a local that a subroutine does not touch may hold a reference for one
// jsr and a number for another. Blocks inside a subroutine are therefore analysed once per chain of active jsr
// instructions (a context), and the frame itself says which context it is in: its slots hold the return addresses.
// A query gives a FrameReader for that. Re-entering a subroutine that is still in the chain cannot happen in verified
// code except after it was left by an exception or a branch: the chain is then cut back to before the first entry.
//
// Expects the original code, not the interpreter's rewritten copy. Verified code is assumed for the result to mean
// anything, but any bytes are safe: a path that makes no sense (stack underflow, illegal opcode) ends there.
// Considered and rejected: one bit per slot and renaming of conflicting locals as other VMs do; contexts need no second
// copy of the code.
//
// Needs no Java thread; reads nothing but its input. Linear in the code size but for loops that change a slot's kind.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "vm/bytecode/iterator.h"

namespace kiln::bytecode {

// One row of an exception table; end exclusive.
struct HandlerRange {
  uint16_t start_bci;
  uint16_t end_bci;
  uint16_t handler_bci;
};

struct ReferenceMapInput {
  CodeBytes code;
  uint16_t max_locals = 0;
  uint16_t max_stack = 0;
  bool is_static = false;
  std::string_view descriptor;  // of the method
  std::span<const HandlerRange> handlers;
  void* context = nullptr;
  // Descriptor of the field, method or dynamic call site at a constant pool index; empty when it is none of them.
  std::string_view (*member_descriptor)(void* context, uint16_t index) = nullptr;
  // First character of the descriptor of the loadable constant at an index: I F J D, or L for every reference type
  // (for a dynamic constant the first character of its descriptor, also [ Z B C S); 0 when it is none.
  char (*constant_type)(void* context, uint16_t index) = nullptr;
};

// Looks into the frame that a query is about. Only asked about slots of methods that use jsr.
struct FrameReader {
  void* context = nullptr;
  // Low 32 bits of a slot. The interpreter's return address is the bci of the instruction after the jsr.
  uint32_t (*slot)(void* context, uint32_t slot) = nullptr;
};

struct ReferenceMap {
  uint32_t max_locals = 0;
  uint32_t stack_depth = 0;     // slots on the operand stack before the instruction
  uint32_t argument_slots = 0;  // topmost of these that an invoke at this bci takes, receiver included; else 0
  bool depends_on_frame = false;  // a subroutine: another frame at this bci may have another map, so do not cache
  std::vector<uint64_t> bits;   // max_locals + stack_depth bits

  bool is_reference(uint32_t slot) const { return (bits[slot / 64] >> (slot % 64) & 1) != 0; }
  bool local_is_reference(uint32_t local) const { return is_reference(local); }
  bool stack_is_reference(uint32_t from_bottom) const { return is_reference(max_locals + from_bottom); }
  uint32_t slot_count() const { return max_locals + stack_depth; }
  // Calls visit(slot) for each reference slot, lowest first.
  template <typename Visitor>
  void for_each_reference(Visitor visit) const {
    for (size_t i = 0; i < bits.size(); i++) {
      for (uint64_t word = bits[i]; word != 0; word &= word - 1) {
        visit(static_cast<uint32_t>(i * 64 + __builtin_ctzll(word)));
      }
    }
  }
};

// One analysis of one method, good for any number of queries. The input's spans must outlive it.
class ReferenceMapAnalysis {
 public:
  // Runs the type flow to its fixed point.
  explicit ReferenceMapAnalysis(const ReferenceMapInput& input);

  // What was wrong with the code (the first thing found); null for all verified code. When it is kTooComplex the maps
  // may miss references.
  const char* error() const { return error_; }
  static constexpr const char* kTooComplex = "too many subroutine contexts";

  // The map before the instruction at `bci`. False when the flow never reaches that bci. Without a reader, or when the
  // reader fits no context, contexts are joined: slots on which they differ are not references.
  // `wide`, when asked for, tells of each slot whether a long or double begins there (the slot with the lower number).
  [[nodiscard]] bool map_at(uint32_t bci, const FrameReader* reader, ReferenceMap* result, std::vector<bool>* wide = nullptr) const;

  // Calls visit(bci, depth, slots) for every reached instruction of every context, in no special order. `slots`:
  // max_locals + depth kinds, true for a reference.
  template <typename Visitor>
  void for_each_state(Visitor visit) const;

 private:
  using Slot = uint16_t;
  static constexpr Slot kValue = 0;
  static constexpr Slot kReference = 1;
  static constexpr Slot kWide = 2;
  static constexpr Slot kFirstReturnAddress = 3;  // + index into jsrs_
  static constexpr uint32_t kNone = UINT32_MAX;
  static constexpr size_t kMaxContexts = 4096;

  // A frame state while running: locals, then stack.
  struct Running {
    std::vector<Slot> slots;
    uint32_t depth = 0;
    uint32_t context = 0;
    const char* error = nullptr;

    bool fail(const char* why) {
      error = why;
      return false;
    }
  };
  // The state at the start of a block in a context; locals and stack are in pool_.
  struct Entry {
    size_t offset = 0;
    uint32_t depth = 0;
    uint32_t block = 0;
    uint32_t context = 0;
    bool pending = false;
  };
  // A chain of active jsr instructions; 0 is the empty one.
  struct Context {
    uint32_t parent = 0;
    uint32_t jsr = 0;                   // index into jsrs_
    std::vector<uint32_t> entry_of_block;  // kNone where not reached
  };
  struct Jsr {
    uint32_t return_bci;
    uint32_t target;
  };

  void find_blocks();
  void enter_method(Running& state) const;
  void run();
  void run_block(uint32_t entry, Running& state);
  void load(uint32_t entry, Running& state) const;
  // Executes everything but the transfer of control; false: the path ends here, state.error says why.
  bool execute(const BytecodeIterator& it, Running& state) const;
  bool execute_member(const BytecodeIterator& it, Running& state) const;
  bool execute_stack(Bytecode code, Running& state) const;
  bool transfer_control(const BytecodeIterator& it, Running& state);
  bool transfer_subroutine(const BytecodeIterator& it, Running& state);
  void flow_to(uint32_t bci, const Running& state, bool to_handler);
  void flow_to_handlers(uint32_t block_start, const Running& state);
  uint32_t context_after_jsr(uint32_t context, uint32_t jsr);
  uint32_t argument_slots_at(const BytecodeIterator& it) const;

  bool push(Running& state, Slot kind) const;
  bool push_type(Running& state, char type) const;
  bool pop(Running& state, uint32_t count) const;
  bool set_local(Running& state, uint32_t index, Slot kind) const;
  void note_error(const char* why) {
    if (error_ == nullptr) error_ = why;
  }
  // Blocks whose start is at most `bci`, minus one.
  uint32_t block_containing(uint32_t bci) const;

  ReferenceMapInput input_;
  const char* error_ = nullptr;
  std::vector<uint32_t> block_starts_;  // sorted
  std::vector<uint32_t> block_of_bci_;  // kNone when no block starts there
  std::vector<Jsr> jsrs_;               // sorted by return_bci
  std::vector<Context> contexts_;
  std::map<std::pair<uint32_t, uint32_t>, uint32_t> child_contexts_;  // (parent, jsr) -> context
  std::vector<Entry> entries_;
  std::vector<Slot> pool_;
  std::vector<std::pair<uint32_t, uint32_t>> work_;  // heap of (block, entry), lowest block first
};

// One query on one method. False: the bci is unreachable.
[[nodiscard]] bool compute_reference_map(const ReferenceMapInput& input, uint32_t bci, const FrameReader* reader,
                                         ReferenceMap* result);

// The type characters of a descriptor's arguments, one by one; 0 at the end or at nonsense. For `(I[JLx;)V`: I [ L.
class ArgumentTypes {
 public:
  explicit ArgumentTypes(std::string_view descriptor) : rest_(descriptor) {
    if (rest_.starts_with('(')) rest_.remove_prefix(1);
  }
  char next();
  // First character of the return type, once next() has returned 0; 0 for nonsense.
  char return_type() const { return rest_.size() >= 2 && rest_[0] == ')' ? rest_[1] : '\0'; }

 private:
  std::string_view rest_;
};

template <typename Visitor>
void ReferenceMapAnalysis::for_each_state(Visitor visit) const {
  Running state;
  for (uint32_t entry = 0; entry < entries_.size(); entry++) {
    load(entry, state);
    BytecodeIterator it(input_.code, block_starts_[entries_[entry].block]);
    do {
      if (it.error() != nullptr) break;
      std::vector<bool> references;
      for (uint32_t i = 0; i < input_.max_locals + state.depth; i++) references.push_back(state.slots[i] == kReference);
      visit(it.bci(), state.depth, references);
      if (!execute(it, state) || ends_block(it.opcode())) break;
      it.next();
    } while (!it.at_end() && block_of_bci_[it.bci()] == kNone);
  }
}

}  // namespace kiln::bytecode
