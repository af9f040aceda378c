#include "gc/heap/generational_heap.h"

#include <algorithm>
#include <cstring>

#include "gc/heap/gc_log.h"
#include "gc/plan/clock.h"

namespace kiln::gc {

namespace {

constexpr uint64_t kLargestInBuffer = kBlockSize / 4;
constexpr uint64_t kBufferWaste = kBlockSize / 32;  // a buffer with more left is kept for smaller objects
constexpr uint64_t kMaxInHoles = 8;                 // at most an eighth of the maximum before old blocks are compacted
constexpr double kMostHelp = 20;                    // times the goal, by a pause for a marking that is far behind
constexpr uint64_t kStressFullTurns = 3;            // every third stress collection is full and moves everything

enum Pool : size_t { kEdenPool, kSurvivorPool, kTenuredPool };
enum Collector : size_t { kYoungCollector, kFullCollector };
constexpr PoolTable kPools{
    .pool_count = 3,
    .collector_count = 2,
    .pools = {{"Eden Space", false}, {"Survivor Space", false}, {"Tenured Gen", true}},
    .collectors = {{"Copy", "end of minor GC", 1 << kEdenPool | 1 << kSurvivorPool},
                   {"MarkSweepCompact", "end of major GC", 1 << kEdenPool | 1 << kSurvivorPool | 1 << kTenuredPool}}};

GenerationalOptions options_of(const Flags& flags) {
  bool stress = flags.stress_gc_interval > 0;
  return {.verify = flags.verify_heap, .quarantine = stress || flags.verify_heap, .stress_marking = flags.stress_concurrent_mark};
}

}  // namespace

GenerationalHeap::GenerationalHeap(Reservation reservation, const HeapSizes& sizes, uint64_t nursery_bytes, const Flags& flags,
                                   Log* log, VmBinding& binding)
    : CommonHeap(flags, log, binding, kPools),
      plan_(std::move(reservation), sizes.max_bytes, options_of(flags), mutex_),
      sizing_(sizes, nursery_bytes, static_cast<uint64_t>(flags.max_gc_pause_millis)),
      marks_beside_(flags.concurrent_mark || flags.stress_concurrent_mark),
      stress_marking_(flags.stress_concurrent_mark) {
  log_heap_start(log, plan_name(), plan_.base(), plan_.end(), sizes.initial_bytes, sizes.max_bytes);
}

// ---- Allocation ----

uintptr_t GenerationalHeap::try_allocate(Mutator& mutator, uint64_t size_bytes, bool last) {
  Block block;
  bool buffer = false;
  {
    MutexLock lock(mutex_);
    if (size_bytes > kLargestInBlock) {
      if (!last && plan_.fresh_large_bytes() + size_bytes > sizing_.young_large_bytes()) return 0;
      block = plan_.allocate_large(size_bytes);
    } else {
      if (!last && plan_.eden_bytes() >= sizing_.nursery_bytes()) return 0;
      uint64_t left = mutator.end - mutator.top;
      bool keep_buffer = left > kBufferWaste && size_bytes > kBufferWaste;
      buffer = size_bytes <= kLargestInBuffer && !keep_buffer && !stress_.enabled();
      if (buffer) {
        block = plan_.allocate_buffer();
        if (block.address != 0) GenerationalPlan::retire(mutator);
      } else {
        block = plan_.allocate_shared(size_bytes);
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

uintptr_t GenerationalHeap::allocate_slow(Mutator& mutator, uint64_t size_bytes) {
  VM_DCHECK(size_bytes != 0 && size_bytes % kObjectAlignment == 0);
  if (stress_.enabled() && stress_.tick()) collect(mutator, GcCause::kStress);
  while (true) {
    uint64_t seen = collections_.load(std::memory_order_acquire);
    if (uintptr_t address = try_allocate(mutator, size_bytes, false)) return address;
    binding_.stop_the_world();
    if (collections_.load(std::memory_order_relaxed) != seen) {
      binding_.resume_the_world();
      continue;
    }
    plan_.cycle().suspend();
    uintptr_t result = 0;
    if (size_bytes <= sizing_.max_bytes()) {
      collect_for_allocation(GcCause::kAllocation);
      result = try_allocate(mutator, size_bytes, true);
      if (result == 0) {
        run_collection(CollectionKind::kFull, GcCause::kAllocation);
        result = try_allocate(mutator, size_bytes, true);
      }
    }
    if (result == 0) {
      run_collection(CollectionKind::kCompact, GcCause::kLastDitch);
      result = try_allocate(mutator, size_bytes, true);
    }
    resume();
    return result;
  }
}

void GenerationalHeap::retire(Mutator& mutator) {
  MutexLock lock(mutex_);
  GenerationalPlan::retire(mutator);
  plan_.take_log(mutator);
}

// ---- Collection ----

// Of the nursery; of everything if the old space has grown enough, or if so little room is left that the nursery would
// be collected again soon.
void GenerationalHeap::collect_for_allocation(GcCause cause) {
  bool crowded = plan_.taken_bytes() - plan_.eden_bytes() + sizing_.nursery_bytes() / 4 > sizing_.max_bytes();
  if (!crowded) run_collection(CollectionKind::kYoung, cause);
  bool no_room = plan_.taken_bytes() + sizing_.nursery_bytes() / 4 > sizing_.max_bytes();
  uint64_t trigger = marks_beside_ ? sizing_.late_trigger_bytes() : sizing_.old_trigger_bytes();
  if (!crowded && !no_room && plan_.old_bytes() <= trigger) return;
  // Where the room is in holes of old blocks, the nursery has none of it until they are brought together.
  bool scattered = (crowded || no_room) && plan_.hole_bytes() > sizing_.max_bytes() / kMaxInHoles;
  run_collection(scattered ? CollectionKind::kCompact : CollectionKind::kFull, cause);
}

void GenerationalHeap::collect(Mutator&, GcCause cause) {
  stop();
  switch (cause) {
    case GcCause::kAllocation:
      collect_for_allocation(cause);
      break;
    case GcCause::kStress:
      run_collection(++stress_turn_ % kStressFullTurns == 0 && !stress_marking_ ? CollectionKind::kMoveAll : CollectionKind::kYoung, cause);
      break;
    case GcCause::kSystemGc:
    case GcCause::kMetadata:
    case GcCause::kHeapDump:
      run_collection(CollectionKind::kFull, cause);
      break;
    case GcCause::kLastDitch:
      run_collection(CollectionKind::kCompact, cause);
      break;
  }
  resume();
}

uint64_t GenerationalHeap::room_bytes() const {
  return std::max(sizing_.nursery_bytes() + plan_.survivor_bytes(), sizing_.nursery_bytes() * 5 / 4);
}

void GenerationalHeap::run_collection(CollectionKind kind, GcCause cause) {
  bool full = kind != CollectionKind::kYoung;
  CollectionRecord record = begin_record(full ? kFullCollector : kYoungCollector, cause);
  CollectionReport report{};
  report.number = collections_.load(std::memory_order_relaxed);
  report.cause = cause;
  report.kind = full ? "Full" : "Young";
  bool finish = !full && plan_.cycle().wants_to_finish();
  log_start(log_, report);

  SoftPolicy soft = soft_policy(cause == GcCause::kLastDitch, sizing_.max_bytes(), sizing_.live_bytes());
  RefSlot pending = pending_.load(std::memory_order_relaxed);
  report.result = plan_.collect(kind, binding_, layout_, soft, {&pending, &soft_clock_mirror_});
  pending_.store(pending, std::memory_order_release);
  notify_pending_ |= report.result.pending != 0;

  record.workers = static_cast<uint32_t>(report.result.workers);
  uint64_t mutator_ns = 0;
  report.pause_ns = finish_collection(record, full, &mutator_ns);
  if (full) {
    sizing_.after_full(plan_.old_sizes(), cause == GcCause::kAllocation ? report.result.old_before : OldSizes{});
  } else {
    const CollectionResult& result = report.result;
    sizing_.after_young({.nursery_bytes = result.eden_before,
                         .fixed_ns = result.roots_ns + result.references_ns,
                         .logged_ns = result.logged_ns,
                         .trace_ns = result.trace_ns,
                         .logged_slots = result.logged_slots,
                         .survived_bytes = result.copied_bytes + result.kept_bytes},
                        report.pause_ns, mutator_ns);
  }
  if (plan_.cycle().take_swept()) sizing_.after_full(plan_.old_sizes(), old_before_cycle_);
  plan_.trim(cause == GcCause::kSystemGc ? 0 : room_bytes(), full);
  report.next_trigger_bytes = sizing_.old_trigger_bytes();
  report.nursery_bytes = sizing_.nursery_bytes();
  report.capacity_after_bytes = sizing_.capacity_bytes(plan_.taken_bytes());
  log_collection(log_, report);
  if (!full && marks_beside_) attend_cycle(cause, finish);
}

// ---- The cycle beside the program ----

void GenerationalHeap::attend_cycle(GcCause cause, bool finish) {
  OldCycle& cycle = plan_.cycle();
  if (finish) {
    finish_cycle(cause);
    return;
  }
  RefSlot pending = pending_.load(std::memory_order_relaxed);
  HeapRoots roots{&pending, &soft_clock_mirror_};
  uint64_t old = plan_.old_bytes();
  uint64_t begin = sizing_.marking_trigger_bytes();
  uint64_t end = sizing_.late_trigger_bytes();
  // Which part of the room for the cycle is used up. Marking should be done when half of it is.
  double used = old <= begin ? 0 : old >= end ? 1 : static_cast<double>(old - begin) / static_cast<double>(end - begin);
  auto help_ns = static_cast<uint64_t>(sizing_.goal_ns() * (1 + used * kMostHelp));
  if (cycle.marking()) {
    cycle.go_on(binding_, roots, used * 2, help_ns);
    return;
  }
  if (cycle.sweeping()) {
    if (used > 0) cycle.help_sweeping(help_ns);
    if (cycle.take_swept()) sizing_.after_full(plan_.old_sizes(), old_before_cycle_);
    return;
  }
  if (!cycle.idle() || !(stress_marking_ || old > begin)) return;
  int64_t start_ns = now_ns();
  SoftPolicy soft = soft_policy(false, sizing_.max_bytes(), sizing_.live_bytes());
  if (cycle.start(binding_, layout_, soft, roots)) log_cycle_start(log_, plan_.old_bytes(), add_pause(start_ns));
}

void GenerationalHeap::finish_cycle(GcCause cause) {
  CollectionRecord record = begin_record(kFullCollector, cause);
  CollectionReport report{};
  report.number = collections_.load(std::memory_order_relaxed);
  report.cause = cause;
  report.kind = "Remark";
  report.result.used_before = plan_.used_bytes();
  SoftPolicy soft = soft_policy(false, sizing_.max_bytes(), sizing_.live_bytes());
  RefSlot pending = pending_.load(std::memory_order_relaxed);
  CycleResult result = plan_.finish_cycle(binding_, layout_, soft, {&pending, &soft_clock_mirror_});
  pending_.store(pending, std::memory_order_release);
  notify_pending_ |= result.pending != 0;
  old_before_cycle_ = result.old_before;
  uint64_t mutator_ns = 0;
  report.pause_ns = finish_collection(record, false, &mutator_ns);
  report.capacity_after_bytes = sizing_.capacity_bytes(plan_.taken_bytes());
  report.result.used_after = plan_.used_bytes();
  log_cycle(log_, report, result);
}

// ---- Pins ----

Object* GenerationalHeap::pin(Mutator& mutator, const RefSlot* handle) {
  MutexLock lock(mutex_);
  mutator.pins++;
  Object* object = Ref<>(*handle).get();
  plan_.pin(object->address());
  return object;
}

void GenerationalHeap::unpin(Mutator& mutator, Object* object) {
  VM_CHECK(mutator.pins > 0);
  MutexLock lock(mutex_);
  mutator.pins--;
  plan_.unpin(object->address());
}

// ---- Reports ----

HeapUsage GenerationalHeap::usage() const {
  MutexLock lock(mutex_);
  return {sizing_.initial_bytes(), plan_.used_bytes(), sizing_.capacity_bytes(plan_.taken_bytes()), sizing_.max_bytes()};
}

// The nursery has no memory of its own: what it may take counts as committed to it, the rest of the capacity to the old
// space. Young large objects count as eden, or survivors.
HeapUsage GenerationalHeap::pool_usage(size_t pool) const {
  MutexLock lock(mutex_);
  uint64_t eden = plan_.eden_bytes() + plan_.fresh_large_bytes();
  uint64_t survivors = plan_.survivor_bytes() + plan_.survived_large_bytes();
  if (pool == kSurvivorPool) return {0, survivors, survivors, HeapUsage::kUndefined};
  uint64_t eden_committed = std::max(eden, std::min(sizing_.nursery_bytes(), sizing_.max_bytes()));
  if (pool == kEdenPool) return {sizing_.first_nursery_bytes(), eden, eden_committed, HeapUsage::kUndefined};
  uint64_t old = plan_.old_bytes();
  uint64_t capacity = sizing_.capacity_bytes(plan_.taken_bytes());
  uint64_t young = eden_committed + survivors;
  uint64_t initial = sizing_.initial_bytes() - std::min(sizing_.first_nursery_bytes(), sizing_.initial_bytes());
  return {initial, old, std::max(capacity - std::min(young, capacity), old), sizing_.max_bytes()};
}

void GenerationalHeap::for_each_object(const std::function<void(Object*)>& visitor) {
  plan_.cycle().suspend();
  binding_.for_each_mutator([](Mutator& mutator) { GenerationalPlan::retire(mutator); });
  plan_.for_each_object(visitor);
  plan_.cycle().resume();
}

}  // namespace kiln::gc
