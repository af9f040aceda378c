// stdlib/jvm/libraries.cpp - loading native libraries for java.lang and the JDK's own code. The callers are in state
// kInNative, so a long dlopen, or constructors that it runs, hold up no collection.
#include <dlfcn.h>

#include <string>

#include "stdlib/jvm/jvm.h"
#include "vm/exec/exceptions.h"
#include "vm/exec/jobject.h"
#include "vm/jni/invocation.h"
#include "vm/thread/transitions.h"

using namespace kiln;  // NOLINT

// Null when it fails; then an UnsatisfiedLinkError is pending if `throw_exception`.
VM_JVM(void*) JVM_LoadLibrary(const char* name, jboolean throw_exception) {
  dlerror();
  void* handle = dlopen(name, RTLD_LAZY);
  if (handle != nullptr || !throw_exception) return handle;
  const char* why = dlerror();
  std::string text = why != nullptr ? why : "dlopen failed";
  Thread& t = *Thread::current();
  InVm in(t);
  throw_new(t, &Known::java_lang_UnsatisfiedLinkError, "{}: {}", name, text);
  return nullptr;
}

VM_JVM(void) JVM_UnloadLibrary(void* handle) { dlclose(handle); }

VM_JVM(void*) JVM_FindLibraryEntry(void* handle, const char* name) { return dlsym(handle, name); }

VM_JVM(jboolean) JVM_IsSupportedJNIVersion(jint version) {
  // A library whose JNI_OnLoad is missing, or old, counts as 1.1.
  return version == JNI_VERSION_1_1 || is_supported_jni_version(version);
}
