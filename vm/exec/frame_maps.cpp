#include "vm/exec/frame_maps.h"

#include <algorithm>
#include <unordered_map>

#include "vm/bytecode/reference_map.h"

namespace kiln {

namespace {

using bytecode::ReferenceMap;
using bytecode::ReferenceMapAnalysis;

// Maps already computed for a method, by bci. Touched only while the world is stopped.
struct MethodMaps {
  std::unordered_map<int, ReferenceMap> by_bci;
};

std::string_view member_descriptor(void* context, uint16_t index) {
  const ConstantPool& pool = *static_cast<Class*>(context)->constants;
  ConstantTag tag = pool.tag(index);
  bool is_member = tag == ConstantTag::kFieldref || tag == ConstantTag::kMethodref ||
                   tag == ConstantTag::kInterfaceMethodref || tag == ConstantTag::kInvokeDynamic;
  return is_member ? pool.member_descriptor(index)->view() : std::string_view();
}

char constant_type(void* context, uint16_t index) {
  const ConstantPool& pool = *static_cast<Class*>(context)->constants;
  ConstantTag tag = pool.tag(index);
  if (tag == ConstantTag::kInteger) return 'I';
  if (tag == ConstantTag::kFloat) return 'F';
  if (tag == ConstantTag::kLong) return 'J';
  if (tag == ConstantTag::kDouble) return 'D';
  return tag == ConstantTag::kDynamic ? (*pool.member_descriptor(index))[0] : 'L';
}

void visit_slot(Slot* slot, RootVisitor& visitor) { visitor.visit(reinterpret_cast<RefSlot*>(slot)); }

// Arguments of a native method are its locals; a static one has its mirror in the only stack slot.
void visit_native_frame(Frame* frame, RootVisitor& visitor) {
  const Method& method = *frame->method();
  int local = 0;
  if (!method.is_static()) visit_slot(frame->local(local++), visitor);
  std::string_view descriptor = method.descriptor();
  for (size_t i = 1; descriptor[i] != ')';) {
    char c = descriptor[i];
    if (c == 'L' || c == '[') {
      visit_slot(frame->local(local++), visitor);
      while (descriptor[i] == '[') i++;
      i = descriptor[i] == 'L' ? descriptor.find(';', i) + 1 : i + 1;
    } else {
      local += c == 'J' || c == 'D' ? 2 : 1;
      i++;
    }
  }
  if (method.is_static() && frame->sp() < frame->empty_stack()) visit_slot(frame->empty_stack() - 1, visitor);
}

uint32_t read_slot(void* context, uint32_t slot) {
  auto* frame = static_cast<Frame*>(context);
  uint32_t max_locals = frame->method()->max_locals;
  return static_cast<uint32_t>(slot < max_locals ? *frame->local(static_cast<int>(slot))
                                                 : *(frame->empty_stack() - 1 - (slot - max_locals)));
}

void apply_map(Frame* frame, const ReferenceMap& map, RootVisitor& visitor) {
  auto depth = static_cast<uint32_t>(frame->empty_stack() - frame->sp());
  map.for_each_reference([&](uint32_t slot) {
    if (slot < map.max_locals) {
      visit_slot(frame->local(static_cast<int>(slot)), visitor);
    } else if (slot - map.max_locals < depth) {  // an invoke has taken its arguments off already
      visit_slot(frame->empty_stack() - 1 - (slot - map.max_locals), visitor);
    }
  });
}

// `handlers` holds what the input refers to.
bytecode::ReferenceMapInput input_of(const Method& method, std::vector<bytecode::HandlerRange>* handlers) {
  static_assert(sizeof(bytecode::HandlerRange) == 6);
  for (int i = 0; i < method.info->handler_count; i++) {
    const ExceptionHandler& h = method.info->handlers[i];
    handlers->push_back({h.start_bci, h.end_bci, h.handler_bci});
  }
  bytecode::ReferenceMapInput input;
  input.code = {method.info->original_code.get(), method.info->code_length};
  input.max_locals = method.max_locals;
  input.max_stack = method.max_stack;
  input.is_static = method.is_static();
  input.descriptor = method.descriptor();
  input.handlers = *handlers;
  input.context = method.holder.get();
  input.member_descriptor = member_descriptor;
  input.constant_type = constant_type;
  return input;
}

void visit_bytecode_frame(Frame* frame, RootVisitor& visitor) {
  Method& method = *frame->method();
  int bci = frame->bci();
  auto* maps = static_cast<MethodMaps*>(method.reference_maps.load(std::memory_order_relaxed));
  if (maps != nullptr) {
    if (auto it = maps->by_bci.find(bci); it != maps->by_bci.end()) return apply_map(frame, it->second, visitor);
  }
  std::vector<bytecode::HandlerRange> handlers;
  bytecode::ReferenceMapInput input = input_of(method, &handlers);
  ReferenceMapAnalysis analysis(input);
  bytecode::FrameReader reader{frame, read_slot};
  ReferenceMap map;
  bool reached = analysis.map_at(static_cast<uint32_t>(bci), &reader, &map);
  VM_CHECK(reached);
  apply_map(frame, map, visitor);
  if (map.depends_on_frame) return;
  if (maps == nullptr) {
    maps = new MethodMaps;
    method.reference_maps.store(maps, std::memory_order_relaxed);
  }
  maps->by_bci.emplace(bci, std::move(map));
}

}  // namespace

FrameContents contents_of(Frame& frame) {
  const Method& method = *frame.method();
  FrameContents contents;
  contents.locals = method.max_locals;
  if (method.is_native() || method.info->original_code.get() == nullptr) {
    auto add = [&](SlotContent content) { contents.slots.push_back(content); };
    if (!method.is_static()) add(SlotContent::kReference);
    bytecode::ArgumentTypes types(method.descriptor());
    while (char type = types.next()) {
      bool is_wide = type == 'J' || type == 'D';
      add(type == 'L' || type == '[' ? SlotContent::kReference : is_wide ? SlotContent::kWide : SlotContent::kValue);
      if (is_wide) add(SlotContent::kValue);
    }
    contents.locals = static_cast<uint32_t>(contents.slots.size());
    return contents;
  }
  std::vector<bytecode::HandlerRange> handlers;
  bytecode::ReferenceMapInput input = input_of(method, &handlers);
  bytecode::FrameReader reader{&frame, read_slot};
  ReferenceMap map;
  std::vector<bool> wide;
  bool reached = ReferenceMapAnalysis(input).map_at(static_cast<uint32_t>(frame.bci()), &reader, &map, &wide);
  VM_CHECK(reached);
  auto depth = static_cast<uint32_t>(frame.empty_stack() - frame.sp());  // an invoke has taken its arguments off already
  for (uint32_t i = 0; i < map.max_locals + std::min(depth, map.stack_depth); i++) {
    contents.slots.push_back(map.is_reference(i) ? SlotContent::kReference : wide[i] ? SlotContent::kWide : SlotContent::kValue);
  }
  return contents;
}

void visit_frame(Frame& frame, RootVisitor& visitor) {
  const Method& method = *frame.method();
  visit_slot(frame.lock_slot(), visitor);
  if (method.is_native()) {
    visit_native_frame(&frame, visitor);
  } else if (method.polymorphic == Polymorphic::kNone && method.info->original_code.get() != nullptr) {
    visit_bytecode_frame(&frame, visitor);
  } else {
    visit_native_frame(&frame, visitor);  // arguments only: an abstract method about to throw, an intrinsic
  }
}

void free_frame_maps(Method& method) {
  delete static_cast<MethodMaps*>(method.reference_maps.exchange(nullptr, std::memory_order_relaxed));
}

void visit_frames(Thread& thread, RootVisitor& visitor) {
  for (Frame* frame = thread.last_frame; frame != nullptr;) {
    if (frame->is_entry()) {
      frame = frame->entry_previous();
      continue;
    }
    mark_class_reached(frame->method()->holder->shape);
    visit_frame(*frame, visitor);
    frame = frame->caller();
  }
}

}  // namespace kiln
