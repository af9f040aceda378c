// vm/exec/compiled_code.h - what the rest of the VM knows of a method's machine code.
//
// Baseline code runs on canonical frames (vm/exec/frame.h) and keeps them so that at every call, poll and throw the
// interpreter could go on in the same frame: pc, sp, locals and expression stack are where it expects them. That is
// why stack walks, reference maps, unwinding and monitors know nothing of compiled code, and why tier changes are
// jumps:
//
//   into compiled code   at a reentry: a bci (method start, loop header, exception handler) whose expression stack is
//                        in the frame. A jump with r14 the frame, r15 the thread.
//   out of it            r12 pc, r13 sp, r14 = rbp the frame, r15 the thread, rsp the frame's end as the interpreter has
//                        it: a jump to an opcode's handler.
//   given up             code that rests on something that is no longer true is left by its frames when they come back to it:
//                        from Java calls by changed return addresses, from calls of the VM by looking at a flag.
#pragma once

#include <atomic>
#include <cstdint>
#include <vector>

namespace kiln {

class Method;

struct Reentry {
  uint32_t bci;
  uint32_t offset;  // from the code's start
};

// Addresses below this are never mapped: an access of a field or array length of null faults there.
inline constexpr uint32_t kProtectedBytes = 4096;

// An implicit null check: an instruction from offset `begin` to before `end` that faults at a protected address has found
// null, and goes on at `target`. Offsets from the code's start.
struct NullCheckSite {
  uint32_t begin, end, target;
};

struct CompiledCode {
  Method* method = nullptr;
  const uint8_t* start = nullptr;
  uint32_t size_bytes = 0;
  int32_t compilation_id = 0;
  std::vector<Reentry> reentries;  // by bci
  std::vector<NullCheckSite> null_checks;  // by begin
  uint32_t invalid_flag = 0;           // offset of a byte that is set when the code is given up; 0: the code does not look
  std::atomic<int32_t> null_faults{0};
  std::atomic<int32_t> exits_left{1};  // uncommon exits until it is compiled again
  int32_t exits_allowed = 1;
  std::atomic<bool> is_linked{true};   // calls reach it; else it has been idle since the last sweep of the code cache
  size_t list_index = 0;               // of its method among all compiled ones; the compiler's
  CompiledCode* replaced = nullptr;  // the method's code before this; frames may still run it

  // Address where a frame at `bci` goes on; null when there is none.
  const void* find_reentry(int bci) const;
  // Where a fault at `pc` goes on, if `pc` belongs to an implicit null check of this code; null: it does not.
  const void* find_null_check(uintptr_t pc) const;
};

}  // namespace kiln
