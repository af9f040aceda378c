// classloader/loading.h - from a name to a linked class: the class loader as the rest of the VM sees it.
//
// All functions run in state InVm and may run Java code (user class loaders), hence safepoints. Errors are pending
// Java exceptions with HotSpot's texts. Names are internal: java/lang/Object, [I, [Ljava/lang/String;
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string_view>

#include "vm/base/result.h"
#include "vm/meta/class.h"
#include "vm/meta/loader_data.h"
#include "vm/meta/names.h"
#include "vm/thread/handles.h"

namespace kiln {

// --- finding and loading ---------------------------------------------------------------------------------------------
// Loads (JVMS 5.3); null loader is the boot loader. Throws NoClassDefFoundError when `as_error` (resolution from a
// constant pool), else ClassNotFoundException (Class.forName). Does not link or initialise.
VM_MAY_SAFEPOINT Expected<Class*> load_class(Thread& thread, Symbol* name, Handle<java::ClassLoader> loader, bool as_error);
// Boot loader only; null (nothing pending) when it has no such class.
VM_MAY_SAFEPOINT Expected<Class*> find_boot_class(Thread& thread, Symbol* name);
// Already loaded with `loader` as initiating loader, or null. Never loads.
Class* find_loaded_class(Vm& vm, Symbol* name, LoaderData* loader);
// The class of arrays with this component; created at need.
VM_MAY_SAFEPOINT Expected<Class*> array_class_of(Thread& thread, Class* component);
VM_MAY_SAFEPOINT Expected<Class*> primitive_array_class(Thread& thread, BasicType element);
// Class for a field descriptor's type ("I" gives null and sets *primitive).
VM_MAY_SAFEPOINT Expected<Class*> class_of_descriptor(Thread& thread, std::string_view descriptor, Handle<java::ClassLoader> loader, BasicType* primitive);
// Mirror for a descriptor: int.class etc. included.
VM_MAY_SAFEPOINT Expected<Ref<java::Class>> mirror_of_descriptor(Thread& thread, std::string_view descriptor, Handle<java::ClassLoader> loader);

// --- defining --------------------------------------------------------------------------------------------------------
struct ClassDefinition {
  std::string_view name;                    // expected internal name; empty: as the bytes say
  std::span<const uint8_t> bytes;
  Handle<java::ClassLoader> loader;         // null: boot
  Handle<> protection_domain;               // may be null
  std::string_view source;                  // for -Xlog:class+load; may be empty
  bool is_hidden = false;                   // Lookup.defineHiddenClass: name gets a unique suffix, not in the dictionary
  Class* nest_host = nullptr;               // hidden nestmate
  Class* lookup_class = nullptr;            // hidden: the class that defines it
  bool is_strong = true;                    // hidden: lives as long as its loader
  bool is_access_vm_annotations = false;
  bool skip_verification = false;
  Handle<> class_data;                      // hidden: Class.classData
};
// Parses, checks and enters the class (LinkageError on duplicates...); calls ClassLoader.addClass.
VM_MAY_SAFEPOINT Expected<Class*> define_class(Thread& thread, const ClassDefinition& definition);

// --- linking ---------------------------------------------------------------------------------------------------------
// Verifies, prepares and rewrites the class and its supers (JVMS 5.4); idempotent, thread safe.
VM_MAY_SAFEPOINT Expected<void> link_class(Thread& thread, Class* klass);

// --- loaders ---------------------------------------------------------------------------------------------------------
LoaderData& boot_loader_data(Vm& vm);
// LoaderData of a ClassLoader object, made at first use. Null loader: boot.
LoaderData& loader_data_of(Thread& thread, Handle<java::ClassLoader> loader);
Ref<java::ClassLoader> loader_of(const Class& klass);  // not a safepoint

// --- boot ------------------------------------------------------------------------------------------------------------
// Opens JDK_HOME/lib/modules and the -Xbootclasspath/a entries. False with a message when there is no such JDK.
bool open_boot_loader(Vm& vm, const std::string& java_home, const std::string& append_path, std::string* error);
// Loads every class of known.def, makes primitive mirrors and arrays, fixes up mirrors made before java.lang.Class.
VM_MAY_SAFEPOINT Expected<void> load_known_classes(Thread& thread);

// "class a.B (in module java.base of loader 'bootstrap')" pieces of HotSpot's messages:
// "a.B is in unnamed module of loader 'app'"
std::string class_in_module_of_loader(const Class& klass, bool use_are = false, bool include_parent_loader = false);
std::string loader_name_and_id(const LoaderData& loader);  // 'bootstrap', 'app', 'platform', "x.Loader @1b2c3d"

}  // namespace kiln
