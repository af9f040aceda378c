// stdlib/management/switches.cpp - what java.lang.management turns on and off or sets back to zero.
#include "stdlib/entry.h"
#include "stdlib/library_environment.h"
#include "stdlib/management/management.h"
#include "stdlib/management/memory_service.h"
#include "vm/base/log.h"
#include "vm/exec/java_thread.h"
#include "vm/thread/registry.h"

namespace kiln::management {

using stdlib::VmEntry;

jboolean get_switch(JNIEnv* env, BoolAttribute attribute) {
  VmEntry in(env);
  const Vm& vm = in.thread.vm();
  switch (attribute) {
    case kVerboseGc: return VM_LOG_ENABLED(*vm.log, info, (gc));
    case kVerboseClass: return VM_LOG_ENABLED(*vm.log, info, (class, load));
    case kThreadContentionMonitoring: return vm.threads->measures_wait_times.load(std::memory_order_relaxed);
    case kThreadCpuTime:
    case kThreadAllocatedMemory: return JNI_TRUE;  // always measured
  }
  return JNI_FALSE;
}

jboolean set_switch(JNIEnv* env, BoolAttribute attribute, jboolean value) {
  const jboolean old = get_switch(env, attribute);
  VmEntry in(env);
  const Vm& vm = in.thread.vm();
  const LogLevel level = value != JNI_FALSE ? LogLevel::info : LogLevel::off;
  switch (attribute) {
    case kVerboseGc: vm.log->listen_on_stdout("gc", level); break;
    case kVerboseClass: vm.log->listen_on_stdout("class,load", level); break;
    case kThreadContentionMonitoring: vm.threads->measures_wait_times.store(value != JNI_FALSE); break;
    case kThreadCpuTime:
    case kThreadAllocatedMemory: break;  // measuring what nobody asks for costs nothing
  }
  return old;
}

// `which`: for what concerns threads, the id of one of them, or 0 for all.
jboolean reset_statistic(JNIEnv* env, jvalue which, Statistic statistic) {
  VmEntry in(env);
  Thread& self = in.thread;
  auto for_each_meant = [&](auto&& reset) {
    if (which.j == 0) {
      self.vm().threads->for_each([&](Thread& thread) { reset(thread.wait_statistics); });
    } else if (Thread* thread = find_thread(self, which.j)) {
      reset(thread->wait_statistics);
    }
  };
  switch (statistic) {
    case kStatPeakThreadCount: self.vm().threads->reset_peak_count(); return JNI_TRUE;
    case kStatContentionCount: for_each_meant([](WaitStatistics& waits) { waits.reset_counts(); }); return JNI_TRUE;
    case kStatContentionTime: for_each_meant([](WaitStatistics& waits) { waits.reset_times(); }); return JNI_TRUE;
    case kStatContention:
      for_each_meant([](WaitStatistics& waits) {
        waits.reset_counts();
        waits.reset_times();
      });
      return JNI_TRUE;
    case kStatPeakPoolUsage: {  // of the pool `which`, or of all
      MemoryService& memory = *self.vm().library->memory;
      const size_t meant = which.l == nullptr ? memory.pool_count() : memory.pool_of(which.l);
      if (which.l != nullptr && meant == memory.pool_count()) return JNI_FALSE;
      for (size_t i = 0; i < memory.pool_count(); i++) {
        if (which.l == nullptr || i == meant) memory.reset_peak(i);
      }
      return JNI_TRUE;
    }
  }
  return JNI_FALSE;
}

}  // namespace kiln::management
