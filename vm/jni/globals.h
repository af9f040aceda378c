// vm/jni/globals.h - JNI global references, strong and weak.
//
// A global reference is a root slot with a stable address in a block that is never moved or freed before the Vm; a
// weak one's jobject carries kWeakTag. The collector visits strong slots as roots and clears or updates weak ones.
#pragma once

#include <jni.h>

#include <vector>

#include "gc/vm_binding.h"
#include "vm/base/sync.h"
#include "vm/thread/handles.h"

namespace kiln {

class JniGlobals {
 public:
  JniGlobals() = default;
  ~JniGlobals();
  JniGlobals(const JniGlobals&) = delete;
  JniGlobals& operator=(const JniGlobals&) = delete;

  // State InVm; not safepoints. `ref` is not null.
  jobject make_strong(Ref<> ref) { return make(strong_, ref, 0); }
  jobject make_weak(Ref<> ref);
  // Any jobject of the kind; wrong ones are fatal in debug builds and ignored otherwise.
  void free_strong(jobject object) { free(strong_, object); }
  void free_weak(jobject object) { free(weak_, object); }
  bool is_strong(jobject object) { return contains(strong_, object); }
  bool is_weak(jobject object) { return contains(weak_, object); }
  size_t strong_count();
  size_t weak_count();

  // World stopped.
  void visit_roots(RootVisitor& visitor);
  void update_weak(WeakVisitor& visitor);

 private:
  static constexpr size_t kBlockSlots = 510;
  struct Block {
    RefSlot slots[kBlockSlots];
  };
  struct Table {
    std::vector<Block*> blocks;
    std::vector<RefSlot*> free_slots;
    size_t next = kBlockSlots;  // first slot of the last block that was never used
    size_t count = 0;
  };
  jobject make(Table& table, Ref<> ref, uintptr_t tag);
  void free(Table& table, jobject object);
  bool contains(Table& table, jobject object);

  Mutex mutex_{LockRank::kHandles, "JNI global references"};
  Table strong_, weak_;
};

}  // namespace kiln
