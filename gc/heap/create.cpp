// gc/heap/create.cpp - sizes and address space of a new heap.
#include <sys/resource.h>

#include <algorithm>

#include "gc/heap/copying_heap.h"
#include "gc/heap/generational_heap.h"
#include "gc/heap/machine_memory.h"

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define KILN_ASAN 1
#endif
#endif

namespace kiln {

namespace {

#ifdef KILN_ASAN
constexpr uintptr_t kLimit = 0x7fff8000;  // the shadow of the sanitizer begins here
constexpr uintptr_t kLowest = 512 * kMiB;
#else
constexpr uintptr_t kLimit = kHeapLimit;
constexpr uintptr_t kLowest = 4 * kGiB;  // metadata lives below
#endif
constexpr uint64_t kSmallestTried = 16 * kMiB;

uint64_t reservation_bytes(bool generational, uint64_t max_bytes) {
  return generational ? gc::GenerationalPlan::reservation_bytes(max_bytes) : gc::CopyingPlan::reservation_bytes(max_bytes);
}

// The largest heap whose reservation fits between kLowest and kLimit (and half of `ulimit -v`).
uint64_t largest_possible_heap(bool generational) {
  uint64_t room = kLimit - kLowest;
  rlimit limit;
  if (getrlimit(RLIMIT_AS, &limit) == 0 && limit.rlim_cur != RLIM_INFINITY) room = std::min<uint64_t>(room, limit.rlim_cur / 2);
  uint64_t heap = align_down(room / 9 * 4, kMiB);
  while (heap > kMiB && reservation_bytes(generational, heap) > room) heap -= kMiB;
  return heap;
}

Reservation reserve(bool generational, uint64_t max_bytes) {
  uint64_t size_bytes = reservation_bytes(generational, max_bytes);
  uintptr_t preferred = kLowest;
#ifdef KILN_ASAN
  preferred = align_down(kLimit - size_bytes, gc::kBlockChunkSize);
#endif
  Reservation reservation = Reservation::below(kLimit, size_bytes, gc::kBlockChunkSize, preferred, kLowest);
  if (reservation.empty()) reservation = Reservation::below(kLimit, size_bytes, gc::kBlockChunkSize, 0);
  return reservation;
}

}  // namespace

std::unique_ptr<Heap> Heap::create(const Flags& flags, const HeapChoice& choice, Log* log, VmBinding& binding,
                                   const char** error) {
  gc::HeapSizes sizes =
      gc::choose_heap_sizes(gc::machine_memory_bytes(flags.use_container_support), static_cast<uint64_t>(flags.initial_heap_size),
                            static_cast<uint64_t>(flags.max_heap_size));
  bool generational = choice.generational;
  bool asked = flags.max_heap_size != 0;
  if (asked && flags.initial_heap_size > flags.max_heap_size) {
    *error = "Initial heap size set to a larger value than the maximum heap size";
    return nullptr;
  }
  uint64_t largest = largest_possible_heap(generational);
  sizes.max_bytes = std::min(sizes.max_bytes, largest);
  Reservation reservation = reserve(generational, sizes.max_bytes);
  while (reservation.empty() && !asked && sizes.max_bytes > kSmallestTried) {
    sizes.max_bytes = align_up(sizes.max_bytes / 2, kMiB);
    reservation = reserve(generational, sizes.max_bytes);
  }
  if (reservation.empty()) {
    *error = "Could not reserve enough space for object heap";
    return nullptr;
  }
  sizes.initial_bytes = std::min(sizes.initial_bytes, sizes.max_bytes);
  if (generational) {
    return std::make_unique<gc::GenerationalHeap>(std::move(reservation), sizes, choice.nursery_bytes, flags, log, binding);
  }
  return std::make_unique<gc::CopyingHeap>(std::move(reservation), sizes, flags, log, binding);
}

}  // namespace kiln
