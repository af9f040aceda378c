#include "classloader/verify/type_checker.h"

#include <algorithm>
#include <iterator>
#include <optional>

#include "classloader/parse/descriptors.h"

namespace kiln::classfile {

namespace {
constexpr VerificationType kThrowable = VerificationType::reference("java/lang/Throwable");
constexpr VerificationType kObject = VerificationType::reference("java/lang/Object");
}  // namespace

Verdict TypeChecker::check_class() {
  std::optional<VerifyError> first_error;
  bool undecided = false;
  for (const ParsedMethod& method : parsed_.methods) {
    if (!method.has_code) continue;
    if (observer_ == nullptr) {
      if (!check_method(method)) return pending_ ? Verdict::kPending : Verdict::kFailed;
      continue;
    }
    observer_->method_started(method, false);
    bool passed = check_method(method);
    if (pending_) {
      if (!observer_->method_undecided(method)) return Verdict::kPending;
      pending_ = false;
      undecided = true;
      continue;
    }
    observer_->method_finished(method, passed);
    if (!passed && !first_error) first_error = error_;
  }
  if (!first_error) return undecided ? Verdict::kPending : Verdict::kPassed;
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
      FrameView bad = map_.view(map_.size() - 1);
      return fail({.kind = Fault::kBadMap, .bci = 0, .type = {}, .expected = {}, .current = &bad},
                  "StackMapTable error: bad offset");
    }
  }
  next_map_ = 0;
  falls_through_ = true;
  written_.clear();
  epoch_ = 1;
  compared_.assign(map_.numbers(), {});
  base_ = {epoch_, frame_.locals_size, 0};
  base_number_ = 0;
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
    bool covered = must_check_handlers();
    if (bytecode::has_flag(opcode, bytecode::kWritesLocal) && opcode != Bytecode::iinc) {
      if (covered && !check_handler_targets(false)) return false;
      handlers_checked_ = true;
      locals_changed_ = true;
    }
    if (!check_instruction() || pending_) return false;
    covered |= locals_changed_ && !active_handlers_.empty();
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
  handler_starts_.clear();
  active_handlers_.clear();
  new_handlers_.clear();
  next_start_ = next_end_ = 0;
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
    handler_starts_.push_back(static_cast<uint32_t>(handler_starts_.size()));
  }
  handler_frames_.assign(handler_starts_.size(), -1);
  handler_ends_ = handler_starts_;
  auto handlers = parsed_.handlers(*method_);
  std::sort(handler_starts_.begin(), handler_starts_.end(),
            [&](uint32_t a, uint32_t b) { return handlers[a].start_pc < handlers[b].start_pc; });
  std::sort(handler_ends_.begin(), handler_ends_.end(), [&](uint32_t a, uint32_t b) { return handlers[a].end_pc < handlers[b].end_pc; });
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

// No, when the locals have not changed since the handlers that cover the code were checked: a check per instruction would
// be quadratic for long code under many handlers.
bool TypeChecker::must_check_handlers() {
  auto handlers = parsed_.handlers(*method_);
  bool ends = false;
  for (; next_end_ < handler_ends_.size() && handlers[handler_ends_[next_end_]].end_pc <= bci_; next_end_++) ends = true;
  if (ends) {
    auto is_over = [&](uint32_t h) { return handlers[h].end_pc <= bci_; };
    std::erase_if(active_handlers_, is_over);
    std::erase_if(new_handlers_, is_over);
  }
  size_t first = next_start_;
  while (next_start_ < handler_starts_.size() && handlers[handler_starts_[next_start_]].start_pc <= bci_) next_start_++;
  if (first != next_start_) {
    std::vector<uint32_t> fresh, merged;
    for (size_t i = first; i < next_start_; i++) {
      if (handlers[handler_starts_[i]].end_pc > bci_) fresh.push_back(handler_starts_[i]);
    }
    std::sort(fresh.begin(), fresh.end());
    for (std::vector<uint32_t>* list : {&active_handlers_, &new_handlers_}) {
      merged.clear();
      std::merge(list->begin(), list->end(), fresh.begin(), fresh.end(), std::back_inserter(merged));
      list->swap(merged);
    }
  }
  return !active_handlers_.empty() && (locals_changed_ || !new_handlers_.empty());
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
  if (falls_through) {
    FrameView current = view();
    Fault fault{.kind = Fault::kBadCode, .bci = bci_, .type = {}, .expected = {}, .current = &current};
    if (!fits(current, next_map_, &fault)) {
      FrameView here = map_.view(next_map_);
      fault.map = &here;
      return fail(fault, "Instruction type does not match stack map");
    }
  }
  take_locals(next_map_);
  frame_.stack_size = map_.stack_size(next_map_);
  for (uint32_t i = 0; i < frame_.stack_size; i++) frame_.stack[i] = map_.stack(next_map_, i);
  frame_.this_uninitialized = map_.this_uninitialized(next_map_);
  locals_changed_ = true;
  next_map_++;
  return true;
}

void TypeChecker::take_locals(size_t i) {
  uint32_t number = map_.locals_number(i), size = map_.locals_size(i);
  auto take = [&](uint32_t k) { frame_.locals[k] = k < size ? map_.local(i, k) : VerificationType(); };
  if (number == base_number_ && base_.epoch == epoch_) {
    // What was written since; what this writes counts as written, too.
    rewritten_.assign(written_.begin() + static_cast<std::ptrdiff_t>(base_.position), written_.end());
    for (uint32_t k = std::min(size, base_.size); k < std::max(size, base_.size); k++) rewritten_.push_back(k);
    std::sort(rewritten_.begin(), rewritten_.end());
    rewritten_.erase(std::unique(rewritten_.begin(), rewritten_.end()), rewritten_.end());
    for (uint32_t k : rewritten_) take(k);
    written_.insert(written_.end(), rewritten_.begin(), rewritten_.end());
  } else {
    epoch_++;
    written_.clear();
    for (uint32_t k = 0; k < frame_.locals.size(); k++) take(k);
  }
  frame_.locals_size = size;
  base_ = {epoch_, size, written_.size()};
  base_number_ = number;
  compared_[number] = base_;
}

bool TypeChecker::locals_fit(size_t to, uint32_t* bad) {
  Compared& last = compared_[map_.locals_number(to)];
  uint32_t size = map_.locals_size(to);
  auto fits = [&](uint32_t k) {
    VerificationType want = map_.local(to, k), have = k < frame_.locals_size ? frame_.locals[k] : VerificationType();
    *bad = k;
    return have == want || want.is(TypeKind::kTop) || assignable(want, have);
  };
  if (last.epoch == epoch_ && last.size >= size && written_.size() - last.position < size) {
    if (last.position != written_.size()) {
      rewritten_.assign(written_.begin() + static_cast<std::ptrdiff_t>(last.position), written_.end());
      std::sort(rewritten_.begin(), rewritten_.end());
      for (uint32_t k : rewritten_) {
        if (k < size && !fits(k)) return false;
      }
    }
    if (last.position == written_.size()) return true;
  } else {
    for (uint32_t k = 0; k < size; k++) {
      if (!fits(k)) return false;
    }
  }
  last = {epoch_, size, written_.size()};
  return true;
}

bool TypeChecker::fits(const FrameView& from, size_t to, Fault* fault) {
  if (from.stack_size != map_.stack_size(to)) {
    fault->kind = Fault::kStackSize;
    fault->bci = from.bci;
    return false;
  }
  fault->bci = map_.bci(to);
  uint32_t bad;
  if (!locals_fit(to, &bad)) {
    fault->kind = Fault::kBadType;
    fault->type = {TypeOrigin::kCurrentLocal, bad, bad < from.locals_size ? from.locals[bad] : VerificationType()};
    fault->expected = {TypeOrigin::kMapLocal, bad, map_.local(to, bad)};
    return false;
  }
  for (uint32_t i = 0; i < from.stack_size; i++) {
    VerificationType want = map_.stack(to, i);
    if (from.stack[i] == want || assignable(want, from.stack[i])) continue;
    fault->kind = Fault::kBadType;
    fault->type = {TypeOrigin::kCurrentStack, i, from.stack[i]};
    fault->expected = {TypeOrigin::kMapStack, i, want};
    return false;
  }
  if (from.this_uninitialized && !map_.this_uninitialized(to)) {
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
  FrameView from = view();
  from.stack_size = frame_.stack_size;
  FrameView shown = view();
  Fault fault{.kind = Fault::kBadCode, .bci = bci_, .type = {}, .expected = {}, .current = &shown};
  if (fits(from, static_cast<size_t>(index), &fault)) return true;
  FrameView there = map_.view(static_cast<size_t>(index));
  fault.map = &there;
  return fail(fault, fmt::format("Inconsistent stackmap frames at branch target {}", target));
}

// The locals as they are now must fit every handler that covers bci_; where they have not changed, the new ones.
bool TypeChecker::check_handler_targets(bool this_uninitialized) {
  rechecked_.swap(new_handlers_);
  if (locals_changed_ || this_uninitialized) rechecked_ = active_handlers_;
  new_handlers_.clear();
  locals_changed_ = false;
  auto handlers = parsed_.handlers(*method_);
  for (uint32_t number : rechecked_) {
    const ExceptionHandler& h = handlers[number];
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
    int32_t& index = handler_frames_[number];
    if (index < 0) index = map_.find(h.handler_pc);
    if (index < 0) {
      return fail({.kind = Fault::kMissingMap, .bci = bci_, .type = {}, .expected = {}},
                  fmt::format("Expecting a stackmap frame at branch target {}", h.handler_pc));
    }
    Fault fault{.kind = Fault::kBadCode, .bci = bci_, .type = {}, .expected = {}, .current = &from};
    if (!fits(from, static_cast<size_t>(index), &fault)) {
      FrameView there = map_.view(static_cast<size_t>(index));
      fault.map = &there;
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
  if (frame_.locals[index].is_category2() && index + 1 < frame_.locals.size()) write_local(index + 1, TypeKind::kTop);
  if (frame_.locals[index].is_category2_2nd() && index > 0) write_local(index - 1, TypeKind::kTop);
}

bool TypeChecker::set_local(uint32_t index, VerificationType type) {
  if (index >= method_->max_locals) {
    return fail({.kind = Fault::kBadLocalIndex, .bci = bci_, .index = index, .type = {}, .expected = {}},
                "Local variable table overflow");
  }
  forget_halves(index);
  write_local(index, type);
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
  write_local(index, first);
  write_local(index + 1, second_half(first));
  frame_.locals_size = std::max(frame_.locals_size, index + 2);
  return true;
}

// A constructor has returned: every copy of the reference becomes an object.
void TypeChecker::initialize(VerificationType old, VerificationType now) {
  for (uint32_t i = 0; i < frame_.locals_size; i++) {
    if (frame_.locals[i] == old) write_local(i, now);
  }
  std::replace(frame_.stack.begin(), frame_.stack.begin() + frame_.stack_size, old, now);
  if (old.is(TypeKind::kUninitializedThis)) frame_.this_uninitialized = false;
  locals_changed_ = true;
}

}  // namespace kiln::classfile
