// java.lang.ref: what each strength promises, and the pending list.
#include "fake_vm.h"

namespace kiln::test {
namespace {

constexpr auto kSoft = ReferenceStrength::kSoft;
constexpr auto kWeak = ReferenceStrength::kWeak;
constexpr auto kFinal = ReferenceStrength::kFinal;
constexpr auto kPhantom = ReferenceStrength::kPhantom;

class References : public EveryPlan {
 protected:
  FakeVm vm{verified(16 * kMiB)};
  RefSlot& scratch = vm.add_root();

  // A reference of the strength to a new node that nothing else holds; the reference is a root.
  RefSlot& reference_to_new(ReferenceStrength strength, int32_t id) {
    scratch = vm.new_node(id).bits();
    RefSlot& slot = vm.add_root(vm.new_reference(strength, &scratch));
    scratch = 0;
    return slot;
  }
  static Ref<> referent(RefSlot reference) { return load_ref(Ref<>(reference).get(), FakeVm::kReferent); }
  static Ref<> next(RefSlot reference) { return load_ref(Ref<>(reference).get(), FakeVm::kNext); }
  static Ref<> discovered(RefSlot reference) { return load_ref(Ref<>(reference).get(), FakeVm::kDiscovered); }
  // Takes the pending list as the reference handler does.
  std::vector<uint32_t> take_pending() {
    std::vector<uint32_t> all;
    for (Ref<> at = vm.heap().take_pending_references(); at;) {
      all.push_back(at.bits());
      EXPECT_EQ(at.bits(), next(at.bits()).bits());
      Ref<> following = discovered(at.bits());
      barrier::store_field(at.get(), FakeVm::kDiscovered, nullptr);
      at = following;
    }
    return all;
  }
};

KILN_FOR_EVERY_PLAN(References);

TEST_P(References, StrongReferentKeepsAll) {
  RefSlot& strong = vm.add_root(vm.new_node(1));
  std::vector<RefSlot*> slots;
  for (auto strength : {kSoft, kWeak, kFinal, kPhantom}) slots.push_back(&vm.add_root(vm.new_reference(strength, &strong)));
  vm.gc(GcCause::kLastDitch);
  for (RefSlot* slot : slots) {
    EXPECT_EQ(strong, referent(*slot).bits());
    EXPECT_TRUE(next(*slot).is_null());
    EXPECT_TRUE(discovered(*slot).is_null());
  }
  EXPECT_FALSE(vm.heap().has_pending_references());
  EXPECT_EQ(0, vm.pending_notices);
}

TEST_P(References, WeakIsClearedAndEnqueued) {
  RefSlot& weak = reference_to_new(kWeak, 1);
  vm.gc();
  EXPECT_TRUE(referent(weak).is_null());
  EXPECT_EQ(1, vm.pending_notices);
  EXPECT_TRUE(vm.heap().has_pending_references());
  EXPECT_EQ(std::vector<uint32_t>{weak}, take_pending());
  EXPECT_FALSE(vm.heap().has_pending_references());
  vm.gc();
  EXPECT_FALSE(vm.heap().has_pending_references());
}

TEST_P(References, DeadReferenceObjectIsNotEnqueued) {
  RefSlot& weak = reference_to_new(kWeak, 1);
  weak = 0;
  vm.gc();
  EXPECT_FALSE(vm.heap().has_pending_references());
}

TEST_P(References, NullReferentIsOrdinary) {
  RefSlot none = 0;
  RefSlot& weak = vm.add_root(vm.new_reference(kWeak, &none));
  vm.gc();
  EXPECT_TRUE(next(weak).is_null());
  EXPECT_FALSE(vm.heap().has_pending_references());
}

TEST_P(References, SoftSurvivesUntilLastDitch) {
  RefSlot& soft = reference_to_new(kSoft, 3);
  vm.gc();
  ASSERT_FALSE(referent(soft).is_null());
  EXPECT_EQ(3, FakeVm::id_of(referent(soft)));
  vm.gc(GcCause::kLastDitch);
  EXPECT_TRUE(referent(soft).is_null());
  EXPECT_EQ(1u, take_pending().size());
}

TEST_P(References, SoftFollowsTheClock) {
  Shape* subject = vm.make_class(ShapeKind::kInstance, 8);
  subject->mirror_size = 32;
  RefSlot& mirror = vm.add_root(vm.allocate(vm.mirror, 32));
  Ref<>(mirror)->set<uint32_t>(8, FakeVm::header_of(subject));
  vm.heap().set_soft_clock(Ref<java::Class>(mirror), 16);
  RefSlot& used = reference_to_new(kSoft, 1);
  RefSlot& unused = reference_to_new(kSoft, 2);
  int64_t clock = Ref<>(mirror)->get<int64_t>(16);
  EXPECT_GT(clock, 0);
  Ref<>(used)->set<int64_t>(FakeVm::kTimestamp, clock - 14'000);    // 16 MB free: up to 16 s
  Ref<>(unused)->set<int64_t>(FakeVm::kTimestamp, clock - 17'000);
  vm.gc();
  EXPECT_FALSE(referent(used).is_null());
  EXPECT_TRUE(referent(unused).is_null());
  EXPECT_GE(Ref<>(mirror)->get<int64_t>(16), clock);
}

TEST_P(References, AllSoftClearedBeforeExhaustion) {
  RefSlot& soft = vm.add_root();
  scratch = vm.new_array(vm.byte_array, 12 * kMiB).bits();
  soft = vm.new_reference(kSoft, &scratch).bits();
  scratch = 0;
  EXPECT_TRUE(vm.new_array(vm.byte_array, 10 * kMiB));
  EXPECT_TRUE(referent(soft).is_null());
  RefSlot& other = reference_to_new(kSoft, 1);
  EXPECT_FALSE(vm.new_array(vm.byte_array, INT32_MAX));
  EXPECT_TRUE(referent(other).is_null());
}

TEST_P(References, FinalKeepsItsReferentOnce) {
  RefSlot& final = reference_to_new(kFinal, 4);
  // The finalisable object holds another one.
  Ref<> child = vm.new_node(5);
  barrier::store_field(referent(final).get(), 8, child);
  vm.gc();
  ASSERT_FALSE(referent(final).is_null());
  EXPECT_EQ(4, FakeVm::id_of(referent(final)));
  EXPECT_EQ(5, FakeVm::id_of(load_ref(referent(final).get(), 8)));
  EXPECT_EQ(std::vector<uint32_t>{final}, take_pending());
  vm.gc();  // inactive now: an ordinary object
  EXPECT_EQ(4, FakeVm::id_of(referent(final)));
  EXPECT_TRUE(take_pending().empty());
}

TEST_P(References, OrderOfStrengths) {
  // One object with a finaliser, a weak and a phantom reference and a weak table entry.
  scratch = vm.new_node(6).bits();
  RefSlot& weak = vm.add_root(vm.new_reference(kWeak, &scratch));
  RefSlot& phantom = vm.add_root(vm.new_reference(kPhantom, &scratch));
  RefSlot& final = vm.add_root(vm.new_reference(kFinal, &scratch));
  RefSlot& table = vm.add_weak(Ref<>(scratch));
  scratch = 0;
  vm.gc();
  EXPECT_TRUE(referent(weak).is_null());
  EXPECT_FALSE(referent(final).is_null());
  EXPECT_FALSE(referent(phantom).is_null());  // still reachable through its finaliser
  EXPECT_EQ(referent(final).bits(), table);
  EXPECT_EQ(2u, take_pending().size());
  barrier::store_field(Ref<>(final).get(), FakeVm::kReferent, nullptr);  // finalised
  vm.gc();
  EXPECT_TRUE(referent(phantom).is_null());
  EXPECT_EQ(0u, table);
  EXPECT_EQ(std::vector<uint32_t>{phantom}, take_pending());
}

TEST_P(References, TwoFinalisersOfOneChainAreBothEnqueued) {
  RefSlot& first = reference_to_new(kFinal, 1);
  RefSlot& second = reference_to_new(kFinal, 2);
  barrier::store_field(referent(first).get(), 8, referent(second));
  vm.gc();
  EXPECT_EQ(2u, take_pending().size());
}

TEST_P(References, PendingListSurvivesCollections) {
  RefSlot& holder = vm.add_root(vm.new_array(vm.ref_array, 100));
  for (int i = 0; i < 100; i++) {
    RefSlot& slot = reference_to_new(kWeak, i);
    barrier::store_element(Ref<>(holder).get(), i, Ref<>(slot));
    slot = 0;
    if (i % 10 == 9) vm.gc();
  }
  holder = 0;  // the pending list alone keeps them
  vm.gc();
  EXPECT_EQ(100u, take_pending().size());
}

TEST_P(References, ReferencesUnderStress) {
  HeapFlags flags = verified(16 * kMiB);
  flags.stress_gc_interval = 3;
  FakeVm stressed(flags);
  RefSlot& holder = stressed.add_root(stressed.new_array(stressed.ref_array, 64));
  RefSlot& target = stressed.add_root();
  size_t pending = 0;
  for (int i = 0; i < 1000; i++) {
    target = stressed.new_node(i).bits();
    Ref<> reference = stressed.new_reference(static_cast<ReferenceStrength>(1 + i % 4), &target);
    barrier::store_element(Ref<>(holder).get(), i % 64, reference);
    if (i % 50 == 0) {
      for (Ref<> at = stressed.heap().take_pending_references(); at; pending++) {
        Ref<> following = discovered(at.bits());
        barrier::store_field(at.get(), FakeVm::kDiscovered, nullptr);
        at = following;
      }
    }
  }
  EXPECT_GT(pending, 600u);
}

}  // namespace
}  // namespace kiln::test
