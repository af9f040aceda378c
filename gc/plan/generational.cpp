#include "gc/plan/generational.h"

#include <algorithm>

#include "gc/check/verify_heap.h"
#include "gc/plan/clock.h"

namespace kiln::gc {

namespace {
constexpr uint64_t kWorthTwoWorkers = 2 * kMiB;  // expected to be copied or marked
constexpr uint32_t kSparseLines = kLinesOfBlock / 4;
constexpr uint64_t kMuch = 3;            // a third of the nursery: another copy within it is not worth its while
constexpr uint64_t kNearlyAll = 8;       // all but an eighth: not worth any copy
constexpr uint64_t kMarkedForCopied = 4; // bytes that are marked in the time in which one is copied
constexpr uint64_t kTrimmedBlocks = 16;  // in a pause of the nursery
constexpr uint64_t kSmallestReserve = 1 * kMiB;
constexpr uint64_t kSurvivorShare = 4;       // survivors take at most a quarter of the young blocks: what lives on in
constexpr uint64_t kSmallestSurvivors = 16;  // masses is not worth copying twice
}  // namespace

uint64_t GenerationalPlan::reservation_bytes(uint64_t max_bytes) {
  // Gaps between large objects and unused ends of chunks cost address space only.
  return align_up(max_bytes * 2 + 16 * kBlockChunkSize, kBlockChunkSize);
}

GenerationalPlan::GenerationalPlan(Reservation reservation, uint64_t max_bytes, const GenerationalOptions& options, Mutex& mutex)
    : options_(options),
      max_bytes_(max_bytes),
      pages_(std::move(reservation)),
      tables_(pages_.base(), pages_.size()),
      blocks_(pages_, tables_),
      old_(pages_, blocks_, tables_),
      large_(pages_, tables_),
      cycle_(pages_, tables_, old_, large_, mutex, options.stress_marking) {
  pages_.set_dirty_cap(max_bytes);
  if (options.quarantine) {
    pages_.set_quarantine();
    blocks_.set_quarantine();
  }
}

// ---- Allocation ----

Block GenerationalPlan::allocate_buffer() {
  if (!has_room(kBlockSize)) return {};
  uintptr_t block = blocks_.take(kEden);
  if (block == 0) return {};
  eden_.push_back(block);
  return {block, kBlockSize, pages_.needs_clearing(block, kBlockSize)};
}

Block GenerationalPlan::allocate_shared(uint64_t size_bytes) {
  if (size_bytes > shared_end_ - shared_top_) {
    Block block = allocate_buffer();
    if (block.address == 0) return {};
    retire_shared();
    if (block.must_clear) memset(reinterpret_cast<void*>(block.address), 0, block.size_bytes);
    shared_top_ = block.address;
    shared_end_ = block.address + block.size_bytes;
  }
  shared_top_ += size_bytes;
  return {shared_top_ - size_bytes, size_bytes, false};
}

Block GenerationalPlan::allocate_large(uint64_t size_bytes) {
  if (!has_room(LargeObjects::footprint(size_bytes))) return {};
  uintptr_t address = large_.allocate(size_bytes);
  if (address == 0) return {};
  return {address, size_bytes, pages_.needs_clearing(address, size_bytes)};
}

void GenerationalPlan::retire(Mutator& mutator) {
  write_filler(mutator.top, mutator.end - mutator.top);
  mutator.allocated_bytes += static_cast<int64_t>(mutator.top - mutator.start);
  mutator.start = mutator.top = mutator.end = 0;
}

void GenerationalPlan::retire_shared() {
  write_filler(shared_top_, shared_end_ - shared_top_);
  shared_top_ = shared_end_ = 0;
}

void GenerationalPlan::unpin(uintptr_t address) {
  auto entry = pins_.find(align_down(address, kBlockSize));
  VM_CHECK(entry != pins_.end());
  if (--entry->second == 0) pins_.erase(entry);
}

void GenerationalPlan::trim(uint64_t room_bytes, bool full) {
  blocks_.trim(room_bytes / kBlockSize, full ? UINT64_MAX : kTrimmedBlocks, full);
  if (room_bytes == 0) pages_.trim(0);  // what large objects have left
}

void GenerationalPlan::verify(VmBinding& binding, const ReferenceLayout& layout, const char* when, RefSlot* pending) {
  auto is_young_object = [this](const Object* object) { return is_young_kind(tables_.state_of(object->address())); };
  auto problem_with_object = [&](const Object* object) -> const char* {
    uint8_t kind = tables_.state_of(object->address()) & kKindMask;
    if (kind < kEden || kind > kLargeOld) return "is in no block of objects";
    return nullptr;
  };
  auto problem_with_slot = [&](const Object* holder, const uint32_t* slot) -> const char* {
    if (is_young_object(holder) || !is_young_object(Ref<>(*slot).get()) || tables_.is_logged(slot)) return nullptr;
    return "an old slot refers to a young object and is not logged";
  };
  HeapVerifier verifier(pages_.base(), pages_.end(), binding, layout, when, problem_with_object, problem_with_slot);
  for_each_object([&](Object* object) { verifier.note_object(object); });
  for_each_object([&](Object* object) { verifier.check_object(object); });
  verifier.check_roots(pending);
}

// ---- Collection ----

// The objects of a young block will be marked where they are, and it becomes an old one.
void GenerationalPlan::keep_in_place(uintptr_t block) {
  uint8_t& state = *tables_.blocks.of(block);
  state = (state & kKindMask) | kMark | kKept;
  tables_.log.fill(block, kBlockSize, 0xff);
}

// Every block is told what happens to its objects. `from`: the young blocks.
void GenerationalPlan::prepare(CollectionKind kind, bool promote_all, std::vector<uintptr_t>& from) {
  bool full = kind != CollectionKind::kYoung;
  from = std::move(eden_);
  from.insert(from.end(), survivors_.begin(), survivors_.end());
  eden_.clear();
  survivors_.clear();
  if (!full && promote_in_place_) {
    for (uintptr_t block : from) keep_in_place(block);
  } else {
    for (uintptr_t block : from) *tables_.blocks.of(block) |= kMove;
  }
  for (const auto& [block, count] : pins_) {
    uint8_t& state = *tables_.blocks.of(block);
    uint8_t block_kind = state & kKindMask;
    if (block_kind == kOld) {
      if (full) state = kOld | kMark;
    } else if (block_kind == kEden || block_kind == kSurvivor) {
      keep_in_place(block);
    }
  }
  large_.start_collection(full, promote_all);
  if (!full) return;
  uint64_t taken = taken_bytes();
  uint64_t free_lines = (max_bytes_ > taken ? max_bytes_ - taken : 0) / kLineSize;
  if (kind == CollectionKind::kMoveAll) {
    old_.start_marking(kLinesOfBlock, 0);
  } else if (kind == CollectionKind::kCompact) {
    OldSpace::Evacuation evacuation = old_.plan_compaction(free_lines / kLinesOfBlock);
    old_.start_marking(evacuation.sparse_lines, evacuation.budget_lines);
  } else {
    old_.start_marking(kSparseLines, free_lines / 2);
  }
}

void GenerationalPlan::process_log(Mover& mover) {
  // Slots lie anywhere: ask for them, and then for what they refer to, some steps ahead.
  constexpr size_t kFar = 16, kNear = 8;
  const size_t count = taken_log_.size();
  for (size_t i = 0; i < count; i++) {
    if (i + kFar < count) {
      __builtin_prefetch(taken_log_[i + kFar]);
      __builtin_prefetch(tables_.log.of(reinterpret_cast<uintptr_t>(taken_log_[i + kFar])), 1);
    }
    if (i + kNear < count) __builtin_prefetch(Ref<>(*taken_log_[i + kNear]).get());
    mover.process_logged(taken_log_[i]);
  }
}

void GenerationalPlan::trace(bool parallel, Mover& first, Mover& second, WorkPool& pool) {
  if (!parallel) {
    first.drain();
    return;
  }
  pool.open();
  pool.join();
  auto help = [&] {
    if (pool.join()) second.drain_with_others();
  };
  helper_.run(help, [&] { first.drain_with_others(); });
}

CollectionResult GenerationalPlan::collect(CollectionKind kind, VmBinding& binding, const ReferenceLayout& layout,
                                           const SoftPolicy& soft, HeapRoots roots) {
  bool full = kind != CollectionKind::kYoung;
  RefSlot* pending = roots.pending;
  bool promote_all = full || promote_all_ || cycle_.wants_to_finish();
  if (full) cycle_.abandon();
  binding.for_each_mutator([](Mutator& mutator) { retire(mutator); });
  retire_shared();
  CollectionResult result;
  result.used_before = used_bytes();
  result.large_before = large_.used_bytes();
  result.eden_before = eden_bytes();
  result.survivors_before = survivor_bytes();
  result.old_before = old_sizes();
  result.pinned_blocks = pins_.size();
  binding.for_each_mutator([this](Mutator& mutator) { take_log(mutator); });
  if (options_.verify) {
    for (uint32_t* slot : log_) tables_.set_logged(slot);  // where threads have met, a bit may be set
    verify(binding, layout, "before collection", pending);
  }

  int64_t start_ns = now_ns();
  auto lap = [&start_ns] {
    int64_t previous_ns = start_ns;
    start_ns = now_ns();
    return static_cast<uint64_t>(start_ns - previous_ns);
  };
  std::vector<uint32_t*>& log = taken_log_;
  log.swap(log_);
  result.slow_stores = slow_stores_;
  slow_stores_ = 0;
  result.logged_slots = log.size();

  std::vector<uintptr_t> from;
  prepare(kind, promote_all, from);
  bool parallel = options_.parallel && (full ? old_bytes() : last_work_bytes_) >= kWorthTwoWorkers;
  result.workers = parallel ? 2 : 1;
  uint64_t reserve = std::max(max_bytes_ / 32, kSmallestReserve);
  uint64_t large_bytes = large_.used_bytes();
  MoveContext context{.pages = pages_, .tables = tables_, .blocks = blocks_, .old = old_};
  context.full = full;
  context.promote_all = promote_all;
  context.marking = cycle_.marking();
  context.survivor_limit = std::max<uint64_t>(from.size() / kSurvivorShare, kSmallestSurvivors);
  context.block_limit = (max_bytes_ + reserve - std::min(large_bytes, max_bytes_ + reserve)) / kBlockSize;
  context.parallel = parallel;
  WorkPool pool;
  SoftPolicy policy = soft;
  policy.keep_all = !full;
  Mover first(context, pool, layout, policy);
  Mover second(context, pool, layout, policy);

  if (full) binding.begin_class_tracing();
  first.forward_slot(pending);
  first.forward_slot(roots.soft_clock_mirror);
  binding.visit_roots(first);
  result.roots_ns = lap();
  if (full) {
    for (uint32_t* slot : log) tables_.set_unlogged(slot);
  } else {
    process_log(first);
  }
  log.clear();
  if (full) log.shrink_to_fit();
  result.logged_ns = lap();
  trace(parallel, first, second, pool);
  while (full && binding.visit_reached_classes(first, first)) trace(parallel, first, second, pool);
  result.trace_ns = lap();
  first.references().absorb(first, second.references());
  result.pending = first.references().process(first, binding, pending);
  result.references_ns = lap();

  for (Mover* mover : {&first, &second}) {
    mover->close();
    log_.insert(log_.end(), mover->remembered().begin(), mover->remembered().end());
    result.copied_bytes += mover->copied_bytes();
    result.promoted_bytes += mover->promoted_bytes();
    result.kept_objects += mover->kept_objects();
    if (!full) result.kept_bytes += mover->kept_bytes();
    if (context.marking) cycle_.add(mover->met(), mover->new_old_references(), mover->sparse_slots());
  }
  result.promoted_bytes += result.kept_bytes;
  survivors_ = std::move(context.survivor_blocks);
  for (uintptr_t block : survivors_) tables_.set_state(block, kSurvivor);
  release(full, from, result);
  if (full) binding.unload_classes();
  result.release_ns = lap();

  if (options_.verify) verify(binding, layout, "after collection", pending);
  last_work_bytes_ = result.copied_bytes + result.kept_bytes / kMarkedForCopied;
  if (!full) {
    uint64_t young = result.eden_before + result.survivors_before;
    uint64_t survived = result.copied_bytes + result.kept_bytes;
    promote_all_ = survived > young / kMuch;
    promote_in_place_ = survived > young / kNearlyAll * (kNearlyAll - 1);
  }
  result.used_after = used_bytes();
  result.large_after = large_.used_bytes();
  result.survivors_after = survivor_bytes();
  result.old_after = old_bytes();
  result.references = first.references().counts();
  return result;
}

CycleResult GenerationalPlan::finish_cycle(VmBinding& binding, const ReferenceLayout& layout, const SoftPolicy& soft,
                                           HeapRoots roots) {
  VM_CHECK(eden_.empty() && survivors_.empty() && log_.empty() && large_.young_bytes() == 0);
  OldSizes old_before = old_sizes();
  CycleResult result = cycle_.finish(binding, layout, soft, roots, pins_, (max_bytes_ - std::min(taken_bytes(), max_bytes_)) / kBlockSize / 2);
  result.old_before = old_before;
  if (options_.verify) verify(binding, layout, "after marking beside the program", roots.pending);
  return result;
}

void GenerationalPlan::release(bool full, const std::vector<uintptr_t>& from, CollectionResult& result) {
  if (full) result.evacuated_blocks = old_.evacuated_blocks();
  large_.sweep(full);
  for (uintptr_t block : from) {
    bool kept = (tables_.state_of(block) & kKept) != 0 && old_.adopt(block);
    if (!kept) blocks_.give(block);
  }
  if (full) old_.sweep();
}

}  // namespace kiln::gc
