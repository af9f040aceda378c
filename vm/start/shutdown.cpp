#include "vm/start/shutdown.h"

#include <unistd.h>

#include <cstdio>

#include "stdlib/diagnostic/diagnostics.h"
#include "vm/base/log.h"
#include "vm/exec/java_call.h"
#include "vm/meta/known.h"
#include "vm/ops/class_init.h"
#include "vm/start/options.h"
#include "vm/thread/registry.h"

namespace kiln {

void halt_process(Thread& thread, int code) {
  Vm& vm = thread.vm();
  std::fflush(nullptr);
  remove_traces(vm);
  if (vm.options->hooks.exit != nullptr) vm.options->hooks.exit(code);
  // Other threads may be running Java: no destructors may pull the VM from under them.
  _exit(code);
}

void shut_down(Thread& thread) {
  Vm& vm = thread.vm();
  vm.threads->wait_for_last_non_daemon(thread);
  thread.exception = 0;
  Known& known = *vm.known;
  if (ops::initialize_class(thread, known.java_lang_Shutdown).ok()) {
    (void)call(thread, known.java_lang_Shutdown_shutdown, JavaArguments());
  }
  thread.exception = 0;
  remove_traces(vm);
  std::fflush(nullptr);
}

}  // namespace kiln
