// gc/heap.h - the Java heap as the rest of the VM sees it.
//
// Thread requirements: `allocate_slow` and `collect` are called in state InVm and are safepoints: every raw
// reference is stale afterwards. All else is noted at the function.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>

#include "gc/memory_pools.h"
#include "gc/mutator.h"
#include "gc/reference_layout.h"
#include "gc/vm_binding.h"
#include "vm/base/annotations.h"
#include "vm/base/flags.h"
#include "vm/object/shape.h"

namespace kiln {

class Log;

struct GcTotals {
  uint64_t collections, pause_ns;
  uint64_t full_collections = 0, full_pause_ns = 0;  // the part of them that looked at the whole heap
  uint64_t longest_pause_ns = 0;
};

// Which collector, and the size of its nursery (-Xmn; 0: it chooses).
struct HeapChoice {
  bool generational = true;  // otherwise the simple copying one
  uint64_t nursery_bytes = 0;
};

class Heap {
 public:
  // Reserves and commits according to flags (max_heap_size, initial_heap_size, stress_gc_interval, verify_heap).
  // Null when the address space cannot be had; `error` then says so in HotSpot's words.
  static std::unique_ptr<Heap> create(const Flags& flags, const HeapChoice& choice, Log* log, VmBinding& binding,
                                      const char** error);
  virtual ~Heap() = default;

  // A new mutator enters: gives it the tables of the write barrier. Before its thread touches the heap; any thread.
  virtual void admit(Mutator& mutator) = 0;
  // Must generated code run the write barrier at stores of references? Fixed for the life of the heap.
  virtual bool logs_stores() const = 0;
  virtual const char* plan_name() const = 0;
  // A zeroed block of `size_bytes` (multiple of 8), collecting if it must; 0 when the heap is exhausted even
  // after a last-ditch collection: the caller throws OutOfMemoryError. The block must be given a valid header
  // (and array length) before the next safepoint.
  VM_MAY_SAFEPOINT virtual uintptr_t allocate_slow(Mutator& mutator, uint64_t size_bytes) = 0;
  // Full collection.
  VM_MAY_SAFEPOINT virtual void collect(Mutator& mutator, GcCause cause) = 0;
  // Gives the rest of the buffer back; before a thread dies or sleeps for long. Not a safepoint.
  virtual void retire(Mutator& mutator) = 0;

  virtual void set_reference_layout(const ReferenceLayout& layout) = 0;
  // Where the static field SoftReference.clock (long, milliseconds) is: in that class's mirror, which becomes a
  // root of the heap. Collections set it. Caller in state InVm.
  virtual void set_soft_clock(Ref<java::Class> soft_reference_mirror, uint32_t offset) = 0;
  // Takes the whole list of pending Reference objects (linked through `discovered`), null if empty.
  virtual Ref<java::Reference> take_pending_references() = 0;
  virtual bool has_pending_references() const = 0;

  // Identity hash (31 bits, never 0) of an object, fixed from the first call on. Not a safepoint; any thread in
  // state InVm or InJava.
  virtual int32_t identity_hash(Object* object) = 0;

  // Caller in state InVm.
  virtual HeapUsage usage() const = 0;
  virtual GcTotals totals() const = 0;
  virtual bool contains(const void* address) const = 0;
  // Keeps the object that the root slot `handle` holds where it is until unpinned by the same thread (JNI critical
  // sections), and returns its address. Simple collectors hold off collection instead; nests. The caller is in
  // state InVm; the function may wait for a collection before it pins, therefore the slot.
  VM_MAY_SAFEPOINT virtual Object* pin(Mutator& mutator, const RefSlot* handle) = 0;
  virtual void unpin(Mutator& mutator, Object* object) = 0;
  // Calls the visitor for each object, those that died since the last collection included; the world is stopped
  // by the caller.
  virtual void for_each_object(const std::function<void(Object*)>& visitor) = 0;

  // ---- For management; any thread in state InVm ----
  // Fixed for the life of the heap. `pool` and `collector` below are indices into it.
  virtual const PoolTable& pool_table() const = 0;
  virtual HeapUsage pool_usage(size_t pool) const = 0;
  // As the last collection that worked on this pool left it; nothing used before the first one.
  virtual HeapUsage pool_usage_after_collection(size_t pool) const = 0;
  // When most was used since the start, or since reset_pool_peak.
  virtual HeapUsage pool_peak(size_t pool) const = 0;
  virtual void reset_pool_peak(size_t pool) = 0;
  virtual CollectorTotals collector_totals(size_t collector) const = 0;

  // Milliseconds since the last collection, for Runtime and management.
  virtual int64_t millis_since_last_collection() const = 0;
};

}  // namespace kiln
