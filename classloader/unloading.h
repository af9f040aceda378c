// classloader/unloading.h - giving classes up, with everything that knows of them.
//
// A collection that traces everything asks for it through VmBinding: begin_class_tracing, then visit_reached_classes until
// nothing more is reached, at the end unload_classes. In between the fate of a Lifetime is open. The world is stopped.
#pragma once

#include "gc/vm_binding.h"
#include "vm/base/vm.h"

namespace kiln {

// Deletes the lifetimes that the collection has not reached: their classes' entries in every table of the VM, caches that
// may name them, then their memory. Dead objects of these classes must not be looked at any more. Returns the number of
// classes (arrays included).
size_t unload_classes(Vm& vm);

}  // namespace kiln
