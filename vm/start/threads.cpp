#include "vm/start/threads.h"

#include "interpreter/interpreter.h"
#include "stdlib/diagnostic/diagnostics.h"
#include "stdlib/library_environment.h"
#include "vm/exec/exceptions.h"
#include "vm/exec/java_thread.h"
#include "vm/exec/jobject.h"
#include "vm/exec/stack_walker.h"
#include "vm/jni/checked_table.h"
#include "vm/jni/functions.h"
#include "vm/meta/known.h"
#include "vm/start/crash_report.h"
#include "vm/start/options.h"
#include "vm/start/shutdown.h"
#include "vm/start/signal_dispatch.h"
#include "vm/thread/registry.h"
#include "vm/thread/transitions.h"

namespace kiln {

namespace {

void prepare_for_java(Thread& self) {
  install_alternate_stack();
  if (self.vm().flags.use_fault_signals) unblock_faults();
  interpreter::install(self);
  self.jni_functions = self.vm().options->check_jni ? jni::checked_function_table() : jni::function_table();
}

Thread* attach(Vm& vm, const JavaVMAttachArgs* arguments, bool is_daemon, jint* status) {
  Thread* thread = attach_system_thread(vm, is_daemon, true);
  HandleScope scope(*thread);
  const char* name = arguments != nullptr ? arguments->name : nullptr;
  RefSlot* group = arguments != nullptr && arguments->group != nullptr ? slot_of(arguments->group) : &vm.known->main_thread_group;
  if (!make_own_java_thread(*thread, Handle<>::of_slot(group), name).ok()) {
    thread->exception = 0;
    leave_vm(*thread);
    *status = JNI_ERR;
    return nullptr;
  }
  leave_to_safe_state(*thread, ThreadState::kInNative);
  *status = JNI_OK;
  return thread;
}

jint detach(Thread& thread) {
  if (thread.last_frame != nullptr) return JNI_ERR;  // Java frames below
  thread.state.store(ThreadState::kInNative);
  return_from_safe_state(thread, ThreadState::kInVm);
  leave_vm(thread);
  return JNI_OK;
}

// The Vm's memory is not given back: threads that are still running daemons may be anywhere in it.
jint destroy(Vm& vm) {
  Thread* thread = Thread::current();
  if (thread == nullptr) {
    jint status;
    thread = attach(vm, nullptr, false, &status);
    if (thread == nullptr) return status;
  }
  return_from_safe_state(*thread, ThreadState::kInVm);
  shut_down(*thread);
  leave_to_safe_state(*thread, ThreadState::kInNative);
  return JNI_OK;
}

}  // namespace

void install_thread_hooks(Vm& vm) {
  install_java_thread_hooks(vm);
  vm.threads->hooks.prepare = prepare_for_java;
}

InvocationHooks invocation_hooks() { return {attach, detach, destroy}; }

Thread* adopt_main_thread(Vm& vm) { return attach_system_thread(vm, false, false); }

void start_service_threads(Thread& thread) {
  // Without a dispatcher Java runs on; it only hears of no signals.
  if (!start_signal_dispatcher(thread).ok()) thread.exception = 0;
  const LibraryEnvironment& library = *thread.vm().library;
  if (library.diagnostic.start_attach_listener && !library.diagnostic.disable_attach) library.diagnostics->attach.start(thread);
}

}  // namespace kiln
