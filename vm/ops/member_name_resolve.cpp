// vm/ops/member_name_resolve.cpp - MethodHandleNatives.resolve: the look-ups of JVMS 5.4.3 for a MemberName.
//
// As resolution of a constant-pool entry, but by class, name and type objects, without initialising anything, and with
// the caller only as the one whose access is checked.
#include "classloader/constraint_checks.h"
#include "vm/exec/exceptions.h"
#include "vm/exec/java_string.h"
#include "vm/exec/mirrors.h"
#include "vm/meta/names.h"
#include "vm/ops/member_name.h"

namespace kiln::ops {

namespace {

using namespace member_flags;  // NOLINT

struct Wanted {
  Class* klass;
  Symbol* name;
  Symbol* descriptor;
  Class* caller;  // may be null
};

std::string wanted_text(const Wanted& w) {
  return method_text(w.klass->name_view(), w.name->view(), w.descriptor->view());
}

Pending throw_no_such_method(Thread& thread, const Wanted& w) {
  return throw_new(thread, &Known::java_lang_NoSuchMethodError, "'{}'", wanted_text(w));
}

Expected<void> check_method_access(Thread& thread, const Wanted& w, Method* method) {
  if (w.caller == nullptr) return {};
  VM_TRY(bool accessible, can_access_member(thread, w.caller, w.klass, method->holder, method->access_flags));
  if (!accessible) return throw_method_access(thread, *w.caller, *method);
  return {};
}

Expected<Method*> find_method(Thread& thread, const Wanted& w, bool as_interface) {
  Method* method = as_interface ? lookup_interface_method(w.klass, w.name, w.descriptor)
                                : lookup_method(w.klass, w.name, w.descriptor);
  if (method == nullptr) return throw_no_such_method(thread, w);
  VM_TRY_VOID(check_method_access(thread, w, method));
  if (w.caller != nullptr) VM_TRY_VOID(constrain_method(thread, *w.caller, *w.klass, *method));
  return method;
}

Pending throw_wrong_holder(Thread& thread, const Wanted& w) {
  return throw_new(thread, &Known::java_lang_IncompatibleClassChangeError, "Found {} {}, but {} was expected",
                   w.klass->is_interface() ? "interface" : "class", external_name(*w.klass),
                   w.klass->is_interface() ? "class" : "interface");
}

Pending throw_static_mismatch(Thread& thread, const Method& method, ReferenceKind kind) {
  const char* expectation = kind == ReferenceKind::kInvokeStatic      ? "Expected static"
                            : kind == ReferenceKind::kInvokeInterface ? "Expected instance not static"
                                                                      : "Expecting non-static";
  return throw_new(thread, &Known::java_lang_IncompatibleClassChangeError, "{} method '{}'", expectation,
                   method_text(method));
}

// The method that invokespecial in `caller` would run.
Expected<Method*> find_special(Thread& thread, const Wanted& w) {
  VM_TRY(Method * method, find_method(thread, w, w.klass->is_interface()));
  if (method->is_initializer() && method->holder.get() != w.klass) {
    std::string text = wanted_text(w);
    std::string within = fmt::format("{}.", external_name(*w.klass));
    if (size_t at = text.find(within); at != std::string::npos) text.erase(at, within.size());
    return throw_new(thread, &Known::java_lang_NoSuchMethodError, "{}: method '{}' not found", external_name(*w.klass),
                     text);
  }
  if (w.caller != nullptr && w.klass->is_interface() && !is_direct_interface(*w.caller, *w.klass)) {
    return throw_indirect_interface(thread, *w.caller, *method);
  }
  if (method->is_static()) return throw_static_mismatch(thread, *method, ReferenceKind::kInvokeSpecial);
  if (w.caller != nullptr && !method->is_initializer() && !method->is_private() && w.caller != w.klass &&
      !w.klass->is_interface() && w.caller->super.get() != nullptr && w.caller->is_subclass_of(w.klass)) {
    if (Method* selected = lookup_method(w.caller->super, w.name, w.descriptor)) method = selected;
  }
  if (method->is_abstract())
    return throw_new(thread, &Known::java_lang_AbstractMethodError, "'{}'", method_text(*method));
  return method;
}

bool is_polymorphic_holder(const Known& k, const Class* klass) {
  return klass == k.java_lang_invoke_MethodHandle || klass == k.java_lang_invoke_VarHandle;
}

// The signature-polymorphic method meant, or null.
Method* find_polymorphic(const Known& k, const Wanted& w, ReferenceKind kind) {
  if (!is_polymorphic_holder(k, w.klass) || kind == ReferenceKind::kInvokeInterface) return nullptr;
  Method* method = lookup_method(w.klass, w.name, w.descriptor);
  if (method == nullptr || method->polymorphic == Polymorphic::kNone) return nullptr;
  return method->is_static() == (kind == ReferenceKind::kInvokeStatic) ? method : nullptr;
}

Expected<Method*> find_by_kind(Thread& thread, const Wanted& w, ReferenceKind kind) {
  switch (kind) {
    case ReferenceKind::kInvokeStatic: {
      VM_TRY(Method * method, find_method(thread, w, w.klass->is_interface()));
      if (!method->is_static()) return throw_static_mismatch(thread, *method, kind);
      return method;
    }
    case ReferenceKind::kInvokeVirtual:
    case ReferenceKind::kInvokeInterface: {
      bool as_interface = kind == ReferenceKind::kInvokeInterface;
      if (w.klass->is_interface() != as_interface) return throw_wrong_holder(thread, w);
      VM_TRY(Method * method, find_method(thread, w, as_interface));
      if (method->is_static()) return throw_static_mismatch(thread, *method, kind);
      return method;
    }
    case ReferenceKind::kInvokeSpecial:
    case ReferenceKind::kNewInvokeSpecial:
      return find_special(thread, w);
    case ReferenceKind::kGetField:
    case ReferenceKind::kGetStatic:
    case ReferenceKind::kPutField:
    case ReferenceKind::kPutStatic:
      break;
  }
  return throw_new(thread, &Known::java_lang_InternalError, "unrecognized MemberName format");
}

Expected<bool> resolve_method_name(Thread& thread, Handle<java::MemberName> name, const Wanted& w, ReferenceKind kind) {
  if (Method* declared = find_polymorphic(*thread.vm().known, w, kind)) {
    // These take an adapter and an appendix, which a MemberName cannot hold: Java does not ask for them.
    if (declared->polymorphic == Polymorphic::kInvokeGeneric)
      return throw_new(thread, &Known::java_lang_InternalError, "appendix");
    Method* intrinsic = polymorphic_method(thread, declared, w.descriptor);
    VM_TRY_VOID(check_method_access(thread, w, intrinsic));
    VM_TRY_VOID(init_member_name_with_method(thread, name, intrinsic, w.klass, false));
    return true;
  }
  VM_TRY(Method * method, find_by_kind(thread, w, kind));
  bool do_dispatch = kind != ReferenceKind::kInvokeSpecial && kind != ReferenceKind::kNewInvokeSpecial;
  VM_TRY_VOID(init_member_name_with_method(thread, name, method, w.klass, do_dispatch));
  return true;
}

bool is_field_kind(ReferenceKind kind) { return kind <= ReferenceKind::kPutStatic; }

Expected<const Field*> find_field(Thread& thread, const Wanted& w) {
  const Field* field = lookup_field(w.klass, w.name, w.descriptor);
  if (field == nullptr || field->is_injected())
    return throw_new(thread, &Known::java_lang_NoSuchFieldError, "{}", w.name->view());
  if (w.caller != nullptr) VM_TRY_VOID(constrain_field(thread, *w.caller, *field));
  return field;
}

// Access to fields is checked in Java.
Expected<bool> resolve_field_name(Thread& thread, Handle<java::MemberName> name, const Wanted& w, ReferenceKind kind) {
  VM_TRY(const Field* field, find_field(thread, w));
  bool for_put = kind == ReferenceKind::kPutField || kind == ReferenceKind::kPutStatic;
  VM_TRY_VOID(init_member_name_with_field(thread, name, field, for_put));
  return true;
}

}  // namespace

Expected<void> check_member_reference(Thread& thread, ReferenceKind kind, Class* klass, Symbol* name,
                                      Symbol* descriptor, Class* caller) {
  const Known& k = *thread.vm().known;
  Wanted wanted{klass->is_array() ? k.java_lang_Object : klass, name, descriptor, caller};
  if (is_field_kind(kind)) {
    VM_TRY_VOID(find_field(thread, wanted));
  } else if (Method* declared = find_polymorphic(k, wanted, kind)) {
    if (declared->polymorphic == Polymorphic::kInvokeGeneric) return {};
    return check_method_access(thread, wanted, polymorphic_method(thread, declared, descriptor));
  } else {
    VM_TRY_VOID(find_by_kind(thread, wanted, kind));
  }
  return {};
}

Expected<bool> resolve_member_name(Thread& thread, Handle<java::MemberName> name, Class* caller) {
  Vm& vm = thread.vm();
  const Known& k = *vm.known;
  Object* object = name.unsafe_ref().get();
  if (target_of_member_name(thread, object) != nullptr) return true;
  auto flags = object->get<uint32_t>(k.java_lang_invoke_MemberName_flags);
  auto kind = static_cast<ReferenceKind>((flags >> kReferenceKindShift) & kReferenceKindMask);
  Ref<> clazz = load_ref(object, k.java_lang_invoke_MemberName_clazz);
  Ref<> text = load_ref(object, k.java_lang_invoke_MemberName_name);
  Ref<> type = load_ref(object, k.java_lang_invoke_MemberName_type);
  if (clazz.is_null() || text.is_null() || type.is_null()) {
    return throw_new(thread, &Known::java_lang_IllegalArgumentException, "nothing to resolve");
  }
  Class* klass = class_of_mirror(k, clazz.get());
  if (klass == nullptr) return false;  // a primitive type has no members
  if (klass->is_array()) klass = k.java_lang_Object;
  std::string descriptor = descriptor_of_type(k, type.get());
  // A word that no class file holds names nothing, but for the intrinsics, which take every descriptor.
  Symbol* member = vm.symbols->find(string_to_utf8(k, text.get()));
  Symbol* member_type = is_polymorphic_holder(k, klass) ? vm.symbols->intern(descriptor) : vm.symbols->find(descriptor);
  Wanted wanted{klass, member, member_type, caller};
  if (member == nullptr || member_type == nullptr || member->view() == "<clinit>") return false;
  const bool is_initializer = wanted.name->view() == "<init>";
  switch (flags & kKinds) {
    case kMethod:
      return is_initializer ? Expected<bool>(false) : resolve_method_name(thread, name, wanted, kind);
    case kConstructor:
      return is_initializer ? resolve_method_name(thread, name, wanted, ReferenceKind::kNewInvokeSpecial)
                            : Expected<bool>(false);
    case kField:
      return resolve_field_name(thread, name, wanted, kind);
  }
  return throw_new(thread, &Known::java_lang_InternalError, "unrecognized MemberName format");
}

}  // namespace kiln::ops
