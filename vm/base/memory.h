// vm/base/memory.h - where the VM's own memory comes from.
//
//   native_allocate   small and medium blocks, from mimalloc, counted per subsystem
//   Reservation       address space from the system, committed piece by piece
//   MetaSpace         memory below 4 GB for classes and metadata: vm/base/meta_space.h
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <mutex>
#include <new>
#include <utility>

#include "vm/base/sync.h"
#include "vm/base/tsan.h"

namespace kiln {

inline constexpr size_t kKiB = 1024;
inline constexpr size_t kMiB = 1024 * kKiB;
inline constexpr size_t kGiB = 1024 * kMiB;
inline constexpr size_t kPageSize = 4096;

constexpr uintptr_t align_up(uintptr_t value, size_t alignment) { return (value + alignment - 1) & ~(alignment - 1); }
constexpr uintptr_t align_down(uintptr_t value, size_t alignment) { return value & ~(alignment - 1); }
constexpr bool is_aligned(uintptr_t value, size_t alignment) { return (value & (alignment - 1)) == 0; }

// Native (non-moving) memory; never null: exhaustion is fatal with a clear message.
[[nodiscard]] void* native_allocate(size_t size_bytes);
[[nodiscard]] void* native_reallocate(void* block, size_t size_bytes);
void native_free(void* block);
// Gives free memory back to the system: that of native_allocate which this thread or an ended one has freed, and that of the
// libraries (malloc). May take milliseconds.
void trim_native_memory();
// For memory whose size a Java program chooses (Unsafe.allocateMemory): null when there is none.
[[nodiscard]] void* try_native_allocate(size_t size_bytes);
[[nodiscard]] void* try_native_reallocate(void* block, size_t size_bytes);  // null: `block` is as it was

// Address space obtained with mmap(PROT_NONE); owns it until destruction. Not thread safe.
class Reservation {
 public:
  Reservation() = default;
  Reservation(Reservation&& other) noexcept { swap(other); }
  Reservation& operator=(Reservation&& other) noexcept {
    swap(other);
    return *this;
  }
  ~Reservation();

  // Reserves `size_bytes` with both ends inside [lowest, limit): first at `preferred`, then wherever there
  // is a gap. Empty result when there is none.
  static Reservation below(uintptr_t limit, size_t size_bytes, size_t alignment, uintptr_t preferred, uintptr_t lowest = 0x10000);

  // Makes pages readable and writable; false when the system has no memory.
  [[nodiscard]] bool commit(uintptr_t address, size_t size_bytes);
  // Gives the pages' memory back to the system; they read as zero when touched again.
  void discard(uintptr_t address, size_t size_bytes);
  // Forbids access (used to catch stale references in debug builds).
  void protect_none(uintptr_t address, size_t size_bytes);

  uintptr_t base() const { return base_; }
  uintptr_t end() const { return base_ + size_; }
  size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }
  bool contains(uintptr_t address) const { return address - base_ < size_; }

 private:
  void swap(Reservation& other) {
    std::swap(base_, other.base_);
    std::swap(size_, other.size_);
  }
  uintptr_t base_ = 0;
  size_t size_ = 0;
};

// A 32-bit pointer into memory below 4 GB (class space, metadata). Null is 0.
template <typename T>
class Ptr32 {
 public:
  constexpr Ptr32() = default;
  constexpr Ptr32(std::nullptr_t) {}  // NOLINT
  Ptr32(T* p) : address_(static_cast<uint32_t>(reinterpret_cast<uintptr_t>(p))) {  // NOLINT
    VM_DCHECK(reinterpret_cast<uintptr_t>(p) <= UINT32_MAX);
  }
  T* get() const {
    tsan::observe_metadata();
    return reinterpret_cast<T*>(static_cast<uintptr_t>(address_));
  }
  T* operator->() const { return get(); }
  T& operator*() const { return *get(); }
  operator T*() const { return get(); }  // NOLINT
  uint32_t address() const { return address_; }
  static Ptr32 from_address(uint32_t address) {
    Ptr32 p;
    p.address_ = address;
    return p;
  }

 private:
  uint32_t address_ = 0;
};

}  // namespace kiln
