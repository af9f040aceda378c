// vm/bytecode/iterator.h - walking the code of a method, instruction by instruction.
//
//   for (BytecodeIterator it(code); !it.at_end(); it.next()) use(it.bci(), it.opcode());
//
// The iterator stands on one instruction. `opcode()` looks through a wide prefix; operands come by meaning
// (local_index, constant_index, branch_target, switches) rather than by byte. For code that nobody has checked, ask
// `error()` first at every step: null means that the whole instruction lies inside the code and is well formed, so that
// the other questions are safe. Branch targets are not checked, and may lie outside.
//
//   for (BytecodeIterator it(code); !it.at_end(); it.next()) { if (const char* e = it.error()) return e; ... }
//
// Expects JVM code, not the interpreter's rewritten copy: internal codes (0xcb and above) have no length here.
// Plain data over borrowed bytes; no thread or safepoint needs.
#pragma once

#include <cstdint>
#include <cstring>
#include <span>

#include "vm/base/check.h"
#include "vm/bytecode/bytecodes.h"

namespace kiln::bytecode {

using CodeBytes = std::span<const uint8_t>;

// Big-endian reads; the caller guarantees that the bytes exist.
inline uint8_t read_u1(const uint8_t* p) { return p[0]; }
inline int8_t read_s1(const uint8_t* p) { return static_cast<int8_t>(p[0]); }
inline uint16_t read_u2(const uint8_t* p) {
  uint16_t value;
  std::memcpy(&value, p, sizeof value);
  return __builtin_bswap16(value);
}
inline int16_t read_s2(const uint8_t* p) { return static_cast<int16_t>(read_u2(p)); }
inline uint32_t read_u4(const uint8_t* p) {
  uint32_t value;
  std::memcpy(&value, p, sizeof value);
  return __builtin_bswap32(value);
}
inline int32_t read_s4(const uint8_t* p) { return static_cast<int32_t>(read_u4(p)); }

// The operands of a tableswitch or lookupswitch at `bci`. Targets are bcis. Valid code only, or after error().
class SwitchView {
 public:
  SwitchView(CodeBytes code, uint32_t bci)
      : operands_(code.data() + ((bci + 4) & ~3u)), bci_(bci), is_table_(code[bci] == static_cast<uint8_t>(Bytecode::tableswitch)) {
    VM_DCHECK(is_table_ || code[bci] == static_cast<uint8_t>(Bytecode::lookupswitch));
  }
  bool is_table() const { return is_table_; }
  uint32_t default_target() const { return bci_ + read_u4(operands_); }
  // tableswitch only.
  int32_t low() const { return read_s4(operands_ + 4); }
  int32_t high() const { return read_s4(operands_ + 8); }
  // Cases apart from the default.
  uint32_t size() const {
    return is_table_ ? static_cast<uint32_t>(int64_t{high()} - low() + 1) : read_u4(operands_ + 4);
  }
  int32_t key(uint32_t i) const {
    return is_table_ ? static_cast<int32_t>(static_cast<uint32_t>(low()) + i) : read_s4(operands_ + 8 + 8 * size_t{i});
  }
  uint32_t target(uint32_t i) const {
    return bci_ + read_u4(is_table_ ? operands_ + 12 + 4 * size_t{i} : operands_ + 12 + 8 * size_t{i});
  }
  // The target for `value`, as the instruction would choose it (binary search in a lookupswitch).
  uint32_t select(int32_t value) const {
    if (is_table_) return value < low() || value > high() ? default_target() : target(uint32_t(value) - uint32_t(low()));
    uint32_t from = 0, to = size();
    while (from < to) {
      uint32_t middle = from + (to - from) / 2;
      if (key(middle) == value) return target(middle);
      if (key(middle) < value) {
        from = middle + 1;
      } else {
        to = middle;
      }
    }
    return default_target();
  }
  uint32_t next_bci() const {
    return ((bci_ + 4) & ~3u) + (is_table_ ? 12 + 4 * size() : 8 + 8 * size());
  }

 private:
  const uint8_t* operands_;
  uint32_t bci_;
  bool is_table_;
};

class BytecodeIterator {
 public:
  explicit BytecodeIterator(CodeBytes code, uint32_t bci = 0) : code_(code), bci_(bci) {}

  bool at_end() const { return bci_ >= code_.size(); }
  uint32_t bci() const { return bci_; }
  uint32_t next_bci() const { return bci_ + length(); }
  void next() { bci_ = next_bci(); }
  void move_to(uint32_t bci) { bci_ = bci; }
  CodeBytes code() const { return code_; }

  // The byte at bci; Bytecode::wide for a widened instruction.
  Bytecode raw_opcode() const { return static_cast<Bytecode>(code_[bci_]); }
  bool is_wide() const { return raw_opcode() == Bytecode::wide; }
  // The instruction, looking through wide.
  Bytecode opcode() const { return static_cast<Bytecode>(code_[bci_ + (is_wide() ? 1 : 0)]); }
  // Bytes of the whole instruction, prefix included.
  uint32_t length() const {
    uint32_t fixed = info(raw_opcode()).length;
    return fixed != 0 ? fixed : variable_length();
  }

  // What is wrong with this instruction; null when nothing is. Call before anything else on unchecked code.
  const char* error() const {
    size_t room = code_.size() - bci_;
    if (at_end()) return "instruction outside the code";
    Bytecode raw = raw_opcode();
    if (!is_defined(raw)) return "illegal opcode";
    if (uint32_t fixed = info(raw).length; fixed != 0) return fixed <= room ? nullptr : "truncated instruction";
    if (raw == Bytecode::wide) {
      if (room < 2) return "truncated instruction";
      if (!is_widenable(opcode())) return "wide before an instruction that has no wide form";
      return (opcode() == Bytecode::iinc ? 6u : 4u) <= room ? nullptr : "truncated instruction";
    }
    return switch_error();
  }

  // ---- Operand bytes at an offset from the start of the instruction ----
  uint8_t u1(uint32_t offset) const { return read_u1(at(offset, 1)); }
  int8_t s1(uint32_t offset) const { return read_s1(at(offset, 1)); }
  uint16_t u2(uint32_t offset) const { return read_u2(at(offset, 2)); }
  int16_t s2(uint32_t offset) const { return read_s2(at(offset, 2)); }
  int32_t s4(uint32_t offset) const { return read_s4(at(offset, 4)); }

  // ---- Operands by meaning ----
  // The local of xload, xstore, xload_<n>, xstore_<n>, iinc, ret.
  uint32_t local_index() const {
    uint8_t code = static_cast<uint8_t>(raw_opcode());
    if (code == static_cast<uint8_t>(Bytecode::wide)) return u2(2);
    if (code >= 0x1a && code <= 0x2d) return (code - 0x1a) & 3;
    if (code >= 0x3b && code <= 0x4e) return (code - 0x3b) & 3;
    VM_DCHECK(is_widenable(raw_opcode()));
    return u1(1);
  }
  int32_t iinc_amount() const { return is_wide() ? s2(4) : s1(2); }
  // bipush, sipush, iconst_<n>.
  int32_t immediate() const {
    switch (static_cast<uint8_t>(raw_opcode())) {
      case 0x10: return s1(1);
      case 0x11: return s2(1);
      default:
        VM_DCHECK(raw_opcode() >= Bytecode::iconst_m1 && raw_opcode() <= Bytecode::iconst_5);
        return static_cast<int32_t>(raw_opcode()) - static_cast<int32_t>(Bytecode::iconst_0);
    }
  }
  // Constant pool index of ldc*, field access, invoke*, new, anewarray, checkcast, instanceof, multianewarray.
  uint16_t constant_index() const { return raw_opcode() == Bytecode::ldc ? u1(1) : u2(1); }
  // Target bci of if*, goto*, jsr*. May be outside the code when that is unchecked.
  uint32_t branch_target() const {
    VM_DCHECK(is_branch(raw_opcode()));
    return bci_ + static_cast<uint32_t>(length() == 5 ? s4(1) : s2(1));
  }
  uint8_t array_type() const { return u1(1); }      // newarray
  uint8_t dimensions() const { return u1(3); }      // multianewarray
  uint8_t interface_count() const { return u1(3); }  // invokeinterface: argument slots with the receiver
  SwitchView switch_view() const { return SwitchView(code_, bci_); }

  // Calls visit(target_bci) for every branch or switch target; not for the fall-through successor.
  template <typename Visitor>
  void for_each_target(Visitor visit) const {
    Bytecode raw = raw_opcode();
    if (is_branch(raw)) {
      visit(branch_target());
    } else if (is_switch(raw)) {
      SwitchView view = switch_view();
      visit(view.default_target());
      for (uint32_t i = 0, n = view.size(); i < n; i++) visit(view.target(i));
    }
  }

 private:
  const uint8_t* at(uint32_t offset, uint32_t width) const {
    VM_DCHECK(size_t{bci_} + offset + width <= code_.size());
    return code_.data() + bci_ + offset;
  }
  uint32_t variable_length() const {
    if (is_wide()) return opcode() == Bytecode::iinc ? 6 : 4;
    VM_CHECK(is_switch(raw_opcode()));  // an undefined opcode would make a walk endless
    return switch_view().next_bci() - bci_;
  }
  const char* switch_error() const {
    uint64_t operands = (uint64_t{bci_} + 4) & ~uint64_t{3};
    bool is_table = raw_opcode() == Bytecode::tableswitch;
    if (operands + (is_table ? 12 : 8) > code_.size()) return "truncated switch";
    const uint8_t* p = code_.data() + operands;
    uint64_t room = code_.size() - operands;
    if (is_table) {
      int64_t low = read_s4(p + 4), high = read_s4(p + 8);
      if (low > high) return "low must be less than or equal to high in tableswitch";
      return 12 + 4 * static_cast<uint64_t>(high - low + 1) <= room ? nullptr : "truncated switch";
    }
    int64_t pairs = read_s4(p + 4);
    if (pairs < 0) return "number of keys in lookupswitch less than 0";
    return 8 + 8 * static_cast<uint64_t>(pairs) <= room ? nullptr : "truncated switch";
  }

  CodeBytes code_;
  uint32_t bci_;
};

}  // namespace kiln::bytecode

namespace kiln {
using bytecode::BytecodeIterator;
}
