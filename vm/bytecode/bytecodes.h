// vm/bytecode/bytecodes.h - what is known about an opcode without looking at the code around it.
//
// Everything derives from bytecodes.def: the enum, and constexpr tables of 256 entries (index: the opcode byte) for
// name, length, stack effect and flags. The codes 0xca..0xff are not JVM instructions: is_defined() is false, length
// 0. The interpreter uses 0xcb and above internally and describes them in its own table.
//
// Read next: iterator.h (walking code), disassembler.h (printing it), reference_map.h (types of slots).
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace kiln::bytecode {

// An instruction; the enumerator's value is its opcode byte. Any byte may be cast to this type.
enum class Bytecode : uint8_t {
#define VM_BYTECODE(name, code, operands, pops, pushes, flags) name = code,
#include "vm/bytecode/bytecodes.def"
#undef VM_BYTECODE
};

// The same as plain numbers: for ranges, and for switches over some opcodes.
namespace op {
#define VM_BYTECODE(name, code, operands, pops, pushes, flags) inline constexpr uint8_t name = code;
#include "vm/bytecode/bytecodes.def"
#undef VM_BYTECODE
}  // namespace op

inline constexpr uint8_t kLastBytecode = 0xc9;
inline constexpr uint8_t kBreakpointCode = 0xca;     // reserved by the specification, never in a class file
inline constexpr uint8_t kFirstInternalCode = 0xcb;  // the interpreter's own

enum BytecodeFlag : uint16_t {
  kPure = 1 << 0,         // depends on and changes nothing but the operand stack; never throws
  kMayThrow = 1 << 1,     // may throw by itself or in a callee
  kBranch = 1 << 2,       // has a branch offset
  kConditional = 1 << 3,  // ... and may fall through
  kSwitch = 1 << 4,
  kEndsBlock = 1 << 5,    // control never reaches the next instruction directly
  kReturn = 1 << 6,
  kSubroutine = 1 << 7,   // jsr, jsr_w, ret
  kCall = 1 << 8,
  kResolves = 1 << 9,     // names a constant pool entry that may need resolution
  kReadsHeap = 1 << 10,
  kWritesHeap = 1 << 11,
  kAllocates = 1 << 12,
  kReadsLocal = 1 << 13,
  kWritesLocal = 1 << 14,
  kMonitor = 1 << 15,
};
inline constexpr uint16_t kPrefix = 0;  // wide: see the instruction behind it

// One row of bytecodes.def, digested.
struct BytecodeInfo {
  std::string_view name;      // as in the specification: "goto", not "goto_"; empty when undefined
  std::string_view operands;  // operand format, see bytecodes.def
  std::string_view pops;
  std::string_view pushes;
  uint16_t flags = 0;
  uint8_t length = 0;         // bytes with the opcode; 0: variable or undefined
  int8_t slots_popped = 0;    // -1: depends on the constant pool
  int8_t slots_pushed = 0;    // -1: depends on the constant pool
  bool defined = false;
};

namespace detail {

// Slots of a type string; -1 when it has a '?'.
constexpr int8_t slots_of_types(std::string_view types) {
  int slots = 0;
  for (char c : types) {
    if (c == '?') return -1;
    slots += c == 'J' || c == 'D' ? 2 : 1;
  }
  return static_cast<int8_t>(slots);
}

constexpr uint8_t length_of_operands(std::string_view operands) {
  if (operands == "T" || operands == "L" || operands == "W") return 0;
  int length = 1;
  for (size_t i = 1; i < operands.size(); i += 2) length += operands[i] - '0';
  return static_cast<uint8_t>(length);
}

constexpr std::string_view without_underscore(std::string_view name) {
  if (name.ends_with('_')) name.remove_suffix(1);
  return name;
}

constexpr std::array<BytecodeInfo, 256> make_table() {
  std::array<BytecodeInfo, 256> table{};
#define VM_BYTECODE(name, code, operands, pops, pushes, flags)                                             \
  table[code] = BytecodeInfo{without_underscore(#name), operands, pops, pushes, flags, length_of_operands(operands), \
                             slots_of_types(pops), slots_of_types(pushes), true};
#include "vm/bytecode/bytecodes.def"
#undef VM_BYTECODE
  return table;
}

}  // namespace detail

inline constexpr std::array<BytecodeInfo, 256> kBytecodeTable = detail::make_table();

constexpr const BytecodeInfo& info(Bytecode code) { return kBytecodeTable[static_cast<uint8_t>(code)]; }
constexpr bool is_defined(uint8_t code) { return code <= kLastBytecode; }
constexpr bool is_defined(Bytecode code) { return is_defined(static_cast<uint8_t>(code)); }
// "iadd", "goto"; "<illegal>" for a byte that is no instruction.
constexpr std::string_view name(Bytecode code) { return is_defined(code) ? info(code).name : "<illegal>"; }
// Length in bytes with the opcode; 0 for tableswitch, lookupswitch, wide (see BytecodeIterator) and undefined codes.
constexpr int fixed_length(Bytecode code) { return info(code).length; }
constexpr bool has_flag(Bytecode code, BytecodeFlag flag) { return (info(code).flags & flag) != 0; }
constexpr bool may_throw(Bytecode code) { return has_flag(code, kMayThrow); }
constexpr bool is_branch(Bytecode code) { return has_flag(code, kBranch); }
constexpr bool is_conditional(Bytecode code) { return has_flag(code, kConditional); }
constexpr bool is_switch(Bytecode code) { return has_flag(code, kSwitch); }
constexpr bool is_return(Bytecode code) { return has_flag(code, kReturn); }
constexpr bool is_call(Bytecode code) { return has_flag(code, kCall); }
constexpr bool ends_block(Bytecode code) { return has_flag(code, kEndsBlock); }

// Field access and calls: the operand is a constant pool index of a member reference.
constexpr bool is_field_access(Bytecode code) { return code >= Bytecode::getstatic && code <= Bytecode::putfield; }
constexpr bool is_invoke(Bytecode code) { return code >= Bytecode::invokevirtual && code <= Bytecode::invokedynamic; }

// The instruction may follow a wide prefix (JVMS 6.5 wide).
constexpr bool is_widenable(Bytecode code) {
  return code == Bytecode::iinc || code == Bytecode::ret || (code >= Bytecode::iload && code <= Bytecode::aload) ||
         (code >= Bytecode::istore && code <= Bytecode::astore);
}

// Element type codes of newarray (JVMS table 6.5.newarray-A).
enum class ArrayType : uint8_t {
  kBoolean = 4,
  kChar = 5,
  kFloat = 6,
  kDouble = 7,
  kByte = 8,
  kShort = 9,
  kInt = 10,
  kLong = 11,
};
// "boolean" ... "long"; "<illegal>" otherwise.
std::string_view array_type_name(uint8_t code);
// The bytecode called `name` ("goto", "iload_1"); false when there is none.
[[nodiscard]] bool find_bytecode(std::string_view name, Bytecode* result);

// ---- The table is complete and says what the specification says ----
namespace detail {
constexpr bool every_code_defined() {
  for (int code = 0; code < 256; code++) {
    if (kBytecodeTable[code].defined != is_defined(static_cast<uint8_t>(code))) return false;
  }
  return true;
}
// Compares all lengths with a second statement of them, as runs.
constexpr bool lengths_agree() {
  auto expected = [](int code) {
    if (code == 0xaa || code == 0xab || code == 0xc4) return 0;
    if (code == 0x10 || code == 0x12 || (code >= 0x15 && code <= 0x19) || (code >= 0x36 && code <= 0x3a)) return 2;
    if (code == 0xa9 || code == 0xbc) return 2;
    if (code == 0x11 || code == 0x13 || code == 0x14 || code == 0x84 || (code >= 0x99 && code <= 0xa8)) return 3;
    if ((code >= 0xb2 && code <= 0xb8) || code == 0xbb || code == 0xbd || code == 0xc0 || code == 0xc1) return 3;
    if (code == 0xc6 || code == 0xc7) return 3;
    if (code == 0xc5) return 4;
    if (code == 0xb9 || code == 0xba || code == 0xc8 || code == 0xc9) return 5;
    return 1;
  };
  for (int code = 0; code <= kLastBytecode; code++) {
    if (kBytecodeTable[code].length != expected(code)) return false;
  }
  return true;
}
constexpr bool flags_consistent() {
  for (const BytecodeInfo& row : kBytecodeTable) {
    if ((row.flags & kPure) && row.flags != kPure) return false;
    if ((row.flags & kConditional) && !(row.flags & kBranch)) return false;
    if ((row.flags & kConditional) && (row.flags & kEndsBlock)) return false;
    if ((row.flags & (kReturn | kSwitch)) && !(row.flags & kEndsBlock)) return false;
    if ((row.flags & kResolves) && row.operands.empty()) return false;
  }
  return true;
}
}  // namespace detail
static_assert(detail::every_code_defined());
static_assert(detail::lengths_agree());
static_assert(detail::flags_consistent());
static_assert(info(Bytecode::dup2_x2).slots_pushed == 6 && info(Bytecode::lshl).slots_popped == 3);
static_assert(info(Bytecode::invokevirtual).slots_popped == -1 && info(Bytecode::lastore).slots_popped == 4);

}  // namespace kiln::bytecode

namespace kiln {
using bytecode::Bytecode;
}
