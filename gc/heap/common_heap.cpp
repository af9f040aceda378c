#include "gc/heap/common_heap.h"

#include <algorithm>

#include "gc/plan/clock.h"
#include "gc/trace/identity_hash.h"
#include "vm/base/memory.h"

namespace kiln::gc {

namespace {
constexpr int64_t kNanosPerMilli = 1'000'000;
constexpr uint64_t kSoftMillisPerFreeMegabyte = 1000;
}  // namespace

CommonHeap::CommonHeap(const Flags& flags, Log* log, VmBinding& binding, const PoolTable& table)
    : binding_(binding),
      log_(log),
      stress_(flags.stress_gc_interval, flags.stress_gc_skip),
      records_(table),
      last_end_ns_(now_ns()) {}

void CommonHeap::set_soft_clock(Ref<java::Class> soft_reference_mirror, uint32_t offset) {
  soft_clock_mirror_ = soft_reference_mirror.bits();
  soft_clock_offset_ = offset;
  soft_reference_mirror->set<int64_t>(offset, now_ns() / kNanosPerMilli);
}

SoftPolicy CommonHeap::soft_policy(bool clear_all, uint64_t max_bytes, uint64_t live_bytes) const {
  SoftPolicy soft;
  soft.clear_all = clear_all;
  soft.survive_ms = static_cast<int64_t>((max_bytes - std::min(live_bytes, max_bytes)) / kMiB * kSoftMillisPerFreeMegabyte);
  if (soft_clock_mirror_ != 0) soft.clock_ms = Ref<>(soft_clock_mirror_).get()->get<int64_t>(soft_clock_offset_);
  return soft;
}

CollectionRecord CommonHeap::begin_record(size_t collector, GcCause cause) const {
  CollectionRecord record{};
  record.collector = collector;
  record.cause = cause;
  record.workers = 1;
  for (size_t pool = 0; pool < pool_table().pool_count; pool++) record.before[pool] = pool_usage(pool);
  record.start_ns = now_ns();
  return record;
}

uint64_t CommonHeap::finish_collection(CollectionRecord& record, bool full, uint64_t* mutator_ns) {
  int64_t start_ns = record.start_ns;
  int64_t end_ns = now_ns();
  record.end_ns = end_ns;
  for (size_t pool = 0; pool < pool_table().pool_count; pool++) record.after[pool] = pool_usage(pool);
  records_.add(record);
  finished_.push_back(record);
  if (soft_clock_mirror_ != 0) Ref<>(soft_clock_mirror_).get()->set<int64_t>(soft_clock_offset_, end_ns / kNanosPerMilli);
  auto pause_ns = static_cast<uint64_t>(end_ns - start_ns);
  *mutator_ns = static_cast<uint64_t>(std::max<int64_t>(start_ns - last_end_ns_.load(std::memory_order_relaxed), 0));
  last_end_ns_.store(end_ns, std::memory_order_relaxed);
  pause_ns_.fetch_add(pause_ns, std::memory_order_relaxed);
  if (full) {
    full_pause_ns_.fetch_add(pause_ns, std::memory_order_relaxed);
    full_collections_.fetch_add(1, std::memory_order_relaxed);
  }
  longest_pause_ns_.store(std::max(longest_pause_ns_.load(std::memory_order_relaxed), pause_ns), std::memory_order_relaxed);
  collections_.fetch_add(1, std::memory_order_release);
  return pause_ns;
}

uint64_t CommonHeap::add_pause(int64_t start_ns) {
  auto pause_ns = static_cast<uint64_t>(now_ns() - start_ns);
  pause_ns_.fetch_add(pause_ns, std::memory_order_relaxed);
  last_end_ns_.store(now_ns(), std::memory_order_relaxed);
  return pause_ns;
}

void CommonHeap::resume_and_notify() {
  bool notify = notify_pending_;
  notify_pending_ = false;
  std::vector<CollectionRecord> finished = std::move(finished_);
  finished_.clear();
  binding_.resume_the_world();
  if (notify) binding_.references_pending();
  for (const CollectionRecord& record : finished) binding_.collection_finished(record);
}

Ref<java::Reference> CommonHeap::take_pending_references() {
  return Ref<java::Reference>(pending_.exchange(0, std::memory_order_acq_rel));
}

int32_t CommonHeap::identity_hash(Object* object) {
  uint32_t header_bits = object->header().load(std::memory_order_acquire);
  while ((header_bits & kHashMask) == kHashNone) {
    if (object->header().compare_exchange_weak(header_bits, header_bits | kHashByAddress, std::memory_order_acq_rel)) {
      note_hash(object);
      return hash_of_address(object);
    }
  }
  return (header_bits & kHashMask) == kHashMoved ? stored_hash(object, header_bits) : hash_of_address(object);
}

GcTotals CommonHeap::totals() const {
  return {collections_.load(), pause_ns_.load(), full_collections_.load(), full_pause_ns_.load(), longest_pause_ns_.load()};
}

int64_t CommonHeap::millis_since_last_collection() const { return (now_ns() - last_end_ns_.load()) / kNanosPerMilli; }

}  // namespace kiln::gc
