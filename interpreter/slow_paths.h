// interpreter/slow_paths.h - the ordinary functions behind the handlers.
//
// All are called after PUBLISH(): the frame's pc and sp are right, Thread::last_frame is the frame. They may stop at
// safepoints. Those that return bool or a zero-able value return false/0 when an exception is pending.
#pragma once

#include "interpreter/stubs.h"
#include "vm/ops/resolve.h"

namespace kiln::interpreter {

// Where execution goes on after an exception has been unwound.
struct Landing {
  const uint8_t* pc;
  Slot* sp;
  Frame* frame;
  bool is_entry;  // no handler: return to C++ from `frame`
};
Landing unwind(Thread& t, Frame* frame);

// Resolution; 0 bits: exception pending.
ResolvedEntry resolve_field_slow(Thread& t, Frame* frame, uint32_t index, ops::FieldUse use);
ResolvedEntry resolve_method_slow(Thread& t, Frame* frame, uint32_t index, ops::InvokeKind kind);
ResolvedEntry resolve_call_site_slow(Thread& t, Frame* frame, uint32_t index, uint32_t call_site);
Class* resolve_class_slow(Thread& t, Frame* frame, uint32_t index);
// Pushes nothing: the constant's bits (reference, or unboxed primitive for Dynamic) come in *bits and *type.
bool load_constant_slow(Thread& t, Frame* frame, uint32_t index, uint64_t* bits, BasicType* type);

// Allocation; 0: exception pending.
uint32_t new_instance_slow(Thread& t, Frame* frame, uint32_t index);
uint32_t new_array_slow(Thread& t, BasicType element, int32_t length);
uint32_t new_object_array_slow(Thread& t, Frame* frame, uint32_t index, int32_t length);
uint32_t new_multi_array_slow(Thread& t, Frame* frame, uint32_t index, int dimensions);

// 0: exception pending, 1: no, 2: yes. The reference is the top of the frame's stack.
int instance_of_slow(Thread& t, Frame* frame, uint32_t index);
bool check_cast_slow(Thread& t, Frame* frame, uint32_t index);
void throw_array_store_slow(Thread& t, Frame* frame);

bool monitor_enter_slow(Thread& t, Frame* frame);  // object: top of stack
bool monitor_exit_slow(Thread& t, Frame* frame);
bool register_finalizer(Thread& t, Frame* frame);  // local 0

// Target of an interface call on `receiver`; null: exception pending.
Method* select_interface_slow(Thread& t, Frame* frame, Class* receiver, Method* method);
// Target of a MethodHandle intrinsic whose arguments are on the frame's stack; pops the trailing MemberName of linkTo*
// off `*sp`. Null: exception pending.
Method* select_polymorphic(Thread& t, Frame* frame, Method* method, Slot** sp);

// Gives back what the frame has locked, on any way out of it. IllegalMonitorStateException replaces a pending exception
// when that does not balance.
void unlock_frame(Thread& t, Frame* frame);
// Enters the monitor of a synchronized method and notes the object in the frame's lock slot.
bool lock_method(Thread& t, Frame* frame);
// Runs the native method of `frame`, monitors and handles included.
bool call_native(Thread& t, Frame* frame, uint64_t* result);
// Polls and gives back the monitor of a synchronized method; keeps *result right when it is a reference.
bool finish_return(Thread& t, Frame* frame, uint64_t* result);
// Safepoint and asynchronous exception; false: an exception is pending.
bool take_part_in_poll(Thread& t);
void throw_not_implemented(Thread& t, Frame* frame);  // AbstractMethodError, or the conflict's error
void throw_stack_overflow(Thread& t);
// A call made by `caller` finds no stack. When a method with @ReservedStackAccess is among the Java frames up to the
// entry frame, opens the reserve for it, until the outermost of these returns: true, and the call can be tried again.
// Java code with such an annotation (locks, say) so does not stop half-way; StackOverflowError comes at its end.
bool open_reserve(Thread* t, Frame* caller);
void close_reserve(Thread& t);

VM_HANDLER slow_return(const uint8_t* pc, Slot* sp, Frame* fp, Thread* t, uint64_t value);

}  // namespace kiln::interpreter
