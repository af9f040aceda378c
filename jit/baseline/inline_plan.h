// jit/baseline/inline_plan.h - which calls are done in place, decided before any code is made.
//
// A callee done in place gets no frame, so nothing that looks at frames may happen in it: no call, no allocation that
// collects, no exception, no poll. What is rare or impossible in place is left to the callee itself: as long as nothing
// has been changed yet, the arguments are still there, and the whole call is made after all ("replayed"). So a callee
// qualifies if on each of its paths everything that may need a replay comes before the first side effect; paths that are
// sure to need one (a call that is not done in place, a throw) may remain, if others return.
//
// Branches go forward only. Callees of callees may be planned, too; their replay is that of the outermost call.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "jit/view/method_view.h"

namespace kiln::jit {

struct InlineLimits {
  bool is_enabled = false;
  int largest_bytes = 35;  // of bytecode, one callee
};

struct InlinedCall;

struct InlinePlan {
  static constexpr int kLargestBytes = 64;  // bit sets by bci
  static constexpr int kMostSlots = 24;     // locals and expression stack

  bool may_replay = false;
  bool may_call = false;            // some replay is for a call in the callee, not for something exceptional
  bool has_effects = false;
  bool has_blocks = false;          // branches; else one straight line
  bool has_guards = false;          // the method called may be another one
  int words = 0;                    // of expression stack needed above the arguments
  uint64_t reached = 0;             // bit sets by bci
  uint64_t blocks = 0;
  uint64_t replays = 0;             // here the call is replayed
  uint64_t effects = 0;             // something may have been changed before
  uint32_t written_locals = 0;
  int8_t depth[kLargestBytes] = {};
  std::vector<std::unique_ptr<InlinedCall>> calls;  // of the callee, done in place

  bool is_reached(uint32_t bci) const { return reached >> bci & 1; }
  bool is_block(uint32_t bci) const { return blocks >> bci & 1; }
  bool is_replay(uint32_t bci) const { return replays >> bci & 1; }
  const InlinedCall* call_at(uint32_t bci) const;
};

struct InlinedCall {
  InlinedCall(uint32_t at, const CallView& which, const MethodView& target) : bci(at), call(which), callee(target) {}
  uint32_t bci;
  CallView call;
  MethodView callee;
  bool is_guarded = false;  // the receiver's dispatch table must lead to `callee`
  InlinePlan plan;
};

// What the call at `bci` calls; nothing is known of invokedynamic here.
CallView view_call(const MethodView& caller, uint32_t bci);
// The same call, planned, when it is worth doing in place; null otherwise.
std::unique_ptr<InlinedCall> plan_inlined_call(const MethodView& caller, uint32_t bci, const CallView& call, const InlineLimits& limits);

}  // namespace kiln::jit
