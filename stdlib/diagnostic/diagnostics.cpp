#include "stdlib/diagnostic/diagnostics.h"

#include "stdlib/library_environment.h"
#include "vm/base/vm.h"

namespace kiln {

std::string Diagnostics::heap_dump_path() {
  MutexLock lock(mutex_);
  return heap_dump_path_;
}

void Diagnostics::set_heap_dump_path(std::string path) {
  MutexLock lock(mutex_);
  heap_dump_path_ = std::move(path);
}

void remove_traces(Vm& vm) {
  if (vm.library == nullptr || vm.library->diagnostics == nullptr) return;
  vm.library->diagnostics->attach.stop();
  vm.library->diagnostics->perf.close();
}

}  // namespace kiln
