#include "vm/ops/frame_locks.h"

#include <algorithm>
#include <span>

#include "vm/bytecode/iterator.h"
#include "vm/thread/inflated_monitor.h"
#include "vm/thread/monitor.h"

namespace kiln::ops {

namespace {

using bytecode::Bytecode;
using bytecode::BytecodeIterator;

bool is_store_of_reference(Bytecode code) {
  return code == Bytecode::astore || (code >= Bytecode::astore_0 && code <= Bytecode::astore_3);
}
bool is_load_of_reference(Bytecode code) {
  return code == Bytecode::aload || (code >= Bytecode::aload_0 && code <= Bytecode::aload_3);
}

// Index of the local whose monitor the handler at `bci` leaves; -1 when it is not that kind of handler.
int local_left_by_handler(bytecode::CodeBytes code, uint32_t bci) {
  BytecodeIterator it(code, bci);
  if (is_store_of_reference(it.opcode())) it.next();
  if (it.at_end() || !is_load_of_reference(it.opcode())) return -1;
  int local = static_cast<int>(it.local_index());
  it.next();
  return !it.at_end() && it.opcode() == Bytecode::monitorexit ? local : -1;
}

}  // namespace

std::vector<Ref<>> locks_of_frame(const Thread& owner, Frame& frame, int bci) {
  std::vector<Ref<>> locks;
  const Method& method = *frame.method();
  // Object.wait gives the monitor up, but only until it returns to the frame.
  RefSlot waits_in = owner.waiting_monitor != nullptr ? *owner.waiting_monitor->object_slot() : 0;
  auto add_if_owned = [&](Ref<> object) {
    if (object.is_null()) return;
    if (object.bits() == waits_in || monitor_owner(owner.vm(), object.get()) == &owner) locks.push_back(object);
  };
  const MethodInfo& info = *method.info;
  if (info.original_code.get() != nullptr) {
    bytecode::CodeBytes code(info.original_code.get(), info.code_length);
    std::vector<uint16_t> seen;  // one statement has several ranges with the same handler
    for (const ExceptionHandler& handler : std::span(info.handlers.get(), info.handler_count)) {
      if (handler.catch_type_index != 0 || bci < handler.start_bci || bci >= handler.end_bci) continue;
      if (std::ranges::find(seen, handler.handler_bci) != seen.end()) continue;
      int local = local_left_by_handler(code, handler.handler_bci);
      if (local < 0) continue;
      seen.push_back(handler.handler_bci);
      add_if_owned(Ref<>(static_cast<uint32_t>(*frame.local(local))));
    }
  }
  if (method.is_synchronized()) add_if_owned(Ref<>(static_cast<uint32_t>(*frame.lock_slot())));
  return locks;
}

}  // namespace kiln::ops
