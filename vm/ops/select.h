// vm/ops/select.h - selection of interface methods (JVMS 5.4.6) with its errors.
#pragma once

#include "vm/base/result.h"
#include "vm/meta/class.h"
#include "vm/thread/handles.h"

namespace kiln::ops {

// What a call of interface method `method` runs on an instance of `receiver`. Null: IncompatibleClassChangeError,
// AbstractMethodError or IllegalAccessError is pending.
VM_MAY_SAFEPOINT Method* select_interface_method(Thread& thread, Class* receiver, Method* method);
// An abstract method was called on `receiver`: AbstractMethodError or, for conflicting defaults,
// IncompatibleClassChangeError, with HotSpot's text.
VM_MAY_SAFEPOINT void throw_not_implemented(Thread& thread, Class* receiver, Method* method);

}  // namespace kiln::ops
