// vm/ops/reflective_call.cpp - Method.invoke and Constructor.newInstance: checks and converts an Object[] of arguments,
// calls, wraps what is thrown, boxes the result. The rules and texts are those of HotSpot's Method.invoke0.
#include "classloader/loading.h"
#include "vm/exec/allocate.h"
#include "vm/exec/exceptions.h"
#include "vm/exec/java_call.h"
#include "vm/ops/class_init.h"
#include "vm/ops/reflection.h"
#include "vm/ops/type_check.h"

namespace kiln::ops {

namespace {

Pending type_mismatch(Thread& t) {
  return throw_new(t, &Known::java_lang_IllegalArgumentException, "argument type mismatch");
}

// Argument `i` for a parameter of primitive type: unboxed and widened (JLS 5.1.2).
Expected<void> push_primitive(Thread& t, JavaArguments& to, BasicType wanted, Handle<java::ObjectArray> arguments, int32_t i) {
  uint64_t bits = 0;
  Ref<> argument = load_element(arguments.unsafe_ref().get(), i);
  if (argument.is_null()) return throw_new(t, &Known::java_lang_IllegalArgumentException);
  BasicType given = unbox(*t.vm().known, argument.get(), &bits);
  if (given == BasicType::kObject) return type_mismatch(t);
  if (given != wanted && !widen(given, wanted, &bits)) return type_mismatch(t);
  switch (wanted) {
    case BasicType::kLong:
      to.push_long(static_cast<int64_t>(bits));
      return {};
    case BasicType::kDouble:
      to.push_double(__builtin_bit_cast(double, bits));
      return {};
    case BasicType::kFloat:
      to.push_float(__builtin_bit_cast(float, static_cast<uint32_t>(bits)));
      return {};
    case BasicType::kBoolean:
    case BasicType::kByte:
    case BasicType::kChar:
    case BasicType::kShort:
    case BasicType::kInt:
      to.push_int(static_cast<int32_t>(bits));
      return {};
    case BasicType::kObject:
    case BasicType::kVoid:
      break;
  }
  VM_UNREACHABLE();
}

// Pushes the arguments; the handles live in the caller's scope.
Expected<void> push_arguments(Thread& t, JavaArguments& to, Method* method, Handle<java::ObjectArray> arguments) {
  const int32_t given = arguments.is_null() ? 0 : arguments.unsafe_ref()->array_length();
  if (given != method->info->parameter_count) {
    return throw_new(t, &Known::java_lang_IllegalArgumentException, "wrong number of arguments");
  }
  Handle<java::ClassLoader> loader(t, loader_of(*method->holder));
  std::string_view descriptor = method->descriptor();
  size_t at = 1;
  for (int32_t i = 0; i < given; i++) {
    const size_t begin = at;
    while (descriptor[at] == '[') at++;
    if (descriptor[at] == 'L') at = descriptor.find(';', at);
    at++;
    std::string_view type = descriptor.substr(begin, at - begin);
    if (basic_type_of(type[0]) != BasicType::kObject) {
      VM_TRY_VOID(push_primitive(t, to, basic_type_of(type[0]), arguments, i));
      continue;
    }
    Handle<> argument(t, load_element(arguments.unsafe_ref().get(), i));
    if (!argument.is_null()) {
      BasicType unused;
      VM_TRY(Class* wanted, class_of_descriptor(t, type, loader, &unused));
      if (!is_instance(argument.unsafe_ref().get(), wanted)) return type_mismatch(t);
    }
    to.push(argument);
  }
  return {};
}

// Replaces the pending exception by an InvocationTargetException around it.
Pending wrap_pending(Thread& t) {
  Handle<java::Throwable> target(t, take_exception(t));
  Class* wrapper = t.vm().known->java_lang_reflect_InvocationTargetException;
  Method* constructor = wrapper->find_declared_method("<init>", "(Ljava/lang/Throwable;)V");
  VM_CHECK(constructor != nullptr);
  VM_TRY_VOID(initialize_class(t, wrapper));
  VM_TRY(Ref<> fresh, allocate_instance(t, wrapper));
  Handle<java::Throwable> exception(t, fresh.as<java::Throwable>());
  JavaArguments arguments;
  arguments.push(exception).push(target);
  VM_TRY_VOID(call(t, constructor, arguments));
  return throw_object(t, exception.unsafe_ref());
}

}  // namespace

Expected<Ref<>> invoke_method(Thread& t, Method* method, Handle<> receiver, Handle<java::ObjectArray> arguments) {
  HandleScope scope(t);
  JavaArguments values;
  if (method->is_static()) {
    VM_TRY_VOID(initialize_class(t, method->holder));
  } else {
    if (receiver.is_null()) return throw_new(t, &Known::java_lang_NullPointerException);
    if (!is_instance(receiver.unsafe_ref().get(), method->holder)) {
      return throw_new(t, &Known::java_lang_IllegalArgumentException, "object is not an instance of declaring class");
    }
    values.push(receiver);
  }
  VM_TRY_VOID(push_arguments(t, values, method, arguments));
  const bool is_exact = method->is_static() || method->is_private() || method->is_initializer();
  Expected<JavaValue> result = is_exact ? call(t, method, values) : call_virtual(t, method, values);
  if (!result.ok()) return wrap_pending(t);
  switch (method->result()) {
    case BasicType::kVoid:
      return Ref<>();
    case BasicType::kObject:
      return result.value().ref();
    case BasicType::kBoolean:
      return box(t, BasicType::kBoolean, result.value().bits & 1);
    case BasicType::kChar:
    case BasicType::kFloat:
    case BasicType::kDouble:
    case BasicType::kByte:
    case BasicType::kShort:
    case BasicType::kInt:
    case BasicType::kLong:
      return box(t, method->result(), result.value().bits);
  }
  VM_UNREACHABLE();
}

Expected<Ref<>> invoke_constructor(Thread& t, Method* constructor, Handle<java::ObjectArray> arguments) {
  HandleScope scope(t);
  Class* klass = constructor->holder;
  if (klass->is_abstract() || klass->is_interface()) {
    return throw_new(t, &Known::java_lang_InstantiationException, "{}", external_name(*klass));
  }
  VM_TRY_VOID(initialize_class(t, klass));
  VM_TRY(Ref<> fresh, allocate_instance(t, klass));
  Handle<> object(t, fresh);
  JavaArguments values;
  values.push(object);
  VM_TRY_VOID(push_arguments(t, values, constructor, arguments));
  if (!call(t, constructor, values).ok()) return wrap_pending(t);
  return object.unsafe_ref();
}

}  // namespace kiln::ops
