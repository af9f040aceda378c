#include "classloader/constraint_checks.h"

#include "classloader/dictionary/dictionary.h"
#include "classloader/loading.h"
#include "vm/exec/exceptions.h"
#include "vm/meta/names.h"

namespace kiln {

namespace {

// Constrains every class name in a descriptor. Returns the first type that the loaders disagree on (a class name, or the
// descriptor of an array), empty if none.
std::string_view first_conflict(Vm& vm, std::string_view descriptor, const LoaderData& a, const LoaderData& b) {
  if (&a == &b) return {};
  for (size_t i = 0; i < descriptor.size(); i++) {
    size_t start = i;
    while (i < descriptor.size() && descriptor[i] == '[') i++;
    if (i >= descriptor.size() || descriptor[i] != 'L') continue;
    size_t name_start = i + 1;
    i = descriptor.find(';', name_start);
    std::string_view name = descriptor.substr(name_start, i - name_start);
    if (vm.dictionary->constrain(vm.symbols->intern(name), a, b)) continue;
    return start + 1 == name_start ? name : descriptor.substr(start, i + 1 - start);
  }
  return {};
}

std::string place(const Class& klass) { return class_in_module_of_loader(klass, false, true); }
const char* kind(const Class& klass) { return klass.is_interface() ? "interface" : "class"; }

Expected<void> constrain_overriding(Thread& thread, const Class& klass, const Method& method, const Method& old) {
  const Class& super = *old.holder;
  std::string_view type = first_conflict(thread.vm(), method.descriptor(), *klass.loader, *super.loader);
  if (type.empty()) return {};
  return throw_new(thread, &Known::java_lang_LinkageError,
                   "loader constraint violation for class {}: when selecting overriding method '{}' the class loader {} of the "
                   "selected method's type {}, and the class loader {} for its super type {} have different Class objects for "
                   "the type {} used in the signature ({}; {})",
                   external_name(klass), method_text(method), loader_name_and_id(*klass.loader), external_name(klass),
                   loader_name_and_id(*super.loader), external_name(super), external_name(type), place(klass), place(super));
}

Expected<void> constrain_implementing(Thread& thread, const Class& klass, const Method& declared, const Method& chosen) {
  const Class& interface = *declared.holder;
  const Class& holder = *chosen.holder;
  if (chosen.is_abstract() || !chosen.is_public()) return {};
  std::string_view type = first_conflict(thread.vm(), declared.descriptor(), *holder.loader, *interface.loader);
  if (type.empty()) return {};
  return throw_new(thread, &Known::java_lang_LinkageError,
                   "loader constraint violation in interface itable initialization for class {}: when selecting method '{}' the "
                   "class loader {} for super interface {}, and the class loader {} of the selected method's {}, {} have "
                   "different Class objects for the type {} used in the signature ({}; {})",
                   external_name(klass), method_text(declared), loader_name_and_id(*interface.loader), external_name(interface),
                   loader_name_and_id(*holder.loader), kind(holder), external_name(holder), external_name(type), place(interface),
                   place(holder));
}

}  // namespace

Expected<void> constrain_field(Thread& thread, const Class& from, const Field& field) {
  const Class& holder = *field.holder;
  std::string_view type = first_conflict(thread.vm(), field.descriptor->view(), *from.loader, *holder.loader);
  if (type.empty()) return {};
  return throw_new(thread, &Known::java_lang_LinkageError,
                   "loader constraint violation: when resolving field \"{}\" of type {}, the class loader {} of the current class, "
                   "{}, and the class loader {} for the field's defining class, {}, have different Class objects for type {} "
                   "({}; {})",
                   field.name->view(), external_name(type), loader_name_and_id(*from.loader), external_name(from),
                   loader_name_and_id(*holder.loader), external_name(holder), external_name(type), place(from), place(holder));
}

Expected<void> constrain_method(Thread& thread, const Class& from, const Class& named, const Method& method) {
  const Class& holder = *method.holder;
  std::string_view type = first_conflict(thread.vm(), method.descriptor(), *from.loader, *holder.loader);
  if (type.empty()) return {};
  return throw_new(thread, &Known::java_lang_LinkageError,
                   "loader constraint violation: when resolving {} '{}' the class loader {} of the current class, {}, and the "
                   "class loader {} for the method's defining class, {}, have different Class objects for the type {} used in "
                   "the signature ({}; {})",
                   named.is_interface() ? "interface method" : "method",
                   method_text(named.name_view(), method.name(), method.descriptor()), loader_name_and_id(*from.loader),
                   external_name(from), loader_name_and_id(*holder.loader), external_name(holder), external_name(type),
                   place(from), place(holder));
}

Expected<void> constrain_dispatch(Thread& thread, const Class& klass) {
  if (klass.is_interface()) return {};
  if (const Class* super = klass.super) {
    for (uint32_t i = 0; i < super->vtable_length; i++) {
      const Method& method = *klass.vtable_at(i);
      const Method& old = *super->vtable_at(i);
      if (&method != &old && method.holder.get() == &klass) VM_TRY_VOID(constrain_overriding(thread, klass, method, old));
    }
  }
  for (uint32_t i = 0; i < klass.itable_length; i++) {
    const ItableEntry& entry = klass.itable[i];
    for (uint32_t m = 0; m < entry.interface->method_count; m++) {
      const Method& declared = entry.interface->methods.get()[m];
      if (declared.vtable_index != Method::kItable) continue;
      VM_TRY_VOID(constrain_implementing(thread, klass, declared, *klass.itable_methods[entry.first + declared.itable_index]));
    }
  }
  return {};
}

Pending throw_not_required_class(Thread& thread, const LoaderData& loader, const Class& klass, const Class& required) {
  std::string text = fmt::format("loader constraint violation: loader {} wants to load {} {}.", loader_name_and_id(loader), kind(klass),
                                 external_name(klass));
  if (required.loader.get() != &loader) {
    text += fmt::format(" A different {} with the same name was previously loaded by {}. ({})", kind(required),
                        loader_name_and_id(*required.loader), place(required));
  } else {
    text += fmt::format(" ({})", place(klass));
  }
  return throw_message(thread, thread.vm().known->java_lang_LinkageError, text.c_str());
}

}  // namespace kiln
