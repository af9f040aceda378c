#include "jit/code/leave_code.h"

#include <algorithm>

#include "vm/thread/registry.h"

namespace kiln::jit {

RunningMethods redirect_returns(Vm& vm, std::vector<CodeRange> ranges, ReturnPoint return_point) {
  std::ranges::sort(ranges, {}, &CodeRange::begin);
  auto is_inside = [&](uintptr_t address) {
    auto after = std::ranges::upper_bound(ranges, address, {}, &CodeRange::begin);
    return after != ranges.begin() && address < std::prev(after)->end;
  };
  RunningMethods running;
  vm.threads->for_each([&](Thread& thread) {
    bool is_top = true;
    for (Frame* frame = thread.last_frame; frame != nullptr;) {
      if (frame->is_entry()) {
        frame = frame->entry_previous();
        is_top = true;
        continue;
      }
      running.all.insert(frame->method());
      if (is_top) running.tops.insert(frame->method());
      is_top = false;
      Frame* caller = frame->caller();
      if (!caller->is_entry() && is_inside(frame->return_address())) frame->words()[1] = reinterpret_cast<uintptr_t>(return_point(caller));
      frame = caller;
    }
  });
  return running;
}

}  // namespace kiln::jit
