// classloader/link/array_class.cpp - classes of arrays: made by the VM, without a file (JVMS 5.3.3).
#include <cstring>

#include "classloader/link/class_builder.h"

namespace kiln {

Class* build_array_class(const Class& object_class, Class* cloneable, Class* serializable, Class* component,
                         BasicType element, Symbol* name, LoaderData* loader, Lifetime& lifetime, PackageEntry* package, ModuleEntry* module,
                         uint32_t mirror_base) {
  size_t size = sizeof(Class) + object_class.vtable_length * sizeof(Ptr32<Method>);
  auto* klass = static_cast<Class*>(lifetime.allocate_class(size));
  auto* state = static_cast<ClassState*>(lifetime.allocate(sizeof(ClassState), alignof(ClassState)));
  auto* supers = static_cast<Ptr32<Class>*>(lifetime.allocate(2 * sizeof(Ptr32<Class>), 4));
  auto* itable = static_cast<ItableEntry*>(lifetime.allocate(2 * sizeof(ItableEntry), 4));
  if (klass == nullptr || state == nullptr || supers == nullptr || itable == nullptr) return nullptr;

  std::memcpy(static_cast<void*>(klass->vtable()), object_class.vtable(), object_class.vtable_length * sizeof(Ptr32<Method>));
  klass->vtable_length = object_class.vtable_length;
  Class* interfaces[] = {cloneable, serializable};
  for (int i = 0; i < 2; i++) {
    supers[i] = interfaces[i];
    itable[i].interface = interfaces[i];
  }
  klass->itable = itable;
  klass->itable_length = 2;
  klass->interfaces = supers;
  klass->interface_count = 2;
  klass->secondary_supers = supers;
  klass->secondary_super_count = 2;

  Shape& shape = klass->shape;
  shape.kind = component == nullptr ? ShapeKind::kPrimitiveArray : ShapeKind::kReferenceArray;
  shape.element_shift = static_cast<uint8_t>(component == nullptr ? size_shift(element) : 2);
  shape.mirror_size = mirror_base;

  // Access as the innermost element's, always final and abstract (JLS 10.8).
  uint16_t access = kAccPublic;
  if (component != nullptr) {
    access = static_cast<uint16_t>(component->modifiers & (kAccPublic | kAccPrivate | kAccProtected));
  }
  klass->name = name;
  klass->modifiers = access | kAccFinal | kAccAbstract;
  klass->access_flags = (access & kAccPublic) | kAccFinal | kAccAbstract;
  klass->array_element_type = component == nullptr ? element : component->is_array() ? component->array_element_type : BasicType::kObject;
  klass->array_dimensions = static_cast<uint8_t>(component == nullptr ? 1 : component->array_dimensions + 1);
  klass->component = component;
  klass->super = const_cast<Class*>(&object_class);
  klass->depth = 1;
  klass->super_display[0] = klass->super;
  klass->super_display[1] = klass;
  klass->flags = Class::kIsCloneable;
  klass->more_flags = Class::kIsAbstractOrInterface;
  klass->loader = loader;
  klass->package = package;
  klass->module = module;
  klass->state = state;
  state->lifetime = &lifetime;
  state->is_linked.store(true, std::memory_order_relaxed);
  state->init_state.store(InitState::kInitialized, std::memory_order_release);
  return klass;
}

}  // namespace kiln
