// JVM_* functions behind java.lang.reflect.Array.
#include "stdlib/entry.h"
#include "stdlib/jvm/jvm.h"
#include "stdlib/mirror_args.h"
#include "vm/ops/type_check.h"

namespace kiln::stdlib {
namespace {

constexpr int kMostDimensions = 255;
const auto kIllegal = &Known::java_lang_IllegalArgumentException;

Expected<void> check_array(Thread& t, jobject array, bool must_be_primitive) {
  if (array == nullptr) return throw_new(t, &Known::java_lang_NullPointerException);
  Class* klass = class_of(Ref<>(*slot_of(array)).get());
  if (!klass->is_array()) return throw_new(t, kIllegal, "Argument is not an array");
  if (must_be_primitive && klass->is_object_array()) {
    return throw_new(t, kIllegal, "Argument is not an array of primitive type");
  }
  return {};
}

Expected<void> check_index(Thread& t, jobject array, jint index) {
  if (index >= 0 && index < Ref<>(*slot_of(array))->array_length()) return {};
  return throw_new(t, &Known::java_lang_ArrayIndexOutOfBoundsException);
}

// Element of a primitive array as the slot of a value holds it (small integers sign- or zero-extended to 32 bits).
uint64_t load_primitive(const Object* array, BasicType type, int32_t index) {
  switch (type) {
    case BasicType::kBoolean: return array->elements<uint8_t>()[index];
    case BasicType::kByte: return static_cast<uint32_t>(array->elements<int8_t>()[index]);
    case BasicType::kShort: return static_cast<uint32_t>(array->elements<int16_t>()[index]);
    case BasicType::kChar: return array->elements<uint16_t>()[index];
    case BasicType::kInt:
    case BasicType::kFloat: return array->elements<uint32_t>()[index];
    case BasicType::kLong:
    case BasicType::kDouble: return array->elements<uint64_t>()[index];
    case BasicType::kObject:
    case BasicType::kVoid: break;
  }
  VM_UNREACHABLE();
}

void store_primitive(Object* array, BasicType type, int32_t index, uint64_t bits) {
  switch (type) {
    case BasicType::kBoolean: array->elements<uint8_t>()[index] = bits & 1; return;
    case BasicType::kByte: array->elements<uint8_t>()[index] = static_cast<uint8_t>(bits); return;
    case BasicType::kShort:
    case BasicType::kChar: array->elements<uint16_t>()[index] = static_cast<uint16_t>(bits); return;
    case BasicType::kInt:
    case BasicType::kFloat: array->elements<uint32_t>()[index] = static_cast<uint32_t>(bits); return;
    case BasicType::kLong:
    case BasicType::kDouble: array->elements<uint64_t>()[index] = bits; return;
    case BasicType::kObject:
    case BasicType::kVoid: break;
  }
  VM_UNREACHABLE();
}

// A jvalue's member of type `type` as slot bits, and back.
uint64_t bits_of_jvalue(jvalue value, BasicType type) {
  switch (type) {
    case BasicType::kBoolean: return value.z & 1;
    case BasicType::kByte: return static_cast<uint32_t>(static_cast<int32_t>(value.b));
    case BasicType::kShort: return static_cast<uint32_t>(static_cast<int32_t>(value.s));
    case BasicType::kChar: return value.c;
    case BasicType::kInt: return static_cast<uint32_t>(value.i);
    case BasicType::kFloat: return __builtin_bit_cast(uint32_t, value.f);
    case BasicType::kLong:
    case BasicType::kDouble: return static_cast<uint64_t>(value.j);
    case BasicType::kObject:
    case BasicType::kVoid: break;
  }
  VM_UNREACHABLE();
}

Expected<uint64_t> widened(Thread& t, BasicType from, BasicType to, uint64_t bits) {
  if (from != to && (from == BasicType::kObject || !ops::widen(from, to, &bits))) {
    return throw_new(t, kIllegal, "argument type mismatch");
  }
  return bits;
}

Expected<Ref<>> get_element(Thread& t, jobject array, jint index) {
  VM_TRY_VOID(check_array(t, array, false));
  VM_TRY_VOID(check_index(t, array, index));
  Object* object = Ref<>(*slot_of(array)).get();
  Class* klass = class_of(object);
  if (klass->is_object_array()) return load_element(object, index);
  BasicType type = klass->array_element_type;
  return ops::box(t, type, load_primitive(object, type, index));
}

Expected<void> set_element(Thread& t, jobject array, jint index, jobject value) {
  VM_TRY_VOID(check_array(t, array, false));
  Class* klass = class_of(Ref<>(*slot_of(array)).get());
  if (klass->is_primitive_array() && value == nullptr) return throw_new(t, kIllegal);
  VM_TRY_VOID(check_index(t, array, index));
  Object* object = Ref<>(*slot_of(array)).get();
  Ref<> element = value != nullptr ? Ref<>(*slot_of(value)) : Ref<>();
  if (klass->is_object_array()) {
    if (!ops::can_store(object, element)) return throw_new(t, kIllegal, "array element type mismatch");
    barrier::store_element(object, index, element);
    return {};
  }
  uint64_t bits = 0;
  BasicType type = ops::unbox(known_of(t), element.get(), &bits);
  VM_TRY(uint64_t converted, widened(t, type, klass->array_element_type, bits));
  store_primitive(Ref<>(*slot_of(array)).get(), klass->array_element_type, index, converted);
  return {};
}

Expected<Ref<java::Array>> new_array(Thread& t, jclass element_mirror, jint length) {
  if (element_mirror == nullptr) return throw_new(t, &Known::java_lang_NullPointerException);
  if (length < 0) return throw_new(t, &Known::java_lang_NegativeArraySizeException, "{}", length);
  Class* element = mirrored_class(t, element_mirror);
  if (element == nullptr) {
    BasicType type = basic_type_of_mirror(known_of(t), Ref<>(*slot_of(element_mirror)).get());
    if (type == BasicType::kVoid) return throw_new(t, kIllegal);
    return allocate_primitive_array(t, type, length);
  }
  if (element->array_dimensions == kMostDimensions) return throw_new(t, kIllegal);
  VM_TRY(Class * array_class, array_class_of(t, element));
  return allocate_array(t, array_class, length);
}

Expected<Ref<java::Array>> new_multi_array(Thread& t, jclass element_mirror, jintArray dimensions) {
  if (element_mirror == nullptr || dimensions == nullptr) return throw_new(t, &Known::java_lang_NullPointerException);
  Object* lengths_array = Ref<>(*slot_of(dimensions)).get();
  int32_t count = lengths_array->array_length();
  if (count == 0 || count > kMostDimensions) return throw_new(t, kIllegal);
  int32_t lengths[kMostDimensions];
  for (int32_t i = 0; i < count; i++) lengths[i] = lengths_array->elements<int32_t>()[i];
  for (int32_t i = 0; i < count; i++) {
    if (lengths[i] < 0) return throw_new(t, &Known::java_lang_NegativeArraySizeException, "{}", lengths[i]);
  }
  Class* klass = mirrored_class(t, element_mirror);
  int32_t wrapped = 0;
  if (klass == nullptr) {
    BasicType type = basic_type_of_mirror(known_of(t), Ref<>(*slot_of(element_mirror)).get());
    if (type == BasicType::kVoid) return throw_new(t, kIllegal);
    VM_TRY(klass, primitive_array_class(t, type));
    wrapped = 1;
  } else if (klass->array_dimensions + count > kMostDimensions) {
    return throw_new(t, kIllegal);
  }
  for (; wrapped < count; wrapped++) {
    VM_TRY(klass, array_class_of(t, klass));
  }
  return ops::allocate_multi_array(t, klass, lengths, count);
}

}  // namespace
}  // namespace kiln::stdlib

using namespace kiln;          // NOLINT
using namespace kiln::stdlib;  // NOLINT

extern "C" {

VM_JVM(jint) JVM_GetArrayLength(JNIEnv* env, jobject array) {
  return value_of<jint>(env, [&](Thread& t) -> Expected<jint> {
    if (array == nullptr) return throw_new(t, &Known::java_lang_NullPointerException);
    Object* object = Ref<>(*slot_of(array)).get();
    if (!class_of(object)->is_array()) return throw_new(t, kIllegal, "Argument is not an array");
    return object->array_length();
  });
}

VM_JVM(jobject) JVM_GetArrayElement(JNIEnv* env, jobject array, jint index) {
  return jobject_of(env, [&](Thread& t) { return get_element(t, array, index); });
}

// `wide_code` is the newarray code of the type wanted (JVMS 6.5 newarray): the element is widened to it.
VM_JVM(jvalue) JVM_GetPrimitiveArrayElement(JNIEnv* env, jobject array, jint index, jint wide_code) {
  jvalue result = {};
  result.j = value_of<jlong>(env, [&](Thread& t) -> Expected<uint64_t> {
    VM_TRY_VOID(check_array(t, array, true));
    VM_TRY_VOID(check_index(t, array, index));
    Object* object = Ref<>(*slot_of(array)).get();
    BasicType type = class_of(object)->array_element_type;
    return widened(t, type, basic_type_of_newarray(static_cast<uint8_t>(wide_code)), load_primitive(object, type, index));
  });
  return result;
}

VM_JVM(void) JVM_SetArrayElement(JNIEnv* env, jobject array, jint index, jobject value) {
  run_in_vm(env, [&](Thread& t) { return set_element(t, array, index, value); });
}

VM_JVM(void) JVM_SetPrimitiveArrayElement(JNIEnv* env, jobject array, jint index, jvalue value, unsigned char value_code) {
  run_in_vm(env, [&](Thread& t) -> Expected<void> {
    VM_TRY_VOID(check_array(t, array, true));
    VM_TRY_VOID(check_index(t, array, index));
    Class* klass = class_of(Ref<>(*slot_of(array)).get());
    BasicType type = basic_type_of_newarray(value_code);
    VM_TRY(uint64_t bits, widened(t, type, klass->array_element_type, bits_of_jvalue(value, type)));
    store_primitive(Ref<>(*slot_of(array)).get(), klass->array_element_type, index, bits);
    return {};
  });
}

VM_JVM(jobject) JVM_NewArray(JNIEnv* env, jclass element_class, jint length) {
  return jobject_of(env, [&](Thread& t) { return new_array(t, element_class, length); });
}

VM_JVM(jobject) JVM_NewMultiArray(JNIEnv* env, jclass element_class, jintArray dimensions) {
  return jobject_of(env, [&](Thread& t) { return new_multi_array(t, element_class, dimensions); });
}

}  // extern "C"
