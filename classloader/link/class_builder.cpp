#include "classloader/link/class_builder.h"

#include <algorithm>
#include <cstring>

namespace kiln {

void* ClassBuilder::make_bytes(size_t size_bytes, size_t alignment) {
  void* memory = lifetime().allocate(size_bytes, alignment < 4 ? 4 : alignment);
  if (memory == nullptr) is_out_of_memory_ = true;
  return memory;
}

const AttributeBytes* ClassBuilder::copy_attribute(classfile::Bytes bytes, bool keep_empty) {
  if (bytes.empty() && !keep_empty) return nullptr;
  auto* copy = static_cast<AttributeBytes*>(make_bytes(sizeof(uint32_t) + std::max<size_t>(bytes.size(), 4), 4));
  if (copy == nullptr) return nullptr;
  copy->length = static_cast<uint32_t>(bytes.size());
  if (!bytes.empty()) std::memcpy(copy->data, bytes.data(), bytes.size());
  return copy;
}

const uint16_t* ClassBuilder::copy_indices(const classfile::U2List& list) {
  uint16_t* copy = make<uint16_t>(list.size());
  if (copy == nullptr) return nullptr;
  for (size_t i = 0; i < list.size(); i++) copy[i] = list[i];
  return copy;
}

Symbol* ClassBuilder::symbol_or_null(uint16_t utf8_index) const {
  return utf8_index == 0 ? nullptr : constants_->symbol(utf8_index);
}

BuildOutcome ClassBuilder::build() {
  if (!build_constants() || !build_fields() || !build_methods()) return BuildOutcome::kOutOfMemory;
  if (call_site_count_ > UINT16_MAX) return BuildOutcome::kTooManyCallSites;
  collect_supers();
  DispatchInput input{
      .super = in_.super,
      .is_interface = parsed_.is_interface(),
      .is_final = (parsed_.access_flags & kAccFinal) != 0,
      .methods = {methods_, method_count_},
      .interfaces = all_interfaces_,
      .has_direct_interfaces = !in_.interfaces.empty(),
      .loader = in_.loader,
      .package = in_.package,
      .make_conflict_method = [this](const Method& model) { return make_conflict_method(model); },
  };
  tables_ = make_dispatch_tables(input);
  if (tables_.is_out_of_memory || is_out_of_memory_) return BuildOutcome::kOutOfMemory;
  if (tables_.overridden_final != nullptr) return BuildOutcome::kOverridesFinal;
  if (!build_class()) return BuildOutcome::kOutOfMemory;
  tsan::publish_metadata();
  return BuildOutcome::kBuilt;
}

// Interfaces in the order superclass's, then each direct one behind its own.
void ClassBuilder::collect_supers() {
  auto add = [this](Ptr32<Class> klass) {
    for (Ptr32<Class> known : secondary_supers_) {
      if (known.get() == klass.get()) return;
    }
    secondary_supers_.push_back(klass);
  };
  if (const Class* super = in_.super) {
    for (uint32_t i = 0; i < super->secondary_super_count; i++) add(super->secondary_supers[i]);
    if (super->depth >= Class::kDisplayDepth) add(in_.super);
  }
  for (Class* interface : in_.interfaces) {
    for (uint32_t i = 0; i < interface->secondary_super_count; i++) add(interface->secondary_supers[i]);
    add(interface);
  }
  for (Ptr32<Class> klass : secondary_supers_) {
    if (klass->is_interface()) all_interfaces_.push_back(klass);
  }
}

namespace {
// Copies a vector into a table of the class.
template <typename T>
void fill(T* table, const std::vector<T>& from) {
  if (!from.empty()) std::memcpy(static_cast<void*>(table), from.data(), from.size() * sizeof(T));
}
}  // namespace

bool ClassBuilder::build_class() {
  size_t size = sizeof(Class) + tables_.vtable.size() * sizeof(Ptr32<Method>);
  class_ = static_cast<Class*>(lifetime().allocate_class(size));
  auto* itable = make<ItableEntry>(tables_.itable.size());
  auto* itable_methods = make<Ptr32<Method>>(tables_.itable_methods.size());
  auto* interfaces = make<Ptr32<Class>>(in_.interfaces.size());
  auto* secondary_supers = make<Ptr32<Class>>(secondary_supers_.size());
  if (class_ == nullptr || is_out_of_memory_) return false;
  fill(class_->vtable(), tables_.vtable);
  fill(itable, tables_.itable);
  fill(itable_methods, tables_.itable_methods);
  fill(secondary_supers, secondary_supers_);
  for (size_t i = 0; i < in_.interfaces.size(); i++) interfaces[i] = in_.interfaces[i];

  class_->name = in_.name;
  class_->access_flags = parsed_.access_flags;
  class_->modifiers = modifiers();
  class_->super = in_.super;
  class_->vtable_length = static_cast<uint32_t>(tables_.vtable.size());
  class_->itable = itable;
  class_->itable_length = static_cast<uint32_t>(tables_.itable.size());
  class_->itable_methods = itable_methods;
  class_->array_element_type = BasicType::kObject;
  class_->interface_count = static_cast<uint16_t>(in_.interfaces.size());
  class_->interfaces = interfaces;
  class_->secondary_supers = secondary_supers;
  class_->secondary_super_count = static_cast<uint32_t>(secondary_supers_.size());
  class_->constants = constants_;
  class_->methods = methods_;
  class_->method_count = method_count_;
  class_->fields = fields_;
  class_->field_count = field_count_;
  class_->loader = in_.loader;
  class_->package = in_.package;
  class_->module = in_.module;
  class_->call_site_count = static_cast<uint32_t>(call_site_count_);
  for (uint32_t i = 0; i < method_count_; i++) methods_[i].holder = class_;
  for (uint32_t i = 0; i < field_count_; i++) fields_[i].holder = class_;
  for (Method* method : conflict_methods_) method->holder = class_;
  set_super_display();
  set_flags();
  set_shape();
  return build_attributes() && build_state() && !is_out_of_memory_;
}

void ClassBuilder::set_super_display() {
  if (in_.super != nullptr) {
    class_->depth = in_.super->depth == 255 ? 255 : static_cast<uint8_t>(in_.super->depth + 1);
    for (int i = 0; i < Class::kDisplayDepth; i++) class_->super_display[i] = in_.super->super_display[i];
  }
  if (class_->depth < Class::kDisplayDepth) class_->super_display[class_->depth] = class_;
}

// Class.getModifiers(): those of the InnerClasses entry about this class itself, if there is one (JVMS 4.7.6).
uint16_t ClassBuilder::modifiers() const {
  uint16_t flags = parsed_.access_flags;
  for (const classfile::InnerClass& inner : parsed_.inner_classes) {
    if (inner.inner_class != 0 && constants_->class_name(inner.inner_class) == in_.name) {
      flags = inner.access_flags;
      break;
    }
  }
  return flags & static_cast<uint16_t>(~kAccSuper) & 0x7fff;
}

void ClassBuilder::set_flags() {
  const Class* super = in_.super;
  auto inherits = [super](uint8_t flag) { return super != nullptr && super->has_flag(flag); };
  uint8_t flags = 0;
  if (in_.is_hidden) flags |= Class::kIsHidden;

  const Method* finalize = nullptr;
  for (uint32_t i = 0; i < method_count_; i++) {
    if (methods_[i].name() == "finalize" && methods_[i].descriptor() == "()V" && !methods_[i].is_static()) finalize = methods_ + i;
  }
  bool has_empty_finalizer = finalize != nullptr && !parsed_.has_finalizer;
  if (super != nullptr && !has_empty_finalizer && !parsed_.is_interface() &&
      (parsed_.has_finalizer || inherits(Class::kHasFinalizer))) {
    flags |= Class::kHasFinalizer;
  }
  if (inherits(Class::kIsCloneable)) flags |= Class::kIsCloneable;
  if (parsed_.is_interface() && parsed_.has_nonstatic_concrete_methods) flags |= Class::kHasDefaultMethods;
  if (inherits(Class::kInheritsDefaults)) flags |= Class::kInheritsDefaults;
  for (Ptr32<Class> interface : all_interfaces_) {
    if (interface->loader->is_boot && interface->name_view() == "java/lang/Cloneable") flags |= Class::kIsCloneable;
    if (interface->has_flag(Class::kHasDefaultMethods)) flags |= Class::kInheritsDefaults;
  }
  if (is_boot_class("java/lang/ref/Reference") || inherits(Class::kIsReference)) flags |= Class::kIsReference;
  if (is_boot_class("jdk/internal/reflect/MagicAccessorImpl") || inherits(Class::kIsMagicAccessor)) {
    flags |= Class::kIsMagicAccessor;
  }
  if (parsed_.is_record || in_.is_hidden || (in_.loader->is_boot && in_.name->view().starts_with("java/lang/invoke/"))) {
    flags |= Class::kTrustedFinals;
  }
  class_->flags = flags;

  uint16_t more = 0;
  if (in_.needs_verification && !(flags & Class::kIsMagicAccessor)) more |= Class::kNeedsVerification;
  bool has_contended = parsed_.vm_annotations & classfile::kContended;
  for (const classfile::ParsedField& field : parsed_.fields) has_contended = has_contended || field.vm_annotations & classfile::kContended;
  if (has_contended) more |= Class::kHasContended;
  if (parsed_.access_flags & (kAccInterface | kAccAbstract)) more |= Class::kIsAbstractOrInterface;
  if (is_boot_class("java/lang/ClassLoader") || (super != nullptr && super->more_flags & Class::kIsClassLoader)) {
    more |= Class::kIsClassLoader;
  }
  class_->more_flags = more;

  for (uint32_t i = 0; i < method_count_; i++) {
    Method& method = methods_[i];
    if (method.name() == "<clinit>" && method.descriptor() == "()V" && (method.is_static() || parsed_.major_version < 51)) {
      class_->class_initializer = &method;
    }
  }
}

void ClassBuilder::set_shape() {
  Shape& shape = class_->shape;
  shape.kind = ShapeKind::kInstance;
  if (class_->has_flag(Class::kIsReference)) {
    shape.kind = ShapeKind::kReferenceType;
    shape.strength = in_.super->shape.strength;
    if (is_boot_class("java/lang/ref/SoftReference")) shape.strength = ReferenceStrength::kSoft;
    if (is_boot_class("java/lang/ref/WeakReference")) shape.strength = ReferenceStrength::kWeak;
    if (is_boot_class("java/lang/ref/FinalReference")) shape.strength = ReferenceStrength::kFinal;
    if (is_boot_class("java/lang/ref/PhantomReference")) shape.strength = ReferenceStrength::kPhantom;
  }
  shape.instance_size = layout_.size;
  auto* ranges = make<RefRange>(layout_.ranges.size());
  if (ranges != nullptr) fill(ranges, layout_.ranges);
  shape.ref_ranges = ranges;
  shape.ref_range_count = static_cast<uint32_t>(layout_.ranges.size());
  uint32_t mirror_base = in_.mirror_base;
  if (is_boot_class("java/lang/Class")) {
    shape.kind = ShapeKind::kMirror;
    shape.mirror_class_offset = class_->find_declared_field("klass", "I")->offset;
    mirror_base = layout_.size;
  }
  if (mirror_base != 0) fix_static_layout(*class_, mirror_base);
}

bool ClassBuilder::build_attributes() {
  auto* attributes = make<ClassAttributes>(1);
  auto* inner = make<InnerClassEntry>(parsed_.inner_classes.size());
  auto* components = make<RecordComponent>(parsed_.record_components.size());
  if (is_out_of_memory_) return false;
  for (size_t i = 0; i < parsed_.inner_classes.size(); i++) {
    const classfile::InnerClass& from = parsed_.inner_classes[i];
    inner[i] = {from.inner_class, from.outer_class, from.inner_name, from.access_flags};
  }
  for (size_t i = 0; i < parsed_.record_components.size(); i++) {
    const classfile::RecordComponent& from = parsed_.record_components[i];
    components[i].name_index = from.name_index;
    components[i].descriptor_index = from.descriptor_index;
    components[i].signature_index = from.signature_index;
    components[i].annotations = copy_attribute(from.annotations.visible);
    components[i].type_annotations = copy_attribute(from.annotations.visible_type);
  }
  attributes->source_file = symbol_or_null(parsed_.source_file_index);
  attributes->signature = symbol_or_null(parsed_.signature_index);
  classfile::Bytes extension = parsed_.source_debug_extension;
  if (!extension.empty() && extension.size() <= UINT16_MAX) {
    attributes->source_debug_extension =
        vm_.symbols->intern({reinterpret_cast<const char*>(extension.data()), extension.size()});
  }
  attributes->inner_classes = inner;
  attributes->inner_class_count = static_cast<uint16_t>(parsed_.inner_classes.size());
  attributes->nest_members = copy_indices(parsed_.nest_members);
  attributes->nest_member_count = static_cast<uint16_t>(parsed_.nest_members.size());
  attributes->permitted_subclasses = copy_indices(parsed_.permitted_subclasses);
  attributes->permitted_subclass_count = static_cast<uint16_t>(parsed_.permitted_subclasses.size());
  attributes->record_components = components;
  attributes->record_component_count = static_cast<uint16_t>(parsed_.record_components.size());
  attributes->annotations = copy_attribute(parsed_.annotations.visible);
  attributes->type_annotations = copy_attribute(parsed_.annotations.visible_type);
  attributes->enclosing_class_index = parsed_.enclosing_class;
  attributes->enclosing_method_index = parsed_.enclosing_method;
  attributes->nest_host_index = parsed_.nest_host;
  attributes->is_record = parsed_.is_record;
  attributes->is_sealed = parsed_.has_permitted_subclasses;
  attributes->major_version = parsed_.major_version;
  attributes->minor_version = parsed_.minor_version;
  class_->attributes = attributes;
  return !is_out_of_memory_;
}

bool ClassBuilder::build_state() {
  auto* state = make<ClassState>(1);
  size_t entries = constants_->size() + call_site_count_;
  auto* resolved = make<std::atomic<uint64_t>>(entries);
  if (is_out_of_memory_) return false;
  state->resolved = resolved;
  state->lifetime = &lifetime();
  class_->state = state;
  // Code reads numbers straight out of the resolved entries; the class's own name needs no resolution.
  for (uint16_t i = 1; i < constants_->size(); i++) {
    switch (constants_->tag(i)) {
      case ConstantTag::kInteger:
      case ConstantTag::kFloat:
      case ConstantTag::kLong:
      case ConstantTag::kDouble:
        resolved[i].store(constants_->word(i), std::memory_order_relaxed);
        break;
      case ConstantTag::kInvalid:
      case ConstantTag::kUtf8:
      case ConstantTag::kClass:
      case ConstantTag::kString:
      case ConstantTag::kFieldref:
      case ConstantTag::kMethodref:
      case ConstantTag::kInterfaceMethodref:
      case ConstantTag::kNameAndType:
      case ConstantTag::kMethodHandle:
      case ConstantTag::kMethodType:
      case ConstantTag::kDynamic:
      case ConstantTag::kInvokeDynamic:
      case ConstantTag::kModule:
      case ConstantTag::kPackage:
        break;
    }
  }
  class_->publish_resolved(parsed_.this_class, ResolvedEntry::make(class_, ResolvedEntry::kGet, 0));
  return true;
}

void fix_static_layout(Class& klass, uint32_t mirror_base) {
  std::vector<LayoutField> places;
  for (uint32_t i = 0; i < klass.field_count; i++) {
    const Field& field = klass.fields[i];
    if (field.is_static()) places.push_back({field.type});
  }
  StaticLayout layout = lay_out_statics(places, mirror_base);
  klass.shape.mirror_size = layout.mirror_size;
  klass.shape.static_refs = layout.refs;
  size_t next = 0;
  for (uint32_t i = 0; i < klass.field_count; i++) {
    const Field& field = klass.fields[i];
    if (field.is_static()) const_cast<Field&>(field).offset = places[next++].offset;
  }
}

}  // namespace kiln
