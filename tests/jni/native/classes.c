#include "jnitest.h"

static void say_class(JNIEnv* env, const char* name) {
  jclass klass = (*env)->FindClass(env, name);
  if (report(env, name)) return;
  say_object(env, "found", klass);
  say_object(env, "superclass", (*env)->GetSuperclass(env, klass));
}

static void say_assignable(JNIEnv* env, const char* sub, const char* super) {
  say("%s -> %s: %d", sub, super,
      (*env)->IsAssignableFrom(env, (*env)->FindClass(env, sub), (*env)->FindClass(env, super)));
}

/* `bytes` is the class file of a class that nobody has loaded, `primitive` is int.class, `method` and `field` are
   reflection objects. */
JNIEXPORT void JNICALL Java_JniTest_classes(JNIEnv* env, jclass test, jbyteArray bytes, jclass primitive, jobject method,
                                            jobject constructor, jobject field) {
  say("version %x", (*env)->GetVersion(env));
  say_class(env, "java/lang/String");
  say_class(env, "java/lang/Object");
  say_class(env, "java/lang/Runnable");
  say_class(env, "[I");
  say_class(env, "[[Ljava/lang/String;");
  say_class(env, "JniTest$Derived");
  say_class(env, "no/such/Clazz");
  say_class(env, "I");
  say_object(env, "superclass of int", (*env)->GetSuperclass(env, primitive));
  say_assignable(env, "java/lang/String", "java/lang/Object");
  say_assignable(env, "java/lang/Object", "java/lang/String");
  say_assignable(env, "[Ljava/lang/String;", "[Ljava/lang/Object;");
  say_assignable(env, "[I", "java/lang/Cloneable");
  say_assignable(env, "[I", "[J");
  say("int -> int: %d", (*env)->IsAssignableFrom(env, primitive, primitive));
  say("int -> Object: %d", (*env)->IsAssignableFrom(env, primitive, (*env)->FindClass(env, "java/lang/Object")));

  jstring text = (*env)->NewStringUTF(env, "x");
  jclass string_class = (*env)->GetObjectClass(env, text);
  say_object(env, "GetObjectClass", string_class);
  say("instance %d %d %d", (*env)->IsInstanceOf(env, text, string_class),
      (*env)->IsInstanceOf(env, text, (*env)->FindClass(env, "java/lang/Integer")), (*env)->IsInstanceOf(env, NULL, test));
  jobject empty = (*env)->AllocObject(env, (*env)->FindClass(env, "JniTest$Derived"));
  report(env, "AllocObject");
  say("its name is null %d", (*env)->GetObjectField(env, empty, (*env)->GetFieldID(env, (*env)->GetObjectClass(env, empty),
      "name", "Ljava/lang/String;")) == NULL);
  (*env)->AllocObject(env, (*env)->FindClass(env, "java/lang/Number"));
  report(env, "AllocObject of an abstract class");
  (*env)->AllocObject(env, (*env)->FindClass(env, "java/lang/Runnable"));
  report(env, "AllocObject of an interface");
  (*env)->AllocObject(env, (*env)->FindClass(env, "java/lang/Class"));
  report(env, "AllocObject of Class");
  say_object(env, "module of String", (*env)->GetModule(env, string_class));
  say("module of the test is unnamed %d", strstr(text_of(env, (*env)->GetModule(env, test)), "unnamed module") != NULL);
  (*env)->GetModule(env, NULL);
  report(env, "GetModule(NULL)");

  /* DefineClass */
  jsize length = (*env)->GetArrayLength(env, bytes);
  jbyte* elements = (*env)->GetByteArrayElements(env, bytes, NULL);
  jclass class_class = (*env)->GetObjectClass(env, test);
  jobject loader = (*env)->CallObjectMethod(env, test, (*env)->GetMethodID(env, class_class, "getClassLoader",
      "()Ljava/lang/ClassLoader;"));
  jclass defined = (*env)->DefineClass(env, "JniTestHidden", loader, elements, length);
  report(env, "DefineClass");
  say_object(env, "defined", defined);
  say("answer %d", (*env)->CallStaticIntMethod(env, defined, (*env)->GetStaticMethodID(env, defined, "answer", "()I")));
  say_object(env, "found again", (*env)->FindClass(env, "JniTestHidden"));
  elements[0] = 0;
  (*env)->DefineClass(env, "JniTestOther", loader, elements, length);
  say("bad magic: %d", (*env)->ExceptionCheck(env));
  (*env)->ExceptionClear(env);
  (*env)->ReleaseByteArrayElements(env, bytes, elements, JNI_ABORT);

  /* Reflection */
  jclass base = (*env)->FindClass(env, "JniTest$Base");
  jmethodID method_id = (*env)->FromReflectedMethod(env, method);
  say("same method id %d", method_id == (*env)->GetMethodID(env, base, "secret", "()I"));
  jobject made = (*env)->ToReflectedMethod(env, base, method_id, JNI_FALSE);
  say_object(env, "method", made);
  jmethodID constructor_id = (*env)->FromReflectedMethod(env, constructor);
  say_object(env, "constructor", (*env)->ToReflectedMethod(env, base, constructor_id, JNI_FALSE));
  jfieldID field_id = (*env)->FromReflectedField(env, field);
  say("same field id %d", field_id == (*env)->GetFieldID(env, base, "name", "Ljava/lang/String;"));
  say_object(env, "field", (*env)->ToReflectedField(env, base, field_id, JNI_FALSE));
}

static jint JNICALL first(JNIEnv* env, jclass test, jint a) { return a * 10; }
static jint JNICALL second(JNIEnv* env, jclass test, jint a) { return a * 100; }

CHAPTER(register) {
  JNINativeMethod row = {"registered", "(I)I", (void*)first};
  say("register %d", (*env)->RegisterNatives(env, test, &row, 1));
  jmethodID m = (*env)->GetStaticMethodID(env, test, "registered", "(I)I");
  say("calls %d", (*env)->CallStaticIntMethod(env, test, m, 3));
  row.fnPtr = (void*)second;
  say("register again %d", (*env)->RegisterNatives(env, test, &row, 1));
  say("calls %d", (*env)->CallStaticIntMethod(env, test, m, 3));
  row.name = "noSuchNative";
  say("register %d", (*env)->RegisterNatives(env, test, &row, 1) < 0);
  report(env, "missing");
  row.name = "say";
  row.signature = "(Ljava/lang/String;)V";
  say("register %d", (*env)->RegisterNatives(env, test, &row, 1) < 0);
  report(env, "not native");
}
/* On a class of its own, whose natives are all registered ones. */
JNIEXPORT void JNICALL Java_JniTest_unregister(JNIEnv* env, jclass test, jclass other) {
  JNINativeMethod row = {"once", "(I)I", (void*)first};
  (*env)->RegisterNatives(env, other, &row, 1);
  jmethodID m = (*env)->GetStaticMethodID(env, other, "once", "(I)I");
  say("calls %d", (*env)->CallStaticIntMethod(env, other, m, 4));
  say("unregister %d", (*env)->UnregisterNatives(env, other));
  (*env)->CallStaticIntMethod(env, other, m, 4);
  report(env, "after that");
}
