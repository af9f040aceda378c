#include "classloader/verify/type_checker.h"

#include <algorithm>
#include <optional>

#include "classloader/parse/descriptors.h"

namespace kiln::classfile {

namespace {
constexpr VerificationType kThrowable = VerificationType::reference("java/lang/Throwable");
constexpr VerificationType kObject = VerificationType::reference("java/lang/Object");
}  // namespace

Verdict TypeChecker::check_class() {
  std::optional<VerifyError> first_error;
  for (const ParsedMethod& method : parsed_.methods) {
    if (!method.has_code) continue;
    if (observer_ == nullptr) {
      if (!check_method(method)) return pending_ ? Verdict::kPending : Verdict::kFailed;
      continue;
    }
    observer_->method_started(method, false);
    bool passed = check_method(method);
    if (pending_) return Verdict::kPending;
    observer_->method_finished(method, passed);
    if (!passed && !first_error) first_error = error_;
  }
  if (!first_error) return Verdict::kPassed;
  error_ = *first_error;
  return Verdict::kFailed;
}

// ---- errors ----

bool TypeChecker::fail(const Fault& fault, std::string message) {
  if (pending_) return false;
  if (observer_ != nullptr) observer_->fault(*method_, fault, message);
  error_.kind = ParseErrorKind::kVerifyError;
  error_.message = std::move(message) + "\n" + explain(parsed_, *method_, fault);
  return false;
}

bool TypeChecker::fail_in_frame(Fault fault, std::string message) {
  FrameView current = view();
  fault.current = &current;
  return fail(fault, std::move(message));
}

bool TypeChecker::fail_type(TypeOrigin type, TypeOrigin expected, std::string message, bool show_frame) {
  Fault fault{.kind = Fault::kBadType, .bci = bci_, .type = type, .expected = expected};
  return show_frame ? fail_in_frame(fault, std::move(message)) : fail(fault, std::move(message));
}

bool TypeChecker::fail_format(std::string message) {
  if (pending_) return false;
  if (observer_ != nullptr) observer_->fault(*method_, {.kind = Fault::kBadCode, .bci = bci_, .type = {}, .expected = {}}, message);
  error_.kind = ParseErrorKind::kClassFormatError;
  error_.message = std::move(message);
  return false;
}

bool TypeChecker::fail_format_in_method(std::string message) {
  return fail_format(fmt::format("{} in method '{}'", message, external_method_name(parsed_, *method_)));
}

FrameView TypeChecker::view() const {
  return {frame_.bci,         frame_.this_uninitialized, frame_.locals.data(),
          frame_.locals_size, frame_.stack.data(),       frame_.shown_stack_size()};
}

// ---- the pass ----

bool TypeChecker::check_method(const ParsedMethod& method) {
  method_ = &method;
  code_ = bytecode::BytecodeIterator(method.code);
  bci_ = 0;
  enter_method();
  if (!scan_code() || !check_handlers() || !check_local_variables()) return false;
  std::string message;
  switch (map_.read(parsed_, method, frame_, code_bytes_, &message)) {
    case StackMap::Problem::kNone: break;
    case StackMap::Problem::kFormat: error_.is_final = true; return fail_format(message);
    case StackMap::Problem::kInMethod: return fail_format_in_method(message);
    case StackMap::Problem::kOffset: {
      FrameView bad = map_.frame(map_.size() - 1);
      return fail({.kind = Fault::kBadMap, .bci = 0, .type = {}, .expected = {}, .current = &bad},
                  "StackMapTable error: bad offset");
    }
  }
  next_map_ = 0;
  falls_through_ = true;
  for (; !code_.at_end(); code_.next()) {
    bci_ = code_.bci();
    frame_.bci = bci_;
    frame_.stack_mark = static_cast<int32_t>(frame_.stack_size);
    if (!arrive(falls_through_)) return false;
    frame_.stack_mark = static_cast<int32_t>(frame_.stack_size);
    if (observer_ != nullptr) observer_->instruction(method, view());
    falls_through_ = true;
    this_initialized_here_ = false;
    handlers_checked_ = false;
    // Stores change the locals, so that handlers are checked before; others cannot, but may throw after a part of
    // their work.
    Bytecode opcode = code_.opcode();
    bool covered = in_try_block() && must_check_handlers();
    if (bytecode::has_flag(opcode, bytecode::kWritesLocal) && opcode != Bytecode::iinc) {
      if (covered && !check_handler_targets(false)) return false;
      handlers_checked_ = true;
      locals_changed_ = true;
    }
    if (!check_instruction() || pending_) return false;
    covered |= locals_changed_ && in_try_block();
    if (!handlers_checked_ && covered && !check_handler_targets(this_initialized_here_)) return false;
  }
  if (falls_through_) {
    return fail_code(static_cast<uint32_t>(method.code.size()), "Control flow falls through code end");
  }
  return true;
}

// Finds where instructions start.
bool TypeChecker::scan_code() {
  code_bytes_.assign(method_->code.size(), CodeByte::kInside);
  for (bytecode::BytecodeIterator it(method_->code); !it.at_end(); it.next()) {
    if (it.error() != nullptr) {
      // Codes up to ee are internal instructions of HotSpot, which reports them with their number.
      auto code = static_cast<uint8_t>(it.raw_opcode());
      if (!bytecode::is_defined(code) && code <= 0xee)
        return fail_code(it.bci(), fmt::format("Bad instruction: {:02x}", code));
      return fail_code(it.bci(), "Bad instruction");
    }
    code_bytes_[it.bci()] = it.opcode() == Bytecode::new_ ? CodeByte::kNew : CodeByte::kInstruction;
  }
  return true;
}

bool TypeChecker::check_handlers() {
  handlers_start_ = UINT32_MAX;
  handlers_end_ = 0;
  handler_edges_.clear();
  next_edge_ = 0;
  locals_changed_ = true;
  reaches_return_.clear();
  auto is_start = [&](uint32_t bci) { return code_bytes_[bci] != CodeByte::kInside; };
  for (const ExceptionHandler& h : parsed_.handlers(*method_)) {
    if (!is_start(h.start_pc))
      return fail_format_in_method(fmt::format("Illegal exception table start_pc {}", h.start_pc));
    if (h.end_pc < code_bytes_.size() && !is_start(h.end_pc)) {
      return fail_format_in_method(fmt::format("Illegal exception table end_pc {}", h.end_pc));
    }
    if (!is_start(h.handler_pc))
      return fail_format_in_method(fmt::format("Illegal exception table handler_pc {}", h.handler_pc));
    if (h.catch_type != 0) {
      VerificationType type = constant_class(h.catch_type);
      if (!assignable(kThrowable, type)) {
        return fail({.kind = Fault::kBadType, .bci = h.handler_pc, .type = TypeOrigin::constant(h.catch_type, type),
                     .expected = TypeOrigin::implicit(kThrowable)},
                    fmt::format("Catch type is not a subclass of Throwable in exception handler {}", h.handler_pc));
      }
    }
    handlers_start_ = std::min<uint32_t>(handlers_start_, h.start_pc);
    handlers_end_ = std::max<uint32_t>(handlers_end_, h.end_pc);
    handler_edges_.push_back(h.start_pc);
    handler_edges_.push_back(h.end_pc);
  }
  std::sort(handler_edges_.begin(), handler_edges_.end());
  handler_edges_.erase(std::unique(handler_edges_.begin(), handler_edges_.end()), handler_edges_.end());
  return true;
}

bool TypeChecker::check_local_variables() {
  auto is_start = [&](uint32_t bci) { return bci < code_bytes_.size() && code_bytes_[bci] != CodeByte::kInside; };
  for (const LocalVariable& local : parsed_.locals(*method_)) {
    if (!is_start(local.start_pc)) {
      return fail_format_in_method(fmt::format("Illegal local variable table start_pc {}", local.start_pc));
    }
    uint32_t end = uint32_t{local.start_pc} + local.length;
    if (end != code_bytes_.size() && !is_start(end)) {
      return fail_format_in_method(fmt::format("Illegal local variable table length {}", local.length));
    }
  }
  return true;
}

// No, when neither the locals nor the set of handlers that cover the code have changed since they were checked: a check
// per instruction would be quadratic for long code under many handlers.
bool TypeChecker::must_check_handlers() {
  bool edge = false;
  while (next_edge_ < handler_edges_.size() && handler_edges_[next_edge_] <= bci_) {
    edge = true;
    next_edge_++;
  }
  return edge || locals_changed_;
}

void TypeChecker::enter_method() {
  frame_.bci = 0;
  frame_.this_uninitialized = false;
  frame_.locals_size = frame_.stack_size = 0;
  frame_.stack_mark = -1;
  frame_.locals.assign(method_->max_locals, TypeKind::kTop);
  frame_.stack.assign(method_->max_stack, TypeKind::kTop);
  auto add = [&](VerificationType type) { frame_.locals[frame_.locals_size++] = type; };
  if (!method_->is_static()) {
    if (method_->name == "<init>" && parsed_.name != "java/lang/Object") {
      add(TypeKind::kUninitializedThis);
      frame_.this_uninitialized = true;
    } else {
      add(this_type_);
    }
  }
  for (DescriptorTypes types(method_->descriptor); !types.at_end(); types.next()) {
    VerificationType type = type_of_descriptor(types.current());
    if (types.is_return()) {
      returns_value_ = types.current() != "V";
      // Boolean and the other small types stay themselves, for messages.
      return_type_ = types.current()[0] == 'L' || types.current()[0] == '['
                         ? type
                         : component_type(VerificationType::reference(keep("[" + std::string(types.current()))));
      if (!returns_value_) return_type_ = TypeKind::kTop;
      break;
    }
    add(type);
    if (type.is_category2()) add(second_half(type.kind));
  }
}

// Before the instruction at bci_: does the map have a frame here, and does it fit what comes from above?
bool TypeChecker::arrive(bool falls_through) {
  if (next_map_ >= map_.size()) {
    return falls_through || fail_code(bci_, "Expecting a stack map frame");
  }
  uint32_t map_bci = map_.bci(next_map_);
  if (!falls_through && map_bci > bci_) {
    return fail({.kind = Fault::kMissingMap, .bci = bci_, .type = {}, .expected = {}}, "Expecting a stack map frame");
  }
  if (map_bci < bci_) return fail_format_in_method(fmt::format("Bad stack map offset {}", map_bci));
  if (map_bci > bci_) return true;
  FrameView here = map_.frame(next_map_);
  if (falls_through) {
    FrameView current = view();
    Fault fault{.kind = Fault::kBadCode, .bci = bci_, .type = {}, .expected = {}, .current = &current, .map = &here};
    if (!fits(current, here, &fault)) return fail(fault, "Instruction type does not match stack map");
  }
  frame_.locals_size = here.locals_size;
  frame_.stack_size = here.stack_size;
  std::copy_n(here.locals, here.locals_size, frame_.locals.begin());
  std::fill(frame_.locals.begin() + here.locals_size, frame_.locals.end(), TypeKind::kTop);
  std::copy_n(here.stack, here.stack_size, frame_.stack.begin());
  frame_.this_uninitialized = here.this_uninitialized;
  locals_changed_ = true;
  next_map_++;
  return true;
}

bool TypeChecker::fits(const FrameView& from, const FrameView& to, Fault* fault) {
  if (from.stack_size != to.stack_size) {
    fault->kind = Fault::kStackSize;
    fault->bci = from.bci;
    return false;
  }
  fault->bci = to.bci;
  auto mismatch = [&](const VerificationType* have, const VerificationType* want, uint32_t i,
                      TypeOrigin::Place have_place, TypeOrigin::Place want_place) {
    fault->kind = Fault::kBadType;
    fault->type = {have_place, i, have[i]};
    fault->expected = {want_place, i, want[i]};
    return false;
  };
  for (uint32_t i = 0; i < to.locals_size; i++) {
    VerificationType have = i < from.locals_size ? from.locals[i] : VerificationType();
    if (have == to.locals[i] || to.locals[i].is(TypeKind::kTop) || assignable(to.locals[i], have)) continue;
    fault->kind = Fault::kBadType;
    fault->type = {TypeOrigin::kCurrentLocal, i, have};
    fault->expected = {TypeOrigin::kMapLocal, i, to.locals[i]};
    return false;
  }
  for (uint32_t i = 0; i < to.stack_size; i++) {
    if (from.stack[i] == to.stack[i] || assignable(to.stack[i], from.stack[i])) continue;
    return mismatch(from.stack, to.stack, i, TypeOrigin::kCurrentStack, TypeOrigin::kMapStack);
  }
  if (from.this_uninitialized && !to.this_uninitialized) {
    fault->kind = Fault::kBadFlags;
    return false;
  }
  return true;
}

// A branch from the instruction at bci_ to `target`.
bool TypeChecker::check_target(int64_t target) {
  int index = target < 0 || target > UINT16_MAX ? -1 : map_.find(static_cast<uint32_t>(target));
  if (index < 0) {
    return fail({.kind = Fault::kMissingMap, .bci = bci_, .type = {}, .expected = {}},
                fmt::format("Expecting a stackmap frame at branch target {}", target));
  }
  FrameView there = map_.frame(static_cast<size_t>(index));
  FrameView from = view();
  from.stack_size = frame_.stack_size;
  FrameView shown = view();
  Fault fault{.kind = Fault::kBadCode, .bci = bci_, .type = {}, .expected = {}, .current = &shown, .map = &there};
  if (fits(from, there, &fault)) return true;
  return fail(fault, fmt::format("Inconsistent stackmap frames at branch target {}", target));
}

// The locals as they are now must fit every handler that covers bci_.
bool TypeChecker::check_handler_targets(bool this_uninitialized) {
  locals_changed_ = false;
  for (const ExceptionHandler& h : parsed_.handlers(*method_)) {
    if (bci_ < h.start_pc || bci_ >= h.end_pc) continue;
    VerificationType thrown = h.catch_type != 0 ? constant_class(h.catch_type) : kThrowable;
    FrameView from = view();
    from.this_uninitialized |= this_uninitialized;
    from.stack = &thrown;
    from.stack_size = 0;
    if (method_->max_stack == 0) {
      return fail({.kind = Fault::kOverflow, .bci = bci_, .type = {}, .expected = {}, .current = &from},
                  "Operand stack overflow");
    }
    from.stack_size = 1;
    int index = map_.find(h.handler_pc);
    if (index < 0) {
      return fail({.kind = Fault::kMissingMap, .bci = bci_, .type = {}, .expected = {}},
                  fmt::format("Expecting a stackmap frame at branch target {}", h.handler_pc));
    }
    FrameView there = map_.frame(static_cast<size_t>(index));
    Fault fault{.kind = Fault::kBadCode, .bci = bci_, .type = {}, .expected = {}, .current = &from, .map = &there};
    if (!fits(from, there, &fault)) {
      return fail(fault, fmt::format("Stack map does not match the one at exception handler {}", h.handler_pc));
    }
  }
  return true;
}

// ---- assignability ----

bool TypeChecker::assignable(const VerificationType& to, const VerificationType& from, bool protected_access) {
  if (to == from) return true;
  switch (to.kind) {
    case TypeKind::kTop: return true;
    case TypeKind::kAnyCategory1: return from.is_category1();
    case TypeKind::kAnyCategory2: return from.is_category2();
    case TypeKind::kAnyCategory2_2nd: return from.is_category2_2nd();
    case TypeKind::kAnyReference: return from.is_reference() || from.is_uninitialized();
    case TypeKind::kBoolean:
    case TypeKind::kByte:
    case TypeKind::kChar:
    case TypeKind::kShort:
      return from.is(TypeKind::kInteger);
    case TypeKind::kReference: return from.is_reference() && reference_assignable(to, from, protected_access);
    case TypeKind::kInteger:
    case TypeKind::kFloat:
    case TypeKind::kLong:
    case TypeKind::kLong2nd:
    case TypeKind::kDouble:
    case TypeKind::kDouble2nd: case TypeKind::kNull: case TypeKind::kUninitializedThis: case TypeKind::kUninitialized:
    case TypeKind::kReturnAddress: return false;
  }
  return false;
}

bool TypeChecker::reference_assignable(const VerificationType& wanted, const VerificationType& have,
                                       bool protected_access) {
  VerificationType to = wanted, from = have;
  // Peel arrays: [[A to [[B as A to B.
  while (to.is_array() && from.is_array()) {
    to = component_type(to);
    from = component_type(from);
    if (to == from) return true;
    if (!to.is(TypeKind::kReference) || !from.is(TypeKind::kReference)) return false;
  }
  if (from.is_null()) return true;
  if (!to.is_object()) return false;
  if (to == kObject) return true;
  bool to_interface = answer(environment_.is_interface(to.name));
  if (pending_) return false;
  if (to_interface && (!protected_access || from.name != "java/lang/Object")) {
    // Interfaces count as Object, but arrays have only two of them.
    return !from.is_array() || to.name == "java/lang/Cloneable" || to.name == "java/io/Serializable";
  }
  return from.is_object() && answer(environment_.is_subclass(from.name, to.name));
}

// ---- frame operations ----

bool TypeChecker::push(VerificationType type) {
  if (frame_.stack_size >= frame_.stack.size()) {
    return fail_in_frame({.kind = Fault::kOverflow, .bci = bci_, .type = {}, .expected = {}}, "Operand stack overflow");
  }
  frame_.stack[frame_.stack_size++] = type;
  return true;
}

// Nothing is pushed unless both halves have room.
bool TypeChecker::push_pair(TypeKind first) {
  if (frame_.stack_size + 2 > frame_.stack.size()) {
    return fail_in_frame({.kind = Fault::kOverflow, .bci = bci_, .type = {}, .expected = {}}, "Operand stack overflow");
  }
  return push(first) && push(second_half(first));
}

// When both halves are wrong the lower one is reported.
bool TypeChecker::pop_pair(TypeKind first) {
  bool upper = pop(second_half(first));
  if (!upper && frame_.stack_size > 0) frame_.stack_size--;
  return pop(first) && upper;
}

bool TypeChecker::push_descriptor(std::string_view descriptor) {
  VerificationType type = type_of_descriptor(descriptor);
  return push(type) && (!type.is_category2() || push(second_half(type.kind)));
}

bool TypeChecker::pop_any(VerificationType* result) { return pop(TypeKind::kTop, result); }

bool TypeChecker::pop(VerificationType expected, VerificationType* result) {
  if (frame_.stack_size == 0) {
    return fail_in_frame({.kind = Fault::kUnderflow, .bci = bci_, .type = {}, .expected = {}},
                         "Operand stack underflow");
  }
  VerificationType top = frame_.stack[frame_.stack_size - 1];
  if (!assignable(expected, top)) {
    return fail_type({TypeOrigin::kCurrentStack, frame_.stack_size - 1, top}, TypeOrigin::implicit(expected),
                     "Bad type on operand stack", true);
  }
  frame_.stack_size--;
  if (result != nullptr) *result = top;
  return true;
}

bool TypeChecker::pop_descriptor(std::string_view descriptor) {
  VerificationType type = type_of_descriptor(descriptor);
  return (!type.is_category2() || pop(second_half(type.kind))) && pop(type);
}

TypeOrigin TypeChecker::popped() const {
  VerificationType type =
      frame_.stack_size < frame_.stack.size() ? frame_.stack[frame_.stack_size] : VerificationType();
  return {TypeOrigin::kCurrentStack, frame_.stack_size, type};
}

bool TypeChecker::get_local(uint32_t index, VerificationType expected, VerificationType* result) {
  if (index >= method_->max_locals) {
    return fail({.kind = Fault::kBadLocalIndex, .bci = bci_, .index = index, .type = {}, .expected = {}},
                "Local variable table overflow");
  }
  VerificationType type = frame_.locals[index];
  if (!assignable(expected, type)) {
    return fail_type({TypeOrigin::kCurrentLocal, index, type}, TypeOrigin::implicit(expected),
                     "Bad local variable type", true);
  }
  if (index >= frame_.locals_size) frame_.locals_size = index + 1;
  if (result != nullptr) *result = type;
  return true;
}

bool TypeChecker::get_local_pair(uint32_t index, TypeKind first) {
  if (frame_.locals_size == 0 || index >= frame_.locals_size - 1) {
    return fail({.kind = Fault::kBadLocalIndex, .bci = bci_, .index = index, .type = {}, .expected = {}},
                "get long/double overflows locals");
  }
  if (!assignable(first, frame_.locals[index])) {
    return fail_type({TypeOrigin::kCurrentLocal, index, frame_.locals[index]}, TypeOrigin::implicit(first),
                     "Bad local variable type", true);
  }
  if (!assignable(second_half(first), frame_.locals[index + 1])) {
    return fail_type({TypeOrigin::kCurrentLocal, index + 1, frame_.locals[index + 1]},
                     TypeOrigin::implicit(second_half(first)), "Bad local variable type", true);
  }
  return true;
}

// A store into one half of a long or double leaves the other half useless.
void TypeChecker::forget_halves(uint32_t index) {
  if (frame_.locals[index].is_category2() && index + 1 < frame_.locals.size())
    frame_.locals[index + 1] = TypeKind::kTop;
  if (frame_.locals[index].is_category2_2nd() && index > 0) frame_.locals[index - 1] = TypeKind::kTop;
}

bool TypeChecker::set_local(uint32_t index, VerificationType type) {
  if (index >= method_->max_locals) {
    return fail({.kind = Fault::kBadLocalIndex, .bci = bci_, .index = index, .type = {}, .expected = {}},
                "Local variable table overflow");
  }
  forget_halves(index);
  frame_.locals[index] = type;
  frame_.locals_size = std::max(frame_.locals_size, index + 1);
  return true;
}

bool TypeChecker::set_local_pair(uint32_t index, TypeKind first) {
  if (index + 1 >= method_->max_locals) {
    return fail({.kind = Fault::kBadLocalIndex, .bci = bci_, .index = index, .type = {}, .expected = {}},
                "Local variable table overflow");
  }
  forget_halves(index + 1);
  forget_halves(index);
  frame_.locals[index] = first;
  frame_.locals[index + 1] = second_half(first);
  frame_.locals_size = std::max(frame_.locals_size, index + 2);
  return true;
}

// A constructor has returned: every copy of the reference becomes an object.
void TypeChecker::initialize(VerificationType old, VerificationType now) {
  std::replace(frame_.locals.begin(), frame_.locals.end(), old, now);
  std::replace(frame_.stack.begin(), frame_.stack.begin() + frame_.stack_size, old, now);
  if (old.is(TypeKind::kUninitializedThis)) frame_.this_uninitialized = false;
  locals_changed_ = true;
}

}  // namespace kiln::classfile
