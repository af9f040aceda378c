#include "vm/ops/member_name.h"

#include "gc/barrier.h"
#include "vm/exec/allocate.h"
#include "vm/exec/exceptions.h"
#include "vm/exec/java_string.h"
#include "vm/exec/mirrors.h"
#include "vm/ops/method_handle_table.h"
#include "vm/ops/reflection.h"

namespace kiln::ops {

namespace {

using namespace member_flags;  // NOLINT

constexpr uint32_t kMethodModifiers = 0x1fff;  // those of a class file (JVMS table 4.6-A)
constexpr uint32_t kFieldModifiers = kAccPublic | kAccPrivate | kAccProtected | kAccStatic | kAccFinal | kAccVolatile |
                                     kAccTransient | kAccSynthetic | kAccEnum;

constexpr uint32_t reference_kind_bits(ReferenceKind kind) {
  return static_cast<uint32_t>(kind) << kReferenceKindShift;
}

// How a call of a method, found in some class, reaches its target; the class is that which goes with the index.
struct Dispatch {
  uint32_t flags;
  int64_t index;
  Class* klass;
  Method* method;
};

Dispatch direct(Method* method) {
  ReferenceKind kind = method->is_static() ? ReferenceKind::kInvokeStatic : ReferenceKind::kInvokeSpecial;
  return {(method->is_initializer() ? kConstructor : kMethod) | reference_kind_bits(kind), kNoDispatch, method->holder,
          method};
}

Dispatch by_vtable(Method* method, Class* klass) {
  return {kMethod | reference_kind_bits(ReferenceKind::kInvokeVirtual), method->vtable_index, klass, method};
}

Dispatch dispatch_of(Thread& thread, Method* method, Class* klass) {
  Class* holder = method->holder;
  if (method->vtable_index == Method::kNonVirtual) return direct(method);
  if (!holder->is_interface())
    return method->is_final() || holder->is_final() ? direct(method) : by_vtable(method, holder);
  // A miranda or default method, seen as a virtual method of a class: by the itable all the same.
  if (!klass->is_interface()) {
    return {kMethod | reference_kind_bits(ReferenceKind::kInvokeVirtual), method->itable_index, klass, method};
  }
  // An interface that declares a method of Object again.
  Class* root = thread.vm().known->java_lang_Object;
  Method* of_object = root->find_declared_method(method->name_symbol(), method->descriptor_symbol());
  if (of_object != nullptr && of_object->is_public() && of_object->is_vtable_method())
    return by_vtable(of_object, root);
  return {kMethod | reference_kind_bits(ReferenceKind::kInvokeInterface), method->itable_index, holder, method};
}

// The method's ResolvedMethodName, made at first need.
Expected<Ref<>> resolved_name_of(Thread& thread, Method* method) {
  if (Ref<> known = MethodHandleTable::find_name(*method); !known.is_null()) return known;
  const Known& k = *thread.vm().known;
  VM_TRY(Ref<> fresh, allocate_instance(thread, k.java_lang_invoke_ResolvedMethodName));
  fresh->set<int64_t>(k.java_lang_invoke_ResolvedMethodName_vmtarget,
                      static_cast<int64_t>(reinterpret_cast<uintptr_t>(method)));
  barrier::store_initial(fresh.get(), k.java_lang_invoke_ResolvedMethodName_vmholder, method->holder->mirror());
  return thread.vm().method_handles->intern_name(*method, fresh);
}

}  // namespace

Expected<void> init_member_name_with_method(Thread& thread, Handle<java::MemberName> name, Method* method, Class* klass,
                                            bool do_dispatch) {
  const Known& k = *thread.vm().known;
  Dispatch how =
      do_dispatch ? dispatch_of(thread, method, klass == nullptr ? method->holder.get() : klass) : direct(method);
  method = how.method;
  uint32_t modifiers = method->access_flags & kMethodModifiers;
  // An intrinsic's record is bytecode; to Java the method is native.
  if (method->polymorphic != Polymorphic::kNone) modifiers |= kAccNative;
  uint32_t flags = how.flags | modifiers;
  if (method->has_flag(Method::kCallerSensitive)) flags |= kCallerSensitive;
  VM_TRY(Ref<> resolved, resolved_name_of(thread, method));
  Object* object = name.unsafe_ref().get();
  object->set<uint32_t>(k.java_lang_invoke_MemberName_flags, flags);
  object->set<int64_t>(k.java_lang_invoke_MemberName_vmindex, how.index);
  barrier::store_field(object, k.java_lang_invoke_MemberName_clazz, how.klass->mirror());
  barrier::store_release(object, k.java_lang_invoke_MemberName_method, resolved);
  return {};
}

Expected<void> init_member_name_with_field(Thread& thread, Handle<java::MemberName> name, const Field* field,
                                           bool for_put) {
  const Known& k = *thread.vm().known;
  ReferenceKind kind = field->is_static() ? (for_put ? ReferenceKind::kPutStatic : ReferenceKind::kGetStatic)
                                          : (for_put ? ReferenceKind::kPutField : ReferenceKind::kGetField);
  uint32_t flags = kField | reference_kind_bits(kind) | (field->access_flags & kFieldModifiers);
  Class* holder = field->holder;
  bool is_record = holder->attributes != nullptr && holder->attributes->is_record;
  if (field->is_final() && (field->is_static() || holder->is_hidden() || is_record)) flags |= kTrustedFinal;
  Object* object = name.unsafe_ref().get();
  object->set<uint32_t>(k.java_lang_invoke_MemberName_flags, flags);
  object->set<int64_t>(k.java_lang_invoke_MemberName_vmindex, field->offset);
  barrier::store_field(object, k.java_lang_invoke_MemberName_method, Ref<>());
  barrier::store_field(object, k.java_lang_invoke_MemberName_clazz, holder->mirror());
  return {};
}

Expected<void> init_member_name_from_reflected(Thread& thread, Handle<java::MemberName> name, Handle<> reflected) {
  const Known& k = *thread.vm().known;
  Object* object = reflected.unsafe_ref().get();
  if (class_of(object) == k.java_lang_reflect_Field) {
    return init_member_name_with_field(thread, name, field_of_reflected(k, object), false);
  }
  if (class_of(object) == k.java_lang_reflect_Method || class_of(object) == k.java_lang_reflect_Constructor) {
    Method* method = method_of_reflected(k, object);
    if (method->polymorphic != Polymorphic::kNone) return {};
    return init_member_name_with_method(thread, name, method, method->holder, true);
  }
  return throw_new(thread, &Known::java_lang_InternalError, "unrecognized target of MethodHandleNatives.init");
}

const Field* field_of_member_name(const Known& k, const Object* name) {
  auto flags = name->get<uint32_t>(k.java_lang_invoke_MemberName_flags);
  Ref<> clazz = load_ref(name, k.java_lang_invoke_MemberName_clazz);
  if ((flags & kField) == 0 || clazz.is_null()) return nullptr;
  const Class* klass = class_of_mirror(k, clazz.get());
  if (klass == nullptr) return nullptr;
  auto offset = static_cast<uint32_t>(name->get<int64_t>(k.java_lang_invoke_MemberName_vmindex));
  for (uint32_t i = 0; i < klass->field_count; i++) {
    const Field& field = klass->fields.get()[i];
    if (field.offset == offset && field.is_static() == ((flags & kAccStatic) != 0) && !field.is_injected())
      return &field;
  }
  return nullptr;
}

Expected<void> expand_member_name(Thread& thread, Handle<java::MemberName> name) {
  HandleScope scope(thread);
  const Known& k = *thread.vm().known;
  Object* object = name.unsafe_ref().get();
  auto flags = object->get<uint32_t>(k.java_lang_invoke_MemberName_flags);
  const Symbol* member = nullptr;
  const Symbol* descriptor = nullptr;
  Class* holder = nullptr;
  if (flags & (kMethod | kConstructor)) {
    if (const Method* method = target_of_member_name(thread, object)) {
      member = method->name_symbol();
      descriptor = method->descriptor_symbol();
      holder = method->holder;
    }
  } else if (const Field* field = field_of_member_name(k, object)) {
    member = field->name;
    descriptor = field->descriptor;
    holder = field->holder;
  }
  if (member == nullptr) return throw_new(thread, &Known::java_lang_InternalError, "nothing to expand");
  auto is_missing = [&](uint32_t offset) { return load_ref(name.unsafe_ref().get(), offset).is_null(); };
  if (is_missing(k.java_lang_invoke_MemberName_clazz)) {
    barrier::store_field(object, k.java_lang_invoke_MemberName_clazz, holder->mirror());
  }
  if (is_missing(k.java_lang_invoke_MemberName_name)) {
    VM_TRY(Ref<java::String> text, intern_string(thread, member->view()));
    barrier::store_field(name.unsafe_ref().get(), k.java_lang_invoke_MemberName_name, text);
  }
  if (is_missing(k.java_lang_invoke_MemberName_type)) {
    VM_TRY(Ref<java::String> text, make_string(thread, descriptor->view()));
    barrier::store_field(name.unsafe_ref().get(), k.java_lang_invoke_MemberName_type, text);
  }
  return {};
}

Method* target_of_member_name(Thread& thread, Object* member_name) {
  const Known& k = *thread.vm().known;
  if (member_name == nullptr) return nullptr;
  Ref<> resolved = load_ref(member_name, k.java_lang_invoke_MemberName_method);
  if (resolved.is_null()) return nullptr;
  return reinterpret_cast<Method*>(resolved->get<int64_t>(k.java_lang_invoke_ResolvedMethodName_vmtarget));
}

Object* member_name_of_handle(Thread& thread, Object* method_handle) {
  const Known& k = *thread.vm().known;
  Ref<> form = load_ref(method_handle, k.java_lang_invoke_MethodHandle_form);
  return load_ref(form.get(), k.java_lang_invoke_LambdaForm_vmentry).get();
}

int64_t vmindex_of_member_name(Thread& thread, Object* member_name) {
  return member_name->get<int64_t>(thread.vm().known->java_lang_invoke_MemberName_vmindex);
}

namespace {

void append_descriptor(const Known& k, const Object* mirror, std::string& text) {
  Class* klass = class_of_mirror(k, mirror);
  if (klass == nullptr) {
    text += descriptor_char(basic_type_of_mirror(k, mirror));
  } else if (klass->is_array()) {
    text += klass->name_view();
  } else {
    text += 'L';
    text += klass->name_view();
    text += ';';
  }
}

}  // namespace

std::string descriptor_of_type(const Known& k, Object* type) {
  if (class_of(type) == k.java_lang_String) return string_to_utf8(k, type);
  std::string text;
  if (class_of(type) == k.java_lang_invoke_MethodType) {
    text = "(";
    const Object* parameters = load_ref(type, k.java_lang_invoke_MethodType_ptypes).get();
    for (int32_t i = 0; i < parameters->array_length(); i++)
      append_descriptor(k, load_element(parameters, i).get(), text);
    text += ')';
    append_descriptor(k, load_ref(type, k.java_lang_invoke_MethodType_rtype).get(), text);
  } else if (class_of(type) == k.java_lang_Class) {
    append_descriptor(k, type, text);
  }
  return text;
}

}  // namespace kiln::ops
