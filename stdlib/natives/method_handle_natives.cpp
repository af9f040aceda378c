// Natives of java.lang.invoke.MethodHandleNatives: member names, call sites, bootstrap arguments.
#include "gc/barrier.h"
#include "stdlib/natives/native.h"
#include "vm/exec/allocate.h"
#include "vm/exec/mirrors.h"
#include "vm/ops/bootstrap.h"
#include "vm/ops/member_name.h"
#include "vm/ops/type_check.h"

using namespace kiln;          // NOLINT
using namespace kiln::stdlib;  // NOLINT

namespace {

using ops::ReferenceKind;

Pending throw_unavailable(Thread& t) { return throw_new(t, &Known::java_lang_InternalError, "mname not available"); }

// The offset of a field name whose field is static or not, as asked.
Expected<jlong> field_offset(Thread& t, jobject member, bool is_static) {
  if (member == nullptr) return throw_new(t, &Known::java_lang_InternalError, "mname not resolved");
  const Field* field = ops::field_of_member_name(*t.vm().known, handle_of(member).unsafe_ref().get());
  if (field == nullptr || field->is_static() != is_static) {
    return throw_new(t, &Known::java_lang_InternalError, "{}static field required", is_static ? "" : "non-");
  }
  return static_cast<jlong>(field->offset);
}

Pending throw_not_found(Thread& t, Handle<java::MemberName> name) {
  namespace flag = ops::member_flags;
  auto flags = name.unsafe_ref()->get<uint32_t>(t.vm().known->java_lang_invoke_MemberName_flags);
  uint32_t kind = (flags >> flag::kReferenceKindShift) & flag::kReferenceKindMask;
  if (kind < 1 || kind > 9) return throw_new(t, &Known::java_lang_InternalError, "obsolete MemberName format");
  if (flags & flag::kField) return throw_new(t, &Known::java_lang_NoSuchFieldError, "field resolution failed");
  if (flags & (flag::kMethod | flag::kConstructor)) {
    return throw_new(t, &Known::java_lang_NoSuchMethodError, "method resolution failed");
  }
  return throw_new(t, &Known::java_lang_LinkageError, "resolution failed");
}

}  // namespace

VM_NATIVE_FUNCTION(void) MethodHandleNatives_init(JNIEnv* env, jclass, jobject member, jobject reflected) {
  run_in_vm(env, [&](Thread& t) -> Expected<void> {
    if (member == nullptr || reflected == nullptr) return throw_unavailable(t);
    return ops::init_member_name_from_reflected(t, handle_of<java::MemberName>(member), handle_of(reflected));
  });
}

VM_NATIVE_FUNCTION(void) MethodHandleNatives_expand(JNIEnv* env, jclass, jobject member) {
  run_in_vm(env, [&](Thread& t) -> Expected<void> {
    if (member == nullptr) return throw_unavailable(t);
    return ops::expand_member_name(t, handle_of<java::MemberName>(member));
  });
}

// The lookup mode matters to loader constraints only, which are checked when the classes are linked.
VM_NATIVE_FUNCTION(jobject)
MethodHandleNatives_resolve(JNIEnv* env, jclass, jobject member, jclass caller, jint, jboolean speculative) {
  return jobject_of(env, [&](Thread& t) -> Expected<Ref<>> {
    if (member == nullptr) return throw_unavailable(t);
    auto name = handle_of<java::MemberName>(member);
    Class* from = caller == nullptr ? nullptr : class_of_mirror(*t.vm().known, handle_of(caller).unsafe_ref().get());
    auto resolved = ops::resolve_member_name(t, name, from);
    if (resolved.ok() && resolved.value()) return Ref<>(name.unsafe_ref());
    if (speculative) {
      // Errors of look-up mean "no"; those of the machine (memory, stack) do not.
      if (t.has_exception() && class_of(Ref<>(t.exception).get())->is_subclass_of(t.vm().known->java_lang_LinkageError))
        t.exception = 0;
      return t.has_exception() ? Expected<Ref<>>(kPending) : Ref<>();
    }
    if (!resolved.ok()) return kPending;
    return throw_not_found(t, name);
  });
}

VM_NATIVE_FUNCTION(jlong) MethodHandleNatives_objectFieldOffset(JNIEnv* env, jclass, jobject member) {
  return value_of<jlong>(env, [&](Thread& t) { return field_offset(t, member, false); });
}

VM_NATIVE_FUNCTION(jlong) MethodHandleNatives_staticFieldOffset(JNIEnv* env, jclass, jobject member) {
  return value_of<jlong>(env, [&](Thread& t) { return field_offset(t, member, true); });
}

VM_NATIVE_FUNCTION(jobject) MethodHandleNatives_staticFieldBase(JNIEnv* env, jclass, jobject member) {
  return jobject_of(env, [&](Thread& t) -> Expected<Ref<>> {
    VM_TRY_VOID(field_offset(t, member, true));
    return load_ref(handle_of(member).unsafe_ref().get(), t.vm().known->java_lang_invoke_MemberName_clazz);
  });
}

// Object[] {Long vmindex, target}: the target of a field is its class, that of a method the name itself.
VM_NATIVE_FUNCTION(jobject) MethodHandleNatives_getMemberVMInfo(JNIEnv* env, jclass, jobject member) {
  return jobject_of(env, [&](Thread& t) -> Expected<Ref<>> {
    if (member == nullptr) return Ref<>();
    const Known& k = *t.vm().known;
    Handle<> name = handle_of(member);
    VM_TRY(Ref<java::ObjectArray> fresh, allocate_object_array(t, 2));
    Handle<java::ObjectArray> result(t, fresh);
    int64_t index = ops::vmindex_of_member_name(t, name.unsafe_ref().get());
    VM_TRY(Ref<> boxed, ops::box(t, BasicType::kLong, static_cast<uint64_t>(index)));
    barrier::store_element(result.unsafe_ref().get(), 0, boxed);
    auto flags = name.unsafe_ref()->get<uint32_t>(k.java_lang_invoke_MemberName_flags);
    Ref<> target;
    if (flags & (ops::member_flags::kField | ops::member_flags::kType)) {
      target = load_ref(name.unsafe_ref().get(), k.java_lang_invoke_MemberName_clazz);
    } else if (flags & (ops::member_flags::kMethod | ops::member_flags::kConstructor)) {
      target = name.unsafe_ref();
    }
    barrier::store_element(result.unsafe_ref().get(), 1, target);
    return Ref<>(result.unsafe_ref());
  });
}

// No compiled code depends on a call site's target yet; when some does, it has to be thrown away here.
VM_NATIVE_FUNCTION(void)
MethodHandleNatives_setCallSiteTargetNormal(JNIEnv* env, jclass, jobject site, jobject target) {
  VmEntry in(env);
  barrier::store_field(handle_of(site).unsafe_ref().get(), in.thread.vm().known->java_lang_invoke_CallSite_target,
                       handle_of(target).unsafe_ref());
}

VM_NATIVE_FUNCTION(void)
MethodHandleNatives_setCallSiteTargetVolatile(JNIEnv* env, jclass, jobject site, jobject target) {
  VmEntry in(env);
  barrier::store_volatile(handle_of(site).unsafe_ref().get(), in.thread.vm().known->java_lang_invoke_CallSite_target,
                          handle_of(target).unsafe_ref());
}

VM_NATIVE_FUNCTION(void)
MethodHandleNatives_copyOutBootstrapArguments(JNIEnv* env, jclass, jclass caller, jintArray index_info, jint start,
                                              jint end, jobjectArray buffer, jint position, jboolean resolve,
                                              jobject if_not_available) {
  run_in_vm(env, [&](Thread& t) -> Expected<void> {
    Class* from = caller == nullptr ? nullptr : class_of_mirror(*t.vm().known, handle_of(caller).unsafe_ref().get());
    return ops::copy_out_bootstrap_arguments(t, from, handle_of<java::Array>(index_info), start, end,
                                             handle_of<java::ObjectArray>(buffer), position, resolve,
                                             handle_of(if_not_available));
  });
}

// The context lists code that depends on a call site: there is none.
VM_NATIVE_FUNCTION(void) MethodHandleNatives_clearCallSiteContext(JNIEnv*, jclass, jobject) {}

// No constants of the VM to be checked against those in Java.
VM_NATIVE_FUNCTION(jint) MethodHandleNatives_getNamedCon(JNIEnv*, jclass, jint, jobjectArray) { return 0; }
