// Objects survive with their contents, hashes and shape; the heap is exhausted in an orderly way.
#include <map>
#include <random>

#include "fake_vm.h"
#include "vm/base/log.h"

namespace kiln::test {
namespace {

class Heaps : public EveryPlan {};
class HeapsDeathTest : public EveryPlan {};
KILN_FOR_EVERY_PLAN(Heaps);
KILN_FOR_EVERY_PLAN(HeapsDeathTest);

// What only the copying plan does.
class Copying : public ::testing::Test {
 protected:
  static HeapFlags small_heap(int64_t max_bytes) {
    HeapFlags flags = test::small_heap(max_bytes);
    flags.use_generational = false;
    return flags;
  }
  static HeapFlags verified(int64_t max_bytes) {
    HeapFlags flags = small_heap(max_bytes);
    flags.verify_heap = true;
    return flags;
  }
};

TEST_F(Copying, MovesAndKeepsContents) {
  FakeVm vm(verified(16 * kMiB));
  RefSlot& root = vm.add_root(vm.new_node(7));
  RefSlot& bytes = vm.add_root(vm.new_array(vm.byte_array, 13));
  for (int i = 0; i < 13; i++) Ref<>(bytes)->elements<uint8_t>()[i] = static_cast<uint8_t>(i + 1);
  barrier::store_field(Ref<>(root).get(), 8, Ref<>(bytes));
  barrier::store_field(Ref<>(root).get(), 12, Ref<>(root));  // a cycle
  uint32_t before = root;
  vm.gc();
  EXPECT_NE(before, root);
  EXPECT_EQ(7, FakeVm::id_of(Ref<>(root)));
  EXPECT_EQ(bytes, load_ref(Ref<>(root).get(), 8).bits());
  EXPECT_EQ(root, load_ref(Ref<>(root).get(), 12).bits());
  for (int i = 0; i < 13; i++) EXPECT_EQ(i + 1, Ref<>(bytes)->elements<uint8_t>()[i]);
  EXPECT_EQ(24u + 24u, vm.heap().usage().used_bytes);
}

TEST_P(Heaps, HeaderStatesSurvive) {
  FakeVm vm(verified(16 * kMiB));
  RefSlot& root = vm.add_root(vm.new_node(1));
  for (uint32_t lock : {kLockFree, kLockThin, kLockInflated}) {
    Ref<>(root)->set<uint32_t>(0, FakeVm::header_of(vm.node) | 0x50 | lock);
    vm.gc();
    EXPECT_EQ(FakeVm::header_of(vm.node) | 0x50 | lock, Ref<>(root)->header_bits());
  }
}

TEST_P(Heaps, IdentityHashIsForever) {
  FakeVm vm(verified(16 * kMiB));
  // Sizes 4 (no growth), 20 (the hash fits into the padding), 8-multiple (grows), arrays, a mirror, a large object.
  Shape* even = vm.make_class(ShapeKind::kInstance, 16, {{4, 3}});
  Shape* subject = vm.make_class(ShapeKind::kInstance, 8);
  subject->mirror_size = 24;
  std::vector<RefSlot*> roots = {&vm.add_root(vm.new_instance(vm.plain)),
                                 &vm.add_root(vm.new_node(1)),
                                 &vm.add_root(vm.new_instance(even)),
                                 &vm.add_root(vm.new_array(vm.byte_array, 0)),
                                 &vm.add_root(vm.new_array(vm.byte_array, 5)),
                                 &vm.add_root(vm.new_array(vm.byte_array, 8)),
                                 &vm.add_root(vm.new_array(vm.ref_array, 3)),
                                 &vm.add_root(vm.allocate(vm.mirror, subject->mirror_size)),
                                 &vm.add_root(vm.new_array(vm.long_array, 100'000))};
  Ref<>(*roots[7])->set<uint32_t>(8, FakeVm::header_of(subject));
  std::vector<int32_t> hashes;
  for (RefSlot* root : roots) hashes.push_back(vm.heap().identity_hash(Ref<>(*root).get()));
  for (int round = 0; round < 4; round++) {
    for (size_t i = 0; i < roots.size(); i++) {
      EXPECT_GT(hashes[i], 0);
      EXPECT_EQ(hashes[i], vm.heap().identity_hash(Ref<>(*roots[i]).get())) << i << " in round " << round;
    }
    vm.gc();
  }
  EXPECT_EQ(kHashMoved, Ref<>(*roots[0])->header_bits() & kHashMask);
  EXPECT_EQ(8u, object_size(Ref<>(*roots[0]).get()));
  EXPECT_EQ(24u, object_size(Ref<>(*roots[2]).get()));
}

TEST_P(Heaps, MirrorsKeepStatics) {
  FakeVm vm(verified(16 * kMiB));
  Shape* subject = vm.make_class(ShapeKind::kInstance, 8);
  subject->mirror_size = 16 + 4 * 50;
  subject->static_refs = {16, 50};
  RefSlot& mirror = vm.add_root(vm.allocate(vm.mirror, subject->mirror_size));
  Ref<>(mirror)->set<uint32_t>(8, FakeVm::header_of(subject));
  RefSlot& primitive = vm.add_root(vm.new_instance(vm.mirror));  // of a primitive type: no class
  for (int i = 0; i < 50; i++) {
    Ref<> value = vm.new_node(i);
    barrier::store_field(Ref<>(mirror).get(), static_cast<uint32_t>(16 + 4 * i), value);
  }
  barrier::store_field(Ref<>(primitive).get(), 4, Ref<>(mirror));
  vm.gc();
  vm.gc();
  for (int i = 0; i < 50; i++) {
    EXPECT_EQ(i, FakeVm::id_of(load_ref(Ref<>(mirror).get(), static_cast<uint32_t>(16 + 4 * i))));
  }
  EXPECT_EQ(mirror, load_ref(Ref<>(primitive).get(), 4).bits());
}

TEST_F(Copying, LargeObjectsStayAndAreSwept) {
  FakeVm vm(small_heap(64 * kMiB));
  RefSlot& large = vm.add_root(vm.new_array(vm.ref_array, 100'000));
  uint32_t before = large;
  for (int i = 0; i < 100'000; i += 1000) {
    Ref<> value = vm.new_node(i);
    barrier::store_element(Ref<>(large).get(), i, value);
  }
  vm.gc();
  EXPECT_EQ(before, large);
  for (int i = 0; i < 100'000; i += 1000) EXPECT_EQ(i, FakeVm::id_of(load_element(Ref<>(large).get(), i)));
  uint64_t used = vm.heap().usage().used_bytes;
  large = 0;
  vm.gc();
  EXPECT_LT(vm.heap().usage().used_bytes, 4 * kKiB);
  EXPECT_GT(used, 400'000u);
  for (int i = 0; i < 2000; i++) ASSERT_TRUE(vm.new_array(vm.byte_array, 1'000'000)) << i;
}

TEST_P(Heaps, LongListNeedsNoStack) {
  FakeVm vm(small_heap(128 * kMiB));
  RefSlot& head = vm.add_root();
  for (int i = 0; i < 1'000'000; i++) {
    Ref<> next = vm.new_node(i);
    barrier::store_field(next.get(), 8, Ref<>(head));
    head = next.bits();
  }
  vm.gc();
  int expected = 1'000'000;
  for (Ref<> at(head); at; at = load_ref(at.get(), 8)) ASSERT_EQ(--expected, FakeVm::id_of(at));
  EXPECT_EQ(0, expected);
}

TEST_P(Heaps, ExhaustionIsOrderly) {
  FakeVm vm(small_heap(8 * kMiB));
  RefSlot& list = vm.add_root();
  int count = 0;
  while (true) {
    Ref<> next = vm.new_array(vm.ref_array, 250);
    if (!next) break;
    barrier::store_element(next.get(), 0, Ref<>(list));
    list = next.bits();
    count++;
  }
  EXPECT_GT(count, 7500);  // of 8192 possible
  EXPECT_FALSE(vm.new_array(vm.byte_array, INT32_MAX));
  list = 0;
  EXPECT_FALSE(vm.new_array(vm.byte_array, 9 * kMiB));
  EXPECT_TRUE(vm.new_array(vm.byte_array, 7 * kMiB));  // usable again
  EXPECT_TRUE(vm.new_array(vm.byte_array, 7 * kMiB));
}

TEST_F(Copying, GapsBetweenLargeObjectsAreBroughtTogether) {
  FakeVm vm(small_heap(32 * kMiB));
  RefSlot& table = vm.add_root(vm.new_array(vm.ref_array, 1000));
  int count = 0;
  for (; count < 300; count++) {
    Ref<> object = vm.new_array(vm.long_array, 100'000 / 8);
    ASSERT_TRUE(object);
    object->elements<int64_t>()[0] = count;
    barrier::store_element(Ref<>(table).get(), count, object);
  }
  for (int i = 0; i < count; i += 2) barrier::store_element(Ref<>(table).get(), i, nullptr);
  EXPECT_TRUE(vm.new_array(vm.byte_array, 15 * kMiB));
  for (int i = 1; i < count; i += 2) EXPECT_EQ(i, load_element(Ref<>(table).get(), i)->elements<int64_t>()[0]);
}

TEST_P(Heaps, WeakTableForgetsTheDead) {
  FakeVm vm(verified(16 * kMiB));
  RefSlot& root = vm.add_root(vm.new_node(1));
  RefSlot& kept = vm.add_weak(Ref<>(root));
  RefSlot& lost = vm.add_weak(vm.new_node(2));
  RefSlot& lost_large = vm.add_weak(vm.new_array(vm.byte_array, 100'000));
  vm.gc();
  EXPECT_EQ(root, kept);
  EXPECT_EQ(0u, lost);
  EXPECT_EQ(0u, lost_large);
}

TEST_F(Copying, LogsInTheStyleOfTheReference) {
  testing::internal::CaptureStdout();
  {
    Log log;
    ASSERT_TRUE(log.configure(":gc*=debug:stdout:level,tags"));
    FakeVm vm(small_heap(64 * kMiB), &log);
    vm.add_root(vm.new_array(vm.byte_array, 2 * kMiB));
    vm.new_array(vm.byte_array, 3 * kMiB);
    vm.gc();
  }
  std::string text = testing::internal::GetCapturedStdout();
  EXPECT_NE(std::string::npos, text.find("Using Copying")) << text;
  EXPECT_NE(std::string::npos, text.find("] GC(0) Pause Full (System.gc()) 5M->2M(64M) ")) << text;
  EXPECT_NE(std::string::npos, text.find("GC(0) Cleared/found: soft 0/0")) << text;
}

TEST_F(Copying, ResidentMemoryStaysBounded) { expect_resident_memory_stays_bounded(small_heap(96 * kMiB), 20 * 1024); }

TEST_P(Heaps, ForEachObjectSeesAll) {
  FakeVm vm(small_heap(16 * kMiB));
  vm.add_root(vm.new_node(1));
  vm.add_root(vm.new_array(vm.byte_array, 100'000));
  vm.new_node(2);
  std::map<const Shape*, int> seen;
  vm.heap().for_each_object([&](Object* object) { seen[&shape_of(object)]++; });
  EXPECT_EQ(2, seen[vm.node]);
  EXPECT_EQ(1, seen[vm.byte_array]);
  vm.new_node(3);  // in a new buffer, behind a filler
  vm.gc();
  seen.clear();
  vm.heap().for_each_object([&](Object* object) { seen[&shape_of(object)]++; });
  EXPECT_EQ(1, seen[vm.node]);
  EXPECT_EQ(1, seen[vm.byte_array]);
}

// Random mutations of a table of objects, mirrored in ordinary C++ data.
struct Model {
  struct Entry {
    int kind = 0;  // 0 none, 1 node, 2 byte array, 3 reference array
    int32_t id = 0;
    int32_t hash = 0;
    int length = 0;
    std::vector<int32_t> children;  // ids
  };
};

void random_graph(const HeapFlags& flags, int operations, int table_size, unsigned seed) {
  FakeVm vm(flags);
  std::mt19937 random(seed);
  auto pick = [&](int bound) { return static_cast<int>(random() % static_cast<unsigned>(bound)); };
  RefSlot& table = vm.add_root(vm.new_array(vm.ref_array, table_size));
  std::vector<int32_t> in_table(static_cast<size_t>(table_size), -1);
  std::map<int32_t, Model::Entry> model;
  int32_t next_id = 0;
  auto object_at = [&](int index) { return load_element(Ref<>(table).get(), index); };
  for (int step = 0; step < operations; step++) {
    int index = pick(table_size);
    auto slot = static_cast<size_t>(index);
    switch (pick(8)) {
      case 0:
      case 1: {
        Ref<> object = vm.new_node(next_id);
        ASSERT_TRUE(object);
        barrier::store_element(Ref<>(table).get(), index, object);
        model[next_id] = {1, next_id, 0, 0, {-1, -1, -1}};
        in_table[slot] = next_id++;
        break;
      }
      case 2: {
        int length = 4 + (pick(40) == 0 ? pick(60'000) : pick(200));
        Ref<> object = vm.new_array(vm.byte_array, length);
        ASSERT_TRUE(object);
        for (int i = 0; i < length; i++) object->elements<uint8_t>()[i] = static_cast<uint8_t>(next_id + i);
        barrier::store_element(Ref<>(table).get(), index, object);
        model[next_id] = {2, next_id, 0, length, {}};
        in_table[slot] = next_id++;
        break;
      }
      case 3: {
        int length = 1 + (pick(40) == 0 ? pick(12'000) : pick(30));
        Ref<> object = vm.new_array(vm.ref_array, length);
        ASSERT_TRUE(object);
        barrier::store_element(Ref<>(table).get(), index, object);
        model[next_id] = {3, next_id, 0, length, std::vector<int32_t>(static_cast<size_t>(length), -1)};
        in_table[slot] = next_id++;
        break;
      }
      case 4:
      case 5:
      case 6: {  // link two
        int other = pick(table_size);
        Ref<> holder = object_at(index);
        if (!holder || in_table[slot] < 0) break;
        Model::Entry& entry = model[in_table[slot]];
        if (entry.children.empty()) break;
        int child = pick(static_cast<int>(entry.children.size()));
        Ref<> value = object_at(other);
        if (entry.kind == 1) {
          barrier::store_field(holder.get(), static_cast<uint32_t>(8 + 4 * child), value);
        } else {
          barrier::store_element(holder.get(), child, value);
        }
        entry.children[static_cast<size_t>(child)] = in_table[static_cast<size_t>(other)];
        break;
      }
      case 7:
        if (in_table[slot] >= 0) {
          int32_t hash = vm.heap().identity_hash(object_at(index).get());
          Model::Entry& entry = model[in_table[slot]];
          if (entry.hash != 0) {
            ASSERT_EQ(entry.hash, hash);
          }
          entry.hash = hash;
          if (pick(4) == 0) {
            barrier::store_element(Ref<>(table).get(), index, nullptr);
            in_table[slot] = -1;
          }
        }
        break;
    }
    if (step % 5000 == 4999 || step + 1 == operations) {
      if (pick(2) == 0) vm.gc();
      // Compare everything reachable with the model.
      std::map<int32_t, uint32_t> found;
      std::vector<std::pair<Ref<>, int32_t>> work;
      for (int i = 0; i < table_size; i++) work.emplace_back(object_at(i), in_table[static_cast<size_t>(i)]);
      while (!work.empty()) {
        auto [object, id] = work.back();
        work.pop_back();
        ASSERT_EQ(id < 0, object.is_null());
        if (id < 0) continue;
        auto [where, is_new] = found.emplace(id, object.bits());
        ASSERT_EQ(where->second, object.bits());  // one object, one address
        if (!is_new) continue;
        const Model::Entry& entry = model[id];
        const Shape* shape = entry.kind == 1 ? vm.node : entry.kind == 2 ? vm.byte_array : vm.ref_array;
        ASSERT_EQ(shape, &shape_of(object.get()));
        if (entry.hash != 0) {
          ASSERT_EQ(entry.hash, vm.heap().identity_hash(object.get()));
        }
        if (entry.kind == 1) {
          ASSERT_EQ(id, FakeVm::id_of(object));
          for (uint32_t i = 0; i < 3; i++) work.emplace_back(load_ref(object.get(), 8 + 4 * i), entry.children[i]);
        } else {
          ASSERT_EQ(entry.length, object->array_length());
          for (int i = 0; i < entry.length; i++) {
            if (entry.kind == 2) {
              ASSERT_EQ(static_cast<uint8_t>(id + i), object->elements<uint8_t>()[i]);
            } else {
              work.emplace_back(load_element(object.get(), i), entry.children[static_cast<size_t>(i)]);
            }
          }
        }
      }
      for (auto it = model.begin(); it != model.end();) it = found.contains(it->first) ? std::next(it) : model.erase(it);
    }
  }
  EXPECT_GT(vm.heap().totals().collections, 0u);
}

TEST_P(Heaps, RandomGraph) {
  for (unsigned seed = 1; seed <= 3; seed++) random_graph(small_heap(24 * kMiB), 100'000, 500, seed);
}
TEST_P(Heaps, RandomGraphVerified) { random_graph(verified(24 * kMiB), 60'000, 300, 4); }
TEST_P(Heaps, RandomGraphStressed) {
  HeapFlags flags = verified(24 * kMiB);
  flags.stress_gc_interval = 1;
  random_graph(flags, 4'000, 50, 5);
  flags.verify_heap = false;
  flags.stress_gc_interval = 7;
  random_graph(flags, 20'000, 100, 6);
}

TEST_F(Copying, StressMovesAtEachAllocation) {
  HeapFlags flags = small_heap(16 * kMiB);
  flags.stress_gc_interval = 1;
  FakeVm vm(flags);
  RefSlot& small = vm.add_root(vm.new_node(5));
  RefSlot& large = vm.add_root(vm.new_array(vm.byte_array, 50'000));
  Ref<>(large)->elements<uint8_t>()[49'999] = 99;
  for (int i = 0; i < 10; i++) {
    uint32_t small_before = small, large_before = large;
    vm.new_node(6);
    EXPECT_NE(small_before, small);
    EXPECT_NE(large_before, large);
    EXPECT_EQ(5, FakeVm::id_of(Ref<>(small)));
    EXPECT_EQ(99, Ref<>(large)->elements<uint8_t>()[49'999]);
  }
}

TEST_P(HeapsDeathTest, StaleReferenceFaultsUnderStress) {
  HeapFlags flags = small_heap(16 * kMiB);
  flags.stress_gc_interval = 1;
  FakeVm vm(flags);
  Ref<> stale = vm.new_node(5);
  vm.new_node(6);
  EXPECT_DEATH(stale->set<int32_t>(4, 1), "");
}

TEST_P(HeapsDeathTest, VerifierNamesTheBadSlot) {
  FakeVm vm(verified(16 * kMiB));
  RefSlot& root = vm.add_root(vm.new_node(5));
  Ref<>(root)->set<uint32_t>(12, root + 1);
  EXPECT_DEATH(vm.gc(), "offset 12");
}

}  // namespace
}  // namespace kiln::test
