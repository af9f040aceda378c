#include "vm/start/boot.h"

#include "classloader/loading.h"
#include "gc/barrier.h"
#include "gc/heap.h"
#include "gc/reference_layout.h"
#include "vm/base/log.h"
#include "vm/exec/allocate.h"
#include "vm/exec/exceptions.h"
#include "vm/exec/java_call.h"
#include "vm/exec/java_string.h"
#include "vm/meta/known.h"
#include "vm/ops/class_init.h"
#include "vm/start/options.h"
#include "vm/start/shutdown.h"
#include "vm/thread/java_status.h"

namespace kiln {

namespace {

constexpr int32_t kNormalPriority = 5;
constexpr int32_t kCacheLineBytes = 64;  // of every x86-64 processor; what Unsafe.writeback0 flushes

void set_reference_layout(Vm& vm) {
  const Known& known = *vm.known;
  ReferenceLayout layout;
  layout.referent_offset = known.java_lang_ref_Reference_referent;
  layout.discovered_offset = known.java_lang_ref_Reference_discovered;
  layout.next_offset = known.java_lang_ref_Reference_next;
  layout.soft_timestamp_offset = known.java_lang_ref_SoftReference_timestamp;
  vm.heap->set_reference_layout(layout);
}

// The thread group tree and the java.lang.Thread of the main thread. The Thread constructor asks for the current
// thread, so its object is attached, with priority set, before the constructor runs.
Expected<void> create_main_thread(Thread& thread) {
  Known& known = *thread.vm().known;
  HandleScope scope(thread);
  VM_TRY(Ref<> system_group_ref, allocate_instance(thread, known.java_lang_ThreadGroup));
  Handle<> system_group(thread, system_group_ref);
  known.system_thread_group = system_group.unsafe_ref().bits();
  JavaArguments system_arguments;
  system_arguments.push(system_group);
  VM_TRY_VOID(call(thread, known.java_lang_ThreadGroup_init, system_arguments));

  VM_TRY(Ref<> main_group_ref, allocate_instance(thread, known.java_lang_ThreadGroup));
  Handle<> main_group(thread, main_group_ref);
  known.main_thread_group = main_group.unsafe_ref().bits();
  VM_TRY(Ref<java::String> group_name_ref, make_string(thread, "main"));
  Handle<java::String> main_name(thread, group_name_ref);

  VM_TRY(Ref<> java_thread_ref, allocate_instance(thread, known.java_lang_Thread));
  Handle<> java_thread(thread, java_thread_ref);
  java_thread.unsafe_ref()->set<int64_t>(known.java_lang_Thread_eetop, reinterpret_cast<intptr_t>(&thread));
  java_thread.unsafe_ref()->set<int32_t>(known.java_lang_Thread_priority, kNormalPriority);
  java_thread.unsafe_ref()->set<int32_t>(known.java_lang_Thread_threadStatus, java_status::kRunnable);
  thread.java_thread = java_thread.unsafe_ref().bits();

  // ThreadGroup(ThreadGroup parent, String name), by its private form that checks no access.
  JavaArguments main_arguments;
  main_arguments.push(main_group).push_null().push(system_group).push(main_name);
  VM_TRY_VOID(call(thread, known.java_lang_ThreadGroup_init_child, main_arguments));
  VM_TRY_VOID(ops::initialize_class(thread, known.java_lang_Thread));
  barrier::store_field(java_thread.unsafe_ref().get(), known.java_lang_Thread_group, main_group.unsafe_ref());
  JavaArguments thread_arguments;
  thread_arguments.push(java_thread).push(main_group).push(main_name);
  VM_TRY_VOID(call(thread, known.java_lang_Thread_init, thread_arguments));
  JavaArguments add_arguments;
  add_arguments.push(main_group).push(java_thread);
  return call_virtual(thread, known.java_lang_ThreadGroup_add, add_arguments).ok() ? Expected<void>() : kPending;
}

void set_unsafe_constants(Vm& vm) {
  const Known& known = *vm.known;
  Object* mirror = known.jdk_internal_misc_UnsafeConstants->mirror().get();
  mirror->set<int32_t>(known.jdk_internal_misc_UnsafeConstants_ADDRESS_SIZE0, sizeof(void*));
  mirror->set<int32_t>(known.jdk_internal_misc_UnsafeConstants_PAGE_SIZE, kPageSize);
  mirror->set<uint8_t>(known.jdk_internal_misc_UnsafeConstants_BIG_ENDIAN, 0);
  mirror->set<uint8_t>(known.jdk_internal_misc_UnsafeConstants_UNALIGNED_ACCESS, 1);
  mirror->set<int32_t>(known.jdk_internal_misc_UnsafeConstants_DATA_CACHE_LINE_FLUSH_SIZE, kCacheLineBytes);
}

// Errors that must be there when there is no room to make them. They have no stack trace.
Expected<void> prepare_errors(Thread& thread) {
  Known& known = *thread.vm().known;
  VM_TRY_VOID(ops::initialize_class(thread, known.java_lang_OutOfMemoryError));
  VM_TRY_VOID(ops::initialize_class(thread, known.java_lang_StackOverflowError));
  constexpr std::pair<OutOfMemoryKind, const char*> kPrepared[] = {
      {OutOfMemoryKind::kHeap, "Java heap space"},
      {OutOfMemoryKind::kMetaspace, "Metaspace"},
      {OutOfMemoryKind::kGcOverhead, "GC overhead limit exceeded"},
      {OutOfMemoryKind::kRealloc, "Java heap space"},
  };
  for (auto [kind, message] : kPrepared) {
    VM_TRY(Ref<java::Throwable> error, make_exception(thread, known.java_lang_OutOfMemoryError, message));
    known.out_of_memory_errors[static_cast<int>(kind)] = error.bits();
  }
  return {};
}

Expected<void> initialize_classes(Thread& thread, std::initializer_list<Class*> classes) {
  for (Class* klass : classes) VM_TRY_VOID(ops::initialize_class(thread, klass));
  return {};
}

Expected<void> run_phase(Thread& thread, const char* name, Method* phase) {
  VM_LOG(*thread.vm().log, info, (startuptime), "{}", name);
  return call(thread, phase, JavaArguments()).ok() ? Expected<void>() : kPending;
}

Expected<void> cache_loaders(Thread& thread) {
  Known& known = *thread.vm().known;
  VM_TRY(JavaValue system, call(thread, known.java_lang_ClassLoader_getSystemClassLoader, JavaArguments()));
  known.system_loader = system.reference_bits;
  VM_TRY(JavaValue platform, call(thread, known.java_lang_ClassLoader_getPlatformClassLoader, JavaArguments()));
  known.platform_loader = platform.reference_bits;
  return {};
}

}  // namespace

Expected<void> boot_class_library(Thread& thread) {
  Vm& vm = thread.vm();
  Known& known = *vm.known;
  VM_TRY_VOID(load_known_classes(thread));
  set_reference_layout(vm);
  VM_TRY_VOID(initialize_classes(thread, {known.java_lang_Object, known.java_lang_String, known.java_lang_System,
                                          known.java_lang_Class, known.java_lang_ThreadGroup}));
  // java.lang.Thread's initialiser needs the current thread's object; it runs inside.
  VM_TRY_VOID(create_main_thread(thread));
  VM_TRY_VOID(initialize_classes(thread, {known.java_lang_Module}));
  VM_TRY_VOID(ops::initialize_class(thread, known.jdk_internal_misc_UnsafeConstants));
  set_unsafe_constants(vm);
  VM_TRY_VOID(initialize_classes(thread, {known.java_lang_reflect_Method, known.java_lang_ref_Finalizer}));
  vm.heap->set_soft_clock(known.java_lang_ref_SoftReference->mirror(), known.java_lang_ref_SoftReference_clock);
  VM_TRY_VOID(run_phase(thread, "initPhase1", known.java_lang_System_initPhase1));
  VM_TRY_VOID(prepare_errors(thread));
  VM_TRY_VOID(initialize_classes(
      thread, {known.java_lang_VirtualMachineError, known.java_lang_ArrayStoreException, known.java_lang_ArithmeticException,
               known.java_lang_NullPointerException, known.java_lang_ClassCastException, known.java_lang_invoke_MethodHandle,
               known.java_lang_invoke_ResolvedMethodName, known.java_lang_invoke_MemberName,
               //known.java_lang_invoke_MethodHandleNatives
}));
  JavaArguments phase_2;
  phase_2.push_int(0).push_int(0);  // a failure is reported on stdout, without the stack trace
  VM_LOG(*vm.log, info, (startuptime), "initPhase2");
  VM_TRY(JavaValue status, call(thread, known.java_lang_System_initPhase2, phase_2));
  if (status.i != 0) halt_process(thread, 1);  // it has said why
  VM_TRY_VOID(run_phase(thread, "initPhase3", known.java_lang_System_initPhase3));
  return cache_loaders(thread);
}

}  // namespace kiln
