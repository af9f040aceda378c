// interpreter/unwind.cpp - from a throw to its handler (JVMS 2.10): frame by frame, by exception tables.
#include "interpreter/slow_paths.h"
#include "vm/base/log.h"
#include "vm/exec/exceptions.h"
#include "vm/exec/java_string.h"
#include "vm/ops/type_check.h"
#include "vm/thread/monitor.h"

namespace kiln::interpreter {

namespace {

// bci of the handler in `method` for the pending exception raised at `bci`; -1: none. Resolving a catch type may run
// Java code; when that throws, the new exception replaces the old one and the search goes on as if the
// handler had thrown it.
int find_handler(Thread& t, Method* method, int bci) {
  if (method->info->handler_count == 0) return -1;
  HandleScope scope(t);
  Handle<java::Throwable> exception(t, take_exception(t));
  for (int i = 0; i < method->info->handler_count; i++) {
    const ExceptionHandler& handler = method->info->handlers[i];
    if (bci < handler.start_bci || bci >= handler.end_bci) continue;
    bool matches = handler.catch_type_index == 0;
    if (!matches) {
      auto catch_class = ops::resolve_class(t, method->holder, handler.catch_type_index);
      if (!catch_class.ok()) {
        exception.set(take_exception(t));
        bci = handler.handler_bci;
        i = -1;
        continue;
      }
      matches = ops::is_instance(exception.unsafe_ref().get(), catch_class.value());
    }
    if (matches) {
      t.exception = exception.unsafe_ref().bits();
      return handler.handler_bci;
    }
  }
  t.exception = exception.unsafe_ref().bits();
  return -1;
}

}  // namespace

void unlock_frame(Thread& t, Frame* frame) {
  Slot slot = *frame->lock_slot();
  if (slot == 0) return;
  *frame->lock_slot() = 0;
  auto leave = [&](uint32_t bits) {
    Object* object = Ref<>(bits).get();
    return try_monitor_exit(t, object) || monitor_exit(t, object) == MonitorStatus::kOk;
  };
  bool is_balanced = slot >> 32 == 0;
  // Monitors that the method entered and did not leave: the newest on the lock stack.
  for (uint64_t n = slot >> 32; n > 0 && t.lock_stack_size > 0; n--) leave(t.lock_stack[t.lock_stack_size - 1]);
  auto method_lock = static_cast<uint32_t>(slot);
  if (method_lock != 0) is_balanced &= leave(method_lock);
  if (is_balanced) return;
  t.exception = 0;
  (void)throw_new(t, &Known::java_lang_IllegalMonitorStateException);
}

namespace {
// What is thrown through (or into) which method, for -Xlog:exceptions.
void log_exception(Thread& t, const Frame& frame) {
  const Known& known = *t.vm().known;
  const Method& method = *frame.method();
  Object* exception = Ref<>(t.exception).get();
  Ref<> message = load_ref(exception, known.java_lang_Throwable_detailMessage);
  std::string text = message.is_null() ? "" : ": " + string_to_utf8(known, message.get());
  VM_LOG(*t.vm().log, info, (exceptions), "Exception <a '{}'{{{:#018x}}}{}> thrown in method '{}' '{}' in '{}' at bci {} of thread {:#018x}",
         class_of(exception)->name_view(), exception->address(), text, method.name(), method.descriptor(), method.holder->name_view(),
         method.is_native() ? 0 : frame.bci(), reinterpret_cast<uintptr_t>(&t));
}

}  // namespace

Landing unwind(Thread& t, Frame* frame) {
  for (;;) {
    if (frame->is_entry()) return {nullptr, nullptr, frame, true};
    Method* method = frame->method();
    t.last_frame = frame;
    if (VM_LOG_ENABLED(*t.vm().log, info, (exceptions))) [[unlikely]]
      log_exception(t, *frame);
    if (!method->is_native() && method->code.get() != nullptr && method->polymorphic == Polymorphic::kNone) {
      int handler_bci = find_handler(t, method, frame->bci());
      if (handler_bci >= 0) {
        Slot* sp = frame->empty_stack() - 1;
        *sp = t.exception;
        t.exception = 0;
        const uint8_t* pc = method->code.get() + handler_bci;
        frame->set_pc(pc);
        frame->set_sp(sp);
        return {pc, sp, frame, false};
      }
    }
    if (frame == t.reserved_activation) close_reserve(t);
    unlock_frame(t, frame);
    frame = frame->caller();
  }
}

}  // namespace kiln::interpreter
