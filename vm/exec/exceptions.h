// vm/exec/exceptions.h - raising Java exceptions from C++.
//
// All return kPending so that a caller can say `return throw_new(...)`. The classes are members of Known: throwing
// never loads a class. The exception object gets its stack trace from the thread's Java frames.
#pragma once

#include <fmt/format.h>

#include <string>

#include "vm/base/result.h"
#include "vm/meta/known.h"
#include "vm/thread/handles.h"

namespace kiln {

// Message in modified UTF-8; null: no message.
VM_MAY_SAFEPOINT Pending throw_message(Thread& thread, Class* exception_class, const char* message);
VM_MAY_SAFEPOINT Pending throw_with_cause(Thread& thread, Class* exception_class, const char* message, Handle<java::Throwable> cause);
Pending throw_object(Thread& thread, Ref<java::Throwable> exception);  // not a safepoint

// throw_new(t, &Known::java_lang_ClassCastException, "class {} cannot be cast", name)
template <typename... Args>
Pending throw_new(Thread& thread, Class* Known::*kind, fmt::format_string<Args...> format, Args&&... args) {
  return throw_message(thread, thread.vm().known->*kind, fmt::format(format, std::forward<Args>(args)...).c_str());
}
inline Pending throw_new(Thread& thread, Class* Known::*kind) { return throw_message(thread, thread.vm().known->*kind, nullptr); }

enum class OutOfMemoryKind : uint8_t { kHeap, kMetaspace, kArrayLimit, kThread, kGcOverhead, kRealloc, kClassSpace };
VM_MAY_SAFEPOINT Pending throw_out_of_memory(Thread& thread, OutOfMemoryKind kind);

// Takes the pending exception off the thread. Not a safepoint.
Ref<java::Throwable> take_exception(Thread& thread);
// Class and message, as Throwable.toString gives them: "java.lang.IllegalStateException: closed". Not a safepoint.
std::string exception_text(const Known& known, const Object* exception);
// Creates an exception object (constructor run) without throwing it.
VM_MAY_SAFEPOINT Expected<Ref<java::Throwable>> make_exception(Thread& thread, Class* exception_class, const char* message);
// Fills Throwable.backtrace and depth from the thread's frames, leaving out the exception's own constructors
// (Throwable.fillInStackTrace).
VM_MAY_SAFEPOINT Expected<void> fill_in_stack_trace(Thread& thread, Handle<java::Throwable> exception);
}  // namespace kiln
