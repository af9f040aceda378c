// classloader/parse/class_parser_impl.h - the parser's state, shared by its source files; nobody else includes it.
//
//   class_parser.cpp   header, this and super class, interfaces, order of things
//   constants.cpp      constant pool
//   members.cpp        fields, methods
//   code.cpp           the Code attribute
//   attributes.cpp     attributes of classes and record components
//   vm_annotations.cpp annotations that the VM obeys
//
// Every step returns false after fail(...); the first error wins, and an overrun of the file beats them all,
// since what was read after it is zeroes.
#pragma once

#include <fmt/format.h>

#include <string>
#include <string_view>
#include <vector>

#include "classloader/parse/byte_reader.h"
#include "classloader/parse/class_parser.h"
#include "classloader/parse/descriptors.h"
#include "classloader/parse/parsed_class.h"

namespace kiln::classfile {

// Names of the versions at which rules change.
inline constexpr uint16_t kJava1_5 = 49, kJava6 = 50, kJava7 = 51, kJava8 = 52, kJava9 = 53, kJava11 = 55, kJava12 = 56,
                          kJava16 = 60, kJava17 = 61;

class ClassParser {
 public:
  ClassParser(Bytes bytes, const ParseOptions& options, ParsedClass& out, ParseError& error)
      : in_(bytes), options_(options), check_(options.check_format), out_(out), pool_(out.constants), error_(error),
        class_name_(options.expected_name.empty() ? std::string_view("<Unknown>") : options.expected_name) {}

  bool parse();

 private:
  enum class Owner : uint8_t { kClass, kField, kMethod, kRecordComponent };
  struct SeenAnnotations {
    bool visible = false, invisible = false, visible_type = false, invisible_type = false;
  };

  struct SeenMethodAttributes : SeenAnnotations {
    bool parameters = false, invisible_parameters = false, annotation_default = false, exceptions = false;
  };

  // ---- errors ----
  bool fail_with(ParseErrorKind kind, std::string message);
  // `format` takes its arguments and then the class name: "... %u in class file %s" in HotSpot.
  template <typename... Args>
  bool fail(fmt::format_string<Args..., std::string_view&> format, Args... arguments) {
    return fail_with(ParseErrorKind::kClassFormatError,
                     fmt::vformat(format, fmt::make_format_args(arguments..., class_name_)));
  }
  bool illegal_signature(const char* what, std::string_view name, std::string_view signature);
  bool overrun() const { return in_.overrun(); }
  bool truncated() {
    in_.skip(in_.remaining() + 1);
    return fail_with(ParseErrorKind::kClassFormatError, {});
  }

  // ---- class_parser.cpp ----
  bool parse_version();
  bool parse_names();
  bool parse_interfaces();
  bool check_class_flags(uint16_t flags);

  // ---- constants.cpp ----
  bool parse_constants();
  bool read_constant(uint16_t index, uint8_t tag);
  bool check_constant_links(uint16_t index);
  bool check_constant_format(uint16_t index);
  bool check_method_handle(uint16_t index);
  bool is_utf8(uint16_t i) const { return pool_.is(i, Tag::kUtf8); }
  bool is_class(uint16_t i) const { return pool_.is(i, Tag::kClass); }

  // ---- names and descriptors (class_parser.cpp) ----
  bool check_class_name(std::string_view name);
  bool check_field_name(std::string_view name);
  bool check_method_name(std::string_view name);
  bool check_field_signature(std::string_view name, std::string_view descriptor);
  bool check_method_signature(std::string_view name, std::string_view descriptor, int* argument_slots);
  bool descriptor_failure(DescriptorError error, const char* what, std::string_view name, std::string_view descriptor);

  // ---- members.cpp ----
  bool parse_fields();
  bool parse_field(ParsedField& field);
  bool parse_field_attribute(ParsedField& field, std::string_view name, uint32_t length, Bytes body,
                             SeenAnnotations& seen);
  bool check_field_flags(uint16_t flags);
  bool parse_constant_value(ParsedField& field, ByteReader body);
  bool parse_methods();
  bool parse_method(ParsedMethod& method);
  bool parse_method_attribute(ParsedMethod& method, std::string_view name, uint32_t length, Bytes body,
                              SeenMethodAttributes& seen);
  bool check_method_flags(uint16_t flags, std::string_view name);
  bool parse_exceptions(ParsedMethod& method, ByteReader in, uint32_t length);
  bool check_duplicates(bool methods);

  // ---- code.cpp ----
  bool parse_code(ParsedMethod& method, uint32_t length);
  bool parse_handlers(ParsedMethod& method);
  bool parse_line_numbers(const ParsedMethod& method, uint32_t length);
  bool parse_local_variables(const ParsedMethod& method, uint32_t length, bool types);
  bool attach_local_types(ParsedMethod& method);

  // ---- attributes.cpp ----
  // Variable-size attributes get a reader that goes on to the end of the file: what is wrong inside is told before a
  // wrong length.
  bool parse_class_attributes();
  bool parse_class_attribute(std::string_view name, uint32_t length, Bytes body);
  bool parse_inner_classes(ByteReader in, uint32_t length);
  bool parse_bootstrap_methods(ByteReader in, uint32_t length);
  bool parse_class_list(ByteReader in, uint32_t length, const char* attribute, const char* entry, U2List* result);
  bool parse_record(ByteReader in, uint32_t length);
  // Handles the four Runtime(In)Visible(Type)Annotations attributes. *taken: `name` was one of them.
  bool take_annotations(std::string_view name, Bytes body, const char* owner, SeenAnnotations& seen,
                        RawAnnotations* out, bool* taken);
  void find_inner_class_circles();

  // ---- vm_annotations.cpp ----
  void recognise_annotations(Bytes annotations, Owner owner, uint16_t* bits, uint16_t* contended_group) const;

  uint16_t major() const { return out_.major_version; }

  ByteReader in_;
  const ParseOptions& options_;
  const bool check_;
  ParsedClass& out_;
  ConstantPool& pool_;
  ParseError& error_;
  std::string_view class_name_;
  NameRule name_rule_ = NameRule::kAny;
  uint8_t module_constant_ = 0;          // tag of a CONSTANT_Module or Package entry, legal in module-info only
  int highest_bootstrap_method_ = -1;    // index used by a Dynamic or InvokeDynamic entry
  // Class attributes met so far; lists are kept until all attributes are known.
  struct {
    SeenAnnotations annotations;
    bool source_file = false, source_extension = false, nest_host = false, nest_members = false,
         bootstrap_methods = false;
    ByteReader inner_classes, nest_member_list, record, permitted_subclass_list;
    uint32_t inner_class_length = 0, nest_member_length = 0, record_length = 0, permitted_subclass_length = 0;
  } class_seen_;
  std::vector<LocalVariable> local_types_;  // LocalVariableTypeTable of the current method
};

// The position of a second occurrence of one of `keys`, or -1. n log n.
int find_duplicate(std::vector<uint64_t> keys);
// Numbers Utf8 entries such that equal texts get equal numbers; `indices` are Utf8 indices.
std::vector<uint32_t> text_classes(const ConstantPool& pool, const std::vector<uint16_t>& indices);

}  // namespace kiln::classfile
