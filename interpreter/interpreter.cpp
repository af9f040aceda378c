// interpreter/interpreter.cpp - the tables: opcode -> handler, start kind -> handler, and the joints to slow paths.
#include "interpreter/interpreter.h"

#include "classloader/first_call.h"
#include "interpreter/handler.h"
#include "interpreter/slow_paths.h"
#include "interpreter/trace.h"
#include "vm/exec/exceptions.h"
#include "vm/exec/tiering.h"
#include "vm/meta/names.h"
#include "vm/ops/type_check.h"

namespace kiln::interpreter {

VM_HANDLER not_an_instruction(const uint8_t* pc, Slot*, Frame* fp, Thread*, uint64_t) {
  VM_FATAL("opcode 0x{:02x} at {}.{}{} @{} is not executable", *pc, fp->method()->holder->name_view(), fp->method()->name(),
           fp->method()->descriptor(), fp->bci());
}

// Standard forms that the linker always replaces.
#define REPLACED_BY_LINKER(name) \
  HANDLER(name) { MUSTTAIL not_an_instruction(pc, sp, fp, t, NOTHING); }
REPLACED_BY_LINKER(ldc)
REPLACED_BY_LINKER(ldc_w)
REPLACED_BY_LINKER(ldc2_w)
REPLACED_BY_LINKER(getfield)
REPLACED_BY_LINKER(getstatic)
REPLACED_BY_LINKER(putfield)
REPLACED_BY_LINKER(putstatic)

#ifndef KILN_PORTABLE_INTERPRETER
namespace {

struct Table {
  void* handlers[256];
};

Table make_table() {
  Table table;
  for (void*& handler : table.handlers) handler = reinterpret_cast<void*>(&not_an_instruction);
#define VM_BYTECODE(name, code, operands, pops, pushes, flags) table.handlers[code] = reinterpret_cast<void*>(&op_##name);
#include "vm/bytecode/bytecodes.def"
#undef VM_BYTECODE
#define VM_QUICK(name, code, original) table.handlers[code] = reinterpret_cast<void*>(&op_##name);
#include "vm/bytecode/quick_bytecodes.def"
#undef VM_QUICK
#define VM_COMBINED(name, code, first, second, third) table.handlers[code] = reinterpret_cast<void*>(&op_##name);
#include "vm/bytecode/combined_bytecodes.def"
#undef VM_COMBINED
  return table;
}
const Table kTable = make_table();

VM_HANDLER trace(const uint8_t* pc, Slot* sp, Frame* fp, Thread* t, uint64_t extra) {
  PUBLISH();
  trace_instruction(*t, *fp, pc, sp);
  MUSTTAIL reinterpret_cast<Handler>(kTable.handlers[*pc])(pc, sp, fp, t, NOTHING);
}

}  // namespace

void install(Thread& thread) {
  bool tracing = thread.vm().flags.trace_bytecodes;
  for (int i = 0; i < 256; i++) thread.dispatch[i] = tracing ? reinterpret_cast<void*>(&trace) : kTable.handlers[i];
  for (int i = 0; i < kStartKinds; i++) thread.start_handlers[i] = reinterpret_cast<void*>(start_handler(static_cast<StartKind>(i)));
}

void* stack_overflow_entry() { return reinterpret_cast<void*>(&stack_overflow); }
#endif

namespace {

VM_HANDLER start_bytecode(const uint8_t* pc, Slot* sp, Frame* fp, Thread* t, uint64_t extra) {
  pc = fp->method()->code.get();  // see start_first_call
  NEXT(0);
}

VM_HANDLER start_first_call(const uint8_t* pc, Slot* sp, Frame* fp, Thread* t, uint64_t extra) {
  PUBLISH();
  Method* method = fp->method();
  if (!prepare_code(*t, *method).ok()) THROW_PENDING();
  pc = method->code.get();
  fp->set_pc(pc);
  if (t->vm().compiler != nullptr && t->vm().compiler->compiles_at_first_call()) (void)find_or_compile(*t, *method, 0);
  MUSTTAIL start_handler(static_cast<StartKind>(method->start_kind.load(std::memory_order_relaxed)))(pc, sp, fp, t, NOTHING);
}

// The frame is at the method's first instruction.
VM_HANDLER start_hot(const uint8_t* pc, Slot* sp, Frame* fp, Thread* t, uint64_t extra) {
  Method* method = fp->method();
  pc = method->code.get();
  PUBLISH();
  const void* code = find_or_compile(*t, *method, 0);
  if (code == nullptr) NEXT(0);
  JUMP_TO_MACHINE_CODE(code, pc, sp, fp, t, NOTHING);
}

VM_HANDLER start_synchronized(const uint8_t* pc, Slot* sp, Frame* fp, Thread* t, uint64_t extra) {
  pc = fp->method()->code.get();  // see start_first_call
  PUBLISH();
  if (!lock_method(*t, fp)) THROW_PENDING();
  if (count_event(fp->method()->invocations)) [[unlikely]]
    MUSTTAIL start_hot(pc, sp, fp, t, NOTHING);
  NEXT(0);
}

VM_HANDLER start_native(const uint8_t* pc, Slot* sp, Frame* fp, Thread* t, uint64_t extra) {
  PUBLISH();
  uint64_t result;
  if (!call_native(*t, fp, &result)) THROW_PENDING();
  JUMP_TO_MACHINE_CODE(&leave_frame, pc, sp, fp, t, result);
}

VM_HANDLER start_abstract(const uint8_t* pc, Slot* sp, Frame* fp, Thread* t, uint64_t extra) {
  PUBLISH();
  throw_not_implemented(*t, fp);
  THROW_PENDING();
}

VM_HANDLER start_polymorphic(const uint8_t* pc, Slot* sp, Frame* fp, Thread* t, uint64_t extra) {
  PUBLISH();
  const Method* method = fp->method();
  if (method->polymorphic == Polymorphic::kInvokeGeneric && method->holder.get() == t->vm().known->java_lang_invoke_MethodHandle) {
    (void)throw_new(*t, &Known::java_lang_UnsupportedOperationException, "MethodHandle.{} cannot be invoked reflectively", method->name());
  } else {
    (void)throw_new(*t, &Known::java_lang_UnsatisfiedLinkError, "'{}'", method_text(*method));
  }
  THROW_PENDING();
}

}  // namespace

Handler start_handler(StartKind kind) {
  switch (kind) {
    case StartKind::kBytecode: return &start_bytecode;
    case StartKind::kSynchronized: return &start_synchronized;
    case StartKind::kNative:
    case StartKind::kVmNative: return &start_native;
    case StartKind::kAbstract: return &start_abstract;
    case StartKind::kFirstCall: return &start_first_call;
    case StartKind::kPolymorphic: return &start_polymorphic;
    case StartKind::kHot: return &start_hot;
  }
  return nullptr;
}

// --- joints ----------------------------------------------------------------------------------------------------------

namespace {
// Goes on where an exception has been unwound to: in the handler's machine code if there is any.
const void* landing_target(const Landing& landing) {
  if (landing.is_entry) return reinterpret_cast<const void*>(&abandon_entry_frame);
  const Method* method = landing.frame->method();
  if (const CompiledCode* code = method->compiled.load(std::memory_order_acquire)) {
    if (const void* target = code->find_reentry(method->bci_of(landing.pc))) return target;
  }
  return reinterpret_cast<const void*>(&resume);
}
}  // namespace

VM_HANDLER throw_pending(const uint8_t* pc, Slot* sp, Frame* fp, Thread* t, uint64_t extra) {
  PUBLISH();
  Landing landing = unwind(*t, fp);
  JUMP_TO_MACHINE_CODE(landing_target(landing), landing.pc, landing.sp, landing.frame, t, NOTHING);
}

VM_HANDLER throw_null_pointer(const uint8_t* pc, Slot* sp, Frame* fp, Thread* t, uint64_t extra) {
  PUBLISH();
  (void)throw_new(*t, &Known::java_lang_NullPointerException);
  MUSTTAIL throw_pending(pc, sp, fp, t, NOTHING);
}

VM_HANDLER throw_division_by_zero(const uint8_t* pc, Slot* sp, Frame* fp, Thread* t, uint64_t extra) {
  PUBLISH();
  (void)throw_new(*t, &Known::java_lang_ArithmeticException, "/ by zero");
  MUSTTAIL throw_pending(pc, sp, fp, t, NOTHING);
}

VM_HANDLER throw_array_index(const uint8_t* pc, Slot* sp, Frame* fp, Thread* t, uint64_t index_and_length) {
  PUBLISH();
  (void)ops::throw_index_out_of_bounds(*t, static_cast<int32_t>(index_and_length >> 32), static_cast<int32_t>(index_and_length));
  MUSTTAIL throw_pending(pc, sp, fp, t, 0);
}

VM_HANDLER poll_and_dispatch(const uint8_t* pc, Slot* sp, Frame* fp, Thread* t, uint64_t extra) {
  PUBLISH();
  if (!take_part_in_poll(*t)) MUSTTAIL throw_pending(pc, sp, fp, t, NOTHING);
  NEXT(0);
}

VM_HANDLER enter_loop_and_dispatch(const uint8_t* pc, Slot* sp, Frame* fp, Thread* t, uint64_t extra) {
  PUBLISH();
  const void* code = find_or_compile(*t, *fp->method(), fp->bci());
  if (code == nullptr) NEXT(0);
  JUMP_TO_MACHINE_CODE(code, pc, sp, fp, t, NOTHING);
}

VM_HANDLER slow_return(const uint8_t* pc, Slot* sp, Frame* fp, Thread* t, uint64_t value) {
  PUBLISH();
  uint64_t result = value;
  if (!finish_return(*t, fp, &result)) MUSTTAIL throw_pending(pc, sp, fp, t, 0);
  JUMP_TO_MACHINE_CODE(&leave_frame, pc, sp, fp, t, result);
}

VM_HANDLER stack_overflow(const uint8_t* pc, Slot* sp, Frame* fp, Thread* t, uint64_t) {
  t->last_frame = fp;
  throw_stack_overflow(*t);
  Landing landing = unwind(*t, fp);
  JUMP_TO_MACHINE_CODE(landing_target(landing), landing.pc, landing.sp, landing.frame, t, 0);
}

}  // namespace kiln::interpreter
