// vm/jni/classes.cpp - version, classes, instances, modules and reflection objects.
#include "classloader/loading.h"
#include "vm/exec/allocate.h"
#include "vm/exec/java_call.h"
#include "vm/exec/stack_walker.h"
#include "vm/jni/functions.h"
#include "vm/jni/ids.h"
#include "vm/ops/class_init.h"
#include "vm/ops/reflection.h"
#include "vm/ops/type_check.h"

namespace kiln::jni {

namespace {

constexpr size_t kLongestName = 65535;

// Loader by which FindClass looks (JNI, "FindClass"): that of the class whose native method runs; while
// JNI_OnLoad runs, that of the class which loads the library; without a Java frame the system loader.
Expected<Ref<java::ClassLoader>> loader_for_find_class(Thread& t) {
  const Known& known = *t.vm().known;
  StackWalker walk(t);
  if (walk.done()) return Ref<java::ClassLoader>(known.system_loader);
  Class* caller = walk.method()->holder;
  if (caller->loader->is_boot && caller->name_view() == "jdk/internal/loader/NativeLibraries") {
    if (Method* from_class = caller->find_declared_method("getFromClass", "()Ljava/lang/Class;")) {
      VM_TRY(JavaValue mirror, call(t, from_class, JavaArguments()));
      NoSafepoint here(t);
      if (Class* loading = mirror.ref().is_null() ? nullptr : class_of_mirror(known, mirror.ref().get())) {
        return loader_of(*loading);
      }
    }
  }
  return loader_of(*caller);
}

Expected<Ref<java::Class>> find_class(Thread& t, const char* name) {
  if (name == nullptr) return throw_new(t, &Known::java_lang_NoClassDefFoundError, "No class name given");
  std::string_view text(name);
  if (text.size() > kLongestName) {
    return throw_new(t, &Known::java_lang_NoClassDefFoundError, "Class name exceeds maximum length of {}: {}",
                     kLongestName, text);
  }
  VM_TRY(Ref<java::ClassLoader> found_by, loader_for_find_class(t));
  Handle<java::ClassLoader> loader(t, found_by);
  VM_TRY(Class* klass, load_class(t, t.vm().symbols->intern(text), loader, /*as_error=*/true));
  VM_TRY_VOID(ops::initialize_class(t, klass));
  return klass->mirror();
}

// Mirror of a class that instances can be made of; IllegalAccessException for Class itself.
Expected<Class*> instantiable(Thread& t, jclass klass) {
  const Known& known = *t.vm().known;
  Class* c = class_of_jclass(t, klass);
  if (c == nullptr) {
    return throw_new(t, &Known::java_lang_InstantiationException, "{}",
                     java_name(basic_type_of_mirror(known, handle_of(klass).unsafe_ref().get())));
  }
  if (c->is_interface() || c->is_abstract() || c->is_array()) {
    return throw_new(t, &Known::java_lang_InstantiationException, "{}", external_name(*c));
  }
  if (c == known.java_lang_Class) {
    return throw_new(t, &Known::java_lang_IllegalAccessException, "{}", external_name(*c));
  }
  VM_TRY_VOID(ops::initialize_class(t, c));
  return c;
}

}  // namespace

jint GetVersion(JNIEnv* env) { return JNI_VERSION_10; }

jclass DefineClass(JNIEnv* env, const char* name, jobject loader, const jbyte* bytes, jsize length) {
  Thread& t = thread_of(env);
  InVm in(t);
  HandleScope scope(t);
  ClassDefinition definition;
  if (name != nullptr) {
    definition.name = name;
    if (definition.name.size() > kLongestName) {
      throw_new(t, &Known::java_lang_NoClassDefFoundError, "Class name exceeds maximum length of {}: {}", kLongestName,
                definition.name);
      return nullptr;
    }
  }
  definition.bytes = {reinterpret_cast<const uint8_t*>(bytes), static_cast<size_t>(length)};
  definition.loader = handle_of<java::ClassLoader>(loader);
  Expected<Class*> klass = define_class(t, definition);
  if (!klass.ok()) return nullptr;
  return static_cast<jclass>(leave_scope(scope, klass.value()->mirror()));
}

jclass FindClass(JNIEnv* env, const char* name) {
  Thread& t = thread_of(env);
  InVm in(t);
  HandleScope scope(t);
  return static_cast<jclass>(leave_scope(scope, find_class(t, name).value_or(nullptr)));
}

jclass GetSuperclass(JNIEnv* env, jclass sub) {
  Thread& t = thread_of(env);
  InVm in(t);
  Class* c = class_of_jclass(t, sub);
  if (c == nullptr || c->is_interface() || c->super.get() == nullptr) return nullptr;
  return static_cast<jclass>(make_local(t, c->super->mirror()));
}

jboolean IsAssignableFrom(JNIEnv* env, jclass sub, jclass super) {
  Thread& t = thread_of(env);
  InVm in(t);
  Class* from = class_of_jclass(t, sub);
  Class* to = class_of_jclass(t, super);
  if (from == nullptr || to == nullptr) return handle_of(sub).is_same(handle_of(super));
  return from->is_subtype_of(to);
}

jobject AllocObject(JNIEnv* env, jclass klass) {
  Thread& t = thread_of(env);
  InVm in(t);
  HandleScope scope(t);
  Expected<Class*> c = instantiable(t, klass);
  if (!c.ok()) return nullptr;
  return leave_scope(scope, allocate_instance(t, c.value()).value_or(nullptr));
}

jclass GetObjectClass(JNIEnv* env, jobject object) {
  Thread& t = thread_of(env);
  InVm in(t);
  NoSafepoint here(t);
  return static_cast<jclass>(make_local(t, class_of(ref_of(object, here).get())->mirror()));
}

jboolean IsInstanceOf(JNIEnv* env, jobject object, jclass klass) {
  Thread& t = thread_of(env);
  InVm in(t);
  NoSafepoint here(t);
  Ref<> ref = ref_of(object, here);
  if (ref.is_null()) return JNI_TRUE;
  Class* c = class_of_jclass(t, klass);
  return c != nullptr && ops::is_instance(ref.get(), c);
}

jobject GetModule(JNIEnv* env, jclass klass) {
  Thread& t = thread_of(env);
  InVm in(t);
  if (klass == nullptr) {
    throw_new(t, &Known::java_lang_NullPointerException, "class is null");
    return nullptr;
  }
  NoSafepoint here(t);
  return make_local(t, load_ref(ref_of(klass, here).get(), t.vm().known->java_lang_Class_module));
}

// --- reflection ------------------------------------------------------------------------------------------------------

jmethodID FromReflectedMethod(JNIEnv* env, jobject object) {
  Thread& t = thread_of(env);
  InVm in(t);
  HandleScope scope(t);
  Method* method = ops::method_of_reflected(*t.vm().known, handle_of(object).unsafe_ref().get());
  if (!ops::initialize_class(t, method->holder).ok()) return nullptr;
  return id_of(method);
}

jfieldID FromReflectedField(JNIEnv* env, jobject object) {
  Thread& t = thread_of(env);
  InVm in(t);
  HandleScope scope(t);
  const Field* field = ops::field_of_reflected(*t.vm().known, handle_of(object).unsafe_ref().get());
  if (!ops::initialize_class(t, field->holder).ok()) return nullptr;
  return id_of(field);
}

jobject ToReflectedMethod(JNIEnv* env, jclass klass, jmethodID id, jboolean is_static) {
  Thread& t = thread_of(env);
  InVm in(t);
  HandleScope scope(t);
  Method& method = *method_of(id);
  Expected<Ref<>> object = method.is_initializer() ? ops::make_constructor(t, method) : ops::make_method(t, method);
  return leave_scope(scope, object.value_or(nullptr));
}

jobject ToReflectedField(JNIEnv* env, jclass klass, jfieldID id, jboolean is_static) {
  Thread& t = thread_of(env);
  InVm in(t);
  HandleScope scope(t);
  return leave_scope(scope, ops::make_field(t, *field_of(id)).value_or(nullptr));
}

// --- making an instance by its constructor ---------------------------------------------------------------------------
// Here and not in calls.cpp because it shares `instantiable`.

namespace {
template <typename CallConstructor>
jobject new_object(JNIEnv* env, jclass klass, CallConstructor&& call_constructor) {
  jobject object = AllocObject(env, klass);
  if (object == nullptr) return nullptr;
  call_constructor(object);
  if (!thread_of(env).has_exception()) return object;
  DeleteLocalRef(env, object);
  return nullptr;
}
}  // namespace

jobject NewObjectA(JNIEnv* env, jclass klass, jmethodID constructor, const jvalue* arguments) {
  return new_object(env, klass, [&](jobject object) {
    CallNonvirtualVoidMethodA(env, object, klass, constructor, arguments);
  });
}

jobject NewObjectV(JNIEnv* env, jclass klass, jmethodID constructor, va_list arguments) {
  return new_object(env, klass, [&](jobject object) {
    CallNonvirtualVoidMethodV(env, object, klass, constructor, arguments);
  });
}

jobject NewObject(JNIEnv* env, jclass klass, jmethodID constructor, ...) {
  va_list arguments;
  va_start(arguments, constructor);
  jobject object = NewObjectV(env, klass, constructor, arguments);
  va_end(arguments);
  return object;
}

}  // namespace kiln::jni
