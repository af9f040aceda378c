// vm/ops/lookup.cpp - finding members by name and descriptor (JVMS 5.4.3.2 to 5.4.3.4); no access checks, no exceptions.
#include <vector>

#include "vm/ops/resolve.h"

namespace kiln::ops {

const Field* lookup_field(const Class* klass, const Symbol* name, const Symbol* descriptor) {
  for (const Class* c = klass; c != nullptr; c = c->super) {
    if (const Field* field = c->find_declared_field(name, descriptor)) return field;
    std::vector<const Class*> interfaces;
    for (int i = c->interface_count - 1; i >= 0; i--) interfaces.push_back(c->interfaces[i]);
    while (!interfaces.empty()) {
      const Class* interface = interfaces.back();
      interfaces.pop_back();
      if (const Field* field = interface->find_declared_field(name, descriptor)) return field;
      for (int i = interface->interface_count - 1; i >= 0; i--) interfaces.push_back(interface->interfaces[i]);
    }
  }
  return nullptr;
}

namespace {

// Superinterface methods: the maximally-specific non-abstract one if there is exactly one, else any (JVMS 5.4.3.3).
Method* lookup_in_superinterfaces(const Class* klass, const Symbol* name, const Symbol* descriptor) {
  std::vector<Method*> candidates;
  Method* any = nullptr;
  auto consider = [&](const Class* interface) {
    Method* method = interface->find_declared_method(name, descriptor);
    if (method == nullptr || method->is_private() || method->is_static()) return;
    if (any == nullptr) any = method;
    for (Method*& other : candidates) {
      if (other->holder->is_subtype_of(interface)) return;            // a more specific one is there
      if (interface->is_subtype_of(other->holder)) {
        other = method;
        return;
      }
    }
    candidates.push_back(method);
  };
  // Secondary supers hold all superinterfaces (and superclasses deeper than the display, which are no interfaces).
  for (uint32_t i = 0; i < klass->secondary_super_count; i++) {
    if (klass->secondary_supers[i]->is_interface()) consider(klass->secondary_supers[i]);
  }
  Method* concrete = nullptr;
  int concrete_count = 0;
  for (Method* method : candidates) {
    if (method->is_abstract()) continue;
    concrete = method;
    concrete_count++;
  }
  if (concrete_count == 1) return concrete;
  return candidates.empty() ? any : candidates.front();
}

bool is_polymorphic_holder(const Class* klass) {
  return klass->name_view() == "java/lang/invoke/MethodHandle" || klass->name_view() == "java/lang/invoke/VarHandle";
}

}  // namespace

Method* lookup_method(const Class* klass, const Symbol* name, const Symbol* descriptor) {
  for (const Class* c = klass; c != nullptr; c = c->super) {
    if (is_polymorphic_holder(c)) {
      // Signature polymorphic methods match any descriptor (JVMS 2.9.3).
      for (uint32_t i = 0; i < c->method_count; i++) {
        Method* m = c->methods.get() + i;
        if (m->polymorphic != Polymorphic::kNone && m->info->name.get() == name) return m;
      }
    }
    if (Method* method = c->find_declared_method(name, descriptor)) return method;
  }
  return lookup_in_superinterfaces(klass, name, descriptor);
}

Method* lookup_interface_method(const Class* klass, const Symbol* name, const Symbol* descriptor) {
  if (Method* method = klass->find_declared_method(name, descriptor)) return method;
  if (const Class* object = klass->super) {
    Method* method = object->find_declared_method(name, descriptor);
    if (method != nullptr && method->is_public() && !method->is_static()) return method;
  }
  return lookup_in_superinterfaces(klass, name, descriptor);
}

}  // namespace kiln::ops
