// classloader/mirrors.h - making the java.lang.Class of a class.
#pragma once

#include "vm/base/result.h"
#include "vm/meta/class.h"
#include "vm/thread/handles.h"

namespace kiln {

// What a new class owns in the Java heap, not yet visible to anybody.
struct MirrorParts {
  Handle<java::Class> mirror;
  Handle<> init_lock;  // null for arrays
};

// Makes mirror and initialisation lock. Handles may be null. The handles of the result belong to the caller's scope.
VM_MAY_SAFEPOINT Expected<MirrorParts> make_mirror(Thread& thread, Class* klass, Handle<java::ClassLoader> loader,
                                                   Handle<> protection_domain, Handle<> class_data);
// Hangs them into the class's state; from now on they are roots if the class is registered. Not a safepoint.
void attach_mirror(Class& klass, const MirrorParts& parts);

}  // namespace kiln
