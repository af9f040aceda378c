// LoadingConstraints: the equivalence of loaders under a name.
#include "classloader/dictionary/loading_constraints.h"

#include <gtest/gtest.h>

#include <memory>

namespace kiln {
namespace {

// The table compares addresses only.
struct LoadingConstraintsTest : testing::Test {
  LoaderData a{}, b{}, c{}, d{};
  std::unique_ptr<Class> one = std::make_unique<Class>(), other = std::make_unique<Class>();
  const Symbol* name = reinterpret_cast<const Symbol*>(&a);
  const Symbol* unrelated = reinterpret_cast<const Symbol*>(&b);
  LoadingConstraints table;
};

TEST_F(LoadingConstraintsTest, WhoLoadsSecondMustFollow) {
  ASSERT_TRUE(table.add(name, a, nullptr, b, nullptr));
  EXPECT_EQ(table.check(a, name, *one), nullptr);
  EXPECT_EQ(table.check(a, name, *one), nullptr);
  EXPECT_EQ(table.check(b, name, *other), one.get());
  EXPECT_EQ(table.check(b, name, *one), nullptr);
  EXPECT_EQ(table.check(c, name, *other), nullptr);
  EXPECT_EQ(table.check(b, unrelated, *other), nullptr);
}

TEST_F(LoadingConstraintsTest, ConflictAtOnce) {
  EXPECT_FALSE(table.add(name, a, one.get(), b, other.get()));
  EXPECT_TRUE(table.add(name, a, one.get(), b, one.get()));
  EXPECT_FALSE(table.add(name, c, other.get(), b, one.get()));
  EXPECT_FALSE(table.add(name, c, other.get(), a, nullptr)) << "what b and a agreed on binds a, too";
}

TEST_F(LoadingConstraintsTest, SetsMerge) {
  ASSERT_TRUE(table.add(name, a, nullptr, b, nullptr));
  ASSERT_TRUE(table.add(name, c, nullptr, d, nullptr));
  EXPECT_EQ(table.count(), 2u);
  ASSERT_TRUE(table.add(name, b, nullptr, c, nullptr));
  EXPECT_EQ(table.count(), 1u);
  EXPECT_EQ(table.check(a, name, *one), nullptr);
  EXPECT_EQ(table.check(d, name, *other), one.get());
}

TEST_F(LoadingConstraintsTest, MergingSetsThatDisagreeFails) {
  ASSERT_TRUE(table.add(name, a, one.get(), b, nullptr));
  ASSERT_TRUE(table.add(name, c, other.get(), d, nullptr));
  EXPECT_FALSE(table.add(name, b, nullptr, d, nullptr));
  EXPECT_EQ(table.check(d, name, *other), nullptr);
}

}  // namespace
}  // namespace kiln
