#include "gc/heap/copying_heap.h"

#include <algorithm>
#include <cstring>

#include "gc/heap/gc_log.h"
#include "gc/plan/clock.h"

namespace kiln::gc {

namespace {

constexpr PoolTable kPools{.pool_count = 1,
                           .collector_count = 1,
                           .pools = {{"Java Heap", true}},
                           .collectors = {{"Copying", "end of major GC", 1}}};

CopyingOptions options_of(const Flags& flags) {
  bool stress = flags.stress_gc_interval > 0;
  return {.verify = flags.verify_heap, .stress = stress, .quarantine = stress || flags.verify_heap};
}

}  // namespace

CopyingHeap::CopyingHeap(Reservation reservation, const HeapSizes& sizes, const Flags& flags, Log* log, VmBinding& binding)
    : CommonHeap(flags, log, binding, kPools),
      plan_(std::move(reservation), sizes.max_bytes, options_of(flags)),
      sizing_(sizes.initial_bytes, sizes.max_bytes, flags.initial_heap_size != 0),
      gate_(binding) {
  log_heap_start(log, plan_name(), plan_.base(), plan_.end(), sizes.initial_bytes, sizes.max_bytes);
}

// ---- Allocation ----

uintptr_t CopyingHeap::try_allocate(Mutator& mutator, uint64_t size_bytes, uint64_t limit_bytes) {
  Block block;
  bool buffer = false;
  {
    MutexLock lock(mutex_);
    uint64_t used = plan_.used_bytes() + hash_growth_.load(std::memory_order_relaxed);
    if (size_bytes > limit_bytes || used > limit_bytes - size_bytes) return 0;
    if (size_bytes > kLargestSmall) {
      block = plan_.allocate_large(size_bytes);
    } else {
      uint64_t left = mutator.end - mutator.top;
      bool keep_buffer = left > kBufferWaste && size_bytes > kBufferWaste;
      buffer = size_bytes <= kLargestInBuffer && !keep_buffer && !stress_.enabled();
      if (buffer) {
        CopyingPlan::retire(mutator);
        uint64_t wish = std::clamp(align_down(limit_bytes - used, kObjectAlignment), size_bytes, kBufferSize);
        block = plan_.allocate_buffer(size_bytes, wish);
      } else {
        block = plan_.allocate_small(size_bytes);
      }
    }
  }
  if (block.address == 0) return 0;
  if (block.must_clear) memset(reinterpret_cast<void*>(block.address), 0, block.size_bytes);
  if (buffer) {
    mutator.start = block.address;
    mutator.top = block.address + size_bytes;
    mutator.end = block.address + block.size_bytes;
  } else {
    mutator.allocated_bytes += static_cast<int64_t>(size_bytes);
  }
  return block.address;
}

// While objects are pinned nothing can be collected: then all of the heap may be used.
uint64_t CopyingHeap::limit_now() const { return gate_.pinned() ? sizing_.max_bytes() : sizing_.trigger_bytes(); }

uintptr_t CopyingHeap::allocate_slow(Mutator& mutator, uint64_t size_bytes) {
  VM_DCHECK(size_bytes != 0 && size_bytes % kObjectAlignment == 0);
  if (stress_.enabled() && stress_.tick()) collect(mutator, GcCause::kStress);
  PinGate::Wanted wanted(gate_);
  while (true) {
    uint64_t seen = collections_.load(std::memory_order_acquire);
    if (uintptr_t address = try_allocate(mutator, size_bytes, limit_now())) return address;
    if (gate_.pinned()) {
      if (mutator.pins > 0) return 0;  // it would wait for itself
      wanted.announce();
      gate_.wait_unpinned();
      continue;
    }
    uintptr_t result;
    if (collect_and_allocate(mutator, size_bytes, seen, &result)) return result;
  }
}

bool CopyingHeap::collect_and_allocate(Mutator& mutator, uint64_t size_bytes, uint64_t seen, uintptr_t* result) {
  binding_.stop_the_world();
  if (collections_.load(std::memory_order_relaxed) != seen || gate_.pinned()) {
    binding_.resume_the_world();
    return false;
  }
  *result = 0;
  if (size_bytes <= sizing_.max_bytes()) {
    run_collection(GcCause::kAllocation);
    *result = try_allocate(mutator, size_bytes, sizing_.max_bytes());
  }
  if (*result == 0) {
    run_collection(GcCause::kLastDitch);
    *result = try_allocate(mutator, size_bytes, sizing_.max_bytes());
  }
  if (*result == 0 && plan_.used_bytes() + size_bytes <= sizing_.max_bytes()) {
    run_collection(GcCause::kLastDitch, true);  // there is room, but no gap that long
    *result = try_allocate(mutator, size_bytes, sizing_.max_bytes());
  }
  if (*result != 0) sizing_.make_room(size_bytes);
  resume_and_notify();
  return true;
}

void CopyingHeap::retire(Mutator& mutator) { CopyingPlan::retire(mutator); }

// ---- Collection ----

void CopyingHeap::collect(Mutator& mutator, GcCause cause) {
  PinGate::Wanted wanted(gate_);
  while (true) {
    binding_.stop_the_world();
    if (!gate_.pinned()) {
      run_collection(cause);
      resume_and_notify();
      return;
    }
    binding_.resume_the_world();
    if (cause == GcCause::kStress || mutator.pins > 0) return;
    wanted.announce();
    gate_.wait_unpinned();
  }
}

void CopyingHeap::run_collection(GcCause cause, bool move_large) {
  CollectionRecord record = begin_record(0, cause);
  CollectionReport report{};
  report.number = collections_.load(std::memory_order_relaxed);
  report.cause = cause;
  log_start(log_, report);

  SoftPolicy soft = soft_policy(cause == GcCause::kLastDitch, sizing_.max_bytes(), sizing_.live_bytes());
  RefSlot pending = pending_.load(std::memory_order_relaxed);
  report.result = plan_.collect(binding_, layout_, soft, &pending, &soft_clock_mirror_, move_large);
  pending_.store(pending, std::memory_order_release);
  hash_growth_.store(0, std::memory_order_relaxed);
  notify_pending_ |= report.result.pending != 0;

  uint64_t mutator_ns = 0;
  report.pause_ns = finish_collection(record, true, &mutator_ns);
  sizing_.after_collection(report.result.used_after, report.pause_ns, mutator_ns);
  plan_.trim(cause == GcCause::kSystemGc ? sizing_.idle_need_bytes() : sizing_.expected_need_bytes());
  report.next_trigger_bytes = sizing_.trigger_bytes();
  report.capacity_after_bytes = sizing_.capacity_bytes(report.result.used_after);
  log_collection(log_, report);
}

// ---- Pins ----

Object* CopyingHeap::pin(Mutator& mutator, const RefSlot* handle) {
  gate_.pin(mutator);
  return Ref<>(*handle).get();
}
void CopyingHeap::unpin(Mutator& mutator, Object*) { gate_.unpin(mutator); }

// ---- Reports ----

HeapUsage CopyingHeap::usage() const {
  MutexLock lock(mutex_);
  uint64_t used = plan_.used_bytes();
  return {sizing_.initial_bytes(), used, sizing_.capacity_bytes(used), sizing_.max_bytes()};
}

void CopyingHeap::for_each_object(const std::function<void(Object*)>& visitor) {
  binding_.for_each_mutator([](Mutator& mutator) { CopyingPlan::retire(mutator); });
  plan_.for_each_object(visitor);
}

}  // namespace kiln::gc
