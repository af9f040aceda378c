// vm/ops/member_name.h - java.lang.invoke.MemberName as the VM fills and reads it.
//
//   flags    bits 0-15 modifiers | kind (method, constructor, field, type) | facts | reference kind in bits 24-27
//   clazz    the declaring class once resolved
//   method   methods: their ResolvedMethodName, which holds the Method* (injected vmtarget)
//   vmindex  (injected) methods: vtable or itable index of a call that dispatches, kNoDispatch otherwise;
//            fields: byte offset in the object or, static fields, in the mirror
// name and type are left to Java, which asks `expand_member_name` for them when it needs them.
// Functions that take Thread& run in state InVm (or kInJava with last_frame published).
#pragma once

#include <string>

#include "vm/base/result.h"
#include "vm/meta/class.h"
#include "vm/ops/invoke_dynamic.h"
#include "vm/thread/handles.h"

namespace kiln::ops {

namespace member_flags {
inline constexpr uint32_t kMethod = 0x10000, kConstructor = 0x20000, kField = 0x40000, kType = 0x80000;
inline constexpr uint32_t kCallerSensitive = 0x100000, kTrustedFinal = 0x200000;
inline constexpr uint32_t kKinds = kMethod | kConstructor | kField | kType;
inline constexpr int kReferenceKindShift = 24;
inline constexpr uint32_t kReferenceKindMask = 0xf;
}  // namespace member_flags

// JVMS table 5.4.3.5-A.
enum class ReferenceKind : uint8_t {
  kGetField = 1,
  kGetStatic,
  kPutField,
  kPutStatic,
  kInvokeVirtual,
  kInvokeStatic,
  kInvokeSpecial,
  kNewInvokeSpecial,
  kInvokeInterface,
};

inline constexpr int64_t kNoDispatch = -2;

// MethodHandleNatives.init: from a java.lang.reflect Method, Constructor or Field. A signature-polymorphic method
// leaves `name` as it is: Java completes it.
VM_MAY_SAFEPOINT Expected<void> init_member_name_from_reflected(Thread& thread, Handle<java::MemberName> name,
                                                                Handle<> reflected);
// MethodHandleNatives.resolve. False, with nothing pending, when there is nothing to be found that an error could
// name; otherwise the linkage error of the look-up is pending. `caller` null: no access checks. Initialises no class.
VM_MAY_SAFEPOINT Expected<bool> resolve_member_name(Thread& thread, Handle<java::MemberName> name, Class* caller);
// Looks up what a MethodHandle constant of `caller` refers to, for the errors that this has (JVMS 5.4.3.5), before the
// types of its descriptor are touched.
VM_MAY_SAFEPOINT Expected<void> check_member_reference(Thread& thread, ReferenceKind kind, Class* klass, Symbol* name,
                                                       Symbol* descriptor, Class* caller);
// MethodHandleNatives.expand: fills clazz, name and type (a descriptor) where they are null.
VM_MAY_SAFEPOINT Expected<void> expand_member_name(Thread& thread, Handle<java::MemberName> name);
// Field that a resolved field name denotes, or null. Not a safepoint.
const Field* field_of_member_name(const Known& known, const Object* member_name);
// Descriptor that MemberName.type stands for: a MethodType, a Class or the descriptor itself; empty: something else.
// Not a safepoint.
std::string descriptor_of_type(const Known& known, Object* type);

}  // namespace kiln::ops
