// The generational plan: ageing, the log of old slots, pins, holes, evacuation, exhaustion.
#include <random>

#include "fake_vm.h"
#include "gc/space/old_space.h"
#include "vm/base/log.h"

namespace kiln::test {
namespace {

class Generational : public ::testing::Test {
 protected:
  static HeapFlags small_heap(int64_t max_bytes) {
    HeapFlags flags = test::small_heap(max_bytes);
    flags.use_generational = true;
    return flags;
  }
  static HeapFlags verified(int64_t max_bytes) {
    HeapFlags flags = small_heap(max_bytes);
    flags.verify_heap = true;
    return flags;
  }
  // A collection of the nursery.
  static void minor(FakeVm& vm) { vm.gc(GcCause::kAllocation); }
};

TEST_F(Generational, ObjectsAgeOnceAndAreThenPromoted) {
  FakeVm vm(verified(64 * kMiB));
  RefSlot& root = vm.add_root(vm.new_node(7));
  uint32_t eden = root;
  minor(vm);
  uint32_t survivor = root;
  EXPECT_NE(eden, survivor);
  minor(vm);
  uint32_t old = root;
  EXPECT_NE(survivor, old);
  for (int i = 0; i < 3; i++) {
    minor(vm);
    EXPECT_EQ(old, root);
  }
  EXPECT_EQ(7, FakeVm::id_of(Ref<>(root)));
  EXPECT_EQ(0u, vm.heap().totals().full_collections);
}

TEST_F(Generational, OldSlotsAreLoggedOnce) {
  FakeVm vm(verified(64 * kMiB));
  RefSlot& root = vm.add_root(vm.new_node(1));
  barrier::store_field(Ref<>(root).get(), 8, Ref<>(root));
  EXPECT_TRUE(vm.main().log.empty());  // young
  vm.gc();
  Ref<> young = vm.new_node(2);
  for (int i = 0; i < 3; i++) barrier::store_field(Ref<>(root).get(), 12, young);
  ASSERT_EQ(1u, vm.main().log.size());
  EXPECT_EQ(Ref<>(root)->at<uint32_t>(12), vm.main().log[0]);
  minor(vm);
  ASSERT_EQ(2, FakeVm::id_of(load_ref(Ref<>(root).get(), 12)));
  EXPECT_TRUE(vm.main().log.empty());
  barrier::store_field(Ref<>(root).get(), 12, vm.new_node(3));  // still in the heap's log: it holds a survivor
  EXPECT_TRUE(vm.main().log.empty());
  minor(vm);
  minor(vm);
  EXPECT_EQ(3, FakeVm::id_of(load_ref(Ref<>(root).get(), 12)));
  barrier::store_field(Ref<>(root).get(), 12, vm.new_node(4));
  EXPECT_EQ(1u, vm.main().log.size());
  minor(vm);
  EXPECT_EQ(4, FakeVm::id_of(load_ref(Ref<>(root).get(), 12)));
  EXPECT_EQ(0u + 1, vm.heap().totals().full_collections);
}

TEST_F(Generational, PromotedObjectsRememberSurvivors) {
  FakeVm vm(verified(64 * kMiB));
  RefSlot& root = vm.add_root(vm.new_node(1));
  minor(vm);
  barrier::store_field(Ref<>(root).get(), 8, vm.new_node(2));
  minor(vm);  // the first is promoted, the second survives
  minor(vm);
  EXPECT_EQ(2, FakeVm::id_of(load_ref(Ref<>(root).get(), 8)));
}

TEST_F(Generational, LargeObjectsAgeOnceAndStayWhereTheyAre) {
  FakeVm vm(verified(64 * kMiB));
  RefSlot& old = vm.add_root(vm.new_node(1));
  vm.gc();
  RefSlot& array = vm.add_root(vm.new_array(vm.ref_array, 50'000));
  uint32_t before = array;
  barrier::store_element(Ref<>(array).get(), 49'999, Ref<>(old));
  barrier::store_field(Ref<>(old).get(), 8, Ref<>(array));
  array = 0;  // only the old object's logged slot refers to it
  minor(vm);
  Object* large = load_ref(Ref<>(old).get(), 8).get();
  ASSERT_EQ(before, Ref<>::of(large).bits());
  barrier::store_element(large, 1, vm.new_node(2));
  EXPECT_TRUE(vm.main().log.empty());  // still young
  minor(vm);
  barrier::store_element(large, 2, vm.new_node(3));
  EXPECT_EQ(1u, vm.main().log.size());  // old now
  for (int i = 0; i < 3; i++) {
    minor(vm);
    ASSERT_EQ(before, load_ref(Ref<>(old).get(), 8).bits());
    EXPECT_EQ(2, FakeVm::id_of(load_element(large, 1)));
    EXPECT_EQ(3, FakeVm::id_of(load_element(large, 2)));
    EXPECT_EQ(1, FakeVm::id_of(load_element(large, 49'999)));
  }
  EXPECT_EQ(1u, vm.heap().totals().full_collections);
}

// Arrays that each survive one collection at most never come to the old space, and the memory they take turns goes round.
TEST_F(Generational, LargeArraysThatTurnOverNeedNoFullCollections) {
  FakeVm vm(small_heap(256 * kMiB));
  constexpr int kRing = 40;
  RefSlot& ring = vm.add_root(vm.new_array(vm.ref_array, kRing));
  vm.gc();
  uint64_t full = vm.heap().totals().full_collections;
  uint64_t most = 0;
  for (int i = 0; i < 20'000; i++) {
    barrier::store_element(Ref<>(ring).get(), i % kRing, vm.new_array(vm.byte_array, 20'000 + i % 7 * 10'000));
    most = std::max(most, vm.heap().usage().used_bytes);
  }
  EXPECT_EQ(full, vm.heap().totals().full_collections);
  EXPECT_LT(most, 48 * kMiB);
}

TEST_F(Generational, RangesOfOldArraysAreLogged) {
  FakeVm vm(verified(64 * kMiB));
  for (int length : {3, 1000, 50'000}) {
    RefSlot& to = vm.add_root(vm.new_array(vm.ref_array, length));
    vm.gc();
    RefSlot& from = vm.add_root(vm.new_array(vm.ref_array, length));
    for (int i = 0; i < length; i += 3) barrier::store_element(Ref<>(from).get(), i, vm.new_node(i));
    barrier::copy_range(Ref<>(to).get(), Ref<>(to)->elements<uint32_t>(), Ref<>(from)->elements<uint32_t>(),
                        static_cast<size_t>(length));
    EXPECT_EQ(static_cast<size_t>(length), vm.main().log.size());
    from = 0;
    minor(vm);
    minor(vm);
    for (int i = 0; i < length; i += 3) ASSERT_EQ(i, FakeVm::id_of(load_element(Ref<>(to).get(), i)));
  }
}

TEST_F(Generational, LogOfAThreadThatLeavesIsKept) {
  FakeVm vm(verified(64 * kMiB));
  RefSlot& root = vm.add_root(vm.new_node(1));
  vm.gc();
  {
    Mutator other;
    vm.add_mutator(&other);
    Mutator::set_current(&other);
    Ref<> young = vm.allocate(other, vm.node, vm.node->instance_size);
    young->set<int32_t>(4, 2);
    barrier::store_field(Ref<>(root).get(), 8, young);
    Mutator::set_current(&vm.main());
    vm.remove_mutator(&other);
  }
  minor(vm);
  EXPECT_EQ(2, FakeVm::id_of(load_ref(Ref<>(root).get(), 8)));
}

TEST_F(Generational, PinnedObjectsStayThroughEveryCollection) {
  FakeVm vm(verified(32 * kMiB));
  RefSlot& before = vm.add_root(vm.new_node(1));
  RefSlot& pinned = vm.add_root(vm.new_array(vm.byte_array, 100));
  RefSlot& behind = vm.add_root(vm.new_node(2));
  barrier::store_field(Ref<>(before).get(), 8, Ref<>(behind));
  Object* address = vm.heap().pin(vm.main(), &pinned);
  barrier::store_field(Ref<>(behind).get(), 8, vm.new_node(3));
  for (GcCause cause : {GcCause::kAllocation, GcCause::kSystemGc, GcCause::kAllocation, GcCause::kLastDitch}) {
    barrier::store_field(Ref<>(before).get(), 12, vm.new_node(4));
    vm.gc(cause);
    ASSERT_EQ(address, Ref<>(pinned).get());
    EXPECT_EQ(3, FakeVm::id_of(load_ref(Ref<>(behind).get(), 8)));
    EXPECT_EQ(4, FakeVm::id_of(load_ref(Ref<>(before).get(), 12)));
  }
  vm.heap().unpin(vm.main(), address);
  pinned = before = behind = 0;
  vm.gc();
  EXPECT_EQ(0u, vm.heap().usage().used_bytes);
}

// While nearly everything survives, the nursery becomes old where it is.
TEST_F(Generational, NurseriesThatSurviveAreNotCopied) {
  FakeVm vm(verified(64 * kMiB));
  constexpr int kNodes = 5000;
  RefSlot& array = vm.add_root(vm.new_array(vm.ref_array, 4 * kNodes));
  auto fill = [&](int from) {
    for (int i = from; i < from + kNodes; i++) barrier::store_element(Ref<>(array).get(), i, vm.new_node(i));
  };
  for (int turn = 0; turn < 3; turn++) {
    fill(turn * kNodes);
    if (turn != 1) minor(vm);  // the first is copied, and tells what to expect
    if (turn == 1) {
      // Of these a third dies, and some refer to each other.
      for (int i = kNodes; i < 2 * kNodes; i += 3) barrier::store_element(Ref<>(array).get(), i, {});
      for (int i = kNodes + 1; i < 2 * kNodes; i += 3) {
        barrier::store_field(load_element(Ref<>(array).get(), i).get(), 8, load_element(Ref<>(array).get(), i + 1));
      }
      uint32_t place = load_element(Ref<>(array).get(), kNodes + 1).bits();
      minor(vm);
      EXPECT_EQ(place, load_element(Ref<>(array).get(), kNodes + 1).bits());
      uint32_t old = load_element(Ref<>(array).get(), kNodes + 1).bits();
      minor(vm);
      EXPECT_EQ(old, load_element(Ref<>(array).get(), kNodes + 1).bits());
      // Its slots are logged from now on.
      barrier::store_field(Ref<>(old).get(), 12, vm.new_node(-7));
      EXPECT_EQ(1u, vm.main().log.size());
      minor(vm);
      EXPECT_EQ(-7, FakeVm::id_of(load_ref(Ref<>(old).get(), 12)));
    }
  }
  vm.gc();
  for (int i = 0; i < 3 * kNodes; i++) {
    Ref<> node = load_element(Ref<>(array).get(), i);
    if (i / kNodes == 1 && (i - kNodes) % 3 == 0) {
      EXPECT_TRUE(node.is_null());
      continue;
    }
    ASSERT_EQ(i, FakeVm::id_of(node));
    if (i / kNodes == 1 && (i - kNodes) % 3 == 1 && i + 1 < 2 * kNodes) ASSERT_EQ(i + 1, FakeVm::id_of(load_ref(node.get(), 8)));
  }
}

// An array is scanned piece by piece; what waits to be scanned is no multiple of it.
TEST_F(Generational, LongArraysAreScannedInPieces) {
  FakeVm vm(verified(64 * kMiB));
  for (int length : {511, 512, 513, 1024, 1025, 300'000}) {
    RefSlot& array = vm.add_root(vm.new_array(vm.ref_array, length));
    for (int i = 0; i < length; i++) {
      if (i % 5 != 0) barrier::store_element(Ref<>(array).get(), i, vm.new_node(i));
    }
    minor(vm);
    vm.gc();
    vm.gc(GcCause::kLastDitch);
    for (int i = 0; i < length; i++) {
      if (i % 5 != 0) ASSERT_EQ(i, FakeVm::id_of(load_element(Ref<>(array).get(), i)));
    }
    array = 0;
  }
}

TEST_F(Generational, HoldsNearlyTheMaximum) {
  FakeVm vm(small_heap(64 * kMiB));
  RefSlot& list = vm.add_root();
  uint64_t bytes = 0;
  while (Ref<> next = vm.new_array(vm.ref_array, 10)) {
    barrier::store_element(next.get(), 0, Ref<>(list));
    list = next.bits();
    bytes += 48;
  }
  EXPECT_GT(bytes, 61 * kMiB);
  uint64_t count = 0;
  for (Ref<> at(list); at; at = load_element(at.get(), 0)) count++;
  EXPECT_EQ(bytes / 48, count);
  list = 0;
  EXPECT_TRUE(vm.new_array(vm.byte_array, 60 * kMiB));
}

TEST_F(Generational, HolesAreBroughtTogether) {
  FakeVm vm(small_heap(32 * kMiB));
  constexpr int kCount = 28 * 1024;
  RefSlot& table = vm.add_root(vm.new_array(vm.ref_array, kCount));
  for (int i = 0; i < kCount; i++) {
    Ref<> object = vm.new_array(vm.byte_array, 1000);
    ASSERT_TRUE(object) << i;
    object->set<int32_t>(8, i);
    barrier::store_element(Ref<>(table).get(), i, object);
  }
  // Every block keeps one object out of three; then the freed two thirds are asked for in other sizes.
  for (int i = 0; i < kCount; i++) {
    if (i % 3 != 0) barrier::store_element(Ref<>(table).get(), i, nullptr);
  }
  RefSlot& more = vm.add_root(vm.new_array(vm.ref_array, 1000));
  for (int i = 0; i < 1000; i++) {
    Ref<> object = vm.new_array(vm.byte_array, 15'000);
    ASSERT_TRUE(object) << i;
    barrier::store_element(Ref<>(more).get(), i, object);
  }
  for (int i = 0; i < kCount; i += 3) ASSERT_EQ(i, load_element(Ref<>(table).get(), i)->get<int32_t>(8));
}

TEST_F(Generational, SoftReferencesOutliveMinorCollections) {
  FakeVm vm(verified(32 * kMiB));
  RefSlot& scratch = vm.add_root(vm.new_node(1));
  RefSlot& soft = vm.add_root(vm.new_reference(ReferenceStrength::kSoft, &scratch));
  scratch = vm.new_node(2).bits();
  RefSlot& weak = vm.add_root(vm.new_reference(ReferenceStrength::kWeak, &scratch));
  scratch = 0;
  minor(vm);
  EXPECT_FALSE(load_ref(Ref<>(soft).get(), FakeVm::kReferent).is_null());
  EXPECT_TRUE(load_ref(Ref<>(weak).get(), FakeVm::kReferent).is_null());
  vm.gc(GcCause::kLastDitch);
  EXPECT_TRUE(load_ref(Ref<>(soft).get(), FakeVm::kReferent).is_null());
}

// A reference in the old space whose referent is young, and the list of pending ones across generations.
TEST_F(Generational, OldReferencesKeepUpWithTheirReferents) {
  FakeVm vm(verified(32 * kMiB));
  RefSlot& target = vm.add_root(vm.new_node(0));
  std::vector<RefSlot*> references;
  for (int round = 0; round < 6; round++) {
    references.push_back(&vm.add_root(vm.new_reference(ReferenceStrength::kWeak, &target)));
    target = vm.new_node(round + 1).bits();
    for (RefSlot* reference : references) barrier::store_field(Ref<>(*reference).get(), FakeVm::kReferent, Ref<>(target));
    minor(vm);
    for (RefSlot* reference : references) EXPECT_EQ(target, load_ref(Ref<>(*reference).get(), FakeVm::kReferent).bits());
  }
  target = 0;
  vm.gc();
  for (RefSlot* reference : references) EXPECT_TRUE(load_ref(Ref<>(*reference).get(), FakeVm::kReferent).is_null());
  for (int i = 0; i < 3; i++) minor(vm);
  size_t pending = 0;
  for (Ref<> at = vm.heap().take_pending_references(); at; at = load_ref(at.get(), FakeVm::kDiscovered)) pending++;
  EXPECT_EQ(references.size(), pending);
}

TEST_F(Generational, LogsNurseryAndOldSpace) {
  testing::internal::CaptureStdout();
  {
    Log log;
    ASSERT_TRUE(log.configure(":gc*=debug:stdout:level,tags"));
    FakeVm vm(small_heap(64 * kMiB), &log);
    vm.add_root(vm.new_node(1));
    minor(vm);
    vm.gc();
  }
  std::string text = testing::internal::GetCapturedStdout();
  EXPECT_NE(std::string::npos, text.find("Using Generational")) << text;
  EXPECT_NE(std::string::npos, text.find("] GC(0) Pause Young (Allocation Failure) ")) << text;
  EXPECT_NE(std::string::npos, text.find("] GC(1) Pause Full (System.gc()) ")) << text;
  EXPECT_NE(std::string::npos, text.find("] GC(0) Eden: 32K->0K(")) << text;
  EXPECT_NE(std::string::npos, text.find("{\"id\":1,\"kind\":\"Full\",\"cause\":\"System.gc()\",\"pause\":")) << text;
}

TEST_F(Generational, ResidentMemoryStaysBounded) { expect_resident_memory_stays_bounded(small_heap(96 * kMiB), 60 * 1024); }

// Two workers: a graph large enough that both have something to do, compared with what it was.
TEST_F(Generational, TwoWorkersKeepTheGraph) {
  FakeVm vm(verified(128 * kMiB));
  constexpr int kCount = 200'000;
  RefSlot& table = vm.add_root(vm.new_array(vm.ref_array, kCount));
  std::mt19937 random(3);
  std::vector<int> linked(kCount, -1);
  for (int round = 0; round < 4; round++) {
    for (int i = round; i < kCount; i += 4) {
      Ref<> object = vm.new_node(i);
      if (i % 5 == 0) vm.heap().identity_hash(object.get());
      barrier::store_element(Ref<>(table).get(), i, object);
    }
    for (int i = 0; i < kCount; i += 2) {
      int other = static_cast<int>(random() % kCount);
      Ref<> from = load_element(Ref<>(table).get(), i);
      Ref<> to = load_element(Ref<>(table).get(), other);
      if (!from || !to) continue;
      barrier::store_field(from.get(), 12, to);
      linked[static_cast<size_t>(i)] = other;
    }
    vm.gc(round % 2 == 0 ? GcCause::kSystemGc : GcCause::kAllocation);
    for (int i = 0; i < kCount; i++) {
      Ref<> object = load_element(Ref<>(table).get(), i);
      if (!object) continue;
      ASSERT_EQ(i, FakeVm::id_of(object));
      Ref<> to = load_ref(object.get(), 12);
      if (linked[static_cast<size_t>(i)] >= 0 && to) {
        ASSERT_EQ(linked[static_cast<size_t>(i)], FakeVm::id_of(to));
      }
    }
    for (int i = round; i < kCount; i += 4) linked[static_cast<size_t>(i)] = i + 4 < kCount ? linked[static_cast<size_t>(i)] : -1;
  }
}

TEST_F(Generational, StressMovesOldObjectsToo) {
  HeapFlags flags = small_heap(16 * kMiB);
  flags.stress_gc_interval = 1;
  FakeVm vm(flags);
  RefSlot& root = vm.add_root(vm.new_node(5));
  int moves = 0;
  for (int i = 0; i < 30; i++) {
    uint32_t before = root;
    vm.new_node(6);
    moves += before != root;
    EXPECT_EQ(5, FakeVm::id_of(Ref<>(root)));
  }
  EXPECT_GE(moves, 10);
}

}  // namespace
}  // namespace kiln::test
