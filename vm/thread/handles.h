// vm/thread/handles.h - typed roots, so that a raw reference cannot cross a safepoint.
//
//   Handle<T>      a root slot holding a reference; survives safepoints, the collector updates it
//   HandleScope    frees all handles made since it was entered (one per VM function that makes any)
//   NoSafepoint    a scope in which this thread cannot stop; it is the key that turns a Handle into a raw Ref
//
// Rules:  a function that takes `Thread&` may safepoint unless it says otherwise; one that takes
// `const NoSafepoint&` never does. A function marked VM_MAY_SAFEPOINT cannot be called while a NoSafepoint of the
// same function is alive (a clang error), and debug builds check it across functions.
// A returned Ref is fresh: put it in a Handle before anything else can stop the thread.
//
//   HandleScope scope(t);
//   Handle<java::String> name(t, make_string(t, "x").value());
//   { NoSafepoint here(t); int32_t n = name.ref(here)->get<int32_t>(offset); }
//
// A jobject is the address of a root slot too; handles convert by `as_jobject`-style casts in vm/jni.
#pragma once

#include <type_traits>

#include "vm/base/annotations.h"
#include "vm/object/object.h"
#include "vm/thread/thread.h"

namespace kiln {

class VM_SCOPED_CAPABILITY NoSafepoint {
 public:
  explicit NoSafepoint(Thread& thread) VM_ACQUIRE(no_safepoint_region) VM_NO_THREAD_SAFETY : thread_(thread) {
    thread_.no_safepoint_depth++;
  }
  ~NoSafepoint() VM_RELEASE() VM_NO_THREAD_SAFETY { thread_.no_safepoint_depth--; }
  NoSafepoint(const NoSafepoint&) = delete;
  NoSafepoint& operator=(const NoSafepoint&) = delete;

 private:
  Thread& thread_;
};

template <typename T = java::Object>
class Handle {
 public:
  Handle() : slot_(&null_slot) {}  // a null handle that is never written
  Handle(Thread& thread, Ref<T> ref) : slot_(thread.handles.push(ref.bits())) {}
  template <typename U>
    requires std::is_base_of_v<T, U>
  Handle(Handle<U> other) : slot_(other.slot()) {}  // NOLINT: up-cast
  // Wraps an existing root slot (JNI argument, frame slot, class field).
  static Handle of_slot(RefSlot* slot) {
    Handle h;
    if (slot != nullptr) h.slot_ = slot;
    return h;
  }

  Ref<T> ref(const NoSafepoint&) const { return Ref<T>(*slot_); }
  // For a call whose callee takes no Thread& and no time: the caller vouches that nothing stops in between.
  Ref<T> unsafe_ref() const { return Ref<T>(*slot_); }
  bool is_null() const { return *slot_ == 0; }
  bool is_same(Handle<> other) const { return *slot_ == *other.slot(); }
  void set(Ref<T> ref) const {
    VM_DCHECK(slot_ != &null_slot);
    *slot_ = ref.bits();
  }
  RefSlot* slot() const { return slot_; }
  template <typename U>
  Handle<U> as() const {
    return Handle<U>::of_slot(slot_);
  }

 private:
  static inline RefSlot null_slot = 0;
  RefSlot* slot_;
};

class HandleScope {
 public:
  explicit HandleScope(Thread& thread) : area_(thread.handles), mark_(thread.handles.mark()) {}
  ~HandleScope() { area_.release(mark_); }
  // Ends the scope now and keeps one reference in the enclosing one; null stays null. The scope's handles are dead.
  RefSlot* escape(Ref<> ref) {
    area_.release(mark_);
    if (ref.is_null()) return nullptr;
    RefSlot* slot = area_.push(ref.bits());
    mark_ = area_.mark();
    return slot;
  }
  // The same, as a JNI local reference of the running native method; for the outermost scope of a native only.
  RefSlot* escape_local(Ref<> ref) {
    area_.release(mark_);
    if (ref.is_null()) return nullptr;
    RefSlot* slot = area_.push_local(ref.bits());
    mark_ = area_.mark();
    return slot;
  }
  HandleScope(const HandleScope&) = delete;
  HandleScope& operator=(const HandleScope&) = delete;

 private:
  HandleArea& area_;
  HandleArea::Mark mark_;
};

// The local references of one native method: opened by whoever calls the C function, after its argument slots are
// ready; closing frees what the function left.
class NativeScope {
 public:
  explicit NativeScope(Thread& thread) : area_(thread.handles), saved_(thread.handles.enter_native()) {}
  ~NativeScope() { area_.leave_native(saved_); }
  NativeScope(const NativeScope&) = delete;
  NativeScope& operator=(const NativeScope&) = delete;

 private:
  HandleArea& area_;
  HandleArea::NativeMark saved_;
};

}  // namespace kiln
