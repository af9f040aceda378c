// vm/ops/class_init.h - class initialisation, JVMS 5.5 step by step.
#pragma once

#include "vm/base/result.h"
#include "vm/meta/class.h"
#include "vm/thread/handles.h"

namespace kiln::ops {

// Links and initialises; returns at once when initialised, or being initialised by this very thread.
VM_MAY_SAFEPOINT Expected<void> initialize_class_slow(Thread& thread, Class* klass);
VM_MAY_SAFEPOINT inline Expected<void> initialize_class(Thread& thread, Class* klass) {
  if (klass->is_initialized()) [[likely]]
    return {};
  return initialize_class_slow(thread, klass);
}

}  // namespace kiln::ops
