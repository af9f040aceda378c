// interpreter/handler.h - what every bytecode handler is made of.
//
// A handler is one small function per opcode. Its state lives in registers (stubs.h): pc at the opcode, sp at the top
// of the expression stack, the frame, the thread. It ends by NEXT(n), which jumps to the handler of the instruction n
// bytes on. Whatever may stop, throw or walk the stack first calls PUBLISH() and then an ordinary function.
// The slots: vm/exec/frame.h. A long or double on the stack has its value at the higher address: sp[1].
#pragma once

#include <bit>
#include <cstring>

#include "gc/barrier.h"
#include "interpreter/stubs.h"
#include "vm/bytecode/java_arithmetic.h"
#include "vm/bytecode/quick_bytecodes.h"
#include "vm/exec/frame.h"
#include "vm/thread/thread.h"

namespace kiln::interpreter {

namespace arithmetic = java_arithmetic;

#define VM_BYTECODE(name, code, operands, pops, pushes, flags) \
  VM_HANDLER op_##name(const uint8_t* pc, Slot* sp, Frame* fp, Thread* t, uint64_t extra);
#include "vm/bytecode/bytecodes.def"
#undef VM_BYTECODE
#define VM_QUICK(name, code, original) VM_HANDLER op_##name(const uint8_t* pc, Slot* sp, Frame* fp, Thread* t, uint64_t extra);
#include "vm/bytecode/quick_bytecodes.def"
#undef VM_QUICK
#define VM_COMBINED(name, code, first, second, third) VM_HANDLER op_##name(const uint8_t* pc, Slot* sp, Frame* fp, Thread* t, uint64_t extra);
#include "vm/bytecode/combined_bytecodes.def"
#undef VM_COMBINED

// The pending exception looks for its handler, from `fp` outwards.
VM_HANDLER throw_pending(const uint8_t* pc, Slot* sp, Frame* fp, Thread* t, uint64_t extra);
// Throw the exception that the name says, then the same.
VM_HANDLER throw_null_pointer(const uint8_t* pc, Slot* sp, Frame* fp, Thread* t, uint64_t extra);
VM_HANDLER throw_division_by_zero(const uint8_t* pc, Slot* sp, Frame* fp, Thread* t, uint64_t extra);
VM_HANDLER throw_array_index(const uint8_t* pc, Slot* sp, Frame* fp, Thread* t, uint64_t index_and_length);
// Fails: the opcode has no handler.
VM_HANDLER not_an_instruction(const uint8_t* pc, Slot* sp, Frame* fp, Thread* t, uint64_t extra);
// How a new frame starts running; null: no such kind.
Handler start_handler(StartKind kind);
// The loop at pc has run often: goes on in machine code if there is or can be any, else dispatches pc.
VM_HANDLER enter_loop_and_dispatch(const uint8_t* pc, Slot* sp, Frame* fp, Thread* t, uint64_t extra);
// Takes part in a safepoint with the frame at pc, then dispatches pc.
VM_HANDLER poll_and_dispatch(const uint8_t* pc, Slot* sp, Frame* fp, Thread* t, uint64_t extra);

#define HANDLER(name) VM_HANDLER op_##name(const uint8_t* pc, Slot* sp, Frame* fp, Thread* t, uint64_t extra)
// The extra word where nobody reads it: what came in goes on, which costs no instruction.
#define NOTHING extra
// Three ways to go on: another handler, the instruction `length` bytes on, machine code with the registers' new contents.
#ifdef KILN_PORTABLE_INTERPRETER
#define MUSTTAIL return
#define NEXT(length) return Next{pc + (length), sp, fp, extra, nullptr}
#define JUMP_TO_MACHINE_CODE(target, pc_, sp_, fp_, t_, extra_) \
  return Next{(pc_), (sp_), (fp_), (extra_), reinterpret_cast<const void*>(target)}
#else
#define MUSTTAIL [[clang::musttail]] return
#define NEXT(length)                                                          \
  do {                                                                        \
    pc += (length);                                                           \
    MUSTTAIL reinterpret_cast<Handler>(t->dispatch[*pc])(pc, sp, fp, t, extra); \
  } while (false)
#define JUMP_TO_MACHINE_CODE(target, pc_, sp_, fp_, t_, extra_) \
  MUSTTAIL reinterpret_cast<Handler>(reinterpret_cast<uintptr_t>(target))((pc_), (sp_), (fp_), (t_), (extra_))
#endif
#define PUBLISH()         \
  do {                    \
    fp->set_pc(pc);       \
    fp->set_sp(sp);       \
    t->last_frame = fp;   \
  } while (false)
#define THROW_PENDING() MUSTTAIL throw_pending(pc, sp, fp, t, NOTHING)
#define THROW_NULL_POINTER() MUSTTAIL throw_null_pointer(pc, sp, fp, t, NOTHING)
// For an instruction that transfers control: polls and counts when it goes backwards.
#define JUMP(offset)                                            \
  do {                                                          \
    int32_t distance = (offset);                                \
    pc += distance;                                             \
    if (distance <= 0) {                                        \
      if (t->poll.load(std::memory_order_relaxed) != 0) [[unlikely]] \
        MUSTTAIL poll_and_dispatch(pc, sp, fp, t, NOTHING);     \
      if (count_event(fp->method()->back_edges)) [[unlikely]]   \
        MUSTTAIL enter_loop_and_dispatch(pc, sp, fp, t, NOTHING); \
    }                                                           \
    NEXT(0);                                                    \
  } while (false)

// Threads may lose each other's events. True when the counter has come to 0.
inline bool count_event(std::atomic<uint32_t>& counter) {
  uint32_t value = counter.load(std::memory_order_relaxed) + 1;
  counter.store(value, std::memory_order_relaxed);
  return value == 0;
}

inline uint16_t u2(const uint8_t* p) { return __builtin_bswap16(*reinterpret_cast<const uint16_t*>(p)); }
inline int16_t s2(const uint8_t* p) { return static_cast<int16_t>(u2(p)); }
inline int32_t s4(const uint8_t* p) { return static_cast<int32_t>(__builtin_bswap32(*reinterpret_cast<const uint32_t*>(p))); }

inline Slot slot_of_int(int32_t v) { return static_cast<uint32_t>(v); }
inline Slot slot_of_float(float v) { return std::bit_cast<uint32_t>(v); }
inline Slot slot_of_long(int64_t v) { return static_cast<uint64_t>(v); }
inline Slot slot_of_double(double v) { return std::bit_cast<uint64_t>(v); }
inline int32_t int_of(Slot s) { return static_cast<int32_t>(s); }
inline float float_of(Slot s) { return std::bit_cast<float>(static_cast<uint32_t>(s)); }
inline int64_t long_of(Slot s) { return static_cast<int64_t>(s); }
inline double double_of(Slot s) { return std::bit_cast<double>(s); }
inline Ref<> reference_of(Slot s) { return Ref<>(static_cast<uint32_t>(s)); }
inline Slot slot_of_ref(Ref<> r) { return r.bits(); }

inline ResolvedEntry resolved_entry(const Frame* fp, uint32_t index) {
  return ResolvedEntry(fp->method()->resolved[index].load(std::memory_order_acquire));
}

}  // namespace kiln::interpreter
