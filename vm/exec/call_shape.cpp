#include "vm/exec/call_shape.h"

#include "vm/base/memory.h"
#include "vm/base/vm.h"

namespace kiln {

namespace {

// Kind of the type that starts at text[i]; moves i behind it. References count as I, or A when `keep_references`.
char next_kind(std::string_view text, size_t& i, bool keep_references) {
  char c = text[i++];
  bool is_reference = c == 'L' || c == '[';
  while (c == '[') c = text[i++];
  if (c == 'L') i = text.find(';', i) + 1;
  if (is_reference) return keep_references ? 'A' : 'I';
  switch (c) {
    case 'J':
    case 'F':
    case 'D':
    case 'V':
      return c;
  }
  return 'I';
}

std::string kinds_of(std::string_view descriptor, bool keep_references) {
  std::string kinds;
  size_t i = 1;
  while (descriptor[i] != ')') kinds += next_kind(descriptor, i, keep_references);
  i++;
  kinds += ')';
  kinds += next_kind(descriptor, i, keep_references);
  return kinds;
}

}  // namespace

CallShapes::CallShapes(Vm& vm, std::unique_ptr<StubGenerator> generator) : vm_(vm), generator_(std::move(generator)) {}
CallShapes::~CallShapes() = default;

const CallShape* CallShapes::shape_of(std::string_view descriptor, bool is_static) {
  std::string key = (is_static ? "" : "I") + kinds_of(descriptor, false);
  MutexLock lock(mutex_);
  auto [it, is_new] = shapes_.try_emplace(key, nullptr);
  if (is_new) {
    // Shapes are reached by 32-bit pointers from method records.
    void* memory = vm_.meta_space->allocate(sizeof(CallShape), alignof(CallShape));
    VM_CHECK(memory != nullptr);
    it->second = new (memory) CallShape(generator_->make_shape(key));
  }
  return it->second;
}

NativeBridge CallShapes::native_bridge_of(std::string_view descriptor) {
  std::string kinds = kinds_of(descriptor, true);
  MutexLock lock(mutex_);
  auto [it, is_new] = bridges_.try_emplace(kinds, nullptr);
  if (is_new) it->second = generator_->make_native_bridge(kinds);
  return it->second;
}

const void* CallShapes::native_wrapper_of(const Method& method) {
  // A synchronized method may wait for its monitor. Methods whose bytecode a VM function replaces have frames for that bytecode.
  bool is_usual = method.is_native() && !method.is_synchronized() && method.max_locals == method.argument_slots &&
                  method.frame_size == canonical_frame_size(method.argument_slots, 1);
  if (!is_usual) return nullptr;
  std::string kinds = kinds_of(method.descriptor(), true);
  NativeWrapperKind kind;
  kind.arguments = (method.is_static() ? "" : "A") + kinds.substr(0, kinds.find(')'));
  kind.result = kinds.back() == 'A' ? 'A' : method.descriptor().back();
  kind.is_static = method.is_static();
  kind.is_vm_function = method.start_kind == static_cast<uint8_t>(StartKind::kVmNative);
  MutexLock lock(mutex_);
  auto [it, is_new] = wrappers_.try_emplace(kind.key(), nullptr);
  if (is_new) it->second = generator_->make_native_wrapper(kind);
  return it->second;
}

void set_method_entry(Method& method) {
  bool is_plain_code = method.start_kind == static_cast<uint8_t>(StartKind::kBytecode);
  method.entry.store(is_plain_code ? method.shape->enter_code : method.shape->enter, std::memory_order_release);
}

void prepare_method_entry(Vm& vm, Method& method) {
  method.shape = vm.call_shapes->shape_of(method.descriptor(), method.is_static());
  method.resolved = method.holder->state->resolved;
  set_method_entry(method);
}

}  // namespace kiln
