#include "vm/ops/method_handle_table.h"

#include <atomic>
#include <new>

#include "vm/bytecode/quick_bytecodes.h"
#include "vm/exec/call_shape.h"
#include "vm/ops/invoke_dynamic.h"

namespace kiln {

Ref<> MethodHandleTable::find_name(Method& method) {
  return Ref<>(std::atomic_ref(method.resolved_method_name).load(std::memory_order_acquire));
}

Ref<> MethodHandleTable::intern_name(Method& method, Ref<> fresh) {
  MutexLock lock(mutex_);
  if (method.resolved_method_name == 0) {
    std::atomic_ref(method.resolved_method_name).store(fresh.bits(), std::memory_order_release);
    named_.push_back(&method);
  }
  return Ref<>(method.resolved_method_name);
}

void MethodHandleTable::visit_weak(WeakVisitor& visitor) VM_NO_THREAD_SAFETY {
  size_t kept = 0;
  for (Method* method : named_) {
    method->resolved_method_name = visitor.current(Ref<>(method->resolved_method_name)).bits();
    if (method->resolved_method_name != 0) named_[kept++] = method;
  }
  named_.resize(kept);
}

size_t MethodHandleTable::name_count() {
  MutexLock lock(mutex_);
  return named_.size();
}

namespace {

struct Descriptor {
  uint16_t slots = 0;
  uint8_t parameters = 0;
  BasicType result = BasicType::kVoid;
};

Descriptor measure(std::string_view text) {
  Descriptor d;
  size_t i = 1;
  for (; text[i] != ')'; d.parameters++) {
    BasicType type = basic_type_of(text[i]);
    d.slots += static_cast<uint16_t>(slots_of(type));
    while (text[i] == '[') i++;
    i = text[i] == 'L' ? text.find(';', i) + 1 : i + 1;
  }
  d.result = basic_type_of(text[i + 1]);
  return d;
}

constexpr bytecode::Bytecode return_instruction(BasicType type) {
  using bytecode::Bytecode;
  if (type == BasicType::kVoid) return Bytecode::return_;
  if (type == BasicType::kLong) return Bytecode::lreturn;
  if (type == BasicType::kFloat) return Bytecode::freturn;
  if (type == BasicType::kDouble) return Bytecode::dreturn;
  return type == BasicType::kObject ? Bytecode::areturn : Bytecode::ireturn;
}

template <typename T>
T* allocate_in(MetaSpace& space) {
  void* memory = space.allocate(sizeof(T), alignof(T) < 16 ? 16 : alignof(T));
  return memory == nullptr ? nullptr : new (memory) T();
}

// A linkToNative calls C itself (stdlib/natives/foreign.cpp): a native method, whatever its descriptor.
void make_native(Vm& vm, const Method& declared, Method* method) {
  method->access_flags |= kAccNative;
  method->code = nullptr;
  method->max_stack = 1;
  method->start_kind = static_cast<uint8_t>(StartKind::kVmNative);
  method->native_function = vm.find_vm_native(declared.holder->name_view(), declared.name(), declared.descriptor());
}

Method* make_intrinsic(Vm& vm, const Method& declared, Symbol* descriptor) {
  MetaSpace& space = *vm.meta_space;
  auto* method = allocate_in<Method>(space);
  auto* info = allocate_in<MethodInfo>(space);
  auto* code = static_cast<uint8_t*>(space.allocate(4, 4));
  if (method == nullptr || info == nullptr || code == nullptr) return nullptr;
  const Descriptor d = measure(descriptor->view());
  code[0] = static_cast<uint8_t>(bytecode::Quick::invoke_polymorphic);
  code[1] = code[2] = 0;
  code[3] = static_cast<uint8_t>(return_instruction(d.result));
  info->name = declared.name_symbol();
  info->descriptor = descriptor;
  info->code_length = 4;
  info->parameter_count = d.parameters;
  method->info = info;
  method->holder = declared.holder;
  method->access_flags = static_cast<uint16_t>((declared.access_flags & kAccStatic) | kAccFinal | kAccSynthetic);
  method->extra_flags = Method::kHidden;
  method->code = code;
  method->argument_slots = static_cast<uint16_t>(d.slots + (declared.is_static() ? 0 : 1));
  method->max_locals = method->argument_slots;
  method->max_stack = static_cast<uint16_t>(method->argument_slots + 2);
  method->start_kind = static_cast<uint8_t>(StartKind::kBytecode);
  if (declared.polymorphic == Polymorphic::kLinkToNative) make_native(vm, declared, method);
  method->frame_size = canonical_frame_size(method->max_locals, method->max_stack);
  method->result_type = static_cast<uint8_t>(d.result);
  method->vtable_index = Method::kNonVirtual;
  method->polymorphic = declared.polymorphic;
  prepare_method_entry(vm, *method);
  return method;
}

}  // namespace

Method* MethodHandleTable::intrinsic(Vm& vm, Method& declared, Symbol* descriptor) {
  const uint64_t key =
      static_cast<uint64_t>(reinterpret_cast<uintptr_t>(&declared)) << 32 | reinterpret_cast<uintptr_t>(descriptor);
  MutexLock lock(mutex_);
  auto [it, is_new] = intrinsics_.try_emplace(key, nullptr);
  if (is_new) {
    it->second = make_intrinsic(vm, declared, descriptor);
    if (it->second == nullptr) {
      intrinsics_.erase(it);
      return nullptr;
    }
    tsan::publish_metadata();
  }
  return it->second;
}

}  // namespace kiln
