// stdlib/management/thread_info.cpp - java.lang.management.ThreadInfo: what threads do, wait for and hold.
//
// Everything is recorded while the world is stopped (methods and positions as they are, objects in handles); the Java
// objects are made afterwards.
#include <algorithm>
#include <chrono>
#include <vector>

#include "classloader/loading.h"
#include "gc/barrier.h"
#include "gc/heap.h"
#include "stdlib/entry.h"
#include "stdlib/management/management.h"
#include "stdlib/mirror_args.h"
#include "vm/exec/java_call.h"
#include "vm/exec/java_thread.h"
#include "vm/exec/stack_walker.h"
#include "vm/ops/class_init.h"
#include "vm/ops/frame_locks.h"
#include "vm/ops/stack_trace.h"
#include "vm/thread/inflated_monitor.h"
#include "vm/thread/monitor.h"
#include "vm/thread/registry.h"

namespace kiln::management {

using stdlib::jobject_of;
using stdlib::known_of;
using stdlib::new_array_of;
using stdlib::value_of;

namespace {

constexpr const char* kInfoDescriptor =
    "(Ljava/lang/Thread;ILjava/lang/Object;Ljava/lang/Thread;JJJJ[Ljava/lang/StackTraceElement;)V";
constexpr const char* kInfoWithLocksDescriptor =
    "(Ljava/lang/Thread;ILjava/lang/Object;Ljava/lang/Thread;JJJJ[Ljava/lang/StackTraceElement;[Ljava/lang/Object;[I"
    "[Ljava/lang/Object;)V";

struct HeldMonitor {
  Handle<> object;
  int32_t depth;
};
struct Record {
  bool is_alive = false;
  Handle<java::Thread> thread;
  int32_t status = 0;
  Handle<> awaited;        // monitor or synchronizer
  Handle<> awaited_owner;  // java.lang.Thread
  int64_t blocked_count = 0, blocked_ms = -1, waited_count = 0, waited_ms = -1;  // times -1: not measured
  std::vector<ops::RecordedFrame> frames;
  std::vector<HeldMonitor> monitors;
  std::vector<Handle<>> synchronizers;
};
struct Wanted {
  int32_t max_depth;  // -1: whole stacks
  bool monitors = false, synchronizers = false;
};

Ref<> owner_of_synchronizer(const Known& known, Ref<> object) {
  if (object.is_null()) return {};
  if (!class_of(object.get())->is_subtype_of(known.java_util_concurrent_locks_AbstractOwnableSynchronizer)) return {};
  return load_ref(object.get(), known.java_util_concurrent_locks_AbstractOwnableSynchronizer_exclusiveOwnerThread);
}

// What `thread` waits for and who has it. The world is stopped.
struct Awaited {
  Ref<> object, owner;  // owner: java.lang.Thread
  bool is_monitor = false;
};
Awaited awaited_by(const Thread& thread) {
  const Known& known = *thread.vm().known;
  if (thread.waiting_monitor != nullptr) {
    Ref<> object(*thread.waiting_monitor->object_slot());
    if (object.is_null()) return {};
    Thread* owner = monitor_owner(thread.vm(), object.get());
    return {object, owner != nullptr ? Ref<>(owner->java_thread) : Ref<>(), true};
  }
  if (thread.java_thread == 0) return {};
  Object* java_thread = Ref<>(thread.java_thread).get();
  if ((status_of(known, java_thread) & java_status::kParkedBit) == 0) return {};
  Ref<> blocker = load_ref(java_thread, known.java_lang_Thread_parkBlocker);
  return {blocker, owner_of_synchronizer(known, blocker), false};
}

void record_stack(Thread& t, const Thread& thread, const Wanted& wanted, Record* record) {
  int32_t depth = 0;
  for (StackWalker walk(thread); !walk.done(); walk.next()) {
    if (wanted.max_depth >= 0 && depth >= wanted.max_depth) return;
    record->frames.push_back(ops::record_frame(t, walk));
    if (wanted.monitors) {
      for (Ref<> lock : ops::locks_of_frame(thread, *walk.frame(), record->frames.back().bci)) {
        record->monitors.push_back({Handle<>(t, lock), depth});
      }
    }
    depth++;
  }
}

void record_waits(Thread& thread, Record* record) {
  constexpr int64_t kNanosPerMilli = 1'000'000;
  record->blocked_count = thread.wait_statistics.blocked_count();
  record->waited_count = thread.wait_statistics.waited_count();
  if (!thread.vm().threads->measures_wait_times.load(std::memory_order_relaxed)) return;
  auto times = thread.wait_statistics.times(std::chrono::steady_clock::now().time_since_epoch().count());
  record->blocked_ms = times.blocked_ns / kNanosPerMilli;
  record->waited_ms = times.waited_ns / kNanosPerMilli;
}

void record_thread(Thread& t, Thread& thread, const Wanted& wanted, Record* record) {
  record->is_alive = true;
  record->thread = Handle<java::Thread>(t, Ref<java::Thread>(thread.java_thread));
  record->status = status_of(known_of(t), Ref<>(thread.java_thread).get());
  Awaited awaited = awaited_by(thread);
  record->awaited = Handle<>(t, awaited.object);
  record->awaited_owner = Handle<>(t, awaited.owner);
  record_waits(thread, record);
  record_stack(t, thread, wanted, record);
}

// Locks of java.util.concurrent that the threads own: the heap knows.
void record_synchronizers(Thread& t, std::vector<Record>* records) {
  const Known& known = known_of(t);
  t.vm().heap->for_each_object([&](Object* object) {
    Class* klass = class_of(object);
    if (!klass->is_subtype_of(known.java_util_concurrent_locks_AbstractOwnableSynchronizer)) return;
    Ref<> owner = owner_of_synchronizer(known, Ref<>::of(object));
    if (owner.is_null()) return;
    for (Record& record : *records) {
      if (record.is_alive && record.thread.unsafe_ref() == owner) record.synchronizers.push_back(Handle<>(t, Ref<>::of(object)));
    }
  });
}

// The threads with these ids, or all for an empty list of ids and `all`.
std::vector<Record> record_threads(Thread& t, const std::vector<jlong>& ids, bool all, const Wanted& wanted) {
  std::vector<Record> records;
  t.vm().threads->stop_the_world(t);
  if (all) {
    t.vm().threads->for_each([&](Thread& thread) {
      if (is_shown_to_java(thread)) record_thread(t, thread, wanted, &records.emplace_back());
    });
  }
  for (jlong id : ids) {
    Record& record = records.emplace_back();
    if (Thread* thread = find_thread(t, id)) record_thread(t, *thread, wanted, &record);
  }
  if (wanted.synchronizers) record_synchronizers(t, &records);
  t.vm().threads->resume_the_world(t);
  return records;
}

std::vector<jlong> ids_of(jlongArray ids) {
  if (ids == nullptr) return {};
  Object* array = Ref<>(*slot_of(ids)).get();
  return {array->elements<jlong>(), array->elements<jlong>() + array->array_length()};
}

// --- making the objects ----------------------------------------------------------------------------------------------

template <typename List, typename Get>
Expected<Ref<java::ObjectArray>> object_array(Thread& t, const List& list, Get&& get) {
  VM_TRY(Ref<java::ObjectArray> array, allocate_object_array(t, static_cast<int32_t>(list.size())));
  int32_t i = 0;
  for (const auto& item : list) barrier::store_element(array.get(), i++, get(item).unsafe_ref());
  return array;
}

Expected<Class*> info_class(Thread& t) {
  VM_TRY(Class * klass, find_boot_class(t, t.vm().symbols->intern("java/lang/management/ThreadInfo")));
  VM_CHECK(klass != nullptr);  // libmanagement is of the same module
  VM_TRY_VOID(ops::initialize_class(t, klass));
  return klass;
}

Expected<Ref<>> make_info(Thread& t, Class* klass, const Record& record, bool with_locks) {
  HandleScope scope(t);
  VM_TRY(Ref<> fresh, allocate_instance(t, klass));
  Handle<> info(t, fresh);
  VM_TRY(Ref<java::ObjectArray> trace_ref, ops::make_stack_trace(t, record.frames));
  Handle<java::ObjectArray> trace(t, trace_ref);
  JavaArguments arguments;
  arguments.push(info).push(record.thread).push_int(record.status).push(record.awaited).push(record.awaited_owner);
  arguments.push_long(record.blocked_count).push_long(record.blocked_ms);
  arguments.push_long(record.waited_count).push_long(record.waited_ms).push(trace);
  if (!with_locks) {
    VM_TRY_VOID(call(t, klass->find_declared_method("<init>", kInfoDescriptor), arguments));
    return info.unsafe_ref();
  }
  VM_TRY(Ref<java::ObjectArray> monitors_ref, object_array(t, record.monitors, [](const HeldMonitor& m) { return m.object; }));
  Handle<java::ObjectArray> monitors(t, monitors_ref);
  VM_TRY(Ref<java::Array> depths_ref,
         allocate_primitive_array(t, BasicType::kInt, static_cast<int32_t>(record.monitors.size())));
  for (size_t i = 0; i < record.monitors.size(); i++) depths_ref->elements<jint>()[i] = record.monitors[i].depth;
  Handle<java::Array> depths(t, depths_ref);
  VM_TRY(Ref<java::ObjectArray> locks_ref, object_array(t, record.synchronizers, [](Handle<> h) { return h; }));
  Handle<java::ObjectArray> locks(t, locks_ref);
  arguments.push(monitors).push(depths).push(locks);
  VM_TRY_VOID(call(t, klass->find_declared_method("<init>", kInfoWithLocksDescriptor), arguments));
  return info.unsafe_ref();
}

Expected<void> fill_infos(Thread& t, Handle<java::ObjectArray> infos, const std::vector<Record>& records, bool with_locks) {
  VM_TRY(Class * klass, info_class(t));
  for (size_t i = 0; i < records.size(); i++) {
    if (!records[i].is_alive) continue;
    VM_TRY(Ref<> info, make_info(t, klass, records[i], with_locks));
    barrier::store_element(infos.unsafe_ref().get(), static_cast<int32_t>(i), info);
  }
  return {};
}

// --- deadlocks -------------------------------------------------------------------------------------------------------

// Java threads on a circle of "waits for what ... owns", in handles. The world is stopped.
std::vector<Handle<>> circles(Thread& t, bool monitors_only) {
  struct Node {
    Thread* thread;
    int next = -1;
    int visit = 0;
  };
  std::vector<Node> nodes;
  t.vm().threads->for_each([&](Thread& thread) {
    if (is_shown_to_java(thread)) nodes.push_back({&thread});
  });
  for (Node& node : nodes) {
    Awaited awaited = awaited_by(*node.thread);
    // A thread in Object.wait is not stuck: somebody may notify it.
    const bool is_waiting = awaited.is_monitor && !node.thread->waiting_to_enter;
    if (awaited.owner.is_null() || is_waiting || (monitors_only && !awaited.is_monitor)) continue;
    for (size_t i = 0; i < nodes.size(); i++) {
      if (Ref<>(nodes[i].thread->java_thread) == awaited.owner) node.next = static_cast<int>(i);
    }
  }
  std::vector<Handle<>> found;
  int visit = 0;
  for (size_t start = 0; start < nodes.size(); start++) {
    visit++;
    int at = static_cast<int>(start);
    while (at >= 0 && nodes[static_cast<size_t>(at)].visit == 0) {
      nodes[static_cast<size_t>(at)].visit = visit;
      at = nodes[static_cast<size_t>(at)].next;
    }
    if (at < 0 || nodes[static_cast<size_t>(at)].visit != visit) continue;
    const int first = at;
    do {
      found.push_back(Handle<>(t, Ref<>(nodes[static_cast<size_t>(at)].thread->java_thread)));
      at = nodes[static_cast<size_t>(at)].next;
    } while (at != first);
  }
  return found;
}

}  // namespace

// Fills `infos` with ThreadInfo objects; null stays where no such thread is alive.
jint get_thread_info(JNIEnv* env, jlongArray ids, jint max_depth, jobjectArray infos) {
  return value_of<jint>(env, [&](Thread& t) -> Expected<jint> {
    std::vector<Record> records = record_threads(t, ids_of(ids), false, {.max_depth = max_depth});
    VM_TRY_VOID(fill_infos(t, handle_of<java::ObjectArray>(infos), records, false));
    return 0;
  });
}

jobjectArray dump_threads(JNIEnv* env, jlongArray ids, jboolean monitors, jboolean synchronizers, jint max_depth) {
  return jobject_of<jobjectArray>(env, [&](Thread& t) -> Expected<Ref<java::ObjectArray>> {
    Wanted wanted{max_depth, monitors != JNI_FALSE, synchronizers != JNI_FALSE};
    std::vector<Record> records = record_threads(t, ids_of(ids), ids == nullptr, wanted);
    VM_TRY(Class * klass, info_class(t));
    VM_TRY(Ref<java::ObjectArray> fresh, new_array_of(t, klass, records.size()));
    Handle<java::ObjectArray> infos(t, fresh);
    VM_TRY_VOID(fill_infos(t, infos, records, true));
    return infos.unsafe_ref();
  });
}

// Thread[], null when there is no deadlock.
jobjectArray find_deadlocked_threads(JNIEnv* env, jboolean monitors_only) {
  return jobject_of<jobjectArray>(env, [&](Thread& t) -> Expected<Ref<java::ObjectArray>> {
    t.vm().threads->stop_the_world(t);
    std::vector<Handle<>> stuck = circles(t, monitors_only != JNI_FALSE);
    t.vm().threads->resume_the_world(t);
    if (stuck.empty()) return Ref<java::ObjectArray>();
    VM_TRY(Ref<java::ObjectArray> array, new_array_of(t, known_of(t).java_lang_Thread, stuck.size()));
    for (size_t i = 0; i < stuck.size(); i++) {
      barrier::store_element(array.get(), static_cast<int32_t>(i), stuck[i].unsafe_ref());
    }
    return array;
  });
}

}  // namespace kiln::management
