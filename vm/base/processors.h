// vm/base/processors.h - how many processors this process may use.
#pragma once

namespace kiln {

// Processors in the affinity mask, cut by the CPU quota of the control group (v1 and v2) when `respect_quota`.
// At least 1. Reads files: not for hot paths.
int active_processor_count(bool respect_quota);

}  // namespace kiln
