// JVM_* functions that look at the current thread's stack: Throwable's traces, callers, the class context and the
// access controller. java.lang.StackWalker is in stack_walk.cpp.
#include <vector>

#include "stdlib/entry.h"
#include "stdlib/jvm/jvm.h"
#include "stdlib/mirror_args.h"
#include "stdlib/security_frames.h"
#include "vm/exec/stack_walker.h"
#include "vm/ops/class_init.h"
#include "vm/ops/invoke_dynamic.h"
#include "vm/ops/stack_trace.h"

namespace kiln::stdlib {
namespace {

Expected<Ref<java::Class>> caller_class(Thread& t) {
  const Known& known = known_of(t);
  int depth = 0;
  for (StackWalker walk(t); !walk.done(); walk.next(), depth++) {
    Method* method = walk.method();
    if (depth == 0) {
      if (method->name() != "getCallerClass" || method->holder->name_view() != "jdk/internal/reflect/Reflection") {
        return throw_new(t, &Known::java_lang_InternalError, "JVM_GetCallerClass must only be called from Reflection.getCallerClass");
      }
    } else if (depth == 1) {
      if (!method->has_flag(Method::kCallerSensitive)) {
        return throw_new(t, &Known::java_lang_InternalError, "CallerSensitive annotation expected at frame 1");
      }
    } else if (!is_ignored_by_security_stack_walk(known, *method)) {
      return method->holder->mirror();
    }
  }
  return Ref<java::Class>();
}

Expected<Ref<java::ObjectArray>> class_context(Thread& t) {
  const Known& known = known_of(t);
  std::vector<Class*> classes;
  StackWalker walk(t);
  if (walk.done()) return Ref<java::ObjectArray>();
  for (walk.next(); !walk.done(); walk.next()) {  // the first frame is getClassContext itself
    Method* method = walk.method();
    if (!method->is_native() && !is_ignored_by_security_stack_walk(known, *method)) classes.push_back(method->holder);
  }
  return new_class_array(t, classes);
}

// Generated accessors live in a loader of their own, below the one of the class they access.
Ref<> non_reflection_loader(const Known& known, Ref<> loader) {
  while (!loader.is_null() && class_of(loader.get()) == known.jdk_internal_reflect_DelegatingClassLoader) {
    loader = load_ref(loader.get(), known.java_lang_ClassLoader_parent);
  }
  return loader;
}

// Loader of the innermost frame that belongs neither to the boot nor to the platform loader.
Ref<> latest_user_defined_loader(Thread& t, const NoSafepoint&) {
  const Known& known = known_of(t);
  for (StackWalker walk(t); !walk.done(); walk.next()) {
    Ref<> loader = non_reflection_loader(known, loader_of(*walk.method()->holder));
    if (!loader.is_null() && loader.bits() != known.platform_loader) return loader;
  }
  return {};
}

// What AccessController.getStackAccessControlContext found on the stack.
struct AccessScan {
  std::vector<RefSlot*> domains;  // handles; neighbours differ
  Handle<> privileged_context;    // of the doPrivileged that ended the walk
  bool is_privileged = false;
};

AccessScan scan_protection_domains(Thread& t) {
  const Known& known = known_of(t);
  NoSafepoint here(t);
  AccessScan scan;
  uint32_t previous_domain = 0;
  for (StackWalker walk(t); !walk.done(); walk.next()) {
    Method* method = walk.method();
    Ref<java::Class> holder = method->holder->mirror();
    if (method->holder == known.java_security_AccessController && method->name() == "executePrivileged") {
      // executePrivileged(action, context, caller): the walk ends with the domain of `caller`.
      scan.is_privileged = true;
      Ref<> context(static_cast<uint32_t>(*walk.frame()->local(1)));
      scan.privileged_context = Handle<>(t, context);
      holder = Ref<java::Class>(static_cast<uint32_t>(*walk.frame()->local(2)));
    }
    Ref<> domain = holder.is_null() ? Ref<>() : load_ref(holder.get(), known.java_lang_Class_protection_domain);
    if (!domain.is_null() && domain.bits() != previous_domain) scan.domains.push_back(t.handles.push(domain.bits()));
    if (!domain.is_null()) previous_domain = domain.bits();
    if (scan.is_privileged) break;
  }
  return scan;
}

// Null when there is only privileged system code on the stack.
Expected<Ref<>> stack_access_control_context(Thread& t) {
  const Known& known = known_of(t);
  AccessScan scan = scan_protection_domains(t);
  if (scan.domains.empty() && scan.is_privileged && scan.privileged_context.is_null()) return kNullRef;
  Handle<java::ObjectArray> domains;
  if (!scan.domains.empty()) {
    VM_TRY(Ref<java::ObjectArray> array, new_array_of(t, known.java_security_ProtectionDomain, scan.domains.size()));
    domains = Handle<java::ObjectArray>(t, array);
    for (size_t i = 0; i < scan.domains.size(); i++) {
      barrier::store_element(array.get(), static_cast<int32_t>(i), Ref<>(*scan.domains[i]));
    }
  }
  VM_TRY_VOID(ops::initialize_class(t, known.java_security_AccessControlContext));
  VM_TRY(Ref<> context, allocate_instance(t, known.java_security_AccessControlContext));
  Object* object = context.get();
  barrier::store_field(object, known.java_security_AccessControlContext_context, domains.unsafe_ref());
  barrier::store_field(object, known.java_security_AccessControlContext_privilegedContext, scan.privileged_context.unsafe_ref());
  object->set<uint8_t>(known.java_security_AccessControlContext_isPrivileged, scan.is_privileged);
  object->set<uint8_t>(known.java_security_AccessControlContext_isAuthorized, 1);
  return context;
}

}  // namespace
}  // namespace kiln::stdlib

using namespace kiln;          // NOLINT
using namespace kiln::stdlib;  // NOLINT

extern "C" {

VM_JVM(void) JVM_FillInStackTrace(JNIEnv* env, jobject throwable) {
  run_in_vm(env, [&](Thread& t) { return fill_in_stack_trace(t, handle_of<java::Throwable>(throwable)); });
}

VM_JVM(void) JVM_InitStackTraceElementArray(JNIEnv* env, jobjectArray elements, jobject throwable) {
  run_in_vm(env, [&](Thread& t) -> Expected<void> {
    if (elements == nullptr || throwable == nullptr) return throw_new(t, &Known::java_lang_NullPointerException);
    return ops::make_stack_trace_elements(t, handle_of<java::ObjectArray>(elements), handle_of<java::Throwable>(throwable));
  });
}

VM_JVM(void) JVM_InitStackTraceElement(JNIEnv* env, jobject element, jobject stack_frame_info) {
  run_in_vm(env, [&](Thread& t) -> Expected<void> {
    Object* info = Ref<>(*slot_of(stack_frame_info)).get();
    Object* member = load_ref(info, known_of(t).java_lang_StackFrameInfo_memberName).get();
    int bci = info->get<int32_t>(known_of(t).java_lang_StackFrameInfo_bci);
    Method* method = ops::target_of_member_name(t, member);
    if (method == nullptr) return throw_new(t, &Known::java_lang_InternalError, "stack frame without a method");
    return ops::fill_stack_trace_element(t, handle_of(element), method, bci);
  });
}

VM_JVM(jclass) JVM_GetCallerClass(JNIEnv* env) {
  return jobject_of<jclass>(env, [&](Thread& t) { return caller_class(t); });
}

VM_JVM(jobjectArray) JVM_GetClassContext(JNIEnv* env) {
  return jobject_of<jobjectArray>(env, [&](Thread& t) { return class_context(t); });
}

VM_JVM(jobject) JVM_LatestUserDefinedLoader(JNIEnv* env) {
  VmEntry in(env);
  NoSafepoint here(in.thread);
  return make_local(in.thread, latest_user_defined_loader(in.thread, here));
}

VM_JVM(jobject) JVM_GetStackAccessControlContext(JNIEnv* env, jclass) {
  return jobject_of(env, [&](Thread& t) { return stack_access_control_context(t); });
}

VM_JVM(jobject) JVM_GetInheritedAccessControlContext(JNIEnv* env, jclass) {
  VmEntry in(env);
  Ref<> thread(in.thread.java_thread);
  return make_local(in.thread, load_ref(thread.get(), known_of(in.thread).java_lang_Thread_inheritedAccessControlContext));
}

}  // extern "C"
