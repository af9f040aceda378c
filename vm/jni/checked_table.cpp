// vm/jni/checked_table.cpp - a wrapper around every JNI function, made from its type.
//
// What is checked follows from the types of the parameters: each jobject must be a live reference of this thread or a
// global one, a jclass a Class, a jstring a String, an array of the type's kind, ids must be ones that the VM gave and fit the
// object. From the function's name follows whether it may be called with an exception pending or in a critical section,
// and whether its ids are static ones.
#include "vm/jni/checked_table.h"

#include <cstdarg>
#include <cstdio>
#include <string_view>
#include <utility>

#include "vm/base/memory.h"
#include "vm/jni/functions.h"
#include "vm/jni/globals.h"
#include "vm/jni/ids.h"
#include "vm/jni/native_stack.h"

namespace kiln::jni {

namespace {

// The one function being checked.
struct Call {
  std::string_view name;
  Thread* thread;
  jobject object = nullptr;  // first jobject or jclass: what ids must fit

  [[noreturn]] void fatal(const char* message) const { fatal_in_native(*thread, message); }
  void warn(const char* message) const {
    fmt::print(stdout, "WARNING in native method: {}\n", message);
    print_java_stack(*thread);
    fflush(stdout);
  }
};

constexpr bool contains(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

// JNI specification, "Exceptions and error codes".
constexpr bool is_allowed_with_exception(std::string_view name) {
  return name.starts_with("Exception") || name.starts_with("Delete") || name.starts_with("Release") ||
         contains(name, "LocalFrame") || name == "MonitorExit" || name == "FatalError" || name == "GetJavaVM" ||
         name == "GetVersion" || name == "IsSameObject" || name == "GetObjectRefType";
}
constexpr bool is_allowed_in_critical(std::string_view name) {
  return contains(name, "Critical") || name.starts_with("Exception") || name == "GetJavaVM" || name == "GetVersion" ||
         name == "FatalError";
}
// Null objects that the functions know how to take.
constexpr bool takes_null(std::string_view name) {
  return name.starts_with("Delete") || name == "IsSameObject" || contains(name, "GlobalRef") || name == "NewLocalRef" ||
         name == "PopLocalFrame" || name == "GetObjectRefType" || name == "DefineClass" || name == "IsInstanceOf" ||
         name == "GetModule";
}
// After these native code has to ask whether an exception is pending.
constexpr bool calls_java(std::string_view name) { return name.starts_with("Call"); }

// --- references ------------------------------------------------------------------------------------------------------

bool is_valid_reference(Thread& t, jobject object) {
  JniGlobals& globals = *t.vm().jni_globals;
  if (reinterpret_cast<uintptr_t>(object) & kWeakTag) return globals.is_weak(object);
  RefSlot* slot = slot_of(object);
  const auto address = reinterpret_cast<uintptr_t>(slot);
  if (address % sizeof(RefSlot) != 0) return false;
  const auto here = reinterpret_cast<uintptr_t>(__builtin_frame_address(0));
  if (address > here && address < t.stack_base) return true;  // an argument: a slot of a frame
  if (t.handles.contains(slot)) return *slot != 0;
  return globals.is_strong(object);
}

// Class of the referenced object; null for null.
Class* class_of_reference(Thread& t, jobject object) {
  InVm in(t);
  NoSafepoint here(t);
  Ref<> ref = ref_of(object, here);
  return ref.is_null() ? nullptr : class_of(ref.get());
}

void check_reference(const Call& call, jobject object) {
  if (object != nullptr && !is_valid_reference(*call.thread, object)) call.fatal("Bad global or local ref passed to JNI");
}

// --- one parameter ---------------------------------------------------------------------------------------------------

template <typename A>
void check(Call& call, A value) {}

template <>
void check(Call& call, jobject object) {
  check_reference(call, object);
  if (call.object != nullptr) return;
  call.object = object;
}

template <>
void check(Call& call, jclass klass) {
  check_reference(call, klass);
  if (klass == nullptr || class_of_reference(*call.thread, klass) != call.thread->vm().known->java_lang_Class) {
    if (klass != nullptr || !takes_null(call.name)) call.fatal("JNI received a class argument that is not a class");
  }
  if (call.object == nullptr) call.object = klass;
}

template <>
void check(Call& call, jstring string) {
  check_reference(call, string);
  if (class_of_reference(*call.thread, string) != call.thread->vm().known->java_lang_String) {
    call.fatal("JNI string operation received a non-string");
  }
}

template <>
void check(Call& call, jthrowable exception) {
  check_reference(call, exception);
  Class* klass = class_of_reference(*call.thread, exception);
  if (klass == nullptr || !klass->is_subtype_of(call.thread->vm().known->java_lang_Throwable)) {
    call.fatal("JNI Throw or ThrowNew received a class argument that is not a Throwable or Throwable subclass");
  }
}

template <>
void check(Call& call, jarray array) {
  check_reference(call, array);
  Class* klass = class_of_reference(*call.thread, array);
  if (klass == nullptr || !klass->is_array()) call.fatal("Non-array passed to JNI array operations");
}

template <>
void check(Call& call, jobjectArray array) {
  check(call, static_cast<jarray>(array));
  if (!class_of_reference(*call.thread, array)->is_object_array()) {
    call.fatal("Object array expected but not received for JNI array operation");
  }
}

void check_primitive_array(const Call& call, jarray array, BasicType type) {
  check_reference(call, array);
  Class* klass = class_of_reference(*call.thread, array);
  if (klass == nullptr || !klass->is_array()) call.fatal("Non-array passed to JNI array operations");
  if (!klass->is_primitive_array()) call.fatal("Primitive type array expected but not received for JNI array operation");
  if (klass->array_element_type != type) call.fatal("Array element type mismatch in JNI");
}
#define VM_JNI_CHECK_ARRAY(Name, type, basic_type)                   \
  template <>                                                        \
  void check(Call& call, type##Array array) {                        \
    check_primitive_array(call, array, BasicType::basic_type);       \
  }
VM_JNI_PRIMITIVES(VM_JNI_CHECK_ARRAY)
#undef VM_JNI_CHECK_ARRAY

template <>
void check(Call& call, jmethodID id) {
  Method* method = method_of(id);
  const Vm& vm = call.thread->vm();
  const char* wrong = "Wrong object class or methodID passed to JNI call";
  if (!vm.meta_space->contains(method) || !vm.class_space->contains(method->holder.get())) call.fatal(wrong);
  if (contains(call.name, "Reflected")) return;
  if (method->is_static() != contains(call.name, "CallStatic")) call.fatal(wrong);
  if (method->is_static() || call.name.starts_with("NewObject")) {
    Class* given = class_of_jclass(*call.thread, static_cast<jclass>(call.object));
    if (given == nullptr || !given->is_subtype_of(method->holder)) call.fatal(wrong);
    return;
  }
  Class* klass = class_of_reference(*call.thread, call.object);
  if (klass == nullptr) call.fatal("Null object passed to JNI");
  if (!klass->is_subtype_of(method->holder)) call.fatal(wrong);
}

template <>
void check(Call& call, jfieldID id) {
  const Field* field = field_of(id);
  const bool is_static = contains(call.name, "Static");
  if (!call.thread->vm().meta_space->contains(field)) {
    call.fatal(is_static ? "Wrong static field ID passed to JNI" : "Wrong field ID passed to JNI");
  }
  if (contains(call.name, "Reflected")) return;
  if (field->is_static() && !is_static) call.fatal("Static field ID passed to JNI");
  if (!field->is_static() && is_static) call.fatal("Non-static field ID passed to JNI");
  if (is_static) return;
  Class* klass = class_of_reference(*call.thread, call.object);
  if (klass == nullptr) call.fatal("Null object passed to JNI");
  if (!klass->is_subtype_of(field->holder)) call.fatal("Wrong field ID passed to JNI");
}

// --- one call --------------------------------------------------------------------------------------------------------

Call enter(JNIEnv* env, std::string_view name) {
  Thread* thread = Thread::current();
  if (thread == nullptr) {
    fmt::print(stdout, "FATAL ERROR in native method: Using JNIEnv in non-Java thread\n");
    fflush(stdout);
    abort();
  }
  Call call{name, thread};
  if (env_of(*thread) != env) call.fatal("Using JNIEnv in the wrong thread");
  if (thread->critical_depth > 0 && !is_allowed_in_critical(name)) {
    call.warn("Calling other JNI functions in the scope of Get/ReleasePrimitiveArrayCritical or "
              "Get/ReleaseStringCritical");
  }
  if (is_allowed_with_exception(name)) {
    if (name.starts_with("Exception")) thread->unchecked_jni_call = nullptr;
    return call;
  }
  if (thread->has_exception()) call.warn("JNI call made with exception pending");
  if (thread->unchecked_jni_call != nullptr) {
    call.warn(fmt::format("JNI call made without checking exceptions when required to from {}",
                          std::exchange(thread->unchecked_jni_call, nullptr)).c_str());
  }
  return call;
}

struct Leave {
  const Call& call;
  ~Leave() {
    if (calls_java(call.name)) call.thread->unchecked_jni_call = call.name.data();
  }
};

template <typename Function>
struct Checked;
template <typename R, typename... A>
struct Checked<R(JNIEnv*, A...)> {
  template <R (*function)(JNIEnv*, A...), const auto& name>
  static R run(JNIEnv* env, A... arguments) {
    Call call = enter(env, name);
    (check<A>(call, arguments), ...);
    Leave leave{call};
    return function(env, arguments...);
  }
};

// Names as objects with an address, for use as template arguments.
namespace names {
#define VM_JNI(name) constexpr char name[] = #name;
#include "vm/jni/functions.def"
#undef VM_JNI
}  // namespace names

// Functions with `...` cannot be forwarded: they hand on a va_list.
struct VarArgumentsEnd {
  va_list* arguments;
  ~VarArgumentsEnd() { va_end(*arguments); }
};
#define VM_JNI_CHECKED_FORWARD(type, forward) \
  va_list arguments;                          \
  va_start(arguments, method);                \
  VarArgumentsEnd end{&arguments};            \
  Leave leave{call};                          \
  return forward;
#define VM_JNI_CHECKED_CALLS(Name, type, basic_type)                                                          \
  type checked_Call##Name##Method(JNIEnv* env, jobject object, jmethodID method, ...) {                       \
    Call call = enter(env, "Call" #Name "Method");                                                            \
    check(call, object);                                                                                      \
    check(call, method);                                                                                      \
    VM_JNI_CHECKED_FORWARD(type, Call##Name##MethodV(env, object, method, arguments))                         \
  }                                                                                                           \
  type checked_CallNonvirtual##Name##Method(JNIEnv* env, jobject object, jclass klass, jmethodID method, ...) { \
    Call call = enter(env, "CallNonvirtual" #Name "Method");                                                  \
    check(call, object);                                                                                      \
    check(call, klass);                                                                                       \
    check(call, method);                                                                                      \
    VM_JNI_CHECKED_FORWARD(type, CallNonvirtual##Name##MethodV(env, object, klass, method, arguments))        \
  }                                                                                                           \
  type checked_CallStatic##Name##Method(JNIEnv* env, jclass klass, jmethodID method, ...) {                   \
    Call call = enter(env, "CallStatic" #Name "Method");                                                      \
    check(call, klass);                                                                                       \
    check(call, method);                                                                                      \
    VM_JNI_CHECKED_FORWARD(type, CallStatic##Name##MethodV(env, klass, method, arguments))                    \
  }
VM_JNI_PRIMITIVES(VM_JNI_CHECKED_CALLS)
VM_JNI_CHECKED_CALLS(Object, jobject, kObject)
VM_JNI_CHECKED_CALLS(Void, void, kVoid)

jobject checked_NewObject(JNIEnv* env, jclass klass, jmethodID method, ...) {
  Call call = enter(env, "NewObject");
  check(call, klass);
  check(call, method);
  VM_JNI_CHECKED_FORWARD(jobject, NewObjectV(env, klass, method, arguments))
}

template <typename Function>
struct IsVariadic : std::false_type {};
template <typename R, typename... A>
struct IsVariadic<R(JNIEnv*, A..., ...)> : std::true_type {};

// The wrapper of a function; variadic ones are put into the table by hand.
template <auto* function, const auto& name>
constexpr auto* wrapper() {
  using Function = std::remove_pointer_t<decltype(function)>;
  if constexpr (IsVariadic<Function>::value) {
    return function;
  } else {
    return &Checked<Function>::template run<function, name>;
  }
}

constexpr JNINativeInterface_ make_table() {
  JNINativeInterface_ table = {};
#define VM_JNI(name) table.name = wrapper<&jni::name, names::name>();
#include "vm/jni/functions.def"
#undef VM_JNI
#define VM_JNI_PUT(Name, type, basic_type)                                          \
  table.Call##Name##Method = checked_Call##Name##Method;                            \
  table.CallNonvirtual##Name##Method = checked_CallNonvirtual##Name##Method;        \
  table.CallStatic##Name##Method = checked_CallStatic##Name##Method;
  VM_JNI_PRIMITIVES(VM_JNI_PUT)
  VM_JNI_PUT(Object, jobject, kObject)
  VM_JNI_PUT(Void, void, kVoid)
#undef VM_JNI_PUT
  table.NewObject = checked_NewObject;
  return table;
}

constexpr JNINativeInterface_ kCheckedTable = make_table();

}  // namespace

const JNINativeInterface_* checked_function_table() { return &kCheckedTable; }

}  // namespace kiln::jni
