// tests/unit/gc/fake_vm.h - a VM of two hundred lines for the collector: classes, roots, weak slots, threads.
#pragma once

#include <gtest/gtest.h>

#include <atomic>
#include <condition_variable>
#include <deque>
#include <initializer_list>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "gc/barrier.h"
#include "gc/heap.h"
#include "vm/base/meta_space.h"

namespace kiln::test {

// Flags, and which plan.
struct HeapFlags : Flags {
  bool use_generational = true;
};

// A stop-the-world protocol good enough for tests: mutator threads call poll() and allocate; stop waits for all.
class FakeVm : public VmBinding {
 public:
  explicit FakeVm(const HeapFlags& flags = {}, Log* log = nullptr) : space_("fake classes", 16 * kMiB, 0x10000000) {
    const char* error = nullptr;
    heap_ = Heap::create(flags, {.generational = flags.use_generational}, log, *this, &error);
    if (heap_ == nullptr) VM_FATAL("{}", error);
    Mutator::set_current(&main_);
    add_mutator(&main_);
    byte_array = make_class(ShapeKind::kPrimitiveArray);
    byte_array->element_shift = 0;
    long_array = make_class(ShapeKind::kPrimitiveArray);
    long_array->element_shift = 3;
    ref_array = make_class(ShapeKind::kReferenceArray);
    node = make_class(ShapeKind::kInstance, 20, {{8, 3}});  // id, then three references
    plain = make_class(ShapeKind::kInstance, 4);
    // Reference: queue at 4, next 8, referent 12, discovered 16, timestamp 24
    for (int i = 1; i <= 4; i++) {
      references[i] = make_class(ShapeKind::kReferenceType, 32, {{4, 2}});
      references[i]->strength = static_cast<ReferenceStrength>(i);
    }
    mirror = make_class(ShapeKind::kMirror, 16, {{4, 1}});
    mirror->mirror_class_offset = 8;
    heap_->set_reference_layout({12, 16, 8, 24});
  }

  static constexpr uint32_t kNext = 8, kReferent = 12, kDiscovered = 16, kTimestamp = 24;
  Shape *byte_array, *long_array, *ref_array, *node, *plain, *mirror;
  Shape* references[5] = {};

  Heap& heap() { return *heap_; }
  Mutator& main() { return main_; }

  Shape* make_class(ShapeKind kind, uint32_t instance_size = 0, std::initializer_list<RefRange> ranges = {}) {
    auto* shape = static_cast<Shape*>(space_.allocate(sizeof(Shape), kClassAlignment));
    shape->kind = kind;
    shape->instance_size = instance_size;
    if (ranges.size() != 0) {
      auto* copy = static_cast<RefRange*>(space_.allocate(sizeof(RefRange) * ranges.size(), 8));
      std::copy(ranges.begin(), ranges.end(), copy);
      shape->ref_ranges = Ptr32<const RefRange>(copy);
      shape->ref_range_count = static_cast<uint32_t>(ranges.size());
    }
    return shape;
  }

  static uint32_t header_of(const Shape* shape) { return static_cast<uint32_t>(reinterpret_cast<uintptr_t>(shape)); }

  // Null when the heap is exhausted.
  Ref<> allocate(const Shape* shape, uint64_t size_bytes) { return allocate(main_, shape, size_bytes); }
  Ref<> allocate(Mutator& mutator, const Shape* shape, uint64_t size_bytes) {
    size_bytes = align_up(size_bytes, kObjectAlignment);
    uintptr_t address = mutator.allocate(size_bytes);
    if (address == 0) address = heap_->allocate_slow(mutator, size_bytes);
    if (address == 0) return nullptr;
    for (uint64_t i = 0; i < size_bytes; i += 8) {
      if (*reinterpret_cast<uint64_t*>(address + i) != 0) VM_FATAL("allocated memory is not zero");
    }
    auto* object = reinterpret_cast<Object*>(address);
    object->set<uint32_t>(0, header_of(shape));
    return Ref<>::of(object);
  }
  Ref<> new_instance(const Shape* shape) { return allocate(shape, shape->instance_size); }
  Ref<> new_array(const Shape* shape, int32_t length) { return new_array(main_, shape, length); }
  Ref<> new_array(Mutator& mutator, const Shape* shape, int32_t length) {
    uint32_t shift = shape->kind == ShapeKind::kReferenceArray ? 2 : shape->element_shift;
    Ref<> array = allocate(mutator, shape, kArrayElementsOffset + (static_cast<uint64_t>(length) << shift));
    if (array) array->set<int32_t>(kArrayLengthOffset, length);
    return array;
  }
  Ref<> new_node(int32_t id) {
    Ref<> object = new_instance(node);
    if (object) object->set<int32_t>(4, id);
    return object;
  }
  // `referent` is a root, since the allocation may move it.
  Ref<> new_reference(ReferenceStrength strength, const RefSlot* referent) {
    Ref<> reference = new_instance(references[static_cast<int>(strength)]);
    barrier::store_field(reference.get(), kReferent, Ref<>(*referent));
    return reference;
  }
  static int32_t id_of(Ref<> object) { return object->get<int32_t>(4); }

  RefSlot& add_root(Ref<> object = nullptr) {
    std::lock_guard lock(mutex_);
    return roots_.emplace_back(object.bits());
  }
  RefSlot& add_weak(Ref<> object) { return weak_.emplace_back(object.bits()); }
  void clear_roots() { roots_.clear(); }
  void gc(GcCause cause = GcCause::kSystemGc) { heap_->collect(main_, cause); }

  void add_mutator(Mutator* mutator) {
    heap_->admit(*mutator);
    std::lock_guard lock(mutex_);
    mutators_.push_back(mutator);
  }
  void remove_mutator(Mutator* mutator) {
    heap_->retire(*mutator);
    std::lock_guard lock(mutex_);
    std::erase(mutators_, mutator);
  }

  // ---- Safepoints: `running_` counts threads between enter() and leave() that are not waiting ----
  void enter() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return !stopped_; });
    running_++;
  }
  void leave() {
    std::lock_guard lock(mutex_);
    running_--;
    changed_.notify_all();
  }
  void poll() {
    if (!stop_asked_.load()) return;
    leave();
    enter();
  }

  void stop_the_world() override {
    std::unique_lock lock(mutex_);
    if (!threaded) return;
    running_--;
    changed_.notify_all();
    changed_.wait(lock, [&] { return !stopped_; });
    stopped_ = true;
    stop_asked_ = true;
    changed_.wait(lock, [&] { return running_ == 0; });
  }
  void resume_the_world() override {
    std::lock_guard lock(mutex_);
    if (!threaded) return;
    stopped_ = false;
    stop_asked_ = false;
    running_++;
    changed_.notify_all();
  }
  void run_blocked(const std::function<void()>& wait) override {
    leave();
    wait();
    enter();
  }
  void for_each_mutator(const std::function<void(Mutator&)>& function) override {
    for (Mutator* mutator : mutators_) function(*mutator);
  }
  void visit_roots(RootVisitor& visitor) override {
    root_visits++;
    for (RefSlot& slot : roots_) visitor.visit(&slot);
    for (RefSlot& slot : roots_) visitor.visit(&slot);  // a collector must bear seeing a root twice
  }
  void visit_weak(WeakVisitor& visitor) override {
    for (RefSlot& slot : weak_) slot = visitor.current(Ref<>(slot)).bits();
  }
  void references_pending() override { pending_notices++; }
  bool is_class_structure(uintptr_t address) override {
    return space_.contains(reinterpret_cast<void*>(address)) && address % kClassAlignment == 0;
  }

  bool threaded = false;  // with real threads, each of which calls enter() first
  int pending_notices = 0;
  int root_visits = 0;

 private:
  MetaSpace space_;
  std::unique_ptr<Heap> heap_;
  Mutator main_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<Mutator*> mutators_;
  std::deque<RefSlot> roots_;
  std::deque<RefSlot> weak_;
  int running_ = 0;
  bool stopped_ = false;
  std::atomic<bool> stop_asked_ = false;
};

inline HeapFlags small_heap(int64_t max_bytes) {
  HeapFlags flags;
  flags.max_heap_size = max_bytes;
  return flags;
}
inline HeapFlags verified(int64_t max_bytes) {
  HeapFlags flags = small_heap(max_bytes);
  flags.verify_heap = true;
  return flags;
}

// What the process occupies must stay near the maximum heap, whatever kinds of objects follow one another. `live_kb`: the
// size of what stays alive.
inline void expect_resident_memory_stays_bounded(const HeapFlags& flags, int live_kb) {
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
  GTEST_SKIP() << "shadow memory is resident too";
#endif
  auto resident_bytes = [] {
    FILE* file = fopen("/proc/self/statm", "re");
    long total = 0, resident = 0;
    if (file == nullptr || fscanf(file, "%ld %ld", &total, &resident) != 2) VM_FATAL("cannot read statm");
    fclose(file);
    return resident * static_cast<int64_t>(kPageSize);
  };
  FakeVm vm(flags);
  int64_t before = resident_bytes(), most = 0;
  RefSlot& live = vm.add_root(vm.new_array(vm.ref_array, live_kb));
  for (int i = 0; i < live_kb; i++) barrier::store_element(Ref<>(live).get(), i, vm.new_array(vm.byte_array, 1000));
  for (int round = 0; round < 3; round++) {
    for (int i = 0; i < 200'000; i++) vm.new_array(vm.byte_array, 1000);
    most = std::max(most, resident_bytes());
    for (int i = 0; i < 4000; i++) vm.new_array(vm.byte_array, 50'000);
    most = std::max(most, resident_bytes());
  }
  EXPECT_LT(most - before, flags.max_heap_size + flags.max_heap_size / 8);
  live = 0;
  vm.gc();
  EXPECT_LT(resident_bytes() - before, static_cast<int64_t>(16 * kMiB));
}

// Tests of what every plan must do run once with each, and once more while the old space is always being marked.
enum class PlanUnderTest { kCopying, kGenerational, kMarkingBeside };
class EveryPlan : public ::testing::TestWithParam<PlanUnderTest> {
 protected:
  static HeapFlags small_heap(int64_t max_bytes) { return with_plan(test::small_heap(max_bytes)); }
  static HeapFlags verified(int64_t max_bytes) { return with_plan(test::verified(max_bytes)); }

 private:
  static HeapFlags with_plan(HeapFlags flags) {
    flags.use_generational = GetParam() != PlanUnderTest::kCopying;
    flags.concurrent_mark = GetParam() == PlanUnderTest::kMarkingBeside;
    flags.stress_concurrent_mark = GetParam() == PlanUnderTest::kMarkingBeside;
    return flags;
  }
};
inline std::string plan_name(const ::testing::TestParamInfo<PlanUnderTest>& info) {
  constexpr const char* kNames[] = {"Copying", "Generational", "MarkingBeside"};
  return kNames[static_cast<int>(info.param)];
}
#define KILN_FOR_EVERY_PLAN(suite)                                                                                \
  INSTANTIATE_TEST_SUITE_P(Plans, suite,                                                                          \
                           ::testing::Values(PlanUnderTest::kCopying, PlanUnderTest::kGenerational,               \
                                             PlanUnderTest::kMarkingBeside),                                      \
                           plan_name)

}  // namespace kiln::test
