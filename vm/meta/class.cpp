#include "vm/meta/class.h"

#include "vm/base/tsan.h"

namespace kiln {

static_assert(sizeof(Class) % 4 == 0);

Method* Class::itable_at(const Class* interface, uint32_t index) const {
  for (uint32_t i = 0; i < itable_length; i++) {
    if (itable[i].interface.get() == interface) return itable_methods[itable[i].first + index];
  }
  return nullptr;
}

bool Class::is_subclass_of(const Class* other) const {
  for (const Class* c = this; c != nullptr; c = c->super) {
    if (c == other) return true;
  }
  return false;
}

namespace {
bool in_secondary_supers(const Class& from, const Class* to) {
  if (from.state->secondary_hit.load(std::memory_order_relaxed) == reinterpret_cast<uintptr_t>(to)) return true;
  for (uint32_t i = 0; i < from.secondary_super_count; i++) {
    if (from.secondary_supers[i].get() == to) {
      from.state->secondary_hit.store(static_cast<uint32_t>(reinterpret_cast<uintptr_t>(to)), std::memory_order_relaxed);
      return true;
    }
  }
  return false;
}
}  // namespace

bool Class::is_subtype_of(const Class* other) const {
  tsan::observe_metadata();  // handlers bring both classes
  const Class* from = this;
  for (;;) {
    if (from == other) return true;
    if (other->is_array()) {
      // Arrays of references are covariant; the loop strips one dimension a turn.
      if (!from->is_object_array() || !other->is_object_array()) return false;
      from = from->component;
      other = other->component;
      continue;
    }
    if (!other->is_interface() && other->depth < kDisplayDepth) return from->super_display[other->depth].get() == other;
    return in_secondary_supers(*from, other);
  }
}

Method* Class::find_declared_method(const Symbol* method_name, const Symbol* descriptor) const {
  for (uint32_t i = 0; i < method_count; i++) {
    Method* m = methods.get() + i;
    if (m->info->name.get() == method_name && m->info->descriptor.get() == descriptor) return m;
  }
  return nullptr;
}

Method* Class::find_declared_method(std::string_view method_name, std::string_view descriptor) const {
  for (uint32_t i = 0; i < method_count; i++) {
    Method* m = methods.get() + i;
    if (m->name() == method_name && m->descriptor() == descriptor) return m;
  }
  return nullptr;
}

const Field* Class::find_declared_field(const Symbol* field_name, const Symbol* descriptor) const {
  for (uint32_t i = 0; i < field_count; i++) {
    const Field* f = fields.get() + i;
    if (f->name.get() == field_name && f->descriptor.get() == descriptor && !f->is_injected()) return f;
  }
  return nullptr;
}

const Field* Class::find_declared_field(std::string_view field_name, std::string_view descriptor) const {
  for (uint32_t i = 0; i < field_count; i++) {
    const Field* f = fields.get() + i;
    if (f->name->view() == field_name && f->descriptor->view() == descriptor) return f;
  }
  return nullptr;
}

Method* Class::find_method_in_supers(const Symbol* method_name, const Symbol* descriptor) const {
  for (const Class* c = this; c != nullptr; c = c->super) {
    if (Method* m = c->find_declared_method(method_name, descriptor)) return m;
  }
  return nullptr;
}

int Method::line_of(int bci) const {
  int line = -1, best = -1;
  for (int i = 0; i < info->line_count; i++) {
    const LineNumber& row = info->lines[i];
    if (row.start_bci <= bci && row.start_bci >= best) {
      best = row.start_bci;
      line = row.line;
    }
  }
  return line;
}

}  // namespace kiln
