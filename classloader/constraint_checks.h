// classloader/constraint_checks.h - where loading constraints come from (JVMS 5.3.4, 5.4.2, 5.4.3.2 - 5.4.3.4).
//
// Linking code of one loader to a field or method of a class of another loader imposes that both mean the same by each
// class name in its descriptor; so does overriding a method, and implementing one of an interface. Nothing is loaded.
// Conflicts are LinkageErrors with the reference VM's texts.
#pragma once

#include "vm/base/result.h"
#include "vm/meta/class.h"
#include "vm/thread/thread.h"

namespace kiln {

// Code of `from` uses `field`, found by resolution.
VM_MAY_SAFEPOINT Expected<void> constrain_field(Thread& thread, const Class& from, const Field& field);
// Code of `from` uses `method`, found by resolution in class or interface `named`.
VM_MAY_SAFEPOINT Expected<void> constrain_method(Thread& thread, const Class& from, const Class& named, const Method& method);
// Overriding and implementing by the methods that `klass` declares or inherits; part of linking it.
VM_MAY_SAFEPOINT Expected<void> constrain_dispatch(Thread& thread, const Class& klass);
// `klass` cannot be recorded for `loader`, because a constraint requires the other class.
VM_MAY_SAFEPOINT Pending throw_not_required_class(Thread& thread, const LoaderData& loader, const Class& klass, const Class& required);

}  // namespace kiln
