// JVM_* functions about how classes nest: InnerClasses and EnclosingMethod (JVMS 4.7.6, 4.7.7), nests (4.7.28),
// permitted subclasses (4.7.31).
#include <vector>

#include "stdlib/entry.h"
#include "stdlib/jvm/jvm.h"
#include "stdlib/mirror_args.h"
#include "vm/exec/java_string.h"
#include "vm/ops/resolve.h"

namespace kiln::stdlib {
namespace {

// The class's own row in its InnerClasses attribute; null for a top-level class.
Expected<const InnerClassEntry*> own_inner_class_entry(Thread& t, Class* klass) {
  const ConstantPool& constants = *klass->constants;
  for (int i = 0; i < klass->attributes->inner_class_count; i++) {
    const InnerClassEntry& entry = klass->attributes->inner_classes.get()[i];
    if (entry.inner_index == 0 || constants.class_name(entry.inner_index) != klass->name.get()) continue;
    VM_TRY(Class * inner, ops::resolve_class(t, klass, entry.inner_index));
    if (inner == klass) return &entry;
  }
  return static_cast<const InnerClassEntry*>(nullptr);
}

// A hidden class's constant pool names it without its suffix, so compare resolved classes there as well.
bool names_class(const ConstantPool& constants, uint16_t index, const Class* klass) {
  std::string_view name = constants.class_name(index)->view();
  if (name == klass->name_view()) return true;
  return klass->is_hidden() && klass->name_view().starts_with(name) && klass->name_view()[name.size()] == '+';
}

// Both must agree that `inner` is a member of `outer` (or, for local classes, is mentioned by it).
Expected<void> check_for_inner_class(Thread& t, Class* outer, Class* inner, bool is_member) {
  const ConstantPool& constants = *outer->constants;
  for (int i = 0; i < outer->attributes->inner_class_count; i++) {
    const InnerClassEntry& entry = outer->attributes->inner_classes.get()[i];
    if (is_member && entry.outer_index != 0 && entry.inner_index != 0 && names_class(constants, entry.outer_index, outer) &&
        names_class(constants, entry.inner_index, inner)) {
      VM_TRY(Class * resolved_outer, ops::resolve_class(t, outer, entry.outer_index));
      if (resolved_outer == outer) {
        VM_TRY(Class * resolved_inner, ops::resolve_class(t, outer, entry.inner_index));
        if (resolved_inner == inner) return {};
      }
    }
    if (!is_member && entry.outer_index == 0 && entry.inner_index != 0 && names_class(constants, entry.inner_index, inner)) {
      VM_TRY(Class * resolved_inner, ops::resolve_class(t, outer, entry.inner_index));
      if (resolved_inner == inner) return {};
    }
  }
  return throw_new(t, &Known::java_lang_IncompatibleClassChangeError, "{} and {} disagree on InnerClasses attribute",
                   external_name(*outer), external_name(*inner));
}

// Class that declares `klass` as a member; null when none does.
Expected<Class*> declaring_class(Thread& t, Class* klass) {
  VM_TRY(const InnerClassEntry* own, own_inner_class_entry(t, klass));
  if (own == nullptr || own->outer_index == 0) return static_cast<Class*>(nullptr);
  VM_TRY(Class * outer, ops::resolve_class(t, klass, own->outer_index));
  VM_TRY_VOID(check_for_inner_class(t, outer, klass, true));
  return outer;
}

// Drops a pending exception, unless it is a VirtualMachineError: then false.
bool forget_exception(Thread& t) {
  Object* exception = Ref<>(t.exception).get();
  if (class_of(exception)->is_subclass_of(known_of(t).java_lang_VirtualMachineError)) return false;
  take_exception(t);
  return true;
}

Expected<Ref<java::ObjectArray>> nest_members(Thread& t, Class* klass) {
  VM_TRY(Class * host, ops::nest_host_of(t, klass));
  std::vector<Class*> members = {host};
  for (int i = 0; i < host->attributes->nest_member_count; i++) {
    Expected<Class*> member = ops::resolve_class(t, host, host->attributes->nest_members.get()[i]);
    if (!member.ok()) {
      if (!forget_exception(t)) return kPending;
      continue;
    }
    if (member.value()->is_array()) continue;
    VM_TRY(Class * its_host, ops::nest_host_of(t, member.value()));
    if (its_host == host) members.push_back(member.value());
  }
  return new_class_array(t, members);
}

Expected<Ref<java::ObjectArray>> permitted_subclasses(Thread& t, Class* klass) {
  std::vector<Class*> subclasses;
  for (int i = 0; i < klass->attributes->permitted_subclass_count; i++) {
    Expected<Class*> subclass = ops::resolve_class(t, klass, klass->attributes->permitted_subclasses.get()[i]);
    if (!subclass.ok()) {
      if (!forget_exception(t)) return kPending;
      continue;
    }
    if (!subclass.value()->is_array()) subclasses.push_back(subclass.value());
  }
  return new_class_array(t, subclasses);
}

Expected<Ref<java::ObjectArray>> declared_classes(Thread& t, Class* klass) {
  std::vector<Class*> classes;
  const ConstantPool& constants = *klass->constants;
  for (int i = 0; i < klass->attributes->inner_class_count; i++) {
    const InnerClassEntry& entry = klass->attributes->inner_classes.get()[i];
    if (entry.outer_index == 0 || entry.inner_index == 0 || !names_class(constants, entry.outer_index, klass)) continue;
    VM_TRY(Class * outer, ops::resolve_class(t, klass, entry.outer_index));
    if (outer != klass) continue;
    VM_TRY(Class * inner, ops::resolve_class(t, klass, entry.inner_index));
    if (inner->is_array()) continue;
    // The member must name this class as the one that declares it.
    VM_TRY(const InnerClassEntry* own, own_inner_class_entry(t, inner));
    bool agrees = own != nullptr && own->outer_index != 0;
    if (agrees) {
      VM_TRY(Class * its_outer, ops::resolve_class(t, inner, own->outer_index));
      agrees = its_outer == klass;
    }
    if (!agrees) {
      return throw_new(t, &Known::java_lang_IncompatibleClassChangeError, "{} and {} disagree on InnerClasses attribute",
                       external_name(*klass), external_name(*inner));
    }
    classes.push_back(inner);
  }
  return new_class_array(t, classes);
}

// {enclosing class, method name, method descriptor}; the last two null outside of a method.
Expected<Ref<java::ObjectArray>> enclosing_method_info(Thread& t, Class* klass) {
  const ClassAttributes& attributes = *klass->attributes;
  if (attributes.enclosing_class_index == 0) return Ref<java::ObjectArray>();
  VM_TRY(Ref<java::ObjectArray> array, allocate_object_array(t, 3));
  Handle<java::ObjectArray> info(t, array);
  VM_TRY(Class * enclosing, ops::resolve_class(t, klass, attributes.enclosing_class_index));
  barrier::store_element(info.unsafe_ref().get(), 0, enclosing->mirror());
  if (attributes.enclosing_method_index != 0) {
    VM_TRY(Ref<java::String> name, make_string(t, klass->constants->nat_name(attributes.enclosing_method_index)->view()));
    barrier::store_element(info.unsafe_ref().get(), 1, name);
    VM_TRY(Ref<java::String> type, make_string(t, klass->constants->nat_descriptor(attributes.enclosing_method_index)->view()));
    barrier::store_element(info.unsafe_ref().get(), 2, type);
  }
  return info.unsafe_ref();
}

}  // namespace
}  // namespace kiln::stdlib

using namespace kiln;          // NOLINT
using namespace kiln::stdlib;  // NOLINT

extern "C" {

VM_JVM(jobjectArray) JVM_GetDeclaredClasses(JNIEnv* env, jclass mirror) {
  return jobject_of<jobjectArray>(env, [&](Thread& t) -> Expected<Ref<java::ObjectArray>> {
    Class* klass = mirrored_instance_class(t, mirror);
    if (klass == nullptr) return new_class_array(t, std::vector<Class*>());
    return declared_classes(t, klass);
  });
}

VM_JVM(jclass) JVM_GetDeclaringClass(JNIEnv* env, jclass mirror) {
  return jobject_of<jclass>(env, [&](Thread& t) -> Expected<Ref<java::Class>> {
    Class* klass = mirrored_instance_class(t, mirror);
    if (klass == nullptr) return Ref<java::Class>();
    VM_TRY(Class * outer, declaring_class(t, klass));
    return outer != nullptr ? outer->mirror() : Ref<java::Class>();
  });
}

// Simple name of a member or local class; null for top-level and anonymous ones.
VM_JVM(jstring) JVM_GetSimpleBinaryName(JNIEnv* env, jclass mirror) {
  return jobject_of<jstring>(env, [&](Thread& t) -> Expected<Ref<java::String>> {
    Class* klass = mirrored_instance_class(t, mirror);
    if (klass == nullptr) return Ref<java::String>();
    VM_TRY(const InnerClassEntry* own, own_inner_class_entry(t, klass));
    if (own == nullptr || own->name_index == 0) return Ref<java::String>();
    return make_string(t, klass->constants->symbol(own->name_index)->view());
  });
}

VM_JVM(jobjectArray) JVM_GetEnclosingMethodInfo(JNIEnv* env, jclass mirror) {
  return jobject_of<jobjectArray>(env, [&](Thread& t) -> Expected<Ref<java::ObjectArray>> {
    Class* klass = mirrored_instance_class(t, mirror);
    if (klass == nullptr) return Ref<java::ObjectArray>();
    return enclosing_method_info(t, klass);
  });
}

VM_JVM(jclass) JVM_GetNestHost(JNIEnv* env, jclass mirror) {
  return jobject_of<jclass>(env, [&](Thread& t) -> Expected<Ref<java::Class>> {
    Class* klass = mirrored_instance_class(t, mirror);
    if (klass == nullptr) return Ref<java::Class>(*slot_of(mirror));
    VM_TRY(Class * host, ops::nest_host_of(t, klass));
    return host->mirror();
  });
}

VM_JVM(jobjectArray) JVM_GetNestMembers(JNIEnv* env, jclass mirror) {
  return jobject_of<jobjectArray>(env, [&](Thread& t) -> Expected<Ref<java::ObjectArray>> {
    Class* klass = mirrored_instance_class(t, mirror);
    VM_CHECK(klass != nullptr);  // Class.getNestMembers answers for primitive types and arrays
    return nest_members(t, klass);
  });
}

VM_JVM(jboolean) JVM_AreNestMates(JNIEnv* env, jclass mirror, jclass member_mirror) {
  return value_of<jboolean>(env, [&](Thread& t) -> Expected<bool> {
    Class* klass = mirrored_instance_class(t, mirror);
    Class* member = mirrored_instance_class(t, member_mirror);
    if (klass == nullptr || member == nullptr) return klass == member;
    VM_TRY(Class * host, ops::nest_host_of(t, klass));
    VM_TRY(Class * member_host, ops::nest_host_of(t, member));
    return host == member_host;
  });
}

VM_JVM(jobjectArray) JVM_GetPermittedSubclasses(JNIEnv* env, jclass mirror) {
  return jobject_of<jobjectArray>(env, [&](Thread& t) -> Expected<Ref<java::ObjectArray>> {
    Class* klass = mirrored_instance_class(t, mirror);
    if (klass == nullptr || !klass->attributes->is_sealed) return Ref<java::ObjectArray>();
    return permitted_subclasses(t, klass);
  });
}

}  // extern "C"
