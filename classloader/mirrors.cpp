#include "classloader/mirrors.h"

#include "classloader/modules.h"
#include "gc/barrier.h"
#include "vm/exec/allocate.h"
#include "vm/exec/mirrors.h"

namespace kiln {

Expected<MirrorParts> make_mirror(Thread& thread, Class* klass, Handle<java::ClassLoader> loader, Handle<> protection_domain,
                                  Handle<> class_data) {
  const Known& known = *thread.vm().known;
  MirrorParts parts;
  VM_TRY(Ref<java::Class> mirror, allocate_mirror(thread, klass, BasicType::kObject));
  parts.mirror = Handle<java::Class>(thread, mirror);
  // Arrays are initialised from the start. Before [I exists boot hands the locks out later.
  if (!klass->is_array() && known.primitive_arrays[static_cast<int>(BasicType::kInt)] != nullptr) {
    VM_TRY(Ref<java::Array> lock, allocate_primitive_array(thread, BasicType::kInt, 0));
    parts.init_lock = Handle<>(thread, lock);
  }
  Object* object = parts.mirror.unsafe_ref().get();
  barrier::store_field(object, known.java_lang_Class_classLoader, loader.unsafe_ref());
  barrier::store_field(object, known.java_lang_Class_protection_domain, protection_domain.unsafe_ref());
  barrier::store_field(object, known.java_lang_Class_classData, class_data.unsafe_ref());
  barrier::store_field(object, known.java_lang_Class_module, Ref<>(klass->module->module));
  if (klass->is_array()) {
    Ref<java::Class> component = klass->component.get() != nullptr ? klass->component->mirror()
                                                                   : primitive_mirror(known, klass->array_element_type);
    barrier::store_field(object, known.java_lang_Class_componentType, component);
  }
  return parts;
}

void attach_mirror(Class& klass, const MirrorParts& parts) {
  klass.state->mirror = parts.mirror.unsafe_ref().bits();
  klass.state->init_lock = parts.init_lock.unsafe_ref().bits();
}

}  // namespace kiln
