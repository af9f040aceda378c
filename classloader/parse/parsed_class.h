// classloader/parse/parsed_class.h - what a class file says, as plain data.
//
// A ParsedClass is the only product of the parser and the only input of verifier and linker. It owns its
// tables but not the text: every string_view and span points into the class bytes given to parse_class, which
// must outlive it. It knows no heap, no symbols and no other class.
//
// Always true of a ParsedClass returned by parse_class:
//   - every index kept here names a constant pool entry of the kind its comment says (0 where "or 0");
//   - every range (code offsets of handlers, tables, local variables) lies inside its code;
//   - names and descriptors are well formed if ParseOptions::check_format was set.
//
// Read next: class_parser.h (how it is made), descriptors.h (taking descriptors apart).
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "vm/base/check.h"

namespace kiln::classfile {

using Bytes = std::span<const uint8_t>;

// Access and property flags (JVMS tables 4.1-B, 4.5-A, 4.6-A, 4.7.6-A); some bits mean different things by owner.
enum : uint16_t {
  kAccPublic = 0x0001,
  kAccPrivate = 0x0002,
  kAccProtected = 0x0004,
  kAccStatic = 0x0008,
  kAccFinal = 0x0010,
  kAccSuper = 0x0020,         // class
  kAccSynchronized = 0x0020,  // method
  kAccVolatile = 0x0040,      // field
  kAccBridge = 0x0040,        // method
  kAccTransient = 0x0080,     // field
  kAccVarargs = 0x0080,       // method
  kAccNative = 0x0100,
  kAccInterface = 0x0200,
  kAccAbstract = 0x0400,
  kAccStrict = 0x0800,
  kAccSynthetic = 0x1000,
  kAccAnnotation = 0x2000,
  kAccEnum = 0x4000,
  kAccModule = 0x8000,
};

// A list of big-endian u2 values left in the class bytes.
class U2List {
 public:
  U2List() = default;
  explicit U2List(Bytes bytes) : bytes_(bytes) { VM_DCHECK(bytes.size() % 2 == 0); }
  size_t size() const { return bytes_.size() / 2; }
  bool empty() const { return bytes_.empty(); }
  uint16_t operator[](size_t i) const {
    VM_DCHECK(i < size());
    return static_cast<uint16_t>(bytes_[2 * i] << 8 | bytes_[2 * i + 1]);
  }

 private:
  Bytes bytes_;
};

// ---- Constant pool (JVMS 4.4) ----

enum class Tag : uint8_t {
  kUnusable = 0,  // entry 0 and the second half of a long or double
  kUtf8 = 1,
  kInteger = 3,
  kFloat = 4,
  kLong = 5,
  kDouble = 6,
  kClass = 7,
  kString = 8,
  kFieldref = 9,
  kMethodref = 10,
  kInterfaceMethodref = 11,
  kNameAndType = 12,
  kMethodHandle = 15,
  kMethodType = 16,
  kDynamic = 17,
  kInvokeDynamic = 18,
};

// One entry. Which fields mean something depends on the tag:
//   Utf8                    text (modified UTF-8, not decoded)
//   Integer Float           bits: low 32       Long Double: bits, all 64
//   Class String MethodType first: Utf8 index
//   Field/Method/InterfaceMethodref  first: Class index, second: NameAndType index
//   NameAndType             first: name Utf8 index, second: descriptor Utf8 index
//   MethodHandle            first: member reference index, second: reference kind (1..9)
//   Dynamic InvokeDynamic   first: index into ParsedClass::bootstrap_methods, second: NameAndType index
struct ConstantPoolEntry {
  Tag tag = Tag::kUnusable;
  uint16_t first = 0;
  uint16_t second = 0;
  uint64_t bits = 0;
  std::string_view text;
};

class ConstantPool {
 public:
  size_t size() const { return entries_.size(); }  // constant_pool_count, entry 0 included
  Tag tag(size_t i) const { return i < entries_.size() ? entries_[i].tag : Tag::kUnusable; }
  const ConstantPoolEntry& operator[](size_t i) const {
    VM_DCHECK(i < entries_.size());
    return entries_[i];
  }
  bool is(size_t i, Tag wanted) const { return tag(i) == wanted; }

  // The text of a Utf8 entry.
  std::string_view utf8(uint16_t i) const {
    VM_DCHECK(is(i, Tag::kUtf8));
    return entries_[i].text;
  }
  // The text of a Class, String or MethodType entry (class names in internal form, java/lang/Object, or [I).
  std::string_view text_of(uint16_t i) const { return utf8(entries_[i].first); }
  std::string_view class_name(uint16_t i) const {
    VM_DCHECK(is(i, Tag::kClass));
    return text_of(i);
  }
  // Parts of a Fieldref, Methodref, InterfaceMethodref, Dynamic or InvokeDynamic entry.
  std::string_view member_class(uint16_t i) const { return class_name(entries_[i].first); }
  std::string_view member_name(uint16_t i) const { return utf8(entries_[entries_[i].second].first); }
  std::string_view member_descriptor(uint16_t i) const { return utf8(entries_[entries_[i].second].second); }

  std::vector<ConstantPoolEntry>& entries() { return entries_; }  // for the parser
  const std::vector<ConstantPoolEntry>& entries() const { return entries_; }

 private:
  std::vector<ConstantPoolEntry> entries_;
};

// ---- Attributes shared by classes, fields, methods and record components ----

// Annotations in the form the JDK's AnnotationParser and TypeAnnotationParser take: the attribute's content,
// that is, the bytes after attribute_length. Empty when absent. Syntax inside is checked by Java, not here.
struct RawAnnotations {
  Bytes visible;       // RuntimeVisibleAnnotations
  Bytes visible_type;  // RuntimeVisibleTypeAnnotations
};

// Annotations which the VM itself obeys; set only with ParseOptions::privileged_annotations.
enum VmAnnotation : uint16_t {
  kCallerSensitive = 1 << 0,
  kForceInline = 1 << 1,
  kDontInline = 1 << 2,
  kHiddenFrame = 1 << 3,  // @Hidden: not in stack traces
  kIntrinsicCandidate = 1 << 4,
  kStable = 1 << 5,  // fields
  kContended = 1 << 6,  // fields and classes
  kReservedStackAccess = 1 << 7,
  kScoped = 1 << 8,           // ScopedMemoryAccess$Scoped
  kLambdaFormCompiled = 1 << 9,
  kInjectedProfile = 1 << 10,
  kValueBased = 1 << 11,  // classes
};

// A half-open range of one of the flat tables of ParsedClass.
struct TableRange {
  uint32_t begin = 0;
  uint32_t count = 0;
};

// ---- Fields and methods (JVMS 4.5, 4.6) ----

struct ParsedField {
  uint16_t access_flags = 0;
  uint16_t name_index = 0;            // Utf8
  uint16_t descriptor_index = 0;      // Utf8
  uint16_t constant_value_index = 0;  // Integer, Float, Long, Double or String, or 0; only ever set on static fields
  uint16_t signature_index = 0;       // Utf8 or 0
  uint16_t vm_annotations = 0;        // VmAnnotation bits
  uint16_t contended_group = 0;       // Utf8 naming the @Contended group, or 0: a group of its own
  bool is_synthetic_attribute = false;
  bool is_deprecated = false;
  std::string_view name;
  std::string_view descriptor;
  RawAnnotations annotations;
};

struct ExceptionHandler {
  uint16_t start_pc, end_pc;  // protected range, end exclusive
  uint16_t handler_pc;
  uint16_t catch_type;  // Class index, or 0: catches everything
};

struct LineNumber {
  uint16_t start_pc;
  uint16_t line;
};

struct LocalVariable {
  uint16_t start_pc, length;
  uint16_t name_index, descriptor_index;  // Utf8
  uint16_t signature_index;               // Utf8 from LocalVariableTypeTable, or 0
  uint16_t slot;
};

struct ParsedMethod {
  uint16_t access_flags = 0;
  uint16_t name_index = 0;        // Utf8
  uint16_t descriptor_index = 0;  // Utf8
  uint16_t signature_index = 0;   // Utf8 or 0
  uint16_t vm_annotations = 0;    // VmAnnotation bits
  bool has_code = false;
  bool has_method_parameters = false;  // a MethodParameters attribute with no entries differs from none
  bool has_stack_map_table = false;
  bool is_synthetic_attribute = false;
  bool is_deprecated = false;
  uint8_t argument_slots = 0;  // locals taken by the arguments, receiver included; at most 255
  uint16_t max_stack = 0;
  uint16_t max_locals = 0;
  std::string_view name;
  std::string_view descriptor;
  Bytes code;             // the bytecodes
  TableRange handlers;    // ParsedClass::handlers(method), in the order of the file
  TableRange lines;       // ParsedClass::lines(method), in the order of the file, all LineNumberTables joined
  TableRange locals;      // ParsedClass::locals(method)
  Bytes stack_map_table;  // content after attribute_length: u2 number_of_entries, frames
  U2List exceptions;      // Class indices of the Exceptions attribute
  Bytes method_parameters;  // entries of 4 bytes: u2 name_index (Utf8 or 0), u2 access_flags; count is size / 4
  Bytes parameter_annotations;  // RuntimeVisibleParameterAnnotations
  Bytes annotation_default;     // AnnotationDefault
  Bytes code_type_annotations;  // RuntimeVisibleTypeAnnotations of the Code attribute
  RawAnnotations annotations;

  bool is_static() const { return (access_flags & kAccStatic) != 0; }
};

// ---- Class attributes ----

struct InnerClass {
  uint16_t inner_class;  // Class
  uint16_t outer_class;  // Class or 0
  uint16_t inner_name;   // Utf8 or 0
  uint16_t access_flags;
};

struct BootstrapMethod {
  uint16_t method_handle;  // MethodHandle
  U2List arguments;        // loadable constants
};

struct RecordComponent {
  uint16_t name_index = 0;        // Utf8
  uint16_t descriptor_index = 0;  // Utf8
  uint16_t signature_index = 0;   // Utf8 or 0
  RawAnnotations annotations;
};

struct ParsedClass {
  Bytes file;  // everything
  uint16_t minor_version = 0;
  uint16_t major_version = 0;
  ConstantPool constants;
  uint16_t access_flags = 0;  // as the VM keeps them: only defined bits; ACC_ABSTRACT added to old interfaces
  uint16_t this_class = 0;    // Class
  uint16_t super_class = 0;   // Class; 0 only for java/lang/Object
  std::string_view name;        // of this_class
  std::string_view super_name;  // empty for java/lang/Object
  U2List interfaces;            // Class indices
  std::vector<ParsedField> fields;
  std::vector<ParsedMethod> methods;

  // Flat tables; use the accessors below.
  std::vector<ExceptionHandler> all_handlers;
  std::vector<LineNumber> all_lines;
  std::vector<LocalVariable> all_locals;

  uint16_t source_file_index = 0;  // Utf8 or 0
  uint16_t signature_index = 0;    // Utf8 or 0
  uint16_t vm_annotations = 0;     // VmAnnotation bits
  uint16_t contended_group = 0;
  uint16_t enclosing_class = 0;   // EnclosingMethod: Class or 0
  uint16_t enclosing_method = 0;  // NameAndType or 0
  uint16_t nest_host = 0;         // Class or 0
  bool has_inner_classes = false;
  bool has_enclosing_method = false;
  bool is_record = false;              // a Record attribute (honoured for a final subclass of java/lang/Record)
  bool has_permitted_subclasses = false;
  bool is_synthetic_attribute = false;
  bool is_deprecated = false;
  bool has_finalizer = false;          // declares a non-empty void finalize() (registration is needed)
  bool has_nonstatic_concrete_methods = false;  // an interface with default or private instance methods
  bool has_clinit = false;
  Bytes source_debug_extension;  // modified UTF-8 text
  std::vector<InnerClass> inner_classes;
  std::vector<BootstrapMethod> bootstrap_methods;
  U2List nest_members;          // Class indices
  U2List permitted_subclasses;  // Class indices
  std::vector<RecordComponent> record_components;
  RawAnnotations annotations;

  std::span<const ExceptionHandler> handlers(const ParsedMethod& m) const { return part(all_handlers, m.handlers); }
  std::span<const LineNumber> lines(const ParsedMethod& m) const { return part(all_lines, m.lines); }
  std::span<const LocalVariable> locals(const ParsedMethod& m) const { return part(all_locals, m.locals); }
  std::string_view interface_name(size_t i) const { return constants.class_name(interfaces[i]); }
  bool is_interface() const { return (access_flags & kAccInterface) != 0; }

 private:
  template <typename T>
  static std::span<const T> part(const std::vector<T>& table, TableRange range) {
    return std::span<const T>(table).subspan(range.begin, range.count);
  }
};

}  // namespace kiln::classfile
