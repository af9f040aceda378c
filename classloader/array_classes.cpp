// Classes of arrays, made when first asked for.
#include "classloader/dictionary/dictionary.h"
#include "classloader/link/class_builder.h"
#include "classloader/loading.h"
#include "classloader/mirrors.h"
#include "classloader/modules.h"
#include "vm/exec/exceptions.h"

namespace kiln {

namespace {

constexpr int kMaxDimensions = 255;

// `slot` remembers the class: its component's array_class, or an element of Known::primitive_arrays.
template <typename Publish>
Expected<Class*> make_array_class(Thread& thread, Class* component, BasicType element, Publish publish) {
  Vm& vm = thread.vm();
  const Known& known = *vm.known;
  std::string name = "[";
  if (component == nullptr) {
    name += descriptor_char(element);
  } else if (component->is_array()) {
    name += component->name_view();
  } else {
    name += 'L';
    name += component->name_view();
    name += ';';
  }
  if (name.size() > UINT16_MAX) {
    return throw_new(thread, &Known::java_lang_InternalError, "name of array class too long");
  }
  LoaderData* loader = component != nullptr ? component->loader.get() : &boot_loader_data(vm);
  Lifetime& lifetime = component != nullptr ? *component->state->lifetime : *loader->lifetime;
  ModuleEntry* module = component != nullptr ? component->module.get() : vm.modules->java_base();
  PackageEntry* package = component != nullptr ? component->package.get() : nullptr;
  Class* klass = build_array_class(*known.java_lang_Object, known.java_lang_Cloneable, known.java_io_Serializable, component,
                                   element, vm.symbols->intern(name), loader, lifetime, package, module,
                                   known.java_lang_Class != nullptr ? known.java_lang_Class->shape.instance_size : 0);
  if (klass == nullptr) return throw_out_of_memory(thread, OutOfMemoryKind::kMetaspace);
  HandleScope scope(thread);
  MirrorParts parts;
  Handle<java::ClassLoader> loader_handle(thread, Ref<java::ClassLoader>(loader->loader));
  VM_TRY(parts, make_mirror(thread, klass, loader_handle, Handle<>(), Handle<>()));
  Class* winner = nullptr;
  vm.dictionary->synchronized([&] {
    winner = publish(nullptr);
    if (winner != nullptr) return;
    attach_mirror(*klass, parts);
    vm.classes->add(*klass);
    winner = publish(klass);
  });
  return winner;
}

}  // namespace

Expected<Class*> array_class_of(Thread& thread, Class* component) {
  std::atomic<uint32_t>& slot = component->state->array_class;
  auto current = [&slot] { return reinterpret_cast<Class*>(static_cast<uintptr_t>(slot.load(std::memory_order_acquire))); };
  if (Class* known = current()) return known;
  if (component->array_dimensions >= kMaxDimensions) {
    return throw_new(thread, &Known::java_lang_IllegalArgumentException, "array with more than 255 dimensions");
  }
  return make_array_class(thread, component, BasicType::kObject, [&](Class* made) {
    if (made != nullptr) slot.store(static_cast<uint32_t>(reinterpret_cast<uintptr_t>(made)), std::memory_order_release);
    return current();
  });
}

Expected<Class*> primitive_array_class(Thread& thread, BasicType element) {
  Class*& slot = thread.vm().known->primitive_arrays[static_cast<int>(element)];
  if (slot != nullptr) return slot;  // made at boot
  return make_array_class(thread, nullptr, element, [&](Class* made) {
    if (made != nullptr) slot = made;
    return slot;
  });
}

}  // namespace kiln
