#include "interpreter/slow_paths.h"

#include "classloader/loading.h"
#include "vm/exec/allocate.h"
#include "vm/exec/call_shape.h"
#include "vm/exec/exceptions.h"
#include "vm/exec/java_call.h"
#include "vm/exec/jobject.h"
#include "vm/exec/native_call.h"
#include "vm/exec/tiering.h"
#include "vm/ops/class_init.h"
#include "vm/ops/invoke_dynamic.h"
#include "vm/ops/select.h"
#include "vm/ops/type_check.h"
#include "vm/thread/monitor.h"
#include "vm/thread/transitions.h"

namespace kiln::interpreter {

namespace {
ResolvedEntry entry_or_none(Expected<ResolvedEntry> entry) { return entry.ok() ? entry.value() : ResolvedEntry(); }
Handle<> top_of_stack(Frame* frame) { return Handle<>::of_slot(reinterpret_cast<RefSlot*>(frame->sp())); }
}  // namespace

ResolvedEntry resolve_field_slow(Thread& t, Frame* frame, uint32_t index, ops::FieldUse use) {
  return entry_or_none(ops::resolve_field(t, frame->method(), static_cast<int>(index), use));
}
ResolvedEntry resolve_method_slow(Thread& t, Frame* frame, uint32_t index, ops::InvokeKind kind) {
  return entry_or_none(ops::resolve_method(t, frame->method(), static_cast<int>(index), kind));
}
ResolvedEntry resolve_call_site_slow(Thread& t, Frame* frame, uint32_t index, uint32_t call_site) {
  return entry_or_none(ops::resolve_invokedynamic(t, frame->method(), static_cast<int>(index), static_cast<int>(call_site)));
}
Class* resolve_class_slow(Thread& t, Frame* frame, uint32_t index) {
  auto klass = ops::resolve_class(t, frame->method()->holder, static_cast<int>(index));
  return klass.ok() ? klass.value() : nullptr;
}

bool load_constant_slow(Thread& t, Frame* frame, uint32_t index, uint64_t* bits, BasicType* type) {
  Class* holder = frame->method()->holder;
  auto constant = ops::resolve_constant(t, holder, static_cast<int>(index));
  if (!constant.ok()) return false;
  Ref<> value = constant.value();
  *type = BasicType::kObject;
  *bits = value.bits();
  if (holder->constants->tag(static_cast<int>(index)) != ConstantTag::kDynamic) return true;
  *type = basic_type_of((*holder->constants->member_descriptor(static_cast<int>(index)))[0]);
  if (*type != BasicType::kObject) (void)ops::unbox(*t.vm().known, value.get(), bits);
  return true;
}

uint32_t new_instance_slow(Thread& t, Frame* frame, uint32_t index) {
  Class* klass = resolve_class_slow(t, frame, index);
  if (klass == nullptr) return 0;
  if (klass->is_abstract() || klass->is_interface() || klass->is_array()) {
    (void)throw_message(t, t.vm().known->java_lang_InstantiationError, external_name(*klass).c_str());
    return 0;
  }
  if (!ops::initialize_class(t, klass).ok()) return 0;
  auto object = allocate_instance(t, klass);
  return object.ok() ? object.value().bits() : 0;
}

uint32_t new_array_slow(Thread& t, BasicType element, int32_t length) {
  auto array = allocate_primitive_array(t, element, length);
  return array.ok() ? array.value().bits() : 0;
}

uint32_t new_object_array_slow(Thread& t, Frame* frame, uint32_t index, int32_t length) {
  Class* component = resolve_class_slow(t, frame, index);
  if (component == nullptr) return 0;
  auto array_class = array_class_of(t, component);
  if (!array_class.ok()) return 0;
  auto array = allocate_array(t, array_class.value(), length);
  return array.ok() ? array.value().bits() : 0;
}

uint32_t new_multi_array_slow(Thread& t, Frame* frame, uint32_t index, int dimensions) {
  Class* klass = resolve_class_slow(t, frame, index);
  if (klass == nullptr) return 0;
  int32_t lengths[255];
  for (int i = 0; i < dimensions; i++) lengths[i] = static_cast<int32_t>(frame->sp()[dimensions - 1 - i]);
  auto array = ops::allocate_multi_array(t, klass, lengths, dimensions);
  return array.ok() ? array.value().bits() : 0;
}

int instance_of_slow(Thread& t, Frame* frame, uint32_t index) {
  Class* klass = resolve_class_slow(t, frame, index);
  if (klass == nullptr) return 0;
  return ops::is_instance(top_of_stack(frame).unsafe_ref().get(), klass) ? 2 : 1;
}

bool check_cast_slow(Thread& t, Frame* frame, uint32_t index) {
  Class* klass = resolve_class_slow(t, frame, index);
  if (klass == nullptr) return false;
  Object* object = top_of_stack(frame).unsafe_ref().get();
  if (ops::is_instance(object, klass)) return true;
  (void)ops::throw_class_cast(t, class_of(object), klass);
  return false;
}

void throw_array_store_slow(Thread& t, Frame* frame) {
  (void)ops::throw_array_store(t, class_of(top_of_stack(frame).unsafe_ref().get()));
}

bool monitor_enter_slow(Thread& t, Frame* frame) {
  monitor_enter(t, top_of_stack(frame));
  return !t.has_exception();
}

bool monitor_exit_slow(Thread& t, Frame* frame) {
  // A frame may only leave monitors that it has entered.
  bool entered_here = *frame->lock_slot() >> 32 != 0;
  if (entered_here && monitor_exit(t, top_of_stack(frame).unsafe_ref().get()) == MonitorStatus::kOk) return true;
  (void)throw_new(t, &Known::java_lang_IllegalMonitorStateException);
  return false;
}

bool register_finalizer(Thread& t, Frame* frame) {
  Handle<> object = Handle<>::of_slot(reinterpret_cast<RefSlot*>(frame->local(0)));
  JavaArguments arguments;
  arguments.push(object);
  return call(t, t.vm().known->java_lang_ref_Finalizer_registerFinalizer, arguments).ok();
}

bool lock_method(Thread& t, Frame* frame) {
  Method* method = frame->method();
  *frame->lock_slot() = method->is_static() ? method->holder->mirror().bits() : *frame->local(0);
  // The lock slot is what unwinding unlocks: it must stay empty until the monitor is ours.
  HandleScope scope(t);
  Handle<> object(t, Ref<>(static_cast<uint32_t>(*frame->lock_slot())));
  *frame->lock_slot() = 0;
  if (!try_monitor_enter(t, object.unsafe_ref().get())) monitor_enter(t, object);
  *frame->lock_slot() = object.unsafe_ref().bits();
  return !t.has_exception();
}

namespace {
bool unlock_method(Thread& t, Frame* frame) {
  unlock_frame(t, frame);
  return !t.has_exception();
}

uint64_t narrow_native_result(BasicType type, uint64_t bits) {
  switch (type) {
    case BasicType::kBoolean:
      return (bits & 0xff) != 0;
    case BasicType::kByte:
      return static_cast<uint32_t>(static_cast<int8_t>(bits));
    case BasicType::kChar:
      return static_cast<uint16_t>(bits);
    case BasicType::kShort:
      return static_cast<uint32_t>(static_cast<int16_t>(bits));
    case BasicType::kInt:
    case BasicType::kFloat:
      return static_cast<uint32_t>(bits);
    case BasicType::kLong:
    case BasicType::kDouble:
      return bits;
    case BasicType::kObject: {
      RefSlot* slot = slot_of(reinterpret_cast<jobject>(bits));
      return slot == nullptr ? 0 : *slot;
    }
    case BasicType::kVoid:
      return 0;
  }
  VM_UNREACHABLE();
}

// Making a wrapper takes longer than a few calls without it. (The counters of native methods count these calls only.)
// Without a compiler there are none.
void use_native_wrapper(Thread& t, Method& method) {
  constexpr uint32_t kCallsBefore = 100;
  if (t.vm().compiler == nullptr) return;
  uint32_t calls = method.invocations.load(std::memory_order_relaxed) + 1;
  method.invocations.store(calls, std::memory_order_relaxed);
  bool is_hot = calls >= kCallsBefore || calls >= static_cast<uint32_t>(t.vm().flags.compile_threshold);
  if (!is_hot && !t.vm().compiler->compiles_at_first_call()) return;
  method.invocations.store(0, std::memory_order_relaxed);
  const void* wrapper = t.vm().call_shapes->native_wrapper_of(method);
  if (wrapper != nullptr) method.entry.store(wrapper, std::memory_order_release);
}
}  // namespace

bool call_native(Thread& t, Frame* frame, uint64_t* result) {
  Method* method = frame->method();
  Slot* receiver = frame->local(0);
  if (method->is_static()) {
    receiver = frame->empty_stack() - 1;
    *receiver = method->holder->mirror().bits();
    frame->set_sp(receiver);
  }
  if (method->native_function.load(std::memory_order_acquire) == nullptr) [[unlikely]] {
    if (!link_native(t, *method).ok()) return false;
  }
  auto bridge = reinterpret_cast<NativeBridge>(method->native_bridge.load(std::memory_order_acquire));
  if (bridge == nullptr) [[unlikely]] {
    bridge = t.vm().call_shapes->native_bridge_of(method->descriptor());
    method->native_bridge.store(reinterpret_cast<void*>(bridge), std::memory_order_release);
  }
  use_native_wrapper(t, *method);
  if (method->is_synchronized() && !lock_method(t, frame)) return false;
  HandleArea::NativeMark mark = t.handles.enter_native();
  void* function = method->native_function.load(std::memory_order_acquire);
  const Slot* first_argument = frame->local(method->is_static() ? 0 : 1);
  if (method->start_kind.load(std::memory_order_relaxed) == static_cast<uint8_t>(StartKind::kVmNative)) {
    *result = bridge(function, &t, receiver, first_argument);
  } else {
    leave_to_safe_state(t, ThreadState::kInNative);
    *result = bridge(function, &t, receiver, first_argument);
    return_from_safe_state(t, ThreadState::kInJava);
    t.unchecked_jni_call = nullptr;
  }
  *result = narrow_native_result(method->result(), *result);
  t.handles.leave_native(mark);
  if (t.has_exception()) return false;  // unwinding gives the monitor back
  return !method->is_synchronized() || unlock_method(t, frame);
}

bool take_part_in_poll(Thread& t) {
  uint32_t asked = t.poll.load(std::memory_order_acquire);
  if (asked & kPollSafepoint) poll_slow(t);
  if (asked & kPollSweepCode) {
    t.poll.fetch_and(~kPollSweepCode, std::memory_order_acq_rel);
    t.vm().compiler->sweep(t);
  }
  if (asked & kPollAsyncException) {
    t.poll.fetch_and(~kPollAsyncException, std::memory_order_acq_rel);
    if (t.async_exception != 0) {
      t.exception = t.async_exception;
      t.async_exception = 0;
    }
  }
  return !t.has_exception();
}

bool finish_return(Thread& t, Frame* frame, uint64_t* result) {
  Method* method = frame->method();
  bool is_reference = method->result() == BasicType::kObject;
  HandleScope scope(t);
  Handle<> kept(t, is_reference ? Ref<>(static_cast<uint32_t>(*result)) : Ref<>());
  if (t.poll.load(std::memory_order_relaxed) != 0 && !take_part_in_poll(t)) return false;
  if (frame == t.reserved_activation) {
    // What had to be finished is finished: now the error that it held up.
    close_reserve(t);
    throw_stack_overflow(t);
    return false;
  }
  if (*frame->lock_slot() != 0 && !unlock_method(t, frame)) return false;
  if (is_reference) *result = kept.unsafe_ref().bits();
  return true;
}

void throw_not_implemented(Thread& t, Frame* frame) {
  Method* method = frame->method();
  Class* receiver = method->is_static() ? method->holder.get() : class_of(Ref<>(static_cast<uint32_t>(*frame->local(0))).get());
  ops::throw_not_implemented(t, receiver, method);
}

bool open_reserve(Thread* thread, Frame* caller) {
  Thread& t = *thread;
  if (t.reserved_activation != nullptr) return false;
  Frame* outermost = nullptr;
  for (Frame* frame = caller; !frame->is_entry(); frame = frame->caller()) {
    if (frame->method()->has_flag(Method::kReservedStackAccess)) outermost = frame;
  }
  if (outermost == nullptr) return false;
  t.reserved_activation = outermost;
  std::swap(t.stack_limit, t.reserved_stack_limit);
  t.poll.fetch_or(kPollReserve, std::memory_order_relaxed);
  return true;
}

void close_reserve(Thread& t) {
  t.reserved_activation = nullptr;
  std::swap(t.stack_limit, t.reserved_stack_limit);
  t.poll.fetch_and(~kPollReserve, std::memory_order_relaxed);
}

void throw_stack_overflow(Thread& t) {
  // Creating the error needs stack itself: let it use what lies below the reserve.
  constexpr size_t kForTheError = 24 * kKiB;
  uintptr_t limit = t.stack_limit;
  t.stack_limit = std::min(limit, t.reserved_stack_limit) - kForTheError;
  (void)throw_new(t, &Known::java_lang_StackOverflowError);
  t.stack_limit = limit;
}

Method* select_interface_slow(Thread& t, Frame* frame, Class* receiver, Method* method) {
  Method* target = ops::select_interface_method(t, receiver, method);
  if (target == nullptr) return nullptr;
  auto klass = static_cast<uint32_t>(reinterpret_cast<uintptr_t>(receiver));
  auto key = static_cast<uint32_t>(reinterpret_cast<uintptr_t>(method));
  InterfaceCacheLine& line = t.interface_cache[((klass >> 8) ^ (key >> 4)) & (kInterfaceCacheLines - 1)];
  line = {klass, key, static_cast<uint32_t>(reinterpret_cast<uintptr_t>(target))};
  return target;
}

Method* select_polymorphic(Thread& t, Frame* frame, Method* method, Slot** sp) {
  tsan::observe_metadata();
  Slot* top = *sp;
  auto receiver_of = [&](Method* target) { return Ref<>(static_cast<uint32_t>(top[target->argument_slots - 1])); };
  auto fail = [&]() -> Method* {
    (void)throw_new(t, &Known::java_lang_NullPointerException);
    return nullptr;
  };
  if (method->polymorphic == Polymorphic::kInvokeBasic) {
    Ref<> handle = receiver_of(method);
    if (handle.is_null()) return fail();
    return ops::target_of_member_name(t, ops::member_name_of_handle(t, handle.get()));
  }
  Ref<> name(static_cast<uint32_t>(*top++));
  *sp = top;
  if (name.is_null()) return fail();
  Method* target = ops::target_of_member_name(t, name.get());
  if (target == nullptr) {
    (void)throw_new(t, &Known::java_lang_InternalError, "unresolved MemberName in {}", method->name());
    return nullptr;
  }
  if (method->polymorphic == Polymorphic::kLinkToStatic) return target;
  Ref<> receiver = receiver_of(target);
  if (receiver.is_null()) return fail();
  if (method->polymorphic == Polymorphic::kLinkToSpecial) return target;
  Class* receiver_class = class_of(receiver.get());
  // linkToVirtual, too, may name a method that only an interface of the class declares.
  if (target->vtable_index == Method::kItable) return ops::select_interface_method(t, receiver_class, target);
  int64_t index = ops::vmindex_of_member_name(t, name.get());
  return index < 0 ? target : receiver_class->vtable_at(static_cast<uint32_t>(index));
}

}  // namespace kiln::interpreter
