#include "classloader/dictionary/dictionary.h"

#include <cstring>

#include "vm/base/memory.h"
#include "vm/thread/transitions.h"

namespace kiln {

namespace {
constexpr size_t kFirstCapacity = 4096;
size_t hash_of(const LoaderData& loader, const Symbol* name) { return name->hash() + size_t{loader.id} * 0x9e3779b1u; }
}  // namespace

Dictionary::Dictionary() VM_NO_THREAD_SAFETY : capacity_(kFirstCapacity) {
  entries_ = static_cast<Entry*>(native_allocate(capacity_ * sizeof(Entry)));
  std::memset(static_cast<void*>(entries_), 0, capacity_ * sizeof(Entry));
}
Dictionary::~Dictionary() VM_NO_THREAD_SAFETY { native_free(entries_); }

Dictionary::Entry& Dictionary::slot(const LoaderData& loader, const Symbol* name) {
  size_t i = hash_of(loader, name) & (capacity_ - 1);
  while (entries_[i].klass != nullptr && (entries_[i].loader != &loader || entries_[i].name != name)) i = (i + 1) & (capacity_ - 1);
  return entries_[i];
}

void Dictionary::fill(Entry& entry, const LoaderData& loader, const Symbol* name, Class& klass) {
  entry = {&loader, name, &klass};
  if (++count_ * 2 > capacity_) grow();
}

void Dictionary::grow() {
  Entry* old = entries_;
  size_t old_capacity = capacity_;
  capacity_ *= 2;
  entries_ = static_cast<Entry*>(native_allocate(capacity_ * sizeof(Entry)));
  std::memset(static_cast<void*>(entries_), 0, capacity_ * sizeof(Entry));
  for (size_t i = 0; i < old_capacity; i++) {
    if (old[i].klass != nullptr) slot(*old[i].loader, old[i].name) = old[i];
  }
  native_free(old);
}

Class* Dictionary::find(const LoaderData& loader, const Symbol* name) {
  MutexLock lock(mutex_);
  return slot(loader, name).klass;
}

Dictionary::Entered Dictionary::enter(const LoaderData& loader, Symbol* name, Class& klass) {
  return enter_and(loader, name, klass, [] {});
}

bool Dictionary::constrain(Symbol* name, const LoaderData& a, const LoaderData& b) {
  MutexLock lock(mutex_);
  return constraints_.add(name, a, slot(a, name).klass, b, slot(b, name).klass);
}

// Into a fresh table: with open addressing nothing can just be taken out.
void Dictionary::drop_dead_loaders() VM_NO_THREAD_SAFETY {
  auto* old = entries_;
  entries_ = static_cast<Entry*>(native_allocate(capacity_ * sizeof(Entry)));
  std::memset(static_cast<void*>(entries_), 0, capacity_ * sizeof(Entry));
  count_ = 0;
  for (size_t i = 0; i < capacity_; i++) {
    if (old[i].klass == nullptr || old[i].loader->lifetime->is_dead) continue;
    VM_DCHECK(!old[i].klass->state->lifetime->is_dead);
    slot(*old[i].loader, old[i].name) = old[i];
    count_++;
  }
  native_free(old);
  constraints_.drop_dead_loaders();
}

Dictionary::InProgress* Dictionary::find_loading(const LoaderData& loader, const Symbol* name) {
  for (InProgress& row : loading_) {
    if (row.loader == &loader && row.name == name) return &row;
  }
  return nullptr;
}

// Waiting alternates between the mutex and the blocked state: a thread must not come back to the VM, where it may stop
// at a safepoint, while it holds the mutex.
Dictionary::Start Dictionary::start_loading(Thread& thread, const LoaderData& loader, Symbol* name, Class** found) {
  for (;;) {
    {
      MutexLock lock(mutex_);
      if (Class* klass = slot(loader, name).klass) {
        *found = klass;
        return Start::kLoaded;
      }
      InProgress* other = find_loading(loader, name);
      if (other == nullptr) {
        loading_.push_back({&loader, name, &thread});
        return Start::kMine;
      }
      if (other->thread == &thread) return Start::kCircular;
    }
    BlockedInVm blocked(thread);
    MutexLock lock(mutex_);
    if (find_loading(loader, name) != nullptr) finished_.wait(mutex_);
  }
}

void Dictionary::finish_loading(Thread& thread, const LoaderData& loader, Symbol* name) {
  MutexLock lock(mutex_);
  InProgress* mine = find_loading(loader, name);
  VM_CHECK(mine != nullptr && mine->thread == &thread);
  *mine = loading_.back();
  loading_.pop_back();
  finished_.broadcast();
}

void Dictionary::push_super_loading(Thread& thread, const LoaderData& loader, const Symbol* name) {
  MutexLock lock(mutex_);
  super_loading_.push_back({&loader, name, &thread});
}

void Dictionary::pop_super_loading(Thread& thread, const LoaderData& loader, const Symbol* name) {
  MutexLock lock(mutex_);
  for (size_t i = super_loading_.size(); i-- > 0;) {
    const InProgress& row = super_loading_[i];
    if (row.loader != &loader || row.name != name || row.thread != &thread) continue;
    super_loading_.erase(super_loading_.begin() + static_cast<ptrdiff_t>(i));
    return;
  }
  VM_UNREACHABLE();
}

bool Dictionary::is_super_loading(Thread& thread, const LoaderData& loader, const Symbol* name) {
  MutexLock lock(mutex_);
  for (const InProgress& row : super_loading_) {
    if (row.loader == &loader && row.name == name && row.thread == &thread) return true;
  }
  return false;
}

}  // namespace kiln
