// vm/jni/exceptions.cpp - raising, looking at and clearing the pending exception.
#include <cstdio>
#include <cstdlib>

#include "classloader/loading.h"
#include "vm/exec/java_call.h"
#include "vm/exec/java_string.h"
#include "vm/exec/stack_walker.h"
#include "vm/jni/functions.h"
#include "vm/jni/ids.h"
#include "vm/jni/native_stack.h"
#include "vm/ops/class_init.h"

namespace kiln::jni {

namespace {

std::string thread_name(Thread& t) {
  const Known& known = *t.vm().known;
  NoSafepoint here(t);
  if (t.java_thread == 0) return "unknown";
  Ref<> name = load_ref(Ref<>(t.java_thread).get(), known.java_lang_Thread_name);
  return name.is_null() ? "null" : string_to_utf8(known, name.get());
}

}  // namespace

void print_java_stack(Thread& t) {
  for (StackWalker walk(t); !walk.done(); walk.next()) {
    Method* method = walk.method();
    const SymbolPtr file = method->holder->attributes.get() != nullptr ? method->holder->attributes->source_file : nullptr;
    std::string place = method->is_native()       ? "Native Method"
                        : file.get() == nullptr ? "Unknown Source"
                                                  : fmt::format("{}:{}", file->view(), method->line_of(walk.bci()));
    fmt::print(stdout, "\tat {}.{}({})\n", external_name(*method->holder), method->name(), place);
  }
}

void fatal_in_native(Thread& t, const char* message) {
  fmt::print(stdout, "FATAL ERROR in native method: {}\n", message);
  print_java_stack(t);
  fflush(stdout);
  abort();
}

jint Throw(JNIEnv* env, jthrowable exception) {
  Thread& t = thread_of(env);
  InVm in(t);
  if (exception == nullptr) return JNI_ERR;
  NoSafepoint here(t);
  throw_object(t, ref_of(exception, here).as<java::Throwable>());
  return JNI_OK;
}

jint ThrowNew(JNIEnv* env, jclass klass, const char* message) {
  Thread& t = thread_of(env);
  InVm in(t);
  HandleScope scope(t);
  Class* c = class_of_jclass(t, klass);
  if (c == nullptr) return JNI_ERR;
  if (t.has_exception()) take_exception(t);  // the new one takes its place
  if (!ops::initialize_class(t, c).ok()) return JNI_OK;
  const char* descriptor = message != nullptr ? "(Ljava/lang/String;)V" : "()V";
  if (c->find_declared_method("<init>", descriptor) == nullptr) {
    throw_new(t, &Known::java_lang_NoSuchMethodError, "{}.<init>{}", external_name(*c), descriptor);
  } else {
    throw_message(t, c, message);
  }
  return JNI_OK;
}

jthrowable ExceptionOccurred(JNIEnv* env) {
  Thread& t = thread_of(env);
  InVm in(t);
  return static_cast<jthrowable>(make_local(t, Ref<>(t.exception)));
}

void ExceptionDescribe(JNIEnv* env) {
  Thread& t = thread_of(env);
  InVm in(t);
  if (!t.has_exception()) return;
  HandleScope scope(t);
  Handle<java::Throwable> exception(t, take_exception(t));
  const Known& known = *t.vm().known;
  if (class_of(exception.unsafe_ref().get()) == known.java_lang_ThreadDeath) return;
  fmt::print(stderr, "Exception in thread \"{}\" ", thread_name(t));
  fflush(stderr);
  JavaArguments arguments;
  arguments.push(exception);
  // What printing throws is of no interest any more.
  if (!call_virtual(t, known.java_lang_Throwable_printStackTrace, arguments).ok()) take_exception(t);
}

void ExceptionClear(JNIEnv* env) {
  Thread& t = thread_of(env);
  InVm in(t);
  if (t.has_exception()) take_exception(t);
}

jboolean ExceptionCheck(JNIEnv* env) { return thread_of(env).has_exception() ? JNI_TRUE : JNI_FALSE; }

void FatalError(JNIEnv* env, const char* message) {
  Thread& t = thread_of(env);
  InVm in(t);
  fatal_in_native(t, message != nullptr ? message : "");
}

}  // namespace kiln::jni
