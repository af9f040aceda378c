#include "stdlib/foreign_calls.h"

#include <cstdio>
#include <cstring>

#include "stdlib/mirror_args.h"
#include "vm/exec/exceptions.h"
#include "vm/exec/java_call.h"
#include "vm/exec/java_string.h"
#include "vm/ops/invoke_dynamic.h"
#include "vm/thread/transitions.h"

namespace kiln {

namespace {

// A thread that C made is attached by its first callback, and detached when it ends.
struct Attachment {
  Vm* vm = nullptr;
  ~Attachment() {
    if (vm == nullptr || Thread::current() == nullptr) return;
    auto* java_vm = static_cast<JavaVM*>(vm->java_vm);
    java_vm->DetachCurrentThread();
  }
};

Thread& current_or_attached(Vm& vm) {
  if (Thread* thread = Thread::current(); thread != nullptr) return *thread;
  static thread_local Attachment attachment;
  void* env = nullptr;
  if (static_cast<JavaVM*>(vm.java_vm)->AttachCurrentThread(&env, nullptr) != JNI_OK)
    VM_FATAL("a callback from C cannot attach its thread");
  attachment.vm = &vm;
  return *Thread::current();
}

// Java code has no place to go to with it: as on the reference VM, the process ends.
[[noreturn]] void die_of(Thread& t) {
  std::string text = exception_text(*t.vm().known, take_exception(t).get());
  std::printf("Uncaught exception:\n%s\n", text.c_str());
  std::fflush(stdout);
  VM_FATAL("uncaught exception in a callback from C: {}", text);
}

template <typename T>
T read(const void* buffer, int32_t offset) {
  T value;
  std::memcpy(&value, static_cast<const char*>(buffer) + offset, sizeof value);
  return value;
}

void push(JavaArguments& arguments, const ForeignValue& value, const void* buffer) {
  switch (value.type) {
    case BasicType::kBoolean: arguments.push_int(read<uint8_t>(buffer, value.offset) & 1); break;
    case BasicType::kByte: arguments.push_int(read<int8_t>(buffer, value.offset)); break;
    case BasicType::kShort: arguments.push_int(read<int16_t>(buffer, value.offset)); break;
    case BasicType::kChar: arguments.push_int(read<uint16_t>(buffer, value.offset)); break;
    case BasicType::kInt: arguments.push_int(read<int32_t>(buffer, value.offset)); break;
    case BasicType::kLong: arguments.push_long(read<int64_t>(buffer, value.offset)); break;
    case BasicType::kFloat: arguments.push_float(read<float>(buffer, value.offset)); break;
    case BasicType::kDouble: arguments.push_double(read<double>(buffer, value.offset)); break;
    case BasicType::kObject:
    case BasicType::kVoid: VM_UNREACHABLE();
  }
}

Expected<JavaValue> run(Thread& t, const UpcallRecord& record, void* buffer) {
  HandleScope scope(t);
  Handle<> handle(t, Ref<>(*slot_of(record.handle)));
  JavaArguments arguments;
  arguments.push(handle);
  if (record.through != nullptr) {
    arguments.push_long(reinterpret_cast<intptr_t>(buffer));
    return call(t, record.through, arguments);
  }
  for (const ForeignValue& value : record.arguments) push(arguments, value, buffer);
  Method* target = ops::target_of_member_name(t, ops::member_name_of_handle(t, handle.unsafe_ref().get()));
  return call(t, target, arguments);
}

void enter_upcall(void* record_address, void* buffer) {
  const auto& record = *static_cast<const UpcallRecord*>(record_address);
  Thread& t = current_or_attached(*record.vm);
  InVm in(t);
  Expected<JavaValue> result = run(t, record, buffer);
  if (!result.ok()) die_of(t);
  if (record.result.type == BasicType::kVoid) return;
  bool is_narrow = record.result.type != BasicType::kLong && record.result.type != BasicType::kDouble;
  uint64_t word = is_narrow ? static_cast<uint64_t>(int64_t{result.value().i}) : result.value().bits;
  std::memcpy(static_cast<char*>(buffer) + record.result.offset, &word, sizeof word);
}

}  // namespace

interpreter::ForeignStubs& ForeignCalls::stubs() {
  if (stubs_ == nullptr) stubs_ = interpreter::make_foreign_stubs();
  return *stubs_;
}

interpreter::ForeignDowncall ForeignCalls::register_downcall() {
  if (auto made = register_downcall_.load(std::memory_order_acquire)) [[likely]]
    return made;
  constexpr int kGeneral[] = {0, 1, 2, 6, 7, 8, 9};  // rax (number of vector arguments), rcx, rdx, rsi, rdi, r8, r9
  interpreter::ForeignAbi abi;
  abi.target_offset = RegisterBuffer::kTarget;
  abi.stack_bytes_offset = RegisterBuffer::kStackBytes;
  abi.stack_arguments_offset = RegisterBuffer::kStackArguments;
  auto general = [](int i) {
    return interpreter::ForeignAbi::Register{false, static_cast<uint8_t>(i), RegisterBuffer::kGeneral + 8 * i};
  };
  auto vector = [](int i) {
    return interpreter::ForeignAbi::Register{true, static_cast<uint8_t>(i), RegisterBuffer::kVector + 16 * i};
  };
  for (int i : kGeneral) abi.inputs.push_back(general(i));
  for (int i = 0; i < 8; i++) abi.inputs.push_back(vector(i));
  abi.outputs = {general(0), vector(0)};
  MutexLock lock(mutex_);
  if (register_downcall_.load(std::memory_order_relaxed) == nullptr) {
    register_downcall_.store(stubs().make_downcall(abi), std::memory_order_release);
  }
  return register_downcall_.load(std::memory_order_relaxed);
}

const EntryPointOffsets& ForeignCalls::entry_point_offsets(const Class& klass) {
  if (has_offsets_.load(std::memory_order_acquire)) [[likely]]
    return offsets_;
  auto offset = [&](std::string_view name, std::string_view descriptor) {
    const Field* field = klass.find_declared_field(name, descriptor);
    if (field == nullptr) VM_FATAL("{} has no field {}", klass.name_view(), name);
    return field->offset;
  };
  MutexLock lock(mutex_);
  if (!has_offsets_.load(std::memory_order_relaxed)) {
    offsets_ = {offset("argMoves", "[J"), offset("returnMoves", "[J"), offset("methodType", "Ljava/lang/invoke/MethodType;")};
    has_offsets_.store(true, std::memory_order_release);
  }
  return offsets_;
}

interpreter::ForeignDowncall ForeignCalls::make_downcall(const interpreter::ForeignAbi& abi) {
  MutexLock lock(mutex_);
  return stubs().make_downcall(abi);
}

void* ForeignCalls::make_upcall(const interpreter::ForeignAbi& abi, std::unique_ptr<UpcallRecord> record) {
  MutexLock lock(mutex_);
  void* code = stubs().make_upcall(abi, &enter_upcall, record.get());
  upcalls_.emplace(code, std::move(record));
  return code;
}

std::unique_ptr<UpcallRecord> ForeignCalls::release_upcall(void* code) {
  MutexLock lock(mutex_);
  auto found = upcalls_.find(code);
  if (found == upcalls_.end()) return nullptr;
  std::unique_ptr<UpcallRecord> record = std::move(found->second);
  upcalls_.erase(found);
  stubs().release(code);
  return record;
}

}  // namespace kiln
