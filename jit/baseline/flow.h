// jit/baseline/flow.h - the pass before the compiling pass: where blocks begin, how deep the expression stack is there,
// which loops there are, and which locals are worth a register.
//
// Verified code is assumed; what looks odd (subroutines, a stack that does not fit) makes the method not compilable.
#pragma once

#include <cstdint>
#include <vector>

#include "jit/baseline/inline_plan.h"
#include "jit/view/method_view.h"

namespace kiln::jit {

// How wide a local's value is and which kind of register holds it.
enum class Width : uint8_t { kWord /* int, reference */, kLong, kFloat, kDouble };
inline bool is_float(Width width) { return width >= Width::kFloat; }
inline int slots_of(Width width) { return width == Width::kLong || width == Width::kDouble ? 2 : 1; }

constexpr int kWidths = 4;
constexpr int kNoPin = -1;

// A local in a register. Each outermost loop is a region with its own choice, and so is what is outside of all loops; a
// local may have the same pin in several regions, and several pins.
struct Pin {
  uint16_t local;
  Width width;
  uint8_t register_index;  // among the general, or the vector pins' registers
  bool operator==(const Pin&) const = default;
};
constexpr size_t kMaxPins = 32;    // in all regions: bit sets

struct Flow {
  static constexpr int kUnreached = -1;

  std::vector<int16_t> depth;        // of the expression stack before the instruction at a bci; kUnreached
  std::vector<bool> is_block;        // control may come here from elsewhere than the instruction before
  std::vector<bool> is_loop_header;  // target of a backward branch
  std::vector<bool> is_handler;
  std::vector<uint32_t> header_pins; // loop headers: bit i is pins[i], used in the loop
  std::vector<Pin> pins;             // locals that get a register
  std::vector<uint8_t> loop_depth;   // by bci: loops around it, up to 255
  std::vector<uint8_t> region;       // by bci; 0: outside of all loops
  std::vector<uint32_t> region_pins; // by region: bit i is pins[i]; at most kMaxGeneralPins and kMaxFloatPins, of different locals
  std::vector<bool> is_local_written; // other than as an argument
  int outgoing_words = 0;            // most stack words that a call needs
  struct Call {
    uint32_t bci;
    CallView view;
  };
  std::vector<Call> calls;           // by bci; no invokedynamic
  std::vector<std::unique_ptr<InlinedCall>> inlined;  // calls done in place, by bci
  int inlined_words = 0;             // stack words beyond max_stack that these need
  bool has_calls = false;            // other than those
  bool may_call = false;             // those may come to calls
  bool has_loops = false;
  bool has_monitors = false;
};

constexpr int kMaxGeneralPins = 5;
constexpr int kMaxFloatPins = 8;

// False: not for this compiler.
bool analyse_flow(const MethodView& method, const InlineLimits& inlining, Flow* flow);

// The Java calling convention's places for a descriptor's arguments.
struct ArgumentPlace {
  Width width;
  bool is_reference;
  int slot;            // first slot among the arguments
  int register_index;  // in kArgumentRegisters, or vector register; -1: on the stack
  int stack_index;
};
struct ArgumentLayout {
  std::vector<ArgumentPlace> places;
  int slots = 0;
  int stack_words = 0;
  char result = 'V';  // first character of the result's descriptor
};
// `drop_last`: without the last argument; `append_reference`: one reference more.
ArgumentLayout lay_out_arguments(std::string_view descriptor, bool has_receiver, bool drop_last, bool append_reference);

}  // namespace kiln::jit
