// tests/fuzz/parse_fuzz.cpp - arbitrary bytes into the class parser. What parses is then read completely: every
// index and range that ParsedClass promises to be good is used.
#include <cstddef>
#include <cstdint>

#include "classloader/parse/class_parser.h"
#include "classloader/parse/descriptors.h"
#include "classloader/parse/modified_utf8.h"

using namespace kiln::classfile;

namespace {

size_t use(std::string_view text) {
  size_t sum = kiln::utf16_length(text);
  for (char c : text) sum += static_cast<uint8_t>(c);
  return sum;
}
size_t use(Bytes bytes) { return use(std::string_view(reinterpret_cast<const char*>(bytes.data()), bytes.size())); }
size_t use(const RawAnnotations& a) { return use(a.visible) + use(a.visible_type); }

size_t use(const ParsedClass& c) {
  const ConstantPool& pool = c.constants;
  auto optional_text = [&](uint16_t i) { return i == 0 ? 0 : use(pool.utf8(i)); };
  size_t sum = use(pool.class_name(c.this_class)) + use(c.name) + use(c.super_name);
  for (uint16_t i = 1; i < pool.size(); i++) {
    switch (pool.tag(i)) {
      case Tag::kUtf8: sum += use(pool.utf8(i)); break;
      case Tag::kClass: case Tag::kString: case Tag::kMethodType: sum += use(pool.text_of(i)); break;
      case Tag::kFieldref:
      case Tag::kMethodref:
      case Tag::kInterfaceMethodref:
        sum += use(pool.member_class(i));
        [[fallthrough]];
      case Tag::kDynamic: case Tag::kInvokeDynamic:
        sum += use(pool.member_name(i));
        for (DescriptorTypes types(pool.member_descriptor(i)); !types.at_end(); types.next())
          sum += use(types.current());
        if (pool.tag(i) >= Tag::kDynamic) sum += c.bootstrap_methods[pool[i].first].method_handle;
        break;
      case Tag::kMethodHandle: sum += use(pool.member_name(pool[i].first)); break;
      case Tag::kNameAndType: sum += use(pool.utf8(pool[i].first)) + use(pool.utf8(pool[i].second)); break;
      case Tag::kUnusable: case Tag::kInteger: case Tag::kFloat: case Tag::kLong: case Tag::kDouble: break;
    }
  }
  for (size_t i = 0; i < c.interfaces.size(); i++) sum += use(c.interface_name(i));
  for (const ParsedField& f : c.fields) {
    sum += use(f.name) + use(f.descriptor) + optional_text(f.signature_index) + optional_text(f.contended_group) +
           use(f.annotations);
    if (f.constant_value_index != 0) sum += pool[f.constant_value_index].bits;
  }
  for (const ParsedMethod& m : c.methods) {
    sum += use(m.name) + optional_text(m.signature_index) + use(m.annotations) + use(m.code) + use(m.stack_map_table);
    sum += use(m.parameter_annotations) + use(m.annotation_default) + use(m.method_parameters) +
           use(m.code_type_annotations);
    for (DescriptorTypes types(m.descriptor); !types.at_end(); types.next()) sum += use(types.current());
    for (const ExceptionHandler& h : c.handlers(m)) {
      sum += m.code[h.start_pc] + m.code[h.end_pc - 1u] + m.code[h.handler_pc];
      if (h.catch_type != 0) sum += use(pool.class_name(h.catch_type));
    }
    for (const LineNumber& l : c.lines(m)) sum += m.code[l.start_pc] + l.line;
    for (const LocalVariable& l : c.locals(m)) {
      sum += use(pool.utf8(l.name_index)) + use(pool.utf8(l.descriptor_index)) + optional_text(l.signature_index) +
             m.code[l.start_pc];
    }
    for (size_t i = 0; i < m.exceptions.size(); i++) sum += use(pool.class_name(m.exceptions[i]));
  }
  for (const InnerClass& i : c.inner_classes) {
    if (i.inner_class != 0) sum += use(pool.class_name(i.inner_class));
    if (i.outer_class != 0) sum += use(pool.class_name(i.outer_class));
    sum += optional_text(i.inner_name);
  }
  for (const BootstrapMethod& b : c.bootstrap_methods) {
    sum += pool[b.method_handle].second;
    for (size_t i = 0; i < b.arguments.size(); i++) sum += pool[b.arguments[i]].bits;
  }
  for (size_t i = 0; i < c.nest_members.size(); i++) sum += use(pool.class_name(c.nest_members[i]));
  for (size_t i = 0; i < c.permitted_subclasses.size(); i++) sum += use(pool.class_name(c.permitted_subclasses[i]));
  for (const RecordComponent& r : c.record_components) {
    sum += use(pool.utf8(r.name_index)) + use(pool.utf8(r.descriptor_index)) + optional_text(r.signature_index) +
           use(r.annotations);
  }
  sum += use(c.annotations) + use(c.source_debug_extension) + optional_text(c.source_file_index) +
         optional_text(c.signature_index);
  if (c.enclosing_class != 0) sum += use(pool.class_name(c.enclosing_class));
  if (c.enclosing_method != 0) sum += pool[c.enclosing_method].first;
  if (c.nest_host != 0) sum += use(pool.class_name(c.nest_host));
  return sum;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  for (bool check : {false, true}) {
    ParseOptions options;
    options.check_format = check;
    options.privileged_annotations = true;
    options.enable_preview = true;
    ParsedClass parsed;
    ParseError error;
    volatile size_t sink = 0;
    if (parse_class({data, size}, options, &parsed, &error)) {
      sink = sink + use(parsed);
    } else {
      sink = sink + error.message.size();
      VM_CHECK(error.kind != ParseErrorKind::kNone && !error.message.empty());
    }
  }
  return 0;
}
