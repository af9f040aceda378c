// classloader/parse/attributes.cpp - attributes of classes and record components (JVMS 4.7).
#include <algorithm>

#include "classloader/parse/class_parser_impl.h"

namespace kiln::classfile {

// `owner` completes the message "Multiple X attributes<owner> in class file C".
bool ClassParser::take_annotations(std::string_view name, Bytes body, const char* owner, SeenAnnotations& seen,
                                   RawAnnotations* out, bool* taken) {
  *taken = true;
  bool* flag;
  Bytes* target = nullptr;
  if (name == "RuntimeVisibleAnnotations") {
    flag = &seen.visible;
    target = &out->visible;
  } else if (name == "RuntimeInvisibleAnnotations") {
    flag = &seen.invisible;
  } else if (name == "RuntimeVisibleTypeAnnotations") {
    flag = &seen.visible_type;
    target = &out->visible_type;
  } else if (name == "RuntimeInvisibleTypeAnnotations") {
    flag = &seen.invisible_type;
  } else {
    *taken = false;
    return true;
  }
  if (*flag) return fail("Multiple {} attributes{} in class file {}", name, owner);
  *flag = true;
  if (target != nullptr) *target = body;
  return true;
}

bool ClassParser::parse_class_attributes() {
  uint16_t count = in_.u2();
  if (overrun()) return truncated();
  for (uint16_t left = count; left > 0; left--) {
    uint16_t name_index = in_.u2();
    uint32_t length = in_.u4();
    if (overrun()) return truncated();
    if (!is_utf8(name_index)) return fail("Attribute name has bad constant pool index {} in class file {}", name_index);
    // A content that leaves the file is read as far as it goes; the skip finds out.
    if (!parse_class_attribute(pool_.utf8(name_index), length, in_.peek(length))) return false;
    in_.skip(length);
    if (overrun()) return truncated();
  }
  const auto& seen = class_seen_;
  if (out_.has_inner_classes && !parse_inner_classes(seen.inner_classes, seen.inner_class_length)) return false;
  if (highest_bootstrap_method_ >= 0 && !seen.bootstrap_methods)
    return fail("Missing BootstrapMethods attribute in class file {}");
  if (seen.nest_members && !parse_class_list(seen.nest_member_list, seen.nest_member_length, "NestMembers",
                                             "Nest member", &out_.nest_members))
    return false;
  if (out_.is_record && !parse_record(seen.record, seen.record_length)) return false;
  if (out_.has_permitted_subclasses &&
      !parse_class_list(seen.permitted_subclass_list, seen.permitted_subclass_length, "PermittedSubclasses",
                        "Permitted subclass", &out_.permitted_subclasses)) {
    return false;
  }
  recognise_annotations(out_.annotations.visible, Owner::kClass, &out_.vm_annotations, &out_.contended_group);
  return true;
}

bool ClassParser::parse_class_attribute(std::string_view name, uint32_t length, Bytes body) {
  auto& seen = class_seen_;
  if (name == "SourceFile") {
    if (check_ && length != 2) return fail("Wrong SourceFile attribute length in class file {}");
    if (seen.source_file) return fail("Multiple SourceFile attributes in class file {}");
    seen.source_file = true;
    if (body.size() < 2) return truncated();
    uint16_t index = ByteReader(body).u2();
    if (!is_utf8(index)) return fail("Invalid SourceFile attribute at constant pool index {} in class file {}", index);
    out_.source_file_index = index;
  } else if (name == "SourceDebugExtension") {
    if (seen.source_extension) return fail("Multiple SourceDebugExtension attributes in class file {}");
    seen.source_extension = true;
    out_.source_debug_extension = body;
  } else if (name == "InnerClasses") {
    if (out_.has_inner_classes) return fail("Multiple InnerClasses attributes in class file {}");
    out_.has_inner_classes = true;
    seen.inner_classes = in_;
    seen.inner_class_length = length;
  } else if (name == "Synthetic") {
    if (length != 0) return fail("Invalid Synthetic classfile attribute length {} in class file {}", length);
    out_.is_synthetic_attribute = true;
  } else if (name == "Deprecated") {
    if (length != 0) return fail("Invalid Deprecated classfile attribute length {} in class file {}", length);
    out_.is_deprecated = true;
  } else if (major() < kJava1_5) {
    return true;
  } else if (name == "Signature") {
    if (out_.signature_index != 0) return fail("Multiple Signature attributes in class file {}");
    if (length != 2) return fail("Wrong Signature attribute length {} in class file {}", length);
    if (body.size() < 2) return truncated();
    uint16_t index = ByteReader(body).u2();
    if (!is_utf8(index)) return fail("Invalid constant pool index {} in Signature attribute in class file {}", index);
    out_.signature_index = index;
  } else if (name == "EnclosingMethod") {
    if (out_.has_enclosing_method) return fail("Multiple EnclosingMethod attributes in class file {}");
    if (length != 4) return fail("Wrong EnclosingMethod attribute length {} in class file {}", length);
    out_.has_enclosing_method = true;
    if (body.size() < 4) return truncated();
    ByteReader in(body);
    out_.enclosing_class = in.u2();
    out_.enclosing_method = in.u2();
    if (out_.enclosing_class == 0) return fail("Invalid class index in EnclosingMethod attribute in class file {}");
    if (!is_class(out_.enclosing_class))
      return fail("Invalid or out-of-bounds class index in EnclosingMethod attribute in class file {}");
    if (out_.enclosing_method != 0 && !pool_.is(out_.enclosing_method, Tag::kNameAndType)) {
      return fail("Invalid or out-of-bounds method index in EnclosingMethod attribute in class file {}");
    }
  } else if (name == "BootstrapMethods" && major() >= kJava7) {
    if (seen.bootstrap_methods) return fail("Multiple BootstrapMethods attributes in class file {}");
    seen.bootstrap_methods = true;
    if (body.size() < length) return truncated();
    if (!parse_bootstrap_methods(in_, length)) return false;
  } else if (name == "NestMembers" && major() >= kJava11) {
    if (seen.nest_members) return fail("Multiple NestMembers attributes in class file {}");
    if (seen.nest_host) return fail("Conflicting NestHost and NestMembers attributes in class file {}");
    seen.nest_members = true;
    seen.nest_member_list = in_;
    seen.nest_member_length = length;
  } else if (name == "NestHost" && major() >= kJava11) {
    if (seen.nest_host) return fail("Multiple NestHost attributes in class file {}");
    if (seen.nest_members) return fail("Conflicting NestMembers and NestHost attributes in class file {}");
    seen.nest_host = true;
    if (check_ && length != 2) return fail("Wrong NestHost attribute length in class file {}");
    if (body.size() < 2) return truncated();
    uint16_t index = ByteReader(body).u2();
    if (!is_class(index)) return fail("Nest-host class_info_index {} has bad constant type in class file {}", index);
    out_.nest_host = index;
  } else if (name == "Record" && major() >= kJava16) {
    if (out_.is_record) return fail("Multiple Record attributes in class file {}");
    out_.is_record = true;
    seen.record = in_;
    seen.record_length = length;
  } else if (name == "PermittedSubclasses" && major() >= kJava17) {
    if (out_.has_permitted_subclasses) return fail("Multiple PermittedSubclasses attributes in class file {}");
    if (out_.access_flags & kAccFinal) return fail("PermittedSubclasses attribute in final class file {}");
    out_.has_permitted_subclasses = true;
    seen.permitted_subclass_list = in_;
    seen.permitted_subclass_length = length;
  } else {
    bool taken;
    if (!take_annotations(name, body, "", seen.annotations, &out_.annotations, &taken)) return false;
  }
  return true;
}

// NestMembers and PermittedSubclasses (JVMS 4.7.29, 4.7.31).
bool ClassParser::parse_class_list(ByteReader in, uint32_t length, const char* attribute, const char* entry,
                                   U2List* result) {
  uint16_t count = in.u2();
  U2List list(in.take(2 * size_t{count}));
  if (in.overrun()) return truncated();
  for (size_t i = 0; i < list.size(); i++) {
    if (!is_class(list[i]))
      return fail("{} class_info_index {} has bad constant type in class file {}", entry, list[i]);
  }
  if (length != 2 + 2u * count) return fail("Wrong {} attribute length in class file {}", attribute);
  *result = list;
  return true;
}

// JVMS 4.7.6.
bool ClassParser::parse_inner_classes(ByteReader in, uint32_t length) {
  uint16_t count = in.u2();
  if (in.overrun() || in.remaining() < count * size_t{8}) return truncated();
  uint16_t known = kAccPublic | kAccPrivate | kAccProtected | kAccStatic | kAccFinal | kAccSuper | kAccInterface |
                   kAccAbstract | kAccAnnotation | kAccEnum | kAccSynthetic;
  if (major() >= kJava9) known |= kAccModule;
  std::vector<uint64_t> keys;
  out_.inner_classes.reserve(count);
  for (uint16_t i = 0; i < count; i++) {
    InnerClass inner{};
    inner.inner_class = in.u2();
    inner.outer_class = in.u2();
    inner.inner_name = in.u2();
    inner.access_flags = in.u2() & known;
    if (!is_class(inner.inner_class)) {
      return fail("inner_class_info_index {} has bad constant type in class file {}", inner.inner_class);
    }
    if (inner.outer_class != 0 && !is_class(inner.outer_class)) {
      return fail("outer_class_info_index {} has bad constant type in class file {}", inner.outer_class);
    }
    if (inner.outer_class != 0 && check_ && pool_.class_name(inner.outer_class).starts_with('[')) {
      return fail("Outer class is an array class in class file {}");
    }
    if (inner.inner_name != 0 && !is_utf8(inner.inner_name)) {
      return fail("inner_name_index {} has bad constant type in class file {}", inner.inner_name);
    }
    if (check_ && inner.inner_class == inner.outer_class)
      return fail("Class is both outer and inner class in class file {}");
    if ((inner.access_flags & kAccInterface) && major() < kJava6) inner.access_flags |= kAccAbstract;
    if (!check_class_flags(inner.access_flags)) return false;
    keys.push_back(uint64_t{inner.inner_class} << 48 | uint64_t{inner.outer_class} << 32 |
                   uint64_t{inner.inner_name} << 16 | inner.access_flags);
    out_.inner_classes.push_back(inner);
  }
  if (check_ && major() >= kJava1_5 && length != 2 + 8u * count) return fail("Wrong InnerClasses attribute length in class file {}");
  if (check_ && major() >= kJava1_5 && find_duplicate(std::move(keys)) >= 0) {
    return fail("Duplicate entry in InnerClasses attribute in class file {}");
  }
  find_inner_class_circles();
  return true;
}

// A chain of outer classes that never ends would hang reflection: such an attribute is dropped.
void ClassParser::find_inner_class_circles() {
  std::vector<uint16_t> outer_of(pool_.size());
  for (const InnerClass& inner : out_.inner_classes) outer_of[inner.inner_class] = inner.outer_class;
  std::vector<uint16_t> visited(pool_.size());  // number of the walk that came here first
  uint16_t walk = 0;
  for (const InnerClass& inner : out_.inner_classes) {
    walk++;
    for (uint16_t at = inner.inner_class; at != 0; at = outer_of[at]) {
      if (visited[at] == walk) {
        out_.inner_classes.clear();
        return;
      }
      if (visited[at] != 0) break;
      visited[at] = walk;
    }
  }
}

// JVMS 4.7.23.
bool ClassParser::parse_bootstrap_methods(ByteReader in, uint32_t length) {
  if (length < 2) return fail("Invalid BootstrapMethods attribute length {} in class file {}", length);
  size_t start = in.offset();
  uint16_t count = in.u2();
  if (highest_bootstrap_method_ >= count) return fail("Short length on BootstrapMethods in class file {}");
  for (uint16_t i = 0; i < count; i++) {
    BootstrapMethod method{};
    method.method_handle = in.u2();
    uint16_t arguments = in.u2();
    if (in.overrun()) return truncated();
    if (!pool_.is(method.method_handle, Tag::kMethodHandle)) {
      return fail("bootstrap_method_index {} has bad constant type in class file {}", method.method_handle);
    }
    if (in.offset() - start + 2 * size_t{arguments} > length) {
      return fail("Invalid BootstrapMethods num_bootstrap_methods or num_bootstrap_arguments value in class file {}");
    }
    method.arguments = U2List(in.take(2 * size_t{arguments}));
    if (in.overrun()) return truncated();
    for (size_t j = 0; j < method.arguments.size(); j++) {
      switch (pool_.tag(method.arguments[j])) {
        case Tag::kInteger: case Tag::kFloat: case Tag::kLong: case Tag::kDouble: case Tag::kClass: case Tag::kString:
        case Tag::kMethodHandle: case Tag::kMethodType: case Tag::kDynamic: break;
        case Tag::kUnusable: case Tag::kUtf8: case Tag::kFieldref: case Tag::kMethodref: case Tag::kInterfaceMethodref:
        case Tag::kNameAndType: case Tag::kInvokeDynamic:
          return fail("argument_index {} has bad constant type in class file {}", method.arguments[j]);
      }
    }
    out_.bootstrap_methods.push_back(method);
  }
  if (in.offset() - start != length) return fail("Bad length on BootstrapMethods in class file {}");
  return true;
}

// JVMS 4.7.30.
bool ClassParser::parse_record(ByteReader in, uint32_t length) {
  size_t start = in.offset();
  for (uint16_t left = in.u2(); left > 0 && !in.overrun(); left--) {
    RecordComponent component;
    component.name_index = in.u2();
    if (in.overrun()) return truncated();
    if (!is_utf8(component.name_index))
      return fail("Invalid constant pool index {} for name in Record attribute in class file {}", component.name_index);
    std::string_view component_name = pool_.utf8(component.name_index);
    if (!check_field_name(component_name)) return false;
    component.descriptor_index = in.u2();
    if (in.overrun()) return truncated();
    if (!is_utf8(component.descriptor_index)) {
      return fail("Invalid constant pool index {} for descriptor in Record attribute in class file {}",
                  component.descriptor_index);
    }
    if (!check_field_signature(component_name, pool_.utf8(component.descriptor_index))) return false;
    SeenAnnotations seen;
    for (uint16_t attributes = in.u2(); attributes > 0; attributes--) {
      uint16_t name_index = in.u2();
      Bytes body = in.take(in.u4());
      if (in.overrun()) return truncated();
      if (!is_utf8(name_index)) return fail("Invalid Record attribute name index {} in class file {}", name_index);
      std::string_view name = pool_.utf8(name_index);
      if (name == "Signature") {
        if (component.signature_index != 0)
          return fail("Multiple Signature attributes for Record component in class file {}");
        if (body.size() != 2)
          return fail("Invalid Signature attribute length {} in Record component in class file {}", body.size());
        uint16_t index = ByteReader(body).u2();
        if (!is_utf8(index))
          return fail("Invalid Signature attribute at constant pool index {} in class file {}", index);
        component.signature_index = index;
      } else {
        bool taken;
        if (!take_annotations(name, body, " for Record component", seen, &component.annotations, &taken)) return false;
      }
    }
    out_.record_components.push_back(component);
  }
  if (in.overrun()) return truncated();
  if (in.offset() - start != length) return fail("Record attribute has wrong length in class file {}");
  return true;
}

}  // namespace kiln::classfile
