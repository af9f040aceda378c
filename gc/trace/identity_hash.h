// gc/trace/identity_hash.h - identity hashes: from the address first, kept behind the object once it has moved.
#pragma once

#include <cstdint>

#include "vm/object/shape.h"

namespace kiln::gc {

// What compiled code does in place, too.
inline constexpr uint64_t kHashMultiplier = 0x9e3779b97f4a7c15;
inline constexpr int kHashShift = 33;

// 31 bits, never 0; a multiplicative mix (Fibonacci hashing) of the address.
inline int32_t hash_of_address(const Object* object) {
  uint64_t mixed = (object->address() >> kReferenceShift) * kHashMultiplier;
  auto hash = static_cast<int32_t>(mixed >> kHashShift);
  return hash != 0 ? hash : 1;
}

// The hash of an object whose header says kHashMoved.
inline int32_t stored_hash(const Object* object, uint32_t header_bits) {
  return object->get<int32_t>(static_cast<uint32_t>(hash_offset(object, shape_of(header_bits))));
}

}  // namespace kiln::gc
