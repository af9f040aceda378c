// vm/ops/access.cpp - who may touch what (JVMS 5.4.4), and nests.
#include "classloader/loading.h"
#include "classloader/modules.h"
#include "vm/exec/exceptions.h"
#include "vm/exec/mirrors.h"
#include "vm/ops/resolve.h"

namespace kiln::ops {

bool same_package(const Class* a, const Class* b) {
  if (a->loader != b->loader) return false;
  auto package = [](const Class* c) {
    std::string_view name = c->name_view();
    if (c->is_array()) {
      size_t at = name.find('L');
      name = at == std::string_view::npos ? std::string_view() : name.substr(at + 1);
    }
    size_t slash = name.rfind('/');
    return slash == std::string_view::npos ? std::string_view() : name.substr(0, slash);
  };
  return package(a) == package(b);
}

namespace {
const Class* innermost_element(const Class* klass) {
  while (klass->component != nullptr) klass = klass->component;
  return klass;
}
}  // namespace

bool can_access_class(Thread& thread, const Class* from, const Class* to) {
  if (from == nullptr) return true;
  to = innermost_element(to);
  from = innermost_element(from);
  if (from == to || to->is_primitive_array()) return true;
  if (from->has_flag(Class::kIsMagicAccessor)) return true;
  if (to->is_public()) {
    ModuleTable* modules = thread.vm().modules;
    const ModuleEntry* source = from->module;
    const ModuleEntry* target = to->module;
    // Until the module system is up everything is in java.base.
    if (modules == nullptr || source == target || source == nullptr || target == nullptr) return true;
    if (modules->reads(*source, *target) && to->package != nullptr && modules->is_exported_to(*to->package, *source)) return true;
    if (modules->reads(*source, *target) && (target->is_open || target->name == nullptr)) return true;
    return false;
  }
  return same_package(from, to);
}

Expected<Class*> nest_host_of(Thread& thread, Class* klass) {
  if (uint32_t known = klass->state->nest_host.load(std::memory_order_acquire)) {
    return reinterpret_cast<Class*>(static_cast<uintptr_t>(known));
  }
  auto publish = [&](Class* host) {
    klass->state->nest_host.store(static_cast<uint32_t>(reinterpret_cast<uintptr_t>(host)), std::memory_order_release);
    return host;
  };
  uint16_t index = klass->attributes == nullptr ? 0 : klass->attributes->nest_host_index;
  if (index == 0) return publish(klass);
  auto host = resolve_class(thread, klass, index);
  if (!host.ok()) {
    // A host that cannot be had makes the class its own host; errors of the VM itself (memory, stack) are passed on.
    Class* error = class_of(Ref<>(thread.exception).get());
    if (error->is_subclass_of(thread.vm().known->java_lang_VirtualMachineError)) return kPending;
    thread.exception = 0;
    return publish(klass);
  }
  Class* candidate = host.value();
  bool is_member = false;
  if (candidate->attributes != nullptr && same_package(klass, candidate)) {
    for (int i = 0; i < candidate->attributes->nest_member_count && !is_member; i++) {
      is_member = candidate->constants->class_name(candidate->attributes->nest_members[i]) == klass->name.get();
    }
  }
  return publish(is_member ? candidate : klass);
}

Expected<bool> can_access_member(Thread& thread, Class* from, const Class* resolved_in, const Class* declared_in, uint16_t access_flags) {
  if (from == nullptr || from == declared_in || (access_flags & kAccPublic)) return true;
  if (from->has_flag(Class::kIsMagicAccessor)) return true;
  if (access_flags & kAccProtected) {
    // Object.clone and Object.finalize of arrays are as good as public to their users (JVMS 5.4.4 leaves it to arrays).
    if (same_package(from, declared_in)) return true;
    if (from->is_subclass_of(declared_in)) {
      // Instance members through a type that is neither a subclass nor a superclass are refused by verification;
      // static ones are free.
      if ((access_flags & kAccStatic) || resolved_in == declared_in || from->is_subclass_of(resolved_in) ||
          resolved_in->is_subclass_of(from)) {
        return true;
      }
    }
    return false;
  }
  if (access_flags & kAccPrivate) {
    VM_TRY(Class * host, nest_host_of(thread, from));
    VM_TRY(Class * other, nest_host_of(thread, const_cast<Class*>(declared_in)));
    return host == other;
  }
  return same_package(from, declared_in);
}

}  // namespace kiln::ops
