// vm/jni/globals.cpp - the tables of global references.
#include "vm/jni/globals.h"

#include "vm/base/memory.h"
#include "vm/exec/jobject.h"

namespace kiln {

JniGlobals::~JniGlobals() {
  for (Table* table : {&strong_, &weak_}) {
    for (Block* block : table->blocks) native_free(block);
  }
}

jobject JniGlobals::make_weak(Ref<> ref) { return make(weak_, ref, kWeakTag); }

jobject JniGlobals::make(Table& table, Ref<> ref, uintptr_t tag) {
  MutexLock lock(mutex_);
  RefSlot* slot;
  if (!table.free_slots.empty()) {
    slot = table.free_slots.back();
    table.free_slots.pop_back();
  } else {
    if (table.next == kBlockSlots) {
      auto* block = static_cast<Block*>(native_allocate(sizeof(Block)));
      *block = Block{};
      table.blocks.push_back(block);
      table.next = 0;
    }
    slot = &table.blocks.back()->slots[table.next++];
  }
  *slot = ref.bits();
  table.count++;
  return reinterpret_cast<jobject>(reinterpret_cast<uintptr_t>(slot) | tag);
}

bool JniGlobals::contains(Table& table, jobject object) {
  const auto address = reinterpret_cast<uintptr_t>(slot_of(object));
  MutexLock lock(mutex_);
  for (const Block* block : table.blocks) {
    if (address - reinterpret_cast<uintptr_t>(block) < sizeof(Block)) return true;
  }
  return false;
}

void JniGlobals::free(Table& table, jobject object) {
  if (object == nullptr) return;
  const bool is_ours = contains(table, object);
  VM_DCHECK(is_ours);
  if (!is_ours) return;
  MutexLock lock(mutex_);
  *slot_of(object) = 0;
  table.free_slots.push_back(slot_of(object));
  table.count--;
}

size_t JniGlobals::strong_count() {
  MutexLock lock(mutex_);
  return strong_.count;
}
size_t JniGlobals::weak_count() {
  MutexLock lock(mutex_);
  return weak_.count;
}

// The world is stopped, and nobody stops while holding the mutex.
void JniGlobals::visit_roots(RootVisitor& visitor) {
  for (Block* block : strong_.blocks) {
    for (RefSlot& slot : block->slots) {
      if (slot != 0) visitor.visit(&slot);
    }
  }
}

void JniGlobals::update_weak(WeakVisitor& visitor) {
  for (Block* block : weak_.blocks) {
    for (RefSlot& slot : block->slots) {
      if (slot != 0) slot = visitor.current(Ref<>(slot)).bits();
    }
  }
}

}  // namespace kiln
