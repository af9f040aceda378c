// Several mutators; pins against collections.
#include "fake_vm.h"

namespace kiln::test {
namespace {

void run_threads(HeapFlags flags, int thread_count, int rounds, bool pins) {
  FakeVm vm(flags);
  vm.threaded = true;
  std::vector<std::thread> threads;
  std::atomic<int> failures = 0;
  for (int t = 0; t < thread_count; t++) {
    threads.emplace_back([&, t] {
      Mutator mutator;
      Mutator::set_current(&mutator);
      vm.enter();
      vm.add_mutator(&mutator);
      RefSlot& list = vm.add_root();
      for (int round = 0; round < rounds; round++) {
        Ref<> array = vm.new_array(mutator, vm.byte_array, 1 + (round * 37 + t) % 3000);
        if (!array) {
          failures++;
          break;
        }
        array->elements<uint8_t>()[0] = static_cast<uint8_t>(round);
        RefSlot& keep = list;
        if (round % 16 == 0) keep = array.bits();
        if (pins && round % 32 == 0) {
          Object* pinned = vm.heap().pin(mutator, &keep);
          auto first = pinned->elements<uint8_t>()[0];
          for (int i = 0; i < 20; i++) {
            vm.poll();
            if (Ref<>(keep).get() != pinned || pinned->elements<uint8_t>()[0] != first) failures++;
          }
          vm.heap().unpin(mutator, pinned);
        }
        vm.poll();
      }
      vm.remove_mutator(&mutator);
      vm.leave();
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(0, failures);
  EXPECT_GT(vm.heap().totals().collections, 0u);
}

class Threads : public EveryPlan {};
KILN_FOR_EVERY_PLAN(Threads);

TEST_P(Threads, AllocateTogether) { run_threads(small_heap(8 * kMiB), 4, 20'000, false); }
TEST_P(Threads, PinnedObjectsStay) { run_threads(small_heap(4 * kMiB), 4, 20'000, true); }
TEST_P(Threads, Stressed) {
  HeapFlags flags = verified(16 * kMiB);
  flags.stress_gc_interval = 5;
  run_threads(flags, 3, 1'000, true);
}

TEST(PinGate, AllocationByThePinnerItselfFailsInsteadOfWaiting) {
  HeapFlags flags = small_heap(4 * kMiB);
  flags.use_generational = false;
  FakeVm vm(flags);
  RefSlot& keep = vm.add_root(vm.new_array(vm.byte_array, 100));
  Object* pinned = vm.heap().pin(vm.main(), &keep);
  int count = 0;
  while (vm.new_array(vm.byte_array, 10'000)) count++;
  EXPECT_GT(count, 380);
  EXPECT_EQ(pinned, Ref<>(keep).get());
  vm.heap().unpin(vm.main(), pinned);
  EXPECT_TRUE(vm.new_array(vm.byte_array, 10'000));
}

TEST_P(Threads, AllocatedBytesAreCounted) {
  FakeVm vm(small_heap(16 * kMiB));
  vm.new_array(vm.byte_array, 1016);
  EXPECT_EQ(1024, vm.main().total_allocated_bytes());
  vm.new_array(vm.byte_array, 1'000'000 - 8);
  EXPECT_EQ(1024 + 1'000'000, vm.main().total_allocated_bytes());
  vm.gc();
  vm.new_array(vm.byte_array, 1016);
  EXPECT_EQ(2048 + 1'000'000, vm.main().total_allocated_bytes());
}

}  // namespace
}  // namespace kiln::test
