// Handles as a stack, and JNI local references deleted one by one (vm/thread/handle_area.h).
#include "vm/thread/handle_area.h"

#include <gtest/gtest.h>

#include <vector>

namespace kiln {
namespace {

TEST(HandleArea, IsAStackAcrossChunks) {
  HandleArea area;
  HandleArea::Mark start = area.mark();
  std::vector<RefSlot*> slots;
  for (uint32_t i = 1; i <= 1000; i++) slots.push_back(area.push(i));
  for (uint32_t i = 1; i <= 1000; i++) EXPECT_EQ(*slots[i - 1], i);
  EXPECT_EQ(area.size(), 1000u);
  uint32_t seen = 0;
  area.for_each([&](RefSlot*) { seen++; });
  EXPECT_EQ(seen, 1000u);
  EXPECT_TRUE(area.contains(slots[500]));
  area.release(start);
  EXPECT_EQ(area.size(), 0u);
  EXPECT_FALSE(area.contains(slots[500]));
}

TEST(HandleArea, DeletedSlotsAreUsedAgain) {
  HandleArea area;
  area.push(99);
  HandleArea::NativeMark native = area.enter_native();
  RefSlot* a = area.push_local(1);
  RefSlot* b = area.push_local(2);
  area.delete_local(a);
  EXPECT_EQ(*a, 0u);
  EXPECT_EQ(area.push_local(3), a);
  EXPECT_EQ(*b, 2u);
  area.delete_local(a);
  area.delete_local(a);  // twice does no harm
  EXPECT_EQ(area.push_local(4), a);
  EXPECT_NE(area.push_local(5), a);
  area.leave_native(native);
  EXPECT_EQ(area.size(), 1u);
}

TEST(HandleArea, RingOfReferencesStaysSmall) {
  HandleArea area;
  HandleArea::NativeMark native = area.enter_native();
  RefSlot* ring[64] = {};
  for (uint32_t i = 0; i < 100000; i++) {
    RefSlot*& slot = ring[(i * 7919) % 64];
    if (slot != nullptr) area.delete_local(slot);
    slot = area.push_local(i + 1);
  }
  EXPECT_LE(area.size(), 64u);
  EXPECT_EQ(area.local_count(), 64u);
  area.leave_native(native);
}

TEST(HandleArea, InnerNativeDoesNotTakeOuterSlots) {
  HandleArea area;
  HandleArea::NativeMark outer = area.enter_native();
  RefSlot* a = area.push_local(1);
  RefSlot* b = area.push_local(2);
  area.delete_local(a);
  area.push(77);  // a handle of the VM between them
  HandleArea::NativeMark inner = area.enter_native();
  RefSlot* c = area.push_local(3);
  EXPECT_NE(c, a);
  area.leave_native(inner);
  EXPECT_EQ(*b, 2u);
  EXPECT_EQ(area.push_local(4), a);
  area.leave_native(outer);
}

TEST(HandleArea, ReleasedDeletedSlotsAreForgotten) {
  HandleArea area;
  HandleArea::NativeMark outer = area.enter_native();
  HandleArea::NativeMark inner = area.enter_native();
  RefSlot* a = area.push_local(1);
  area.push_local(2);
  area.delete_local(a);
  area.leave_native(inner);
  RefSlot* handle = area.push(5);  // the same slot again, now a handle
  EXPECT_EQ(handle, a);
  EXPECT_NE(area.push_local(6), a);
  EXPECT_EQ(*handle, 5u);
  area.leave_native(outer);
}

TEST(HandleArea, LocalFrames) {
  HandleArea area;
  HandleArea::NativeMark native = area.enter_native();
  area.push_local(1);
  EXPECT_FALSE(area.pop_local_frame());
  area.push_local_frame();
  for (uint32_t i = 0; i < 600; i++) area.push_local(2);
  area.push_local_frame();
  area.push_local(3);
  EXPECT_TRUE(area.pop_local_frame());
  EXPECT_EQ(area.size(), 601u);
  EXPECT_TRUE(area.pop_local_frame());
  EXPECT_EQ(area.size(), 1u);
  // Frames that a native leaves behind do not survive it.
  HandleArea::NativeMark inner = area.enter_native();
  area.push_local_frame();
  area.leave_native(inner);
  EXPECT_FALSE(area.pop_local_frame());
  area.leave_native(native);
}

}  // namespace
}  // namespace kiln
