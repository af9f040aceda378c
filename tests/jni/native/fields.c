#include "jnitest.h"

#define PRIMITIVES(X)                        \
  X(Boolean, jboolean, "Z", z, JNI_TRUE)      \
  X(Byte, jbyte, "B", b, -7)                  \
  X(Char, jchar, "C", c, 0x20ac)              \
  X(Short, jshort, "S", s, -3000)             \
  X(Int, jint, "I", i, 1234567890)            \
  X(Long, jlong, "J", l, -1234567890123LL)    \
  X(Float, jfloat, "F", f, 0.1f)              \
  X(Double, jdouble, "D", d, -1e-300)

#define TEST(Name, type, descriptor, letter, value)                                                        \
  {                                                                                                        \
    jfieldID id = (*env)->GetFieldID(env, klass, #letter, descriptor);                                     \
    jfieldID static_id = (*env)->GetStaticFieldID(env, klass, "static_" #letter, descriptor);              \
    jfieldID volatile_id = (*env)->GetFieldID(env, klass, "volatile_" #letter, descriptor);                \
    say(#Name " %.17g %.17g %.17g", (double)(*env)->Get##Name##Field(env, object, id),                     \
        (double)(*env)->GetStatic##Name##Field(env, klass, static_id),                                     \
        (double)(*env)->Get##Name##Field(env, object, volatile_id));                                       \
    (*env)->Set##Name##Field(env, object, id, value);                                                      \
    (*env)->SetStatic##Name##Field(env, klass, static_id, value);                                          \
    (*env)->Set##Name##Field(env, object, volatile_id, value);                                             \
    say(#Name " %.17g %.17g %.17g", (double)(*env)->Get##Name##Field(env, object, id),                     \
        (double)(*env)->GetStatic##Name##Field(env, klass, static_id),                                     \
        (double)(*env)->Get##Name##Field(env, object, volatile_id));                                       \
  }

/* `object` is a JniTest.Fields; Java prints it afterwards. */
JNIEXPORT void JNICALL Java_JniTest_fields(JNIEnv* env, jclass test, jobject object) {
  jclass klass = (*env)->GetObjectClass(env, object);
  PRIMITIVES(TEST)
  jfieldID id = (*env)->GetFieldID(env, klass, "o", "Ljava/lang/Object;");
  jfieldID static_id = (*env)->GetStaticFieldID(env, klass, "static_o", "Ljava/lang/Object;");
  jfieldID volatile_id = (*env)->GetFieldID(env, klass, "volatile_o", "Ljava/lang/Object;");
  say_object(env, "object", (*env)->GetObjectField(env, object, id));
  say_object(env, "static object", (*env)->GetStaticObjectField(env, klass, static_id));
  say_object(env, "volatile object", (*env)->GetObjectField(env, object, volatile_id));
  jstring text = (*env)->NewStringUTF(env, "from C");
  (*env)->SetObjectField(env, object, id, text);
  (*env)->SetStaticObjectField(env, klass, static_id, text);
  (*env)->SetObjectField(env, object, volatile_id, text);
  say("same %d %d %d", (*env)->IsSameObject(env, text, (*env)->GetObjectField(env, object, id)),
      (*env)->IsSameObject(env, text, (*env)->GetStaticObjectField(env, klass, static_id)),
      (*env)->IsSameObject(env, text, (*env)->GetObjectField(env, object, volatile_id)));
  (*env)->SetObjectField(env, object, volatile_id, NULL);

  /* inherited, from an interface, of the wrong kind, missing */
  jfieldID inherited = (*env)->GetFieldID(env, klass, "inherited", "I");
  say("inherited %d", (*env)->GetIntField(env, object, inherited));
  jfieldID constant = (*env)->GetStaticFieldID(env, klass, "CONSTANT", "I");
  say("constant %d", (*env)->GetStaticIntField(env, klass, constant));
  (*env)->GetFieldID(env, klass, "static_i", "I");
  report(env, "instance field that is static");
  (*env)->GetStaticFieldID(env, klass, "i", "I");
  report(env, "static field that is not");
  (*env)->GetFieldID(env, klass, "i", "J");
  report(env, "wrong type");
  (*env)->GetFieldID(env, klass, "noSuchFieldAnywhere", "I");
  report(env, "no such field");
  (*env)->GetStaticFieldID(env, klass, "noSuchFieldAnywhere", "I");
  report(env, "no such static field");
  jclass late = (*env)->FindClass(env, "JniTest$FailsToStart");
  report(env, "FindClass of a class whose initialiser fails");
  say("late %d", late != NULL);
}
