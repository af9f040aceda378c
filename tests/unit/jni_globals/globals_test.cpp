// JNI global references: stable slots, reuse, what the collector sees (vm/jni/globals.h).
#include "vm/jni/globals.h"

#include <gtest/gtest.h>

#include <vector>

#include "vm/exec/jobject.h"

namespace kiln {
namespace {

struct Collector final : RootVisitor, WeakVisitor {
  std::vector<uint32_t> roots;
  void visit(RefSlot* slot) override { roots.push_back(*slot); }
  // Odd objects died; the others moved.
  Ref<> current(Ref<> old) override { return old.bits() % 2 == 1 ? Ref<>() : Ref<>(old.bits() + 1000); }
};

TEST(JniGlobals, StrongOnesAreRoots) {
  JniGlobals globals;
  std::vector<jobject> objects;
  for (uint32_t i = 1; i <= 2000; i++) objects.push_back(globals.make_strong(Ref<>(i)));
  for (uint32_t i = 1; i <= 2000; i++) EXPECT_EQ(*slot_of(objects[i - 1]), i);
  EXPECT_TRUE(globals.is_strong(objects[1234]));
  EXPECT_FALSE(globals.is_weak(objects[1234]));
  Collector collector;
  globals.visit_roots(collector);
  EXPECT_EQ(collector.roots.size(), 2000u);
  globals.free_strong(objects[7]);
  globals.free_strong(nullptr);
  EXPECT_EQ(globals.strong_count(), 1999u);
  EXPECT_EQ(globals.make_strong(Ref<>(5)), objects[7]);
}

TEST(JniGlobals, WeakOnesAreClearedOrFollow) {
  JniGlobals globals;
  jobject dies = globals.make_weak(Ref<>(11));
  jobject lives = globals.make_weak(Ref<>(12));
  EXPECT_TRUE(globals.is_weak(dies));
  EXPECT_TRUE(reinterpret_cast<uintptr_t>(dies) & kWeakTag);
  Collector collector;
  globals.visit_roots(collector);
  EXPECT_TRUE(collector.roots.empty());
  globals.update_weak(collector);
  EXPECT_EQ(*slot_of(dies), 0u);
  EXPECT_EQ(*slot_of(lives), 1012u);
  globals.free_weak(dies);
  EXPECT_EQ(globals.weak_count(), 1u);
}

}  // namespace
}  // namespace kiln
