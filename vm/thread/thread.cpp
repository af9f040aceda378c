#include "vm/thread/thread.h"

#include <pthread.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>

#include "gc/heap.h"
#include "vm/base/memory.h"
#include "vm/thread/park.h"

namespace kiln {

thread_local Thread* Thread::current_ = nullptr;

Thread::Thread(Vm& owner) : vm_(&owner), park_event(new ParkEvent) {
  if (owner.heap != nullptr) owner.heap->admit(mutator);
}

Thread::~Thread() {
  VM_DCHECK(next == nullptr && previous == nullptr);
  delete park_event;
}

void Thread::adopt_current_os_thread() {
  pthread_handle = pthread_self();
  os_id = static_cast<int32_t>(syscall(SYS_gettid));
  start_time_ns = monotonic_now_ns();

  pthread_attr_t attributes;
  VM_CHECK(pthread_getattr_np(pthread_self(), &attributes) == 0);
  void* lowest = nullptr;
  size_t size = 0, guard = 0;
  pthread_attr_getstack(&attributes, &lowest, &size);
  pthread_attr_getguardsize(&attributes, &guard);
  pthread_attr_destroy(&attributes);
  stack_base = reinterpret_cast<uintptr_t>(lowest) + size;
  // The first thread of a process can be given an unlimited stack; the system will not really let it grow that far.
  if (os_id == getpid()) size = std::min(size, kLargestFirstThreadStack);
  stack_size = size;
  stack_limit = stack_base - size + guard + kStackReserve;
  reserved_stack_limit = stack_limit - kReservedAccessBytes;
}

}  // namespace kiln
