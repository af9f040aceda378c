// vm/base/control_groups.h - what the control groups of this process (Linux, version 1 and 2) let it have.
#pragma once

#include <cstdint>

namespace kiln {

struct ControlGroupLimits {
  uint64_t memory_bytes = UINT64_MAX;  // UINT64_MAX: no limit
  int processors = INT32_MAX;          // quota by period, rounded up, at least 1; INT32_MAX: no limit
};

// The lowest limits of the process's groups and of the groups around them. Reads files: not for hot paths. Any thread.
ControlGroupLimits control_group_limits();

}  // namespace kiln
