// vm/ops/bootstrap.h - bootstrap methods: their static arguments, and handing those to Java (JVMS 5.4.3.6).
#pragma once

#include "vm/base/result.h"
#include "vm/meta/class.h"
#include "vm/thread/handles.h"

namespace kiln::ops {

// A Dynamic or InvokeDynamic constant of a class, and what its BootstrapMethods entry says.
struct BootstrapSpecifier {
  BootstrapSpecifier(Class* from, int pool_index);
  Class* from;
  int pool_index;
  int bootstrap_index;  // into the BootstrapMethods attribute
  int argument_count;
  Symbol* name;
  Symbol* descriptor;
  bool is_call_site;
};

// The objects that the upcalls take. Handles of the caller's scope.
struct BootstrapObjects {
  Handle<> method;  // MethodHandle
  Handle<> name;    // String
  Handle<> type;    // MethodType of a call site, Class of a dynamic constant
  // null: no arguments; one that is no array: itself; else Object[]. int[] {argument count, pool index}: Java fetches
  // them itself, by copy_out_bootstrap_arguments.
  Handle<> arguments;
};

VM_MAY_SAFEPOINT Expected<void> resolve_bootstrap(Thread& thread, const BootstrapSpecifier& specifier,
                                                  BootstrapObjects& result);
// MethodHandleNatives.copyOutBootstrapArguments: elements start..end-1 to buffer[position..]. -4 is the bootstrap
// method, -3 the name, -2 the type, -1 the number of arguments, 0 the first argument. With `resolve` false, a constant
// that is not resolved yet gives `if_not_available`.
VM_MAY_SAFEPOINT Expected<void> copy_out_bootstrap_arguments(Thread& thread, Class* caller,
                                                             Handle<java::Array> index_info, int32_t start, int32_t end,
                                                             Handle<java::ObjectArray> buffer, int32_t position,
                                                             bool resolve, Handle<> if_not_available);
// A pending exception that is no Error becomes the cause of a BootstrapMethodError.
VM_MAY_SAFEPOINT Pending wrap_bootstrap_exception(Thread& thread);

}  // namespace kiln::ops
