// vm/ops/type_check.h - checkcast, instanceof, array stores and the exceptions they raise.
#pragma once

#include <string>

#include "vm/base/result.h"
#include "vm/meta/class.h"
#include "vm/meta/known.h"
#include "vm/thread/handles.h"

namespace kiln::ops {

// Not safepoints. `object` is not null.
inline bool is_instance(const Object* object, const Class* klass) { return class_of(object)->is_subtype_of(klass); }
// May `value` (null allowed) be stored into reference array `array`?
bool can_store(const Object* array, Ref<> value);
// HotSpot's texts.
VM_MAY_SAFEPOINT Pending throw_class_cast(Thread& thread, Class* from, Class* to);
VM_MAY_SAFEPOINT Pending throw_array_store(Thread& thread, Class* value_class);
VM_MAY_SAFEPOINT Pending throw_index_out_of_bounds(Thread& thread, int32_t index, int32_t length);

// System.arraycopy with all its checks.
VM_MAY_SAFEPOINT Expected<void> array_copy(Thread& thread, Handle<> source, int32_t source_index, Handle<> target, int32_t target_index, int32_t length);
// multianewarray / Array.newInstance with several dimensions.
VM_MAY_SAFEPOINT Expected<Ref<java::Array>> allocate_multi_array(Thread& thread, Class* array_class, const int32_t* lengths, int count);

// Boxing of primitives, as java.lang.reflect and dynamic constants want it.
VM_MAY_SAFEPOINT Expected<Ref<>> box(Thread& thread, BasicType type, uint64_t bits);
// BasicType of a box object (kObject when it is not one); `bits` receives the value as a slot would hold it.
BasicType unbox(const Known& known, Object* box, uint64_t* bits);
// Widening primitive conversion (JLS 5.1.2); false when it is not one.
bool widen(BasicType from, BasicType to, uint64_t* bits);

}  // namespace kiln::ops
