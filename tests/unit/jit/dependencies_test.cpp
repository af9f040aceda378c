// Which code a new class breaks, over class structures made by hand.
#include "jit/code/dependencies.h"

#include <gtest/gtest.h>
#include <sys/mman.h>

#include <cstring>
#include <new>

#include "vm/exec/compiled_code.h"
#include "vm/meta/class.h"

namespace kiln::jit {
namespace {

// Classes with two entries in their dispatch tables, below 4 GB.
class HierarchyTest : public testing::Test {
 protected:
  static constexpr size_t kBytes = 1 << 20;
  HierarchyTest() {
    memory_ = static_cast<char*>(mmap(nullptr, kBytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_32BIT, -1, 0));
    if (memory_ == MAP_FAILED) abort();
    for (Method*& method : methods_) method = make<Method>(sizeof(Method));
  }
  ~HierarchyTest() override { munmap(memory_, kBytes); }

  template <typename T>
  T* make(size_t bytes) {
    used_ = (used_ + 255) & ~size_t{255};
    auto* made = reinterpret_cast<T*>(memory_ + used_);
    used_ += bytes;
    return made;
  }

  Class* make_class(Class* super, Method* first, Method* second, InitState state = InitState::kInitialized, uint16_t access = 0) {
    auto* klass = make<Class>(sizeof(Class) + 2 * sizeof(uint32_t));
    klass->state = make<ClassState>(sizeof(ClassState));
    klass->state->init_state.store(state);
    klass->access_flags = access;
    klass->super = super;
    klass->vtable_length = 2;
    klass->vtable()[0] = first;
    klass->vtable()[1] = second;
    if (super != nullptr) {
      klass->state->next_sibling = super->first_subclass();
      super->set_first_subclass(klass);
    }
    return klass;
  }

  char* memory_;
  size_t used_ = 0;
  Method* methods_[4];
};

TEST_F(HierarchyTest, OnlyTargetIsWhatLinkedConcreteClassesHave) {
  auto [a, b, c, d] = methods_;
  Class* base = make_class(nullptr, a, b, InitState::kInitialized, kAccAbstract);
  EXPECT_EQ(find_only_target(base, 0), nullptr);  // no class has instances
  Class* first = make_class(base, c, b);
  EXPECT_EQ(find_only_target(base, 0), c);
  EXPECT_EQ(find_only_target(base, 1), b);
  Class* loaded = make_class(first, d, b, InitState::kLoaded);
  EXPECT_EQ(find_only_target(base, 0), c);
  loaded->state->init_state.store(InitState::kLinking);
  EXPECT_EQ(find_only_target(base, 0), nullptr);
  EXPECT_EQ(find_only_target(base, 1), b);
  EXPECT_EQ(find_only_target(loaded, 0), d);
}

TEST_F(HierarchyTest, TooManyClassesAreNotLookedAt) {
  Class* base = make_class(nullptr, methods_[0], methods_[1]);
  for (int i = 0; i < 40; i++) make_class(base, methods_[0], methods_[1]);
  EXPECT_EQ(find_only_target(base, 0), methods_[0]);
  for (int i = 0; i < 40; i++) make_class(base, methods_[0], methods_[1]);
  EXPECT_EQ(find_only_target(base, 0), nullptr);
}

TEST_F(HierarchyTest, NewClassBreaksTheCodeOfItsSuperclasses) {
  auto [a, b, c, d] = methods_;
  Class* object = make_class(nullptr, a, b);
  Class* base = make_class(object, a, b);
  Class* middle = make_class(base, a, b);
  Class* aside = make_class(object, a, b);
  CompiledCode on_base, on_middle, on_aside, on_both;
  Dependencies dependencies;
  dependencies.add(on_base, {{base, 0, a}});
  dependencies.add(on_middle, {{middle, 1, b}});
  dependencies.add(on_aside, {{aside, 0, a}});
  dependencies.add(on_both, {{base, 0, a}, {middle, 0, a}, {middle, 1, b}});
  dependencies.add(on_aside, {});
  EXPECT_EQ(dependencies.code_count(), 4u);
  using Codes = std::vector<CompiledCode*>;
  // Inherits both, is abstract, overrides the first, the second.
  EXPECT_EQ(dependencies.broken_by(*make_class(middle, a, b)), Codes{});
  EXPECT_EQ(dependencies.broken_by(*make_class(middle, c, d, InitState::kLinking, kAccAbstract)), Codes{});
  EXPECT_EQ(dependencies.broken_by(*make_class(middle, c, b)), (Codes{&on_both, &on_base}));
  Class* second = make_class(middle, a, d);
  EXPECT_EQ(dependencies.broken_by(*second), (Codes{&on_middle, &on_both}));
  EXPECT_EQ(dependencies.broken_by(*make_class(base, a, d)), Codes{});
  dependencies.remove(on_both);
  dependencies.remove(on_both);
  EXPECT_EQ(dependencies.broken_by(*second), Codes{&on_middle});
  dependencies.forget(*middle);
  EXPECT_EQ(dependencies.broken_by(*second), Codes{});
  dependencies.remove(on_middle);
  EXPECT_EQ(dependencies.code_count(), 2u);
}

}  // namespace
}  // namespace kiln::jit
