// gc/reference_layout.h - where the fields of java.lang.ref.Reference are.
#pragma once

#include <cstdint>

namespace kiln {

// Offsets of the fields of java.lang.ref.Reference that the collector handles itself; set once at boot, before
// the first instance of a Reference exists.
struct ReferenceLayout {
  uint32_t referent_offset = 0, discovered_offset = 0, next_offset = 0;
  uint32_t soft_timestamp_offset = 0;  // SoftReference.timestamp, long; 0 when unknown: soft references then
                                       // live until a last-ditch collection
};

}  // namespace kiln
