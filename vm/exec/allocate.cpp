#include "vm/exec/allocate.h"

#include <cstring>

#include "gc/barrier.h"
#include "gc/heap.h"
#include "vm/base/log.h"
#include "vm/exec/exceptions.h"

namespace kiln {

namespace {

// -XX:FailAllocation=n: buffers are empty then (vm/start/create_vm.cpp), so each allocation is counted.
bool must_fail(Vm& vm) {
  if (vm.flags.fail_allocation == 0) [[likely]]
    return false;
  if (vm.allocations_until_failure.fetch_sub(1, std::memory_order_relaxed) != 1) return false;
  VM_LOG(*vm.log, info, (gc, alloc), "allocation {} fails", vm.flags.fail_allocation);
  return true;
}

// Zeroed memory for an object whose size is not yet aligned; 0 and OutOfMemoryError pending when there is none.
uintptr_t allocate_bytes(Thread& thread, uint64_t size_bytes) {
  VM_DCHECK(thread.no_safepoint_depth == 0);
  size_bytes = align_up(size_bytes, kObjectAlignment);
  uintptr_t address = thread.mutator.allocate(size_bytes);
  if (address != 0) [[likely]]
    return address;
  if (must_fail(thread.vm())) {
    (void)throw_out_of_memory(thread, OutOfMemoryKind::kHeap);
    return 0;
  }
  address = thread.vm().heap->allocate_slow(thread.mutator, size_bytes);
  if (address == 0) (void)throw_out_of_memory(thread, OutOfMemoryKind::kHeap);
  return address;
}

Object* set_header(uintptr_t address, const Class* klass) {
  auto* object = reinterpret_cast<Object*>(address);
  object->set<uint32_t>(0, static_cast<uint32_t>(reinterpret_cast<uintptr_t>(klass)));
  return object;
}

}  // namespace

Expected<Ref<>> allocate_instance(Thread& thread, Class* klass) {
  uintptr_t address = allocate_bytes(thread, klass->shape.instance_size);
  if (address == 0) return kPending;
  return Ref<>::of(set_header(address, klass));
}

Expected<Ref<java::Array>> allocate_array(Thread& thread, Class* array_class, int32_t length) {
  if (length < 0) return throw_new(thread, &Known::java_lang_NegativeArraySizeException, "{}", length);
  // The last words of the index range are not to be had, as on HotSpot.
  if (length > INT32_MAX - 2) return throw_out_of_memory(thread, OutOfMemoryKind::kArrayLimit);
  uint64_t size = kArrayElementsOffset + (uint64_t{static_cast<uint32_t>(length)} << array_class->shape.element_shift);
  uintptr_t address = allocate_bytes(thread, size);
  if (address == 0) return kPending;
  Object* array = set_header(address, array_class);
  array->set<int32_t>(kArrayLengthOffset, length);
  return Ref<java::Array>::of(array);
}

Expected<Ref<java::Array>> allocate_primitive_array(Thread& thread, BasicType element, int32_t length) {
  return allocate_array(thread, thread.vm().known->primitive_arrays[static_cast<int>(element)], length);
}

Expected<Ref<java::ObjectArray>> allocate_object_array(Thread& thread, int32_t length) {
  VM_TRY(Ref<java::Array> array, allocate_array(thread, thread.vm().known->object_array, length));
  return array.as<java::ObjectArray>();
}

Expected<Ref<java::Class>> allocate_mirror(Thread& thread, Class* mirrored, BasicType primitive) {
  const Known& known = *thread.vm().known;
  Class* class_class = known.java_lang_Class;
  uint64_t size = mirrored != nullptr ? mirrored->shape.mirror_size : class_class->shape.instance_size;
  uintptr_t address = allocate_bytes(thread, size);
  if (address == 0) return kPending;
  Object* mirror = set_header(address, class_class);
  mirror->set<uint32_t>(known.java_lang_Class_klass, static_cast<uint32_t>(reinterpret_cast<uintptr_t>(mirrored)));
  mirror->set<int32_t>(known.java_lang_Class_basic_type, static_cast<int32_t>(primitive));
  return Ref<java::Class>::of(mirror);
}

Expected<Ref<>> clone_object(Thread& thread, Handle<> object) {
  Class* klass = class_of(object.unsafe_ref().get());
  uint64_t size = hash_offset(object.unsafe_ref().get(), klass->shape);
  uintptr_t address = allocate_bytes(thread, size);
  if (address == 0) return kPending;
  const Object* original = object.unsafe_ref().get();
  auto* copy = reinterpret_cast<Object*>(address);
  std::memcpy(copy->at<char>(kHeaderSize), original->at<char>(kHeaderSize), size - kHeaderSize);
  set_header(address, klass);
  return Ref<>::of(copy);
}

}  // namespace kiln
