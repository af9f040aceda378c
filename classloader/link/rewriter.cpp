#include "classloader/link/rewriter.h"

#include "vm/bytecode/iterator.h"
#include "vm/bytecode/quick_bytecodes.h"

namespace kiln {

using bytecode::Quick;

namespace {

// Calls visit(iterator) for each instruction; false when one is malformed.
template <typename Visitor>
bool for_each_instruction(std::span<const uint8_t> code, Visitor visit) {
  for (BytecodeIterator it(code); !it.at_end(); it.next()) {
    // Undefined opcodes and those of variable length have length 0 in the table.
    uint32_t fixed = bytecode::info(it.raw_opcode()).length;
    if ((fixed == 0 || fixed > code.size() - it.bci()) && it.error() != nullptr) return false;
    visit(it);
  }
  return true;
}

Quick choose(BasicType type, Quick b, Quick c, Quick s, Quick i, Quick j, Quick a, Quick z) {
  switch (type) {
    case BasicType::kBoolean:
      return z;
    case BasicType::kByte:
      return b;
    case BasicType::kChar:
      return c;
    case BasicType::kShort:
      return s;
    case BasicType::kInt:
    case BasicType::kFloat:
      return i;
    case BasicType::kLong:
    case BasicType::kDouble:
      return j;
    case BasicType::kObject:
      return a;
    case BasicType::kVoid:
      break;
  }
  VM_UNREACHABLE();
}

Quick field_form(Bytecode code, BasicType type) {
  switch (static_cast<uint8_t>(code)) {
    case static_cast<uint8_t>(Bytecode::getfield):
      return choose(type, Quick::getfield_b, Quick::getfield_c, Quick::getfield_s, Quick::getfield_i, Quick::getfield_j,
                    Quick::getfield_a, Quick::getfield_b);
    case static_cast<uint8_t>(Bytecode::getstatic):
      return choose(type, Quick::getstatic_b, Quick::getstatic_c, Quick::getstatic_s, Quick::getstatic_i, Quick::getstatic_j,
                    Quick::getstatic_a, Quick::getstatic_b);
    case static_cast<uint8_t>(Bytecode::putfield):
      return choose(type, Quick::putfield_b, Quick::putfield_s, Quick::putfield_s, Quick::putfield_i, Quick::putfield_j,
                    Quick::putfield_a, Quick::putfield_z);
  }
  return choose(type, Quick::putstatic_b, Quick::putstatic_s, Quick::putstatic_s, Quick::putstatic_i, Quick::putstatic_j,
                Quick::putstatic_a, Quick::putstatic_z);
}

bool is_valid_index(const ConstantPool& constants, uint16_t index) { return index != 0 && index < constants.size(); }

class Rewriter {
 public:
  Rewriter(uint8_t* copy, const ConstantPool& constants) : code_(copy), constants_(constants) {}

  bool run(std::span<const uint8_t> original, bool is_object_constructor, uint32_t* next_call_site, bool* has_subroutines) {
    *has_subroutines = false;
    bool walked = for_each_instruction(original, [&](const BytecodeIterator& it) {
      Bytecode opcode = it.raw_opcode();
      if (bytecode::is_field_access(opcode)) {
        rewrite_field_access(it);
      } else if (opcode == Bytecode::ldc || opcode == Bytecode::ldc_w || opcode == Bytecode::ldc2_w) {
        rewrite_constant(it);
      } else if (opcode == Bytecode::invokedynamic) {
        code_[it.bci() + 3] = static_cast<uint8_t>(*next_call_site >> 8);
        code_[it.bci() + 4] = static_cast<uint8_t>(*next_call_site);
        ++*next_call_site;
      } else if (opcode == Bytecode::return_ && is_object_constructor) {
        put(it, Quick::return_register_finalizer);
      } else if (opcode == Bytecode::jsr || opcode == Bytecode::jsr_w || it.opcode() == Bytecode::ret) {
        *has_subroutines = true;
      }
    });
    return walked && is_valid_;
  }

 private:
  void put(const BytecodeIterator& it, Quick form) { code_[it.bci()] = static_cast<uint8_t>(form); }

  void rewrite_field_access(const BytecodeIterator& it) {
    uint16_t index = it.constant_index();
    if (!is_valid_index(constants_, index) || constants_.tag(index) != ConstantTag::kFieldref) {
      is_valid_ = false;
      return;
    }
    put(it, field_form(it.raw_opcode(), basic_type_of((*constants_.member_descriptor(index))[0])));
  }

  void rewrite_constant(const BytecodeIterator& it) {
    uint16_t index = it.constant_index();
    Bytecode opcode = it.raw_opcode();
    bool is_wide_value = opcode == Bytecode::ldc2_w;
    if (!is_valid_index(constants_, index)) {
      is_valid_ = false;
      return;
    }
    switch (constants_.tag(index)) {
      case ConstantTag::kInteger:
      case ConstantTag::kFloat:
        is_valid_ = is_valid_ && !is_wide_value;
        put(it, opcode == Bytecode::ldc ? Quick::ldc_prim : Quick::ldc_w_prim);
        return;
      case ConstantTag::kLong:
      case ConstantTag::kDouble:
        is_valid_ = is_valid_ && is_wide_value;
        put(it, Quick::ldc2_w_prim);
        return;
      case ConstantTag::kString:
      case ConstantTag::kClass:
      case ConstantTag::kMethodHandle:
      case ConstantTag::kMethodType:
        is_valid_ = is_valid_ && !is_wide_value;
        put(it, opcode == Bytecode::ldc ? Quick::ldc_ref : Quick::ldc_w_ref);
        return;
      case ConstantTag::kDynamic:
        put(it, is_wide_value ? Quick::ldc2_w_dynamic : opcode == Bytecode::ldc ? Quick::ldc_dynamic : Quick::ldc_w_dynamic);
        return;
      case ConstantTag::kInvalid:
      case ConstantTag::kUtf8:
      case ConstantTag::kFieldref:
      case ConstantTag::kMethodref:
      case ConstantTag::kInterfaceMethodref:
      case ConstantTag::kNameAndType:
      case ConstantTag::kInvokeDynamic:
      case ConstantTag::kModule:
      case ConstantTag::kPackage:
        break;
    }
    is_valid_ = false;
  }

  uint8_t* code_;
  const ConstantPool& constants_;
  bool is_valid_ = true;
};

}  // namespace

uint32_t count_call_sites(std::span<const uint8_t> code) {
  uint32_t count = 0;
  for_each_instruction(code, [&](const BytecodeIterator& it) { count += it.raw_opcode() == Bytecode::invokedynamic; });
  return count;
}

bool rewrite_code(std::span<const uint8_t> original, uint8_t* copy, const ConstantPool& constants, bool is_object_constructor,
                  uint32_t* next_call_site, bool* has_subroutines) {
  return Rewriter(copy, constants).run(original, is_object_constructor, next_call_site, has_subroutines);
}

}  // namespace kiln
