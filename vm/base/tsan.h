// vm/base/tsan.h - order that ThreadSanitizer cannot see, told to it; nothing in other builds.
//
// Class structures are complete when they are published by a release store (a table, a mirror, a resolved constant), and
// are found by dependent loads. Many of these loads are in bytecode handlers and generated code, which are not
// instrumented. So whoever publishes says so, and whoever follows a pointer to metadata has seen all that was published:
// what is written to a structure after its publication is still checked.
#pragma once

#if defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define VM_TSAN 1
#endif
#endif

#ifdef VM_TSAN
extern "C" void __tsan_acquire(void* address);
extern "C" void __tsan_release(void* address);
#endif

namespace kiln::tsan {

#ifdef VM_TSAN
inline constinit char metadata = 0;  // its address stands for the order; never read or written
inline void publish_metadata() { __tsan_release(&metadata); }
inline void observe_metadata() { __tsan_acquire(&metadata); }
#else
inline void publish_metadata() {}
inline void observe_metadata() {}
#endif

}  // namespace kiln::tsan
