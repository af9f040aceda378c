// Marking the old space beside the program: what was reachable at the end stays, whatever the program did meanwhile, and
// what was not goes. Cycles are driven by collections of the nursery; VerifyHeap checks the marks after each cycle.
#include <chrono>
#include <thread>
#include <vector>

#include "fake_vm.h"

namespace kiln::test {
namespace {

class OldCycles : public ::testing::Test {
 protected:
  static HeapFlags flags() {
    HeapFlags flags = verified(64 * kMiB);
    flags.stress_concurrent_mark = true;
    return flags;
  }
  static void minor(FakeVm& vm) { vm.gc(GcCause::kAllocation); }
  static uint64_t cycles(FakeVm& vm) { return vm.heap().collector_totals(1).collections; }
  // Collections of the nursery until `count` more cycles have ended.
  static void run_cycles(FakeVm& vm, uint64_t count) {
    uint64_t goal = cycles(vm) + count;
    for (int i = 0; i < 100'000 && cycles(vm) < goal; i++) minor(vm);
    ASSERT_GE(cycles(vm), goal);
  }
  // A chain of old nodes, the first one held by `root`; field 8 leads on.
  static void old_chain(FakeVm& vm, RefSlot& root, int length) {
    RefSlot& last = vm.add_root();
    for (int i = length; i-- > 0;) {
      Ref<> node = vm.new_node(i);
      barrier::store_field(node.get(), 8, Ref<>(last));
      last = node.bits();
    }
    root = last;
    last = 0;
    minor(vm);
    minor(vm);
    minor(vm);
  }
  RefSlot* carrier_ = nullptr;
  static int chain_length(RefSlot root) {
    int length = 0;
    for (Ref<> node(root); !node.is_null(); node = load_ref(node.get(), 8)) {
      EXPECT_EQ(length, FakeVm::id_of(node));
      length++;
    }
    return length;
  }
};

TEST_F(OldCycles, DeadOldObjectsGoWithoutAFullCollection) {
  FakeVm vm(flags());
  RefSlot& root = vm.add_root();
  RefSlot& kept = vm.add_root();
  old_chain(vm, root, 20'000);
  old_chain(vm, kept, 5'000);
  uint64_t before = vm.heap().usage().used_bytes;
  root = 0;
  run_cycles(vm, 3);
  for (int i = 0; i < 20'000 && vm.heap().usage().used_bytes >= before / 2; i++) minor(vm);
  EXPECT_LT(vm.heap().usage().used_bytes, before / 2);
  EXPECT_EQ(5'000, chain_length(kept));
  EXPECT_EQ(0u, vm.heap().totals().full_collections);
}

TEST_F(OldCycles, ChainsThatAreMovedWhileMarkingGoesOnAreKept) {
  FakeVm vm(flags());
  RefSlot& root = vm.add_root();
  RefSlot& other = vm.add_root(vm.new_node(0));
  old_chain(vm, root, 3'000);
  uint64_t goal = cycles(vm) + 3;
  for (int turn = 0; cycles(vm) < goal; turn++) {
    // The chain hangs now in one object, now in another, which may have been scanned already.
    if (turn % 2 == 0) {
      barrier::store_field(Ref<>(other).get(), 12, Ref<>(root));
      root = 0;
    } else {
      root = load_ref(Ref<>(other).get(), 12).bits();
      barrier::store_field(Ref<>(other).get(), 12, nullptr);
    }
    minor(vm);
    RefSlot chain = root != 0 ? root : load_ref(Ref<>(other).get(), 12).bits();
    ASSERT_EQ(3'000, chain_length(chain));
  }
}

TEST_F(OldCycles, ReferentsThatWereLoadedAreKept) {
  FakeVm vm(flags());
  RefSlot& referent = vm.add_root();
  RefSlot& holder = vm.add_root(vm.new_node(0));
  old_chain(vm, referent, 100);
  RefSlot& weak = vm.add_root(vm.new_reference(ReferenceStrength::kWeak, &referent));
  minor(vm);
  minor(vm);
  uint64_t goal = cycles(vm) + 5;
  for (int turn = 0; cycles(vm) < goal; turn++) {
    // Between two collections the object is only weakly reachable for a while; then it hangs in an old object again.
    barrier::store_field(Ref<>(holder).get(), 12, turn % 3 == 0 ? Ref<>(referent) : nullptr);
    referent = turn % 3 == 0 ? 0 : load_ref(Ref<>(weak).get(), FakeVm::kReferent).bits();
    minor(vm);
    referent = load_ref(Ref<>(weak).get(), FakeVm::kReferent).bits();
    ASSERT_EQ(100, chain_length(referent));
  }
}

TEST_F(OldCycles, ReferencesAreDecided) {
  FakeVm vm(flags());
  RefSlot* roots[5] = {};
  RefSlot& referent = vm.add_root();
  for (int strength = 1; strength <= 4; strength++) {
    roots[strength] = &vm.add_root();
    referent = vm.new_node(strength).bits();
    *roots[strength] = vm.new_reference(static_cast<ReferenceStrength>(strength), &referent).bits();
    if (strength == 1) Ref<>(*roots[strength])->set<int64_t>(FakeVm::kTimestamp, INT64_MAX / 2);
  }
  for (int i = 0; i < 3; i++) minor(vm);  // references and referents are old; `referent` holds the phantom's
  RefSlot& entry = vm.add_weak(load_ref(Ref<>(*roots[2]).get(), FakeVm::kReferent));
  RefSlot& held = vm.add_weak(Ref<>(referent));
  run_cycles(vm, 3);
  EXPECT_FALSE(load_ref(Ref<>(*roots[1]).get(), FakeVm::kReferent).is_null());  // soft, used lately
  EXPECT_TRUE(load_ref(Ref<>(*roots[2]).get(), FakeVm::kReferent).is_null());
  EXPECT_EQ(3, FakeVm::id_of(load_ref(Ref<>(*roots[3]).get(), FakeVm::kReferent)));  // final: kept alive, pending
  EXPECT_EQ(*roots[3], load_ref(Ref<>(*roots[3]).get(), FakeVm::kNext).bits());
  EXPECT_EQ(0u, entry);
  EXPECT_EQ(referent, held);
  EXPECT_TRUE(vm.heap().has_pending_references());
  EXPECT_GT(vm.pending_notices, 0);
  int pending = 0;
  for (Ref<> at = vm.heap().take_pending_references(); !at.is_null(); at = load_ref(at.get(), FakeVm::kDiscovered)) pending++;
  EXPECT_EQ(2, pending);
  referent = 0;
  run_cycles(vm, 2);
  EXPECT_TRUE(load_ref(Ref<>(*roots[4]).get(), FakeVm::kReferent).is_null());
  EXPECT_EQ(0u, held);
  EXPECT_EQ(0u, vm.heap().totals().full_collections);
}

// Targets move from holder to holder, some of which have been scanned and some not; each target hangs in one place only,
// at times in a young object that is promoted later. Nothing but logged slots and promoted objects tells the marker.
TEST_F(OldCycles, TargetsThatChangeTheirOnlyHolderAreKept) {
  FakeVm vm(flags());
  constexpr int kCount = 20'000;
  RefSlot& holders = vm.add_root(vm.new_array(vm.ref_array, kCount));
  for (int i = 0; i < kCount; i++) {
    barrier::store_element(Ref<>(holders).get(), i, vm.new_node(-1));
    Ref<> target = vm.new_node(i);
    barrier::store_field(load_element(Ref<>(holders).get(), i).get(), 8, target);
  }
  for (int i = 0; i < 3; i++) minor(vm);
  unsigned state = 1;
  auto pick = [&state] { return static_cast<int32_t>((state = state * 1664525 + 1013904223) >> 8) % kCount; };
  uint64_t goal = cycles(vm) + 4;
  while (cycles(vm) < goal) {
    for (int i = 0; i < 300; i++) {
      int32_t from = pick(), to = pick();
      RefSlot& fresh = carrier_ != nullptr ? *carrier_ : *(carrier_ = &vm.add_root());
      fresh = i % 3 == 0 ? vm.new_node(-2).bits() : 0;
      Object* source = load_element(Ref<>(holders).get(), from).get();
      Object* sink = load_element(Ref<>(holders).get(), to).get();
      Ref<> moved = load_ref(source, 8), other = load_ref(sink, 8);
      barrier::store_field(source, 8, other);
      if (fresh != 0) {  // by way of a young object, which hangs in front of the target
        barrier::store_field(Ref<>(fresh).get(), 8, moved);
        moved = Ref<>(fresh);
      }
      barrier::store_field(sink, 8, moved);
      fresh = 0;
    }
    minor(vm);
  }
  std::vector<int> seen(kCount);
  for (int i = 0; i < kCount; i++) {
    Ref<> at = load_ref(load_element(Ref<>(holders).get(), i).get(), 8);
    while (FakeVm::id_of(at) == -2) at = load_ref(at.get(), 8);
    seen[static_cast<size_t>(FakeVm::id_of(at))]++;
  }
  for (int count : seen) ASSERT_EQ(1, count);
}

// Pending references hang in each other by a field that no barrier sees.
TEST_F(OldCycles, PendingListsAreKept) {
  FakeVm vm(flags());
  RefSlot& array = vm.add_root(vm.new_array(vm.ref_array, 500));
  RefSlot& referent = vm.add_root();
  run_cycles(vm, 1);
  int expected = 0, found = 0;
  for (int turn = 0; turn < 60; turn++) {
    for (int i = 0; i < 20; i++) {
      referent = vm.new_node(i).bits();
      Ref<> weak = vm.new_reference(ReferenceStrength::kWeak, &referent);
      barrier::store_element(Ref<>(array).get(), (turn * 20 + i) % 500, weak);
      expected++;
    }
    referent = 0;
    if (turn % 2 == 0) minor(vm);  // the reference is promoted, the referent dies later
    barrier::store_element(Ref<>(array).get(), turn, nullptr);
    minor(vm);
    if (turn % 7 != 0) continue;
    RefSlot& list = vm.add_root(vm.heap().take_pending_references());
    for (; list != 0; found++) {
      Ref<> reference(list);
      list = load_ref(reference.get(), FakeVm::kDiscovered).bits();
      barrier::store_field(reference.get(), FakeVm::kDiscovered, nullptr);
      if (found % 10 == 0) minor(vm);
    }
  }
  EXPECT_GT(found, expected / 2);
}

TEST_F(OldCycles, LongArraysAndLargeObjects) {
  FakeVm vm(flags());
  constexpr int kLength = 50'000;
  RefSlot& array = vm.add_root(vm.new_array(vm.ref_array, kLength));
  RefSlot& dead = vm.add_root(vm.new_array(vm.ref_array, kLength));
  for (int i = 0; i < kLength; i += 7) barrier::store_element(Ref<>(array).get(), i, vm.new_node(i));
  barrier::store_element(Ref<>(array).get(), 1, vm.new_array(vm.long_array, 20'000));
  minor(vm);
  uint64_t before = vm.heap().usage().used_bytes;
  dead = 0;
  uint64_t goal = cycles(vm) + 4;
  for (int turn = 0; cycles(vm) < goal; turn++) {
    barrier::store_element(Ref<>(array).get(), 2 + turn % 5, vm.new_node(2 + turn % 5));
    if (turn % 5 == 0) barrier::store_element(Ref<>(array).get(), 1, vm.new_array(vm.long_array, 20'000));
    minor(vm);
  }
  // What is dead is released in the background, some of it by the cycle after.
  for (int i = 0; i < 20'000 && vm.heap().usage().used_bytes > before; i++) {
    minor(vm);
    std::this_thread::sleep_for(std::chrono::microseconds(50));  // pauses that follow each other leave the background no time
  }
  for (int i = 7; i < kLength; i += 7) ASSERT_EQ(i, FakeVm::id_of(load_element(Ref<>(array).get(), i)));
  EXPECT_LE(vm.heap().usage().used_bytes, before);
}

TEST_F(OldCycles, PinnedYoungObjectsBecomeOldWhileMarkingGoesOn) {
  FakeVm vm(flags());
  RefSlot& chain = vm.add_root();
  old_chain(vm, chain, 2'000);
  RefSlot& keep = vm.add_root();
  for (int i = 0; i < 30; i++) {
    keep = vm.new_node(i).bits();
    Object* pinned = vm.heap().pin(vm.main(), &keep);
    barrier::store_field(pinned, 8, vm.new_node(1000 + i));
    minor(vm);
    minor(vm);
    EXPECT_EQ(pinned, Ref<>(keep).get());
    vm.heap().unpin(vm.main(), pinned);
    EXPECT_EQ(1000 + i, FakeVm::id_of(load_ref(pinned, 8)));
  }
  run_cycles(vm, 2);
  EXPECT_EQ(29, FakeVm::id_of(Ref<>(keep)));
}

TEST_F(OldCycles, FullCollectionsAbandonACycle) {
  FakeVm vm(flags());
  RefSlot& chain = vm.add_root();
  old_chain(vm, chain, 10'000);
  for (int i = 0; i < 20; i++) {
    for (int young = 0; young < i; young++) minor(vm);  // marking, sweeping or nothing is under way
    vm.gc(i % 5 == 0 ? GcCause::kLastDitch : GcCause::kSystemGc);
    ASSERT_EQ(10'000, chain_length(chain));
  }
  uint64_t full = vm.heap().totals().full_collections;
  EXPECT_EQ(20u, full);
  chain = 0;
  run_cycles(vm, 2);
  for (int i = 0; i < 20'000 && vm.heap().usage().used_bytes >= 100 * kKiB; i++) minor(vm);
  EXPECT_LT(vm.heap().usage().used_bytes, 100 * kKiB);
}

// Without stress. Each pause hands in an object that marking has not met, so there is never nothing to do when a pause begins.
TEST_F(OldCycles, EndThoughEveryPauseHandsInAnObject) {
  HeapFlags flags = small_heap(256 * kMiB);
  flags.initial_heap_size = 16 * kMiB;
  flags.concurrent_mark = true;
  FakeVm vm(flags);
  constexpr int kHidden = 1000, kChain = 40'000, kBallast = 20;
  RefSlot& holder = vm.add_root(vm.new_node(0));
  RefSlot& weak = vm.add_root(vm.new_array(vm.ref_array, kHidden));
  RefSlot& hidden = vm.add_root(vm.new_array(vm.ref_array, kHidden));
  for (int i = 0; i < kHidden; i++) {
    barrier::store_element(Ref<>(hidden).get(), i, vm.new_node(i));
    RefSlot& referent = vm.add_root(load_element(Ref<>(hidden).get(), i));
    barrier::store_element(Ref<>(weak).get(), i, vm.new_reference(ReferenceStrength::kWeak, &referent));
    referent = 0;
  }
  RefSlot& chain = vm.add_root();
  old_chain(vm, chain, kChain);
  hidden = 0;  // the nodes are old, and only referents
  RefSlot& ballast = vm.add_root(vm.new_array(vm.ref_array, kBallast));
  for (int i = 0; i < kBallast; i++) barrier::store_element(Ref<>(ballast).get(), i, vm.new_array(vm.byte_array, kMiB));
  minor(vm);  // a cycle begins
  ASSERT_EQ(0u, cycles(vm));
  int next = 0;
  for (; next < kHidden && cycles(vm) == 0; next++) {
    Ref<> reference = load_element(Ref<>(weak).get(), next);
    barrier::store_field(Ref<>(holder).get(), 8, load_ref(reference.get(), FakeVm::kReferent));
    minor(vm);
  }
  EXPECT_EQ(1u, cycles(vm));
  EXPECT_EQ(0u, vm.heap().totals().full_collections);
  EXPECT_EQ(next - 1, FakeVm::id_of(load_ref(Ref<>(holder).get(), 8)));
  EXPECT_EQ(kChain, chain_length(chain));
}

// Under stress each cycle empties every second block.
TEST_F(OldCycles, BlocksAreEmptiedAndAllReferencesMended) {
  FakeVm vm(flags());
  constexpr int kChain = 3'000;
  RefSlot& chain = vm.add_root();
  old_chain(vm, chain, kChain);
  RefSlot& array = vm.add_root(vm.new_array(vm.ref_array, kChain));
  std::vector<uint32_t> addresses;
  std::vector<int32_t> hashes;
  for (Ref<> node(chain); !node.is_null(); node = load_ref(node.get(), 8)) {
    auto i = static_cast<int32_t>(addresses.size());
    barrier::store_element(Ref<>(array).get(), i, node);
    if (i % 3 == 0) hashes.push_back(vm.heap().identity_hash(node.get()));
    addresses.push_back(node.bits());
  }
  auto node_at = [&array](int i) { return load_element(Ref<>(array).get(), i); };
  RefSlot& entry = vm.add_weak(node_at(1'000));
  RefSlot& referent = vm.add_root(node_at(2'000));
  RefSlot& weak = vm.add_root(vm.new_reference(ReferenceStrength::kWeak, &referent));
  referent = 0;
  uint64_t goal = cycles(vm) + 8;
  for (int turn = 0; cycles(vm) < goal; turn++) {
    // Young objects that refer to old ones, and old ones that get other references while marking goes on.
    RefSlot& young = vm.add_root(vm.new_node(turn));
    barrier::store_field(Ref<>(young).get(), 8, node_at(turn % kChain));
    barrier::store_field(node_at(turn * 7 % kChain).get(), 12, node_at(turn * 13 % kChain));
    minor(vm);
    ASSERT_EQ(node_at(turn % kChain), load_ref(Ref<>(young).get(), 8));
    ASSERT_EQ(turn * 13 % kChain, FakeVm::id_of(load_ref(node_at(turn * 7 % kChain).get(), 12)));
  }
  EXPECT_EQ(0u, vm.heap().totals().full_collections);
  ASSERT_EQ(kChain, chain_length(chain));
  int moved = 0, at = 0;
  for (Ref<> node(chain); !node.is_null(); node = load_ref(node.get(), 8), at++) {
    ASSERT_EQ(node, node_at(at));
    if (at % 3 == 0) ASSERT_EQ(hashes[static_cast<size_t>(at / 3)], vm.heap().identity_hash(node.get()));
    moved += node.bits() != addresses[static_cast<size_t>(at)];
  }
  EXPECT_GT(moved, kChain / 2);
  EXPECT_EQ(node_at(1'000).bits(), entry);
  EXPECT_EQ(node_at(2'000), load_ref(Ref<>(weak).get(), FakeVm::kReferent));
}

TEST_F(OldCycles, PinnedBlocksAreNotEmptied) {
  FakeVm vm(flags());
  RefSlot& chain = vm.add_root();
  old_chain(vm, chain, 5'000);
  Object* pinned = vm.heap().pin(vm.main(), &chain);
  run_cycles(vm, 4);
  EXPECT_EQ(pinned, Ref<>(chain).get());
  EXPECT_EQ(5'000, chain_length(chain));
  vm.heap().unpin(vm.main(), pinned);
  run_cycles(vm, 4);
  EXPECT_NE(pinned, Ref<>(chain).get());
  EXPECT_EQ(5'000, chain_length(chain));
}

// A full heap: what does not fit elsewhere stays.
TEST_F(OldCycles, BlocksStayWhereThereIsNoRoom) {
  HeapFlags tight = flags();
  tight.max_heap_size = 2 * kMiB;
  FakeVm vm(tight);
  RefSlot& chain = vm.add_root();
  constexpr int kChain = 50'000;  // 1.2 MB
  old_chain(vm, chain, kChain);
  for (int i = 0; i < 5; i++) {
    run_cycles(vm, 1);
    ASSERT_EQ(kChain, chain_length(chain));
  }
}

// Without stress: the occupancy starts cycles. How many allocations the marker needs is the scheduler's affair.
TEST_F(OldCycles, StartWhenTheOldSpaceHasGrown) {
  HeapFlags flags = small_heap(256 * kMiB);
  flags.initial_heap_size = 16 * kMiB;
  flags.concurrent_mark = true;
  FakeVm vm(flags);
  constexpr int kLength = 40'000;
  constexpr int kMostAllocations = 100'000'000;
  RefSlot& array = vm.add_root(vm.new_array(vm.ref_array, kLength));
  uint64_t state = 1;
  auto finished = [&vm] { return cycles(vm) - vm.heap().totals().full_collections; };  // without a full collection's help
  for (int i = 0; i < kMostAllocations && finished() == 0; i++) {
    state = state * 6364136223846793005 + 1442695040888963407;
    Ref<> node = vm.new_array(vm.byte_array, 400);
    barrier::store_element(Ref<>(array).get(), static_cast<int32_t>(state >> 33) % kLength, node);
  }
  EXPECT_GT(finished(), 0u);
}

}  // namespace
}  // namespace kiln::test
