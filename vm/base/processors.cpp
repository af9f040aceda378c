// vm/base/processors.cpp - the affinity mask and the control groups' CPU quota.
#include "vm/base/processors.h"

#include <sched.h>
#include <unistd.h>

#include <algorithm>
#include <cstddef>

#include "vm/base/control_groups.h"

namespace kiln {

namespace {

constexpr int kMaskProcessors = 4096;

int processors_in_mask() {
  cpu_set_t* mask = CPU_ALLOC(kMaskProcessors);
  const size_t size = CPU_ALLOC_SIZE(kMaskProcessors);
  int count = 0;
  if (mask != nullptr && sched_getaffinity(0, size, mask) == 0) count = CPU_COUNT_S(size, mask);
  CPU_FREE(mask);
  return count > 0 ? count : static_cast<int>(std::max(1L, sysconf(_SC_NPROCESSORS_ONLN)));
}

}  // namespace

int active_processor_count(bool respect_quota) {
  const int processors = processors_in_mask();
  return respect_quota ? std::min(processors, control_group_limits().processors) : processors;
}

}  // namespace kiln
