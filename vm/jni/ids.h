// vm/jni/ids.h - what native code holds: a jmethodID is a Method*, a jfieldID a const Field*; and small words that the
// chapters share. Ids live as long as their class.
#pragma once

#include <jni.h>

#include "vm/base/result.h"
#include "vm/exec/exceptions.h"
#include "vm/exec/jobject.h"
#include "vm/exec/mirrors.h"
#include "vm/meta/class.h"
#include "vm/meta/known.h"
#include "vm/thread/transitions.h"

//   name in function names, C type, BasicType
#define VM_JNI_PRIMITIVES(X)      \
  X(Boolean, jboolean, kBoolean)  \
  X(Byte, jbyte, kByte)           \
  X(Char, jchar, kChar)           \
  X(Short, jshort, kShort)        \
  X(Int, jint, kInt)              \
  X(Long, jlong, kLong)           \
  X(Float, jfloat, kFloat)        \
  X(Double, jdouble, kDouble)

namespace kiln::jni {

inline Method* method_of(jmethodID id) { return reinterpret_cast<Method*>(id); }
inline jmethodID id_of(Method* method) { return reinterpret_cast<jmethodID>(method); }
inline const Field* field_of(jfieldID id) { return reinterpret_cast<const Field*>(id); }
inline jfieldID id_of(const Field* field) { return reinterpret_cast<jfieldID>(const_cast<Field*>(field)); }

// Class that a jclass stands for; null for a primitive type. The jclass is not null.
inline Class* class_of_jclass(Thread& thread, jclass klass) {
  NoSafepoint here(thread);
  return class_of_mirror(*thread.vm().known, ref_of(klass, here).get());
}

}  // namespace kiln::jni
