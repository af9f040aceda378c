// vm/jni/arrays.cpp - arrays: creation, elements, regions, critical access.
//
// Get<Type>ArrayElements gives a copy; GetPrimitiveArrayCritical the array itself, pinned until it is released.
#include "classloader/loading.h"
#include "gc/barrier.h"
#include "gc/heap.h"
#include "vm/exec/allocate.h"
#include "vm/jni/functions.h"
#include "vm/jni/ids.h"
#include "vm/ops/type_check.h"

namespace kiln::jni {

namespace {

bool check_region(Thread& t, jsize start, jsize length, jsize whole) {
  if (length < 0) {
    throw_new(t, &Known::java_lang_ArrayIndexOutOfBoundsException, "Length {} is negative", length);
    return false;
  }
  if (start < 0 || start > whole - length) {
    throw_new(t, &Known::java_lang_ArrayIndexOutOfBoundsException, "Array region {}..{} out of bounds for length {}",
              start, int64_t{start} + length, whole);
    return false;
  }
  return true;
}

bool check_index(Thread& t, jsize index, jsize whole) {
  if (index >= 0 && index < whole) return true;
  throw_new(t, &Known::java_lang_ArrayIndexOutOfBoundsException, "Index {} out of bounds for length {}", index, whole);
  return false;
}

jsize length_of(jobject array) { return handle_of(array).unsafe_ref()->array_length(); }

void throw_wrong_element(Thread& t, jobject array, jsize index, jobject value) {
  Class* array_class = class_of(handle_of(array).unsafe_ref().get());
  std::string innermost;
  if (array_class->array_element_type == BasicType::kObject) {
    Class* bottom = array_class;
    while (bottom->is_array()) bottom = bottom->component;
    innermost = external_name(*bottom);
  } else {
    innermost = java_name(array_class->array_element_type);
  }
  std::string brackets;
  for (int i = array_class->array_dimensions; i > 1; i--) brackets += "[]";
  throw_new(t, &Known::java_lang_ArrayStoreException, "type mismatch: can not store {} to {}[{}]{}",
            external_name(*class_of(handle_of(value).unsafe_ref().get())), innermost, index, brackets);
}

Expected<Ref<java::Array>> new_object_array(Thread& t, jsize length, jclass element_class, jobject initial) {
  Class* element = class_of_jclass(t, element_class);
  if (element == nullptr) return throw_new(t, &Known::java_lang_IllegalArgumentException);
  VM_TRY(Class* array_class, array_class_of(t, element));
  VM_TRY(Ref<java::Array> array, allocate_array(t, array_class, length));
  NoSafepoint here(t);
  Ref<> value = ref_of(initial, here);
  if (!value.is_null()) {
    for (jsize i = 0; i < length; i++) barrier::store_element(array.get(), i, value);
  }
  return array;
}

// A copy of the elements outside the heap; an empty array has a block as well. Null with an OutOfMemoryError.
void* copy_elements(JNIEnv* env, jarray array, uint32_t shift, jboolean* is_copy) {
  Thread& t = thread_of(env);
  InVm in(t);
  const size_t bytes = static_cast<size_t>(length_of(array)) << shift;
  void* copy = try_native_allocate(bytes == 0 ? 1 : bytes);
  if (copy == nullptr) {
    throw_out_of_memory(t, OutOfMemoryKind::kHeap);
    return nullptr;
  }
  memcpy(copy, handle_of(array).unsafe_ref()->elements<char>(), bytes);
  if (is_copy != nullptr) *is_copy = JNI_TRUE;
  return copy;
}

void give_back_elements(JNIEnv* env, jarray array, uint32_t shift, void* copy, jint mode) {
  if (mode != JNI_ABORT) {
    Thread& t = thread_of(env);
    InVm in(t);
    memcpy(handle_of(array).unsafe_ref()->elements<char>(), copy, static_cast<size_t>(length_of(array)) << shift);
  }
  if (mode != JNI_COMMIT) native_free(copy);
}

}  // namespace

jsize GetArrayLength(JNIEnv* env, jarray array) {
  Thread& t = thread_of(env);
  InVm in(t);
  return length_of(array);
}

jobjectArray NewObjectArray(JNIEnv* env, jsize length, jclass element_class, jobject initial) {
  Thread& t = thread_of(env);
  InVm in(t);
  HandleScope scope(t);
  Expected<Ref<java::Array>> array = new_object_array(t, length, element_class, initial);
  return static_cast<jobjectArray>(leave_scope(scope, array.value_or(nullptr)));
}

jobject GetObjectArrayElement(JNIEnv* env, jobjectArray array, jsize index) {
  Thread& t = thread_of(env);
  InVm in(t);
  if (!check_index(t, index, length_of(array))) return nullptr;
  NoSafepoint here(t);
  return make_local(t, load_element(ref_of(array, here).get(), index));
}

void SetObjectArrayElement(JNIEnv* env, jobjectArray array, jsize index, jobject value) {
  Thread& t = thread_of(env);
  InVm in(t);
  if (!ops::can_store(handle_of(array).unsafe_ref().get(), handle_of(value).unsafe_ref())) {
    return throw_wrong_element(t, array, index, value);
  }
  if (!check_index(t, index, length_of(array))) return;
  NoSafepoint here(t);
  barrier::store_element(ref_of(array, here).get(), index, ref_of(value, here));
}

#define VM_JNI_ARRAY(Name, type, basic_type)                                                                    \
  type##Array New##Name##Array(JNIEnv* env, jsize length) {                                                     \
    Thread& t = thread_of(env);                                                                                 \
    InVm in(t);                                                                                                 \
    HandleScope scope(t);                                                                                       \
    Expected<Ref<java::Array>> array = allocate_primitive_array(t, BasicType::basic_type, length);              \
    return static_cast<type##Array>(leave_scope(scope, array.value_or(nullptr)));                               \
  }                                                                                                             \
  type* Get##Name##ArrayElements(JNIEnv* env, type##Array array, jboolean* is_copy) {                           \
    return static_cast<type*>(copy_elements(env, array, size_shift(BasicType::basic_type), is_copy));           \
  }                                                                                                             \
  void Release##Name##ArrayElements(JNIEnv* env, type##Array array, type* elements, jint mode) {                \
    give_back_elements(env, array, size_shift(BasicType::basic_type), elements, mode);                          \
  }                                                                                                             \
  void Get##Name##ArrayRegion(JNIEnv* env, type##Array array, jsize start, jsize length, type* buffer) {        \
    Thread& t = thread_of(env);                                                                                 \
    InVm in(t);                                                                                                 \
    if (!check_region(t, start, length, length_of(array))) return;                                              \
    NoSafepoint here(t);                                                                                        \
    if (length > 0) memcpy(buffer, ref_of(array, here)->elements<type>() + start, sizeof(type) * static_cast<size_t>(length)); \
  }                                                                                                             \
  void Set##Name##ArrayRegion(JNIEnv* env, type##Array array, jsize start, jsize length, const type* buffer) {  \
    Thread& t = thread_of(env);                                                                                 \
    InVm in(t);                                                                                                 \
    if (!check_region(t, start, length, length_of(array))) return;                                              \
    NoSafepoint here(t);                                                                                        \
    if (length > 0) memcpy(ref_of(array, here)->elements<type>() + start, buffer, sizeof(type) * static_cast<size_t>(length)); \
  }
VM_JNI_PRIMITIVES(VM_JNI_ARRAY)
#undef VM_JNI_ARRAY

// --- critical sections -----------------------------------------------------------------------------------------------

void* GetPrimitiveArrayCritical(JNIEnv* env, jarray array, jboolean* is_copy) {
  Thread& t = thread_of(env);
  InVm in(t);
  Object* object = t.vm().heap->pin(t.mutator, slot_of(array));
  t.critical_depth++;
  if (is_copy != nullptr) *is_copy = JNI_FALSE;
  return object->elements<char>();
}

void ReleasePrimitiveArrayCritical(JNIEnv* env, jarray array, void* elements, jint mode) {
  Thread& t = thread_of(env);
  InVm in(t);
  t.critical_depth--;
  t.vm().heap->unpin(t.mutator, reinterpret_cast<Object*>(static_cast<char*>(elements) - kArrayElementsOffset));
}

}  // namespace kiln::jni
