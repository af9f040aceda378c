#include "vm/exec/exceptions.h"

#include "gc/barrier.h"
#include "vm/exec/allocate.h"
#include "vm/exec/backtrace.h"
#include "vm/exec/java_call.h"
#include "vm/exec/java_string.h"
#include "vm/meta/loader_data.h"
#include "vm/meta/names.h"
#include "vm/thread/registry.h"

namespace kiln {

Pending throw_object(Thread& thread, Ref<java::Throwable> exception) {
  VM_DCHECK(!exception.is_null());
  thread.exception = exception.bits();
  return kPending;
}

Ref<java::Throwable> take_exception(Thread& thread) {
  Ref<java::Throwable> exception(thread.exception);
  thread.exception = 0;
  return exception;
}

Expected<Ref<java::Throwable>> make_exception(Thread& thread, Class* exception_class, const char* message) {
  const Known& known = *thread.vm().known;
  HandleScope scope(thread);
  if (exception_class == nullptr) VM_FATAL("exception raised before its class is loaded: {}", message == nullptr ? "" : message);
  VM_TRY(Ref<> object, allocate_instance(thread, exception_class));
  Handle<java::Throwable> exception(thread, object.as<java::Throwable>());
  Handle<java::String> text;
  if (message != nullptr) {
    VM_TRY(Ref<java::String> string, make_string(thread, message));
    text = Handle<java::String>(thread, string);
  }
  // (String) where there is such a constructor (not in StackOverflowError's subclass, say), else ().
  Method* constructor = text.is_null() ? nullptr : exception_class->find_declared_method("<init>", "(Ljava/lang/String;)V");
  JavaArguments arguments;
  arguments.push(exception);
  if (constructor != nullptr) {
    arguments.push(text);
  } else {
    constructor = exception_class->find_declared_method("<init>", "()V");
    VM_CHECK(constructor != nullptr || exception_class == known.java_lang_Void);
  }
  VM_TRY_VOID(call(thread, constructor, arguments));
  if (!text.is_null() && load_ref(exception.unsafe_ref().get(), known.java_lang_Throwable_detailMessage).is_null()) {
    barrier::store_field(exception.unsafe_ref().get(), known.java_lang_Throwable_detailMessage, text.unsafe_ref());
  }
  return exception.unsafe_ref();
}

std::string exception_text(const Known& known, const Object* exception) {
  std::string text = external_name(*class_of(exception));
  Ref<> message = load_ref(exception, known.java_lang_Throwable_detailMessage);
  if (!message.is_null()) text += ": " + string_to_utf8(known, message.get());
  return text;
}

Pending throw_message(Thread& thread, Class* exception_class, const char* message) {
  VM_DCHECK(!thread.has_exception());
  auto exception = make_exception(thread, exception_class, message);
  if (exception.ok()) thread.exception = exception.value().bits();
  return kPending;
}

Pending throw_with_cause(Thread& thread, Class* exception_class, const char* message, Handle<java::Throwable> cause) {
  HandleScope scope(thread);
  auto made = make_exception(thread, exception_class, message);
  if (!made.ok()) return kPending;
  Handle<java::Throwable> exception(thread, made.value());
  if (!cause.is_null()) {
    JavaArguments arguments;
    arguments.push(exception).push(cause);
    if (!call_virtual(thread, thread.vm().known->java_lang_Throwable_initCause, arguments).ok()) return kPending;
  }
  return throw_object(thread, exception.unsafe_ref());
}

namespace {
constexpr const char* kOutOfMemoryMessages[] = {
    "Java heap space", "Metaspace", "Requested array size exceeds VM limit",
    "unable to create native thread: possibly out of memory or process/resource limits reached",
    "GC overhead limit exceeded", "Java heap space", "Compressed class space",
};
}  // namespace

Pending throw_out_of_memory(Thread& thread, OutOfMemoryKind kind) {
  const Known& known = *thread.vm().known;
  // The errors were made at start: there may be no room for a new one. They carry no stack trace of their own.
  RefSlot prepared = known.out_of_memory_errors[static_cast<int>(kind)];
  const ThreadHooks& hooks = thread.vm().threads->hooks;
  if (kind != OutOfMemoryKind::kThread && hooks.on_out_of_memory != nullptr) {
    hooks.on_out_of_memory(thread, kOutOfMemoryMessages[static_cast<int>(kind)]);
  }
  bool heap_is_full = kind == OutOfMemoryKind::kHeap || kind == OutOfMemoryKind::kGcOverhead || kind == OutOfMemoryKind::kRealloc;
  if (prepared != 0 && heap_is_full) return throw_object(thread, Ref<java::Throwable>(prepared));
  if (prepared == 0 && heap_is_full) {
    hooks.on_out_of_memory_at_start(thread, kOutOfMemoryMessages[static_cast<int>(kind)]);
    VM_UNREACHABLE();
  }
  return throw_message(thread, known.java_lang_OutOfMemoryError, kOutOfMemoryMessages[static_cast<int>(kind)]);
}

}  // namespace kiln
