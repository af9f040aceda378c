// vm/jni/calls.cpp - the 90 functions that call Java methods.
//
// Arguments come as jvalues or as C varargs; both are turned into JavaArguments by walking the method's descriptor.
// Small integers are cut to their type, booleans to 0 or 1, so that Java code sees only proper values.
#include <cstdarg>

#include "vm/exec/java_call.h"
#include "vm/jni/functions.h"
#include "vm/jni/ids.h"
#include "vm/ops/class_init.h"

namespace kiln::jni {

namespace {

// Where arguments come from; `next(type)` gives one as a jvalue of that type.
class ValueArray {
 public:
  explicit ValueArray(const jvalue* values) : next_(values) {}
  jvalue next(BasicType) { return *next_++; }

 private:
  const jvalue* next_;
};

class VarArguments {
 public:
  explicit VarArguments(va_list arguments) { va_copy(arguments_, arguments); }
  ~VarArguments() { va_end(arguments_); }
  VarArguments(const VarArguments&) = delete;
  VarArguments& operator=(const VarArguments&) = delete;
  jvalue next(BasicType type) {
    jvalue value;
    value.j = 0;
    switch (type) {
      case BasicType::kBoolean:
        value.z = va_arg(arguments_, jint) == 0 ? JNI_FALSE : JNI_TRUE;
        break;
      case BasicType::kByte:
        value.b = static_cast<jbyte>(va_arg(arguments_, jint));
        break;
      case BasicType::kChar:
        value.c = static_cast<jchar>(va_arg(arguments_, jint));
        break;
      case BasicType::kShort:
        value.s = static_cast<jshort>(va_arg(arguments_, jint));
        break;
      case BasicType::kInt:
        value.i = va_arg(arguments_, jint);
        break;
      case BasicType::kLong:
        value.j = va_arg(arguments_, jlong);
        break;
      case BasicType::kFloat:
        value.f = static_cast<jfloat>(va_arg(arguments_, jdouble));
        break;
      case BasicType::kDouble:
        value.d = va_arg(arguments_, jdouble);
        break;
      case BasicType::kObject:
        value.l = va_arg(arguments_, jobject);
        break;
      case BasicType::kVoid:
        VM_UNREACHABLE();
    }
    return value;
  }

 private:
  va_list arguments_;
};

void push(JavaArguments& to, BasicType type, jvalue value) {
  switch (type) {
    case BasicType::kBoolean:
      to.push_int(value.z == JNI_FALSE ? 0 : 1);
      return;
    case BasicType::kByte:
      to.push_int(value.b);
      return;
    case BasicType::kChar:
      to.push_int(value.c);
      return;
    case BasicType::kShort:
      to.push_int(value.s);
      return;
    case BasicType::kInt:
      to.push_int(value.i);
      return;
    case BasicType::kLong:
      to.push_long(value.j);
      return;
    case BasicType::kFloat:
      to.push_float(value.f);
      return;
    case BasicType::kDouble:
      to.push_double(value.d);
      return;
    case BasicType::kObject:
      to.push(handle_of(value.l));
      return;
    case BasicType::kVoid:
      VM_UNREACHABLE();
  }
}

template <typename Source>
void push_all(JavaArguments& to, const Method& method, Source& source) {
  std::string_view descriptor = method.descriptor();
  for (size_t i = 1; descriptor[i] != ')'; i++) {
    BasicType type = basic_type_of(descriptor[i]);
    while (descriptor[i] == '[') i++;
    if (descriptor[i] == 'L') i = descriptor.find(';', i);
    push(to, type, source.next(type));
  }
}

enum class Selection { kStatic, kVirtual, kExact };

template <typename Source>
Expected<JavaValue> call_method(Thread& t, Selection selection, jobject receiver, Method* method, Source& source) {
  if (t.has_exception()) return kPending;  // the caller should have looked; nothing more runs
  JavaArguments arguments;
  if (selection == Selection::kStatic) {
    VM_TRY_VOID(ops::initialize_class(t, method->holder));
  } else {
    Handle<> object = handle_of(receiver);
    if (object.is_null()) return throw_new(t, &Known::java_lang_NullPointerException);
    arguments.push(object);
  }
  push_all(arguments, *method, source);
  const bool selects = selection == Selection::kVirtual && !method->is_private() && !method->is_initializer();
  return selects ? call_virtual(t, method, arguments) : call(t, method, arguments);
}

// The result as the JNI type wants it.
template <typename Result>
Result to_result(Thread& t, HandleScope& scope, JavaValue value) {
  if constexpr (std::is_same_v<Result, jobject>) {
    return leave_scope(scope, value.ref());
  } else if constexpr (std::is_same_v<Result, jboolean>) {
    return static_cast<jboolean>(value.i & 1);
  } else if constexpr (std::is_same_v<Result, jfloat>) {
    return value.f;
  } else if constexpr (std::is_same_v<Result, jdouble>) {
    return value.d;
  } else if constexpr (std::is_same_v<Result, jlong>) {
    return value.j;
  } else {
    return static_cast<Result>(value.i);
  }
}

template <typename Result, typename Source>
Result run(JNIEnv* env, Selection selection, jobject receiver, jmethodID method, Source&& source) {
  Thread& t = thread_of(env);
  InVm in(t);
  HandleScope scope(t);
  Expected<JavaValue> value = call_method(t, selection, receiver, method_of(method), source);
  if constexpr (!std::is_void_v<Result>) {
    return value.ok() ? to_result<Result>(t, scope, value.value()) : Result{};
  }
}

}  // namespace

// For each type nine functions: selection (virtual, nonvirtual, static) times argument form (..., V, A).
#define VM_JNI_FORMS(Prefix, Name, type, selection, receiver, ...)                                         \
  type Prefix##Name##MethodA(JNIEnv* env, __VA_ARGS__, jmethodID method, const jvalue* arguments) {        \
    return run<type>(env, selection, receiver, method, ValueArray(arguments));                             \
  }                                                                                                        \
  type Prefix##Name##MethodV(JNIEnv* env, __VA_ARGS__, jmethodID method, va_list arguments) {              \
    return run<type>(env, selection, receiver, method, VarArguments(arguments));                           \
  }                                                                                                        \
  type Prefix##Name##Method(JNIEnv* env, __VA_ARGS__, jmethodID method, ...) {                             \
    va_list arguments;                                                                                     \
    va_start(arguments, method);                                                                           \
    VarArguments copy(arguments);                                                                          \
    va_end(arguments);                                                                                     \
    return run<type>(env, selection, receiver, method, copy);                                              \
  }
#define VM_JNI_CALLS(Name, type, basic_type)                                                  \
  VM_JNI_FORMS(Call, Name, type, Selection::kVirtual, object, jobject object)                 \
  VM_JNI_FORMS(CallNonvirtual, Name, type, Selection::kExact, object, jobject object, jclass) \
  VM_JNI_FORMS(CallStatic, Name, type, Selection::kStatic, nullptr, jclass)

VM_JNI_PRIMITIVES(VM_JNI_CALLS)
VM_JNI_CALLS(Object, jobject, kObject)
VM_JNI_CALLS(Void, void, kVoid)

#undef VM_JNI_CALLS
#undef VM_JNI_FORMS

}  // namespace kiln::jni
