#include "vm/exec/tiering.h"

#include <algorithm>

namespace kiln {

const void* CompiledCode::find_reentry(int bci) const {
  auto at = std::lower_bound(reentries.begin(), reentries.end(), static_cast<uint32_t>(bci),
                             [](const Reentry& reentry, uint32_t value) { return reentry.bci < value; });
  return at != reentries.end() && at->bci == static_cast<uint32_t>(bci) ? start + at->offset : nullptr;
}

const void* CompiledCode::find_null_check(uintptr_t pc) const {
  uintptr_t base = reinterpret_cast<uintptr_t>(start);
  if (pc < base || pc - base >= size_bytes) return nullptr;
  auto offset = static_cast<uint32_t>(pc - base);
  auto after = std::upper_bound(null_checks.begin(), null_checks.end(), offset,
                                [](uint32_t value, const NullCheckSite& site) { return value < site.begin; });
  if (after == null_checks.begin() || offset >= std::prev(after)->end) return nullptr;
  return start + std::prev(after)->target;
}

void start_counting(const Vm& vm, Method& method) {
  // Without a compiler the counters come to 0 after four thousand million events, which does no harm.
  bool is_counting = vm.compiler != nullptr;
  auto below_zero = [&](int64_t events) { return is_counting ? 0 - static_cast<uint32_t>(std::max<int64_t>(events, 1)) : 0; };
  Thresholds thresholds{vm.flags.compile_threshold, vm.flags.back_edge_threshold};
  if (is_counting) vm.compiler->choose_thresholds(method, &thresholds);
  method.invocations.store(below_zero(thresholds.calls), std::memory_order_relaxed);
  method.back_edges.store(below_zero(thresholds.back_edges), std::memory_order_relaxed);
}

const void* find_or_compile(Thread& thread, Method& method, int bci) {
  Vm& vm = thread.vm();
  start_counting(vm, method);
  if (vm.compiler == nullptr) return nullptr;
  bool is_compiled = method.compiled.load(std::memory_order_acquire) != nullptr || vm.compiler->compile(method);
  if (vm.compiler->wants_sweep()) thread.poll.fetch_or(kPollSweepCode);
  if (!is_compiled) return nullptr;
  const CompiledCode* code = method.compiled.load(std::memory_order_acquire);
  if (code != nullptr && !code->is_linked.load(std::memory_order_relaxed)) vm.compiler->link(method);
  return code == nullptr ? nullptr : code->find_reentry(bci);
}

}  // namespace kiln
