// classloader/parse/code.cpp - the Code attribute (JVMS 4.7.3) and what hangs on it.
#include <algorithm>

#include "classloader/parse/class_parser_impl.h"

namespace kiln::classfile {

// The content is read from the file's stream, not cut out first: what is wrong inside is told before a wrong length.
bool ClassParser::parse_code(ParsedMethod& method, uint32_t length) {
  if (check_ && (method.access_flags & (kAccNative | kAccAbstract)) != 0) {
    return fail("Code attribute in native or abstract methods in class file {}");
  }
  if (method.has_code) return fail("Multiple Code attributes in class file {}");
  method.has_code = true;
  size_t start = in_.offset();
  method.max_stack = in_.u2();
  method.max_locals = in_.u2();
  uint32_t code_length = in_.u4();
  if (overrun()) return truncated();
  if (method.argument_slots > method.max_locals) return fail("Arguments can't fit into locals in class file {}");
  constexpr uint32_t kMaxCode = 65535;
  if (code_length == 0 || code_length > kMaxCode)
    return fail("Invalid method Code length {} in class file {}", code_length);
  method.code = in_.take(code_length);
  if (overrun()) return truncated();
  if (!parse_handlers(method)) return false;

  method.lines.begin = static_cast<uint32_t>(out_.all_lines.size());
  method.locals.begin = static_cast<uint32_t>(out_.all_locals.size());
  local_types_.clear();
  for (uint16_t left = in_.u2(); left > 0; left--) {
    uint16_t name_index = in_.u2();
    uint32_t size = in_.u4();
    if (overrun()) return truncated();
    if (!is_utf8(name_index)) return fail("Invalid code attribute name index {} in class file {}", name_index);
    std::string_view name = pool_.utf8(name_index);
    if (name == "LineNumberTable") {
      if (!parse_line_numbers(method, size)) return false;
    } else if (name == "LocalVariableTable") {
      if (!parse_local_variables(method, size, false)) return false;
    } else if (name == "LocalVariableTypeTable" && major() >= kJava1_5) {
      if (!parse_local_variables(method, size, true)) return false;
    } else {
      if (name == "StackMapTable" && major() >= kJava6) {
        if (method.has_stack_map_table) return fail("Multiple StackMapTable attributes in class file {}");
        method.has_stack_map_table = true;
        method.stack_map_table = in_.peek(size);
      } else if (name == "RuntimeVisibleTypeAnnotations" && major() >= kJava1_5) {
        method.code_type_annotations = in_.peek(size);
      }
      in_.skip(size);
    }
    if (overrun()) return truncated();
  }
  if (overrun()) return truncated();
  if (check_ && in_.offset() - start != length) return fail("Code segment has wrong length in class file {}");
  method.lines.count = static_cast<uint32_t>(out_.all_lines.size()) - method.lines.begin;
  method.locals.count = static_cast<uint32_t>(out_.all_locals.size()) - method.locals.begin;
  return true;
}

bool ClassParser::parse_handlers(ParsedMethod& method) {
  uint16_t count = in_.u2();
  if (overrun() || in_.remaining() < 8 * size_t{count}) return truncated();
  method.handlers = {static_cast<uint32_t>(out_.all_handlers.size()), count};
  size_t code_length = method.code.size();
  for (uint16_t i = 0; i < count; i++) {
    ExceptionHandler handler{};
    handler.start_pc = in_.u2();
    handler.end_pc = in_.u2();
    handler.handler_pc = in_.u2();
    handler.catch_type = in_.u2();
    if (handler.start_pc >= handler.end_pc || handler.end_pc > code_length) {
      return fail("Illegal exception table range in class file {}");
    }
    if (handler.handler_pc >= code_length) return fail("Illegal exception table handler in class file {}");
    if (handler.catch_type != 0 && !is_class(handler.catch_type)) {
      return fail("Catch type in exception table has bad constant type in class file {}");
    }
    out_.all_handlers.push_back(handler);
  }
  return true;
}

bool ClassParser::parse_line_numbers(const ParsedMethod& method, uint32_t length) {
  uint16_t count = in_.u2();
  if (overrun()) return truncated();
  if (length != 2 + count * 4u) return fail("LineNumberTable attribute has wrong length in class file {}");
  if (in_.remaining() < count * size_t{4}) return truncated();
  for (uint16_t i = 0; i < count; i++) {
    LineNumber line{};
    line.start_pc = in_.u2();
    line.line = in_.u2();
    if (line.start_pc >= method.code.size()) return fail("Invalid pc in LineNumberTable in class file {}");
    out_.all_lines.push_back(line);
  }
  return true;
}

// LocalVariableTable, or with `types` LocalVariableTypeTable (JVMS 4.7.13, 4.7.14).
bool ClassParser::parse_local_variables(const ParsedMethod& method, uint32_t length, bool types) {
  const char* table = types ? "LocalVariableTypeTable" : "LocalVariableTable";
  uint16_t count = in_.u2();
  if (overrun()) return truncated();
  if (length != 2 + count * 10u) return fail("{} has wrong length in class file {}", table);
  if (in_.remaining() < count * size_t{10}) return truncated();
  for (uint16_t i = 0; i < count; i++) {
    LocalVariable local{};
    local.start_pc = in_.u2();
    local.length = in_.u2();
    local.name_index = in_.u2();
    local.descriptor_index = in_.u2();
    local.slot = in_.u2();
    size_t code_length = method.code.size();
    if (local.start_pc >= code_length) return fail("Invalid start_pc {} in {} in class file {}", local.start_pc, table);
    if (size_t{local.start_pc} + local.length > code_length)
      return fail("Invalid length {} in {} in class file {}", local.length, table);
    if (!is_utf8(local.name_index))
      return fail("Name index {} in {} has bad constant type in class file {}", local.name_index, table);
    if (!is_utf8(local.descriptor_index)) {
      return fail("Signature index {} in {} has bad constant type in class file {}", local.descriptor_index, table);
    }
    std::string_view name = pool_.utf8(local.name_index), descriptor = pool_.utf8(local.descriptor_index);
    if (!check_field_name(name)) return false;
    if (!types && !check_field_signature(name, descriptor)) return false;
    size_t width = !types && (descriptor == "J" || descriptor == "D") ? 2 : 1;
    if (local.slot + width > method.max_locals)
      return fail("Invalid index {} in {} in class file {}", local.slot, table);
    if (types) local.signature_index = local.descriptor_index;
    (types ? local_types_ : out_.all_locals).push_back(local);
  }
  return true;
}

// Joins generic signatures to their variables.
bool ClassParser::attach_local_types(ParsedMethod& method) {
  auto key = [](const LocalVariable& l) {
    return uint64_t{l.start_pc} << 48 | uint64_t{l.length} << 32 | uint64_t{l.name_index} << 16 | l.slot;
  };
  auto keys_of = [&](std::span<const LocalVariable> table) {
    std::vector<uint64_t> keys;
    keys.reserve(table.size());
    for (const LocalVariable& l : table) keys.push_back(key(l));
    return keys;
  };
  std::span<LocalVariable> locals(out_.all_locals.data() + method.locals.begin, method.locals.count);
  if (check_ && major() >= kJava1_5 && !locals.empty()) {
    int at = find_duplicate(keys_of(locals));
    if (at >= 0) {
      return fail("Duplicated LocalVariableTable attribute entry for '{}' in class file {}",
                  pool_.utf8(locals[static_cast<size_t>(at)].name_index));
    }
  }
  if (local_types_.empty() || locals.empty()) return true;
  std::vector<std::pair<uint64_t, uint32_t>> by_key;
  for (uint32_t i = 0; i < locals.size(); i++) by_key.emplace_back(key(locals[i]), i);
  std::sort(by_key.begin(), by_key.end());
  for (const LocalVariable& type : local_types_) {
    auto found = std::lower_bound(by_key.begin(), by_key.end(), std::pair(key(type), uint32_t{0}));
    bool matches = found != by_key.end() && found->first == key(type);
    std::string_view name = pool_.utf8(type.name_index);
    if (!matches) {
      if (!check_) continue;
      return fail("LVTT entry for '{}' in class file {} does not match any LVT entry", name);
    }
    LocalVariable& local = locals[found->second];
    if (local.signature_index != 0 && check_) {
      return fail("Duplicated LocalVariableTypeTable attribute entry for '{}' in class file {}", name);
    }
    local.signature_index = type.signature_index;
  }
  return true;
}

}  // namespace kiln::classfile
