// gc/trace/copy_words.h - copies an object: a multiple of 8 bytes, mostly short.
#pragma once

#include <cstdint>
#include <cstring>

namespace kiln::gc {

inline void copy_words(uintptr_t to, uintptr_t from, uint64_t size_bytes) {
  if (size_bytes > 64) {
    memcpy(reinterpret_cast<void*>(to), reinterpret_cast<const void*>(from), size_bytes);
    return;
  }
  for (uint64_t i = 0; i < size_bytes; i += 8) {
    *reinterpret_cast<uint64_t*>(to + i) = *reinterpret_cast<const uint64_t*>(from + i);
  }
}

}  // namespace kiln::gc
