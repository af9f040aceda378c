// stdlib/management/table.cpp - the table itself, plain numbers, and what Kiln has not.
#include <unistd.h>

#include "gc/heap.h"
#include "stdlib/entry.h"
#include "stdlib/jvm/jvm.h"
#include "stdlib/library_environment.h"
#include "stdlib/management/management.h"
#include "stdlib/mirror_args.h"
#include "vm/exec/tiering.h"
#include "vm/meta/loader_data.h"
#include "vm/thread/registry.h"

namespace kiln::management {

using stdlib::jobject_of;
using stdlib::known_of;
using stdlib::new_array_of;
using stdlib::run_in_vm;
using stdlib::VmEntry;

namespace {

constexpr jlong kNanosPerMilli = 1'000'000;

jlong millis_since_start(const LibraryEnvironment& environment) {
  auto since = std::chrono::steady_clock::now() - environment.started_steady;
  return std::chrono::duration_cast<std::chrono::milliseconds>(since).count();
}
jlong start_millis(const LibraryEnvironment& environment) {
  return std::chrono::duration_cast<std::chrono::milliseconds>(environment.started_at.time_since_epoch()).count();
}

jlong loaded_classes(Vm& vm) {
  return static_cast<jlong>(vm.classes->total_loaded());
}

// -1: not an attribute of this VM. `object`: the bean that is asked.
jlong long_attribute(Thread& t, jobject object, LongAttribute attribute) {
  Vm& vm = t.vm();
  switch (attribute) {
    case kClassLoadedCount: return loaded_classes(vm);
    case kClassUnloadedCount: return static_cast<jlong>(vm.classes->total_unloaded());
    case kThreadTotalCount: return vm.threads->started_count();
    case kThreadLiveCount: return vm.threads->count();
    case kThreadPeakCount: return vm.threads->peak_count();
    case kThreadDaemonCount: return vm.threads->daemon_count();
    case kStartTimeMillis: return start_millis(*vm.library);
    case kGcTimeMillis: return collection_millis_of(t, object);
    case kGcCount: return collections_of(t, object);
    case kUptimeMillis: return millis_since_start(*vm.library);
    case kFlagCount: return flag_count(vm);
    case kSafepointCount: return vm.threads->safepoint_count();
    case kProcessId: return getpid();
    case kGcExtAttributes: return 1;
    case kCompileTimeMillis: return vm.compiler != nullptr ? vm.compiler->compile_time_ns() / kNanosPerMilli : 0;
    case kVmThreadCount:
      break;
  }
  return -1;
}

jint GetVersion(JNIEnv*) { return kInterfaceVersion; }

jint GetOptionalSupport(JNIEnv*, OptionalSupport* support) {
  *support = {};
  support->low_memory_detection = 1;
  support->compilation_time = 1;
  support->thread_contention = 1;
  support->current_thread_cpu_time = 1;
  support->other_thread_cpu_time = 1;
  support->object_monitor_usage = 1;
  support->synchronizer_usage = 1;
  support->thread_allocated_memory = 1;
  support->remote_diagnostic_commands = 1;
  return 0;
}

jlong GetLongAttribute(JNIEnv* env, jobject object, LongAttribute attribute) {
  VmEntry in(env);
  return long_attribute(in.thread, object, attribute);
}

jint GetLongAttributes(JNIEnv* env, jobject object, LongAttribute* attributes, jint count, jlong* result) {
  VmEntry in(env);
  jint known = 0;
  for (jint i = 0; i < count; i++) {
    result[i] = long_attribute(in.thread, object, attributes[i]);
    known += result[i] != -1;
  }
  return known;
}

jobjectArray FindCircularBlockedThreads(JNIEnv* env) { return find_deadlocked_threads(env, JNI_TRUE); }
jlong GetThreadCpuTime(JNIEnv* env, jlong id) { return thread_cpu_time(env, id, JNI_TRUE); }

// The VM's own threads have no names of interest.
jint GetInternalThreadTimes(JNIEnv*, jobjectArray, jlongArray) { return 0; }

// Diagnostic commands do not come and go.
void SetDiagnosticFrameworkNotificationEnabled(JNIEnv*, jboolean) {}

constexpr Interface kTable = {
    .reserved1 = nullptr,
    .reserved2 = nullptr,
    .GetVersion = GetVersion,
    .GetOptionalSupport = GetOptionalSupport,
    .GetThreadInfo = get_thread_info,
    .GetMemoryPools = get_memory_pools,
    .GetMemoryManagers = get_memory_managers,
    .GetMemoryPoolUsage = get_pool_usage,
    .GetPeakMemoryPoolUsage = get_peak_pool_usage,
    .GetOneThreadAllocatedMemory = one_thread_allocated,
    .GetThreadAllocatedMemory = threads_allocated,
    .GetMemoryUsage = get_memory_usage,
    .GetLongAttribute = GetLongAttribute,
    .GetBoolAttribute = get_switch,
    .SetBoolAttribute = set_switch,
    .GetLongAttributes = GetLongAttributes,
    .FindCircularBlockedThreads = FindCircularBlockedThreads,
    .GetThreadCpuTime = GetThreadCpuTime,
    .GetVMGlobalNames = get_flag_names,
    .GetVMGlobals = get_flags,
    .GetInternalThreadTimes = GetInternalThreadTimes,
    .ResetStatistic = reset_statistic,
    .SetPoolSensor = set_pool_sensor,
    .SetPoolThreshold = set_pool_threshold,
    .GetPoolCollectionUsage = get_pool_collection_usage,
    .GetGCExtAttributeInfo = get_gc_attributes,
    .GetLastGCStat = get_last_collection,
    .GetThreadCpuTimeWithKind = thread_cpu_time,
    .GetThreadCpuTimesWithKind = thread_cpu_times,
    .DumpHeap0 = dump_heap,
    .FindDeadlockedThreads = find_deadlocked_threads,
    .SetVMGlobal = set_flag,
    .GetTotalThreadAllocatedMemory = total_allocated,
    .DumpThreads = dump_threads,
    .SetGCNotificationEnabled = set_gc_notification,
    .GetDiagnosticCommands = get_commands,
    .GetDiagnosticCommandInfo = get_command_infos,
    .GetDiagnosticCommandArgumentsInfo = get_parameter_infos,
    .ExecuteDiagnosticCommand = execute_command,
    .SetDiagnosticFrameworkNotificationEnabled = SetDiagnosticFrameworkNotificationEnabled,
};

}  // namespace
}  // namespace kiln::management

// The caller asks for 1.0, 2.0 or 3.0 of the interface: they differ in functions added at the end.
VM_JVM(void*) JVM_GetManagement(jint version) {
  constexpr jint kMajor = 0x7fff0000;
  if ((version & kMajor) > kiln::management::kInterfaceVersion) return nullptr;
  return const_cast<kiln::management::Interface*>(&kiln::management::kTable);
}
