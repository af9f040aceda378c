#include "gc/plan/sizing.h"

#include <algorithm>

#include "vm/base/memory.h"

namespace kiln::gc {

namespace {
constexpr uint64_t kLargestFirstRoom = 32 * kMiB;
constexpr uint64_t kSmallestRoom = 2 * kMiB;
constexpr uint64_t kOverheadPercent = 8;
constexpr uint64_t kLowOverheadPercent = 1;
}  // namespace

Sizing::Sizing(uint64_t initial_bytes, uint64_t max_bytes, bool fixed_initial)
    : initial_bytes_(std::min(initial_bytes, max_bytes)), max_bytes_(max_bytes) {
  smallest_room_ = fixed_initial ? initial_bytes_ : std::clamp(initial_bytes_ / 8, kSmallestRoom, kLargestFirstRoom);
  room_ = smallest_room_;
  trigger_bytes_ = std::min(room_, max_bytes_);
}

uint64_t Sizing::capacity_bytes(uint64_t used_bytes) const {
  uint64_t capacity = align_up(std::max({initial_bytes_, trigger_bytes_, used_bytes}), kMiB);
  return std::max(std::min(capacity, max_bytes_), used_bytes);
}

void Sizing::after_collection(uint64_t live_bytes, uint64_t pause_ns, uint64_t mutator_ns) {
  live_bytes_ = live_bytes;
  uint64_t total_ns = pause_ns + mutator_ns;
  if (pause_ns * 100 > total_ns * kOverheadPercent) {
    room_ *= 2;
  } else if (pause_ns * 100 < total_ns * kLowOverheadPercent) {
    room_ -= room_ / 4;
  }
  room_ = std::clamp(room_, std::max(smallest_room_, live_bytes + live_bytes / 2),
                     std::max({smallest_room_, initial_bytes_, live_bytes * 4}));

  trigger_bytes_ = live_bytes + room_;
  uint64_t comfortable = max_bytes_ > live_bytes ? max_bytes_ - live_bytes : 0;
  if (trigger_bytes_ > comfortable) trigger_bytes_ = comfortable >= live_bytes + live_bytes / 2 ? comfortable : max_bytes_;
  trigger_bytes_ = std::min(trigger_bytes_, max_bytes_);
}

void Sizing::make_room(uint64_t size_bytes) {
  if (size_bytes > max_bytes_) return;
  trigger_bytes_ = std::min(max_bytes_, std::max(trigger_bytes_, live_bytes_ + size_bytes + smallest_room_));
}

HeapSizes choose_heap_sizes(uint64_t memory_bytes, uint64_t asked_initial, uint64_t asked_max) {
  constexpr uint64_t kSmallMachineHeap = 126 * kMiB;
  constexpr uint64_t kSmallestMax = 2 * kMiB;
  constexpr uint64_t kSmallestInitial = 8 * kMiB;
  uint64_t max_bytes = asked_max;
  if (max_bytes == 0) {
    uint64_t half = memory_bytes / 2;
    max_bytes = half <= kSmallMachineHeap ? half : std::max(memory_bytes / 4, kSmallMachineHeap);
    max_bytes = std::max(max_bytes, asked_initial);
  }
  max_bytes = align_up(std::max(max_bytes, kSmallestMax), kMiB);
  uint64_t initial_bytes = asked_initial != 0 ? asked_initial : std::max(memory_bytes / 64, kSmallestInitial);
  initial_bytes = std::min(align_up(initial_bytes, kMiB), max_bytes);
  return {initial_bytes, max_bytes};
}

}  // namespace kiln::gc
