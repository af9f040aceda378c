// JVM_* functions behind java.lang.ref.Reference and its handler thread.
#include "gc/heap.h"
#include "stdlib/entry.h"
#include "stdlib/jvm/jvm.h"
#include "stdlib/mirror_args.h"
#include "vm/exec/pending_references.h"

using namespace kiln;          // NOLINT
using namespace kiln::stdlib;  // NOLINT

namespace {

bool refers_to(JNIEnv* env, jobject reference, jobject object) {
  VmEntry in(env);
  NoSafepoint here(in.thread);
  Ref<> referent = load_ref(ref_of(reference, here).get(), known_of(in.thread).java_lang_ref_Reference_referent);
  return referent == ref_of(object, here);
}

}  // namespace

extern "C" {

// The list that collections have built, linked through Reference.discovered.
VM_JVM(jobject) JVM_GetAndClearReferencePendingList(JNIEnv* env) {
  VmEntry in(env);
  return make_local(in.thread, in.thread.vm().heap->take_pending_references());
}

VM_JVM(jboolean) JVM_HasReferencePendingList(JNIEnv* env) {
  return thread_of(env).vm().heap->has_pending_references();
}

VM_JVM(void) JVM_WaitForReferencePendingList(JNIEnv* env) {
  VmEntry in(env);
  in.thread.vm().pending_references->wait(in.thread);
}

VM_JVM(jboolean) JVM_ReferenceRefersTo(JNIEnv* env, jobject reference, jobject object) {
  return refers_to(env, reference, object);
}

VM_JVM(jboolean) JVM_PhantomReferenceRefersTo(JNIEnv* env, jobject reference, jobject object) {
  return refers_to(env, reference, object);
}

VM_JVM(void) JVM_ReferenceClear(JNIEnv* env, jobject reference) {
  VmEntry in(env);
  NoSafepoint here(in.thread);
  barrier::store_field(ref_of(reference, here).get(), known_of(in.thread).java_lang_ref_Reference_referent, {});
}

}  // extern "C"
