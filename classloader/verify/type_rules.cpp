// classloader/verify/type_rules.cpp - what each instruction asks of the frame (JVMS 4.10.1.9), but for members.
#include <algorithm>
#include <string>

#include "classloader/verify/type_checker.h"

#pragma clang diagnostic ignored "-Wswitch-enum"  // switches over opcodes name the few they are about

namespace kiln::classfile {

using bytecode::info;

namespace {
constexpr VerificationType kObject = VerificationType::reference("java/lang/Object");
constexpr VerificationType kThrowable = VerificationType::reference("java/lang/Throwable");

TypeKind kind_of_letter(char letter) {
  switch (letter) {
    case 'I': return TypeKind::kInteger;
    case 'F': return TypeKind::kFloat;
    case 'J': return TypeKind::kLong;
    case 'D': return TypeKind::kDouble;
    default: VM_UNREACHABLE();
  }
}
}  // namespace

bool TypeChecker::check_instruction() {
  Bytecode opcode = code_.opcode();
  switch (opcode) {
    case Bytecode::ldc: case Bytecode::ldc_w: case Bytecode::ldc2_w: return check_ldc();
    case Bytecode::aconst_null: return push(TypeKind::kNull);
    case Bytecode::iload: case Bytecode::iload_0: case Bytecode::iload_1: case Bytecode::iload_2: case Bytecode::iload_3:
    case Bytecode::lload: case Bytecode::lload_0: case Bytecode::lload_1: case Bytecode::lload_2: case Bytecode::lload_3:
    case Bytecode::fload: case Bytecode::fload_0: case Bytecode::fload_1: case Bytecode::fload_2: case Bytecode::fload_3:
    case Bytecode::dload: case Bytecode::dload_0: case Bytecode::dload_1: case Bytecode::dload_2: case Bytecode::dload_3:
    case Bytecode::aload: case Bytecode::aload_0: case Bytecode::aload_1: case Bytecode::aload_2: case Bytecode::aload_3:
      return check_load(info(opcode).pushes[0]);
    case Bytecode::istore: case Bytecode::istore_0: case Bytecode::istore_1: case Bytecode::istore_2: case Bytecode::istore_3:
    case Bytecode::lstore: case Bytecode::lstore_0: case Bytecode::lstore_1: case Bytecode::lstore_2: case Bytecode::lstore_3:
    case Bytecode::fstore: case Bytecode::fstore_0: case Bytecode::fstore_1: case Bytecode::fstore_2: case Bytecode::fstore_3:
    case Bytecode::dstore: case Bytecode::dstore_0: case Bytecode::dstore_1: case Bytecode::dstore_2: case Bytecode::dstore_3:
    case Bytecode::astore: case Bytecode::astore_0: case Bytecode::astore_1: case Bytecode::astore_2: case Bytecode::astore_3:
      return check_store(info(opcode).pops[0]);
    case Bytecode::iaload: case Bytecode::laload: case Bytecode::faload: case Bytecode::daload: case Bytecode::aaload:
    case Bytecode::baload: case Bytecode::caload: case Bytecode::saload: return check_array_load();
    case Bytecode::iastore: case Bytecode::lastore: case Bytecode::fastore: case Bytecode::dastore: case Bytecode::aastore:
    case Bytecode::bastore: case Bytecode::castore: case Bytecode::sastore: return check_array_store();
    case Bytecode::pop: case Bytecode::pop2: case Bytecode::dup: case Bytecode::dup_x1: case Bytecode::dup_x2: case Bytecode::dup2:
    case Bytecode::dup2_x1: case Bytecode::dup2_x2: case Bytecode::swap: return check_stack_operation();
    case Bytecode::iinc:
      return get_local(code_.local_index(), TypeKind::kInteger) && set_local(code_.local_index(), TypeKind::kInteger);
    case Bytecode::ifeq: case Bytecode::ifne: case Bytecode::iflt: case Bytecode::ifge: case Bytecode::ifgt: case Bytecode::ifle:
    case Bytecode::if_icmpeq: case Bytecode::if_icmpne: case Bytecode::if_icmplt: case Bytecode::if_icmpge:
    case Bytecode::if_icmpgt: case Bytecode::if_icmple: case Bytecode::if_acmpeq: case Bytecode::if_acmpne:
    case Bytecode::ifnull: case Bytecode::ifnonnull: case Bytecode::goto_: case Bytecode::goto_w: return check_branch();
    case Bytecode::tableswitch: case Bytecode::lookupswitch: return check_switch();
    case Bytecode::ireturn: case Bytecode::lreturn: case Bytecode::freturn: case Bytecode::dreturn: case Bytecode::areturn:
    case Bytecode::return_: return check_return();
    case Bytecode::getstatic: case Bytecode::putstatic: case Bytecode::getfield: case Bytecode::putfield: return check_field_access();
    case Bytecode::invokevirtual: case Bytecode::invokespecial: case Bytecode::invokestatic: case Bytecode::invokeinterface:
    case Bytecode::invokedynamic: return check_call();
    case Bytecode::new_: case Bytecode::checkcast: case Bytecode::instanceof: case Bytecode::arraylength: case Bytecode::athrow:
    case Bytecode::monitorenter: case Bytecode::monitorexit: return check_object_instruction();
    case Bytecode::newarray: case Bytecode::anewarray: case Bytecode::multianewarray: return check_array_creation();
    case Bytecode::jsr: case Bytecode::jsr_w: case Bytecode::ret:
      if (code_.is_wide()) return fail_code(bci_, "Bad wide instruction");
      return fail_code(bci_, fmt::format("Bad instruction: {:02x}", static_cast<uint8_t>(opcode)));
    default: return check_simple();
  }
}

// Instructions which only take and leave numbers: the table of bytecodes says which.
bool TypeChecker::check_simple() {
  const bytecode::BytecodeInfo& row = info(code_.opcode());
  for (size_t i = row.pops.size(); i-- > 0;) {
    TypeKind kind = kind_of_letter(row.pops[i]);
    bool two = kind == TypeKind::kLong || kind == TypeKind::kDouble;
    if (!(two ? pop_pair(kind) : pop(kind))) return false;
  }
  for (char letter : row.pushes) {
    TypeKind kind = kind_of_letter(letter);
    bool two = kind == TypeKind::kLong || kind == TypeKind::kDouble;
    if (!(two ? push_pair(kind) : push(kind))) return false;
  }
  return true;
}

bool TypeChecker::check_load(char type) {
  uint32_t index = code_.local_index();
  if (type == 'A') {
    VerificationType value;
    return get_local(index, TypeKind::kAnyReference, &value) && push(value);
  }
  TypeKind kind = kind_of_letter(type);
  if (type == 'J' || type == 'D') return get_local_pair(index, kind) && push_pair(kind);
  return get_local(index, kind) && push(kind);
}

bool TypeChecker::check_store(char type) {
  uint32_t index = code_.local_index();
  if (type == 'A') {
    VerificationType value;
    return pop(TypeKind::kAnyReference, &value) && set_local(index, value);
  }
  TypeKind kind = kind_of_letter(type);
  if (type == 'J' || type == 'D') return pop_pair(kind) && set_local_pair(index, kind);
  return pop(kind) && set_local(index, kind);
}

namespace {
struct ArrayAccess {
  char element;               // descriptor of the elements; L for any reference
  std::string_view array;     // what a message asks for
};
ArrayAccess array_access(Bytecode opcode) {
  switch (opcode) {
    case Bytecode::iaload: case Bytecode::iastore: return {'I', "[I"};
    case Bytecode::laload: case Bytecode::lastore: return {'J', "[J"};
    case Bytecode::faload: case Bytecode::fastore: return {'F', "[F"};
    case Bytecode::daload: case Bytecode::dastore: return {'D', "[D"};
    case Bytecode::baload: case Bytecode::bastore: return {'B', "[B"};
    case Bytecode::caload: case Bytecode::castore: return {'C', "[C"};
    case Bytecode::saload: case Bytecode::sastore: return {'S', "[S"};
    default: return {'L', {}};
  }
}
bool is_such_array(const VerificationType& type, char element) {
  if (element == 'L') return type.is_reference_array();
  if (element == 'B') return type.is_array_of('B') || type.is_array_of('Z');
  return type.is_array_of(element);
}
}  // namespace

bool TypeChecker::check_array_load() {
  Bytecode opcode = code_.opcode();
  ArrayAccess access = array_access(opcode);
  VerificationType array;
  if (!pop(TypeKind::kInteger) || !pop(TypeKind::kAnyReference, &array)) return false;
  if (!is_such_array(array, access.element)) {
    TypeOrigin expected;
    if (access.element == 'L') expected = TypeOrigin::implicit(TypeKind::kAnyReference);
    else if (access.element != 'B') expected = TypeOrigin::implicit(VerificationType::reference(access.array));
    return fail_type(popped(), expected, fmt::format("Bad type on operand stack in {}", bytecode::name(opcode)), true);
  }
  if (access.element == 'L') return push(array.is_null() ? array : component_type(array));
  return push_descriptor({&access.element, 1});
}

bool TypeChecker::check_array_store() {
  Bytecode opcode = code_.opcode();
  ArrayAccess access = array_access(opcode);
  // aastore takes any object: whether it fits is checked when it runs.
  bool two = access.element == 'J' || access.element == 'D';
  bool value = access.element == 'L' ? pop(kObject)
               : two                 ? pop_pair(kind_of_letter(access.element))
                                     : pop_descriptor({&access.element, 1});
  VerificationType array;
  if (!value || !pop(TypeKind::kInteger) || !pop(TypeKind::kAnyReference, &array)) return false;
  if (is_such_array(array, access.element)) return true;
  TypeOrigin expected;
  if (access.element == 'L') expected = TypeOrigin::implicit(TypeKind::kAnyReference);
  else if (access.element != 'B') expected = TypeOrigin::implicit(VerificationType::reference(access.array));
  return fail_type(popped(), expected, fmt::format("Bad type on operand stack in {}", bytecode::name(opcode)), true);
}

bool TypeChecker::check_stack_operation() {
  constexpr TypeKind kOne = TypeKind::kAnyCategory1, kTwo = TypeKind::kAnyCategory2;
  VerificationType a, b, c, d;  // from the top down
  // Two slots: two one-slot values or one two-slot value.
  auto pop_two = [&](VerificationType& upper, VerificationType& lower) {
    if (!pop_any(&upper)) return false;
    if (upper.is_category1()) return pop(kOne, &lower);
    if (upper.is_category2_2nd()) return pop(kTwo, &lower);
    return fail_type(popped(), {}, fmt::format("Bad type on operand stack in {}", bytecode::name(code_.opcode())),
                     true);
  };
  auto push_all = [&](std::initializer_list<VerificationType> types) {
    return std::all_of(types.begin(), types.end(), [&](VerificationType type) { return push(type); });
  };
  switch (code_.opcode()) {
    case Bytecode::pop: return pop(kOne);
    case Bytecode::pop2: return pop_two(a, b);
    case Bytecode::dup: return pop(kOne, &a) && push_all({a, a});
    case Bytecode::dup_x1: return pop(kOne, &a) && pop(kOne, &b) && push_all({a, b, a});
    case Bytecode::dup_x2: return pop(kOne, &a) && pop_two(b, c) && push_all({a, c, b, a});
    case Bytecode::dup2: return pop_two(a, b) && push_all({b, a, b, a});
    case Bytecode::dup2_x1: return pop_two(a, b) && pop(kOne, &c) && push_all({b, a, c, b, a});
    case Bytecode::dup2_x2: return pop_two(a, b) && pop_two(c, d) && push_all({b, a, d, c, b, a});
    case Bytecode::swap: return pop(kOne, &a) && pop(kOne, &b) && push_all({a, b});
    default: VM_UNREACHABLE();
  }
}


bool TypeChecker::check_constant_index(uint16_t index) {
  if (index != 0 && index < pool_.size()) return true;
  std::string name(parsed_.name);
  std::replace(name.begin(), name.end(), '/', '.');
  return fail({.kind = Fault::kBadConstantIndex, .bci = bci_, .index = index, .type = {}, .expected = {}},
              fmt::format("Illegal constant pool index {} in class {}", index, name));
}

bool TypeChecker::check_constant(uint16_t index, std::initializer_list<Tag> tags) {
  if (!check_constant_index(index)) return false;
  if (std::find(tags.begin(), tags.end(), pool_.tag(index)) != tags.end()) return true;
  std::string name(parsed_.name);
  std::replace(name.begin(), name.end(), '/', '.');
  return fail({.kind = Fault::kBadConstantIndex, .bci = bci_, .index = index, .type = {}, .expected = {}},
              fmt::format("Illegal type at constant pool entry {} in class {}", index, name));
}

bool TypeChecker::check_class_constant(uint16_t index, VerificationType* type) {
  if (!check_constant(index, {Tag::kClass})) return false;
  *type = constant_class(index);
  return true;
}

bool TypeChecker::check_ldc() {
  uint16_t index = code_.constant_index();
  bool wide_value = code_.opcode() == Bytecode::ldc2_w;
  using enum Tag;
  auto allowed = [&](bool dynamic) {
    if (wide_value)
      return dynamic ? check_constant(index, {kDouble, kLong, kDynamic}) : check_constant(index, {kDouble, kLong});
    return dynamic ? check_constant(index, {kInteger, kFloat, kString, kClass, kMethodHandle, kMethodType, kDynamic})
                   : check_constant(index, {kInteger, kFloat, kString, kClass, kMethodHandle, kMethodType});
  };
  if (!allowed(true)) return false;
  switch (pool_.tag(index)) {
    case kInteger: return push(TypeKind::kInteger);
    case kFloat: return push(TypeKind::kFloat);
    case kLong: return push_pair(TypeKind::kLong);
    case kDouble: return push_pair(TypeKind::kDouble);
    case kString: return push(VerificationType::reference("java/lang/String"));
    case kClass: return push(VerificationType::reference("java/lang/Class"));
    case kMethodHandle: return push(VerificationType::reference("java/lang/invoke/MethodHandle"));
    case kMethodType: return push(VerificationType::reference("java/lang/invoke/MethodType"));
    case kDynamic: {
      std::string_view descriptor = pool_.member_descriptor(index);
      if (type_of_descriptor(descriptor).is_category2() != wide_value) return allowed(false);
      return push_descriptor(descriptor);
    }
    case kUnusable:
    case kUtf8:
    case kFieldref:
    case kMethodref:
    case kInterfaceMethodref:
    case kNameAndType:
    case kInvokeDynamic:
      break;
  }
  VM_UNREACHABLE();
}

bool TypeChecker::check_branch() {
  for (char letter : info(code_.opcode()).pops) {
    if (!pop(letter == 'A' ? TypeKind::kAnyReference : TypeKind::kInteger)) return false;
  }
  if (code_.opcode() == Bytecode::goto_ || code_.opcode() == Bytecode::goto_w) falls_through_ = false;
  int32_t offset = code_.length() == 5 ? code_.s4(1) : code_.s2(1);
  return check_target(int64_t{bci_} + offset);
}

bool TypeChecker::check_switch() {
  bytecode::SwitchView view = code_.switch_view();
  if (parsed_.major_version < 51) {
    for (uint32_t i = bci_ + 1; i < ((bci_ + 4) & ~3u); i++) {
      if (method_->code[i] != 0) return fail_code(bci_, "Nonzero padding byte in lookupswitch or tableswitch");
    }
  }
  if (!pop(TypeKind::kInteger)) return false;
  uint32_t count = view.size();
  if (!view.is_table()) {
    for (uint32_t i = 1; i < count; i++) {
      if (view.key(i - 1) >= view.key(i)) return fail_code(bci_, "Bad lookupswitch instruction");
    }
  }
  auto signed_target = [](uint32_t target) { return int64_t{static_cast<int32_t>(target)}; };
  if (!check_target(signed_target(view.default_target()))) return false;
  for (uint32_t i = 0; i < count; i++) {
    if (!check_target(signed_target(view.target(i)))) return false;
  }
  falls_through_ = false;
  return true;
}

bool TypeChecker::check_return() {
  falls_through_ = false;
  if (code_.opcode() == Bytecode::return_) {
    if (returns_value_) return fail_code(bci_, "Method expects a return value");
    if (method_->name == "<init>" && frame_.this_uninitialized) {
      return fail_code(bci_, "Constructor must call super() or this() before return");
    }
    return true;
  }
  char letter = info(code_.opcode()).pops[0];
  VerificationType value;
  if (letter == 'A') {
    if (!pop(TypeKind::kAnyReference, &value)) return false;
  } else {
    TypeKind kind = kind_of_letter(letter);
    value = kind;
    if ((value.is_category2() && !pop(second_half(kind))) || !pop(kind)) return false;
  }
  if (!returns_value_) {
    return fail_type(popped(), TypeOrigin::signature(TypeKind::kTop), "Method does not expect a return value", true);
  }
  if (!assignable(return_type_, value))
    return fail_type(popped(), TypeOrigin::signature(return_type_), "Bad return type", true);
  return true;
}

bool TypeChecker::check_object_instruction() {
  VerificationType type;
  switch (code_.opcode()) {
    case Bytecode::new_:
      if (!check_class_constant(code_.constant_index(), &type)) return false;
      if (!type.is_object())
        return fail_type(TypeOrigin::constant(code_.constant_index(), type), {}, "Illegal new instruction", false);
      return push(VerificationType::uninitialized(static_cast<uint16_t>(bci_)));
    case Bytecode::checkcast: return check_class_constant(code_.constant_index(), &type) && pop(kObject) && push(type);
    case Bytecode::instanceof:
      return check_class_constant(code_.constant_index(), &type) && pop(kObject) && push(TypeKind::kInteger);
    case Bytecode::arraylength:
      if (!pop(TypeKind::kAnyReference, &type)) return false;
      if (!type.is_null() && !type.is_array())
        return fail_type(popped(), {}, "Bad type on operand stack in arraylength", true);
      return push(TypeKind::kInteger);
    case Bytecode::athrow:
      falls_through_ = false;
      return pop(kThrowable);
    case Bytecode::monitorenter: case Bytecode::monitorexit: return pop(TypeKind::kAnyReference);
    default: VM_UNREACHABLE();
  }
}

bool TypeChecker::check_array_creation() {
  static constexpr std::string_view kPrimitiveArrays[] = {"[Z", "[C", "[F", "[D", "[B", "[S", "[I", "[J"};
  switch (code_.opcode()) {
    case Bytecode::newarray: {
      uint8_t type = code_.array_type();
      if (type < 4 || type > 11) return fail_code(bci_, "Illegal newarray instruction");
      return pop(TypeKind::kInteger) && push(VerificationType::reference(kPrimitiveArrays[type - 4]));
    }
    case Bytecode::anewarray: {
      VerificationType component;
      if (!check_class_constant(code_.constant_index(), &component) || !pop(TypeKind::kInteger)) return false;
      if (component.is_array()) {
        size_t dimensions = component.name.find_first_not_of('[');
        if (dimensions >= 255)
          return fail_code(bci_, "Illegal anewarray instruction, array has more than 255 dimensions");
        return push(VerificationType::reference(keep(fmt::format("[{}", component.name))));
      }
      return push(VerificationType::reference(keep(fmt::format("[L{};", component.name))));
    }
    case Bytecode::multianewarray: {
      VerificationType type;
      if (!check_class_constant(code_.constant_index(), &type)) return false;
      if (!type.is_array()) {
        return fail_type(TypeOrigin::constant(code_.constant_index(), type), {},
                         "Illegal constant pool index in multianewarray instruction", false);
      }
      uint8_t wanted = code_.dimensions();
      if (wanted == 0 || type.name.find_first_not_of('[') < wanted) {
        return fail_code(bci_, fmt::format("Illegal dimension in multianewarray instruction: {}", wanted));
      }
      for (uint8_t i = 0; i < wanted; i++) {
        if (!pop(TypeKind::kInteger)) return false;
      }
      return push(type);
    }
    default: VM_UNREACHABLE();
  }
}

}  // namespace kiln::classfile
