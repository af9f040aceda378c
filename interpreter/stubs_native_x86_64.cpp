// interpreter/stubs_native_x86_64.cpp - generates native wrappers (docs/jit.md, "Native methods").
//
// A wrapper does in one piece what the entry stub, call_native (slow_paths.cpp) and the bridge do in three: the canonical
// frame, whose slots are the argument handles; the transition to native code and back, in the order of transitions.h; the
// native method's handles; the result. It leaves to the entry stub what comes before anything has been done: a function
// that is not bound, a stack that may be too small. Rare things behind the call are C++ functions below.
#include "interpreter/stubs_native.h"

#include "interpreter/handler.h"
#include "interpreter/stubs_layout.h"
#include "vm/exec/jobject.h"
#include "vm/exec/offsets.h"
#include "vm/thread/transitions.h"

namespace kiln::interpreter {

#ifndef KILN_PORTABLE_INTERPRETER
namespace {

using namespace asmjit;  // NOLINT: the assembler's names, in this file only
using x86::ptr;

void stop_behind_native(Thread* t) { poll_slow(*t); }

// The method has left deleted references or frames of its own (PushLocalFrame).
void leave_native_untidy(Thread* t, HandleArea::Chunk* chunk, int top, size_t base, size_t frames) {
  t->handles.leave_native({{chunk, top}, base, frames});
}

class Emitter {
 public:
  Emitter(x86::Assembler& a, const NativeWrapperKind& kind)
      : a_(a),
        kind_(kind),
        java_(lay_out(kind.arguments, 0)),
        c_(lay_out(kind.arguments, kind.is_static ? 2 : 1)),
        frame_bytes_(static_cast<int>(canonical_frame_size(static_cast<uint32_t>(java_.slots), 1))),
        sp_offset_(Offsets::kFrameLocals - 8 * (kind.is_static ? java_.slots : java_.slots - 1)) {}

  void emit() {
    Label slow = a_.newLabel(), no_room = a_.newLabel(), thrown = a_.newLabel();
    a_.mov(x86::r11, ptr(x86::rax, Offsets::kMethodNativeFunction));
    a_.test(x86::r11, x86::r11);
    a_.jz(slow);
    // rbp is a multiple of 16, the frame's size 8 more than one; C wants rsp to be one.
    int bytes = frame_bytes_ + 8 + 8 * (c_.stack_words + c_.stack_words % 2);
    a_.push(x86::rbp);
    a_.mov(x86::rbp, x86::rsp);
    a_.lea(x86::r10, ptr(x86::rsp, -bytes));
    a_.cmp(x86::r10, ptr(x86::r15, Offsets::kThreadStackLimit));
    a_.jb(no_room);
    a_.mov(x86::rsp, x86::r10);
    lay_out_frame();
    pass_arguments();
    enter_native();
    a_.call(x86::r11);
    leave_native();
    a_.cmp(x86::dword_ptr(x86::r15, Offsets::kThreadException), 0);
    a_.jne(thrown);
    a_.leave();
    a_.ret();

    a_.bind(no_room);
    a_.pop(x86::rbp);
    a_.bind(slow);
    a_.mov(x86::r10d, ptr(x86::rax, Offsets::kMethodShape));
    a_.jmp(ptr(x86::r10, Offsets::kShapeEnter));

    a_.bind(thrown);
    a_.xor_(x86::r12d, x86::r12d);
    a_.lea(x86::r13, ptr(x86::rbp, sp_offset_));
    a_.mov(x86::r14, x86::rbp);
    a_.lea(x86::rsp, ptr(x86::rbp, -frame_bytes_));
    jump_to(reinterpret_cast<uintptr_t>(&throw_pending));
    emit_out_of_line();
  }

 private:
  static x86::Mem local(const Argument& argument, uint32_t bytes) {
    x86::Mem slot = ptr(x86::rbp, Offsets::kFrameLocals - 8 * argument.slot);
    slot.setSize(bytes);
    return slot;
  }
  void jump_to(uintptr_t target) {
    a_.mov(x86::r10, imm(target));
    a_.jmp(x86::r10);
  }

  // The canonical frame (vm/exec/frame.h), as the entry stub and call_native make it. In: rax the method. Uses r10.
  void lay_out_frame() {
    a_.mov(ptr(x86::rbp, Offsets::kFrameMethod), x86::rax);
    a_.mov(x86::qword_ptr(x86::rbp, Offsets::kFramePc), 0);
    a_.lea(x86::r10, ptr(x86::rbp, sp_offset_));
    a_.mov(ptr(x86::rbp, Offsets::kFrameSp), x86::r10);
    a_.mov(x86::qword_ptr(x86::rbp, Offsets::kFrameLock), 0);
    for (const Argument& argument : java_.arguments) {
      if (argument.register_index < 0) {
        a_.mov(x86::r10, ptr(x86::rbp, 16 + 8 * argument.stack_index));
        a_.mov(local(argument, 8), x86::r10);
      } else if (argument.is_float()) {
        a_.movsd(local(argument, 8), x86::xmm(static_cast<uint32_t>(argument.register_index)));
      } else {
        a_.mov(local(argument, 8), kJavaRegisters[argument.register_index]);
      }
    }
    if (!kind_.is_static) return;
    a_.mov(x86::r10d, ptr(x86::rax, Offsets::kMethodHolder));
    a_.mov(x86::r10d, ptr(x86::r10, Offsets::kClassState));
    a_.mov(x86::r10d, ptr(x86::r10, Offsets::kStateMirror));
    a_.mov(ptr(x86::rbp, sp_offset_), x86::r10);
  }

  // C has one or two general registers less for the arguments, so they move to higher ones, or stay, and the last go to the
  // stack. Vector registers stay. References become the addresses of their slots. Uses rax and r10.
  void pass_arguments() {
    a_.xor_(x86::r10d, x86::r10d);
    for (size_t i = 0; i < c_.arguments.size(); i++) {
      const Argument& to = c_.arguments[i];
      if (to.register_index >= 0) continue;
      if (to.kind == 'A') {
        a_.cmp(local(to, 4), 0);
        a_.lea(x86::rax, local(to, 8));
        a_.cmove(x86::rax, x86::r10);
      } else {
        a_.mov(x86::rax, local(to, 8));
      }
      a_.mov(ptr(x86::rsp, 8 * to.stack_index), x86::rax);
    }
    for (size_t i = c_.arguments.size(); i-- > 0;) {
      const Argument& to = c_.arguments[i];
      if (to.register_index < 0 || to.is_float()) continue;
      const x86::Gp& target = kCRegisters[to.register_index];
      const x86::Gp& source = kJavaRegisters[java_.arguments[i].register_index];
      bool is_receiver = i == 0 && !kind_.is_static;
      if (to.kind == 'A' && !is_receiver) {
        a_.test(source.r32(), source.r32());
        a_.lea(target, local(to, 8));
        a_.cmove(target, x86::r10);
      } else if (is_receiver) {
        a_.lea(target, local(to, 8));
      } else if (target != source) {
        a_.mov(target, source);
      }
    }
    if (kind_.is_static) a_.lea(x86::rsi, ptr(x86::rbp, sp_offset_));
    a_.mov(x86::rdi, x86::r15);
  }

  // HandleArea::enter_native, and the transition. Java code keeps nothing in rbx and r12 to r14, and C gives them back: the
  // NativeMark (chunk, top, base, frames) stays there.
  void enter_native() {
    a_.mov(ptr(x86::r15, Offsets::kThreadLastFrame), x86::rbp);
    a_.mov(x86::rbx, ptr(x86::r15, Offsets::kThreadHandlesChunk));
    a_.mov(x86::r12d, ptr(x86::r15, Offsets::kThreadHandlesTop));
    a_.mov(x86::r13, ptr(x86::r15, Offsets::kThreadLocalBase));
    a_.mov(x86::r14, ptr(x86::r15, Offsets::kThreadLocalFrames));
    a_.mov(x86::r10, ptr(x86::rbx, Offsets::kChunkFirstPosition));
    a_.add(x86::r10, x86::r12);
    a_.mov(ptr(x86::r15, Offsets::kThreadLocalBase), x86::r10);
    if (!kind_.is_vm_function) a_.mov(state(), static_cast<int>(ThreadState::kInNative));  // a release store
  }
  static x86::Mem state() {
    static_assert(sizeof(ThreadState) == 4);
    return x86::dword_ptr(x86::r15, Offsets::kThreadState);
  }

  // Back: the transition, the result from rax or xmm0 to where Java wants it, HandleArea::leave_native.
  void leave_native() {
    stopped_ = a_.newLabel();
    back_ = a_.newLabel();
    untidy_ = a_.newLabel();
    tidied_ = a_.newLabel();
    if (!kind_.is_vm_function) {
      a_.mov(x86::ecx, static_cast<int>(ThreadState::kInJava));
      a_.xchg(state(), x86::ecx);  // sequentially consistent: the poll is read after it
      a_.test(x86::dword_ptr(x86::r15, Offsets::kThreadPoll), kPollSafepoint);
      a_.jnz(stopped_);
      a_.bind(back_);
      a_.mov(x86::qword_ptr(x86::r15, Offsets::kThreadUncheckedJniCall), 0);
    }
    convert_result();
    a_.cmp(ptr(x86::r15, Offsets::kThreadLocalFrames), x86::r14);
    a_.jne(untidy_);
    a_.mov(x86::rcx, ptr(x86::r15, Offsets::kThreadLocalBase));
    a_.cmp(ptr(x86::r15, Offsets::kThreadDeletedLimit), x86::rcx);
    a_.ja(untidy_);
    a_.mov(ptr(x86::r15, Offsets::kThreadHandlesChunk), x86::rbx);
    a_.mov(ptr(x86::r15, Offsets::kThreadHandlesTop), x86::r12d);
    a_.mov(ptr(x86::r15, Offsets::kThreadLocalBase), x86::r13);
    a_.bind(tidied_);
  }

  // C leaves anything in the bits above a small type's own.
  void convert_result() {
    switch (kind_.result) {
      case 'Z':
        a_.test(x86::al, x86::al);
        a_.setne(x86::al);
        a_.movzx(x86::eax, x86::al);
        break;
      case 'B': a_.movsx(x86::eax, x86::al); break;
      case 'C': a_.movzx(x86::eax, x86::ax); break;
      case 'S': a_.movsx(x86::eax, x86::ax); break;
      case 'I': a_.mov(x86::eax, x86::eax); break;
      case 'A': {
        Label is_null = a_.newLabel();
        static_assert(kWeakTag == 2);
        a_.and_(x86::rax, ~static_cast<int>(kWeakTag));
        a_.jz(is_null);
        a_.mov(x86::eax, ptr(x86::rax));
        a_.bind(is_null);
        break;
      }
      default: break;
    }
  }

  void emit_out_of_line() {
    if (!kind_.is_vm_function) {
      // A handle in rax stays good: nothing has been freed yet.
      a_.bind(stopped_);
      keeping_result([&] {
        a_.mov(x86::rdi, x86::r15);
        a_.mov(x86::r10, imm(reinterpret_cast<uintptr_t>(&stop_behind_native)));
      });
      a_.jmp(back_);
    }
    // A reference in rax stays good: this does not stop.
    a_.bind(untidy_);
    keeping_result([&] {
      a_.mov(x86::rdi, x86::r15);
      a_.mov(x86::rsi, x86::rbx);
      a_.mov(x86::edx, x86::r12d);
      a_.mov(x86::rcx, x86::r13);
      a_.mov(x86::r8, x86::r14);
      a_.mov(x86::r10, imm(reinterpret_cast<uintptr_t>(&leave_native_untidy)));
    });
    a_.jmp(tidied_);
  }

  // Calls r10, which `prepare` loads.
  template <typename Prepare>
  void keeping_result(Prepare&& prepare) {
    a_.sub(x86::rsp, 16);
    a_.mov(ptr(x86::rsp), x86::rax);
    a_.movsd(ptr(x86::rsp, 8), x86::xmm0);
    prepare();
    a_.call(x86::r10);
    a_.mov(x86::rax, ptr(x86::rsp));
    a_.movsd(x86::xmm0, x86::qword_ptr(x86::rsp, 8));
    a_.add(x86::rsp, 16);
  }

  x86::Assembler& a_;
  const NativeWrapperKind& kind_;
  const Layout java_, c_;
  const int frame_bytes_;
  const int sp_offset_;  // of the expression stack's top: the class mirror of a static method, else empty
  Label stopped_, back_, untidy_, tidied_;
};

}  // namespace

void emit_native_wrapper(x86::Assembler& a, const NativeWrapperKind& kind) { Emitter(a, kind).emit(); }
#endif

}  // namespace kiln::interpreter
