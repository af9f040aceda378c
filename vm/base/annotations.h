// vm/base/annotations.h - clang thread-safety attributes under the names used here; empty elsewhere.
#pragma once

#ifdef __clang__
#define VM_ATTRIBUTE(x) __attribute__((x))
#else
#define VM_ATTRIBUTE(x)
#endif

#define VM_CAPABILITY(name) VM_ATTRIBUTE(capability(name))
#define VM_SCOPED_CAPABILITY VM_ATTRIBUTE(scoped_lockable)
#define VM_GUARDED_BY(x) VM_ATTRIBUTE(guarded_by(x))
#define VM_ACQUIRE(...) VM_ATTRIBUTE(acquire_capability(__VA_ARGS__))
#define VM_RELEASE(...) VM_ATTRIBUTE(release_capability(__VA_ARGS__))
#define VM_TRY_ACQUIRE(...) VM_ATTRIBUTE(try_acquire_capability(__VA_ARGS__))
#define VM_REQUIRES(...) VM_ATTRIBUTE(requires_capability(__VA_ARGS__))
#define VM_EXCLUDES(...) VM_ATTRIBUTE(locks_excluded(__VA_ARGS__))
#define VM_NO_THREAD_SAFETY VM_ATTRIBUTE(no_thread_safety_analysis)

namespace kiln {
// The imaginary lock that a NoSafepoint scope holds (vm/thread/handles.h). A function that may stop at a
// safepoint is marked VM_MAY_SAFEPOINT: clang refuses a call to it while such a scope is alive.
struct VM_CAPABILITY("no-safepoint region") NoSafepointRegion {};
inline constexpr NoSafepointRegion no_safepoint_region{};
}  // namespace kiln
#define VM_MAY_SAFEPOINT VM_EXCLUDES(::kiln::no_safepoint_region)
