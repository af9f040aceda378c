// stdlib/mirror_args.h - java.lang.Class arguments and arrays of them, as natives meet them.
#pragma once

#include "classloader/loading.h"
#include "gc/barrier.h"
#include "vm/exec/allocate.h"
#include "vm/exec/jobject.h"
#include "vm/exec/mirrors.h"
#include "vm/meta/known.h"

namespace kiln::stdlib {

inline const Known& known_of(Thread& thread) { return *thread.vm().known; }

// The class that a java.lang.Class argument (not null) stands for; null for a primitive type. Not a safepoint.
inline Class* mirrored_class(Thread& thread, jobject mirror) {
  return class_of_mirror(known_of(thread), Ref<>(*slot_of(mirror)).get());
}
// The same, null for arrays too: a class that has a class file.
inline Class* mirrored_instance_class(Thread& thread, jobject mirror) {
  Class* klass = mirrored_class(thread, mirror);
  return klass == nullptr || klass->is_array() ? nullptr : klass;
}

// A new array with elements of class `element`, all null.
VM_MAY_SAFEPOINT inline Expected<Ref<java::ObjectArray>> new_array_of(Thread& thread, Class* element, size_t length) {
  VM_TRY(Class * array_class, array_class_of(thread, element));
  VM_TRY(Ref<java::Array> array, allocate_array(thread, array_class, static_cast<int32_t>(length)));
  return array.as<java::ObjectArray>();
}

// Class[] of the mirrors, in order. Mirrors are read at the end, so no handles are needed for them.
template <typename Classes>
VM_MAY_SAFEPOINT Expected<Ref<java::ObjectArray>> new_class_array(Thread& thread, const Classes& classes) {
  VM_TRY(Ref<java::Array> array,
         allocate_array(thread, known_of(thread).class_array, static_cast<int32_t>(std::size(classes))));
  int32_t i = 0;
  for (Class* klass : classes) barrier::store_element(array.get(), i++, klass->mirror());
  return array.as<java::ObjectArray>();
}

// What a native finds for a member that does not exist: null without an exception.
inline constexpr Ref<java::Object> kNullRef{};

}  // namespace kiln::stdlib
