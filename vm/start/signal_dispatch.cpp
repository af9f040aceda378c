#include "vm/start/signal_dispatch.h"

#include "stdlib/diagnostic/diagnostics.h"
#include "stdlib/library_environment.h"
#include "stdlib/signal_dispatch.h"
#include "stdlib/thread_dump.h"
#include "vm/exec/java_thread.h"
#include "vm/ops/class_init.h"
#include "vm/start/options.h"

namespace kiln {

namespace {

constexpr int32_t kNearMaximumPriority = 9;

void on_quit(Thread& self) {
  if (!self.vm().library->diagnostics->attach.handle_quit(self)) print_thread_dump(self);
}

void body(Thread& self) { run_signal_dispatcher(self, on_quit); }

}  // namespace

Expected<void> start_signal_dispatcher(Thread& self) {
  Vm& vm = self.vm();
  if (vm.options->reduced_signals) return {};
  HandleScope scope(self);
  VM_TRY_VOID(ops::initialize_class(self, vm.known->jdk_internal_misc_Signal));
  auto group = Handle<>::of_slot(&vm.known->system_thread_group);
  VM_TRY(Ref<java::Thread> fresh, make_java_thread(self, group, "Signal Dispatcher", true));
  Handle<java::Thread> java_thread(self, fresh);
  java_thread.unsafe_ref()->set<int32_t>(vm.known->java_lang_Thread_priority, kNearMaximumPriority);
  VM_TRY_VOID(start_java_thread(self, java_thread, body));
  install_quit_handler();
  return {};
}

}  // namespace kiln
