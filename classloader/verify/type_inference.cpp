#include "classloader/verify/type_inference.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "classloader/parse/descriptors.h"
#include "classloader/verify/explain.h"

namespace kiln::classfile {

namespace {

// States with more types than this in one method were made to exhaust memory.
constexpr size_t kMaxStoredTypes = size_t{1} << 24;

// A reference type as dimensions of a class; primitive elements count as Object with a dimension less.
struct ArrayOf {
  explicit ArrayOf(const VerificationType& type) : base(type.name) {
    dimensions = std::min(base.find_first_not_of('['), base.size());
    base.remove_prefix(dimensions);
    if (dimensions == 0) return;
    if (base.starts_with('L')) {
      base = base.substr(1, base.size() - 2);
    } else {
      is_primitive = true;
      dimensions--;
      base = "java/lang/Object";
    }
  }
  // Arrays are instances of these two.
  bool base_holds_arrays() const { return base == "java/lang/Cloneable" || base == "java/io/Serializable"; }

  size_t dimensions;
  std::string_view base;
  bool is_primitive = false;
};

}  // namespace

Verdict TypeInference::check_class() {
  std::optional<VerifyError> first_error;
  bool undecided = false;
  for (const ParsedMethod& method : parsed_.methods) {
    if (!method.has_code) continue;
    if (observer_ != nullptr) observer_->method_started(method, true);
    merge_target_ = -1;
    bool passed = check_method(method);
    if (pending_) {
      if (observer_ == nullptr || !observer_->method_undecided(method)) return Verdict::kPending;
      pending_ = false;
      undecided = true;
      continue;
    }
    if (observer_ != nullptr) observer_->method_finished(method, passed);
    if (passed) continue;
    if (observer_ == nullptr) return Verdict::kFailed;
    if (!first_error) first_error = error_;
  }
  if (!first_error) return undecided ? Verdict::kPending : Verdict::kPassed;
  error_ = *first_error;
  return Verdict::kFailed;
}

bool TypeInference::fail(std::string_view reason, ParseErrorKind kind) {
  if (pending_) return false;
  if (observer_ != nullptr) {
    Fault fault{.kind = Fault::kBadCode, .bci = code_.bci(), .type = {}, .expected = {}};
    std::vector<Type> stacks[2];
    FrameView current, known;
    if (merge_target_ >= 0) {
      current = view(*merge_from_, fault.bci, stacks[0]);
      known = view(blocks_[static_cast<size_t>(block_at_[static_cast<size_t>(merge_target_)])], static_cast<uint32_t>(merge_target_), stacks[1]);
      fault.current = &current;
      fault.map = &known;
    }
    observer_->fault(*method_, fault, reason);
  }
  error_.kind = kind;
  error_.message =
      fmt::format("(class: {}, method: {} signature: {}) {}", parsed_.name, method_->name, method_->descriptor, reason);
  return false;
}

FrameView TypeInference::view(const InferenceState& state, uint32_t bci, std::vector<Type>& stack) const {
  for (const Type& type : state.stack) {
    stack.push_back(type);
    if (type.is_category2()) stack.push_back(second_half(type.kind));
  }
  return {bci, is_constructor_ && !state.constructed, state.locals.data(), static_cast<uint32_t>(state.locals.size()), stack.data(),
          static_cast<uint32_t>(stack.size())};
}

bool TypeInference::check_method(const ParsedMethod& method) {
  method_ = &method;
  code_ = bytecode::BytecodeIterator(method.code);
  stored_types_ = 0;
  is_constructor_ = method.name == "<init>" && parsed_.name != "java/lang/Object";
  if (!check_operands() || !check_handlers()) return false;
  find_blocks();
  subroutines_.clear();
  callers_.clear();
  enter_method();
  // Passes over the code in order until a pass changes nothing.
  for (bool changed = true; changed;) {
    changed = false;
    for (uint32_t bci = 0; bci < block_at_.size(); bci++) {
      int32_t block = block_at_[bci];
      if (block < 0 || !block_changed_[static_cast<size_t>(block)]) continue;
      block_changed_[static_cast<size_t>(block)] = false;
      changed = true;
      if (!run_block(bci) || pending_) return false;
    }
  }
  return true;
}

// A block starts at entry, at every target and handler, and behind every jsr.
void TypeInference::find_blocks() {
  block_at_.assign(method_->code.size(), -1);
  int32_t count = 0;
  auto mark = [&](uint32_t bci) {
    if (bci < block_at_.size() && block_at_[bci] < 0) block_at_[bci] = count++;
  };
  mark(0);
  for (bytecode::BytecodeIterator it(method_->code); !it.at_end(); it.next()) {
    it.for_each_target(mark);
    if (it.opcode() == Bytecode::jsr || it.opcode() == Bytecode::jsr_w) mark(it.next_bci());
  }
  handler_edges_.assign(block_at_.size() + 1, false);
  for (const ExceptionHandler& h : parsed_.handlers(*method_)) {
    mark(h.handler_pc);
    handler_edges_[h.start_pc] = handler_edges_[h.end_pc] = true;
  }
  blocks_.assign(static_cast<size_t>(count), InferenceState());
  block_changed_.assign(static_cast<size_t>(count), false);
}

void TypeInference::enter_method() {
  InferenceState& state = blocks_[0];
  state.reached = true;
  state.constructed = !is_constructor_;
  if (!method_->is_static()) state.locals.push_back(is_constructor_ ? Type(TypeKind::kUninitializedThis) : this_type_);
  for (DescriptorTypes types(method_->descriptor); !types.at_end() && !types.is_return(); types.next()) {
    Type type = type_of_descriptor(types.current());
    state.locals.push_back(type);
    if (type.is_category2()) state.locals.push_back(second_half(type.kind));
  }
  block_changed_[0] = true;
}

bool TypeInference::run_block(uint32_t leader) {
  InferenceState state = blocks_[static_cast<size_t>(block_at_[leader])];
  bool locals_changed = true;
  for (code_ = bytecode::BytecodeIterator(method_->code, leader);; code_.next()) {
    if (code_.at_end()) return fail("Falling off the end of the code");
    uint32_t bci = code_.bci();
    if (bci != leader && block_at_[bci] >= 0) return flow_to(bci, state);
    Bytecode opcode = code_.opcode();
    if (observer_ != nullptr) {
      std::vector<Type> stack;
      observer_->instruction(*method_, view(state, bci, stack));
    }
    bool was_constructed = state.constructed;
    // A handler may see the locals as they were before the instruction. Where neither they nor the handlers have changed
    // since the instruction before, it has seen them.
    bool covered = locals_changed || handler_edges_[bci];
    if (covered) {
      auto handlers = parsed_.handlers(*method_);
      covered = std::any_of(handlers.begin(), handlers.end(),
                            [&](const ExceptionHandler& h) { return bci >= h.start_pc && bci < h.end_pc; });
    }
    InferenceState before;
    if (covered) before = state;
    if (!execute(state)) return false;
    locals_changed = bytecode::has_flag(opcode, bytecode::kWritesLocal) || bytecode::is_invoke(opcode) || opcode == Bytecode::new_;
    bool now_constructed = is_constructor_ && !was_constructed && state.constructed;
    if (now_constructed && !covered) {
      before = state;
      covered = true;
    }
    if (covered && !flow_to_handlers(before, now_constructed)) return false;
    if (opcode == Bytecode::jsr || opcode == Bytecode::jsr_w || opcode == Bytecode::ret) {
      // Objects that are not initialised yet get neither into nor out of a subroutine.
      for (std::vector<Type>* types : {&state.locals, &state.stack}) {
        for (Type& type : *types) {
          if (type.is_uninitialized()) type = TypeKind::kTop;
        }
      }
      return opcode == Bytecode::ret ? do_ret(state) : do_jsr(state);
    }
    bool fine = true;
    code_.for_each_target([&](uint32_t target) { fine = fine && flow_to(target, state); });
    if (!fine) return false;
    if (bytecode::ends_block(opcode)) return true;
  }
}

// ---- flow ----

bool TypeInference::flow_to(uint32_t target, const InferenceState& from) {
  auto block = static_cast<size_t>(block_at_[target]);
  InferenceState& into = blocks_[block];
  if (!into.reached) {
    into = from;
    into.reached = true;
    block_changed_[block] = true;
    stored_types_ += into.locals.size() + into.stack.size();
    return stored_types_ <= kMaxStoredTypes || fail("Too many types to keep");
  }
  bool changed = false;
  merge_target_ = target;
  merge_from_ = &from;
  if (!merge_stack(into.stack, from.stack, &changed)) return false;
  merge_target_ = -1;
  if (into.locals.size() > from.locals.size()) {
    into.locals.resize(from.locals.size());
    changed = true;
  }
  for (size_t i = 0; i < into.locals.size(); i++) {
    if (into.locals[i] == from.locals[i] || into.locals[i].is(TypeKind::kTop)) continue;
    Type merged;
    if (!merge_types(into.locals[i], from.locals[i], &merged)) return false;
    changed |= merged != into.locals[i];
    into.locals[i] = merged;
  }
  while (!into.locals.empty() && into.locals.back().is(TypeKind::kTop)) into.locals.pop_back();
  // Subroutines common to both ways stay active, modifications add up.
  std::vector<ActiveSubroutine> common;
  for (const ActiveSubroutine& a : into.subroutines) {
    for (const ActiveSubroutine& b : from.subroutines) {
      if (a.entry != b.entry) continue;
      ActiveSubroutine both = a;
      if (both.modified.size() < b.modified.size()) both.modified.resize(b.modified.size());
      for (size_t i = 0; i < b.modified.size(); i++) {
        if (b.modified[i]) both.modified[i] = true;
      }
      common.push_back(std::move(both));
    }
  }
  if (common != into.subroutines) {
    into.subroutines = std::move(common);
    changed = true;
  }
  bool constructed = into.constructed && from.constructed, cannot_return = into.cannot_return || from.cannot_return;
  changed |= constructed != into.constructed || cannot_return != into.cannot_return;
  into.constructed = constructed;
  into.cannot_return = cannot_return;
  if (changed) block_changed_[block] = true;
  return true;
}

bool TypeInference::flow_to_handlers(const InferenceState& state, bool cannot_return) {
  for (const ExceptionHandler& h : parsed_.handlers(*method_)) {
    if (code_.bci() < h.start_pc || code_.bci() >= h.end_pc) continue;
    if (method_->max_stack == 0) return fail("Stack size too large");
    InferenceState thrown = state;
    thrown.cannot_return |= cannot_return;
    thrown.stack.assign(1, Type::reference(h.catch_type != 0 ? pool_.class_name(h.catch_type) : "java/lang/Throwable"));
    if (!flow_to(h.handler_pc, thrown)) return false;
  }
  return true;
}

bool TypeInference::do_jsr(InferenceState& state) {
  uint32_t bci = code_.bci(), entry = code_.branch_target();
  auto known = std::find_if(callers_.begin(), callers_.end(), [&](const Caller& c) { return c.bci == bci; });
  if (known == callers_.end()) {
    callers_.push_back({bci, code_.next_bci(), {}});
    known = callers_.end() - 1;
  }
  known->state = state;
  for (const ActiveSubroutine& s : state.subroutines) {
    if (s.entry == entry) return fail("Recursive call to jsr entry");
  }
  auto routine =
      std::find_if(subroutines_.begin(), subroutines_.end(), [&](const Subroutine& s) { return s.entry == entry; });
  if (routine == subroutines_.end()) {
    subroutines_.push_back({entry, -1, {}, {}});
    routine = subroutines_.end() - 1;
  }
  if (std::find(routine->callers.begin(), routine->callers.end(), bci) == routine->callers.end())
    routine->callers.push_back(bci);
  state.subroutines.push_back({static_cast<uint16_t>(entry), {}});
  if (!push(state, Type::return_address(static_cast<uint16_t>(entry)))) return false;
  if (!flow_to(entry, state)) return false;
  return routine->ret_bci < 0 || flow_from_subroutine(bci);
}

bool TypeInference::do_ret(InferenceState& state) {
  Type address = state.locals[code_.local_index()];
  uint32_t entry = address.bci;
  auto active = std::find_if(state.subroutines.begin(), state.subroutines.end(),
                             [&](const ActiveSubroutine& s) { return s.entry == entry; });
  auto routine =
      std::find_if(subroutines_.begin(), subroutines_.end(), [&](const Subroutine& s) { return s.entry == entry; });
  if (active == state.subroutines.end() || routine == subroutines_.end()) return fail("Illegal return from subroutine");
  if (routine->ret_bci >= 0 && routine->ret_bci != code_.bci()) return fail("Multiple returns to single jsr");
  routine->ret_bci = code_.bci();
  routine->at_ret = state;
  std::vector<uint32_t> callers = routine->callers;
  for (uint32_t caller : callers) {
    if (!flow_from_subroutine(caller)) return false;
  }
  return true;
}

// From the ret of the subroutine that the jsr at `jsr_bci` calls to the instruction behind that jsr.
bool TypeInference::flow_from_subroutine(uint32_t jsr_bci) {
  const Caller& caller =
      *std::find_if(callers_.begin(), callers_.end(), [&](const Caller& c) { return c.bci == jsr_bci; });
  uint32_t entry = bytecode::BytecodeIterator(method_->code, jsr_bci).branch_target();
  const Subroutine& routine =
      *std::find_if(subroutines_.begin(), subroutines_.end(), [&](const Subroutine& s) { return s.entry == entry; });
  const InferenceState& at_ret = routine.at_ret;
  auto self = std::find_if(at_ret.subroutines.begin(), at_ret.subroutines.end(),
                           [&](const ActiveSubroutine& s) { return s.entry == entry; });
  InferenceState state = caller.state;
  state.stack = at_ret.stack;
  state.constructed = at_ret.constructed;
  state.cannot_return |= at_ret.cannot_return;
  // Active again are those that were active around this one on every way to its ret, not those of this caller: a subroutine
  // that is called by another and from outside leaves none.
  state.subroutines.assign(at_ret.subroutines.begin(), self);
  state.locals.resize(std::max(state.locals.size(), at_ret.locals.size()));
  for (size_t i = 0; i < std::min(state.locals.size(), self->modified.size()); i++) {
    if (self->modified[i]) state.locals[i] = i < at_ret.locals.size() ? at_ret.locals[i] : Type();
  }
  while (!state.locals.empty() && state.locals.back().is(TypeKind::kTop)) state.locals.pop_back();
  if (caller.next >= method_->code.size()) return fail("Falling off the end of the code");
  return flow_to(caller.next, state);
}

// ---- merging ----

bool TypeInference::merge_stack(std::vector<Type>& into, const std::vector<Type>& from, bool* changed) {
  auto slots = [](const std::vector<Type>& stack) {
    uint32_t sum = 0;
    for (const Type& type : stack) sum += InferenceState::slots(type);
    return sum;
  };
  if (slots(into) != slots(from))
    return fail(fmt::format("Inconsistent stack height {} != {}", slots(from), slots(into)));
  if (into.size() != from.size()) return fail("Mismatched stack types");
  for (size_t i = 0; i < into.size(); i++) {
    if (into[i] == from[i]) continue;
    Type merged;
    if (!merge_types(into[i], from[i], &merged)) return false;
    if (merged.is(TypeKind::kTop)) return fail("Mismatched stack types");
    *changed |= merged != into[i];
    into[i] = merged;
  }
  return true;
}

// The least type above both; top when there is none. False only with an exception pending.
bool TypeInference::merge_types(Type a, Type b, Type* result) {
  if (a == b) {
    *result = a;
  } else if (a.is_reference() && b.is_reference()) {
    if (a.is_null() || b.is_null()) {
      *result = a.is_null() ? b : a;
    } else {
      return merge_references(a, b, result);
    }
  } else {
    *result = TypeKind::kTop;
  }
  return true;
}

// For arrays of arrays both lose the dimensions they share; differing primitive elements make an array an Object.
bool TypeInference::merge_references(Type a, Type b, Type* result) {
  ArrayOf x(a), y(b);
  if (x.dimensions == y.dimensions) {
    std::optional<std::string_view> common = x.base;
    if (x.base != y.base) common = environment_.common_superclass(x.base, y.base);
    if (!common) {
      pending_ = true;
      return false;
    }
    *result = array_type(x.dimensions, *common);
  } else {
    const ArrayOf& flatter = x.dimensions < y.dimensions ? x : y;
    *result = array_type(flatter.dimensions, flatter.base_holds_arrays() ? flatter.base : "java/lang/Object");
  }
  return true;
}

VerificationType TypeInference::array_type(size_t dimensions, std::string_view base) {
  return Type::reference(dimensions == 0 ? base : keep(fmt::format("{:[>{}}L{};", "", dimensions, base)));
}

// As the reference VM has it: an interface takes any object, and arrays with primitive elements count as arrays of
// Object with a dimension less.
bool TypeInference::assignable(const Type& from, const Type& to) {
  if (from == to) return true;
  if (!from.is_reference() || !to.is_reference()) return false;
  if (from.is_null()) return true;
  if (to.is_null()) return false;
  ArrayOf x(from), y(to);
  if (y.is_primitive) return false;
  if (x.dimensions != y.dimensions) return y.dimensions < x.dimensions && (y.base == "java/lang/Object" || y.base_holds_arrays());
  if (y.base == "java/lang/Object" || x.base == y.base) return true;
  bool is_interface = answer(environment_.is_interface(y.base));
  if (pending_) return false;
  return is_interface || (x.base != "java/lang/Object" && answer(environment_.is_subclass(x.base, y.base)));
}

}  // namespace kiln::classfile
