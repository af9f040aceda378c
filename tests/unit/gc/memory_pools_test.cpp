// What management asks of the heap: pools, peaks, collectors, the record of each collection.
#include "fake_vm.h"

namespace kiln::test {
namespace {

HeapFlags flags_of(bool generational) {
  HeapFlags flags = small_heap(64 * kMiB);
  flags.use_generational = generational;
  return flags;
}

struct ListeningVm : FakeVm {
  using FakeVm::FakeVm;
  void collection_finished(const CollectionRecord& record) override { records.push_back(record); }
  std::vector<CollectionRecord> records;
};

size_t pool_named(const Heap& heap, std::string_view name) {
  const PoolTable& table = heap.pool_table();
  for (size_t i = 0; i < table.pool_count; i++) {
    if (name == table.pools[i].name) return i;
  }
  ADD_FAILURE() << "no pool " << name;
  return 0;
}

TEST(MemoryPools, GenerationsArePools) {
  ListeningVm vm(flags_of(true));
  Heap& heap = vm.heap();
  size_t eden = pool_named(heap, "Eden Space");
  size_t survivor = pool_named(heap, "Survivor Space");
  size_t tenured = pool_named(heap, "Tenured Gen");
  ASSERT_EQ(2u, heap.pool_table().collector_count);
  EXPECT_EQ(0u, heap.collector_totals(0).collections);
  EXPECT_EQ(0u, heap.pool_usage_after_collection(eden).used_bytes);

  vm.add_root(vm.new_node(1));
  for (int i = 0; i < 100; i++) vm.new_array(vm.byte_array, 10'000);
  uint64_t filled = heap.pool_usage(eden).used_bytes;
  EXPECT_GE(filled, 1'000'000u);
  vm.gc(GcCause::kAllocation);
  EXPECT_EQ(0u, heap.pool_usage(eden).used_bytes);
  EXPECT_GT(heap.pool_usage(survivor).used_bytes, 0u);
  EXPECT_EQ(0u, heap.pool_usage(tenured).used_bytes);
  EXPECT_EQ(filled, heap.pool_peak(eden).used_bytes);
  heap.reset_pool_peak(eden);
  EXPECT_EQ(0u, heap.pool_peak(eden).used_bytes);
  vm.gc(GcCause::kSystemGc);
  EXPECT_GT(heap.pool_usage_after_collection(tenured).used_bytes, 0u);

  ASSERT_EQ(2u, vm.records.size());
  EXPECT_EQ(0u, vm.records[0].collector);
  EXPECT_EQ(1u, vm.records[0].id);
  EXPECT_EQ(GcCause::kAllocation, vm.records[0].cause);
  EXPECT_EQ(filled, vm.records[0].before[eden].used_bytes);
  EXPECT_EQ(0u, vm.records[0].after[eden].used_bytes);
  EXPECT_LE(vm.records[0].start_ns, vm.records[0].end_ns);
  EXPECT_EQ(1u, vm.records[1].collector);
  EXPECT_EQ(GcCause::kSystemGc, vm.records[1].cause);
  EXPECT_EQ(1u, heap.collector_totals(0).collections);
  EXPECT_EQ(1u, heap.collector_totals(1).collections);
  EXPECT_LE(vm.records[0].end_ns, vm.records[1].start_ns);
  EXPECT_GE(vm.records[1].workers, 1u);
}

TEST(MemoryPools, UsageStaysWithinWhatIsCommitted) {
  for (bool generational : {false, true}) {
    FakeVm vm(flags_of(generational));
    RefSlot& root = vm.add_root();
    for (int i = 0; i < 2000; i++) {
      root = vm.new_array(vm.byte_array, i % 100 == 0 ? 500'000 : 20'000).bits();
      for (size_t pool = 0; pool < vm.heap().pool_table().pool_count; pool++) {
        HeapUsage usage = vm.heap().pool_usage(pool);
        ASSERT_LE(usage.used_bytes, usage.committed_bytes);
        ASSERT_LE(usage.committed_bytes, usage.max_bytes);
        ASSERT_GE(vm.heap().pool_peak(pool).used_bytes, usage.used_bytes);
      }
    }
  }
}

}  // namespace
}  // namespace kiln::test
