// gc/heap/machine_memory.h - how much memory this process may use.
#pragma once

#include <cstdint>

namespace kiln::gc {

// Physical memory in bytes, or less if a control group (version 1 or 2) of this process, or one around it, sets a limit
// and `respect_container` (-XX:+UseContainerSupport).
uint64_t machine_memory_bytes(bool respect_container);

}  // namespace kiln::gc
