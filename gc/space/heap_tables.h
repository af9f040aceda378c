// gc/space/heap_tables.h - the side metadata of the generational plan: what kind each block is, which objects are
// marked, which lines are in use, which slots are still to be logged.
//
//   blocks   one byte per 32 KB: kind and, during a collection, what it does with the objects that begin there
//   lines    one byte per 256 bytes of old blocks: 0 free, otherwise the mark cycle that found it in use
//   marks    one bit per 8 bytes: in old blocks and at large objects every object has its bit, in young ones none has
//   marking  the same for the marking that goes on beside the program; it then takes the place of `marks`
//   log      one bit per slot (gc/barrier.h): set in old objects as long as the slot is not in the log
//
// Free blocks have no mark, no line and no log bit set.
#pragma once

#include <atomic>
#include <cstdint>

#include "gc/barrier.h"
#include "gc/space/side_table.h"
#include "vm/object/object.h"

namespace kiln::gc {

inline constexpr uint32_t kLineShift = 8;
inline constexpr uint64_t kLineSize = uint64_t{1} << kLineShift;
inline constexpr uint32_t kBlockShift = 15;
inline constexpr uint64_t kBlockSize = uint64_t{1} << kBlockShift;
inline constexpr uint32_t kLinesOfBlock = kBlockSize / kLineSize;

// Of a block, or of the large object that begins there.
enum BlockKind : uint8_t { kNoBlock, kFreeBlock, kEden, kSurvivor, kOld, kLargeYoung, kLargeOld };
inline constexpr uint8_t kKindMask = 0x07;
inline constexpr uint8_t kStaysYoung = 0x08;  // what is there now will be young when the collection under way is over
inline constexpr uint8_t kSparse = 0x80;      // an old block that is to be emptied when the marking under way ends
inline constexpr uint8_t kMove = 0x10;  // the collection under way copies the objects that begin here
inline constexpr uint8_t kMark = 0x20;  // it marks them where they are
inline constexpr uint8_t kKept = 0x40;  // some object of a `kMove` block could not be copied and is marked in place

constexpr bool is_young_kind(uint8_t state) {
  uint8_t kind = state & kKindMask;
  return kind == kEden || kind == kSurvivor || kind == kLargeYoung;
}

constexpr bool stays_young(uint8_t state) { return (state & kStaysYoung) != 0; }

class HeapTables {
 public:
  HeapTables(uintptr_t base, size_t size_bytes)
      : log(base, size_bytes),
        marks(base, size_bytes),
        marking(base, size_bytes),
        lines(base, size_bytes),
        blocks(base, size_bytes) {}

  SideTable<barrier::kLogShift> log;
  SideTable<6> marks;
  SideTable<6> marking;
  SideTable<kLineShift> lines;
  SideTable<kBlockShift> blocks;

  // The background marker asks while mutators take blocks: it does not matter to it which young or free state it sees.
  uint8_t state_of(uintptr_t address) const { return __atomic_load_n(blocks.of(address), __ATOMIC_RELAXED); }
  void set_state(uintptr_t address, uint8_t state) const { __atomic_store_n(blocks.of(address), state, __ATOMIC_RELAXED); }
  uint8_t state_of_ref(uint32_t ref_bits) const { return state_of(uintptr_t{ref_bits} << kReferenceShift); }

  // ---- Mark bits ----
  static uint8_t mark_bit(uintptr_t address) { return static_cast<uint8_t>(1 << (address >> 3 & 7)); }
  bool is_marked(uintptr_t address) const {
    return (__atomic_load_n(marks.of(address), __ATOMIC_RELAXED) & mark_bit(address)) != 0;
  }
  void mark(uintptr_t address) const { *marks.of(address) |= mark_bit(address); }
  // True for the one caller that set the bit.
  bool try_mark(uintptr_t address, bool parallel) const { return try_set(marks.of(address), mark_bit(address), parallel); }
  // The same for the marking beside the program.
  bool try_blacken(uintptr_t address, bool parallel) const {
    return try_set(marking.of(address), mark_bit(address), parallel);
  }
  bool is_black(uintptr_t address) const {
    return (__atomic_load_n(marking.of(address), __ATOMIC_RELAXED) & mark_bit(address)) != 0;
  }
  static bool try_set(uint8_t* byte, uint8_t bit, bool parallel) {
    if ((__atomic_load_n(byte, __ATOMIC_RELAXED) & bit) != 0) return false;
    if (parallel) return (__atomic_fetch_or(byte, bit, __ATOMIC_RELAXED) & bit) == 0;
    *byte |= bit;
    return true;
  }

  // ---- Log bits ----
  static uint8_t log_bit(const uint32_t* slot) {
    return static_cast<uint8_t>(1 << (reinterpret_cast<uintptr_t>(slot) / kReferenceSize % 8));
  }
  bool is_logged(const uint32_t* slot) const { return (*log.of(reinterpret_cast<uintptr_t>(slot)) & log_bit(slot)) == 0; }
  // By one thread, while nobody else changes log bits.
  void set_unlogged(const uint32_t* slot) const { *log.of(reinterpret_cast<uintptr_t>(slot)) |= log_bit(slot); }
  // True for the one caller that changed the bit.
  bool set_logged(const uint32_t* slot) const {
    uint8_t bit = log_bit(slot);
    uint8_t before = __atomic_fetch_and(log.of(reinterpret_cast<uintptr_t>(slot)), static_cast<uint8_t>(~bit), __ATOMIC_RELAXED);
    return (before & bit) != 0;
  }

  // function(Object*) for each marked object of a block.
  template <typename Function>
  void for_each_marked(uintptr_t block, Function&& function) const {
    const auto* words = reinterpret_cast<const uint64_t*>(marks.of(block));
    for (uint64_t i = 0; i < kBlockSize / kObjectAlignment / 64; i++) {
      for (uint64_t word = words[i]; word != 0; word &= word - 1) {
        auto index = i * 64 + static_cast<uint64_t>(__builtin_ctzll(word));
        function(reinterpret_cast<Object*>(block + index * kObjectAlignment));
      }
    }
  }
};

}  // namespace kiln::gc
