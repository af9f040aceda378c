// interpreter/stubs_x86_64.cpp - generates the call stubs of vm/exec/call_shape.h with asmjit.
//
// Register roles: see call_shape.h. Between interpreter handlers (clang's preserve_none convention) r12 is pc, r13 the
// expression stack pointer, r14 the frame (== rbp), r15 the thread, rdi a fifth argument.
#include <asmjit/x86.h>

#include "interpreter/interpreter.h"
#include "interpreter/slow_paths.h"
#include "interpreter/stubs.h"
#include "interpreter/stubs_code.h"
#include "interpreter/stubs_layout.h"
#include "interpreter/stubs_native.h"
#include "vm/base/tsan.h"
#include "vm/exec/offsets.h"

namespace kiln::interpreter {

Layout lay_out(std::string_view kinds, int first_general) {
  constexpr int kGeneralRegisters = 6, kFloatRegisters = 8;
  Layout layout;
  int next_general = first_general, next_float = 0;
  for (char kind : kinds) {
    Argument a{kind, layout.slots, -1, 0};
    int& next = a.is_float() ? next_float : next_general;
    if (next < (a.is_float() ? kFloatRegisters : kGeneralRegisters)) {
      a.register_index = next++;
    } else {
      a.stack_index = layout.stack_words++;
    }
    layout.slots += kind == 'J' || kind == 'D' ? 2 : 1;
    layout.arguments.push_back(a);
  }
  return layout;
}

namespace {

using namespace asmjit;  // NOLINT: the assembler's names, in this file only
using x86::ptr;

// A key of CallShapes: kinds of arguments, ')', kind of the result.
std::string_view arguments_of(std::string_view key) { return key.substr(0, key.find(')')); }

class Generator final : public StubGenerator {
 public:
  CallShape make_shape(std::string_view key) override {
    Layout layout = lay_out(arguments_of(key), 0);
    char result = key.back();
    CallShape shape;
    shape.enter = make_code(runtime_, [&](x86::Assembler& a) { emit_enter(a, layout, false); });
    shape.enter_code = make_code(runtime_, [&](x86::Assembler& a) { emit_enter(a, layout, true); });
    shape.invoke3 = make_code(runtime_, [&](x86::Assembler& a) { emit_invoke(a, layout, result, 3); });
    shape.invoke5 = make_code(runtime_, [&](x86::Assembler& a) { emit_invoke(a, layout, result, 5); });
    shape.call = reinterpret_cast<decltype(shape.call)>(make_code(runtime_, [&](x86::Assembler& a) { emit_call(a, layout, result); }));
    return shape;
  }

  NativeBridge make_native_bridge(std::string_view kinds) override {
    Layout layout = lay_out(arguments_of(kinds), 2);
    return reinterpret_cast<NativeBridge>(make_code(runtime_, [&](x86::Assembler& a) { emit_bridge(a, layout, kinds.back()); }));
  }

#if !defined(KILN_PORTABLE_INTERPRETER) && !defined(VM_TSAN)
  // (Wrappers jump to handlers, which the portable build has not, and change a thread's state unseen by ThreadSanitizer.)
  const void* make_native_wrapper(const NativeWrapperKind& kind) override {
    return make_code(runtime_, [&](x86::Assembler& a) { emit_native_wrapper(a, kind); });
  }
#endif

 private:
  // Loads argument registers and the stack area at rsp from memory; `at(slot)` addresses a slot. Uses rax.
  template <typename At>
  static void load_arguments(x86::Assembler& a, const Layout& layout, At&& at) {
    for (const Argument& argument : layout.arguments) {
      if (argument.register_index < 0) {
        a.mov(x86::rax, at(argument.slot));
        a.mov(ptr(x86::rsp, 8 * argument.stack_index), x86::rax);
      } else if (argument.is_float()) {
        a.movsd(x86::xmm(static_cast<uint32_t>(argument.register_index)), at(argument.slot));
      } else {
        a.mov(kJavaRegisters[argument.register_index], at(argument.slot));
      }
    }
  }

  // Calls open_reserve for a callee whose rbp is set up, with everything kept that a call passes; the flag "not zero" says
  // that it did.
  static void emit_open_reserve(x86::Assembler& a) {
    constexpr uint32_t kVectors = 8, kWords = 7, kBytes = 8 * (kVectors + kWords);  // aligned with the return address
    a.sub(x86::rsp, kBytes);
    a.mov(ptr(x86::rsp, 0), x86::rax);
    for (uint32_t i = 0; i < 6; i++) a.mov(ptr(x86::rsp, static_cast<int32_t>(8 * (i + 1))), kJavaRegisters[i]);
    for (uint32_t i = 0; i < kVectors; i++) a.movsd(ptr(x86::rsp, static_cast<int32_t>(8 * (kWords + i))), x86::xmm(i));
    a.mov(x86::rdi, x86::r15);
    a.mov(x86::rsi, ptr(x86::rbp));
    a.mov(x86::r10, imm(reinterpret_cast<uintptr_t>(&open_reserve)));
    a.call(x86::r10);
    a.movzx(x86::r11d, x86::al);
    for (uint32_t i = 0; i < kVectors; i++) a.movsd(x86::xmm(i), ptr(x86::rsp, static_cast<int32_t>(8 * (kWords + i))));
    for (uint32_t i = 0; i < 6; i++) a.mov(kJavaRegisters[i], ptr(x86::rsp, static_cast<int32_t>(8 * (i + 1))));
    a.mov(x86::rax, ptr(x86::rsp, 0));
    a.add(x86::rsp, kBytes);
    a.test(x86::r11d, x86::r11d);
    a.ret();
  }

  void emit_enter(x86::Assembler& a, const Layout& layout, bool is_plain_code) {
    Label overflow = a.newLabel(), again = a.newLabel();
    a.push(x86::rbp);
    a.mov(x86::rbp, x86::rsp);
    a.bind(again);
    a.mov(x86::r10d, ptr(x86::rax, Offsets::kMethodFrameSize));
    a.mov(x86::r11, x86::rsp);
    a.sub(x86::r11, x86::r10);
    a.cmp(x86::r11, ptr(x86::r15, Offsets::kThreadStackLimit));
    a.jb(overflow);
    a.mov(x86::rsp, x86::r11);
    a.mov(ptr(x86::rbp, Offsets::kFrameMethod), x86::rax);
    a.mov(x86::r12d, ptr(x86::rax, Offsets::kMethodCode));
    if (!is_plain_code) a.mov(ptr(x86::rbp, Offsets::kFramePc), x86::r12);
    a.movzx(x86::r13d, x86::word_ptr(x86::rax, Offsets::kMethodMaxLocals));
    a.neg(x86::r13);
    a.lea(x86::r13, ptr(x86::rbp, x86::r13, 3, Offsets::kFrameLocals + 8));
    if (!is_plain_code) a.mov(ptr(x86::rbp, Offsets::kFrameSp), x86::r13);
    a.mov(x86::qword_ptr(x86::rbp, Offsets::kFrameLock), 0);
    a.mov(x86::r14, x86::rbp);
    for (const Argument& argument : layout.arguments) {
      x86::Mem local = ptr(x86::rbp, Offsets::kFrameLocals - 8 * argument.slot);
      local.setSize(8);
      if (argument.register_index < 0) {
        a.mov(x86::r10, ptr(x86::rbp, 16 + 8 * argument.stack_index));
        a.mov(local, x86::r10);
      } else if (argument.is_float()) {
        a.movsd(local, x86::xmm(static_cast<uint32_t>(argument.register_index)));
      } else {
        a.mov(local, kJavaRegisters[argument.register_index]);
      }
    }
    Label hot = a.newLabel();
    if (is_plain_code) {
      a.inc(x86::dword_ptr(x86::rax, Offsets::kMethodInvocations));
      a.jz(hot);
      emit_dispatch(a);
      a.bind(hot);
      a.jmp(ptr(x86::r15, Offsets::kThreadStartHandlers + 8 * static_cast<int>(StartKind::kHot)));
    } else {
      a.movzx(x86::eax, x86::byte_ptr(x86::rax, Offsets::kMethodStartKind));
      a.jmp(ptr(x86::r15, x86::rax, 3, Offsets::kThreadStartHandlers));
    }
    // No room, unless the reserve can be used: throw StackOverflowError in the caller, at its call. rsp is rbp here.
    a.bind(overflow);
    a.mov(x86::r10, imm(reinterpret_cast<uintptr_t>(open_reserve_stub_)));
    a.call(x86::r10);
    a.jnz(again);
    a.mov(x86::rdi, x86::rax);
    a.mov(x86::r14, ptr(x86::rbp));
    a.sub(x86::rsp, 8);
    a.mov(x86::r10, imm(reinterpret_cast<uintptr_t>(stack_overflow_entry())));
    a.jmp(x86::r10);
  }

  static void emit_dispatch(x86::Assembler& a) {
    a.movzx(x86::eax, x86::byte_ptr(x86::r12));
    a.jmp(ptr(x86::r15, x86::rax, 3, Offsets::kThreadDispatch));
  }

  // In: r12 pc, r13 sp, r14 = rbp frame, r15 thread, rdi the method; rsp as after a call (8 modulo 16).
  static void emit_invoke(x86::Assembler& a, const Layout& layout, char result, int instruction_length) {
    int stack_bytes = 8 * layout.stack_words + (layout.stack_words % 2 == 0 ? 8 : 0);
    a.mov(x86::ptr(x86::rbp, Offsets::kFramePc), x86::r12);
    a.mov(x86::r10, x86::rdi);
    a.sub(x86::rsp, stack_bytes);
    load_arguments(a, layout, [&](int slot) { return ptr(x86::r13, 8 * (layout.slots - 1 - slot), 8); });
    a.add(x86::r13, 8 * layout.slots);
    a.mov(ptr(x86::rbp, Offsets::kFrameSp), x86::r13);
    a.mov(x86::rax, x86::r10);
    a.call(ptr(x86::rax, Offsets::kMethodEntry));
    a.add(x86::rsp, stack_bytes);
    a.mov(x86::r12, ptr(x86::rbp, Offsets::kFramePc));
    a.mov(x86::r13, ptr(x86::rbp, Offsets::kFrameSp));
    a.mov(x86::r14, x86::rbp);
    switch (result) {
      case 'I':
        a.sub(x86::r13, 8);
        a.mov(x86::eax, x86::eax);
        a.mov(ptr(x86::r13), x86::rax);
        break;
      case 'J':
        a.sub(x86::r13, 16);
        a.mov(ptr(x86::r13, 8), x86::rax);
        break;
      case 'F':
        a.sub(x86::r13, 8);
        a.movsd(ptr(x86::r13), x86::xmm0);
        break;
      case 'D':
        a.sub(x86::r13, 16);
        a.movsd(ptr(x86::r13, 8), x86::xmm0);
        break;
      default:
        break;
    }
    a.add(x86::r12, instruction_length);
    emit_dispatch(a);
  }

  // C: rdi method, rsi arguments (slot i at rsi + 8 i), rdx thread.
  static void emit_call(x86::Assembler& a, const Layout& layout, char result) {
    constexpr x86::Gp kSaved[] = {x86::rbx, x86::r12, x86::r13, x86::r14, x86::r15};
    a.push(x86::rbp);
    a.mov(x86::rbp, x86::rsp);
    int stack_bytes = 8 * (layout.stack_words + layout.stack_words % 2);
    a.sub(x86::rsp, Offsets::kEntryFrameSize + stack_bytes);
    a.mov(x86::qword_ptr(x86::rbp, Offsets::kEntryMarker), static_cast<int>(kEntryFrame));
    for (int i = 0; i < 5; i++) a.mov(ptr(x86::rbp, Offsets::kEntrySavedRegisters - 8 * i), kSaved[i]);
    a.mov(x86::r15, x86::rdx);
    a.mov(x86::rax, ptr(x86::r15, Offsets::kThreadLastFrame));
    a.mov(ptr(x86::rbp, Offsets::kEntryPrevious), x86::rax);
    a.mov(x86::r10, x86::rdi);
    a.mov(x86::r11, x86::rsi);
    load_arguments(a, layout, [&](int slot) { return ptr(x86::r11, 8 * slot, 8); });
    a.mov(x86::rax, x86::r10);
    a.call(ptr(x86::rax, Offsets::kMethodEntry));
    if (result == 'F' || result == 'D') a.movq(x86::rax, x86::xmm0);
    a.mov(x86::r10, imm(reinterpret_cast<uintptr_t>(&leave_entry_frame)));
    a.jmp(x86::r10);
  }

  // C: rdi function, rsi JNIEnv*, rdx receiver, rcx first argument's slot (going down).
  static void emit_bridge(x86::Assembler& a, const Layout& layout, char result) {
    int stack_bytes = 8 * (layout.stack_words + layout.stack_words % 2);
    a.push(x86::rbp);
    a.mov(x86::rbp, x86::rsp);
    if (stack_bytes != 0) a.sub(x86::rsp, stack_bytes);
    a.mov(x86::r11, x86::rdi);
    a.mov(x86::r10, x86::rcx);
    a.mov(x86::rdi, x86::rsi);
    a.mov(x86::rsi, x86::rdx);
    for (const Argument& argument : layout.arguments) {
      x86::Mem slot = ptr(x86::r10, -8 * argument.slot);
      if (argument.is_float() && argument.register_index >= 0) {
        slot.setSize(8);
        a.movsd(x86::xmm(static_cast<uint32_t>(argument.register_index)), slot);
        continue;
      }
      x86::Gp target = argument.register_index < 0 ? x86::rax : kCRegisters[argument.register_index];
      if (argument.kind == 'A') {
        // A handle: the slot's address, or null for a null reference.
        Label done = a.newLabel();
        a.lea(target, slot);
        a.cmp(x86::dword_ptr(x86::r10, -8 * argument.slot), 0);
        a.jne(done);
        a.xor_(target.r32(), target.r32());
        a.bind(done);
      } else if (argument.kind == 'I') {
        a.mov(target.r32(), slot);
      } else {
        a.mov(target, slot);
      }
      if (argument.register_index < 0) a.mov(ptr(x86::rsp, 8 * argument.stack_index), x86::rax);
    }
    a.call(x86::r11);
    if (result == 'F' || result == 'D') a.movq(x86::rax, x86::xmm0);
    a.leave();
    a.ret();
  }

  JitRuntime runtime_;
  void* open_reserve_stub_ = make_code(runtime_, [](x86::Assembler& a) { emit_open_reserve(a); });
};

}  // namespace

std::unique_ptr<StubGenerator> make_stub_generator() { return std::make_unique<Generator>(); }

}  // namespace kiln::interpreter
