#include "vm/ops/type_check.h"

#include <algorithm>
#include <cstring>
#include <vector>

#include "classloader/loading.h"
#include "gc/barrier.h"
#include "vm/exec/allocate.h"
#include "vm/exec/exceptions.h"
#include "vm/exec/mirrors.h"

namespace kiln::ops {

bool can_store(const Object* array, Ref<> value) {
  if (value.is_null()) return true;
  const Class* component = class_of(array)->component;
  return component == class_of(value.get()) || is_instance(value.get(), component);
}

Pending throw_class_cast(Thread& thread, Class* from, Class* to) {
  std::string where = from->module == to->module && from->loader == to->loader
                          ? external_name(*from) + " and " + class_in_module_of_loader(*to, true)
                          : class_in_module_of_loader(*from) + "; " + class_in_module_of_loader(*to);
  return throw_new(thread, &Known::java_lang_ClassCastException, "class {} cannot be cast to class {} ({})", external_name(*from),
                   external_name(*to), where);
}

Pending throw_array_store(Thread& thread, Class* value_class) {
  return throw_new(thread, &Known::java_lang_ArrayStoreException, "{}", external_name(*value_class));
}

Pending throw_index_out_of_bounds(Thread& thread, int32_t index, int32_t length) {
  return throw_new(thread, &Known::java_lang_ArrayIndexOutOfBoundsException, "Index {} out of bounds for length {}", index, length);
}

namespace {

// "int[2]" or "object array[2]" as System.arraycopy's messages call an array.
std::string array_kind(const Class* klass) {
  return klass->is_object_array() ? "object array" : java_name(klass->array_element_type);
}

// Copies element by element with the store check, up to the first element that does not fit.
Expected<void> copy_checked(Thread& thread, Handle<> source, int32_t from, Handle<> target, int32_t to, int32_t length) {
  Object* s = source.unsafe_ref().get();
  Object* d = target.unsafe_ref().get();
  for (int32_t i = 0; i < length; i++) {
    Ref<> value = load_element(s, from + i);
    if (!can_store(d, value)) {
      return throw_new(thread, &Known::java_lang_ArrayStoreException,
                       "arraycopy: element type mismatch: can not cast one of the elements of {}[] to the type of the destination "
                       "array, {}",
                       external_name(*class_of(s)->component), external_name(*class_of(d)->component));
    }
    barrier::store_element(d, to + i, value);
  }
  return {};
}

}  // namespace

Expected<void> array_copy(Thread& thread, Handle<> source, int32_t from, Handle<> target, int32_t to, int32_t length) {
  if (source.is_null() || target.is_null()) return throw_new(thread, &Known::java_lang_NullPointerException);
  Object* s = source.unsafe_ref().get();
  Object* d = target.unsafe_ref().get();
  const Class* source_class = class_of(s);
  const Class* target_class = class_of(d);
  if (!source_class->is_array()) {
    return throw_new(thread, &Known::java_lang_ArrayStoreException, "arraycopy: source type {} is not an array",
                     external_name(*source_class));
  }
  if (!target_class->is_array()) {
    return throw_new(thread, &Known::java_lang_ArrayStoreException, "arraycopy: destination type {} is not an array",
                     external_name(*target_class));
  }
  bool references = source_class->is_object_array();
  if (references != target_class->is_object_array() ||
      (!references && source_class->array_element_type != target_class->array_element_type)) {
    if (references || target_class->is_object_array()) {
      auto text = [](const Class* c) { return c->is_object_array() ? "object array[]" : std::string(java_name(c->array_element_type)) + "[]"; };
      return throw_new(thread, &Known::java_lang_ArrayStoreException,
                       "arraycopy: type mismatch: can not copy {} into {}", text(source_class), text(target_class));
    }
    return throw_new(thread, &Known::java_lang_ArrayStoreException, "arraycopy: type mismatch: can not copy {}[] into {}[]",
                     array_kind(source_class), array_kind(target_class));
  }
  auto bounds = [&](const char* what, int32_t index, const Object* array, const Class* klass) {
    return throw_new(thread, &Known::java_lang_ArrayIndexOutOfBoundsException, "arraycopy: {} index {} out of bounds for {}[{}]",
                     what, index, array_kind(klass), array->array_length());
  };
  if (from < 0) return bounds("source", from, s, source_class);
  if (to < 0) return bounds("destination", to, d, target_class);
  if (length < 0) {
    return throw_new(thread, &Known::java_lang_ArrayIndexOutOfBoundsException, "arraycopy: length {} is negative", length);
  }
  auto last = [&](const char* what, int32_t start, const Object* array, const Class* klass) {
    return throw_new(thread, &Known::java_lang_ArrayIndexOutOfBoundsException, "arraycopy: last {} index {} out of bounds for {}[{}]",
                     what, static_cast<uint32_t>(start) + static_cast<uint32_t>(length), array_kind(klass), array->array_length());
  };
  if (static_cast<int64_t>(from) + length > s->array_length()) return last("source", from, s, source_class);
  if (static_cast<int64_t>(to) + length > d->array_length()) return last("destination", to, d, target_class);
  if (length == 0) return {};
  if (!references) {
    uint32_t shift = source_class->shape.element_shift;
    std::memmove(d->elements<char>() + (static_cast<size_t>(to) << shift), s->elements<char>() + (static_cast<size_t>(from) << shift),
                 static_cast<size_t>(length) << shift);
    return {};
  }
  if (s == d || source_class->component->is_subtype_of(target_class->component)) {
    barrier::copy_range(d, d->elements<uint32_t>() + to, s->elements<uint32_t>() + from, static_cast<size_t>(length));
    return {};
  }
  return copy_checked(thread, source, from, target, to, length);
}

Expected<Ref<java::Array>> allocate_multi_array(Thread& thread, Class* array_class, const int32_t* lengths, int count) {
  for (int i = 0; i < count; i++) {
    if (lengths[i] < 0) return throw_new(thread, &Known::java_lang_NegativeArraySizeException, "{}", lengths[i]);
  }
  // Level by level, no recursion: `arrays` holds the arrays of the level above.
  HandleScope scope(thread);
  VM_TRY(Ref<java::Array> root_ref, allocate_array(thread, array_class, lengths[0]));
  Handle<java::Array> root(thread, root_ref);
  if (count == 1 || lengths[0] == 0) return root.unsafe_ref();
  // Depth-first over the index vector of all levels but the last: level k's current array is path[k].
  std::vector<Handle<>> path(static_cast<size_t>(count - 1));
  std::vector<int32_t> index(static_cast<size_t>(count - 1), 0);
  for (auto& handle : path) handle = Handle<>(thread, Ref<>());
  path[0].set(root.unsafe_ref());
  std::vector<Class*> classes;
  for (Class* c = array_class; static_cast<int>(classes.size()) < count; c = c->component) classes.push_back(c);
  int level = 0;
  while (level >= 0) {
    auto l = static_cast<size_t>(level);
    if (index[l] == lengths[level]) {
      index[l] = 0;
      level--;
      continue;
    }
    VM_TRY(Ref<java::Array> child, allocate_array(thread, classes[l + 1], lengths[level + 1]));
    barrier::store_element(path[l].unsafe_ref().get(), index[l]++, child);
    if (level + 2 < count && lengths[level + 1] > 0) {
      path[l + 1].set(child);
      level++;
    }
  }
  return root.unsafe_ref();
}

namespace {
struct BoxRow {
  BasicType type;
  Class* Known::*klass;
  uint32_t Known::*value;
};
constexpr BoxRow kBoxes[] = {
    {BasicType::kBoolean, &Known::java_lang_Boolean, &Known::java_lang_Boolean_value},
    {BasicType::kChar, &Known::java_lang_Character, &Known::java_lang_Character_value},
    {BasicType::kFloat, &Known::java_lang_Float, &Known::java_lang_Float_value},
    {BasicType::kDouble, &Known::java_lang_Double, &Known::java_lang_Double_value},
    {BasicType::kByte, &Known::java_lang_Byte, &Known::java_lang_Byte_value},
    {BasicType::kShort, &Known::java_lang_Short, &Known::java_lang_Short_value},
    {BasicType::kInt, &Known::java_lang_Integer, &Known::java_lang_Integer_value},
    {BasicType::kLong, &Known::java_lang_Long, &Known::java_lang_Long_value},
};
}  // namespace

Expected<Ref<>> box(Thread& thread, BasicType type, uint64_t bits) {
  const Known& known = *thread.vm().known;
  for (const BoxRow& row : kBoxes) {
    if (row.type != type) continue;
    VM_TRY(Ref<> object, allocate_instance(thread, known.*row.klass));
    std::memcpy(object->at<char>(known.*row.value), &bits, size_t{1} << size_shift(type));
    return object;
  }
  VM_FATAL("no box for {}", java_name(type));
}

BasicType unbox(const Known& known, Object* object, uint64_t* bits) {
  if (object == nullptr) return BasicType::kObject;
  const Class* klass = class_of(object);
  for (const BoxRow& row : kBoxes) {
    if (known.*row.klass != klass) continue;
    uint32_t offset = known.*row.value;
    switch (row.type) {
      case BasicType::kBoolean:
        *bits = object->get<uint8_t>(offset);
        break;
      case BasicType::kByte:
        *bits = static_cast<uint32_t>(object->get<int8_t>(offset));
        break;
      case BasicType::kChar:
        *bits = object->get<uint16_t>(offset);
        break;
      case BasicType::kShort:
        *bits = static_cast<uint32_t>(object->get<int16_t>(offset));
        break;
      case BasicType::kInt:
      case BasicType::kFloat:
        *bits = object->get<uint32_t>(offset);
        break;
      case BasicType::kLong:
      case BasicType::kDouble:
        *bits = object->get<uint64_t>(offset);
        break;
      case BasicType::kObject:
      case BasicType::kVoid:
        VM_UNREACHABLE();
    }
    return row.type;
  }
  return BasicType::kObject;
}

bool widen(BasicType from, BasicType to, uint64_t* bits) {
  if (from == to) return true;
  auto as_int = static_cast<int32_t>(*bits);
  bool is_integral = from == BasicType::kByte || from == BasicType::kShort || from == BasicType::kChar || from == BasicType::kInt;
  if (is_integral) {
    if (to == BasicType::kShort) return from == BasicType::kByte;
    if (to == BasicType::kInt) return true;
    if (to == BasicType::kLong) return *bits = static_cast<uint64_t>(static_cast<int64_t>(as_int)), true;
    if (to == BasicType::kFloat) return *bits = __builtin_bit_cast(uint32_t, static_cast<float>(as_int)), true;
    if (to == BasicType::kDouble) return *bits = __builtin_bit_cast(uint64_t, static_cast<double>(as_int)), true;
    return false;
  }
  if (from == BasicType::kLong) {
    auto value = static_cast<int64_t>(*bits);
    if (to == BasicType::kFloat) return *bits = __builtin_bit_cast(uint32_t, static_cast<float>(value)), true;
    if (to == BasicType::kDouble) return *bits = __builtin_bit_cast(uint64_t, static_cast<double>(value)), true;
    return false;
  }
  if (from == BasicType::kFloat && to == BasicType::kDouble) {
    *bits = __builtin_bit_cast(uint64_t, static_cast<double>(__builtin_bit_cast(float, static_cast<uint32_t>(*bits))));
    return true;
  }
  return false;
}

}  // namespace kiln::ops
