// classloader/verify/type_rules_members.cpp - field access, calls, and constructors (JVMS 4.10.1.8, 4.10.1.9).
#include <algorithm>
#include <string>

#include "classloader/parse/descriptors.h"
#include "classloader/verify/type_checker.h"

#pragma clang diagnostic ignored "-Wswitch-enum"  // switches over opcodes name the few they are about

namespace kiln::classfile {

bool TypeChecker::check_field_access() {
  Bytecode opcode = code_.opcode();
  uint16_t index = code_.constant_index();
  if (!check_constant(index, {Tag::kFieldref})) return false;
  std::string_view name = pool_.member_name(index), descriptor = pool_.member_descriptor(index);
  VerificationType target = VerificationType::reference(pool_.member_class(index));
  bool is_static = opcode == Bytecode::getstatic || opcode == Bytecode::putstatic;
  if (!target.is_object() && !(is_static && target.is_array())) {
    std::string class_name(parsed_.name);
    std::replace(class_name.begin(), class_name.end(), '/', '.');
    return fail_type(
        TypeOrigin::constant(index, target), {},
        fmt::format("Expecting reference to class in class {} at constant pool index {}", class_name, index), false);
  }
  switch (opcode) {
    case Bytecode::getstatic: return push_descriptor(descriptor);
    case Bytecode::putstatic: return pop_descriptor(descriptor);
    case Bytecode::getfield: {
      VerificationType object;
      return pop(target, &object) && check_protected_field(index, object) && push_descriptor(descriptor);
    }
    default: {
      VerificationType object;
      if (!pop_descriptor(descriptor) || !pop_any(&object)) return false;
      // A constructor may set fields of its own class before it calls another constructor.
      if (object.is(TypeKind::kUninitializedThis) && target == this_type_ &&
          std::any_of(parsed_.fields.begin(), parsed_.fields.end(),
                      [&](const ParsedField& f) { return f.name == name && f.descriptor == descriptor; })) {
        object = this_type_;
      }
      if (!assignable(target, object)) {
        return fail_type(popped(), TypeOrigin::constant(index, target), "Bad type on operand stack in putfield", true);
      }
      return check_protected_field(index, object);
    }
  }
}

bool TypeChecker::check_protected_field(uint16_t index, VerificationType object) {
  if (object == this_type_) return true;
  std::string_view target = pool_.member_class(index);
  if (!environment_.is_current_or_super(target)) return true;
  if (!answer(environment_.is_protected_elsewhere(target, pool_.member_name(index), pool_.member_descriptor(index),
                                                  false))) {
    return !pending_;
  }
  if (assignable(this_type_, object, true)) return true;
  return fail_type(popped(), TypeOrigin::implicit(this_type_),
                   fmt::format("Bad access to protected data in {}", bytecode::name(code_.opcode())), true);
}

bool TypeChecker::check_call() {
  Bytecode opcode = code_.opcode();
  uint16_t index = code_.constant_index();
  bool allowed;
  switch (opcode) {
    case Bytecode::invokeinterface: allowed = check_constant(index, {Tag::kInterfaceMethodref}); break;
    case Bytecode::invokedynamic: allowed = check_constant(index, {Tag::kInvokeDynamic}); break;
    case Bytecode::invokespecial: case Bytecode::invokestatic:
      // Static and private interface methods came with version 52.
      allowed = parsed_.major_version < 52 ? check_constant(index, {Tag::kMethodref})
                                           : check_constant(index, {Tag::kMethodref, Tag::kInterfaceMethodref});
      break;
    default: allowed = check_constant(index, {Tag::kMethodref});
  }
  if (!allowed) return false;
  std::string_view name = pool_.member_name(index), descriptor = pool_.member_descriptor(index);
  VerificationType target;
  if (opcode != Bytecode::invokedynamic) target = VerificationType::reference(pool_.member_class(index));

  std::vector<std::string_view> arguments;
  int slots = 0;
  std::string_view result;
  for (DescriptorTypes types(descriptor); !types.at_end(); types.next()) {
    if (types.is_return()) {
      result = types.current();
    } else {
      arguments.push_back(types.current());
      slots += slots_of(types.current()[0]);
    }
  }
  if (opcode == Bytecode::invokeinterface) {
    if (code_.u1(3) != slots + 1) return fail_code(bci_, "Inconsistent args count operand in invokeinterface");
    if (code_.u1(4) != 0) return fail_code(bci_, "Fourth operand byte of invokeinterface must be zero");
  }
  if (opcode == Bytecode::invokedynamic && (code_.u1(3) != 0 || code_.u1(4) != 0)) {
    return fail_code(bci_, "Third and fourth operand bytes of invokedynamic must be zero");
  }
  if (name.starts_with('<')) {
    if (opcode != Bytecode::invokespecial || name != "<init>")
      return fail_code(bci_, "Illegal call to internal method");
  } else if (opcode == Bytecode::invokespecial && !check_special_target(index, target)) {
    return false;
  }
  for (size_t i = arguments.size(); i-- > 0;) {
    if (!pop_descriptor(arguments[i])) return false;
  }
  switch (opcode) {
    case Bytecode::invokespecial:
      if (!(name == "<init>" ? check_constructor_call(index, target) : pop(this_type_))) return false;
      break;
    case Bytecode::invokevirtual:
      if (!check_virtual_receiver(index, target)) return false;
      break;
    case Bytecode::invokeinterface:
      if (!pop(target)) return false;
      break;
    default: break;
  }
  return result == "V" || push_descriptor(result);
}

// invokespecial of a method: it must be of this class, a super class or a direct super interface.
bool TypeChecker::check_special_target(uint16_t index, VerificationType target) {
  if (target == this_type_ || target.name == parsed_.super_name) return true;
  for (size_t i = 0; i < parsed_.interfaces.size(); i++) {
    if (parsed_.interface_name(i) == target.name) return true;
  }
  if (!assignable(target, this_type_)) {
    return fail_code(bci_, "Bad invokespecial instruction: current class isn't assignable to reference class.");
  }
  if (pool_.is(index, Tag::kInterfaceMethodref)) {
    return fail_code(bci_,
                     "Bad invokespecial instruction: interface method reference is in an indirect superinterface.");
  }
  return true;
}

bool TypeChecker::check_virtual_receiver(uint16_t index, VerificationType target) {
  VerificationType object;
  if (!pop(target, &object)) return false;
  if (object == this_type_ || !environment_.is_current_or_super(target.name)) return true;
  std::string_view name = pool_.member_name(index);
  if (!answer(environment_.is_protected_elsewhere(target.name, name, pool_.member_descriptor(index), true)))
    return !pending_;
  // Arrays have a public clone().
  if (target.name == "java/lang/Object" && object.is_array() && name == "clone") return true;
  if (assignable(this_type_, object, true)) return true;
  return fail_type(popped(), TypeOrigin::implicit(this_type_), "Bad access to protected data in invokevirtual", true);
}

bool TypeChecker::check_constructor_call(uint16_t index, VerificationType target) {
  VerificationType object;
  if (!pop(TypeKind::kAnyReference, &object)) return false;
  if (object.is(TypeKind::kUninitializedThis)) {
    if (target != this_type_ && target.name != parsed_.super_name) {
      return fail_type(TypeOrigin::implicit(target), TypeOrigin::implicit(this_type_), "Bad <init> method call", false);
    }
    if (!active_handlers_.empty()) {
      // A half-made object must not get out by a handler.
      for (uint32_t number : active_handlers_) {
        if (always_throws(parsed_.handlers(*method_)[number].handler_pc)) continue;
        return fail_code(bci_, "Bad <init> method call from after the start of a try block");
      }
      if (!check_handler_targets(true)) return false;
      handlers_checked_ = true;
    }
    initialize(object, this_type_);
    this_initialized_here_ = true;
    return true;
  }
  if (!object.is(TypeKind::kUninitialized))
    return fail_type(popped(), {}, "Bad operand type when invoking <init>", true);

  uint32_t new_bci = object.bci;
  if (new_bci + 3 > method_->code.size() || code_bytes_[new_bci] != CodeByte::kNew) {
    return fail_code(new_bci, "Expecting new instruction");
  }
  uint16_t new_index = bytecode::read_u2(method_->code.data() + new_bci + 1);
  VerificationType made;
  if (!check_class_constant(new_index, &made)) return false;
  if (made != target) {
    return fail_type(TypeOrigin::constant(new_index, made), TypeOrigin::constant(index, target),
                     "Call to wrong <init> method", false);
  }
  if (environment_.is_current_or_super(target.name) && target != this_type_ &&
      answer(environment_.is_protected_elsewhere(target.name, "<init>", pool_.member_descriptor(index), true)) &&
      !assignable(this_type_, made, true)) {
    return fail_type(TypeOrigin::constant(new_index, made), TypeOrigin::implicit(this_type_),
                     "Bad access to protected <init> method", false);
  }
  if (pending_) return false;
  if (!active_handlers_.empty()) {
    if (!check_handler_targets(false)) return false;
    handlers_checked_ = true;
  }
  initialize(object, made);
  return true;
}

// True if no path from `handler_pc` returns: all end in athrow or never end. Finds all instructions from which a return can
// be reached once per method, backwards.
bool TypeChecker::always_throws(uint32_t handler_pc) {
  size_t size = method_->code.size();
  if (reaches_return_.empty()) {
    reaches_return_.assign(size, false);
    std::vector<std::pair<uint32_t, uint32_t>> edges;  // (to, from)
    std::vector<uint32_t> work;
    auto mark = [&](uint32_t bci) {
      if (reaches_return_[bci]) return;
      reaches_return_[bci] = true;
      work.push_back(bci);
    };
    for (bytecode::BytecodeIterator it(method_->code); !it.at_end(); it.next()) {
      auto flow = [&](uint32_t target) {
        // A way out of the code counts as a return.
        if (target >= size || code_bytes_[target] == CodeByte::kInside) mark(it.bci());
        else edges.emplace_back(target, it.bci());
      };
      if (bytecode::is_return(it.opcode())) mark(it.bci());
      it.for_each_target(flow);
      if (!bytecode::ends_block(it.opcode())) flow(it.next_bci());
    }
    std::sort(edges.begin(), edges.end());
    while (!work.empty()) {
      uint32_t to = work.back();
      work.pop_back();
      for (auto edge = std::lower_bound(edges.begin(), edges.end(), std::pair(to, uint32_t{0})); edge != edges.end() && edge->first == to; ++edge) {
        mark(edge->second);
      }
    }
  }
  return !reaches_return_[handler_pc];
}

}  // namespace kiln::classfile
