// interpreter/entry_points.cpp - what compiled code reaches of the interpreter (vm/exec/entry_points.def).
#include "vm/exec/entry_points.h"

#include "interpreter/handler.h"
#include "interpreter/interpreter.h"
#include "interpreter/left_code.h"
#include "interpreter/slow_paths.h"
#include "vm/exec/allocate.h"
#include "vm/exec/tiering.h"
#include "vm/ops/class_init.h"
#include "vm/ops/type_check.h"
#include "vm/thread/monitor.h"

namespace kiln::interpreter {

#ifndef KILN_PORTABLE_INTERPRETER
namespace {

constexpr Slot kOneMonitor = Slot{1} << 32;

VM_HANDLER go_on_after_uncommon_exit(const uint8_t* pc, Slot* sp, Frame* fp, Thread* t, uint64_t opcode) {
  t->vm().compiler->note_uncommon_exit(*fp->method());
  MUSTTAIL reinterpret_cast<Handler>(t->dispatch[opcode])(pc, sp, fp, t, 0);
}

VM_HANDLER throw_null_pointer_after_fault(const uint8_t* pc, Slot* sp, Frame* fp, Thread* t, uint64_t extra) {
  t->vm().compiler->note_null_fault(*fp->method());
  MUSTTAIL throw_null_pointer(pc, sp, fp, t, extra);
}

bool enter_monitor(Thread& t, Frame* frame) {
  if (!try_monitor_enter(t, Ref<>(static_cast<uint32_t>(*frame->sp())).get()) && !monitor_enter_slow(t, frame)) return false;
  *frame->lock_slot() += kOneMonitor;
  return true;
}
bool exit_monitor(Thread& t, Frame* frame) {
  bool is_entered = *frame->lock_slot() >= kOneMonitor;
  if ((!is_entered || !try_monitor_exit(t, Ref<>(static_cast<uint32_t>(*frame->sp())).get())) && !monitor_exit_slow(t, frame)) return false;
  *frame->lock_slot() -= kOneMonitor;
  return true;
}
uint32_t new_instance(Thread& t, Class* klass) {
  if (!ops::initialize_class(t, klass).ok()) return 0;
  auto object = allocate_instance(t, klass);
  return object.ok() ? object.value().bits() : 0;
}
uint32_t new_array(Thread& t, Class* klass, int32_t length) {
  auto array = allocate_array(t, klass, length);
  return array.ok() ? array.value().bits() : 0;
}
bool is_instance(const Object* object, const Class* klass) { return ops::is_instance(object, klass); }
bool can_store(const Object* array, uint32_t value) { return ops::can_store(array, Ref<>(value)); }
Method* select_polymorphic_target(Thread& t, Frame* frame, Method* method) {
  Slot* sp = frame->sp();
  return select_polymorphic(t, frame, method, &sp);
}

}  // namespace

EntryPoints entry_points() {
  EntryPoints points;
  points.throw_pending = reinterpret_cast<const void*>(&throw_pending);
  points.throw_null_pointer = reinterpret_cast<const void*>(&throw_null_pointer);
  points.throw_null_pointer_after_fault = reinterpret_cast<const void*>(&throw_null_pointer_after_fault);
  points.throw_division_by_zero = reinterpret_cast<const void*>(&throw_division_by_zero);
  points.throw_array_index = reinterpret_cast<const void*>(&throw_array_index);
  points.stack_overflow = stack_overflow_entry();
  points.slow_return = reinterpret_cast<const void*>(&slow_return);
  points.uncommon_exit = reinterpret_cast<const void*>(&go_on_after_uncommon_exit);
  points.go_on_at = reinterpret_cast<const void*>(&go_on_at);
  points.go_on_behind = reinterpret_cast<const void*>(&go_on_behind);
  points.go_on_behind_pop = reinterpret_cast<const void*>(&go_on_behind_pop);
  points.go_on_behind_push = reinterpret_cast<const void*>(&go_on_behind_push);
  points.return_point = &return_point;
  points.poll = &take_part_in_poll;
  points.lock_method = &lock_method;
  points.monitor_enter = &enter_monitor;
  points.monitor_exit = &exit_monitor;
  points.new_instance = &new_instance;
  points.new_array = &new_array;
  points.new_multi_array = &new_multi_array_slow;
  points.is_instance = &is_instance;
  points.check_cast = &check_cast_slow;
  points.can_store = &can_store;
  points.throw_array_store = &throw_array_store_slow;
  points.select_interface = &select_interface_slow;
  points.select_polymorphic = &select_polymorphic_target;
  points.remainder_float = &arithmetic::frem;
  points.remainder_double = &arithmetic::drem;
  points.float_to_int = &arithmetic::f2i;
  points.float_to_long = &arithmetic::f2l;
  points.double_to_int = &arithmetic::d2i;
  points.double_to_long = &arithmetic::d2l;
  return points;
}
#endif

}  // namespace kiln::interpreter
