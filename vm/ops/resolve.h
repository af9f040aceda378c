// vm/ops/resolve.h - resolution of constant-pool entries (JVMS 5.4.3), shared by all tiers.
//
// Each finds, checks access, and publishes into the resolved entries of `from`; a second call is quick. Failures are
// recorded where the specification says so and thrown again equal. All may load classes: safepoints.
#pragma once

#include "vm/base/result.h"
#include "vm/meta/class.h"
#include "vm/thread/handles.h"

namespace kiln::ops {

enum class InvokeKind : uint8_t { kVirtual, kSpecial, kStatic, kInterface };
enum class FieldUse : uint8_t { kGetField, kPutField, kGetStatic, kPutStatic };

VM_MAY_SAFEPOINT Expected<Class*> resolve_class(Thread& thread, Class* from, int index);
// Static uses initialise the holder. `current` is the method containing the instruction (final-field rule).
VM_MAY_SAFEPOINT Expected<ResolvedEntry> resolve_field(Thread& thread, Method* current, int index, FieldUse use);
VM_MAY_SAFEPOINT Expected<ResolvedEntry> resolve_method(Thread& thread, Method* current, int index, InvokeKind kind);
VM_MAY_SAFEPOINT Expected<ResolvedEntry> resolve_invokedynamic(Thread& thread, Method* current, int index, int call_site);
// String, Class, MethodHandle, MethodType, Dynamic (boxed when primitive) constants.
VM_MAY_SAFEPOINT Expected<Ref<>> resolve_constant(Thread& thread, Class* from, int index);

// Symbolic look-up without a constant pool (JVMS 5.4.3.2-4); null when there is none; access is not checked.
const Field* lookup_field(const Class* klass, const Symbol* name, const Symbol* descriptor);
Method* lookup_method(const Class* klass, const Symbol* name, const Symbol* descriptor);
Method* lookup_interface_method(const Class* klass, const Symbol* name, const Symbol* descriptor);

// Access control (JVMS 5.4.4): modules, packages, protected, private with nestmates. No exception is thrown.
bool can_access_class(Thread& thread, const Class* from, const Class* to);
VM_MAY_SAFEPOINT Expected<bool> can_access_member(Thread& thread, Class* from, const Class* resolved_in, const Class* declared_in, uint16_t access_flags);
// IllegalAccessError with HotSpot's texts.
VM_MAY_SAFEPOINT Pending throw_class_access(Thread& thread, const Class& from, const Class& to);
VM_MAY_SAFEPOINT Pending throw_field_access(Thread& thread, const Class& from, const Field& field);
VM_MAY_SAFEPOINT Pending throw_method_access(Thread& thread, const Class& from, const Method& method);
// invokespecial may name methods of the class's direct superinterfaces only.
bool is_direct_interface(const Class& from, const Class& interface);
VM_MAY_SAFEPOINT Pending throw_indirect_interface(Thread& thread, const Class& from, const Method& method);
// Throws an error like the one that resolution of entry `index` (kFailed) ended with: same class, message and cause,
// but with the stack trace of now.
VM_MAY_SAFEPOINT Pending throw_recorded_failure(Thread& thread, Class* klass, int index);
// Nest host (JVMS 5.4.4), resolved and validated at first use.
VM_MAY_SAFEPOINT Expected<Class*> nest_host_of(Thread& thread, Class* klass);
bool same_package(const Class* a, const Class* b);

// ClassState::resolved_refs, made at first need.
VM_MAY_SAFEPOINT Expected<Ref<java::ObjectArray>> resolved_refs_of(Thread& thread, Class* klass);

}  // namespace kiln::ops
