// stdlib/jvm/process.cpp - the process, its memory and its processors; properties and arguments for Java.
#include "gc/barrier.h"
#include "gc/heap.h"
#include "stdlib/jvm/jvm.h"
#include "stdlib/library_environment.h"
#include "vm/base/processors.h"
#include "vm/exec/allocate.h"
#include "vm/exec/exceptions.h"
#include "vm/exec/java_call.h"
#include "vm/exec/java_string.h"
#include "vm/exec/jobject.h"
#include "vm/ops/resolve.h"
#include "vm/thread/transitions.h"

using namespace kiln;  // NOLINT

namespace {

const LibraryEnvironment& environment_of(Thread& t) {
  VM_CHECK(t.vm().library != nullptr);
  return *t.vm().library;
}

Expected<Ref<java::ObjectArray>> new_string_array(Thread& t, size_t length) {
  VM_TRY(Ref<java::Array> array, allocate_array(t, t.vm().known->string_array, static_cast<int32_t>(length)));
  return array.as<java::ObjectArray>();
}

Expected<void> store_text(Thread& t, Handle<java::ObjectArray> array, size_t index, const std::string& text) {
  VM_TRY(Ref<java::String> string, make_string(t, text));
  barrier::store_element(array.unsafe_ref().get(), static_cast<int32_t>(index), string);
  return {};
}

Expected<Ref<>> properties_array(Thread& t) {
  const auto& properties = environment_of(t).properties;
  // Pairs; a null ends them.
  VM_TRY(Ref<java::ObjectArray> fresh, new_string_array(t, 2 * properties.size() + 1));
  Handle<java::ObjectArray> array(t, fresh);
  size_t at = 0;
  for (const auto& [key, value] : properties) {
    VM_TRY_VOID(store_text(t, array, at++, key));
    VM_TRY_VOID(store_text(t, array, at++, value));
  }
  return Ref<>(array.unsafe_ref());
}

Expected<Ref<>> arguments_array(Thread& t) {
  std::vector<std::string> arguments = environment_of(t).vm_arguments;
  std::erase_if(arguments, is_from_launcher);
  VM_TRY(Ref<java::ObjectArray> fresh, new_string_array(t, arguments.size()));
  Handle<java::ObjectArray> array(t, fresh);
  for (size_t i = 0; i < arguments.size(); i++) VM_TRY_VOID(store_text(t, array, i, arguments[i]));
  return Ref<>(array.unsafe_ref());
}

Expected<void> put_property(Thread& t, Handle<> properties, const char* key, const std::string& value) {
  HandleScope scope(t);
  SymbolTable& symbols = *t.vm().symbols;
  Method* put = ops::lookup_method(class_of(properties.unsafe_ref().get()), symbols.intern("put"),
                                   symbols.intern("(Ljava/lang/Object;Ljava/lang/Object;)Ljava/lang/Object;"));
  VM_CHECK(put != nullptr);
  VM_TRY(Ref<java::String> key_ref, make_string(t, key));
  Handle<java::String> key_handle(t, key_ref);
  VM_TRY(Ref<java::String> value_ref, make_string(t, value));
  Handle<java::String> value_handle(t, value_ref);
  JavaArguments arguments;
  arguments.push(properties).push(key_handle).push(value_handle);
  VM_TRY_VOID(call_virtual(t, put, arguments));
  return {};
}

Expected<void> init_agent_properties(Thread& t, Handle<> properties) {
  const LibraryEnvironment& environment = environment_of(t);
  if (properties.is_null()) return throw_new(t, &Known::java_lang_NullPointerException);
  VM_TRY_VOID(put_property(t, properties, "sun.jvm.args", environment.vm_arguments_text));
  VM_TRY_VOID(put_property(t, properties, "sun.jvm.flags", environment.vm_flags_text));
  VM_TRY_VOID(put_property(t, properties, "sun.java.command", environment.java_command));
  return {};
}

}  // namespace

// --- ending ------------------------------------------------------------------------------------------------------------

// Nothing has to happen between the shutdown hooks and the halt.
VM_JVM(void) JVM_BeforeHalt() {}

VM_JVM(void) JVM_Halt(jint code) {
  Thread& t = *Thread::current();
  InVm in(t);
  VM_CHECK(environment_of(t).halt != nullptr);
  environment_of(t).halt(t, code);
  VM_UNREACHABLE();
}

// --- memory ------------------------------------------------------------------------------------------------------------

VM_JVM(void) JVM_GC() {
  Thread& t = *Thread::current();
  InVm in(t);
  if (!environment_of(t).disable_explicit_gc) t.vm().heap->collect(t.mutator, GcCause::kSystemGc);
}
VM_JVM(jlong) JVM_TotalMemory() { return static_cast<jlong>(Thread::current()->vm().heap->usage().committed_bytes); }
VM_JVM(jlong) JVM_FreeMemory() {
  const HeapUsage usage = Thread::current()->vm().heap->usage();
  return static_cast<jlong>(usage.committed_bytes - usage.used_bytes);
}
VM_JVM(jlong) JVM_MaxMemory() { return static_cast<jlong>(Thread::current()->vm().heap->usage().max_bytes); }
VM_JVM(jlong) JVM_MaxObjectInspectionAge() { return Thread::current()->vm().heap->millis_since_last_collection(); }

// --- the machine -------------------------------------------------------------------------------------------------------

VM_JVM(jint) JVM_ActiveProcessorCount() {
  const Flags& flags = Thread::current()->vm().flags;
  if (flags.active_processor_count > 0) return static_cast<jint>(flags.active_processor_count);
  constexpr std::chrono::milliseconds kHolds{20};
  LibraryEnvironment& environment = *Thread::current()->vm().library;
  const auto now = std::chrono::steady_clock::now().time_since_epoch();
  if (now.count() >= environment.processors_until.load(std::memory_order_acquire)) {
    environment.processors.store(active_processor_count(flags.use_container_support), std::memory_order_relaxed);
    environment.processors_until.store((now + kHolds).count(), std::memory_order_release);
  }
  return environment.processors.load(std::memory_order_relaxed);
}
VM_JVM(jboolean) JVM_IsUseContainerSupport() {
  return Thread::current()->vm().flags.use_container_support ? JNI_TRUE : JNI_FALSE;
}
// 64-bit compare-and-swap.
VM_JVM(jboolean) JVM_SupportsCX8() { return JNI_TRUE; }

VM_JVM(jstring) JVM_GetTemporaryDirectory(JNIEnv* env) {
  Thread& t = thread_of(env);
  InVm in(t);
  HandleScope scope(t);
  return static_cast<jstring>(leave_scope(scope, make_string(t, "/tmp").value_or(nullptr)));
}

// --- properties and arguments ------------------------------------------------------------------------------------------

VM_JVM(jobjectArray) JVM_GetProperties(JNIEnv* env) {
  Thread& t = thread_of(env);
  InVm in(t);
  HandleScope scope(t);
  return static_cast<jobjectArray>(leave_scope(scope, properties_array(t).value_or(nullptr)));
}

VM_JVM(jobjectArray) JVM_GetVmArguments(JNIEnv* env) {
  Thread& t = thread_of(env);
  InVm in(t);
  HandleScope scope(t);
  return static_cast<jobjectArray>(leave_scope(scope, arguments_array(t).value_or(nullptr)));
}

VM_JVM(jobject) JVM_InitAgentProperties(JNIEnv* env, jobject properties) {
  Thread& t = thread_of(env);
  InVm in(t);
  HandleScope scope(t);
  return init_agent_properties(t, handle_of(properties)).ok() ? properties : nullptr;
}
