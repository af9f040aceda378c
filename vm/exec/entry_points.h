// vm/exec/entry_points.h - the addresses of entry_points.def as a structure.
#pragma once

#include <cstdint>

#include "vm/exec/frame.h"
#include "vm/thread/thread.h"

namespace kiln {

struct EntryPoints {
#define VM_JUMP_POINT(name) const void* name = nullptr;
#define VM_CALL_POINT(name, result, ...) result (*name)(__VA_ARGS__) = nullptr;
#include "vm/exec/entry_points.def"
#undef VM_JUMP_POINT
#undef VM_CALL_POINT
};

}  // namespace kiln
