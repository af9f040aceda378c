// interpreter/joints_x86_64.cpp - the fixed joints of interpreter/stubs.h, written as naked functions.
#include "interpreter/stubs.h"
#include "vm/exec/offsets.h"

namespace kiln::interpreter {

#define VM_NAKED __attribute__((naked, no_sanitize("address", "undefined", "thread", "coverage")))

VM_NAKED VM_JOINT resume(const uint8_t*, Slot*, Frame*, Thread*, uint64_t) {
  asm volatile(
      "mov %%r14, %%rbp\n\t"
      "mov %c[method](%%r14), %%rax\n\t"
      "mov %c[frame_size](%%rax), %%eax\n\t"
      "mov %%r14, %%rsp\n\t"
      "sub %%rax, %%rsp\n\t"
      "movzbl (%%r12), %%eax\n\t"
      "jmp *%c[dispatch](%%r15, %%rax, 8)\n\t"
      :
      : [method] "i"(Offsets::kFrameMethod), [frame_size] "i"(Offsets::kMethodFrameSize),
        [dispatch] "i"(Offsets::kThreadDispatch));
}

VM_NAKED VM_JOINT leave_frame(const uint8_t*, Slot*, Frame*, Thread*, uint64_t) {
  asm volatile(
      "mov %rdi, %rax\n\t"
      "movq %rdi, %xmm0\n\t"
      "mov %r14, %rsp\n\t"
      "pop %rbp\n\t"
      "ret\n\t");
}

VM_NAKED VM_JOINT abandon_entry_frame(const uint8_t*, Slot*, Frame*, Thread*, uint64_t) {
  asm volatile(
      "mov %%r14, %%rbp\n\t"
      "xor %%eax, %%eax\n\t"
      "jmp %P0\n\t"
      :
      : "i"(&leave_entry_frame));
}

VM_NAKED void leave_entry_frame() {
  asm volatile(
      "mov %c[previous](%%rbp), %%r11\n\t"
      "mov %%r11, %c[last_frame](%%r15)\n\t"
      "mov %c[saved](%%rbp), %%rbx\n\t"
      "mov %c[saved] - 8(%%rbp), %%r12\n\t"
      "mov %c[saved] - 16(%%rbp), %%r13\n\t"
      "mov %c[saved] - 24(%%rbp), %%r14\n\t"
      "mov %c[saved] - 32(%%rbp), %%r15\n\t"
      "leave\n\t"
      "ret\n\t"
      :
      : [previous] "i"(Offsets::kEntryPrevious), [last_frame] "i"(Offsets::kThreadLastFrame),
        [saved] "i"(Offsets::kEntrySavedRegisters));
}

}  // namespace kiln::interpreter
