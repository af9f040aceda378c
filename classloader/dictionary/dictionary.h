// classloader/dictionary/dictionary.h - which class a loader means by a name, and who is loading what right now.
//
//   entries        (initiating loader, name) -> class; goes with its loader. Hidden classes and arrays are not entered.
//   constraints    what pairs of loaders must agree on (loading_constraints.h)
//   loading        names that some thread is loading for the boot loader: others wait for it
//   super loading  classes whose superclass or interfaces some thread is loading: meeting one's own again is a
//                  circularity (JVMS 5.3.5 step 3)
#pragma once

#include <cstdint>
#include <vector>

#include "classloader/dictionary/loading_constraints.h"
#include "vm/base/sync.h"
#include "vm/meta/class.h"
#include "vm/meta/loader_data.h"
#include "vm/thread/thread.h"

namespace kiln {

class Dictionary {
 public:
  Dictionary();
  ~Dictionary();

  // Any thread; not a safepoint.
  Class* find(const LoaderData& loader, const Symbol* name);
  struct Entered {
    Class* klass;           // that the loader means by the name now; null: none, because of a constraint
    const Class* required;  // the class that a loading constraint asks for instead; null: no conflict
  };
  // Enters the class unless there is one already or a loading constraint asks for another one.
  Entered enter(const LoaderData& loader, Symbol* name, Class& klass);
  // As enter, but `publish` runs under the lock before the class becomes visible, and only if it does.
  template <typename Publish>
  Entered enter_and(const LoaderData& loader, Symbol* name, Class& klass, Publish publish) {
    MutexLock lock(mutex_);
    Entry& entry = slot(loader, name);
    if (entry.klass != nullptr) return {entry.klass, nullptr};
    if (const Class* required = constraints_.check(loader, name, klass)) return {nullptr, required};
    publish();
    fill(entry, loader, name, klass);
    return {&klass, nullptr};
  }
  // From now on both loaders mean the same class by `name`; false: they do not (JVMS 5.3.4). Not a safepoint.
  [[nodiscard]] bool constrain(Symbol* name, const LoaderData& a, const LoaderData& b);
  // Forgets the entries and constraints of loaders that are unloaded. World stopped.
  void drop_dead_loaders();
  // Calls publish under the lock; for classes without an entry.
  template <typename Publish>
  void synchronized(Publish publish) {
    MutexLock lock(mutex_);
    publish();
  }

  enum class Start : uint8_t { kMine, kLoaded, kCircular };
  // This thread wants to load the class: kMine: go on, then call finish_loading. kLoaded: *found has it (another thread
  // may have loaded it meanwhile). kCircular: this very thread is loading it already.
  VM_MAY_SAFEPOINT Start start_loading(Thread& thread, const LoaderData& loader, Symbol* name, Class** found);
  void finish_loading(Thread& thread, const LoaderData& loader, Symbol* name);

  void push_super_loading(Thread& thread, const LoaderData& loader, const Symbol* name);
  void pop_super_loading(Thread& thread, const LoaderData& loader, const Symbol* name);
  bool is_super_loading(Thread& thread, const LoaderData& loader, const Symbol* name);

  // As many bytes of classes that can be unloaded make the next definition collect first.
  static constexpr size_t kFirstMetadataTrigger = 16 * kMiB;
  std::atomic<size_t> metadata_trigger_bytes{kFirstMetadataTrigger};

  LoaderData* boot = nullptr;        // set once, before any class is loaded
  uint64_t next_hidden_number() { return hidden_classes_.fetch_add(1, std::memory_order_relaxed) + 1; }

 private:
  struct Entry {
    const LoaderData* loader;
    const Symbol* name;
    Class* klass;
  };
  struct InProgress {
    const LoaderData* loader;
    const Symbol* name;
    Thread* thread;
  };
  Entry& slot(const LoaderData& loader, const Symbol* name) VM_REQUIRES(mutex_);
  void fill(Entry& entry, const LoaderData& loader, const Symbol* name, Class& klass) VM_REQUIRES(mutex_);
  void grow() VM_REQUIRES(mutex_);
  InProgress* find_loading(const LoaderData& loader, const Symbol* name) VM_REQUIRES(mutex_);

  Mutex mutex_{LockRank::kDictionary, "dictionary"};
  ConditionVariable finished_;
  Entry* entries_ VM_GUARDED_BY(mutex_);
  size_t capacity_ VM_GUARDED_BY(mutex_);
  size_t count_ VM_GUARDED_BY(mutex_) = 0;
  LoadingConstraints constraints_ VM_GUARDED_BY(mutex_);
  std::vector<InProgress> loading_ VM_GUARDED_BY(mutex_);
  std::vector<InProgress> super_loading_ VM_GUARDED_BY(mutex_);
  std::atomic<uint64_t> hidden_classes_{0};
};

// Marks a class as one whose supers this thread loads, for as long as the scope lives.
class SuperLoading {
 public:
  SuperLoading(Dictionary& dictionary, Thread& thread, const LoaderData& loader, const Symbol* name)
      : dictionary_(dictionary), thread_(thread), loader_(loader), name_(name) {
    dictionary_.push_super_loading(thread_, loader_, name_);
  }
  ~SuperLoading() { dictionary_.pop_super_loading(thread_, loader_, name_); }
  SuperLoading(const SuperLoading&) = delete;
  SuperLoading& operator=(const SuperLoading&) = delete;

 private:
  Dictionary& dictionary_;
  Thread& thread_;
  const LoaderData& loader_;
  const Symbol* name_;
};

}  // namespace kiln
