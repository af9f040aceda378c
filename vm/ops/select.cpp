#include "vm/ops/select.h"

#include <fmt/format.h>

#include <span>
#include <string>
#include <vector>

#include "classloader/link/dispatch_tables.h"
#include "vm/exec/exceptions.h"
#include "vm/meta/names.h"

namespace kiln::ops {

namespace {
std::vector<Ptr32<Class>> interfaces_of(std::span<const Ptr32<Class>> supers) {
  std::vector<Ptr32<Class>> interfaces;
  for (Ptr32<Class> super : supers) {
    if (super->is_interface()) interfaces.push_back(super);
  }
  return interfaces;
}
}  // namespace

Method* select_interface_method(Thread& thread, Class* receiver, Method* method) {
  if (method->is_vtable_method()) return receiver->vtable_at(static_cast<uint32_t>(method->vtable_index));
  if (method->vtable_index == Method::kNonVirtual) return method;  // private interface method
  if (!receiver->is_subtype_of(method->holder)) {
    (void)throw_new(thread, &Known::java_lang_IncompatibleClassChangeError,
                    "Class {} does not implement the requested interface {}", external_name(*receiver),
                    external_name(*method->holder));
    return nullptr;
  }
  Method* target = receiver->itable_at(method->holder, method->itable_index);
  if (target == nullptr) {
    throw_not_implemented(thread, receiver, method);
    return nullptr;
  }
  if (!target->is_public() && !target->is_abstract()) {
    (void)throw_new(thread, &Known::java_lang_IllegalAccessError, "'{}'", method_text(*target));
    return nullptr;
  }
  return target;
}

void throw_not_implemented(Thread& thread, Class* receiver, Method* method) {
  if (method->has_flag(Method::kConflict)) {
    std::string text = "Conflicting default methods:";
    std::span<const Ptr32<Class>> supers(receiver->secondary_supers.get(), receiver->secondary_super_count);
    for (const Method* m : maximally_specific_methods(interfaces_of(supers), method->info->name.get(), method->info->descriptor.get())) {
      if (!m->is_abstract()) text += fmt::format(" {}.{}", m->holder->name_view(), m->name());
    }
    (void)throw_message(thread, thread.vm().known->java_lang_IncompatibleClassChangeError, text.c_str());
    return;
  }
  (void)throw_new(thread, &Known::java_lang_AbstractMethodError,
                  "Receiver class {} does not define or inherit an implementation of the resolved method '{}{}' of {}{} {}.",
                  external_name(*receiver), method->is_abstract() ? "abstract " : "", method_text_without_holder(*method),
                  method->holder->is_interface() ? "" : method->holder->is_abstract() ? "abstract " : "",
                  method->holder->is_interface() ? "interface" : "class", external_name(*method->holder));
}

}  // namespace kiln::ops
