// vm/meta/lifetime.h - what is unloaded together.
//
// A Lifetime is the classes of one loader, or one hidden class that its loader does not keep (and the arrays of it): they
// are alive or dead as a whole. It owns all memory of its classes, so that giving a Lifetime up gives everything back.
//
//   permanent      boot, platform and application loader: never unloaded, roots of every collection
//   loader         any other class loader: alive while the ClassLoader object or anything of its classes is reached
//   hidden class   alive while its mirror, an instance, or a frame of one of its methods is reached
//
// `needs` are the lifetimes that must live at least as long: of classes that a loader has got from another one, of the
// loader of a hidden class, of adapters that call sites were linked to. Everything else that one class may hold of
// another (supers, resolved entries, dispatch tables) follows from these. See docs/class-loading.md, Unloading.
//
// Guarded by the ClassRegistry's mutex, but for the allocation functions (thread safe) and the marks (world stopped).
#pragma once

#include <vector>

#include "vm/base/meta_space.h"
#include "vm/object/object.h"

namespace kiln {

class Class;
struct LoaderData;
struct Vm;

class Lifetime {
 public:
  enum class Kind : uint8_t { kPermanent, kLoader, kHiddenClass };

  Lifetime(Vm& owner, Kind kind_of_lifetime);
  ~Lifetime();
  Lifetime(const Lifetime&) = delete;
  Lifetime& operator=(const Lifetime&) = delete;

  // Zeroed memory that goes with the lifetime; null when the space is full. Any thread; no safepoint.
  [[nodiscard]] void* allocate(size_t size_bytes, size_t alignment);
  [[nodiscard]] void* allocate_class(size_t size_bytes);  // in class space, aligned as classes must be
  // Bytes of both spaces; 0 for a permanent one.
  size_t held_bytes() const { return meta_.held_bytes() + classes_.held_bytes(); }

  bool is_permanent() const { return kind == Kind::kPermanent; }

  Vm& vm;
  const Kind kind;
  LoaderData* loader = nullptr;      // of the classes
  std::vector<Class*> classes;
  std::vector<RefSlot*> roots;       // further root slots: objects of modules
  std::vector<Lifetime*> needs;
  bool is_reached = true;            // by the running or last collection that unloads
  bool is_dead = false;              // found so: on the way out

 private:
  MetaArena meta_, classes_;
};

}  // namespace kiln
