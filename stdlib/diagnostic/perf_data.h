// stdlib/diagnostic/perf_data.h - counters that other processes see: jps, jstat, VisualVM.
//
// A file of 32 KB, /tmp/hsperfdata_<user>/<pid>, mapped shared. Nobody is asked: who may read the file sees the values
// as they change. Format 2.0 of the JDK's module jdk.internal.jvmstat:
//
//   prologue, 32 bytes          entry, 20 bytes                    entry's name, zero, padding to 8, value
//   magic, byte order, 2, 0,    length, name offset, elements,
//   accessible, used, overflow, type 'J'|'B', flags, units,
//   time, first entry, entries  variability, data offset
//
// Numbers are written by a thread of the VM's own, ten times a second, which costs a running program nothing. Java's own
// counters (jdk.internal.perf.Perf) are entries as well.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "vm/base/sync.h"

namespace kiln {
struct Vm;
class Thread;
namespace management {
class MemoryService;
}
}  // namespace kiln

namespace kiln::diagnostic {

enum class PerfUnits : uint8_t { kNone = 1, kBytes, kTicks, kEvents, kString, kHertz };
enum class PerfVariability : uint8_t { kConstant = 1, kMonotonic, kVariable };

class PerfData {
 public:
  // Makes the file (-XX:+UsePerfData; memory of this process only with PerfDisableSharedMem, or when there can be no
  // file), writes what does not change. Once, before Java runs.
  void open(Vm& vm);
  // Starts the thread that writes what does. State InVm.
  void start_sampling(Vm& vm);
  // The VM is up: what jstat calls its start.
  void note_started();
  // Removes the file. Any thread, at the end of the process.
  void close();

  // New entries; the address of the value, which lives as long as the process. When the file is full they are kept
  // outside of it. Any thread.
  int64_t* create_long(std::string_view name, PerfUnits units, PerfVariability variability, int64_t value);
  // Room for `capacity` bytes, beginning with `value`.
  char* create_bytes(std::string_view name, PerfUnits units, PerfVariability variability, std::string_view value, size_t capacity);
  bool is_open() const { return base_ != nullptr; }

 private:
  static void* sampler(void* vm);
  void write_constants(Vm& vm);
  void sample(Vm& vm);
  void write_last_cause(management::MemoryService& memory);
  char* create(std::string_view name, char type, PerfUnits units, PerfVariability variability, size_t elements, size_t bytes);

  Mutex mutex_{LockRank::kMemory, "performance counters"};
  char* base_ = nullptr;
  std::string path_;        // of the file; empty: there is none
  static constexpr size_t kCauseBytes = 64;
  char* last_cause_ = nullptr;  // of the last collection
  int64_t** values_ = nullptr;  // of the sampled counters, in the order of their table
};

// The file of another process, mapped (read-only unless `writable`), and its size; null and errno when there is none that
// the caller may read. Unmapped by munmap.
void* map_perf_data(int pid, bool writable, size_t* bytes);

}  // namespace kiln::diagnostic
