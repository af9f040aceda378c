// The first classes: those of known.def, their mirrors, the primitive types and their arrays.
//
// java.lang.Object and what java.lang.Class extends are built before anybody knows how large a mirror is; they get their
// static layout and mirror as soon as java.lang.Class has its layout.
#include "classloader/link/class_builder.h"
#include "classloader/loading.h"
#include "classloader/mirrors.h"
#include "classloader/modules.h"
#include "vm/exec/allocate.h"
#include "vm/meta/known.h"

namespace kiln {

namespace {

// Calls function(klass) for every class until one fails.
template <typename Function>
Expected<void> for_each_class(Vm& vm, Function function) {
  bool ok = true;
  vm.classes->for_each([&](Class& klass) { ok = ok && function(klass).ok(); });
  if (!ok) return kPending;
  return {};
}

Expected<void> fix_up_early_classes(Thread& thread) {
  Vm& vm = thread.vm();
  uint32_t mirror_base = vm.known->java_lang_Class->shape.instance_size;
  return for_each_class(vm, [&](Class& klass) -> Expected<void> {
    HandleScope scope(thread);
    if (klass.shape.mirror_size == 0) fix_static_layout(klass, mirror_base);
    VM_TRY(MirrorParts parts, make_mirror(thread, &klass, {}, {}, {}));
    attach_mirror(klass, parts);
    return {};
  });
}

Expected<void> make_primitives(Thread& thread) {
  Known& known = *thread.vm().known;
  for (int i = 0; i < kBasicTypes; i++) {
    auto type = static_cast<BasicType>(i);
    if (type == BasicType::kObject) continue;
    VM_TRY(Ref<java::Class> mirror, allocate_mirror(thread, nullptr, type));
    known.primitive_mirrors[i] = mirror.bits();
  }
  for (int i = 0; i < kPrimitiveArrayTypes; i++) VM_TRY_VOID(primitive_array_class(thread, static_cast<BasicType>(i)));
  VM_TRY(known.object_array, array_class_of(thread, known.java_lang_Object));
  VM_TRY(known.string_array, array_class_of(thread, known.java_lang_String));
  VM_TRY(known.class_array, array_class_of(thread, known.java_lang_Class));
  return {};
}

Expected<void> make_init_locks(Thread& thread) {
  return for_each_class(thread.vm(), [&](Class& klass) -> Expected<void> {
    if (klass.is_array() || klass.state->init_lock != 0) return {};
    VM_TRY(Ref<java::Array> lock, allocate_primitive_array(thread, BasicType::kInt, 0));
    klass.state->init_lock = lock.bits();
    return {};
  });
}

}  // namespace

Expected<void> load_known_classes(Thread& thread) {
  Vm& vm = thread.vm();
  Known& known = *vm.known;
  for (const KnownClassRow& row : kKnownClassRows) {
    VM_TRY(Class * klass, find_boot_class(thread, vm.symbols->intern(row.name)));
    if (klass == nullptr) VM_FATAL("the JDK at {} has no class {}", vm.java_home, row.name);
    known.*row.member = klass;
    bind_known_members(known, *klass);
    if (klass == known.java_lang_Class) VM_TRY_VOID(fix_up_early_classes(thread));
  }
  VM_TRY_VOID(make_primitives(thread));
  VM_TRY_VOID(make_init_locks(thread));
  // Throwing an exception and calling known methods links nothing.
  for (const KnownClassRow& row : kKnownClassRows) VM_TRY_VOID(link_class(thread, known.*row.member));
  return {};
}

}  // namespace kiln
