#include "classloader/link/dispatch_tables.h"

#include "vm/meta/loader_data.h"

namespace kiln {

bool is_virtual(const Method& method) { return !method.is_static() && !method.is_private() && method.name()[0] != '<'; }

namespace {

bool same_signature(const Method& a, const Method& b) {
  return a.info->name.get() == b.info->name.get() && a.info->descriptor.get() == b.info->descriptor.get();
}

class TableMaker {
 public:
  explicit TableMaker(const DispatchInput& input) : in_(input) {}

  DispatchTables make() {
    if (in_.is_interface) {
      number_interface_methods();
      return std::move(out_);
    }
    make_vtable();
    for (Ptr32<Class> interface : in_.interfaces) make_itable(interface);
    return std::move(out_);
  }

 private:
  void number_interface_methods() {
    uint16_t next = 0;
    for (Method& method : in_.methods) {
      bool dispatched = is_virtual(method);
      method.vtable_index = dispatched ? Method::kItable : Method::kNonVirtual;
      if (dispatched) method.itable_index = next++;
    }
  }

  // May a method of the new class override `old` directly? (JVMS 5.4.5)
  bool can_override(const Method& old) const {
    if (old.is_public() || old.is_protected()) return true;
    if (old.is_private()) return false;
    return old.holder->loader.get() == in_.loader && old.holder->package.get() == in_.package;
  }

  // ... or by way of what stood in this vtable entry in some superclass.
  bool overrides_entry(uint32_t index) const {
    for (const Class* c = in_.super; c != nullptr && index < c->vtable_length; c = c->super) {
      if (can_override(*c->vtable_at(index))) return true;
    }
    return false;
  }

  // Final methods that override nothing have no vtable entry, so the classes themselves are searched.
  void check_finals(const Method& method) {
    for (const Class* c = in_.super; c != nullptr && out_.overridden_final == nullptr; c = c->super) {
      const Method* old = c->find_declared_method(method.info->name.get(), method.info->descriptor.get());
      if (old == nullptr || !old->is_final() || !is_virtual(*old) || !can_override(*old)) continue;
      out_.overridden_final = old;
      out_.overrider = &method;
    }
  }

  void make_vtable() {
    if (in_.super != nullptr) out_.vtable.assign(in_.super->vtable(), in_.super->vtable() + in_.super->vtable_length);
    size_t inherited = out_.vtable.size();
    for (Method& method : in_.methods) {
      method.vtable_index = Method::kNonVirtual;
      if (!is_virtual(method)) continue;
      check_finals(method);
      bool is_package_private = !method.is_public() && !method.is_protected();
      bool needs_entry = true;
      for (uint32_t i = 0; i < inherited; i++) {
        const Method& old = *in_.super->vtable_at(i);
        if (!same_signature(old, method) || !overrides_entry(i)) continue;
        out_.vtable[i] = &method;
        // A method that narrows access needs an entry of its own as well: the next class may override the old entry
        // without overriding this method.
        if (is_package_private && (old.is_public() || old.is_protected())) continue;
        if (needs_entry) method.vtable_index = static_cast<int32_t>(i);
        needs_entry = false;
      }
      if (needs_entry && !method.is_final() && !in_.is_final) {
        method.vtable_index = static_cast<int32_t>(out_.vtable.size());
        out_.vtable.push_back(&method);
      }
    }
  }

  Method* declared(const Method& wanted) const {
    for (Method& method : in_.methods) {
      if (same_signature(method, wanted) && is_virtual(method)) return &method;
    }
    return nullptr;
  }

  Method* in_superclasses(const Method& wanted) const {
    for (const Class* c = in_.super; c != nullptr; c = c->super) {
      Method* found = c->find_declared_method(wanted.info->name.get(), wanted.info->descriptor.get());
      if (found != nullptr && is_virtual(*found)) return found;
    }
    return nullptr;
  }

  Method* default_for(const Method& wanted) {
    std::vector<Method*> candidates =
        maximally_specific_methods(in_.interfaces, wanted.info->name.get(), wanted.info->descriptor.get());
    Method* chosen = nullptr;
    for (Method* candidate : candidates) {
      if (candidate->is_abstract()) continue;
      if (chosen != nullptr) return conflict(wanted);
      chosen = candidate;
    }
    if (chosen != nullptr) return chosen;
    return candidates.empty() ? nullptr : candidates.front();
  }

  Method* conflict(const Method& wanted) {
    for (Method* made : conflicts_) {
      if (same_signature(*made, wanted)) return made;
    }
    Method* made = in_.make_conflict_method(wanted);
    if (made == nullptr) {
      out_.is_out_of_memory = true;
    } else {
      conflicts_.push_back(made);
    }
    return made;
  }

  void make_itable(Class* interface) {
    ItableEntry entry;
    entry.interface = interface;
    entry.first = static_cast<uint32_t>(out_.itable_methods.size());
    // What the superclass chose stays right unless this class declares the method or adds interfaces.
    const ItableEntry* inherited = nullptr;
    if (in_.super != nullptr) {
      for (uint32_t i = 0; i < in_.super->itable_length; i++) {
        if (in_.super->itable[i].interface.get() == interface) inherited = in_.super->itable.get() + i;
      }
    }
    for (uint32_t i = 0; i < interface->method_count; i++) {
      Method& method = interface->methods.get()[i];
      if (!is_virtual(method)) continue;
      Method* chosen = declared(method);
      if (chosen == nullptr && inherited != nullptr) {
        Method* old = in_.super->itable_methods[inherited->first + method.itable_index];
        bool of_class = !old->holder->is_interface() && !old->has_flag(Method::kOverpass);
        if (of_class || !in_.has_direct_interfaces) chosen = old;
      } else if (chosen == nullptr) {
        chosen = in_superclasses(method);
      }
      if (chosen == nullptr) chosen = default_for(method);
      out_.itable_methods.push_back(chosen);
    }
    out_.itable.push_back(entry);
  }

  const DispatchInput& in_;
  DispatchTables out_;
  std::vector<Method*> conflicts_;
};

}  // namespace

std::vector<Method*> maximally_specific_methods(std::span<const Ptr32<Class>> interfaces, const Symbol* name,
                                                const Symbol* descriptor) {
  std::vector<Method*> candidates;
  for (Ptr32<Class> interface : interfaces) {
    Method* method = interface->find_declared_method(name, descriptor);
    if (method != nullptr && is_virtual(*method)) candidates.push_back(method);
  }
  std::vector<Method*> result;
  for (Method* candidate : candidates) {
    bool is_overridden = false;
    for (Method* other : candidates) {
      if (other != candidate && other->holder->is_subtype_of(candidate->holder)) is_overridden = true;
    }
    if (!is_overridden) result.push_back(candidate);
  }
  return result;
}

DispatchTables make_dispatch_tables(const DispatchInput& input) { return TableMaker(input).make(); }

}  // namespace kiln
