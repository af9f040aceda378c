// interpreter/handlers/calls.cpp - the five invoke instructions and the MethodHandle intrinsics.
//
// All find a Method and jump to the invoke stub of its shape, which takes the arguments off the stack, calls the
// entry word and comes back to the next instruction (vm/exec/call_shape.h).
#include "interpreter/handler.h"
#include "interpreter/slow_paths.h"
#include "vm/exec/tiering.h"

namespace kiln::interpreter {

using ops::InvokeKind;

#define INVOKE_3(method_expression)                                                                \
  do {                                                                                             \
    Method* callee = (method_expression);                                                          \
    JUMP_TO_MACHINE_CODE(callee->shape->invoke3, pc, sp, fp, t, reinterpret_cast<uintptr_t>(callee)); \
  } while (false)
#define INVOKE_5(method_expression)                                                                \
  do {                                                                                             \
    Method* callee = (method_expression);                                                          \
    JUMP_TO_MACHINE_CODE(callee->shape->invoke5, pc, sp, fp, t, reinterpret_cast<uintptr_t>(callee)); \
  } while (false)

// A handler is two functions: NAME looks for the resolved entry; NAME_resolved, inlined into it, goes on with the entry in
// the extra word. The way through resolution is a function of its own, so that the handler needs no stack frame.
namespace {
template <InvokeKind kind, Handler next>
[[gnu::noinline]] VM_HANDLER resolve_method_then(const uint8_t* pc, Slot* sp, Frame* fp, Thread* t, uint64_t extra) {
  PUBLISH();
  ResolvedEntry entry = resolve_method_slow(*t, fp, u2(pc + 1), kind);
  if (entry.bits() == 0) THROW_PENDING();
  MUSTTAIL next(pc, sp, fp, t, entry.bits());
}
}  // namespace
#define INVOKE_HANDLER(name, flag, kind)                                                           \
  static VM_HANDLER name##_resolved(const uint8_t* pc, Slot* sp, Frame* fp, Thread* t, uint64_t extra); \
  HANDLER(name) {                                                                                  \
    ResolvedEntry entry = resolved_entry(fp, u2(pc + 1));                                          \
    if (!entry.has(flag)) [[unlikely]] {                                                           \
      constexpr Handler slow = &resolve_method_then<kind, &name##_resolved>;                       \
      MUSTTAIL slow(pc, sp, fp, t, entry.bits());                                                     \
    }                                                                                              \
    MUSTTAIL name##_resolved(pc, sp, fp, t, entry.bits());                                         \
  }                                                                                                \
  [[gnu::always_inline]] inline VM_HANDLER name##_resolved(const uint8_t* pc, Slot* sp, Frame* fp, Thread* t, uint64_t extra)

namespace {
// An adapter's appendix is its last argument.
inline Slot* push_appendix(const Frame* fp, Slot* sp, uint32_t index) {
  Object* refs = Ref<>(fp->method()->holder->state->resolved_refs).get();
  Ref<> appendix = load_element(refs, static_cast<int32_t>(index));
  if (!appendix.is_null()) *--sp = slot_of_ref(appendix);
  return sp;
}

// For the compiler.
inline void note_receiver(const Thread* t, const uint8_t* pc, const Class* receiver) {
  if (MethodCompiler* compiler = t->vm().compiler) compiler->receivers.note(pc, receiver);
}

inline Method* select_interface(Thread* t, Class* receiver, Method* method) {
  auto klass = static_cast<uint32_t>(reinterpret_cast<uintptr_t>(receiver));
  auto key = static_cast<uint32_t>(reinterpret_cast<uintptr_t>(method));
  InterfaceCacheLine& line = t->interface_cache[((klass >> 8) ^ (key >> 4)) & (kInterfaceCacheLines - 1)];
  if (line.klass == klass && line.method == key) [[likely]]
    return reinterpret_cast<Method*>(static_cast<uintptr_t>(line.target));
  return nullptr;
}

// Adapter calls, MethodHandle intrinsics, and interface methods called through a class.
VM_HANDLER invoke_special_form(const uint8_t* pc, Slot* sp, Frame* fp, Thread* t, uint64_t extra) {
  ResolvedEntry entry(extra);
  Method* method = entry.method();
  if (entry.has(ResolvedEntry::kAppendix)) {
    sp = push_appendix(fp, sp, u2(pc + 1));
    // The adapter's first argument is the method handle or variable handle.
    if (static_cast<uint32_t>(sp[method->argument_slots - 1]) == 0) THROW_NULL_POINTER();
    INVOKE_3(method);
  }
  if (entry.has(ResolvedEntry::kInterface)) {
    uint32_t receiver = static_cast<uint32_t>(sp[method->argument_slots - 1]);
    if (receiver == 0) THROW_NULL_POINTER();
    Class* receiver_class = class_of(Ref<>(receiver).get());
    Method* target = select_interface(t, receiver_class, method);
    if (target == nullptr) {
      PUBLISH();
      target = select_interface_slow(*t, fp, receiver_class, method);
      if (target == nullptr) THROW_PENDING();
    }
    INVOKE_3(target);
  }
  PUBLISH();
  Slot* new_sp = sp;
  Method* target = select_polymorphic(*t, fp, method, &new_sp);
  if (target == nullptr) THROW_PENDING();
  sp = new_sp;
  INVOKE_3(target);
}
}  // namespace

INVOKE_HANDLER(invokestatic, ResolvedEntry::kGet, InvokeKind::kStatic) {
  ResolvedEntry entry(extra);
  if (entry.has(ResolvedEntry::kPolymorphic)) [[unlikely]]
    MUSTTAIL invoke_special_form(pc, sp, fp, t, entry.bits());
  INVOKE_3(entry.method());
}

INVOKE_HANDLER(invokespecial, ResolvedEntry::kPut, InvokeKind::kSpecial) {
  ResolvedEntry entry(extra);
  Method* method = entry.method();
  if (static_cast<uint32_t>(sp[method->argument_slots - 1]) == 0) [[unlikely]]
    THROW_NULL_POINTER();
  INVOKE_3(method);
}

INVOKE_HANDLER(invokevirtual, ResolvedEntry::kGet, InvokeKind::kVirtual) {
  ResolvedEntry entry(extra);
  if (entry.has(ResolvedEntry::kAppendix | ResolvedEntry::kPolymorphic | ResolvedEntry::kInterface)) [[unlikely]]
    MUSTTAIL invoke_special_form(pc, sp, fp, t, entry.bits());
  Method* method = entry.method();
  uint32_t receiver = static_cast<uint32_t>(sp[method->argument_slots - 1]);
  if (receiver == 0) [[unlikely]]
    THROW_NULL_POINTER();
  if (entry.has(ResolvedEntry::kVirtual)) {
    const Class* receiver_class = class_of(Ref<>(receiver).get());
    note_receiver(t, pc, receiver_class);
    method = receiver_class->vtable_at(entry.payload());
  }
  INVOKE_3(method);
}

INVOKE_HANDLER(invokeinterface, ResolvedEntry::kGet, InvokeKind::kInterface) {
  ResolvedEntry entry(extra);
  Method* method = entry.method();
  uint32_t receiver = static_cast<uint32_t>(sp[method->argument_slots - 1]);
  if (receiver == 0) [[unlikely]]
    THROW_NULL_POINTER();
  Class* receiver_class = class_of(Ref<>(receiver).get());
  note_receiver(t, pc, receiver_class);
  if (entry.has(ResolvedEntry::kVirtual)) INVOKE_5(receiver_class->vtable_at(entry.payload()));  // a method of Object
  Method* target = select_interface(t, receiver_class, method);
  if (target == nullptr) [[unlikely]] {
    PUBLISH();
    target = select_interface_slow(*t, fp, receiver_class, method);
    if (target == nullptr) THROW_PENDING();
  }
  INVOKE_5(target);
}

HANDLER(invokedynamic) {
  // The linker put the call site's ordinal into the two zero bytes.
  uint32_t site = u2(pc + 3);
  uint32_t index = fp->method()->holder->constants->size() + site;
  ResolvedEntry entry = resolved_entry(fp, index);
  if (!entry.has(ResolvedEntry::kGet)) [[unlikely]] {
    PUBLISH();
    entry = resolve_call_site_slow(*t, fp, u2(pc + 1), site);
    if (entry.bits() == 0) THROW_PENDING();
  }
  if (entry.has(ResolvedEntry::kAppendix)) sp = push_appendix(fp, sp, index);
  INVOKE_5(entry.method());
}

HANDLER(invoke_polymorphic) {
  Method* self = fp->method();
  for (int i = 0; i < self->argument_slots; i++) *--sp = *fp->local(i);
  PUBLISH();
  Slot* new_sp = sp;
  Method* target = select_polymorphic(*t, fp, self, &new_sp);
  if (target == nullptr) THROW_PENDING();
  sp = new_sp;
  INVOKE_3(target);
}

}  // namespace kiln::interpreter
