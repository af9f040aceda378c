#include "vm/meta/symbol.h"

#include <gtest/gtest.h>

#include <string>

namespace kiln {
namespace {

TEST(SymbolTable, EqualTextIsOneSymbol) {
  MetaSpace space("test symbols", 16 * kMiB, 0);
  SymbolTable table(space);
  EXPECT_EQ(table.find("java/lang/Object"), nullptr);
  Symbol* a = table.intern("java/lang/Object");
  std::string copy = "java/lang/Object";
  EXPECT_EQ(table.intern(copy), a);
  EXPECT_EQ(table.find(copy), a);
  EXPECT_EQ(a->view(), copy);
  EXPECT_STREQ(a->c_str(), copy.c_str());
  EXPECT_NE(table.intern("java/lang/objecT"), a);
  EXPECT_EQ(table.count(), 2u);
}

TEST(SymbolTable, EmptyAndEmbeddedZeroAndLongest) {
  MetaSpace space("test symbols", 16 * kMiB, 0);
  SymbolTable table(space);
  EXPECT_EQ(table.intern("")->length(), 0);
  EXPECT_NE(table.intern(""), table.intern(std::string_view("\0", 1)));
  std::string longest(65535, 'x');
  EXPECT_EQ(table.intern(longest)->length(), 65535);
  EXPECT_EQ(table.intern(longest)->view(), longest);
}

TEST(SymbolTable, GrowsAndKeepsAddresses) {
  MetaSpace space("test symbols", 64 * kMiB, 0);
  SymbolTable table(space);
  std::vector<Symbol*> symbols;
  for (int i = 0; i < 100000; i++) symbols.push_back(table.intern("name" + std::to_string(i)));
  for (int i = 0; i < 100000; i++) ASSERT_EQ(table.find("name" + std::to_string(i)), symbols[static_cast<size_t>(i)]);
  EXPECT_EQ(table.count(), 100000u);
  EXPECT_LT(reinterpret_cast<uintptr_t>(symbols.back()), uint64_t{1} << 32);
}

}  // namespace
}  // namespace kiln
