#include "stdlib/jvm/live_frames.h"

#include <algorithm>

#include "gc/barrier.h"
#include "stdlib/mirror_args.h"
#include "vm/exec/allocate.h"
#include "vm/exec/compiled_code.h"
#include "vm/exec/frame_maps.h"
#include "vm/exec/java_call.h"
#include "vm/ops/frame_locks.h"

namespace kiln::stdlib {

namespace {

constexpr std::string_view kObjects = "[Ljava/lang/Object;";
// LiveStackFrameInfo.mode
constexpr int32_t kInterpreted = 1, kCompiled = 2;

uint32_t offset_of(const Class* klass, std::string_view name, std::string_view descriptor) {
  const Field* field = klass->find_declared_field(name, descriptor);
  if (field == nullptr) VM_FATAL("{} has no field {}", klass->name_view(), name);
  return field->offset;
}

// Slot i of FrameContents.
Slot* slot_of(Frame& frame, const FrameContents& contents, uint32_t i) {
  return i < contents.locals ? frame.local(static_cast<int>(i)) : frame.empty_stack() - 1 - (i - contents.locals);
}

// Slots [begin, end) as the API has them on a 64-bit machine: references, and numbers as the 64 bits of their slot, those of
// a long or double in the second of its two slots.
Expected<Ref<java::ObjectArray>> values(Thread& t, Class* info, Frame& frame, const FrameContents& contents, uint32_t begin,
                                        uint32_t end) {
  Method* as_primitive = info->find_declared_method("asPrimitive", "(J)Ljava/lang/LiveStackFrame$PrimitiveSlot;");
  if (as_primitive == nullptr) VM_FATAL("{} has no asPrimitive(long)", info->name_view());
  VM_TRY(Ref<java::ObjectArray> fresh, allocate_object_array(t, static_cast<int32_t>(end - begin)));
  HandleScope scope(t);
  Handle<java::ObjectArray> array(t, fresh);
  for (uint32_t i = begin; i < end; i++) {
    auto index = static_cast<int32_t>(i - begin);
    Slot* slot = slot_of(frame, contents, i);
    if (contents.slots[i] == SlotContent::kReference) {
      barrier::store_element(array.unsafe_ref().get(), index, Ref<>(static_cast<uint32_t>(*slot)));
      continue;
    }
    bool is_second = i > begin && contents.slots[i - 1] == SlotContent::kWide;
    bool is_first = contents.slots[i] == SlotContent::kWide;
    uint64_t word = is_second ? *slot_of(frame, contents, i - 1) : is_first ? 0 : *slot;
    JavaArguments arguments;
    arguments.push_long(static_cast<int64_t>(word));
    VM_TRY(JavaValue boxed, call(t, as_primitive, arguments));
    barrier::store_element(array.unsafe_ref().get(), index, boxed.ref());
  }
  return array.unsafe_ref();
}

// Outermost first.
Expected<Ref<java::ObjectArray>> monitors(Thread& t, Frame& frame) {
  auto count = static_cast<int32_t>(ops::locks_of_frame(t, frame, frame.bci()).size());
  VM_TRY(Ref<java::ObjectArray> array, allocate_object_array(t, count));
  std::vector<Ref<>> locks = ops::locks_of_frame(t, frame, frame.bci());  // again: they may have moved
  for (int32_t i = 0; i < count; i++) barrier::store_element(array.get(), i, locks[static_cast<size_t>(count - 1 - i)]);
  return array;
}

bool runs_compiled_code(const Frame& frame, const Frame* inner) {
  if (inner == nullptr || inner->caller() != &frame) return false;
  const CompiledCode* code = frame.method()->compiled.load(std::memory_order_acquire);
  for (; code != nullptr; code = code->replaced) {
    if (inner->return_address() - reinterpret_cast<uintptr_t>(code->start) < code->size_bytes) return true;
  }
  return false;
}

}  // namespace

Expected<void> fill_live_frame(Thread& t, Handle<java::ObjectArray> frames, int32_t index, Frame& frame, const Frame* inner) {
  HandleScope scope(t);
  Handle<> info(t, load_element(frames.unsafe_ref().get(), index));
  Class* klass = class_of(info.unsafe_ref().get());
  FrameContents contents = contents_of(frame);
  auto count = static_cast<uint32_t>(contents.slots.size());
  VM_TRY(Ref<java::ObjectArray> locals, values(t, klass, frame, contents, 0, contents.locals));
  barrier::store_field(info.unsafe_ref().get(), offset_of(klass, "locals", kObjects), locals);
  VM_TRY(Ref<java::ObjectArray> operands, values(t, klass, frame, contents, contents.locals, count));
  barrier::store_field(info.unsafe_ref().get(), offset_of(klass, "operands", kObjects), operands);
  VM_TRY(Ref<java::ObjectArray> held, monitors(t, frame));
  barrier::store_field(info.unsafe_ref().get(), offset_of(klass, "monitors", kObjects), held);
  info.unsafe_ref()->set<int32_t>(offset_of(klass, "mode", "I"), runs_compiled_code(frame, inner) ? kCompiled : kInterpreted);
  return {};
}

}  // namespace kiln::stdlib
