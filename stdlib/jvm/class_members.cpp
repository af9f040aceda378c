// JVM_* functions that list what a class declares: fields, methods, constructors, record components, parameters; and
// core reflection's calls.
#include <vector>

#include "stdlib/entry.h"
#include "stdlib/jvm/jvm.h"
#include "stdlib/mirror_args.h"
#include "vm/exec/java_string.h"
#include "vm/ops/reflection.h"

namespace kiln::stdlib {
namespace {

using ArrayResult = Expected<Ref<java::ObjectArray>>;

// Fills an array of `element_class` with what `make(item)` yields for each item.
template <typename Item, typename Make>
ArrayResult make_objects(Thread& t, Class* element_class, const std::vector<Item>& items, Make&& make) {
  VM_TRY(Ref<java::ObjectArray> array, new_array_of(t, element_class, items.size()));
  Handle<java::ObjectArray> result(t, array);
  for (size_t i = 0; i < items.size(); i++) {
    HandleScope scope(t);
    VM_TRY(Ref<> object, make(items[i]));
    barrier::store_element(result.unsafe_ref().get(), static_cast<int32_t>(i), object);
  }
  return result.unsafe_ref();
}

bool is_declared_in_source(const Method& method) { return !method.has_flag(Method::kMiranda | Method::kOverpass); }

ArrayResult declared_methods(Thread& t, jclass mirror, bool public_only, bool constructors) {
  const Known& known = known_of(t);
  std::vector<Method*> wanted;
  if (Class* klass = mirrored_instance_class(t, mirror)) {
    VM_TRY_VOID(link_class(t, klass));
    for (uint32_t i = 0; i < klass->method_count; i++) {
      Method& method = klass->methods.get()[i];
      if (!is_declared_in_source(method) || method.is_class_initializer()) continue;
      if (method.is_initializer() != constructors || (public_only && !method.is_public())) continue;
      wanted.push_back(&method);
    }
  }
  if (constructors) {
    return make_objects(t, known.java_lang_reflect_Constructor, wanted, [&](Method* m) { return ops::make_constructor(t, *m); });
  }
  return make_objects(t, known.java_lang_reflect_Method, wanted, [&](Method* m) { return ops::make_method(t, *m); });
}

ArrayResult declared_fields(Thread& t, jclass mirror, bool public_only) {
  std::vector<const Field*> wanted;
  if (Class* klass = mirrored_instance_class(t, mirror)) {
    VM_TRY_VOID(link_class(t, klass));
    for (uint32_t i = 0; i < klass->field_count; i++) {
      const Field& field = klass->fields.get()[i];
      if (!field.is_injected() && (!public_only || field.is_public())) wanted.push_back(&field);
    }
  }
  return make_objects(t, known_of(t).java_lang_reflect_Field, wanted, [&](const Field* f) { return ops::make_field(t, *f); });
}

Expected<Ref<>> make_parameter(Thread& t, const MethodInfo& info, const ConstantPool& constants, jobject executable, int index) {
  const Known& known = known_of(t);
  uint16_t name_index = info.method_parameters.get()[2 * index];
  uint16_t flags = info.method_parameters.get()[2 * index + 1];
  Handle<java::String> name;
  if (name_index != 0) {
    if (name_index >= constants.size()) {
      return throw_new(t, &Known::java_lang_IllegalArgumentException, "Constant pool index out of bounds");
    }
    if (constants.tag(name_index) != ConstantTag::kUtf8) {
      return throw_new(t, &Known::java_lang_IllegalArgumentException, "Wrong type at constant pool index");
    }
    VM_TRY(Ref<java::String> text, intern_string(t, constants.symbol(name_index)->view()));
    name = Handle<java::String>(t, text);
  }
  VM_TRY(Ref<> parameter, allocate_instance(t, known.java_lang_reflect_Parameter));
  Object* object = parameter.get();
  barrier::store_field(object, known.java_lang_reflect_Parameter_name, name.unsafe_ref());
  barrier::store_field(object, known.java_lang_reflect_Parameter_executable, Ref<>(*slot_of(executable)));
  object->set<int32_t>(known.java_lang_reflect_Parameter_modifiers, flags);
  object->set<int32_t>(known.java_lang_reflect_Parameter_index, index);
  return parameter;
}

// Null when the method has no MethodParameters attribute.
ArrayResult method_parameters(Thread& t, jobject executable) {
  Method* method = ops::method_of_reflected(known_of(t), Ref<>(*slot_of(executable)).get());
  if (!method->info->has_method_parameters) return Ref<java::ObjectArray>();
  std::vector<int> indices;
  for (int i = 0; i < method->info->method_parameter_count; i++) indices.push_back(i);
  return make_objects(t, known_of(t).java_lang_reflect_Parameter, indices, [&](int i) {
    return make_parameter(t, *method->info, *method->holder->constants, executable, i);
  });
}

Expected<Ref<>> optional_bytes(Thread& t, Ptr32<const AttributeBytes> bytes) {
  if (bytes.get() == nullptr) return kNullRef;
  VM_TRY(Ref<java::Array> array, ops::make_byte_array(t, bytes));
  return Ref<>(array);
}

// A field of a record component object, set to what `value` (an Expected) holds.
#define SET_COMPONENT_FIELD(field, value)                                                                          \
  do {                                                                                                             \
    VM_TRY(Ref<> computed, value);                                                                                 \
    barrier::store_field(component.unsafe_ref().get(), known.java_lang_reflect_RecordComponent_##field, computed); \
  } while (false)

Expected<Ref<>> make_record_component(Thread& t, Class* klass, const RecordComponent& entry) {
  const Known& known = known_of(t);
  const ConstantPool& constants = *klass->constants;
  std::string_view descriptor = constants.symbol(entry.descriptor_index)->view();
  VM_TRY(Ref<> object, allocate_instance(t, known.java_lang_reflect_RecordComponent));
  Handle<> component(t, object);
  barrier::store_field(object.get(), known.java_lang_reflect_RecordComponent_clazz, klass->mirror());
  SET_COMPONENT_FIELD(name, intern_string(t, constants.symbol(entry.name_index)->view()));
  Handle<java::ClassLoader> loader(t, loader_of(*klass));
  SET_COMPONENT_FIELD(type, mirror_of_descriptor(t, descriptor, loader));
  if (entry.signature_index != 0) SET_COMPONENT_FIELD(signature, make_string(t, constants.symbol(entry.signature_index)->view()));
  SET_COMPONENT_FIELD(annotations, optional_bytes(t, entry.annotations));
  SET_COMPONENT_FIELD(typeAnnotations, optional_bytes(t, entry.type_annotations));
  std::string getter = "()" + std::string(descriptor);
  Method* accessor = klass->find_declared_method(constants.symbol(entry.name_index)->view(), getter);
  if (accessor != nullptr && !accessor->is_static()) SET_COMPONENT_FIELD(accessor, ops::make_method(t, *accessor));
  return component.unsafe_ref();
}

}  // namespace
}  // namespace kiln::stdlib

using namespace kiln;          // NOLINT
using namespace kiln::stdlib;  // NOLINT

extern "C" {

VM_JVM(jobjectArray) JVM_GetClassDeclaredMethods(JNIEnv* env, jclass mirror, jboolean public_only) {
  return jobject_of<jobjectArray>(env, [&](Thread& t) { return declared_methods(t, mirror, public_only, false); });
}

VM_JVM(jobjectArray) JVM_GetClassDeclaredConstructors(JNIEnv* env, jclass mirror, jboolean public_only) {
  return jobject_of<jobjectArray>(env, [&](Thread& t) { return declared_methods(t, mirror, public_only, true); });
}

VM_JVM(jobjectArray) JVM_GetClassDeclaredFields(JNIEnv* env, jclass mirror, jboolean public_only) {
  return jobject_of<jobjectArray>(env, [&](Thread& t) { return declared_fields(t, mirror, public_only); });
}

VM_JVM(jobjectArray) JVM_GetMethodParameters(JNIEnv* env, jobject method) {
  return jobject_of<jobjectArray>(env, [&](Thread& t) { return method_parameters(t, method); });
}

VM_JVM(jbyteArray) JVM_GetFieldTypeAnnotations(JNIEnv* env, jobject field) {
  return jobject_of<jbyteArray>(env, [&](Thread& t) {
    return optional_bytes(t, ops::field_of_reflected(known_of(t), Ref<>(*slot_of(field)).get())->type_annotations);
  });
}

VM_JVM(jbyteArray) JVM_GetMethodTypeAnnotations(JNIEnv* env, jobject method) {
  return jobject_of<jbyteArray>(env, [&](Thread& t) {
    return optional_bytes(t, ops::method_of_reflected(known_of(t), Ref<>(*slot_of(method)).get())->info->type_annotations);
  });
}

VM_JVM(jobjectArray) JVM_GetRecordComponents(JNIEnv* env, jclass mirror) {
  return jobject_of<jobjectArray>(env, [&](Thread& t) -> ArrayResult {
    Class* klass = mirrored_instance_class(t, mirror);
    if (klass == nullptr || !klass->attributes->is_record) return Ref<java::ObjectArray>();
    VM_TRY_VOID(link_class(t, klass));
    std::vector<const RecordComponent*> components;
    for (int i = 0; i < klass->attributes->record_component_count; i++) {
      components.push_back(klass->attributes->record_components.get() + i);
    }
    return make_objects(t, known_of(t).java_lang_reflect_RecordComponent, components,
                        [&](const RecordComponent* c) { return make_record_component(t, klass, *c); });
  });
}

VM_JVM(jobject) JVM_InvokeMethod(JNIEnv* env, jobject method, jobject receiver, jobjectArray arguments) {
  return jobject_of(env, [&](Thread& t) {
    Method* target = ops::method_of_reflected(known_of(t), Ref<>(*slot_of(method)).get());
    return ops::invoke_method(t, target, handle_of(receiver), handle_of<java::ObjectArray>(arguments));
  });
}

VM_JVM(jobject) JVM_NewInstanceFromConstructor(JNIEnv* env, jobject constructor, jobjectArray arguments) {
  return jobject_of(env, [&](Thread& t) {
    Method* target = ops::method_of_reflected(known_of(t), Ref<>(*slot_of(constructor)).get());
    return ops::invoke_constructor(t, target, handle_of<java::ObjectArray>(arguments));
  });
}

}  // extern "C"
