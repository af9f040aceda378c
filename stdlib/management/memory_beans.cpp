// stdlib/management/memory_beans.cpp - memory pools and managers as beans, their usage and their thresholds.
#include <optional>
#include <vector>

#include "classloader/loading.h"
#include "gc/barrier.h"
#include "gc/heap.h"
#include "stdlib/entry.h"
#include "stdlib/library_environment.h"
#include "stdlib/management/management.h"
#include "stdlib/management/memory_service.h"
#include "stdlib/mirror_args.h"
#include "stdlib/static_call.h"
#include "vm/exec/java_call.h"
#include "vm/exec/java_string.h"

namespace kiln::management {

using stdlib::initialized_boot_class;
using stdlib::jobject_of;
using stdlib::new_array_of;
using stdlib::value_of;

namespace {

constexpr int64_t kNanosPerMilli = 1'000'000;

MemoryService& service_of(Thread& thread) { return *thread.vm().library->memory; }

Expected<Ref<>> call_factory(Thread& t, std::string_view class_name, std::string_view method, std::string_view descriptor,
                             const JavaArguments& arguments) {
  VM_TRY(JavaValue result, stdlib::call_static(t, class_name, method, descriptor, arguments));
  return result.ref();
}

// -1 says that there is no such threshold, 0 that it is off.
Expected<Ref<>> make_pool(Thread& t, size_t pool) {
  const MemoryService& memory = service_of(t);
  VM_TRY(Ref<java::String> text, make_string(t, memory.pool_name(pool)));
  Handle<java::String> name_handle(t, text);
  JavaArguments arguments;
  arguments.push(name_handle)
      .push_int(memory.is_heap(pool))
      .push_long(memory.has_usage_threshold(pool) ? 0 : -1)
      .push_long(memory.is_heap(pool) ? 0 : -1);
  return call_factory(t, "sun/management/ManagementFactoryHelper", "createMemoryPool",
                      "(Ljava/lang/String;ZJJ)Ljava/lang/management/MemoryPoolMXBean;", arguments);
}

Expected<Ref<>> make_manager(Thread& t, Handle<java::String> name) {
  JavaArguments arguments;
  arguments.push(name);
  return call_factory(t, "sun/management/ManagementFactoryHelper", "createMemoryManager",
                      "(Ljava/lang/String;)Ljava/lang/management/MemoryManagerMXBean;", arguments);
}

// With module jdk.management the bean is its richer one.
Expected<Ref<>> make_collector(Thread& t, Handle<java::String> name) {
  constexpr std::string_view kExtension = "com/sun/management/internal/GarbageCollectorExtImpl";
  JavaArguments arguments;
  arguments.push(name).push(Handle<java::String>());
  VM_TRY(Class * extension, find_boot_class(t, t.vm().symbols->intern(kExtension)));
  return call_factory(t, extension != nullptr ? kExtension : "sun/management/ManagementFactoryHelper",
                     "createGarbageCollector",
                     "(Ljava/lang/String;Ljava/lang/String;)Ljava/lang/management/GarbageCollectorMXBean;", arguments);
}

Expected<Ref<>> pool_bean(Thread& t, size_t pool) {
  MemoryService& memory = service_of(t);
  jobject bean = memory.pool_bean(pool);
  if (bean == nullptr) {
    VM_TRY(Ref<> made, make_pool(t, pool));
    bean = memory.keep_pool_bean(pool, made);
  }
  return Ref<>(*slot_of(bean));
}

Expected<Ref<>> manager_bean(Thread& t, size_t manager) {
  MemoryService& memory = service_of(t);
  jobject bean = memory.manager_bean(manager);
  if (bean == nullptr) {
    VM_TRY(Ref<java::String> text, make_string(t, memory.manager_name(manager)));
    Handle<java::String> name(t, text);
    VM_TRY(Ref<> made, manager < memory.collector_count() ? make_collector(t, name) : make_manager(t, name));
    bean = memory.keep_manager_bean(manager, made);
  }
  return Ref<>(*slot_of(bean));
}

// An array of the beans make(i) for each i in `indices`.
template <typename Make>
Expected<Ref<java::ObjectArray>> bean_array(Thread& t, std::string_view element, const std::vector<size_t>& indices, Make&& make) {
  VM_TRY(Class * element_class, initialized_boot_class(t, element));
  VM_TRY(Ref<java::ObjectArray> fresh, new_array_of(t, element_class, indices.size()));
  Handle<java::ObjectArray> array(t, fresh);
  for (size_t i = 0; i < indices.size(); i++) {
    VM_TRY(Ref<> bean, make(t, indices[i]));
    barrier::store_element(array.unsafe_ref().get(), static_cast<int32_t>(i), bean);
  }
  return array.unsafe_ref();
}

// The pool of a bean that Java has from here.
Expected<size_t> known_pool(Thread& t, jobject bean) {
  MemoryService& memory = service_of(t);
  const size_t pool = bean == nullptr ? memory.pool_count() : memory.pool_of(bean);
  if (pool == memory.pool_count()) return throw_new(t, &Known::java_lang_InternalError, "not a memory pool of this VM");
  return pool;
}

// The MemoryUsage that `usage` gives for the pool of a bean; null for none.
template <typename Usage>
jobject pool_usage_of(JNIEnv* env, jobject bean, Usage&& usage) {
  return jobject_of(env, [&](Thread& t) -> Expected<Ref<>> {
    VM_TRY(size_t pool, known_pool(t, bean));
    const std::optional<HeapUsage> found = usage(service_of(t), pool);
    return found ? make_usage(t, *found) : Expected<Ref<>>(Ref<>());
  });
}

// Adds up `value` of the heap's collectors, or that of one.
template <typename Value>
jlong of_collectors(Thread& t, jobject collector, Value&& value) {
  MemoryService& memory = service_of(t);
  const size_t meant = collector == nullptr ? memory.collector_count() : memory.manager_of(collector);
  jlong sum = 0;
  for (size_t i = 0; i < memory.collector_count(); i++) {
    if (collector == nullptr || i == meant) sum += static_cast<jlong>(value(t.vm().heap->collector_totals(i)));
  }
  return sum;
}

}  // namespace

Expected<Ref<>> make_usage(Thread& t, const HeapUsage& usage) {
  VM_TRY(Class * klass, initialized_boot_class(t, "java/lang/management/MemoryUsage"));
  VM_TRY(Ref<> fresh, allocate_instance(t, klass));
  Handle<> object(t, fresh);
  // What was read while the program runs may be a moment apart; Java insists on the order.
  const uint64_t committed = std::max(usage.committed_bytes, usage.used_bytes);
  const bool is_bounded = usage.max_bytes != HeapUsage::kUndefined;
  JavaArguments arguments;
  arguments.push(object)
      .push_long(static_cast<jlong>(usage.initial_bytes))
      .push_long(static_cast<jlong>(usage.used_bytes))
      .push_long(static_cast<jlong>(committed))
      .push_long(is_bounded ? static_cast<jlong>(std::max(usage.max_bytes, committed)) : -1);
  VM_TRY_VOID(call(t, klass->find_declared_method("<init>", "(JJJJ)V"), arguments));
  return object.unsafe_ref();
}

// Pools of a manager; all for null.
jobjectArray get_memory_pools(JNIEnv* env, jobject manager) {
  return jobject_of<jobjectArray>(env, [&](Thread& t) {
    MemoryService& memory = service_of(t);
    const size_t meant = manager == nullptr ? memory.manager_count() : memory.manager_of(manager);
    std::vector<size_t> pools;
    for (size_t i = 0; i < memory.pool_count(); i++) {
      if (manager == nullptr || (meant < memory.manager_count() && memory.manages(meant, i))) pools.push_back(i);
    }
    return bean_array(t, "java/lang/management/MemoryPoolMXBean", pools, pool_bean);
  });
}

// Managers of a pool; all for null.
jobjectArray get_memory_managers(JNIEnv* env, jobject pool) {
  return jobject_of<jobjectArray>(env, [&](Thread& t) {
    MemoryService& memory = service_of(t);
    const size_t meant = pool == nullptr ? memory.pool_count() : memory.pool_of(pool);
    std::vector<size_t> managers;
    for (size_t i = 0; i < memory.manager_count(); i++) {
      if (pool == nullptr || (meant < memory.pool_count() && memory.manages(i, meant))) managers.push_back(i);
    }
    return bean_array(t, "java/lang/management/MemoryManagerMXBean", managers, manager_bean);
  });
}

jobject get_pool_usage(JNIEnv* env, jobject bean) {
  return pool_usage_of(env, bean, [](MemoryService& memory, size_t pool) { return memory.usage(pool); });
}

jobject get_peak_pool_usage(JNIEnv* env, jobject bean) {
  return pool_usage_of(env, bean, [](MemoryService& memory, size_t pool) { return memory.peak(pool); });
}

// Null: no collector works on the pool.
jobject get_pool_collection_usage(JNIEnv* env, jobject bean) {
  const Heap& heap = *thread_of(env).vm().heap;
  return pool_usage_of(env, bean, [&](MemoryService& memory, size_t pool) -> std::optional<HeapUsage> {
    if (!memory.is_heap(pool)) return std::nullopt;
    return heap.pool_usage_after_collection(pool);
  });
}

jobject get_memory_usage(JNIEnv* env, jboolean heap) {
  return jobject_of(env, [&](Thread& t) -> Expected<Ref<>> {
    if (heap != JNI_FALSE) return make_usage(t, t.vm().heap->usage());
    const MemoryService& memory = service_of(t);
    HeapUsage sum{};
    for (size_t i = 0; i < memory.pool_count(); i++) {
      if (memory.is_heap(i)) continue;
      const HeapUsage usage = memory.usage(i);
      sum.initial_bytes += usage.initial_bytes;
      sum.used_bytes += usage.used_bytes;
      sum.committed_bytes += usage.committed_bytes;
      const bool is_bounded = sum.max_bytes != HeapUsage::kUndefined && usage.max_bytes != HeapUsage::kUndefined;
      sum.max_bytes = is_bounded ? sum.max_bytes + usage.max_bytes : HeapUsage::kUndefined;
    }
    return make_usage(t, sum);
  });
}

jlong set_pool_threshold(JNIEnv* env, jobject bean, jint which, jlong bytes) {
  return value_of<jlong>(env, [&](Thread& t) -> Expected<jlong> {
    if (bytes < 0) return throw_new(t, &Known::java_lang_IllegalArgumentException, "Invalid threshold value");
    VM_TRY(size_t pool, known_pool(t, bean));
    const ThresholdKind kind = which == kUsageHigh || which == kUsageLow ? kUsageThreshold : kCollectionThreshold;
    const bool high = which == kUsageHigh || which == kCollectionHigh;
    return static_cast<jlong>(service_of(t).set_threshold(pool, kind, high, static_cast<uint64_t>(bytes)));
  });
}

// One sensor serves both levels of a kind.
void set_pool_sensor(JNIEnv* env, jobject bean, jint which, jobject sensor) {
  stdlib::run_in_vm(env, [&](Thread& t) -> Expected<void> {
    VM_TRY_VOID(ensure_notification_thread(t));
    VM_TRY(size_t pool, known_pool(t, bean));
    const ThresholdKind kind = which == kUsageHigh || which == kUsageLow ? kUsageThreshold : kCollectionThreshold;
    service_of(t).set_sensor(pool, kind, sensor == nullptr ? Ref<>() : Ref<>(*slot_of(sensor)));
    return {};
  });
}

jlong collections_of(Thread& t, jobject collector) {
  return of_collectors(t, collector, [](const CollectorTotals& totals) { return totals.collections; });
}

jlong collection_millis_of(Thread& t, jobject collector) {
  return of_collectors(t, collector, [](const CollectorTotals& totals) { return totals.time_ns / kNanosPerMilli; });
}

}  // namespace kiln::management
