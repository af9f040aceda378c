// jit/view/method_names.cpp - a method as people know it: names, lines, instructions with what they refer to.
#include <fmt/format.h>

#include <algorithm>

#include "jit/view/method_view.h"
#include "vm/bytecode/disassembler.h"
#include "vm/meta/class.h"
#include "vm/meta/constant_pool.h"
#include "vm/meta/method.h"

namespace kiln::jit {

namespace {

std::string constant_text(void* context, bytecode::Bytecode, uint16_t index) {
  const ConstantPool& pool = *static_cast<const ConstantPool*>(context);
  if (index == 0 || index >= pool.size()) return "";
  switch (pool.tag(index)) {
    case ConstantTag::kFieldref:
    case ConstantTag::kMethodref:
    case ConstantTag::kInterfaceMethodref:
      return fmt::format("{}.{}:{}", pool.member_class_name(index)->view(), pool.member_name(index)->view(), pool.member_descriptor(index)->view());
    case ConstantTag::kDynamic:
    case ConstantTag::kInvokeDynamic: return fmt::format("{}:{}", pool.member_name(index)->view(), pool.member_descriptor(index)->view());
    case ConstantTag::kClass:
    case ConstantTag::kString: return fmt::format("{}", pool.symbol(index)->view());
    case ConstantTag::kInteger: return fmt::format("{}", pool.int_value(index));
    case ConstantTag::kFloat: return fmt::format("{}f", pool.float_value(index));
    case ConstantTag::kLong: return fmt::format("{}L", pool.long_value(index));
    case ConstantTag::kDouble: return fmt::format("{}d", pool.double_value(index));
    case ConstantTag::kInvalid:
    case ConstantTag::kUtf8:
    case ConstantTag::kNameAndType:
    case ConstantTag::kMethodHandle:
    case ConstantTag::kMethodType:
    case ConstantTag::kModule:
    case ConstantTag::kPackage: return "";
  }
  return "";
}

}  // namespace

std::string MethodView::class_name() const {
  std::string name(method_.holder->name_view());
  std::replace(name.begin(), name.end(), '/', '.');
  return name;
}

std::string_view MethodView::method_name() const { return method_.name(); }

std::string_view MethodView::source_file() const {
  Symbol* file = method_.holder->attributes->source_file;
  return file != nullptr ? file->view() : std::string_view();
}

int MethodView::line_of(int bci) const { return std::max(method_.line_of(bci), 0); }

std::string MethodView::instruction_text(int bci) const {
  bytecode::DisassemblerCallbacks callbacks;
  callbacks.context = method_.holder->constants.get();
  callbacks.constant_text = &constant_text;
  return bytecode::disassemble_instruction(code(), static_cast<uint32_t>(bci), callbacks);
}

}  // namespace kiln::jit
