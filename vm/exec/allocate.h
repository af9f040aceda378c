// vm/exec/allocate.h - new Java objects from C++. All may collect; all throw OutOfMemoryError (HotSpot's words).
// The returned reference is fresh: put it in a Handle before the next safepoint.
#pragma once

#include <string_view>

#include "vm/base/result.h"
#include "vm/meta/class.h"
#include "vm/thread/handles.h"

namespace kiln {

// Zeroed instance; the class is linked, not abstract, and initialised by the caller if that matters.
VM_MAY_SAFEPOINT Expected<Ref<>> allocate_instance(Thread& thread, Class* klass);
// `array_class` is the class of the array itself. Negative lengths throw NegativeArraySizeException.
VM_MAY_SAFEPOINT Expected<Ref<java::Array>> allocate_array(Thread& thread, Class* array_class, int32_t length);
VM_MAY_SAFEPOINT Expected<Ref<java::Array>> allocate_primitive_array(Thread& thread, BasicType element, int32_t length);
VM_MAY_SAFEPOINT Expected<Ref<java::ObjectArray>> allocate_object_array(Thread& thread, int32_t length);  // Object[]
// The mirror of a class that is being created (size depends on its static fields); used by the class builder only.
VM_MAY_SAFEPOINT Expected<Ref<java::Class>> allocate_mirror(Thread& thread, Class* mirrored, BasicType primitive);
// Copy of an object or array (Object.clone): same class, same contents, fresh header.
VM_MAY_SAFEPOINT Expected<Ref<>> clone_object(Thread& thread, Handle<> object);

}  // namespace kiln
