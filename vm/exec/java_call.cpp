#include "vm/exec/java_call.h"

#include "vm/exec/call_shape.h"
#include "vm/exec/exceptions.h"

namespace kiln {

Expected<JavaValue> call(Thread& thread, Method* method, const JavaArguments& arguments) {
  VM_DCHECK(!thread.has_exception());
  VM_DCHECK(thread.no_safepoint_depth == 0);
  VM_DCHECK(arguments.count() == method->argument_slots);
  Slot slots[JavaArguments::kCapacity];
  for (int i = 0; i < arguments.count(); i++) slots[i] = arguments.slot(i);
  ThreadState old = thread.state.load(std::memory_order_relaxed);
  thread.state.store(ThreadState::kInJava, std::memory_order_relaxed);
  JavaValue value;
  value.bits = method->shape->call(method, slots, &thread);
  thread.state.store(old, std::memory_order_relaxed);
  if (thread.has_exception()) return kPending;
  return value;
}

Method* select_virtual(const Class* receiver_class, Method* method) {
  if (method->is_vtable_method()) return receiver_class->vtable_at(static_cast<uint32_t>(method->vtable_index));
  if (method->vtable_index == Method::kItable) return receiver_class->itable_at(method->holder, method->itable_index);
  return method;
}

Expected<JavaValue> call_virtual(Thread& thread, Method* method, const JavaArguments& arguments) {
  const Object* receiver = Ref<>(static_cast<uint32_t>(arguments.slot(0))).get();
  if (receiver == nullptr) return throw_new(thread, &Known::java_lang_NullPointerException);
  Method* target = select_virtual(class_of(receiver), method);
  if (target == nullptr) {
    return throw_new(thread, &Known::java_lang_AbstractMethodError, "{}.{}{}", class_of(receiver)->name_view(), method->name(),
                     method->descriptor());
  }
  return call(thread, target, arguments);
}

}  // namespace kiln
