// vm/ops/reflection.cpp - making reflection objects, and finding the member that one names.
//
// The objects are allocated and filled field by field; no constructor runs. Texts are interned, as Class.getMethods
// and friends promise for names. Calling through them: reflective_call.cpp.
#include "vm/ops/reflection.h"

#include "classloader/loading.h"
#include "gc/barrier.h"
#include "vm/exec/allocate.h"
#include "vm/exec/java_string.h"
#include "vm/exec/mirrors.h"
#include "vm/ops/resolve.h"

namespace kiln::ops {

namespace {

// Modifiers that Method and Constructor objects show: those a class file may give a method.
constexpr uint16_t kMethodModifiers = kAccPublic | kAccPrivate | kAccProtected | kAccStatic | kAccFinal |
                                      kAccSynchronized | kAccBridge | kAccVarargs | kAccNative | kAccAbstract |
                                      kAccStrict | kAccSynthetic;
constexpr uint16_t kFieldModifiers = kAccPublic | kAccPrivate | kAccProtected | kAccStatic | kAccFinal | kAccVolatile |
                                     kAccTransient | kAccSynthetic | kAccEnum;

// Fills one new object; every step may collect, so the object sits in a handle.
class Filler {
 public:
  Filler(Thread& thread, Ref<> fresh) : t_(thread), object_(thread, fresh) {}
  void set(uint32_t offset, Ref<> value) { barrier::store_field(object_.unsafe_ref().get(), offset, value); }
  void set_int(uint32_t offset, int32_t value) { object_.unsafe_ref()->set<int32_t>(offset, value); }
  void set_bool(uint32_t offset, bool value) { object_.unsafe_ref()->set<uint8_t>(offset, value); }
  Expected<void> set_text(uint32_t offset, const Symbol* text) {
    if (text == nullptr) return {};
    VM_TRY(Ref<java::String> string, intern_string(t_, text->view()));
    set(offset, string);
    return {};
  }
  Expected<void> set_bytes(uint32_t offset, const AttributeBytes* bytes) {
    if (bytes == nullptr) return {};
    VM_TRY(Ref<java::Array> array, make_byte_array(t_, bytes));
    set(offset, array);
    return {};
  }
  Ref<> object() const { return object_.unsafe_ref(); }

 private:
  Thread& t_;
  Handle<> object_;
};

// Where the pieces common to Method and Constructor go.
struct ExecutableOffsets {
  uint32_t clazz, slot, parameter_types, exception_types, modifiers, signature, annotations, parameter_annotations;
};

Expected<void> fill_executable(Thread& t, Filler& to, Method& method, const ExecutableOffsets& at, RefSlot* result_type) {
  const MethodInfo& info = *method.info;
  to.set(at.clazz, method.holder->mirror());
  to.set_int(at.slot, slot_of_method(method));
  to.set_int(at.modifiers, method.access_flags & kMethodModifiers);
  VM_TRY(Ref<java::ObjectArray> parameters, make_parameter_types(t, method.descriptor(), method.holder, result_type));
  to.set(at.parameter_types, parameters);
  VM_TRY(Ref<java::ObjectArray> exceptions, make_exception_types(t, method));
  to.set(at.exception_types, exceptions);
  VM_TRY_VOID(to.set_text(at.signature, info.signature));
  VM_TRY_VOID(to.set_bytes(at.annotations, info.annotations));
  VM_TRY_VOID(to.set_bytes(at.parameter_annotations, info.parameter_annotations));
  return {};
}

// The type that begins at descriptor[*position]; moves the position behind it.
std::string_view next_type(std::string_view descriptor, size_t* position) {
  const size_t begin = *position;
  size_t i = begin;
  while (descriptor[i] == '[') i++;
  if (descriptor[i] == 'L') i = descriptor.find(';', i);
  *position = i + 1;
  return descriptor.substr(begin, i + 1 - begin);
}

Expected<Ref<java::ObjectArray>> new_class_array(Thread& t, int32_t length) {
  VM_TRY(Ref<java::Array> array, allocate_array(t, t.vm().known->class_array, length));
  return array.as<java::ObjectArray>();
}

}  // namespace

Expected<Ref<java::ObjectArray>> make_parameter_types(Thread& t, std::string_view descriptor, Class* context,
                                                      RefSlot* result_type) {
  HandleScope scope(t);
  int32_t count = 0;
  size_t at = 1;
  for (; descriptor[at] != ')'; count++) next_type(descriptor, &at);
  Handle<java::ClassLoader> loader(t, loader_of(*context));
  VM_TRY(Ref<java::ObjectArray> fresh, new_class_array(t, count));
  Handle<java::ObjectArray> types(t, fresh);
  at = 1;
  for (int32_t i = 0; i < count; i++) {
    VM_TRY(Ref<java::Class> type, mirror_of_descriptor(t, next_type(descriptor, &at), loader));
    barrier::store_element(types.unsafe_ref().get(), i, type);
  }
  if (result_type != nullptr) {
    VM_TRY(Ref<java::Class> type, mirror_of_descriptor(t, descriptor.substr(at + 1), loader));
    *result_type = type.bits();
  }
  return types.unsafe_ref();
}

Expected<Ref<java::ObjectArray>> make_exception_types(Thread& t, Method& method) {
  HandleScope scope(t);
  const MethodInfo& info = *method.info;
  Class* holder = method.holder;
  VM_TRY(Ref<java::ObjectArray> fresh, new_class_array(t, info.checked_exception_count));
  Handle<java::ObjectArray> types(t, fresh);
  for (int i = 0; i < info.checked_exception_count; i++) {
    VM_TRY(Class* type, resolve_class(t, holder, info.checked_exceptions[i]));
    barrier::store_element(types.unsafe_ref().get(), i, type->mirror());
  }
  return types.unsafe_ref();
}

Expected<Ref<java::Array>> make_byte_array(Thread& t, const AttributeBytes* bytes) {
  if (bytes == nullptr) return Ref<java::Array>();
  VM_TRY(Ref<java::Array> array, allocate_primitive_array(t, BasicType::kByte, static_cast<int32_t>(bytes->length)));
  memcpy(array->elements<uint8_t>(), bytes->data, bytes->length);
  return array;
}

Expected<Ref<>> make_method(Thread& t, Method& method) {
  HandleScope scope(t);
  const Known& k = *t.vm().known;
  VM_TRY(Ref<> fresh, allocate_instance(t, k.java_lang_reflect_Method));
  Filler to(t, fresh);
  Handle<> result_type(t, nullptr);
  VM_TRY_VOID(to.set_text(k.java_lang_reflect_Method_name, method.name_symbol()));
  VM_TRY_VOID(fill_executable(t, to, method,
                              {k.java_lang_reflect_Method_clazz, k.java_lang_reflect_Method_slot,
                               k.java_lang_reflect_Method_parameterTypes, k.java_lang_reflect_Method_exceptionTypes,
                               k.java_lang_reflect_Method_modifiers, k.java_lang_reflect_Method_signature,
                               k.java_lang_reflect_Method_annotations, k.java_lang_reflect_Method_parameterAnnotations},
                              result_type.slot()));
  to.set(k.java_lang_reflect_Method_returnType, result_type.unsafe_ref());
  VM_TRY_VOID(to.set_bytes(k.java_lang_reflect_Method_annotationDefault, method.info->annotation_default));
  return to.object();
}

Expected<Ref<>> make_constructor(Thread& t, Method& method) {
  HandleScope scope(t);
  const Known& k = *t.vm().known;
  VM_TRY(Ref<> fresh, allocate_instance(t, k.java_lang_reflect_Constructor));
  Filler to(t, fresh);
  VM_TRY_VOID(fill_executable(
      t, to, method,
      {k.java_lang_reflect_Constructor_clazz, k.java_lang_reflect_Constructor_slot,
       k.java_lang_reflect_Constructor_parameterTypes, k.java_lang_reflect_Constructor_exceptionTypes,
       k.java_lang_reflect_Constructor_modifiers, k.java_lang_reflect_Constructor_signature,
       k.java_lang_reflect_Constructor_annotations, k.java_lang_reflect_Constructor_parameterAnnotations},
      nullptr));
  return to.object();
}

Expected<Ref<>> make_field(Thread& t, const Field& field) {
  HandleScope scope(t);
  const Known& k = *t.vm().known;
  VM_TRY(Ref<> fresh, allocate_instance(t, k.java_lang_reflect_Field));
  Filler to(t, fresh);
  Class* holder = field.holder;
  const bool is_record = holder->attributes->is_record;
  to.set(k.java_lang_reflect_Field_clazz, holder->mirror());
  to.set_int(k.java_lang_reflect_Field_slot, field.slot);
  to.set_int(k.java_lang_reflect_Field_modifiers, field.access_flags & kFieldModifiers);
  to.set_bool(k.java_lang_reflect_Field_trustedFinal,
              field.is_final() && (field.is_static() || holder->is_hidden() || is_record));
  VM_TRY_VOID(to.set_text(k.java_lang_reflect_Field_name, field.name));
  Handle<java::ClassLoader> loader(t, loader_of(*holder));
  VM_TRY(Ref<java::Class> type, mirror_of_descriptor(t, field.descriptor->view(), loader));
  to.set(k.java_lang_reflect_Field_type, type);
  VM_TRY_VOID(to.set_text(k.java_lang_reflect_Field_signature, field.signature));
  VM_TRY_VOID(to.set_bytes(k.java_lang_reflect_Field_annotations, field.annotations));
  return to.object();
}

// --- and back --------------------------------------------------------------------------------------------------------

int32_t slot_of_method(const Method& method) {
  return static_cast<int32_t>(&method - method.holder->methods.get());
}

Method* method_of_reflected(const Known& k, Object* object) {
  const bool is_constructor = class_of(object) == k.java_lang_reflect_Constructor;
  VM_CHECK(is_constructor || class_of(object) == k.java_lang_reflect_Method);
  const Object* mirror = load_ref(object, is_constructor ? k.java_lang_reflect_Constructor_clazz
                                                         : k.java_lang_reflect_Method_clazz).get();
  Class* holder = class_of_mirror(k, mirror);
  const auto slot = object->get<uint32_t>(is_constructor ? k.java_lang_reflect_Constructor_slot
                                                         : k.java_lang_reflect_Method_slot);
  VM_CHECK(slot < holder->method_count);
  return &holder->methods.get()[slot];
}

const Field* field_of_reflected(const Known& k, Object* object) {
  VM_CHECK(class_of(object) == k.java_lang_reflect_Field);
  Class* holder = class_of_mirror(k, load_ref(object, k.java_lang_reflect_Field_clazz).get());
  const auto slot = object->get<uint32_t>(k.java_lang_reflect_Field_slot);
  // The array is in class-file order, so the slot is nearly always the position.
  if (slot < holder->field_count && holder->fields.get()[slot].slot == slot) return &holder->fields.get()[slot];
  for (uint32_t i = 0; i < holder->field_count; i++) {
    const Field& field = holder->fields.get()[i];
    if (field.slot == slot && !field.is_injected()) return &field;
  }
  VM_FATAL("{} has no field with slot {}", holder->name_view(), slot);
}

}  // namespace kiln::ops
