// interpreter/switch_x86_64.cpp - the portable build (KILN_PORTABLE_INTERPRETER): a loop with a switch runs the handlers.
//
// Where the other build has a handler's address, in the thread's tables and in the stubs, there stands a small piece of
// machine code that calls the loop in the running frame. The loop returns to it at every call, return and unwinding,
// with the state to go on with and where: the native stack has the loop on it once, above the innermost Java frame.
#ifdef KILN_PORTABLE_INTERPRETER
#include "interpreter/handler.h"
#include "interpreter/interpreter.h"
#include "interpreter/trace.h"

namespace kiln::interpreter {

namespace {

// Runs instructions until one ends in machine code.
void run(Next& next, Thread* t) {
  const bool tracing = t->vm().flags.trace_bytecodes;
  while (next.target == nullptr) {
    if (tracing) [[unlikely]] {
      next.frame->set_pc(next.pc);
      next.frame->set_sp(next.sp);
      t->last_frame = next.frame;
      trace_instruction(*t, *next.frame, next.pc, next.sp);
    }
    switch (*next.pc) {
#define VM_BYTECODE(name, code, operands, pops, pushes, flags) \
  case code: next = op_##name(next.pc, next.sp, next.frame, t, next.extra); break;
#include "vm/bytecode/bytecodes.def"
#undef VM_BYTECODE
#define VM_QUICK(name, code, original) \
  case code: next = op_##name(next.pc, next.sp, next.frame, t, next.extra); break;
#include "vm/bytecode/quick_bytecodes.def"
#undef VM_QUICK
#define VM_COMBINED(name, code, first, second, third) \
  case code: next = op_##name(next.pc, next.sp, next.frame, t, next.extra); break;
#include "vm/bytecode/combined_bytecodes.def"
#undef VM_COMBINED
      default: next = not_an_instruction(next.pc, next.sp, next.frame, t, next.extra); break;
    }
  }
}

}  // namespace

// What the machine code below calls: the registers are in `next`.
void run_from_instruction(Next& next, Thread* t) {
  next.target = nullptr;
  run(next, t);
}
void run_from_start(Next& next, Thread* t) {
  Handler start = start_handler(static_cast<StartKind>(next.frame->method()->start_kind.load(std::memory_order_relaxed)));
  next = start(next.pc, next.sp, next.frame, t, next.extra);
  run(next, t);
}
void run_from_stack_overflow(Next& next, Thread* t) { next = stack_overflow(next.pc, next.sp, next.frame, t, next.extra); }

// rsp is as after a call. Next takes 40 bytes, 16 more align the stack.
static_assert(sizeof(Next) == 40);
#define VM_ENTRY(name, function)                                                                     \
  __attribute__((naked, no_sanitize("address", "undefined", "thread", "coverage"))) void name() {    \
    asm volatile(                                                                                    \
        "sub $56, %%rsp\n\t"                                                                         \
        "mov %%r12, (%%rsp)\n\t"                                                                     \
        "mov %%r13, 8(%%rsp)\n\t"                                                                    \
        "mov %%r14, 16(%%rsp)\n\t"                                                                   \
        "mov %%rdi, 24(%%rsp)\n\t"                                                                   \
        "mov %%rsp, %%rdi\n\t"                                                                       \
        "mov %%r15, %%rsi\n\t"                                                                       \
        "call %P0\n\t"                                                                               \
        "mov (%%rsp), %%r12\n\t"                                                                     \
        "mov 8(%%rsp), %%r13\n\t"                                                                    \
        "mov 16(%%rsp), %%r14\n\t"                                                                   \
        "mov 24(%%rsp), %%rdi\n\t"                                                                   \
        "mov 32(%%rsp), %%rax\n\t"                                                                   \
        "add $56, %%rsp\n\t"                                                                         \
        "jmp *%%rax\n\t"                                                                             \
        :                                                                                            \
        : "i"(&function));                                                                           \
  }
VM_ENTRY(enter_at_instruction, run_from_instruction)
VM_ENTRY(enter_at_start, run_from_start)
VM_ENTRY(enter_at_stack_overflow, run_from_stack_overflow)
#undef VM_ENTRY

void install(Thread& thread) {
  for (void*& handler : thread.dispatch) handler = reinterpret_cast<void*>(&enter_at_instruction);
  for (void*& handler : thread.start_handlers) handler = reinterpret_cast<void*>(&enter_at_start);
}

void* stack_overflow_entry() { return reinterpret_cast<void*>(&enter_at_stack_overflow); }

}  // namespace kiln::interpreter
#endif
