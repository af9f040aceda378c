// classloader/link/build_members.cpp - ClassBuilder's first half: constants, fields, methods.
#include <cstring>

#include "classloader/link/class_builder.h"
#include "classloader/link/rewriter.h"
#include "classloader/parse/descriptors.h"
#include "vm/meta/known.h"

namespace kiln {

namespace {
BasicType type_of_field(std::string_view descriptor) { return basic_type_of(descriptor[0]); }
BasicType result_of(std::string_view descriptor) { return basic_type_of(classfile::return_descriptor(descriptor)[0]); }
}  // namespace

// ---- constants ----

bool ClassBuilder::build_constants() {
  const classfile::ConstantPool& pool = parsed_.constants;
  size_t size = pool.size();
  constants_ = make<ConstantPool>(1);
  auto* tags = make<uint8_t>(size);
  auto* words = make<uint64_t>(size);
  if (is_out_of_memory_) return false;
  constants_->size_ = static_cast<uint16_t>(size);
  constants_->tags_ = tags;
  constants_->words_ = words;
  auto address = [&](uint16_t i) { return words[i]; };
  for (size_t i = 1; i < size; i++) {
    if (pool.is(i, classfile::Tag::kUtf8)) words[i] = reinterpret_cast<uintptr_t>(vm_.symbols->intern(pool[i].text));
  }
  for (size_t i = 1; i < size; i++) {
    const classfile::ConstantPoolEntry& entry = pool[i];
    tags[i] = static_cast<uint8_t>(entry.tag);
    switch (entry.tag) {
      case classfile::Tag::kUnusable:
      case classfile::Tag::kUtf8:
        break;
      case classfile::Tag::kInteger:
      case classfile::Tag::kFloat:
      case classfile::Tag::kLong:
      case classfile::Tag::kDouble:
        words[i] = entry.bits;
        break;
      case classfile::Tag::kClass:
      case classfile::Tag::kString:
      case classfile::Tag::kMethodType:
        words[i] = address(entry.first);
        break;
      case classfile::Tag::kNameAndType:
        words[i] = address(entry.first) | address(entry.second) << 32;
        break;
      case classfile::Tag::kFieldref:
      case classfile::Tag::kMethodref:
      case classfile::Tag::kInterfaceMethodref:
      case classfile::Tag::kDynamic:
      case classfile::Tag::kInvokeDynamic:
        words[i] = entry.first | uint64_t{entry.second} << 16;
        break;
      case classfile::Tag::kMethodHandle:  // the parser has the member first, we have the kind first
        words[i] = entry.second | uint64_t{entry.first} << 16;
        break;
    }
  }
  // A hidden class is known under its full name to itself alone.
  words[parsed_.this_class] = reinterpret_cast<uintptr_t>(in_.name);
  return build_bootstrap_methods();
}

bool ClassBuilder::build_bootstrap_methods() {
  const auto& methods = parsed_.bootstrap_methods;
  size_t total = 0;
  for (const classfile::BootstrapMethod& method : methods) total += 2 + method.arguments.size();
  auto* offsets = make<uint32_t>(methods.size());
  auto* words = make<uint16_t>(total);
  if (is_out_of_memory_) return false;
  uint32_t at = 0;
  for (size_t i = 0; i < methods.size(); i++) {
    offsets[i] = at;
    words[at++] = methods[i].method_handle;
    words[at++] = static_cast<uint16_t>(methods[i].arguments.size());
    for (size_t n = 0; n < methods[i].arguments.size(); n++) words[at++] = methods[i].arguments[n];
  }
  constants_->bootstrap_.count = static_cast<uint16_t>(methods.size());
  constants_->bootstrap_.offsets = offsets;
  constants_->bootstrap_.words = words;
  return true;
}

// ---- fields ----

namespace {
struct Injected {
  const char* name;
  const char* descriptor;
};

// End of the last instance field above `klass`, exactly.
uint32_t end_of_fields(const Class* klass) {
  for (; klass != nullptr; klass = klass->super) {
    uint32_t end = 0;
    for (uint32_t i = 0; i < klass->field_count; i++) {
      const Field& field = klass->fields[i];
      if (field.is_static()) continue;
      uint32_t field_end = field.offset + (1u << size_shift(field.type));
      if (field_end > end) end = field_end;
    }
    if (end == 0) continue;
    // Behind contended fields there is padding, which instance_size knows of.
    return klass->more_flags & Class::kHasContended ? klass->shape.instance_size : end;
  }
  return kHeaderSize;
}
}  // namespace

bool ClassBuilder::build_fields() {
  std::vector<Injected> injected;
  if (in_.loader->is_boot) {
    for_each_injected_field(in_.name->view(), [](void* context, const char* name, const char* descriptor) {
      static_cast<std::vector<Injected>*>(context)->push_back({name, descriptor});
    }, &injected);
  }
  field_count_ = static_cast<uint32_t>(parsed_.fields.size() + injected.size());
  fields_ = make<Field>(field_count_);
  if (is_out_of_memory_) return false;
  std::vector<LayoutField> places;
  bool is_reference_class = is_boot_class("java/lang/ref/Reference");
  for (uint32_t i = 0; i < field_count_; i++) {
    Field& field = fields_[i];
    LayoutField place{};
    if (i < parsed_.fields.size()) {
      const classfile::ParsedField& from = parsed_.fields[i];
      field.name = constants_->symbol(from.name_index);
      field.descriptor = constants_->symbol(from.descriptor_index);
      field.signature = symbol_or_null(from.signature_index);
      field.access_flags = from.access_flags;
      field.constant_value_index = from.constant_value_index;
      if (from.vm_annotations & classfile::kStable) field.flags |= Field::kStable;
      if (from.vm_annotations & classfile::kContended) field.flags |= Field::kContended;
      field.annotations = copy_attribute(from.annotations.visible);
      field.type_annotations = copy_attribute(from.annotations.visible_type);
      place.is_contended = from.vm_annotations & classfile::kContended;
      place.contended_group = from.contended_group;
      place.is_in_map = !(is_reference_class && (from.name == "referent" || from.name == "discovered"));
    } else {
      const Injected& from = injected[i - parsed_.fields.size()];
      field.name = vm_.symbols->intern(from.name);
      field.descriptor = vm_.symbols->intern(from.descriptor);
      field.flags = Field::kInjected;
    }
    field.slot = static_cast<uint16_t>(i);
    field.type = type_of_field(field.descriptor->view());
    place.type = field.type;
    if (!field.is_static()) places.push_back(place);
  }
  std::span<const RefRange> super_ranges;
  if (in_.super != nullptr) super_ranges = {in_.super->shape.ref_ranges.get(), in_.super->shape.ref_range_count};
  layout_ = lay_out_instance(places, end_of_fields(in_.super), super_ranges, parsed_.vm_annotations & classfile::kContended);
  size_t next = 0;
  for (uint32_t i = 0; i < field_count_; i++) {
    if (!fields_[i].is_static()) fields_[i].offset = places[next++].offset;
  }
  return !is_out_of_memory_;
}

// ---- methods ----

namespace {

uint16_t extra_flags_of(uint16_t annotations) {
  struct Pair {
    uint16_t annotation, flag;
  };
  static constexpr Pair kPairs[] = {
      {classfile::kCallerSensitive, Method::kCallerSensitive},
      {classfile::kForceInline, Method::kForceInline},
      {classfile::kDontInline, Method::kDontInline},
      {classfile::kHiddenFrame, Method::kHidden},
      {classfile::kLambdaFormCompiled, Method::kHidden},
      {classfile::kIntrinsicCandidate, Method::kIntrinsicCandidate},
      {classfile::kReservedStackAccess, Method::kReservedStackAccess},
      {classfile::kScoped, Method::kScoped},
  };
  uint16_t flags = 0;
  for (Pair pair : kPairs) {
    if (annotations & pair.annotation) flags |= pair.flag;
  }
  return flags;
}

// Native methods (Object[]) of MethodHandle and VarHandle whose callers' descriptors decide (JVMS 2.9.3).
Polymorphic polymorphic_kind(std::string_view class_name, std::string_view name, std::string_view descriptor, uint16_t flags) {
  bool is_method_handle = class_name == "java/lang/invoke/MethodHandle";
  if (!is_method_handle && class_name != "java/lang/invoke/VarHandle") return Polymorphic::kNone;
  if (!(flags & kAccNative) || !(flags & kAccVarargs) || !descriptor.starts_with("([Ljava/lang/Object;)")) return Polymorphic::kNone;
  if (is_method_handle) {
    if (name == "invokeBasic") return Polymorphic::kInvokeBasic;
    if (name == "linkToVirtual") return Polymorphic::kLinkToVirtual;
    if (name == "linkToStatic") return Polymorphic::kLinkToStatic;
    if (name == "linkToSpecial") return Polymorphic::kLinkToSpecial;
    if (name == "linkToInterface") return Polymorphic::kLinkToInterface;
    if (name == "linkToNative") return Polymorphic::kLinkToNative;
  }
  return Polymorphic::kInvokeGeneric;
}

StartKind start_kind_of(const Method& method) {
  if (method.is_abstract()) return StartKind::kAbstract;
  if (method.polymorphic != Polymorphic::kNone) return StartKind::kPolymorphic;
  if (method.is_native()) return StartKind::kNative;
  return method.is_synchronized() ? StartKind::kSynchronized : StartKind::kBytecode;
}

}  // namespace

bool ClassBuilder::build_methods() {
  method_count_ = static_cast<uint32_t>(parsed_.methods.size());
  methods_ = make<Method>(method_count_);
  if (is_out_of_memory_) return false;
  bool has_call_sites = false;
  for (const classfile::ConstantPoolEntry& entry : parsed_.constants.entries()) {
    has_call_sites = has_call_sites || entry.tag == classfile::Tag::kInvokeDynamic;
  }
  for (uint32_t i = 0; i < method_count_; i++) {
    if (!build_method(parsed_.methods[i], methods_[i])) return false;
    if (has_call_sites) call_site_count_ += count_call_sites(parsed_.methods[i].code);
  }
  return true;
}

bool ClassBuilder::build_method(const classfile::ParsedMethod& from, Method& method) {
  auto* info = make<MethodInfo>(1);
  if (info == nullptr) return false;
  info->name = constants_->symbol(from.name_index);
  info->descriptor = constants_->symbol(from.descriptor_index);
  info->signature = symbol_or_null(from.signature_index);
  info->name_index = from.name_index;
  info->descriptor_index = from.descriptor_index;
  for (classfile::DescriptorTypes types(from.descriptor); !types.at_end() && !types.is_return(); types.next()) info->parameter_count++;
  info->checked_exceptions = copy_indices(from.exceptions);
  info->checked_exception_count = static_cast<uint16_t>(from.exceptions.size());
  info->has_method_parameters = from.has_method_parameters;
  info->method_parameter_count = static_cast<uint16_t>(from.method_parameters.size() / 4);
  info->method_parameters = copy_indices(classfile::U2List(from.method_parameters));
  info->annotations = copy_attribute(from.annotations.visible);
  info->type_annotations = copy_attribute(from.annotations.visible_type);
  info->parameter_annotations = copy_attribute(from.parameter_annotations);
  info->annotation_default = copy_attribute(from.annotation_default);
  if (from.has_code && !build_code_tables(from, *info)) return false;

  method.info = info;
  method.access_flags = from.access_flags;
  method.extra_flags = extra_flags_of(from.vm_annotations);
  if (in_.is_hidden) method.extra_flags |= Method::kHidden;  // frames of hidden classes are not shown
  method.argument_slots = from.argument_slots;
  method.max_locals = from.has_code ? from.max_locals : from.argument_slots;
  method.max_stack = from.has_code ? from.max_stack : 1;
  method.frame_size = canonical_frame_size(method.max_locals, method.max_stack);
  method.result_type = static_cast<uint8_t>(result_of(from.descriptor));
  method.vtable_index = Method::kNonVirtual;
  if (in_.loader->is_boot) method.polymorphic = polymorphic_kind(in_.name->view(), from.name, from.descriptor, from.access_flags);
  method.start_kind = static_cast<uint8_t>(start_kind_of(method));
  return !is_out_of_memory_;
}

bool ClassBuilder::build_code_tables(const classfile::ParsedMethod& from, MethodInfo& info) {
  auto* code = make<uint8_t>(from.code.size());
  auto parsed_handlers = parsed_.handlers(from);
  auto parsed_lines = parsed_.lines(from);
  auto parsed_locals = parsed_.locals(from);
  auto* handlers = make<ExceptionHandler>(parsed_handlers.size());
  auto* lines = make<LineNumber>(parsed_lines.size());
  auto* locals = make<LocalVariable>(parsed_locals.size());
  if (is_out_of_memory_) return false;
  if (!from.code.empty()) std::memcpy(code, from.code.data(), from.code.size());
  for (size_t i = 0; i < parsed_handlers.size(); i++) {
    const classfile::ExceptionHandler& h = parsed_handlers[i];
    handlers[i] = {h.start_pc, h.end_pc, h.handler_pc, h.catch_type};
  }
  for (size_t i = 0; i < parsed_lines.size(); i++) lines[i] = {parsed_lines[i].start_pc, parsed_lines[i].line};
  for (size_t i = 0; i < parsed_locals.size(); i++) {
    const classfile::LocalVariable& v = parsed_locals[i];
    locals[i] = {v.start_pc, v.length, v.name_index, v.descriptor_index, v.slot};
  }
  info.original_code = code;
  info.code_length = static_cast<uint32_t>(from.code.size());
  info.handlers = handlers;
  info.handler_count = static_cast<uint16_t>(parsed_handlers.size());
  info.lines = lines;
  info.line_count = static_cast<uint16_t>(parsed_lines.size());
  info.local_variables = locals;
  info.local_variable_count = static_cast<uint16_t>(parsed_locals.size());
  info.stack_map_table = copy_attribute(from.stack_map_table, from.has_stack_map_table);
  return true;
}

// A method outside the class's method array, reached through the itable only.
Method* ClassBuilder::make_conflict_method(const Method& model) {
  auto* info = make<MethodInfo>(1);
  auto* method = make<Method>(1);
  if (is_out_of_memory_) return nullptr;
  info->name = model.info->name;
  info->descriptor = model.info->descriptor;
  info->parameter_count = model.info->parameter_count;
  method->info = info;
  method->access_flags = kAccPublic | kAccAbstract | kAccSynthetic;
  method->extra_flags = Method::kOverpass | Method::kConflict;
  method->argument_slots = model.argument_slots;
  method->max_locals = model.argument_slots;
  method->max_stack = 1;
  method->frame_size = canonical_frame_size(method->max_locals, method->max_stack);
  method->result_type = model.result_type;
  method->vtable_index = Method::kItable;
  method->itable_index = model.itable_index;
  method->start_kind = static_cast<uint8_t>(StartKind::kAbstract);
  conflict_methods_.push_back(method);
  return method;
}

}  // namespace kiln
