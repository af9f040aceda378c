// classloader/link/class_builder.h - from what a class file says to the class structures that the VM runs.
//
// Everything is copied out of the ParsedClass (and so out of the class bytes) into class space and meta space. The
// builder touches no Java object, throws nothing and never stops: the caller (define_class) turns outcomes into
// exceptions, makes the mirror and publishes the class. A class that is given up leaves its memory unused.
//
//   build_constants   symbols, tags, words, bootstrap methods
//   build_members     fields (with the VM's injected ones) and their places, methods and their facts
//   build_class       dispatch tables, the Class itself, attributes, state
//
// Read next: field_layout.h, dispatch_tables.h; defining.cpp (the caller), linking.cpp (what happens at link time).
#pragma once

#include <string>
#include <vector>

#include "classloader/link/dispatch_tables.h"
#include "classloader/link/field_layout.h"
#include "classloader/parse/parsed_class.h"
#include "vm/base/vm.h"
#include "vm/meta/class.h"
#include "vm/meta/loader_data.h"

namespace kiln {

// Everything about a class that is not in its file.
struct ClassBlueprint {
  const classfile::ParsedClass* parsed = nullptr;
  Symbol* name = nullptr;              // hidden classes: with the suffix
  Class* super = nullptr;
  std::vector<Class*> interfaces;      // direct
  LoaderData* loader = nullptr;
  Lifetime* lifetime = nullptr;        // null: the loader's
  PackageEntry* package = nullptr;     // null: unnamed package
  ModuleEntry* module = nullptr;
  uint32_t mirror_base = 0;            // instance size of java.lang.Class; 0: not known yet (fix_static_layout later)
  bool is_hidden = false;
  bool needs_verification = false;
};

enum class BuildOutcome : uint8_t { kBuilt, kOutOfMemory, kOverridesFinal, kTooManyCallSites };

class ClassBuilder {
 public:
  ClassBuilder(Vm& vm, const ClassBlueprint& blueprint) : vm_(vm), in_(blueprint), parsed_(*blueprint.parsed) {}

  BuildOutcome build();
  Class* result() const { return class_; }
  // After kOverridesFinal: the two methods.
  const Method* overrider() const { return tables_.overrider; }
  const Method* overridden_final() const { return tables_.overridden_final; }

 private:
  // Zeroed memory in meta space; null when `count` is 0, or with is_out_of_memory_ set.
  template <typename T>
  T* make(size_t count) {
    return count == 0 ? nullptr : static_cast<T*>(make_bytes(count * sizeof(T), alignof(T)));
  }
  void* make_bytes(size_t size_bytes, size_t alignment);
  const AttributeBytes* copy_attribute(classfile::Bytes bytes, bool keep_empty = false);
  const uint16_t* copy_indices(const classfile::U2List& list);
  Symbol* symbol_or_null(uint16_t utf8_index) const;
  bool is_boot_class(std::string_view name) const { return in_.loader->is_boot && in_.name->view() == name; }

  bool build_constants();
  bool build_bootstrap_methods();
  bool build_fields();
  bool build_methods();
  bool build_method(const classfile::ParsedMethod& from, Method& method);
  bool build_code_tables(const classfile::ParsedMethod& from, MethodInfo& info);
  Method* make_conflict_method(const Method& model);
  void collect_supers();
  bool build_class();
  bool build_attributes();
  bool build_state();
  void set_flags();
  void set_super_display();
  uint16_t modifiers() const;
  void set_shape();

  Lifetime& lifetime() const { return in_.lifetime != nullptr ? *in_.lifetime : *in_.loader->lifetime; }

  Vm& vm_;
  const ClassBlueprint& in_;
  const classfile::ParsedClass& parsed_;
  bool is_out_of_memory_ = false;
  ConstantPool* constants_ = nullptr;
  Field* fields_ = nullptr;
  uint32_t field_count_ = 0;
  InstanceLayout layout_;
  Method* methods_ = nullptr;
  uint32_t method_count_ = 0;
  uint64_t call_site_count_ = 0;
  std::vector<Ptr32<Class>> all_interfaces_;
  std::vector<Ptr32<Class>> secondary_supers_;
  std::vector<Method*> conflict_methods_;
  DispatchTables tables_;
  Class* class_ = nullptr;
};

// Gives the static fields their places behind java.lang.Class's `mirror_base` bytes and completes the Shape. The builder
// does it when mirror_base is known; boot does it for the classes that were built before java.lang.Class.
void fix_static_layout(Class& klass, uint32_t mirror_base);

// The class of arrays of `component` (null: of the primitive type `element`). Null: out of memory.
Class* build_array_class(const Class& object_class, Class* cloneable, Class* serializable, Class* component,
                         BasicType element, Symbol* name, LoaderData* loader, Lifetime& lifetime, PackageEntry* package, ModuleEntry* module,
                         uint32_t mirror_base);

}  // namespace kiln
