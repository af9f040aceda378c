#include "classloader/verify/explain.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "classloader/parse/byte_reader.h"
#include "classloader/parse/descriptors.h"
#include "vm/bytecode/bytecodes.h"

namespace kiln::classfile {

namespace {

using Out = std::back_insert_iterator<std::string>;

std::string origin_text(const TypeOrigin& origin) {
  std::string text = type_text(origin.type);
  switch (origin.place) {
    case TypeOrigin::kNowhere: case TypeOrigin::kImplicit: return text;
    case TypeOrigin::kCurrentLocal: return fmt::format("{} (current frame, locals[{}])", text, origin.index);
    case TypeOrigin::kCurrentStack: return fmt::format("{} (current frame, stack[{}])", text, origin.index);
    case TypeOrigin::kMapLocal: return fmt::format("{} (stack map, locals[{}])", text, origin.index);
    case TypeOrigin::kMapStack: return fmt::format("{} (stack map, stack[{}])", text, origin.index);
    case TypeOrigin::kConstant: return fmt::format("{} (constant pool {})", text, origin.index);
    case TypeOrigin::kSignature: return fmt::format("{} (from method signature)", text);
  }
  return text;
}

void print_types(Out out, const VerificationType* types, uint32_t count) {
  fmt::format_to(out, "{{");
  for (uint32_t i = 0; i < count; i++) fmt::format_to(out, "{} {}", i == 0 ? "" : ",", type_text(types[i]));
  fmt::format_to(out, " }}\n");
}

void print_frame(Out out, const char* title, const FrameView& frame) {
  fmt::format_to(out, "  {}:\n    bci: @{}\n    flags: {{{} }}\n    locals: ", title, frame.bci,
                 frame.this_uninitialized ? " flagThisUninit" : "");
  print_types(out, frame.locals, frame.locals_size);
  fmt::format_to(out, "    stack: ");
  print_types(out, frame.stack, frame.stack_size);
}

// Sixteen bytes a line, in pairs.
void print_code(Out out, Bytes code) {
  fmt::format_to(out, "  Bytecode:\n");
  for (size_t start = 0; start <= code.size(); start += 16) {
    std::string line;
    for (size_t i = start; i < std::min(start + 16, code.size()); i++) {
      if (i % 2 == 0 && i != start) line += ' ';
      line += fmt::format("{:02x}", code[i]);
    }
    // A code that fills its last line is followed by an empty one.
    fmt::format_to(out, "    {:07x}: {:<39}\n", start, line);
    if (start + 16 > code.size()) break;
  }
}

void print_map_type(Out out, ByteReader& in) {
  uint8_t tag = in.u1();
  static constexpr const char* kNames[] = {"Top", "Integer", "Float", "Double", "Long", "Null", "UninitializedThis"};
  if (tag < std::size(kNames)) {
    fmt::format_to(out, "{}", kNames[tag]);
  } else if (tag == 7) {
    fmt::format_to(out, "Object[#{}]", in.u2());
  } else if (tag == 8) {
    fmt::format_to(out, "Uninitialized[#{}]", in.u2());
  } else {
    fmt::format_to(out, "BAD:{}", tag);
  }
}

void print_map_types(Out out, ByteReader& in, unsigned count) {
  fmt::format_to(out, "{{");
  for (unsigned i = 0; i < count && !in.overrun(); i++) {
    if (i > 0) fmt::format_to(out, ",");
    print_map_type(out, in);
  }
  fmt::format_to(out, "}}");
}

// One frame; false: nothing is printed behind it. The reference VM's words for frames that the table's end cuts off.
bool print_map_frame(std::string& text, ByteReader& in, int64_t& bci) {
  Out out(text);
  if (in.at_end()) {
    // The count promises more: the reference VM takes the zero behind the table for a frame.
    fmt::format_to(out, "same_frame(@{})", bci + 1);
    return false;
  }
  uint8_t tag = in.u1();
  if (tag >= 128 && tag < 247) return false;  // a reserved frame type
  std::string_view name = tag < 64     ? "same_frame"
                          : tag < 128  ? "same_locals_1_stack_item_frame"
                          : tag == 247 ? "same_locals_1_stack_item_extended"
                          : tag < 251  ? "chop_frame"
                          : tag == 251 ? "same_frame_extended"
                          : tag < 255  ? "append_frame"
                                       : "full_frame";
  bci += 1 + (tag < 128 ? tag & 63 : in.u2());
  size_t start = text.size();
  fmt::format_to(out, "{}(@{}", name, bci);
  if (tag == 255) {
    fmt::format_to(out, ",");
    print_map_types(out, in, in.u2());
    fmt::format_to(out, ",");
    print_map_types(out, in, in.u2());
  } else if (tag > 247 && tag < 251) {
    fmt::format_to(out, ",{}", 251 - tag);
  } else {
    for (int types = tag > 251 ? tag - 251 : tag == 247 || (tag >= 64 && tag < 128) ? 1 : 0; types > 0; types--) {
      fmt::format_to(out, ",");
      print_map_type(out, in);
    }
  }
  fmt::format_to(out, ")");
  if (!in.overrun()) return true;
  if (tag == 251 || (tag > 247 && tag < 251)) return false;
  text.resize(start);
  fmt::format_to(out, "{}(@{}), output truncated, Stackmap exceeds table size.", name, bci);
  return false;
}

void print_stack_map(std::string& text, Bytes table) {
  ByteReader in(table);
  uint16_t count = in.u2();
  text += "  Stackmap Table:\n";
  int64_t bci = -1;
  for (uint16_t i = 0; i < count; i++) {
    text += "    ";
    if (!print_map_frame(text, in, bci)) return;
    text += "\n";
  }
}

}  // namespace

std::string type_text(const VerificationType& type) {
  switch (type.kind) {
    case TypeKind::kTop: return "top";
    case TypeKind::kInteger: return "integer";
    case TypeKind::kFloat: return "float";
    case TypeKind::kLong: return "long";
    case TypeKind::kLong2nd: return "long_2nd";
    case TypeKind::kDouble: return "double";
    case TypeKind::kDouble2nd: return "double_2nd";
    case TypeKind::kNull: return "null";
    case TypeKind::kUninitializedThis: return "uninitializedThis";
    case TypeKind::kUninitialized: return fmt::format("uninitialized {}", type.bci);
    case TypeKind::kReference: return fmt::format("'{}'", type.name);
    case TypeKind::kReturnAddress: return fmt::format("returnAddress {}", type.bci);
    case TypeKind::kBoolean: return "boolean";
    case TypeKind::kByte: return "byte";
    case TypeKind::kChar: return "char";
    case TypeKind::kShort: return "short";
    case TypeKind::kAnyCategory1: return "category1 type";
    case TypeKind::kAnyCategory2: return "category2 type";
    case TypeKind::kAnyCategory2_2nd: return "category2_2nd type";
    case TypeKind::kAnyReference: return "reference type";
  }
  return {};
}

std::string reason_text(const Fault& fault) {
  switch (fault.kind) {
    case Fault::kBadCode: return "Error exists in the bytecode";
    case Fault::kBadType:
      if (fault.expected.place == TypeOrigin::kNowhere) return "Invalid type: " + origin_text(fault.type);
      return fmt::format("Type {} is not assignable to {}", origin_text(fault.type), origin_text(fault.expected));
    case Fault::kBadFlags:
      return fault.map != nullptr ? "Current frame's flags are not assignable to stack map frame's."
                                  : "Current frame's flags are invalid in this context.";
    case Fault::kBadConstantIndex: return fmt::format("Constant pool index {} is invalid", fault.index);
    case Fault::kBadLocalIndex: return fmt::format("Local index {} is invalid", fault.index);
    case Fault::kLocalsSize: return "Current frame's local size doesn't match stackmap.";
    case Fault::kStackSize: return "Current frame's stack size doesn't match stackmap.";
    case Fault::kOverflow: return "Exceeded max stack size.";
    case Fault::kUnderflow: return "Attempt to pop empty stack.";
    case Fault::kMissingMap: return "Expected stackmap frame at this location.";
    case Fault::kBadMap: return "Invalid stackmap specification.";
  }
  return {};
}

std::string explain(const ParsedClass& parsed, const ParsedMethod& method, const Fault& fault) {
  std::string text;
  Out out(text);
  std::string_view instruction = "<invalid>";
  if (fault.bci < method.code.size()) instruction = bytecode::name(static_cast<Bytecode>(method.code[fault.bci]));
  fmt::format_to(out, "Exception Details:\n  Location:\n    {}.{}{} @{}: {}\n  Reason:\n    {}\n", parsed.name,
                 method.name, method.descriptor, fault.bci, instruction, reason_text(fault));
  if (fault.current != nullptr) print_frame(out, "Current Frame", *fault.current);
  if (fault.map != nullptr) print_frame(out, "Stackmap Frame", *fault.map);
  print_code(out, method.code);
  auto handlers = parsed.handlers(method);
  if (!handlers.empty()) fmt::format_to(out, "  Exception Handler Table:\n");
  for (const ExceptionHandler& h : handlers) {
    fmt::format_to(out, "    bci [{}, {}] => handler: {}\n", h.start_pc, h.end_pc, h.handler_pc);
  }
  if (method.has_stack_map_table && !method.stack_map_table.empty()) print_stack_map(text, method.stack_map_table);
  return text;
}

namespace {
// "[Ljava/lang/String;" as "java.lang.String[]"
std::string external_type(std::string_view descriptor) {
  size_t dimensions = 0;
  while (descriptor.starts_with('[')) {
    descriptor.remove_prefix(1);
    dimensions++;
  }
  std::string text;
  switch (descriptor.empty() ? '\0' : descriptor[0]) {
    case 'B': text = "byte"; break;
    case 'C': text = "char"; break;
    case 'D': text = "double"; break;
    case 'F': text = "float"; break;
    case 'I': text = "int"; break;
    case 'J': text = "long"; break;
    case 'S': text = "short"; break;
    case 'V': text = "void"; break;
    case 'Z': text = "boolean"; break;
    case 'L':
      text = descriptor.substr(1, descriptor.size() - 2);
      std::replace(text.begin(), text.end(), '/', '.');
      break;
    default: break;
  }
  for (; dimensions > 0; dimensions--) text += "[]";
  return text;
}
}  // namespace

std::string external_method_name(const ParsedClass& parsed, const ParsedMethod& method) {
  std::string arguments, result;
  for (DescriptorTypes types(method.descriptor); !types.at_end(); types.next()) {
    if (types.is_return()) {
      result = external_type(types.current());
    } else {
      if (!arguments.empty()) arguments += ", ";
      arguments += external_type(types.current());
    }
  }
  std::string owner(parsed.name);
  std::replace(owner.begin(), owner.end(), '/', '.');
  return fmt::format("{} {}.{}({})", result, owner, method.name, arguments);
}

}  // namespace kiln::classfile
