// interpreter/left_code.cpp - how frames of compiled code that was given up (jit/code/leave_code.h) go on here.
//
// From a Java call: the callee returns to one of the return points below, which puts the result on the expression stack as
// the invoke stubs do. From a call of the VM: the code itself jumps to a handler that knows what is left of the instruction.
#include "interpreter/left_code.h"

#include "interpreter/handler.h"
#include "vm/bytecode/iterator.h"
#include "vm/exec/offsets.h"

namespace kiln::interpreter {

#ifndef KILN_PORTABLE_INTERPRETER
namespace {

#define VM_NAKED __attribute__((naked, no_sanitize("address", "undefined", "thread", "coverage")))

// In: rbp the frame, r15 the thread, the result in rax or xmm0. `push` puts it on the expression stack at r13.
#define VM_RETURN_POINT(name, length, push)                                                                             \
  VM_NAKED void name() {                                                                                                \
    asm volatile(                                                                                                       \
        "mov %c[method](%%rbp), %%r11\n\t"                                                                              \
        "mov %c[frame_size](%%r11), %%r11d\n\t"                                                                         \
        "mov %%rbp, %%rsp\n\t"                                                                                          \
        "sub %%r11, %%rsp\n\t"                                                                                          \
        "mov %c[pc](%%rbp), %%r12\n\t"                                                                                  \
        "mov %c[sp](%%rbp), %%r13\n\t"                                                                                  \
        "mov %%rbp, %%r14\n\t" push "add $" length                                                                      \
        ", %%r12\n\t"                                                                                                   \
        "movzbl (%%r12), %%eax\n\t"                                                                                     \
        "jmp *%c[dispatch](%%r15, %%rax, 8)\n\t"                                                                        \
        :                                                                                                               \
        : [method] "i"(Offsets::kFrameMethod), [frame_size] "i"(Offsets::kMethodFrameSize), [pc] "i"(Offsets::kFramePc), \
          [sp] "i"(Offsets::kFrameSp), [dispatch] "i"(Offsets::kThreadDispatch));                                       \
  }
#define VM_RETURN_POINTS(type, push)          \
  VM_RETURN_POINT(return_##type##_3, "3", push) \
  VM_RETURN_POINT(return_##type##_5, "5", push)
VM_RETURN_POINTS(nothing, "")
VM_RETURN_POINTS(word, "sub $8, %%r13\n\tmov %%eax, %%eax\n\tmov %%rax, (%%r13)\n\t")
VM_RETURN_POINTS(long, "sub $16, %%r13\n\tmov %%rax, 8(%%r13)\n\t")
VM_RETURN_POINTS(float, "sub $8, %%r13\n\tmovsd %%xmm0, (%%r13)\n\t")
VM_RETURN_POINTS(double, "sub $16, %%r13\n\tmovsd %%xmm0, 8(%%r13)\n\t")

// The instruction the frame stands at.
bytecode::BytecodeIterator instruction_of(const Frame* frame) {
  const MethodInfo& info = *frame->method()->info;
  return bytecode::BytecodeIterator({info.original_code.get(), info.code_length}, static_cast<uint32_t>(frame->bci()));
}

// Behind that instruction. (None that calls the VM is the first part of a combined one.)
const uint8_t* next_pc(const Frame* frame) { return frame->method()->code.get() + instruction_of(frame).next_bci(); }

}  // namespace

const void* return_point(const Frame* frame) {
  bytecode::BytecodeIterator at = instruction_of(frame);
  VM_CHECK(bytecode::is_invoke(at.opcode()));
  std::string_view descriptor = frame->method()->holder->constants->member_descriptor(at.constant_index())->view();
  bool is_long_form = at.next_bci() - at.bci() == 5;
  auto choose = [is_long_form](void (*three)(), void (*five)()) { return reinterpret_cast<const void*>(is_long_form ? five : three); };
  switch (descriptor[descriptor.find(')') + 1]) {
    case 'V': return choose(&return_nothing_3, &return_nothing_5);
    case 'J': return choose(&return_long_3, &return_long_5);
    case 'F': return choose(&return_float_3, &return_float_5);
    case 'D': return choose(&return_double_3, &return_double_5);
  }
  return choose(&return_word_3, &return_word_5);
}

VM_HANDLER go_on_at(const uint8_t* pc, Slot* sp, Frame* fp, Thread* t, uint64_t extra) {
  pc = fp->pc();
  sp = fp->sp();
  NEXT(0);
}

VM_HANDLER go_on_behind(const uint8_t* pc, Slot* sp, Frame* fp, Thread* t, uint64_t extra) {
  pc = next_pc(fp);
  sp = fp->sp();
  NEXT(0);
}

VM_HANDLER go_on_behind_pop(const uint8_t* pc, Slot* sp, Frame* fp, Thread* t, uint64_t extra) {
  pc = next_pc(fp);
  sp = fp->sp() + 1;
  NEXT(0);
}

VM_HANDLER go_on_behind_push(const uint8_t* pc, Slot* sp, Frame* fp, Thread* t, uint64_t reference) {
  pc = next_pc(fp);
  sp = fp->sp() - 1;
  *sp = static_cast<uint32_t>(reference);
  uint64_t extra = 0;
  NEXT(0);
}
#endif

}  // namespace kiln::interpreter
