// The table of the VM's own native methods is sorted, has no row twice, and finds what it holds.
#include "stdlib/registry.h"

#include <gtest/gtest.h>

#include <tuple>

#include "stdlib/jvm/operand_sources.h"

namespace kiln {
namespace {

auto key(const VmNative& row) { return std::tie(row.class_name, row.method_name, row.descriptor); }

TEST(Registry, RowsAreSortedAndUnique) {
  auto rows = vm_natives();
  ASSERT_GT(rows.size(), 200u);
  for (size_t i = 1; i < rows.size(); i++) {
    EXPECT_LT(key(rows[i - 1]), key(rows[i])) << rows[i].class_name << "." << rows[i].method_name << rows[i].descriptor;
  }
}

TEST(Registry, FindsEveryRow) {
  for (const VmNative& row : vm_natives()) {
    EXPECT_NE(row.function, nullptr) << row.method_name;
    EXPECT_EQ(find_vm_native(row.class_name, row.method_name, row.descriptor), row.function);
  }
}

TEST(Registry, KnowsNoOthers) {
  EXPECT_EQ(find_vm_native("java/lang/Object", "hashCode", "()J"), nullptr);
  EXPECT_EQ(find_vm_native("java/lang/Object", "hashcode", "()I"), nullptr);
  EXPECT_EQ(find_vm_native("a", "b", "()V"), nullptr);
  EXPECT_EQ(find_vm_native("java/lang/Obj", "", ""), nullptr);
  EXPECT_NE(find_vm_native("java/lang/Object", "", ""), nullptr);  // any row of the class
  EXPECT_EQ(find_vm_native("zz", "b", "()V"), nullptr);
}

TEST(Registry, CoversUnsafe) {
  int unsafe = 0;
  for (const VmNative& row : vm_natives()) unsafe += row.class_name == "jdk/internal/misc/Unsafe";
  EXPECT_EQ(unsafe, 70);
}

TEST(OperandSources, ParameterSlots) {
  EXPECT_EQ(stdlib::parameter_slots("()V"), 0u);
  EXPECT_EQ(stdlib::parameter_slots("(I[JLjava/lang/String;D)V"), 5u);
  EXPECT_EQ(stdlib::parameter_slots("([[Ljava/lang/Object;J)J"), 3u);
}

}  // namespace
}  // namespace kiln
