#include "vm/base/memory.h"

#ifdef KILN_SANITIZED
#include <cstdlib>
#define mi_malloc std::malloc
#define mi_realloc std::realloc
#define mi_free std::free
#define mi_collect(force) ((void)0)
#else
#include <mimalloc.h>
#endif
#include <malloc.h>
#include <sys/mman.h>
#include <sys/sysinfo.h>

#include <cerrno>
#include <cstdio>

#include "vm/base/check.h"

#ifndef MAP_FIXED_NOREPLACE
#define MAP_FIXED_NOREPLACE 0x100000
#endif

namespace kiln {

void* native_allocate(size_t size_bytes) {
  void* block = mi_malloc(size_bytes);
  if (block == nullptr) VM_FATAL("out of native memory allocating {} bytes", size_bytes);
  return block;
}
void* native_reallocate(void* block, size_t size_bytes) {
  void* result = mi_realloc(block, size_bytes);
  if (result == nullptr) VM_FATAL("out of native memory allocating {} bytes", size_bytes);
  return result;
}
namespace {
// Memory and swap of the machine. The system would hand out address space beyond it and kill the process later.
bool is_beyond_machine(size_t size_bytes) {
  if (size_bytes < kGiB) return false;
  struct sysinfo machine;
  return sysinfo(&machine) == 0 && size_bytes > (uint64_t{machine.totalram} + machine.totalswap) * machine.mem_unit;
}
}  // namespace

void* try_native_allocate(size_t size_bytes) { return is_beyond_machine(size_bytes) ? nullptr : mi_malloc(size_bytes); }
void* try_native_reallocate(void* block, size_t size_bytes) {
  return is_beyond_machine(size_bytes) ? nullptr : mi_realloc(block, size_bytes);
}
void native_free(void* block) { mi_free(block); }
void trim_native_memory() {
  mi_collect(true);
  malloc_trim(0);
}

namespace {
uintptr_t try_reserve_at(uintptr_t address, size_t size_bytes) {
  void* p = mmap(reinterpret_cast<void*>(address), size_bytes, PROT_NONE,
                 MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED_NOREPLACE, -1, 0);
  if (p == MAP_FAILED) return 0;
  if (reinterpret_cast<uintptr_t>(p) == address) return address;
  munmap(p, size_bytes);  // a kernel without MAP_FIXED_NOREPLACE took the address as a hint
  return 0;
}
}  // namespace

Reservation Reservation::below(uintptr_t limit, size_t size_bytes, size_t alignment, uintptr_t preferred, uintptr_t lowest) {
  Reservation result;
  size_bytes = align_up(size_bytes, kPageSize);
  if (alignment < kPageSize) alignment = kPageSize;
  lowest = align_up(lowest, alignment);
  auto attempt = [&](uintptr_t address) {
    if (address < lowest || address + size_bytes > limit) return false;
    result.base_ = try_reserve_at(address, size_bytes);
    if (result.base_ == 0) return false;
    result.size_ = size_bytes;
    return true;
  };
  if (preferred != 0 && attempt(align_up(preferred, alignment))) return result;
  size_t step = align_up(size_bytes < 16 * kMiB ? 16 * kMiB : size_bytes / 4, alignment);
  for (uintptr_t address = lowest; address + size_bytes <= limit; address += step) {
    if (attempt(align_up(address, alignment))) return result;
  }
  return result;
}

Reservation::~Reservation() {
  if (size_ != 0) munmap(reinterpret_cast<void*>(base_), size_);
}

bool Reservation::commit(uintptr_t address, size_t size_bytes) {
  VM_DCHECK(address >= base_ && address + size_bytes <= end());
  return mprotect(reinterpret_cast<void*>(address), size_bytes, PROT_READ | PROT_WRITE) == 0;
}
void Reservation::discard(uintptr_t address, size_t size_bytes) {
  if (size_bytes != 0) madvise(reinterpret_cast<void*>(address), size_bytes, MADV_DONTNEED);
}
void Reservation::protect_none(uintptr_t address, size_t size_bytes) {
  if (size_bytes != 0) mprotect(reinterpret_cast<void*>(address), size_bytes, PROT_NONE);
}

}  // namespace kiln
