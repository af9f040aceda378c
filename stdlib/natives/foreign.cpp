// Natives of jdk.incubator.foreign: calls of C functions and callbacks from C.
//
// Java says what a calling convention is (jdk.internal.foreign.abi.ABIDescriptor: registers by kind and number) and where
// the buffer of a call has a register's value (BufferLayout).
#include <algorithm>
#include <array>

#include "stdlib/foreign_calls.h"
#include "stdlib/library_environment.h"
#include "stdlib/natives/native.h"
#include "vm/exec/frame.h"
#include "vm/exec/mirrors.h"
#include "vm/jni/globals.h"

using namespace kiln;          // NOLINT
using namespace kiln::stdlib;  // NOLINT

namespace {

using interpreter::ForeignAbi;

// VMStorage.type on x86-64, and the size of a value's place in the buffer.
enum StorageType { kInteger, kVector, kX87, kStack };
constexpr int kPlaceSizes[] = {8, 16, 16, 8};

uint32_t offset_of(const Object* object, std::string_view name, std::string_view descriptor) {
  const Field* field = class_of(object)->find_declared_field(name, descriptor);
  if (field == nullptr) VM_FATAL("{} has no field {} {}", class_of(object)->name_view(), name, descriptor);
  return field->offset;
}
int32_t int_field(const Object* object, std::string_view name) { return object->get<int32_t>(offset_of(object, name, "I")); }
int64_t long_field(const Object* object, std::string_view name) { return object->get<int64_t>(offset_of(object, name, "J")); }
Object* object_field(const Object* object, std::string_view name, std::string_view descriptor) {
  return load_ref(object, offset_of(object, name, descriptor)).get();
}

constexpr std::string_view kStorageTable = "[[Ljdk/internal/foreign/abi/VMStorage;";
constexpr std::string_view kStorages = "[Ljdk/internal/foreign/abi/VMStorage;";

// Registers of one direction. Kinds follow each other in the buffer from `*end` on, one array of places each.
std::vector<ForeignAbi::Register> registers_of(const Object* table, int64_t* end) {
  std::vector<ForeignAbi::Register> registers;
  for (int32_t type = 0; type < table->array_length(); type++) {
    const int64_t size = kPlaceSizes[type];
    *end = (*end + size - 1) & -size;
    const Object* storages = load_element(table, type).get();
    for (int32_t i = 0; i < storages->array_length(); i++, *end += size) {
      const Object* storage = load_element(storages, i).get();
      // The floating-point stack carries long double only, which no layout of 17 stands for.
      if (type == kX87) continue;
      registers.push_back({type == kVector, static_cast<uint8_t>(int_field(storage, "index")), static_cast<int32_t>(*end)});
    }
  }
  return registers;
}

ForeignAbi abi_of(const Object* descriptor) {
  ForeignAbi abi;
  abi.target_offset = 0;
  abi.stack_bytes_offset = 8;
  abi.stack_arguments_offset = 16;
  int64_t end = 24;
  abi.inputs = registers_of(object_field(descriptor, "inputStorage", kStorageTable), &end);
  abi.outputs = registers_of(object_field(descriptor, "outputStorage", kStorageTable), &end);
  abi.buffer_size = static_cast<int32_t>(end);
  abi.stack_alignment = int_field(descriptor, "stackAlignment");
  abi.shadow_space = int_field(descriptor, "shadowSpace");
  return abi;
}

// Java computes the same layout for its side of the buffer.
ForeignAbi abi_of(const Object* descriptor, const Object* layout) {
  ForeignAbi abi = abi_of(descriptor);
  VM_CHECK(long_field(layout, "arguments_next_pc") == abi.target_offset);
  VM_CHECK(long_field(layout, "stack_args_bytes") == abi.stack_bytes_offset);
  VM_CHECK(long_field(layout, "stack_args") == abi.stack_arguments_offset);
  VM_CHECK(long_field(layout, "size") == abi.buffer_size);
  return abi;
}

std::vector<ForeignValue> values_of(const Known& known, const std::vector<ForeignAbi::Register>& registers,
                                    const Object* storages, const std::vector<Ref<>>& types) {
  std::vector<ForeignValue> values;
  VM_CHECK(static_cast<size_t>(storages->array_length()) == types.size());
  for (int32_t i = 0; i < storages->array_length(); i++) {
    const Object* storage = load_element(storages, i).get();
    bool is_vector = int_field(storage, "type") == kVector;
    auto found = std::find_if(registers.begin(), registers.end(), [&](const ForeignAbi::Register& r) {
      return r.is_vector == is_vector && r.number == int_field(storage, "index");
    });
    VM_CHECK(found != registers.end());
    values.push_back({basic_type_of_mirror(known, types[static_cast<size_t>(i)].get()), found->offset});
  }
  return values;
}

ForeignCalls& calls_of(Thread& t) { return *t.vm().library->foreign; }

std::unique_ptr<UpcallRecord> new_record(Thread& t, jobject handle, Method* through) {
  auto record = std::make_unique<UpcallRecord>();
  record->vm = &t.vm();
  record->handle = t.vm().jni_globals->make_strong(Ref<>(*slot_of(handle)));
  record->through = through;
  return record;
}

}  // namespace

namespace {

// In rax and xmm0: the caller takes the one that fits the method's result.
struct NativeResult {
  uint64_t general;
  double vector;
};

// Cuts what C leaves in rax to the type that Java expects.
uint64_t narrowed(BasicType type, uint64_t word) {
  switch (type) {
    case BasicType::kBoolean: return word & 1;
    case BasicType::kByte: return static_cast<uint64_t>(int64_t{static_cast<int8_t>(word)});
    case BasicType::kShort: return static_cast<uint64_t>(int64_t{static_cast<int16_t>(word)});
    case BasicType::kChar: return static_cast<uint16_t>(word);
    case BasicType::kInt: return static_cast<uint64_t>(int64_t{static_cast<int32_t>(word)});
    case BasicType::kLong:
    case BasicType::kFloat:
    case BasicType::kDouble:
    case BasicType::kObject:
    case BasicType::kVoid: return word;
  }
  VM_UNREACHABLE();
}

// The place of a register that NativeEntryPoint names (vmStorageToVMReg).
uint64_t& place_of(RegisterBuffer& buffer, int64_t register_name) {
  const auto number = static_cast<uint32_t>(register_name);
  const bool is_vector = register_name >> 32 == kVector;
  if (register_name < 0 || number >= (is_vector ? std::size(buffer.vector) : std::size(buffer.general))) {
    VM_FATAL("no register {:#x} in calls of C", register_name);
  }
  return is_vector ? buffer.vector[number].low : buffer.general[number];
}

}  // namespace

// (fallback handle, address, arguments..., NativeEntryPoint): calls C with the arguments in the registers that the entry point
// says. They are read from the method's frame, as every call has its own descriptor; the fallback, which goes through a
// buffer of Java's, is not needed.
VM_NATIVE_FUNCTION(NativeResult) MethodHandle_linkToNative(JNIEnv* env) {
  Thread& t = thread_of(env);
  ForeignCalls& calls = calls_of(t);
  RegisterBuffer buffer;
  int64_t result_register = 0;
  BasicType result_type = BasicType::kVoid;
  {
    Frame& frame = *t.last_frame;
    const Method& method = *frame.method();
    const Known& known = known_of(t);
    const Object* entry = Ref<>(static_cast<uint32_t>(*frame.local(method.argument_slots - 1))).get();
    const EntryPointOffsets& offsets = calls.entry_point_offsets(*class_of(entry));
    const auto* moves = load_ref(entry, offsets.argument_moves).get()->elements<int64_t>();
    const Object* return_moves = load_ref(entry, offsets.return_moves).get();
    std::string_view descriptor = method.descriptor();
    size_t at = descriptor.find(';') + 2;  // behind the fallback and the address
    buffer.target = *frame.local(1);
    for (int slot = 3; descriptor[at] != 'L'; at++) {
      const Slot word = *frame.local(slot);
      const bool is_wide = descriptor[at] == 'J' || descriptor[at] == 'D';
      place_of(buffer, *moves++) = descriptor[at] == 'I' ? static_cast<uint64_t>(int64_t{static_cast<int32_t>(word)}) : word;
      slot += is_wide ? 2 : 1;
    }
    if (return_moves->array_length() != 0) {
      result_register = return_moves->elements<int64_t>()[0];
      const Object* type = load_ref(entry, offsets.method_type).get();
      result_type = basic_type_of_mirror(known, load_ref(type, known.java_lang_invoke_MethodType_rtype).get());
    }
  }
  interpreter::ForeignDowncall downcall = calls.register_downcall();
  {
    InNative out(t);
    downcall(&buffer);
  }
  if (result_type == BasicType::kVoid) return {0, 0};
  uint64_t word = place_of(buffer, result_register);
  return {narrowed(result_type, word), __builtin_bit_cast(double, word)};
}

// A register's name as jdk.internal.invoke.NativeEntryPoint keeps it; -1: there is no such register.
VM_NATIVE_FUNCTION(jlong) NativeEntryPoint_vmStorageToVMReg(JNIEnv*, jclass, jint type, jint index) {
  return type == kX87 ? -1 : (static_cast<jlong>(type) << 32) | static_cast<uint32_t>(index);
}

VM_NATIVE_FUNCTION(jlong) ProgrammableInvoker_generateAdapter(JNIEnv* env, jclass, jobject descriptor, jobject layout) {
  VmEntry in(env);
  ForeignAbi abi = abi_of(Ref<>(*slot_of(descriptor)).get(), Ref<>(*slot_of(layout)).get());
  return reinterpret_cast<jlong>(calls_of(in.thread).make_downcall(abi));
}

VM_NATIVE_FUNCTION(void) ProgrammableInvoker_invokeNative(JNIEnv* env, jclass, jlong stub, jlong buffer) {
  VmEntry in(env);
  InNative out(in.thread);
  reinterpret_cast<interpreter::ForeignDowncall>(stub)(reinterpret_cast<void*>(buffer));
}

VM_NATIVE_FUNCTION(jboolean) ProgrammableUpcallHandler_supportsOptimizedUpcalls(JNIEnv*, jclass) { return JNI_TRUE; }

VM_NATIVE_FUNCTION(jlong)
ProgrammableUpcallHandler_allocateUpcallStub(JNIEnv* env, jclass self, jobject handle, jobject descriptor, jobject layout) {
  VmEntry in(env);
  ForeignAbi abi = abi_of(Ref<>(*slot_of(descriptor)).get(), Ref<>(*slot_of(layout)).get());
  Method* through = mirrored_class(in.thread, self)->find_declared_method("invoke", "(Ljava/lang/invoke/MethodHandle;J)V");
  VM_CHECK(through != nullptr);
  return reinterpret_cast<jlong>(calls_of(in.thread).make_upcall(abi, new_record(in.thread, handle, through)));
}

VM_NATIVE_FUNCTION(jlong)
ProgrammableUpcallHandler_allocateOptimizedUpcallStub(JNIEnv* env, jclass, jobject handle, jobject descriptor, jobject registers) {
  VmEntry in(env);
  const Known& known = known_of(in.thread);
  ForeignAbi abi = abi_of(Ref<>(*slot_of(descriptor)).get());
  std::unique_ptr<UpcallRecord> record = new_record(in.thread, handle, nullptr);
  const Object* type = load_ref(Ref<>(*slot_of(handle)).get(), known.java_lang_invoke_MethodHandle_type).get();
  const Object* parameters = load_ref(type, known.java_lang_invoke_MethodType_ptypes).get();
  std::vector<Ref<>> types;
  for (int32_t i = 0; i < parameters->array_length(); i++) types.push_back(load_element(parameters, i));
  const Object* used = Ref<>(*slot_of(registers)).get();
  record->arguments = values_of(known, abi.inputs, object_field(used, "argRegs", kStorages), types);
  const Object* results = object_field(used, "retRegs", kStorages);
  if (results->array_length() != 0) {
    record->result = values_of(known, abi.outputs, results, {load_ref(type, known.java_lang_invoke_MethodType_rtype)})[0];
  }
  return reinterpret_cast<jlong>(calls_of(in.thread).make_upcall(abi, std::move(record)));
}

VM_NATIVE_FUNCTION(jboolean) UpcallStubs_freeUpcallStub0(JNIEnv* env, jclass, jlong address) {
  VmEntry in(env);
  std::unique_ptr<UpcallRecord> record = calls_of(in.thread).release_upcall(reinterpret_cast<void*>(address));
  if (record == nullptr) return JNI_FALSE;
  in.thread.vm().jni_globals->free_strong(record->handle);
  return JNI_TRUE;
}
