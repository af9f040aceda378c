// classloader/verification.h - the linker's hook for bytecode verification (JVMS 4.10).
#pragma once

#include "vm/base/result.h"
#include "vm/meta/class.h"
#include "vm/thread/handles.h"

namespace kiln {

// VerifyError, or what loading a class for an assignability check throws. Called once per class by link_class, with the
// class's initialisation lock held, for classes with Class::kNeedsVerification. Parses the kept class file again, because
// the verifier works on parsed classes, and frees it when the class has passed. May load classes.
VM_MAY_SAFEPOINT Expected<void> verify_class(Thread& thread, Class* klass);

}  // namespace kiln
