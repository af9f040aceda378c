// stdlib/management/gc_notifications.cpp - the last collection, and the thread that tells Java of collections and levels.
#include <chrono>

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
#include "vm/exec/java_thread.h"
#include "vm/ops/resolve.h"
#include "vm/ops/type_check.h"

namespace kiln::management {

using stdlib::initialized_boot_class;
using stdlib::new_array_of;

namespace {

constexpr int32_t kNearMaximumPriority = 9;
constexpr int64_t kNanosPerMilli = 1'000'000;

using UsageOf = HeapUsage (MemoryService::*)(const FinishedCollection&, size_t) const;

// Times of collections are told in milliseconds since the VM began.
jlong millis_since_start(const Vm& vm, int64_t monotonic_ns) {
  const auto start = vm.library->started_steady.time_since_epoch();
  return (monotonic_ns - std::chrono::duration_cast<std::chrono::nanoseconds>(start).count()) / kNanosPerMilli;
}

// MemoryUsage of each pool, in the order in which Java has the pools.
Expected<void> fill_usages(Thread& t, Handle<java::ObjectArray> array, const FinishedCollection& collection, UsageOf usage_of) {
  const MemoryService& memory = *t.vm().library->memory;
  const auto length = static_cast<size_t>(array.unsafe_ref()->array_length());
  for (size_t i = 0; i < std::min(memory.pool_count(), length); i++) {
    VM_TRY(Ref<> usage, make_usage(t, (memory.*usage_of)(collection, i)));
    barrier::store_element(array.unsafe_ref().get(), static_cast<int32_t>(i), usage);
  }
  return {};
}

Expected<Ref<java::ObjectArray>> make_usages(Thread& t, const FinishedCollection& collection, UsageOf usage_of) {
  VM_TRY(Class * usage_class, initialized_boot_class(t, "java/lang/management/MemoryUsage"));
  VM_TRY(Ref<java::ObjectArray> fresh, new_array_of(t, usage_class, t.vm().library->memory->pool_count()));
  Handle<java::ObjectArray> array(t, fresh);
  VM_TRY_VOID(fill_usages(t, array, collection, usage_of));
  return array.unsafe_ref();
}

Expected<Method*> method_of(Thread& t, Class* klass, std::string_view name, std::string_view descriptor) {
  SymbolTable& symbols = *t.vm().symbols;
  Method* method = ops::lookup_method(klass, symbols.intern(name), symbols.intern(descriptor));
  if (method == nullptr) return throw_new(t, &Known::java_lang_NoSuchMethodError, "{}{}", name, descriptor);
  return method;
}

Expected<Ref<>> make_gc_info(Thread& t, Handle<> bean, const FinishedCollection& collection) {
  VM_TRY(Method * get_builder, method_of(t, class_of(bean.unsafe_ref().get()), "getGcInfoBuilder",
                                         "()Lcom/sun/management/internal/GcInfoBuilder;"));
  JavaArguments receiver;
  receiver.push(bean);
  VM_TRY(JavaValue builder_value, call(t, get_builder, receiver));
  Handle<> builder(t, builder_value.ref());
  VM_TRY(Ref<java::ObjectArray> before_fresh, make_usages(t, collection, &MemoryService::usage_before));
  Handle<java::ObjectArray> before(t, before_fresh);
  VM_TRY(Ref<java::ObjectArray> after_fresh, make_usages(t, collection, &MemoryService::usage_after));
  Handle<java::ObjectArray> after(t, after_fresh);
  VM_TRY(Ref<java::ObjectArray> attributes_fresh, allocate_object_array(t, 1));
  Handle<java::ObjectArray> attributes(t, attributes_fresh);
  VM_TRY(Ref<> threads, ops::box(t, BasicType::kInt, collection.record.workers));
  barrier::store_element(attributes.unsafe_ref().get(), 0, threads);

  VM_TRY(Class * info_class, initialized_boot_class(t, "com/sun/management/GcInfo"));
  VM_TRY(Ref<> fresh, allocate_instance(t, info_class));
  Handle<> info(t, fresh);
  VM_TRY(Method * constructor, method_of(t, info_class, "<init>",
                                         "(Lcom/sun/management/internal/GcInfoBuilder;JJJ[Ljava/lang/management/MemoryUsage;"
                                         "[Ljava/lang/management/MemoryUsage;[Ljava/lang/Object;)V"));
  JavaArguments arguments;
  arguments.push(info)
      .push(builder)
      .push_long(static_cast<jlong>(collection.record.id))
      .push_long(millis_since_start(t.vm(), collection.record.start_ns))
      .push_long(millis_since_start(t.vm(), collection.record.end_ns))
      .push(before)
      .push(after)
      .push(attributes);
  VM_TRY_VOID(call(t, constructor, arguments));
  return info.unsafe_ref();
}

Expected<void> tell_collection(Thread& t, const FinishedCollection& collection) {
  const CollectorInfo& collector = t.vm().heap->pool_table().collectors[collection.record.collector];
  auto bean = handle_of(t.vm().library->memory->manager_bean(collection.record.collector));
  VM_TRY(Ref<> info_fresh, make_gc_info(t, bean, collection));
  Handle<> info(t, info_fresh);
  VM_TRY(Ref<java::String> name_fresh, make_string(t, collector.name));
  Handle<java::String> name(t, name_fresh);
  VM_TRY(Ref<java::String> action_fresh, make_string(t, collector.action));
  Handle<java::String> action(t, action_fresh);
  VM_TRY(Ref<java::String> cause_fresh, make_string(t, name_of(collection.record.cause)));
  Handle<java::String> cause(t, cause_fresh);
  VM_TRY(Method * method, method_of(t, class_of(bean.unsafe_ref().get()), "createGCNotification",
                                    "(JLjava/lang/String;Ljava/lang/String;Ljava/lang/String;Lcom/sun/management/GcInfo;)V"));
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  JavaArguments arguments;
  arguments.push(bean)
      .push_long(std::chrono::duration_cast<std::chrono::milliseconds>(now).count())
      .push(name)
      .push(action)
      .push(cause)
      .push(info);
  VM_TRY_VOID(call(t, method, arguments));
  return {};
}

Expected<void> tell_crossing(Thread& t, const Notice::Crossing& crossing) {
  auto sensor = handle_of(crossing.sensor);
  Class* klass = class_of(sensor.unsafe_ref().get());
  JavaArguments arguments;
  arguments.push(sensor).push_int(crossing.triggers);
  if (crossing.triggers == 0) {
    VM_TRY(Method * clear, method_of(t, klass, "clear", "(I)V"));
    VM_TRY_VOID(call(t, clear, arguments));
    return {};
  }
  VM_TRY(Ref<> usage_fresh, make_usage(t, crossing.usage));
  Handle<> usage(t, usage_fresh);
  arguments.push(usage);
  VM_TRY(Method * trigger, method_of(t, klass, "trigger", "(ILjava/lang/management/MemoryUsage;)V"));
  VM_TRY_VOID(call(t, trigger, arguments));
  return {};
}

// Body of the thread. What a listener throws must not end it; -Xlog:exceptions shows it.
void tell_for_ever(Thread& self) {
  MemoryService& memory = *self.vm().library->memory;
  while (true) {
    const Notice notice = memory.next_notice(self);
    HandleScope scope(self);
    const Expected<void> told = notice.collection ? tell_collection(self, *notice.collection) : tell_crossing(self, *notice.crossing);
    if (!told.ok()) self.exception = 0;
  }
}

Expected<void> start_notification_thread(Thread& self) {
  auto group = Handle<>::of_slot(&self.vm().known->system_thread_group);
  VM_TRY(Ref<java::Thread> fresh, make_java_thread(self, group, "Notification Thread", true));
  Handle<java::Thread> java_thread(self, fresh);
  java_thread.unsafe_ref()->set<int32_t>(self.vm().known->java_lang_Thread_priority, kNearMaximumPriority);
  return start_java_thread(self, java_thread, tell_for_ever);
}

}  // namespace

Expected<void> ensure_notification_thread(Thread& thread) {
  MemoryService& memory = *thread.vm().library->memory;
  if (!memory.claim_thread_start()) return {};
  Expected<void> started = start_notification_thread(thread);
  if (!started.ok()) memory.give_up_thread_start();
  return started;
}

jint get_gc_attributes(JNIEnv*, jobject, GcExtAttribute* infos, jint count) {
  if (count < 1) return 0;
  infos[0] = {"GcThreadCount", 'I', "Number of GC threads"};
  return 1;
}

// The arrays are Java's; an index of 0 says that there was no collection yet.
void get_last_collection(JNIEnv* env, jobject collector, GcStatistics* statistics) {
  statistics->index = 0;
  stdlib::run_in_vm(env, [&](Thread& t) -> Expected<void> {
    MemoryService& memory = *t.vm().library->memory;
    const size_t index = memory.manager_of(collector);
    if (index >= memory.collector_count()) return {};
    const std::optional<FinishedCollection> last = memory.last_collection(index);
    if (!last) return {};
    VM_TRY_VOID(fill_usages(t, handle_of<java::ObjectArray>(statistics->usage_before), *last, &MemoryService::usage_before));
    VM_TRY_VOID(fill_usages(t, handle_of<java::ObjectArray>(statistics->usage_after), *last, &MemoryService::usage_after));
    if (statistics->ext_value_count > 0) statistics->ext_values[0].i = static_cast<jint>(last->record.workers);
    statistics->index = static_cast<jlong>(last->record.id);
    statistics->start_time = millis_since_start(t.vm(), last->record.start_ns);
    statistics->end_time = millis_since_start(t.vm(), last->record.end_ns);
    return {};
  });
}

void set_gc_notification(JNIEnv* env, jobject collector, jboolean enabled) {
  stdlib::run_in_vm(env, [&](Thread& t) -> Expected<void> {
    MemoryService& memory = *t.vm().library->memory;
    const size_t index = memory.manager_of(collector);
    if (index >= memory.collector_count()) return {};
    if (enabled != JNI_FALSE) VM_TRY_VOID(ensure_notification_thread(t));
    memory.set_notifies(index, enabled != JNI_FALSE);
    return {};
  });
}

}  // namespace kiln::management
