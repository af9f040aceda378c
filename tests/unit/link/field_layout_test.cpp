#include "classloader/link/field_layout.h"

#include <gtest/gtest.h>

#include <string>

namespace kiln {
namespace {

std::vector<LayoutField> fields_of(std::string_view descriptors) {
  std::vector<LayoutField> fields;
  for (char c : descriptors) fields.push_back({basic_type_of(c)});
  return fields;
}

std::string offsets_of(std::string_view descriptors, uint32_t super_end = 4) {
  auto fields = fields_of(descriptors);
  InstanceLayout layout = lay_out_instance(fields, super_end, {}, false);
  std::string text;
  for (const LayoutField& field : fields) text += std::to_string(field.offset) + " ";
  return text + "size " + std::to_string(layout.size);
}

TEST(FieldLayout, FillsTheGapBehindTheHeader) {
  EXPECT_EQ(offsets_of(""), "size 4");
  EXPECT_EQ(offsets_of("J"), "8 size 16");
  EXPECT_EQ(offsets_of("BJL"), "16 8 4 size 20");
  EXPECT_EQ(offsets_of("JI"), "8 4 size 16");
  EXPECT_EQ(offsets_of("JSB"), "8 4 6 size 16");
  EXPECT_EQ(offsets_of("ZZZZ"), "4 5 6 7 size 8");
}

TEST(FieldLayout, UsesTheTailOfTheSuperclass) {
  EXPECT_EQ(offsets_of("B", 5), "5 size 8");
  EXPECT_EQ(offsets_of("IB", 5), "8 5 size 12");
  EXPECT_EQ(offsets_of("DSB", 5), "8 6 5 size 16");
}

TEST(FieldLayout, ReferencesMergeWithTheSuperclass) {
  auto fields = fields_of("LLI");
  RefRange super_ranges[] = {{4, 2}};
  InstanceLayout layout = lay_out_instance(fields, 12, super_ranges, false);
  // The int goes first, so the ranges stay apart; without it they join.
  ASSERT_EQ(layout.ranges.size(), 2u);
  EXPECT_EQ(layout.ranges[1].offset, 16u);
  EXPECT_EQ(layout.ranges[1].count, 2u);
  fields = fields_of("LL");
  layout = lay_out_instance(fields, 12, super_ranges, false);
  ASSERT_EQ(layout.ranges.size(), 1u);
  EXPECT_EQ(layout.ranges[0].count, 4u);
}

TEST(FieldLayout, UnmappedReferencesAreLeftOut) {
  auto fields = fields_of("LLLL");
  fields[1].is_in_map = false;
  InstanceLayout layout = lay_out_instance(fields, 4, {}, false);
  ASSERT_EQ(layout.ranges.size(), 2u);
  EXPECT_EQ(layout.ranges[0].count, 1u);
  EXPECT_EQ(layout.ranges[1].offset, 12u);
  EXPECT_EQ(layout.ranges[1].count, 2u);
}

TEST(FieldLayout, ContendedFieldsKeepTheirDistance) {
  auto fields = fields_of("IJJJ");
  fields[1].is_contended = fields[2].is_contended = fields[3].is_contended = true;
  fields[2].contended_group = fields[3].contended_group = 7;
  lay_out_instance(fields, 4, {}, false);
  EXPECT_EQ(fields[0].offset, 4u);
  EXPECT_GE(fields[1].offset, 4u + 4 + kContendedPadding);
  EXPECT_GE(fields[2].offset, fields[1].offset + 8 + kContendedPadding);
  EXPECT_EQ(fields[3].offset, fields[2].offset + 8);
}

TEST(FieldLayout, StaticsHaveOneReferenceRange) {
  auto fields = fields_of("JLBLI");
  StaticLayout layout = lay_out_statics(fields, 60);
  EXPECT_EQ(layout.refs.offset, 60u);
  EXPECT_EQ(layout.refs.count, 2u);
  EXPECT_EQ(fields[1].offset, 60u);
  EXPECT_EQ(fields[3].offset, 64u);
  EXPECT_EQ(fields[4].offset, 68u);  // fills the gap before the long
  EXPECT_EQ(fields[0].offset, 72u);
  EXPECT_EQ(fields[2].offset, 80u);
  EXPECT_EQ(layout.mirror_size, 84u);
}

// Every field is aligned and none overlap, whatever the mixture.
TEST(FieldLayout, NeverOverlaps) {
  uint32_t state = 12345;
  auto next = [&] { return state = state * 1103515245 + 12345, state >> 16; };
  for (int round = 0; round < 2000; round++) {
    std::string descriptors;
    for (uint32_t i = next() % 20; i > 0; i--) descriptors += "ZCFDBSIJL"[next() % 9];
    auto fields = fields_of(descriptors);
    uint32_t start = 4 + next() % 20;
    InstanceLayout layout = lay_out_instance(fields, start, {}, false);
    std::vector<bool> used(layout.size);
    for (const LayoutField& field : fields) {
      uint32_t size = 1u << size_shift(field.type);
      ASSERT_EQ(field.offset % size, 0u);
      ASSERT_GE(field.offset, start);
      for (uint32_t b = field.offset; b < field.offset + size; b++) {
        ASSERT_LT(b, layout.size);
        ASSERT_FALSE(used[b]);
        used[b] = true;
      }
    }
  }
}

}  // namespace
}  // namespace kiln
