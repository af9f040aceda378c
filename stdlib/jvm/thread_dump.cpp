// JVM_DumpAllStacks, and what SIGQUIT prints; the threads' part is vm/ops/thread_dump.h.
#include "stdlib/thread_dump.h"

#include <fmt/format.h>

#include <cstdio>

#include "gc/heap.h"
#include "stdlib/entry.h"
#include "stdlib/jvm/jvm.h"
#include "stdlib/library_environment.h"
#include "vm/base/meta_space.h"
#include "vm/base/memory.h"
#include "vm/jni/globals.h"
#include "vm/ops/thread_dump.h"

namespace kiln {

namespace {

std::string_view property(const Vm& vm, std::string_view key) {
  if (vm.library == nullptr) return "";
  for (const auto& [name, value] : vm.library->properties) {
    if (name == key) return value;
  }
  return "";
}

// As -version says it: "Kiln 64-Bit Server VM (0.1 interpreted mode)".
std::string vm_text(const Vm& vm) {
  return fmt::format("{} ({} {})", property(vm, "java.vm.name"), property(vm, "java.vm.version"), property(vm, "java.vm.info"));
}

}  // namespace

std::string heap_text(const Vm& vm) {
  HeapUsage heap = vm.heap->usage();
  return fmt::format(
      " Java heap       total {}K, used {}K, maximum {}K\n Metaspace       used {}K, committed {}K\n  class space    used {}K, "
      "committed {}K\n",
      heap.committed_bytes / kKiB, heap.used_bytes / kKiB, heap.max_bytes / kKiB,
      (vm.meta_space->used_bytes() + vm.class_space->used_bytes()) / kKiB,
      (vm.meta_space->committed_bytes() + vm.class_space->committed_bytes()) / kKiB, vm.class_space->used_bytes() / kKiB,
      vm.class_space->committed_bytes() / kKiB);
}

std::string thread_report(Thread& self, bool with_synchronizers) {
  Vm& vm = self.vm();
  std::string text = ops::dump_threads(self, vm_text(vm), with_synchronizers);
  text += fmt::format("JNI global refs: {}, weak refs: {}\n\n", vm.jni_globals->strong_count(), vm.jni_globals->weak_count());
  std::string deadlocks = ops::dump_deadlocks(self);
  if (!deadlocks.empty()) text += '\n' + deadlocks + '\n';
  return text;
}

std::string full_thread_dump(Thread& self) { return thread_report(self, false) + "Heap\n" + heap_text(self.vm()) + '\n'; }

void print_thread_dump(Thread& self) {
  std::string text = full_thread_dump(self);
  std::fwrite(text.data(), 1, text.size(), stdout);
  std::fflush(stdout);
}

}  // namespace kiln

VM_JVM(void) JVM_DumpAllStacks(JNIEnv* env, jclass) {
  kiln::stdlib::VmEntry in(env);
  kiln::print_thread_dump(in.thread);
}
