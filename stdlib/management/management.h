// stdlib/management/management.h - the table of functions behind java.lang.management (JVM_GetManagement).
//
// libmanagement and libmanagement_ext call through it by position; order, signatures and the numbers of attributes are
// theirs (version 3.x of the interface). A function that Kiln has not throws UnsupportedOperationException naming
// itself. All are called in state kInNative.
#pragma once

#include <jni.h>

#include "gc/memory_pools.h"
#include "vm/base/result.h"
#include "vm/thread/handles.h"

namespace kiln::management {

inline constexpr jint kInterfaceVersion = 0x20030000;

enum LongAttribute : jint {
  kClassLoadedCount = 1, kClassUnloadedCount = 2, kThreadTotalCount = 3, kThreadLiveCount = 4, kThreadPeakCount = 5,
  kThreadDaemonCount = 6, kStartTimeMillis = 7, kCompileTimeMillis = 8, kGcTimeMillis = 9, kGcCount = 10,
  kUptimeMillis = 11, kFlagCount = 104, kSafepointCount = 105, kVmThreadCount = 109, kProcessId = 201,
  kGcExtAttributes = 401,
};
enum BoolAttribute : jint {
  kVerboseGc = 21, kVerboseClass = 22, kThreadContentionMonitoring = 23, kThreadCpuTime = 24, kThreadAllocatedMemory = 25,
};
enum Statistic : jint { kStatPeakThreadCount = 801, kStatContentionCount = 802, kStatContentionTime = 803,
                        kStatContention = 804, kStatPeakPoolUsage = 805 };

// One bit each, in this order.
struct OptionalSupport {
  unsigned low_memory_detection : 1;
  unsigned compilation_time : 1;
  unsigned thread_contention : 1;
  unsigned current_thread_cpu_time : 1;
  unsigned other_thread_cpu_time : 1;
  unsigned object_monitor_usage : 1;
  unsigned synchronizer_usage : 1;
  unsigned thread_allocated_memory : 1;
  unsigned remote_diagnostic_commands : 1;
  unsigned : 23;
};

enum PoolThreshold : jint { kUsageHigh = 901, kUsageLow = 902, kCollectionHigh = 903, kCollectionLow = 904 };

enum FlagType : jint { kFlagUnknown = 0, kFlagBool = 1, kFlagString = 2, kFlagLong = 3, kFlagDouble = 4 };
enum FlagOrigin : jint { kOriginDefault = 1, kOriginCommandLine = 2 };
struct FlagValue {
  jstring name;
  jvalue value;
  FlagType type;
  FlagOrigin origin;
  unsigned is_writeable : 1;
  unsigned is_external : 1;
  unsigned : 30;
  void* reserved1;
  void* reserved2;
};

struct GcExtAttribute {
  const char* name;
  char type;
  const char* description;
};
struct GcStatistics {
  jlong index;  // 0: no collection yet
  jlong start_time, end_time;
  jobjectArray usage_before, usage_after;
  jint ext_value_count;
  jvalue* ext_values;
};

struct CommandInfo {
  const char* name;
  const char* description;
  const char* impact;
  const char* permission_class;
  const char* permission_name;
  const char* permission_action;
  jint parameter_count;
  jboolean is_enabled;
};
struct ParameterInfo {
  const char* name;
  const char* description;
  const char* type;
  const char* default_text;
  jboolean is_mandatory, is_option, is_multiple;
  jint position;  // of an argument; -1 for an option
};

struct Interface {
  void* reserved1;
  void* reserved2;
  jint (*GetVersion)(JNIEnv* env);
  jint (*GetOptionalSupport)(JNIEnv* env, OptionalSupport* support);
  jint (*GetThreadInfo)(JNIEnv* env, jlongArray ids, jint max_depth, jobjectArray infos);
  jobjectArray (*GetMemoryPools)(JNIEnv* env, jobject manager);
  jobjectArray (*GetMemoryManagers)(JNIEnv* env, jobject pool);
  jobject (*GetMemoryPoolUsage)(JNIEnv* env, jobject pool);
  jobject (*GetPeakMemoryPoolUsage)(JNIEnv* env, jobject pool);
  jlong (*GetOneThreadAllocatedMemory)(JNIEnv* env, jlong id);
  void (*GetThreadAllocatedMemory)(JNIEnv* env, jlongArray ids, jlongArray sizes);
  jobject (*GetMemoryUsage)(JNIEnv* env, jboolean heap);
  jlong (*GetLongAttribute)(JNIEnv* env, jobject object, LongAttribute attribute);
  jboolean (*GetBoolAttribute)(JNIEnv* env, BoolAttribute attribute);
  jboolean (*SetBoolAttribute)(JNIEnv* env, BoolAttribute attribute, jboolean value);
  jint (*GetLongAttributes)(JNIEnv* env, jobject object, LongAttribute* attributes, jint count, jlong* result);
  jobjectArray (*FindCircularBlockedThreads)(JNIEnv* env);
  jlong (*GetThreadCpuTime)(JNIEnv* env, jlong id);
  jobjectArray (*GetVMGlobalNames)(JNIEnv* env);
  jint (*GetVMGlobals)(JNIEnv* env, jobjectArray names, FlagValue* values, jint count);
  jint (*GetInternalThreadTimes)(JNIEnv* env, jobjectArray names, jlongArray times);
  jboolean (*ResetStatistic)(JNIEnv* env, jvalue object, Statistic statistic);
  void (*SetPoolSensor)(JNIEnv* env, jobject pool, jint threshold, jobject sensor);
  jlong (*SetPoolThreshold)(JNIEnv* env, jobject pool, jint threshold, jlong value);
  jobject (*GetPoolCollectionUsage)(JNIEnv* env, jobject pool);
  jint (*GetGCExtAttributeInfo)(JNIEnv* env, jobject manager, GcExtAttribute* infos, jint count);
  void (*GetLastGCStat)(JNIEnv* env, jobject manager, GcStatistics* statistics);
  jlong (*GetThreadCpuTimeWithKind)(JNIEnv* env, jlong id, jboolean user_and_system);
  void (*GetThreadCpuTimesWithKind)(JNIEnv* env, jlongArray ids, jlongArray times, jboolean user_and_system);
  jint (*DumpHeap0)(JNIEnv* env, jstring file, jboolean live);
  jobjectArray (*FindDeadlockedThreads)(JNIEnv* env, jboolean monitors_only);
  void (*SetVMGlobal)(JNIEnv* env, jstring name, jvalue value);
  jlong (*GetTotalThreadAllocatedMemory)(JNIEnv* env);
  jobjectArray (*DumpThreads)(JNIEnv* env, jlongArray ids, jboolean monitors, jboolean synchronizers, jint max_depth);
  void (*SetGCNotificationEnabled)(JNIEnv* env, jobject manager, jboolean enabled);
  jobjectArray (*GetDiagnosticCommands)(JNIEnv* env);
  void (*GetDiagnosticCommandInfo)(JNIEnv* env, jobjectArray commands, CommandInfo* infos);
  void (*GetDiagnosticCommandArgumentsInfo)(JNIEnv* env, jstring command, ParameterInfo* infos);
  jstring (*ExecuteDiagnosticCommand)(JNIEnv* env, jstring command);
  void (*SetDiagnosticFrameworkNotificationEnabled)(JNIEnv* env, jboolean enabled);
};
static_assert(sizeof(Interface) == 40 * sizeof(void*));

// memory_beans.cpp
jobjectArray get_memory_pools(JNIEnv* env, jobject manager);
jobjectArray get_memory_managers(JNIEnv* env, jobject pool);
jobject get_pool_usage(JNIEnv* env, jobject pool);
jobject get_peak_pool_usage(JNIEnv* env, jobject pool);
jobject get_pool_collection_usage(JNIEnv* env, jobject pool);
jobject get_memory_usage(JNIEnv* env, jboolean heap);
jlong set_pool_threshold(JNIEnv* env, jobject pool, jint which, jlong bytes);
void set_pool_sensor(JNIEnv* env, jobject pool, jint which, jobject sensor);
jlong collections_of(Thread& thread, jobject collector);       // null: of all
jlong collection_millis_of(Thread& thread, jobject collector);
// gc_notifications.cpp
jint get_gc_attributes(JNIEnv* env, jobject collector, GcExtAttribute* infos, jint count);
void get_last_collection(JNIEnv* env, jobject collector, GcStatistics* statistics);
void set_gc_notification(JNIEnv* env, jobject collector, jboolean enabled);
// switches.cpp
jboolean get_switch(JNIEnv* env, BoolAttribute attribute);
jboolean set_switch(JNIEnv* env, BoolAttribute attribute, jboolean value);
jboolean reset_statistic(JNIEnv* env, jvalue which, Statistic statistic);
// thread_info.cpp
jint get_thread_info(JNIEnv* env, jlongArray ids, jint max_depth, jobjectArray infos);
jobjectArray dump_threads(JNIEnv* env, jlongArray ids, jboolean monitors, jboolean synchronizers, jint max_depth);
jobjectArray find_deadlocked_threads(JNIEnv* env, jboolean monitors_only);
// thread_times.cpp
jlong one_thread_allocated(JNIEnv* env, jlong id);
void threads_allocated(JNIEnv* env, jlongArray ids, jlongArray sizes);
jlong total_allocated(JNIEnv* env);
jlong thread_cpu_time(JNIEnv* env, jlong id, jboolean user_and_system);
void thread_cpu_times(JNIEnv* env, jlongArray ids, jlongArray times, jboolean user_and_system);
// flags.cpp
jlong flag_count(Vm& vm);
jobjectArray get_flag_names(JNIEnv* env);
jint get_flags(JNIEnv* env, jobjectArray names, FlagValue* values, jint count);
void set_flag(JNIEnv* env, jstring name, jvalue value);
// commands.cpp
jobjectArray get_commands(JNIEnv* env);
void get_command_infos(JNIEnv* env, jobjectArray names, CommandInfo* infos);
void get_parameter_infos(JNIEnv* env, jstring name, ParameterInfo* infos);
jstring execute_command(JNIEnv* env, jstring line);
jint dump_heap(JNIEnv* env, jstring file, jboolean live);

// --- shared ----------------------------------------------------------------------------------------------------------
bool is_shown_to_java(const Thread& thread);
// A MemoryUsage; HeapUsage::kUndefined becomes -1.
VM_MAY_SAFEPOINT Expected<Ref<>> make_usage(Thread& thread, const HeapUsage& usage);
// Somebody listens: there must be a "Notification Thread".
VM_MAY_SAFEPOINT Expected<void> ensure_notification_thread(Thread& thread);
// The thread with Thread.getId() == id, null when none is alive; 0 is the caller. Good until the next safepoint.
Thread* find_thread(Thread& self, jlong id);

}  // namespace kiln::management
