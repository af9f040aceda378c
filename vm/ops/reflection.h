// vm/ops/reflection.h - between methods and fields and their java.lang.reflect objects, and calling through them.
//
// A reflection object names its member by the class (`clazz`) and `slot`: for methods and constructors the position in
// the holder's array of method records, for fields the position in the class file (Field::slot).
// All functions that take Thread& run in state InVm (or InJava with last_frame published) and may safepoint unless
// said otherwise; returned references are fresh.
#pragma once

#include "vm/base/result.h"
#include "vm/meta/class.h"
#include "vm/meta/known.h"
#include "vm/thread/handles.h"

namespace kiln::ops {

// --- creating --------------------------------------------------------------------------------------------------------
// java.lang.reflect.Method of a method that is no initialiser. Loads the classes of its descriptor.
VM_MAY_SAFEPOINT Expected<Ref<>> make_method(Thread& thread, Method& method);
// java.lang.reflect.Constructor of an <init>.
VM_MAY_SAFEPOINT Expected<Ref<>> make_constructor(Thread& thread, Method& method);
// java.lang.reflect.Field.
VM_MAY_SAFEPOINT Expected<Ref<>> make_field(Thread& thread, const Field& field);
// Class[] of the parameter types of a descriptor, as the loader of `context` sees them; `result_type`, if not null,
// receives a new handle's slot contents: the mirror of the result type.
VM_MAY_SAFEPOINT Expected<Ref<java::ObjectArray>> make_parameter_types(Thread& thread, std::string_view descriptor,
                                                                       Class* context, RefSlot* result_type);
// Class[] of the Exceptions attribute.
VM_MAY_SAFEPOINT Expected<Ref<java::ObjectArray>> make_exception_types(Thread& thread, Method& method);
// byte[] with the bytes of an attribute; null for a null attribute.
VM_MAY_SAFEPOINT Expected<Ref<java::Array>> make_byte_array(Thread& thread, const AttributeBytes* bytes);

// --- and back (no safepoint) -----------------------------------------------------------------------------------------
// Member that a Method or Constructor (Field) object names.
Method* method_of_reflected(const Known& known, Object* method_or_constructor);
const Field* field_of_reflected(const Known& known, Object* field);
// `slot` of a method.
int32_t slot_of_method(const Method& method);

// --- calling ---------------------------------------------------------------------------------------------------------
// Method.invoke0: `arguments` is an Object[] or null; `receiver` is ignored for static methods. The class of a static
// method is initialised, others select by the receiver's class. The result is boxed; null for void.
// NullPointerException without receiver; IllegalArgumentException "object is not an instance of declaring class",
// "wrong number of arguments", "argument type mismatch"; what the method throws is wrapped in InvocationTargetException.
VM_MAY_SAFEPOINT Expected<Ref<>> invoke_method(Thread& thread, Method* method, Handle<> receiver,
                                               Handle<java::ObjectArray> arguments);
// Constructor.newInstance0: InstantiationException for abstract classes, otherwise as above.
VM_MAY_SAFEPOINT Expected<Ref<>> invoke_constructor(Thread& thread, Method* constructor,
                                                    Handle<java::ObjectArray> arguments);

}  // namespace kiln::ops
