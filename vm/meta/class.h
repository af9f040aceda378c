// vm/meta/class.h - a class as the VM runs it.
//
//   Class            read-only after linking; 256-byte aligned in class space; its Shape comes first, so an object's
//                    header leads to it. The vtable follows the structure.
//   ClassState       read-write: initialisation, mirror, resolved entries, sub-class links
//   ClassAttributes  read-only, seldom used facts for reflection
//
// States (JVMS 5.3 - 5.5): loaded -> linked -> being initialised -> initialised | erroneous. They change under the
// class's init monitor (ClassState::init_lock is the Java object for it), are read with acquire.
// Ownership: a class belongs to its Lifetime (ClassState::lifetime): as a rule that of its loader.
#pragma once

#include <atomic>
#include <cstdint>
#include <string_view>

#include "vm/meta/access_flags.h"
#include "vm/meta/constant_pool.h"
#include "vm/meta/field.h"
#include "vm/meta/method.h"
#include "vm/object/shape.h"

namespace kiln {

class Thread;
struct LoaderData;
class Lifetime;
struct ModuleEntry;
struct PackageEntry;

enum class InitState : uint8_t { kLoaded, kLinking, kLinked, kBeingInitialized, kInitialized, kErroneous };

struct InnerClassEntry {
  uint16_t inner_index, outer_index, name_index, flags;
};
struct RecordComponent {
  uint16_t name_index, descriptor_index, signature_index;  // 0: no signature
  Ptr32<const AttributeBytes> annotations, type_annotations;
};

struct ClassAttributes {
  SymbolPtr source_file, signature, source_debug_extension;
  Ptr32<const InnerClassEntry> inner_classes;
  Ptr32<const uint16_t> nest_members;          // class indices
  Ptr32<const uint16_t> permitted_subclasses;  // class indices
  Ptr32<const RecordComponent> record_components;
  Ptr32<const AttributeBytes> annotations, type_annotations;
  uint16_t inner_class_count, nest_member_count, permitted_subclass_count, record_component_count;
  uint16_t enclosing_class_index, enclosing_method_index;  // EnclosingMethod; 0: none
  uint16_t nest_host_index;                    // 0: none
  bool is_record, is_sealed;
  uint16_t major_version, minor_version;
};

struct ClassState {
  std::atomic<InitState> init_state;
  std::atomic<bool> is_linked;
  Thread* init_thread;                 // runs the initialiser
  RefSlot mirror;                      // java.lang.Class; root
  RefSlot init_lock;                   // int[0] whose monitor guards initialisation; root; null once initialised
  RefSlot init_error;                  // ExceptionInInitializerError made when initialisation failed; root
  RefSlot resolved_refs;               // Object[], by pool index; made at first need; root
  RefSlot nest_host_error;             // root
  Ptr32<std::atomic<uint64_t>> resolved;  // ResolvedEntry bits: pool size + call sites
  std::atomic<uint32_t> array_class;   // Class address of the array with this component; 0: none yet
  std::atomic<uint32_t> nest_host;     // resolved host's Class address; 0: not yet
  std::atomic<uint32_t> first_subclass;  // Class address; the others follow by next_sibling
  Ptr32<Class> next_sibling;
  std::atomic<uint32_t> secondary_hit; // last secondary super found by a subtype test
  std::atomic<uint32_t> dependants;    // compiled code that assumed something (jit)
  uint32_t redefinition_count;
  Lifetime* lifetime;                  // what it is unloaded with; owns its memory
  const uint8_t* file;                 // native copy of the class file, kept until the class is verified; else null
  size_t file_size;
};

// One interface of a class: its methods' implementations stand at `first` of the class's itable methods.
struct ItableEntry {
  Ptr32<Class> interface;
  uint32_t first;
};

class Class {
 public:
  static constexpr int kDisplayDepth = 8;

  // --- known to generated code --------------------------------------------------------------------------------------
  Shape shape;                               // offset 0
  Ptr32<ClassState> state;
  Ptr32<Class> super;
  Ptr32<Class> super_display[kDisplayDepth]; // super_display[depth] == this when depth < kDisplayDepth
  uint32_t vtable_length;
  Ptr32<const ItableEntry> itable;
  uint32_t itable_length;
  Ptr32<const Ptr32<Method>> itable_methods;
  // ------------------------------------------------------------------------------------------------------------------
  SymbolPtr name;                            // internal form: java/lang/Object, [I; hidden: pkg/Name+0x...
  uint16_t access_flags;                     // as in the class file
  uint16_t modifiers;                        // Class.getModifiers(): InnerClasses attribute applied, ACC_SUPER removed
  uint8_t depth;                             // of superclasses; saturates at 255
  BasicType array_element_type;              // arrays: type of the innermost element; instances: kObject
  uint8_t array_dimensions;                  // 0: not an array
  uint8_t flags;
  uint16_t more_flags;
  uint16_t interface_count;
  Ptr32<const Ptr32<Class>> interfaces;      // direct
  Ptr32<const Ptr32<Class>> secondary_supers;  // all interfaces, and superclasses deeper than the display
  uint32_t secondary_super_count;
  Ptr32<Class> component;                    // arrays: component class; null for arrays of primitives
  Ptr32<ConstantPool> constants;
  Ptr32<Method> methods;                     // dense array
  uint32_t method_count;
  Ptr32<const Field> fields;
  uint32_t field_count;
  Ptr32<LoaderData> loader;
  Ptr32<PackageEntry> package;               // null: unnamed package
  Ptr32<ModuleEntry> module;
  Ptr32<const ClassAttributes> attributes;   // null for arrays
  Ptr32<Method> class_initializer;           // <clinit> or null
  uint32_t serial;                           // ordinal among the VM's classes
  uint32_t call_site_count;                  // invokedynamic instructions

  // flags
  static constexpr uint8_t kIsHidden = 1;
  static constexpr uint8_t kHasFinalizer = 2;        // overrides Object.finalize with a non-empty body
  static constexpr uint8_t kIsCloneable = 4;
  static constexpr uint8_t kHasDefaultMethods = 8;   // declares non-abstract instance methods in an interface
  static constexpr uint8_t kIsReference = 16;
  static constexpr uint8_t kIsMagicAccessor = 32;    // jdk.internal.reflect.MagicAccessorImpl and below: no access checks
  static constexpr uint8_t kInheritsDefaults = 64;   // some superinterface declares defaults: initialise those first
  static constexpr uint8_t kTrustedFinals = 128;     // records, hidden classes, java.lang.invoke...
  // more_flags
  static constexpr uint16_t kNeedsVerification = 1;
  static constexpr uint16_t kHasContended = 2;
  static constexpr uint16_t kIsAbstractOrInterface = 4;
  static constexpr uint16_t kIsClassLoader = 8;      // java.lang.ClassLoader or a subclass

  std::string_view name_view() const { return name->view(); }
  bool is_array() const { return array_dimensions != 0; }
  bool is_object_array() const { return shape.kind == ShapeKind::kReferenceArray; }
  bool is_primitive_array() const { return shape.kind == ShapeKind::kPrimitiveArray; }
  bool is_interface() const { return access_flags & kAccInterface; }
  bool is_abstract() const { return access_flags & kAccAbstract; }
  bool is_final() const { return access_flags & kAccFinal; }
  bool is_public() const { return access_flags & kAccPublic; }
  bool is_hidden() const { return flags & kIsHidden; }
  bool has_flag(uint8_t flag) const { return flags & flag; }
  InitState init_state() const { return state->init_state.load(std::memory_order_acquire); }
  bool is_initialized() const { return init_state() == InitState::kInitialized; }
  bool is_linked() const { return state->is_linked.load(std::memory_order_acquire); }
  // Head of the list of direct subclasses, newest first, from their definition on.
  Class* first_subclass() const {
    return Ptr32<Class>::from_address(state->first_subclass.load(std::memory_order_acquire)).get();
  }
  void set_first_subclass(Class* sub) const { state->first_subclass.store(Ptr32<Class>(sub).address(), std::memory_order_release); }
  Ref<java::Class> mirror() const { return Ref<java::Class>(state->mirror); }

  Ptr32<Method>* vtable() { return reinterpret_cast<Ptr32<Method>*>(this + 1); }
  const Ptr32<Method>* vtable() const { return reinterpret_cast<const Ptr32<Method>*>(this + 1); }
  Method* vtable_at(uint32_t index) const { return vtable()[index]; }
  // Implementation of interface method number `index` of `interface` in this class; null when this class does not
  // implement the interface.
  Method* itable_at(const Class* interface, uint32_t index) const;

  ResolvedEntry resolved(int index) const {
    return ResolvedEntry(state->resolved[index].load(std::memory_order_acquire));
  }
  void publish_resolved(int index, ResolvedEntry entry) const {
    state->resolved[index].store(entry.bits(), std::memory_order_release);
  }

  // True when a value of this class may be assigned to a variable of class `other` (JLS 5.5; both linked or loaded).
  // Never loads; constant time but for secondary supers.
  bool is_subtype_of(const Class* other) const;
  bool is_subclass_of(const Class* other) const;  // superclass chain only

  // Declared in this very class; null when there is none.
  Method* find_declared_method(const Symbol* method_name, const Symbol* descriptor) const;
  Method* find_declared_method(std::string_view method_name, std::string_view descriptor) const;
  const Field* find_declared_field(const Symbol* field_name, const Symbol* descriptor) const;
  const Field* find_declared_field(std::string_view field_name, std::string_view descriptor) const;
  // Superclasses too (no interfaces).
  Method* find_method_in_supers(const Symbol* method_name, const Symbol* descriptor) const;
};

inline Class* class_of(const Object* object) { return object->klass(); }


}  // namespace kiln
