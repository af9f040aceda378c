// classloader/link/field_layout.h - where each field of a class stands. Pure arithmetic: knows no class.
//
// Instance fields go behind the superclass's, largest first: 8 bytes, 4, references, 2, 1. The gap that aligning a larger
// kind leaves is filled with smaller ones, so padding remains only where nothing fits. References stand together, so a
// class adds one range to its reference map, more only when some were needed as filling.
// Static fields stand in the class's mirror behind java.lang.Class's own fields, references first and together.
//
//   class A { byte b; long l; Object o; }    4 o   8 l   16 b   (4..7 would be a gap before l: o fills it)
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "vm/object/basic_type.h"
#include "vm/object/shape.h"

namespace kiln {

struct LayoutField {
  BasicType type;
  bool is_contended = false;     // alone in its cache lines, with the fields of its group
  uint16_t contended_group = 0;  // 0: a group of its own
  bool is_in_map = true;         // references only: false keeps it out of the reference ranges
  uint32_t offset = 0;           // result
};

struct InstanceLayout {
  uint32_t size;                  // end of the last field, rounded up to 4
  std::vector<RefRange> ranges;   // ascending, adjacent ones merged; superclasses' included
};

// Distance in bytes that keeps contended fields out of each other's cache lines (two lines: neighbours are prefetched).
inline constexpr uint32_t kContendedPadding = 128;

// `super_end`: end of the superclass's last field, kHeaderSize when it has none. `is_class_contended`: pads around all
// fields.
InstanceLayout lay_out_instance(std::span<LayoutField> fields, uint32_t super_end, std::span<const RefRange> super_ranges,
                                bool is_class_contended);

struct StaticLayout {
  uint32_t mirror_size;  // rounded up to 4
  RefRange refs;
};
// `start`: instance size of java.lang.Class, a multiple of 4.
StaticLayout lay_out_statics(std::span<LayoutField> fields, uint32_t start);

}  // namespace kiln
