// vm/ops/invoke_dynamic.h - method handles, call sites and dynamic constants: the VM's half of java.lang.invoke.
//
// Upcalls go to java.lang.invoke.MethodHandleNatives. MemberName objects name members; the VM's link from a
// MemberName to a Method is an interned ResolvedMethodName per method.
#pragma once

#include "vm/base/result.h"
#include "vm/meta/class.h"
#include "vm/ops/resolve.h"
#include "vm/thread/handles.h"

namespace kiln::ops {

// Links a call of MethodHandle.invokeExact/invoke or a VarHandle accessor (Methodref `index` of `from`): entry with
// the adapter method and, in resolved_refs, its appendix.
VM_MAY_SAFEPOINT Expected<ResolvedEntry> link_invokehandle(Thread& thread, Class* from, int index, Method* generic);
// The intrinsic (invokeBasic, linkTo*) specialised for a descriptor: a Method record whose shape fits it.
Method* polymorphic_method(Thread& thread, Method* declared, Symbol* descriptor);
VM_MAY_SAFEPOINT Expected<ResolvedEntry> link_call_site(Thread& thread, Class* from, int index, int call_site);
VM_MAY_SAFEPOINT Expected<Ref<>> link_dynamic_constant(Thread& thread, Class* from, int index);
VM_MAY_SAFEPOINT Expected<Ref<java::MethodHandle>> method_handle_constant(Thread& thread, Class* from, int index);
VM_MAY_SAFEPOINT Expected<Ref<java::MethodType>> method_type_of(Thread& thread, Symbol* descriptor, Class* from);

// Target of a handle / member name. Not safepoints.
Method* target_of_member_name(Thread& thread, Object* member_name);     // null when unresolved
Object* member_name_of_handle(Thread& thread, Object* method_handle);   // handle.form.vmentry
int64_t vmindex_of_member_name(Thread& thread, Object* member_name);

// MemberName contents for reflection objects, fields and methods (MethodHandleNatives.init, resolve, expand).
VM_MAY_SAFEPOINT Expected<void> init_member_name_with_method(Thread& thread, Handle<java::MemberName> name, Method* method, Class* klass, bool do_dispatch);
VM_MAY_SAFEPOINT Expected<void> init_member_name_with_field(Thread& thread, Handle<java::MemberName> name, const Field* field, bool for_put);

}  // namespace kiln::ops
