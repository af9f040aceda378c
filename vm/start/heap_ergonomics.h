// vm/start/heap_ergonomics.h - sizes of the heap as shares of the machine's memory, or of what the process may have.
#pragma once

#include <cstdint>
#include <string_view>

#include "vm/base/flags.h"

namespace kiln {

// -XX:MaxRAM and the percentages (or the fractions of old).
struct RamShares {
  uint64_t memory_bytes = 0;           // -XX:MaxRAM: take the machine for one with so much; 0: it is as it is
  double maximum_percent = 25;         // of the largest heap,
  double small_maximum_percent = 50;   // unless this much is still less than 126 MB
  double initial_percent = 1.5625;
  bool are_given = false;
};

// Computes from `shares` what -Xmx and -Xms left open, as HotSpot's ergonomics do. `memory_bytes`: of the machine or its
// container. Without any of the flags the sizes stay 0: the heap chooses, and may take less when less can be reserved.
void apply_ram_shares(const RamShares& shares, uint64_t memory_bytes, Flags* flags);

// -XX:MaxProcessMemory: shares the budget out to what no flag gives a size to: a sixteenth for code, an eighth for
// metadata, a sixteenth for threads (start_java_thread refuses more), 24 MB for what every process needs. Half of the rest is
// the largest heap: when that is full a collection holds it twice. Null, or what is wrong. Does nothing without the flag.
const char* apply_process_budget(Flags* flags);

}  // namespace kiln
