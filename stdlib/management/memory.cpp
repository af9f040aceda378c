// stdlib/management/memory.cpp - memory pools and managers. Java keeps the beans it gets; a bean is told by its name.
#include "classloader/loading.h"
#include "gc/barrier.h"
#include "gc/heap.h"
#include "stdlib/entry.h"
#include "stdlib/management/management.h"
#include "stdlib/mirror_args.h"
#include "stdlib/static_call.h"
#include "vm/exec/java_call.h"
#include "vm/exec/java_string.h"
#include "vm/ops/resolve.h"

namespace kiln::management {

using stdlib::initialized_boot_class;
using stdlib::jobject_of;
using stdlib::new_array_of;

namespace {

constexpr const char* kHeapPool = "Java Heap";
constexpr const char* kMetaspacePool = "Metaspace";
constexpr const char* kCollector = "Kiln Collector";
constexpr const char* kMetaspaceManager = "Metaspace Manager";
constexpr jlong kNoThreshold = -1;

Expected<Ref<>> call_factory(Thread& t, std::string_view class_name, std::string_view method, std::string_view descriptor,
                             const JavaArguments& arguments) {
  VM_TRY(JavaValue result, stdlib::call_static(t, class_name, method, descriptor, arguments));
  return result.ref();
}

Expected<Ref<>> make_pool(Thread& t, const char* name, bool is_heap) {
  VM_TRY(Ref<java::String> text, make_string(t, name));
  Handle<java::String> name_handle(t, text);
  JavaArguments arguments;
  arguments.push(name_handle).push_int(is_heap).push_long(kNoThreshold).push_long(kNoThreshold);
  return call_factory(t, "sun/management/ManagementFactoryHelper", "createMemoryPool",
                      "(Ljava/lang/String;ZJJ)Ljava/lang/management/MemoryPoolMXBean;", arguments);
}

Expected<Ref<>> make_manager(Thread& t) {
  VM_TRY(Ref<java::String> text, make_string(t, kMetaspaceManager));
  Handle<java::String> name_handle(t, text);
  JavaArguments arguments;
  arguments.push(name_handle);
  return call_factory(t, "sun/management/ManagementFactoryHelper", "createMemoryManager",
                      "(Ljava/lang/String;)Ljava/lang/management/MemoryManagerMXBean;", arguments);
}

// With module jdk.management the bean is its richer one.
Expected<Ref<>> make_collector(Thread& t) {
  constexpr std::string_view kExtension = "com/sun/management/internal/GarbageCollectorExtImpl";
  VM_TRY(Ref<java::String> text, make_string(t, kCollector));
  Handle<java::String> name_handle(t, text);
  JavaArguments arguments;
  arguments.push(name_handle).push(Handle<java::String>());
  VM_TRY(Class * extension, find_boot_class(t, t.vm().symbols->intern(kExtension)));
  return call_factory(t, extension != nullptr ? kExtension : "sun/management/ManagementFactoryHelper",
                     "createGarbageCollector",
                     "(Ljava/lang/String;Ljava/lang/String;)Ljava/lang/management/GarbageCollectorMXBean;", arguments);
}

// `name` of a pool or manager bean.
std::string bean_name(Thread& t, jobject bean) {
  SymbolTable& symbols = *t.vm().symbols;
  Object* object = Ref<>(*slot_of(bean)).get();
  const Field* field = ops::lookup_field(class_of(object), symbols.intern("name"), symbols.intern("Ljava/lang/String;"));
  if (field == nullptr) return {};
  Ref<> name = load_ref(object, field->offset);
  return name.is_null() ? std::string() : string_to_utf8(*t.vm().known, name.get());
}

Expected<Ref<>> make_usage(Thread& t, const HeapUsage& usage, jlong max) {
  VM_TRY(Class * klass, initialized_boot_class(t, "java/lang/management/MemoryUsage"));
  VM_TRY(Ref<> fresh, allocate_instance(t, klass));
  Handle<> object(t, fresh);
  JavaArguments arguments;
  arguments.push(object)
      .push_long(static_cast<jlong>(usage.initial_bytes))
      .push_long(static_cast<jlong>(usage.used_bytes))
      .push_long(static_cast<jlong>(usage.committed_bytes))
      .push_long(max);
  VM_TRY_VOID(call(t, klass->find_declared_method("<init>", "(JJJJ)V"), arguments));
  return object.unsafe_ref();
}

HeapUsage metaspace_usage(Vm& vm) {
  return {0, vm.class_space->used_bytes() + vm.meta_space->used_bytes(),
          vm.class_space->committed_bytes() + vm.meta_space->committed_bytes(), 0};
}

Expected<Ref<>> usage_of(Thread& t, bool is_heap) {
  if (!is_heap) return make_usage(t, metaspace_usage(t.vm()), -1);
  HeapUsage usage = t.vm().heap->usage();
  return make_usage(t, usage, static_cast<jlong>(usage.max_bytes));
}

// An array of `count` beans made by make(i).
template <typename Make>
Expected<Ref<java::ObjectArray>> bean_array(Thread& t, std::string_view element, size_t count, Make&& make) {
  VM_TRY(Class * element_class, initialized_boot_class(t, element));
  VM_TRY(Ref<java::ObjectArray> fresh, new_array_of(t, element_class, count));
  Handle<java::ObjectArray> array(t, fresh);
  for (size_t i = 0; i < count; i++) {
    VM_TRY(Ref<> bean, make(i));
    barrier::store_element(array.unsafe_ref().get(), static_cast<int32_t>(i), bean);
  }
  return array.unsafe_ref();
}

}  // namespace

// Pools of a manager; all for null.
jobjectArray get_memory_pools(JNIEnv* env, jobject manager) {
  return jobject_of<jobjectArray>(env, [&](Thread& t) {
    bool heap = true;
    bool metaspace = true;
    if (manager != nullptr) {
      heap = bean_name(t, manager) == kCollector;
      metaspace = !heap;
    }
    return bean_array(t, "java/lang/management/MemoryPoolMXBean", size_t{heap} + size_t{metaspace}, [&](size_t i) {
      const bool is_heap = heap && i == 0;
      return make_pool(t, is_heap ? kHeapPool : kMetaspacePool, is_heap);
    });
  });
}

// Managers of a pool; all for null.
jobjectArray get_memory_managers(JNIEnv* env, jobject pool) {
  return jobject_of<jobjectArray>(env, [&](Thread& t) {
    bool heap = true;
    bool metaspace = true;
    if (pool != nullptr) {
      heap = bean_name(t, pool) == kHeapPool;
      metaspace = !heap;
    }
    return bean_array(t, "java/lang/management/MemoryManagerMXBean", size_t{heap} + size_t{metaspace},
                      [&](size_t i) { return heap && i == 0 ? make_collector(t) : make_manager(t); });
  });
}

jobject get_pool_usage(JNIEnv* env, jobject pool) {
  return jobject_of(env, [&](Thread& t) { return usage_of(t, bean_name(t, pool) == kHeapPool); });
}

// The peak of `used` is not recorded; what was committed is what it can have been at most.
jobject get_peak_pool_usage(JNIEnv* env, jobject pool) {
  return jobject_of(env, [&](Thread& t) -> Expected<Ref<>> {
    const bool is_heap = bean_name(t, pool) == kHeapPool;
    HeapUsage usage = is_heap ? t.vm().heap->usage() : metaspace_usage(t.vm());
    usage.used_bytes = usage.committed_bytes;
    return make_usage(t, usage, is_heap ? static_cast<jlong>(usage.max_bytes) : -1);
  });
}

jobject get_memory_usage(JNIEnv* env, jboolean heap) {
  return jobject_of(env, [&](Thread& t) { return usage_of(t, heap != JNI_FALSE); });
}

}  // namespace kiln::management
