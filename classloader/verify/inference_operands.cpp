// classloader/verify/inference_operands.cpp - checks of each instruction by itself, before any flow (JVMS 4.9.1).
#include <fmt/format.h>

#include <algorithm>

#include "classloader/parse/descriptors.h"
#include "classloader/verify/type_inference.h"

#pragma clang diagnostic ignored "-Wswitch-enum"  // switches over opcodes name the few they are about

namespace kiln::classfile {

namespace {
// Bytes of the instruction at `bci` as the reference VM's older verifier counts them, 0 when it cannot tell: that it
// runs over the end of the code is another error. Never looks beyond the code.
uint64_t counted_length(Bytes code, uint32_t bci) {
  auto opcode = static_cast<Bytecode>(code[bci]);
  if (!bytecode::is_defined(code[bci])) return 0;
  if (opcode == Bytecode::wide) {
    if (bci + 1 >= code.size()) return 0;
    auto widened = static_cast<Bytecode>(code[bci + 1]);
    return !bytecode::is_widenable(widened) ? 0 : widened == Bytecode::iinc ? 6 : 4;
  }
  if (!bytecode::is_switch(opcode)) return bytecode::info(opcode).length;
  constexpr int64_t kMaxTargets = 65535;
  uint32_t operands = (bci + 4) & ~3u;
  bool is_table = opcode == Bytecode::tableswitch;
  if (operands + (is_table ? 12 : 8) > code.size()) return 0;
  const uint8_t* words = code.data() + operands;
  int64_t count = bytecode::read_s4(words + 4);
  if (is_table) {
    int64_t steps = static_cast<int32_t>(bytecode::read_u4(words + 8) - bytecode::read_u4(words + 4));
    if (steps < 0 || steps > kMaxTargets) return 0;
    return operands - bci + 12 + 4 * static_cast<uint64_t>(steps + 1);
  }
  if (count < 0 || count > kMaxTargets) return 0;
  return operands - bci + 8 + 8 * static_cast<uint64_t>(count);
}
}  // namespace

bool TypeInference::check_operands() {
  size_t size = method_->code.size();
  starts_.assign(size, false);
  for (bytecode::BytecodeIterator it(method_->code); !it.at_end(); it.next()) {
    if (it.error() != nullptr) {
      return counted_length(method_->code, it.bci()) != 0
                 ? fail(fmt::format("Code stops in the middle of instruction  starting at offset {}", it.bci()))
                 : fail(fmt::format("Illegal instruction found at offset {}", it.bci()));
    }
    starts_[it.bci()] = true;
  }
  for (bytecode::BytecodeIterator it(method_->code); !it.at_end(); it.next()) {
    if (!check_operands_of(it)) return false;
  }
  return true;
}

bool TypeInference::check_constant(uint16_t index, std::initializer_list<Tag> tags) {
  if (index == 0 || index >= pool_.size()) return fail("Illegal constant pool index");
  return std::find(tags.begin(), tags.end(), pool_.tag(index)) != tags.end() || fail("Illegal type in constant pool");
}

bool TypeInference::check_local(uint32_t index, uint32_t slots) {
  return index + slots <= method_->max_locals || fail("Illegal local variable number");
}

bool TypeInference::check_operands_of(const bytecode::BytecodeIterator& it) {
  Bytecode opcode = it.opcode();
  const bytecode::BytecodeInfo& row = bytecode::info(opcode);
  if (bytecode::is_branch(opcode))
    return is_instruction(it.branch_target()) || fail("Illegal target of jump or branch");
  if (bytecode::is_switch(opcode)) return check_switch_operands(it);
  if (bytecode::is_invoke(opcode)) return check_call_operands(it);
  if (bytecode::has_flag(opcode, bytecode::kReadsLocal) || bytecode::has_flag(opcode, bytecode::kWritesLocal)) {
    std::string_view types = row.pushes.empty() ? row.pops : row.pushes;
    return check_local(it.local_index(), types == "J" || types == "D" ? 2 : 1);
  }
  switch (opcode) {
    case Bytecode::ldc: case Bytecode::ldc_w:
      if (parsed_.major_version >= 49)
        return check_constant(it.constant_index(), {Tag::kInteger, Tag::kFloat, Tag::kString, Tag::kClass});
      return check_constant(it.constant_index(), {Tag::kInteger, Tag::kFloat, Tag::kString});
    case Bytecode::ldc2_w: return check_constant(it.constant_index(), {Tag::kLong, Tag::kDouble});
    case Bytecode::getstatic: case Bytecode::putstatic: case Bytecode::getfield: case Bytecode::putfield:
      return check_constant(it.constant_index(), {Tag::kFieldref});
    case Bytecode::new_: case Bytecode::anewarray: case Bytecode::checkcast: case Bytecode::instanceof:
    case Bytecode::multianewarray: {
      uint16_t index = it.constant_index();
      if (!check_constant(index, {Tag::kClass})) return false;
      std::string_view name = pool_.class_name(index);
      size_t dimensions = std::min(name.find_first_not_of('['), name.size());
      if (opcode == Bytecode::new_ && dimensions != 0) return fail("Illegal creation of multi-dimensional array");
      if (opcode == Bytecode::anewarray && dimensions >= 255) return fail("Array with too many dimensions");
      if (opcode == Bytecode::multianewarray && (it.dimensions() == 0 || dimensions < it.dimensions())) {
        return fail("Illegal dimension argument");
      }
      return true;
    }
    case Bytecode::newarray: return (it.array_type() >= 4 && it.array_type() <= 11) || fail("Bad type passed to newarray");
    default: return true;
  }
}

bool TypeInference::check_switch_operands(const bytecode::BytecodeIterator& it) {
  for (uint32_t i = it.bci() + 1; i < ((it.bci() + 4) & ~3u); i++) {
    if (method_->code[i] != 0) return fail("Non zero padding bytes in switch");
  }
  bytecode::SwitchView view = it.switch_view();
  uint32_t count = view.size();
  if (!view.is_table()) {
    for (uint32_t i = 1; i < count; i++) {
      if (view.key(i - 1) >= view.key(i)) return fail("Unsorted lookup switch");
    }
  }
  if (!is_instruction(view.default_target())) return fail("Illegal default target in switch");
  for (uint32_t i = 0; i < count; i++) {
    if (!is_instruction(view.target(i))) return fail("Illegal branch in tableswitch");
  }
  return true;
}

bool TypeInference::check_call_operands(const bytecode::BytecodeIterator& it) {
  Bytecode opcode = it.opcode();
  uint16_t index = it.constant_index();
  if (opcode == Bytecode::invokedynamic)
    return fail("invokedynamic bytecode is not supported in this class file version");
  if (!check_constant(index, {opcode == Bytecode::invokeinterface ? Tag::kInterfaceMethodref : Tag::kMethodref}))
    return false;
  std::string_view name = pool_.member_name(index);
  if (name == "<init>") {
    if (opcode != Bytecode::invokespecial) return fail("Must call initializers using invokespecial");
  } else if (name.starts_with('<')) {
    return fail("Illegal call to internal method");
  } else if (opcode == Bytecode::invokespecial && !environment_.is_current_or_super(pool_.member_class(index))) {
    return fail("Illegal use of nonvirtual function call");
  }
  if (opcode == Bytecode::invokeinterface) {
    int slots = 0;
    for (DescriptorTypes types(pool_.member_descriptor(index)); !types.at_end() && !types.is_return(); types.next()) {
      slots += slots_of(types.current()[0]);
    }
    if (it.u1(3) != slots + 1) return fail("Inconsistent args_size for invokeinterface");
    if (it.u1(4) != 0) return fail("Fourth operand byte of invokeinterface must be zero");
  }
  return true;
}

// From the last to the first: that is the one that the reference VM reports.
bool TypeInference::check_handlers() {
  auto handlers = parsed_.handlers(*method_);
  for (size_t i = handlers.size(); i-- > 0;) {
    const ExceptionHandler& h = handlers[i];
    if (!is_instruction(h.start_pc) || (h.end_pc < starts_.size() && !is_instruction(h.end_pc))) {
      return fail("Illegal exception table range", ParseErrorKind::kClassFormatError);
    }
    // The reference VM does not take the method's first instruction for a handler.
    if (h.handler_pc == 0 || !is_instruction(h.handler_pc))
      return fail("Illegal exception table handler", ParseErrorKind::kClassFormatError);
    if (h.catch_type != 0 &&
        !assignable(Type::reference(pool_.class_name(h.catch_type)), Type::reference("java/lang/Throwable"))) {
      return fail("catch_type not a subclass of Throwable");
    }
  }
  return true;
}

}  // namespace kiln::classfile
