// vm/exec/receiver_profile.h - which classes of receivers the interpreter has seen at which calls.
//
// One small table for the whole VM, a line for a call site chosen by the instruction's address, the newest site in it. A
// line that has seen two classes says so from then on. It is written without locks and may lose anything at any time: what
// it says is a guess, which code checks. The classes in it are loaded: unloading empties the table.
#pragma once

#include <atomic>
#include <cstdint>

namespace kiln {

class Class;

class ReceiverProfile {
 public:
  void note(const uint8_t* pc, const Class* receiver) {
    uint64_t site = static_cast<uint32_t>(reinterpret_cast<uintptr_t>(pc));
    uint64_t seen = site | static_cast<uint64_t>(reinterpret_cast<uintptr_t>(receiver)) << 32;
    std::atomic<uint64_t>& line = lines_[index_of(site)];
    uint64_t old = line.load(std::memory_order_relaxed);
    if (old == seen) return;
    if (static_cast<uint32_t>(old) == site) {
      seen = old | kSeveral;
      if (old == seen) return;
    }
    line.store(seen, std::memory_order_relaxed);
  }

  // The only class seen at the call at `pc`; null: none or several. The caller must not stop at a safepoint before it has
  // made up its mind whether it may keep the class.
  Class* only_receiver(const uint8_t* pc) const {
    uint64_t site = static_cast<uint32_t>(reinterpret_cast<uintptr_t>(pc));
    uint64_t line = lines_[index_of(site)].load(std::memory_order_relaxed);
    if (static_cast<uint32_t>(line) != site || (line & kSeveral)) return nullptr;
    return reinterpret_cast<Class*>(line >> 32);
  }

  // World stopped.
  void clear() {
    for (std::atomic<uint64_t>& line : lines_) line.store(0, std::memory_order_relaxed);
  }

 private:
  static constexpr uint64_t kSeveral = uint64_t{1} << 32;  // classes are aligned: a free bit
  static constexpr uint32_t kLines = 4096;
  static uint32_t index_of(uint64_t site) { return static_cast<uint32_t>((site ^ site >> 12) & (kLines - 1)); }

  std::atomic<uint64_t> lines_[kLines] = {};
};

}  // namespace kiln
