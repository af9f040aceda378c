// stdlib/jvm/sharing.cpp - class data sharing as the class library asks about it: Kiln has no such archive, so the
// questions are answered with no and the requests to write one fail by name.
#include "stdlib/jvm/jvm.h"
#include "vm/exec/exceptions.h"
#include "vm/exec/jobject.h"
#include "vm/thread/transitions.h"

using kiln::InVm;
using kiln::Known;
using kiln::thread_of;

namespace {
void throw_no_archive(JNIEnv* env, const char* function) {
  kiln::Thread& t = thread_of(env);
  InVm in(t);
  throw_new(t, &Known::java_lang_UnsupportedOperationException, "{}: class data sharing is not supported", function);
}
}  // namespace

VM_JVM(jboolean) JVM_IsCDSDumpingEnabled(JNIEnv* env) { return JNI_FALSE; }
VM_JVM(jboolean) JVM_IsSharingEnabled(JNIEnv* env) { return JNI_FALSE; }
VM_JVM(jboolean) JVM_IsDumpingClassList(JNIEnv* env) { return JNI_FALSE; }
// 0 stands for "no archive is being written": collections then choose their own seed.
VM_JVM(jlong) JVM_GetRandomSeedForDumping() { return 0; }
// Only while a class list is written.
VM_JVM(void) JVM_LogLambdaFormInvoker(JNIEnv* env, jstring line) {}
// "Fills static fields of the class from the archive if there is one."
VM_JVM(void) JVM_InitializeFromArchive(JNIEnv* env, jclass klass) {}
VM_JVM(void) JVM_DefineArchivedModules(JNIEnv* env, jobject platform_loader, jobject system_loader) {
  throw_no_archive(env, __func__);
}
VM_JVM(void) JVM_RegisterLambdaProxyClassForArchiving(JNIEnv* env, jclass caller, jstring interface_method_name,
                                                      jobject factory_type, jobject interface_method_type,
                                                      jobject implementation_member, jobject dynamic_method_type,
                                                      jclass lambda_proxy_class) {}
// Null: not in the archive.
VM_JVM(jclass) JVM_LookupLambdaProxyClassFromArchive(JNIEnv* env, jclass caller, jstring interface_method_name,
                                                     jobject factory_type, jobject interface_method_type,
                                                     jobject implementation_member, jobject dynamic_method_type) {
  return nullptr;
}
VM_JVM(void) JVM_DumpClassListToFile(JNIEnv* env, jstring file_name) { throw_no_archive(env, __func__); }
VM_JVM(void) JVM_DumpDynamicArchive(JNIEnv* env, jstring archive_name) { throw_no_archive(env, __func__); }
