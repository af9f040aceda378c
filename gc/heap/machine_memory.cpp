#include "gc/heap/machine_memory.h"

#include <unistd.h>

#include <algorithm>

#include "vm/base/control_groups.h"

namespace kiln::gc {

uint64_t machine_memory_bytes(bool respect_container) {
  const uint64_t physical = static_cast<uint64_t>(sysconf(_SC_PHYS_PAGES)) * static_cast<uint64_t>(sysconf(_SC_PAGESIZE));
  return respect_container ? std::min(physical, control_group_limits().memory_bytes) : physical;
}

}  // namespace kiln::gc
