// Not run by default: --gtest_also_run_disabled_tests --gtest_filter='*Performance*' in a release build.
#include <chrono>
#include <random>

#include "fake_vm.h"

namespace kiln::test {
namespace {

using Clock = std::chrono::steady_clock;
double millis_since(Clock::time_point start) {
  return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

void report(FakeVm& vm, const char* what) {
  for (int i = 0; i < 4; i++) {
    auto start = Clock::now();
    vm.gc(GcCause::kAllocation);
    double ms = millis_since(start);
    double mb = static_cast<double>(vm.heap().usage().used_bytes) / kMiB;
    printf("%s: %.0f MB live in %.1f ms, %.2f ms/MB\n", what, mb, ms, ms / mb);
  }
}

TEST(Performance, DISABLED_Tree) {
  FakeVm vm(small_heap(1024 * kMiB));
  constexpr int kCount = 4'300'000;
  RefSlot& table = vm.add_root(vm.new_array(vm.ref_array, kCount));
  for (int i = 0; i < kCount; i++) {
    Ref<> object = vm.new_node(i);
    barrier::store_element(Ref<>(table).get(), i, object);
    if (i == 0) continue;
    Ref<> parent = load_element(Ref<>(table).get(), (i - 1) / 3);
    barrier::store_field(parent.get(), 8 + 4 * static_cast<uint32_t>(i % 3), object);
  }
  RefSlot& root = vm.add_root(load_element(Ref<>(table).get(), 0));
  table = 0;
  EXPECT_TRUE(root != 0);
  report(vm, "tree");
}

TEST(Performance, DISABLED_Map) {
  // An array of chains: entry -> key (string -> bytes), value (small array).
  FakeVm vm(small_heap(1024 * kMiB));
  Shape* entry = vm.make_class(ShapeKind::kInstance, 20, {{8, 3}});
  Shape* string = vm.make_class(ShapeKind::kInstance, 14 + 2, {{4, 1}});
  constexpr int kCount = 1 << 20;
  RefSlot& table = vm.add_root(vm.new_array(vm.ref_array, kCount));
  RefSlot& value = vm.add_root();
  RefSlot& key = vm.add_root();
  std::mt19937 random(1);
  for (int i = 0; i < kCount; i++) {
    value = vm.new_array(vm.byte_array, 10 + static_cast<int>(random() % 30)).bits();
    key = vm.new_instance(string).bits();
    barrier::store_field(Ref<>(key).get(), 4, Ref<>(value));
    value = vm.new_array(vm.long_array, 2).bits();
    Ref<> object = vm.new_instance(entry);
    barrier::store_field(object.get(), 8, Ref<>(key));
    barrier::store_field(object.get(), 12, Ref<>(value));
    auto index = static_cast<int>(random() % kCount);
    barrier::store_field(object.get(), 16, load_element(Ref<>(table).get(), index));
    barrier::store_element(Ref<>(table).get(), index, object);
  }
  report(vm, "map");
}

TEST(Performance, DISABLED_Garbage) {
  for (int64_t live_mb : {0, 4, 32}) {
    FakeVm vm;
    RefSlot& table = vm.add_root(vm.new_array(vm.ref_array, 1024 * 32));
    for (int i = 0; i < live_mb * 1024; i++) barrier::store_element(Ref<>(table).get(), i, vm.new_array(vm.byte_array, 1000));
    auto start = Clock::now();
    constexpr int kCount = 40'000'000;
    for (int i = 0; i < kCount; i++) vm.new_node(i);
    double ms = millis_since(start);
    GcTotals totals = vm.heap().totals();
    printf("%ld MB live, %d MB garbage: %.0f ms, of it %.1f ms in %lu collections; capacity %lu MB\n", live_mb,
           kCount / 1024 * 24 / 1024, ms, static_cast<double>(totals.pause_ns) / 1e6, totals.collections,
           vm.heap().usage().committed_bytes / kMiB);
  }
}

TEST(Performance, DISABLED_LargeBuffers) {
  for (int length : {9'000, 20'000, 40'000, 1'000'000}) {
    FakeVm vm;
    auto start = Clock::now();
    int64_t total = 0;
    for (; total < 4096 * static_cast<int64_t>(kMiB); total += length) vm.new_array(vm.byte_array, length);
    printf("%d bytes: %.2f ms/MB\n", length, millis_since(start) / 4096);
  }
}

}  // namespace
}  // namespace kiln::test
