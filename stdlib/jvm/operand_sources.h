// stdlib/jvm/operand_sources.h - which instruction pushed an operand that is on the stack at some point of a method.
//
// A walk over the bytecode that keeps, before each instruction, the bci that produced every slot of the operand stack.
// Where two paths bring different producers, the slot has none. The walk goes through the code from first to last
// instruction, repeatedly until all reachable code has been seen, and stops as soon as it arrives at the instruction
// asked for: what a later backward branch would bring is not awaited.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "vm/bytecode/iterator.h"
#include "vm/meta/method.h"

namespace kiln::stdlib {

class OperandSources {
 public:
  static constexpr int kUnknown = -1;

  // `method` has bytecode and has been verified.
  OperandSources(const Method& method, uint32_t target_bci);

  // Has the walk reached the instruction at `bci`?
  bool is_known(uint32_t bci) const { return bci < before_.size() && before_[bci].has_value(); }
  // Producer of the slot `depth` slots below the top of the stack before the instruction at `bci`; kUnknown if none.
  int producer(uint32_t bci, uint32_t depth) const;
  // Has the local been assigned before the instruction at `bci`? (Then it is no longer the parameter.) Exception
  // handlers begin with no local assigned, as in the reference VM.
  bool is_local_assigned(uint32_t bci, uint32_t local) const;

 private:
  static constexpr uint32_t kTrackedLocals = 64;
  struct State {
    std::vector<int32_t> stack;  // producers, deepest first
    uint64_t assigned = 0;       // bit per local below kTrackedLocals
    void push(int32_t producer, int slots) { stack.insert(stack.end(), static_cast<size_t>(slots), producer); }
    void pop(int slots);
    void duplicate(int count, int below);
    void assign(uint32_t local) {
      if (local < kTrackedLocals) assigned |= uint64_t{1} << local;
    }
  };

  void step(const BytecodeIterator& at);
  void apply(const BytecodeIterator& at, State& state) const;
  void apply_constant_pool_use(const BytecodeIterator& at, State& state) const;
  void merge_into(uint32_t bci, const State& state);

  const Method& method_;
  std::vector<std::optional<State>> before_;  // by bci
  bool has_new_state_ = false;
  bool is_complete_ = false;
};

// Slots that the parameters of a method descriptor take.
uint32_t parameter_slots(std::string_view descriptor);

}  // namespace kiln::stdlib
