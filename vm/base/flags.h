// vm/base/flags.h - the VM's flags as one struct, owned by the Vm and read-only after start. See flags.def.
#pragma once

#include <cstdint>

namespace kiln {

enum class FlagAudience : uint8_t { kUser, kStudy, kDebug };

struct Flags {
#define VM_FLAG(audience, type, field, name, value, low, high, help) flag_##type field = value;
  using flag_bool = bool;
  using flag_int = int64_t;
  using flag_size = int64_t;
#include "vm/base/flags.def"
#undef VM_FLAG
};

}  // namespace kiln
