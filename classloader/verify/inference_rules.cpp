// classloader/verify/inference_rules.cpp - what each instruction does to an inferred state. Stack letters are those of
// vm/bytecode/bytecodes.def; others are explained at pop().
#include <fmt/format.h>

#include <algorithm>

#include "classloader/parse/descriptors.h"
#include "classloader/verify/type_inference.h"

#pragma clang diagnostic ignored "-Wswitch-enum"  // switches over opcodes name the few they are about

namespace kiln::classfile {

namespace {
TypeKind kind_of_letter(char letter) {
  switch (letter) {
    case 'I': return TypeKind::kInteger;
    case 'F': return TypeKind::kFloat;
    case 'J': return TypeKind::kLong;
    case 'D': return TypeKind::kDouble;
    case 'A': return TypeKind::kReference;
    default: VM_UNREACHABLE();
  }
}
}  // namespace

bool TypeInference::push(InferenceState& state, Type type) {
  state.stack.push_back(type);
  return state.stack_slots() <= method_->max_stack || fail("Stack size too large");
}

bool TypeInference::push_descriptor(InferenceState& state, std::string_view descriptor) {
  return push(state, type_of_descriptor(descriptor));
}

// Wanted: I F J D numbers; A class, array or null; O class or null; X one slot; @ an object not yet initialised;
// U anything that refers to an object, initialised or not; ? anything.
bool TypeInference::pop(InferenceState& state, char wanted, Type* result) {
  if (state.stack.empty()) return fail("Unable to pop operand off an empty stack");
  Type top = state.stack.back();
  const char* problem = nullptr;
  switch (wanted) {
    case 'I': problem = top.is(TypeKind::kInteger) ? nullptr : "Expecting to find integer on stack"; break;
    case 'F': problem = top.is(TypeKind::kFloat) ? nullptr : "Expecting to find float on stack"; break;
    case 'J': problem = top.is(TypeKind::kLong) ? nullptr : "Expecting to find long on stack"; break;
    case 'D': problem = top.is(TypeKind::kDouble) ? nullptr : "Expecting to find double on stack"; break;
    case 'A': problem = top.is_reference() ? nullptr : "Expecting to find object/array on stack"; break;
    case 'U':
      problem = top.is_reference() || top.is_uninitialized() ? nullptr : "Expecting to find object/array on stack";
      break;
    case 'O': problem = top.is_reference() && !top.is_array() ? nullptr : "Expecting to find object on stack"; break;
    case 'X': problem = top.is_category2() ? "Attempt to split long or double on the stack" : nullptr; break;
    case '@': problem = top.is_uninitialized() ? nullptr : "Expecting to find unitialized object on stack"; break;
    case '?': break;
    default: VM_UNREACHABLE();
  }
  if (problem != nullptr) return fail(problem);
  state.stack.pop_back();
  if (result != nullptr) *result = top;
  return true;
}

// An array whose elements start with one of `elements` (all when empty), or null.
bool TypeInference::pop_array(InferenceState& state, std::string_view elements, const char* what, Type* result) {
  if (state.stack.empty()) return fail("Unable to pop operand off an empty stack");
  Type top = state.stack.back();
  bool fits =
      top.is_null() || (top.is_array() && (elements.empty() || elements.find(top.name[1]) != std::string_view::npos));
  if (!fits) return fail(what);
  state.stack.pop_back();
  *result = top;
  return true;
}

bool TypeInference::execute(InferenceState& state) {
  Bytecode opcode = code_.opcode();
  const bytecode::BytecodeInfo& row = bytecode::info(opcode);
  auto code = static_cast<uint8_t>(opcode);
  if (opcode == Bytecode::iinc || opcode == Bytecode::ret || bytecode::has_flag(opcode, bytecode::kReadsLocal)) {
    return execute_load(state, opcode == Bytecode::iinc ? 'i' : opcode == Bytecode::ret ? 'R' : row.pushes[0]);
  }
  if (bytecode::has_flag(opcode, bytecode::kWritesLocal)) return execute_store(state, row.pops[0]);
  if ((code >= 0x2e && code <= 0x35) || (code >= 0x4f && code <= 0x56)) return execute_array_access(state);
  if (code >= 0x57 && code <= 0x5f) return execute_stack_operation(state);
  if (bytecode::is_return(opcode)) return execute_return(state);
  if (bytecode::is_field_access(opcode)) return execute_field(state);
  if (bytecode::is_invoke(opcode)) return execute_call(state);
  Type type;
  switch (opcode) {
    case Bytecode::ldc: case Bytecode::ldc_w: case Bytecode::ldc2_w: return execute_ldc(state);
    case Bytecode::aconst_null: return push(state, TypeKind::kNull);
    case Bytecode::jsr: case Bytecode::jsr_w: return true;  // see do_jsr
    case Bytecode::if_acmpeq: case Bytecode::if_acmpne: return pop(state, 'A') && pop(state, 'A');
    case Bytecode::ifnull: case Bytecode::ifnonnull: return pop(state, 'U');
    case Bytecode::monitorenter: case Bytecode::monitorexit: return pop(state, 'A');
    case Bytecode::athrow:
      if (!pop(state, 'O', &type)) return false;
      return assignable(type, Type::reference("java/lang/Throwable")) || fail("Can only throw Throwable objects");
    case Bytecode::arraylength:
      return pop_array(state, {}, "Expecting to find array on stack", &type) && push(state, TypeKind::kInteger);
    case Bytecode::new_: return execute_new(state);
    case Bytecode::checkcast: return pop(state, 'A') && push(state, Type::reference(pool_.class_name(code_.constant_index())));
    case Bytecode::instanceof: return pop(state, 'A') && push(state, TypeKind::kInteger);
    case Bytecode::newarray: {
      static constexpr std::string_view kNames[] = {"[Z", "[C", "[F", "[D", "[B", "[S", "[I", "[J"};
      return pop(state, 'I') && push(state, Type::reference(kNames[code_.array_type() - 4]));
    }
    case Bytecode::anewarray: {
      if (!pop(state, 'I')) return false;
      std::string_view name = pool_.class_name(code_.constant_index());
      return push(state,
                  Type::reference(keep(name.starts_with('[') ? fmt::format("[{}", name) : fmt::format("[L{};", name))));
    }
    case Bytecode::multianewarray:
      for (int i = 0; i < code_.dimensions(); i++) {
        if (!pop(state, 'I')) return false;
      }
      return push(state, Type::reference(pool_.class_name(code_.constant_index())));
    default:
      for (size_t i = row.pops.size(); i-- > 0;) {
        if (!pop(state, row.pops[i])) return false;
      }
      for (char letter : row.pushes) {
        if (!push(state, kind_of_letter(letter))) return false;
      }
      return true;
  }
}

// i: iinc, R: ret.
bool TypeInference::execute_load(InferenceState& state, char type) {
  uint32_t index = code_.local_index();
  bool two = type == 'J' || type == 'D';
  if (index + (two ? 1 : 0) >= state.locals.size()) {
    return two ? fail(fmt::format("Accessing value from uninitialized register pair {}/{}", index, index + 1))
               : fail(fmt::format("Accessing value from uninitialized register {}", index));
  }
  Type local = state.locals[index];
  if (two) {
    TypeKind kind = kind_of_letter(type);
    if (!local.is(kind) || !state.locals[index + 1].is(second_half(kind))) {
      return fail(fmt::format("Register pair {}/{} contains wrong type", index, index + 1));
    }
    return push(state, kind);
  }
  if (type != 'R' && local.is(TypeKind::kReturnAddress))
    return fail(fmt::format("Cannot load return address from register {}", index));
  bool fits = false;
  switch (type) {
    case 'I': case 'i': fits = local.is(TypeKind::kInteger); break;
    case 'F': fits = local.is(TypeKind::kFloat); break;
    case 'R': fits = local.is(TypeKind::kReturnAddress); break;
    default: fits = local.is_reference() || local.is_uninitialized();
  }
  if (!fits) return fail(fmt::format("Register {} contains wrong type", index));
  if (type == 'i') {
    state.set_local(index, TypeKind::kInteger);
    return true;
  }
  return type == 'R' || push(state, local);
}

bool TypeInference::execute_store(InferenceState& state, char type) {
  uint32_t index = code_.local_index();
  Type value;
  if (type == 'A') {
    bool address = !state.stack.empty() && state.stack.back().is(TypeKind::kReturnAddress);
    if (!pop(state, address ? '?' : 'U', &value)) return false;
  } else if (!pop(state, type, &value)) {
    return false;
  }
  if (value.is_category2()) {
    // The first half last: setting the second would take it for an overwritten long.
    state.set_local(index + 1, TypeKind::kTop);
    state.set_local(index, value);
    state.locals[index + 1] = second_half(value.kind);
  } else {
    state.set_local(index, value);
  }
  return true;
}

bool TypeInference::execute_array_access(InferenceState& state) {
  struct Access {
    std::string_view elements;
    const char* message;
    char value;
  };
  static constexpr Access kAccess[] = {
      {"I", "Expecting to find array of ints on stack", 'I'},
      {"J", "Expecting to find array of longs on stack", 'J'},
      {"F", "Expecting to find array of floats on stack", 'F'},
      {"D", "Expecting to find array of doubles on stack", 'D'},
      {"L[", "Expecting to find array of objects or arrays on stack", 'A'},
      {"BZ", "Expecting to find array of bytes or Booleans on stack", 'I'},
      {"C", "Expecting to find array of chars on stack", 'I'},
      {"S", "Expecting to find array of shorts on stack", 'I'},
  };
  auto code = static_cast<uint8_t>(code_.opcode());
  bool is_load = code <= 0x35;
  const Access& access = kAccess[code - (is_load ? 0x2e : 0x4f)];
  Type array, value;
  if (!is_load && !pop(state, access.value, &value)) return false;
  if (!pop(state, 'I') || !pop_array(state, access.elements, access.message, &array)) return false;
  if (!is_load) return true;
  if (access.value != 'A') return push(state, kind_of_letter(access.value));
  return push(state, array.is_null() ? array : component_type(array));
}

bool TypeInference::execute_stack_operation(InferenceState& state) {
  auto push_all = [&](const std::vector<Type>& types) {
    return std::all_of(types.begin(), types.end(), [&](Type type) { return push(state, type); });
  };
  // Takes two slots off: a long or double, or two values. Upper first.
  auto pop_two = [&](std::vector<Type>& taken) {
    Type value;
    if (!pop(state, '?', &value)) return false;
    taken.insert(taken.begin(), value);
    if (value.is_category2()) return true;
    if (!pop(state, 'X', &value)) return false;
    taken.insert(taken.begin(), value);
    return true;
  };
  auto pop_one = [&](std::vector<Type>& taken) {
    Type value;
    if (!pop(state, 'X', &value)) return false;
    taken.insert(taken.begin(), value);
    return true;
  };
  std::vector<Type> upper, lower;
  switch (code_.opcode()) {
    case Bytecode::pop: return pop_one(upper);
    case Bytecode::pop2: return pop_two(upper);
    case Bytecode::dup: return pop_one(upper) && push_all(upper) && push_all(upper);
    case Bytecode::dup_x1: return pop_one(upper) && pop_one(lower) && push_all(upper) && push_all(lower) && push_all(upper);
    case Bytecode::dup_x2: return pop_one(upper) && pop_two(lower) && push_all(upper) && push_all(lower) && push_all(upper);
    case Bytecode::dup2: return pop_two(upper) && push_all(upper) && push_all(upper);
    case Bytecode::dup2_x1: return pop_two(upper) && pop_one(lower) && push_all(upper) && push_all(lower) && push_all(upper);
    case Bytecode::dup2_x2: return pop_two(upper) && pop_two(lower) && push_all(upper) && push_all(lower) && push_all(upper);
    case Bytecode::swap: return pop_one(upper) && pop_one(lower) && push_all(upper) && push_all(lower);
    default: VM_UNREACHABLE();
  }
}

bool TypeInference::execute_ldc(InferenceState& state) {
  switch (pool_.tag(code_.constant_index())) {
    case Tag::kInteger: return push(state, TypeKind::kInteger);
    case Tag::kFloat: return push(state, TypeKind::kFloat);
    case Tag::kLong: return push(state, TypeKind::kLong);
    case Tag::kDouble: return push(state, TypeKind::kDouble);
    case Tag::kString: return push(state, Type::reference("java/lang/String"));
    case Tag::kClass: return push(state, Type::reference("java/lang/Class"));
    default: VM_UNREACHABLE();
  }
}

bool TypeInference::execute_return(InferenceState& state) {
  std::string_view result = return_descriptor(method_->descriptor);
  if (code_.opcode() == Bytecode::return_) {
    if (result != "V") return fail("Wrong return type in function");
    if (is_constructor_) {
      if (!state.constructed) return fail("Constructor must call super() or this()");
      if (state.cannot_return) return fail("Cannot return normally");
    }
    return true;
  }
  char letter = bytecode::info(code_.opcode()).pops[0];
  Type value;
  if (!pop(state, letter, &value)) return false;
  if (result == "V") return fail("Wrong return type in function");
  Type wanted = type_of_descriptor(result);
  bool fits = letter == 'A' ? wanted.is_reference() && assignable(value, wanted) : wanted.is(value.kind);
  return fits || fail("Wrong return type in function");
}

// Yes when `member` of a super class is protected, from another package, and `object` is not of this class.
bool TypeInference::is_protected_and_foreign(uint16_t member, bool is_method, Type object, bool* result) {
  *result = false;
  std::string_view owner = pool_.member_class(member);
  if (owner == parsed_.name || !environment_.is_current_or_super(owner)) return true;
  if (answer(environment_.is_protected_elsewhere(owner, pool_.member_name(member), pool_.member_descriptor(member),
                                                 is_method))) {
    *result = !assignable(object, this_type_);
  }
  return !pending_;
}

bool TypeInference::execute_field(InferenceState& state) {
  Bytecode opcode = code_.opcode();
  uint16_t index = code_.constant_index();
  std::string_view descriptor = pool_.member_descriptor(index);
  Type wanted = type_of_descriptor(descriptor);
  if (opcode == Bytecode::getstatic) return push_descriptor(state, descriptor);
  // All pops come first, then the checks of what was popped.
  bool is_put = opcode == Bytecode::putstatic || opcode == Bytecode::putfield;
  char letter = wanted.is_reference() ? 'A' : wanted.is(TypeKind::kInteger) ? 'I' : descriptor[0];
  // A constructor may set fields of its own class before it calls another constructor. The reference VM takes its object as
  // the value, too.
  bool of_this_class = opcode == Bytecode::putfield && pool_.member_class(index) == parsed_.name &&
                       std::any_of(parsed_.fields.begin(), parsed_.fields.end(), [&](const ParsedField& f) {
                         return f.name == pool_.member_name(index) && f.descriptor == descriptor;
                       });
  auto is_early = [&] { return of_this_class && !state.stack.empty() && state.stack.back().is(TypeKind::kUninitializedThis); };
  Type value;
  bool early_value = letter == 'A' && is_early();
  if (is_put && !pop(state, early_value ? '@' : letter, &value)) return false;
  if (early_value) value = this_type_;
  if (opcode != Bytecode::putstatic) {
    Type object;
    bool early = is_early();
    if (!pop(state, early ? '@' : 'A', &object)) return false;
    if (early) object = this_type_;
    if (!assignable(object, Type::reference(pool_.member_class(index))))
      return fail("Incompatible type for getting or setting field");
    bool foreign;
    if (!is_protected_and_foreign(index, false, object, &foreign)) return false;
    if (foreign) return fail("Bad access to protected data");
  }
  if (is_put && letter == 'A' && !assignable(value, wanted)) return fail("Bad type in putfield/putstatic");
  return is_put || push_descriptor(state, descriptor);
}

bool TypeInference::execute_call(InferenceState& state) {
  Bytecode opcode = code_.opcode();
  uint16_t index = code_.constant_index();
  std::vector<std::string_view> arguments;
  std::string_view result;
  for (DescriptorTypes types(pool_.member_descriptor(index)); !types.at_end(); types.next()) {
    (types.is_return() ? result : arguments.emplace_back()) = types.current();
  }
  bool is_init = pool_.member_name(index) == "<init>";
  // All pops come first, then the checks of what was popped.
  std::vector<Type> values(arguments.size());
  for (size_t i = arguments.size(); i-- > 0;) {
    Type wanted = type_of_descriptor(arguments[i]);
    char letter = wanted.is_reference() ? 'A' : wanted.is(TypeKind::kInteger) ? 'I' : arguments[i][0];
    if (!pop(state, letter, &values[i])) return false;
  }
  Type object;
  if (opcode != Bytecode::invokestatic && !pop(state, is_init ? '@' : 'A', &object)) return false;
  Type owner = Type::reference(pool_.member_class(index));
  if (is_init) {
    if (!execute_constructor_call(state, index, object)) return false;
  } else if (opcode != Bytecode::invokestatic) {
    if (!assignable(object, owner)) return fail("Incompatible object argument for function call");
    if (opcode == Bytecode::invokespecial && !assignable(object, this_type_)) {
      return fail("Incompatible object argument for invokespecial");
    }
    if (opcode == Bytecode::invokevirtual) {
      bool foreign;
      if (!is_protected_and_foreign(index, true, object, &foreign)) return false;
      // Arrays have a public clone().
      bool is_clone = object.is_array() && pool_.member_name(index) == "clone" && owner.name == "java/lang/Object";
      if (foreign && !is_clone) return fail("Bad access to protected data");
    }
  }
  for (size_t i = 0; i < arguments.size(); i++) {
    Type wanted = type_of_descriptor(arguments[i]);
    if (wanted.is_reference() && !assignable(values[i], wanted)) return fail("Incompatible argument to function");
  }
  return result == "V" || push_descriptor(state, result);
}

bool TypeInference::execute_constructor_call(InferenceState& state, uint16_t index, Type object) {
  std::string_view owner = pool_.member_class(index);
  Type made;
  if (object.is(TypeKind::kUninitializedThis)) {
    if (owner != parsed_.name && owner != parsed_.super_name) return fail("Call to wrong initialization method");
    made = this_type_;
    state.constructed = true;
  } else {
    made = Type::reference(pool_.class_name(bytecode::read_u2(method_->code.data() + object.bci + 1)));
    if (made.name != owner) return fail("Call to wrong initialization method");
    bool foreign;
    if (!is_protected_and_foreign(index, true, made, &foreign)) return false;
    if (foreign) return fail("Bad access to protected data");
  }
  std::replace(state.stack.begin(), state.stack.end(), object, made);
  for (uint32_t i = 0; i < state.locals.size(); i++) {
    if (state.locals[i] == object) state.set_local(i, made);
  }
  return true;
}

bool TypeInference::execute_new(InferenceState& state) {
  Type fresh = Type::uninitialized(static_cast<uint16_t>(code_.bci()));
  // An object made here in an earlier round and never initialised must not be mistaken for the new one.
  if (std::find(state.stack.begin(), state.stack.end(), fresh) != state.stack.end()) {
    return fail("Uninitialized object on stack at creating point");
  }
  for (uint32_t i = 0; i < state.locals.size(); i++) {
    if (state.locals[i] == fresh) state.set_local(i, TypeKind::kTop);
  }
  return push(state, fresh);
}

}  // namespace kiln::classfile
