#include "vm/meta/known.h"

#include "vm/meta/class.h"

namespace kiln {

namespace {

// Internal name of a known class by its identifier in known.def.
struct KnownNames {
#define VM_KNOWN_CLASS(id, name) static constexpr std::string_view id = name;
#include "vm/meta/known.def"
};

struct FieldRow {
  std::string_view owner, name, descriptor;
  bool is_static;
  uint32_t Known::*member;
};
struct MethodRow {
  std::string_view owner, name, descriptor;
  Method* Known::*member;
};

constexpr FieldRow kFields[] = {
#define VM_KNOWN_FIELD(owner, name, descriptor) {KnownNames::owner, #name, descriptor, false, &Known::owner##_##name},
#define VM_KNOWN_STATIC_FIELD(owner, name, descriptor) {KnownNames::owner, #name, descriptor, true, &Known::owner##_##name},
#define VM_INJECTED_FIELD(owner, name, descriptor) {KnownNames::owner, #name, descriptor, false, &Known::owner##_##name},
#include "vm/meta/known.def"
};
constexpr MethodRow kMethods[] = {
#define VM_KNOWN_METHOD(owner, id, name, descriptor) {KnownNames::owner, name, descriptor, &Known::owner##_##id},
#include "vm/meta/known.def"
};
constexpr InjectedFieldRow kInjected[] = {
#define VM_INJECTED_FIELD(owner, name, descriptor) {KnownNames::owner.data(), #name, descriptor},
#include "vm/meta/known.def"
};

}  // namespace

void for_each_injected_field(std::string_view class_name, void (*visit)(void*, const char*, const char*), void* context) {
  for (const InjectedFieldRow& row : kInjected) {
    if (class_name == row.class_name) visit(context, row.name, row.descriptor);
  }
}

void bind_known_members(Known& known, const Class& klass) {
  for (const FieldRow& row : kFields) {
    if (row.owner != klass.name_view()) continue;
    const Field* field = klass.find_declared_field(row.name, row.descriptor);
    if (field == nullptr || field->is_static() != row.is_static) {
      VM_FATAL("this JDK's {} has no field {} {}", row.owner, row.name, row.descriptor);
    }
    known.*row.member = field->offset;
  }
  for (const MethodRow& row : kMethods) {
    if (row.owner != klass.name_view()) continue;
    Method* method = klass.find_declared_method(row.name, row.descriptor);
    if (method == nullptr) VM_FATAL("this JDK's {} has no method {}{}", row.owner, row.name, row.descriptor);
    known.*row.member = method;
  }
}

}  // namespace kiln
