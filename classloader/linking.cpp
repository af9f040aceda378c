// Linking a class (JVMS 5.4): its supers first, then verification, preparation and entry words, under its own lock.
//
// A class's lock is held while the verifier loads classes, hence while user class loaders run; but supers are linked
// before it is taken, so two linking threads wait for each other only if their loaders do.
#include <cstring>

#include "classloader/constraint_checks.h"
#include "classloader/first_call.h"
#include "classloader/loading.h"
#include "classloader/verification.h"
#include "gc/barrier.h"
#include "vm/exec/call_shape.h"
#include "vm/exec/exceptions.h"
#include "vm/exec/java_string.h"
#include "vm/exec/tiering.h"
#include "vm/thread/monitor.h"

namespace kiln {

namespace {

Expected<void> set_constant_field(Thread& thread, Class* klass, const Field& field) {
  const ConstantPool& constants = *klass->constants;
  int index = field.constant_value_index;
  if (constants.tag(index) == ConstantTag::kString) {
    VM_TRY(Ref<java::String> text, intern_string(thread, constants.symbol(index)->view()));
    barrier::store_field(klass->mirror().get(), field.offset, text);
    return {};
  }
  Object* mirror = klass->mirror().get();
  switch (field.type) {
    case BasicType::kBoolean:
    case BasicType::kByte:
      mirror->set<int8_t>(field.offset, static_cast<int8_t>(constants.int_value(index)));
      break;
    case BasicType::kChar:
    case BasicType::kShort:
      mirror->set<int16_t>(field.offset, static_cast<int16_t>(constants.int_value(index)));
      break;
    case BasicType::kInt:
    case BasicType::kFloat:
      mirror->set<int32_t>(field.offset, constants.int_value(index));
      break;
    case BasicType::kLong:
    case BasicType::kDouble:
      mirror->set<int64_t>(field.offset, constants.long_value(index));
      break;
    case BasicType::kObject:
    case BasicType::kVoid:
      break;
  }
  return {};
}

// Preparation: static fields with a ConstantValue get it; all others are zero already (JVMS 5.4.2, 5.5 step 6).
Expected<void> prepare(Thread& thread, Class* klass) {
  for (uint32_t i = 0; i < klass->field_count; i++) {
    const Field& field = klass->fields[i];
    if (field.is_static() && field.constant_value_index != 0) VM_TRY_VOID(set_constant_field(thread, klass, field));
  }
  return {};
}

void make_entries(Vm& vm, Class* klass) {
  for (uint32_t i = 0; i < klass->method_count; i++) {
    Method& method = klass->methods.get()[i];
    auto kind = static_cast<StartKind>(method.start_kind.load(std::memory_order_relaxed));
    if (kind == StartKind::kBytecode || kind == StartKind::kSynchronized) {
      postpone_code(vm, method);
    } else {
      prepare_method_entry(vm, method);
    }
  }
  // The linker's own methods are found in the itable only.
  for (uint32_t i = 0; i < klass->itable_length; i++) {
    const ItableEntry& entry = klass->itable[i];
    for (uint32_t m = 0; m < entry.interface->method_count; m++) {
      const Method& declared = entry.interface->methods.get()[m];
      if (declared.vtable_index != Method::kItable) continue;
      Method* target = klass->itable_methods[entry.first + declared.itable_index];
      if (target->holder.get() == klass && target->has_flag(Method::kOverpass)) prepare_method_entry(vm, *target);
    }
  }
}

Expected<void> link_locked(Thread& thread, Class* klass) {
  if (klass->is_linked()) return {};
  ClassState& state = *klass->state;
  // Not again when an earlier attempt failed behind it: the class file is gone then.
  if (state.file != nullptr) VM_TRY_VOID(verify_class(thread, klass));
  VM_TRY_VOID(constrain_dispatch(thread, *klass));
  make_entries(thread.vm(), klass);
  VM_TRY_VOID(prepare(thread, klass));
  // Before anybody can make an instance: code that took the class hierarchy without it for granted is given up.
  state.init_state.store(InitState::kLinking, std::memory_order_release);
  if (thread.vm().compiler != nullptr) thread.vm().compiler->class_linked(thread, *klass);
  state.init_state.store(InitState::kLinked, std::memory_order_release);
  state.is_linked.store(true, std::memory_order_release);
  return {};
}

}  // namespace

Expected<void> link_class(Thread& thread, Class* klass) {
  if (klass->is_linked()) return {};
  if (klass->super.get() != nullptr) VM_TRY_VOID(link_class(thread, klass->super));
  for (uint32_t i = 0; i < klass->interface_count; i++) VM_TRY_VOID(link_class(thread, klass->interfaces[i]));
  HandleScope scope(thread);
  Handle<> lock(thread, Ref<>(klass->state->init_lock));
  if (lock.is_null()) return link_locked(thread, klass);  // boot, one thread
  monitor_enter(thread, lock);
  auto result = link_locked(thread, klass);
  (void)monitor_exit(thread, lock.unsafe_ref().get());
  return result;
}

}  // namespace kiln
