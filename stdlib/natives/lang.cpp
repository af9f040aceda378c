// Small natives of java.lang and java.lang.reflect.Array that libjava defines as well: here they cost no transition.
// Those whose C signature is that of a JVM_* function are rows of registry.def pointing straight at it.
#include <bit>

#include "stdlib/jvm/jvm.h"
#include "stdlib/natives/native.h"
#include "vm/ops/type_check.h"

using namespace kiln;          // NOLINT
using namespace kiln::stdlib;  // NOLINT

// For registerNatives methods: what they would register is found through registry.def.
VM_NATIVE_FUNCTION(void) Native_nothing_to_register(JNIEnv*, jclass) {}

VM_NATIVE_FUNCTION(jclass) Object_getClass(JNIEnv* env, jobject object) {
  return static_cast<jclass>(make_local(thread_of(env), class_of(Ref<>(*slot_of(object)).get())->mirror()));
}

VM_NATIVE_FUNCTION(jclass) Class_getSuperclass(JNIEnv* env, jclass mirror) {
  Thread& t = thread_of(env);
  Class* klass = mirrored_class(t, mirror);
  if (klass == nullptr || klass->is_interface()) return nullptr;
  Class* super = klass->is_array() ? known_of(t).java_lang_Object : klass->super.get();
  return super == nullptr ? nullptr : static_cast<jclass>(make_local(t, super->mirror()));
}

VM_NATIVE_FUNCTION(jboolean) Class_isInstance(JNIEnv* env, jclass mirror, jobject object) {
  if (object == nullptr) return JNI_FALSE;
  Class* klass = mirrored_class(thread_of(env), mirror);
  return klass != nullptr && ops::is_instance(Ref<>(*slot_of(object)).get(), klass);
}

VM_NATIVE_FUNCTION(jboolean) Class_isAssignableFrom(JNIEnv* env, jclass mirror, jclass other_mirror) {
  return value_of<jboolean>(env, [&](Thread& t) -> Expected<bool> {
    if (other_mirror == nullptr) return throw_new(t, &Known::java_lang_NullPointerException);
    Class* klass = mirrored_class(t, mirror);
    Class* other = mirrored_class(t, other_mirror);
    if (klass == nullptr || other == nullptr) return *slot_of(mirror) == *slot_of(other_mirror);
    return other->is_subtype_of(klass);
  });
}

VM_NATIVE_FUNCTION(jint) System_identityHashCode(JNIEnv* env, jclass, jobject object) { return JVM_IHashCode(env, object); }

VM_NATIVE_FUNCTION(jobject) Throwable_fillInStackTrace(JNIEnv* env, jobject throwable, jint) {
  JVM_FillInStackTrace(env, throwable);
  return throwable;
}

VM_NATIVE_FUNCTION(jint) Float_floatToRawIntBits(JNIEnv*, jclass, jfloat value) { return std::bit_cast<jint>(value); }
VM_NATIVE_FUNCTION(jfloat) Float_intBitsToFloat(JNIEnv*, jclass, jint bits) { return std::bit_cast<jfloat>(bits); }
VM_NATIVE_FUNCTION(jlong) Double_doubleToRawLongBits(JNIEnv*, jclass, jdouble value) { return std::bit_cast<jlong>(value); }
VM_NATIVE_FUNCTION(jdouble) Double_longBitsToDouble(JNIEnv*, jclass, jlong bits) { return std::bit_cast<jdouble>(bits); }
VM_NATIVE_FUNCTION(jdouble) StrictMath_sqrt(JNIEnv*, jclass, jdouble value) { return __builtin_sqrt(value); }

VM_NATIVE_FUNCTION(jint) Array_getLength(JNIEnv* env, jclass, jobject array) { return JVM_GetArrayLength(env, array); }
VM_NATIVE_FUNCTION(jobject) Array_get(JNIEnv* env, jclass, jobject array, jint index) { return JVM_GetArrayElement(env, array, index); }
VM_NATIVE_FUNCTION(void) Array_set(JNIEnv* env, jclass, jobject array, jint index, jobject value) {
  JVM_SetArrayElement(env, array, index, value);
}
VM_NATIVE_FUNCTION(jobject) Array_newArray(JNIEnv* env, jclass, jclass element, jint length) { return JVM_NewArray(env, element, length); }
VM_NATIVE_FUNCTION(jobject) Array_multiNewArray(JNIEnv* env, jclass, jclass element, jintArray lengths) {
  return JVM_NewMultiArray(env, element, lengths);
}
VM_NATIVE_FUNCTION(jobject) MethodAccessor_invoke0(JNIEnv* env, jclass, jobject method, jobject receiver, jobjectArray arguments) {
  return JVM_InvokeMethod(env, method, receiver, arguments);
}
VM_NATIVE_FUNCTION(jobject) ConstructorAccessor_newInstance0(JNIEnv* env, jclass, jobject constructor, jobjectArray arguments) {
  return JVM_NewInstanceFromConstructor(env, constructor, arguments);
}
VM_NATIVE_FUNCTION(jint) Reflection_getClassAccessFlags(JNIEnv* env, jclass, jclass mirror) { return JVM_GetClassAccessFlags(env, mirror); }
VM_NATIVE_FUNCTION(jboolean) Reflection_areNestMates(JNIEnv* env, jclass, jclass a, jclass b) { return JVM_AreNestMates(env, a, b); }
