#include "jit/baseline/inline_plan.h"

#include <algorithm>

namespace kiln::jit {

using bytecode::Bytecode;
using bytecode::BytecodeIterator;

const InlinedCall* InlinePlan::call_at(uint32_t bci) const {
  for (const auto& call : calls) {
    if (call->bci == bci) return call.get();
  }
  return nullptr;
}

CallView view_call(const MethodView& caller, uint32_t bci) {
  BytecodeIterator it(caller.code(), bci);
  switch (static_cast<uint8_t>(it.opcode())) {
    case op::invokestatic: return caller.call(it.constant_index(), CallKind::kStatic, bci);
    case op::invokespecial: return caller.call(it.constant_index(), CallKind::kSpecial, bci);
    case op::invokevirtual: return caller.call(it.constant_index(), CallKind::kVirtual, bci);
    case op::invokeinterface: return caller.call(it.constant_index(), CallKind::kInterface, bci);
  }
  return {};
}

namespace {

constexpr int kMostLevels = 5;
constexpr int kMostBytesInAll = 120;

// What is known of a slot. The compiling pass must know at least as much (Value).
enum SlotFact : uint8_t {
  kNonNull = 1,
  kArgument = 2,  // an argument as it came
  kFresh = 4,     // allocated by the callee, of a class without finaliser
};

struct State {
  int depth = 0;
  bool has_effect = false;
  bool is_unlikely = false;  // behind a comparison of an argument with null
  uint8_t facts[InlinePlan::kMostSlots] = {};  // locals, then the expression stack
};

// One attempt over all levels.
struct Attempt {
  const InlineLimits& limits;
  int bytes_left = kMostBytesInAll;
  uint32_t methods[kMostLevels] = {};  // being planned, outermost first
  int levels = 0;
};

class Planner {
 public:
  Planner(Attempt& attempt, const MethodView& method, InlinePlan& plan)
      : attempt_(attempt), method_(method), plan_(plan), it_(method.code()) {}

  // False: not to be done in place.
  bool run() {
    locals_ = method_.max_locals();
    if (locals_ + method_.max_stack() > InlinePlan::kMostSlots) return false;
    plan_.words = locals_ + method_.max_stack();
    for (BytecodeIterator it(method_.code()); !it.at_end(); it.next()) note_written(it);
    for (int i = 0; i < method_.argument_slots(); i++) {
      if (!is_written(i)) now_.facts[i] = kArgument;
    }
    if (!method_.is_static() && !is_written(0)) now_.facts[0] |= kNonNull;
    for (it_.move_to(0); !it_.at_end(); it_.next()) {
      uint32_t bci = it_.bci();
      enter_block(bci);
      if (!is_reachable_) continue;
      plan_.reached |= bit(bci);
      plan_.depth[bci] = static_cast<int8_t>(now_.depth);
      if (now_.has_effect) plan_.effects |= bit(bci);
      if (!visit()) return false;
    }
    plan_.has_blocks |= plan_.blocks != 0;
    return returns_ > 0;
  }

 private:
  static uint64_t bit(uint32_t bci) { return uint64_t{1} << bci; }
  bool is_written(int local) const { return plan_.written_locals >> local & 1; }

  void note_written(const BytecodeIterator& it) {
    auto code = static_cast<uint8_t>(it.opcode());
    bool writes = (code >= op::istore && code <= op::astore) || (code >= op::istore_0 && code <= op::astore_3) || code == op::iinc;
    if (!writes) return;
    bool is_wide = code == op::lstore || code == op::dstore || (code >= op::lstore_0 && code <= op::lstore_3) ||
                   (code >= op::dstore_0 && code <= op::dstore_3);
    plan_.written_locals |= (is_wide ? 3u : 1u) << it.local_index();
  }

  void enter_block(uint32_t bci) {
    bool is_target = false;
    for (const Target& target : targets_) {
      if (target.bci != bci) continue;
      is_target = true;
      if (is_reachable_) {
        now_.has_effect |= target.state.has_effect;
        now_.is_unlikely &= target.state.is_unlikely;
      } else {
        now_ = target.state;
        is_reachable_ = true;
      }
    }
    if (!is_target) return;
    // Everything that the callee keeps comes from memory there.
    for (int i = 0; i < locals_ + now_.depth; i++) {
      if (i >= locals_ || i >= method_.argument_slots() || is_written(i)) now_.facts[i] = 0;
    }
    plan_.blocks |= bit(bci);
    run_start_ = bci;
  }

  bool flow_to(uint32_t target, bool is_unlikely = false) {
    if (target <= it_.bci()) return false;
    targets_.push_back({target, now_});
    targets_.back().state.is_unlikely |= is_unlikely;
    plan_.has_blocks = true;
    return true;
  }

  uint8_t pop() { return now_.facts[locals_ + --now_.depth]; }
  void drop(int slots) { now_.depth -= slots; }
  void push(int slots, uint8_t facts = 0) {
    for (int i = 0; i < slots; i++) now_.facts[locals_ + now_.depth++] = i == 0 ? facts : 0;
  }
  void push_type(char type, uint8_t facts = 0) { push(type == 'V' ? 0 : type == 'J' || type == 'D' ? 2 : 1, facts); }

  // Something may happen here that only the callee itself can do.
  bool rare() {
    plan_.may_replay = true;
    return !now_.has_effect;
  }
  bool rare_if_null(uint8_t facts) { return (facts & kNonNull) || rare(); }
  void effect() { now_.has_effect = plan_.has_effects = true; }

  // The path ends here for code done in place; so do the instructions before, back to where paths part or meet.
  bool replay(bool is_call = true) {
    if (now_.has_effect) return false;
    plan_.may_replay = true;
    plan_.may_call |= is_call;
    plan_.replays |= bit(run_start_);
    is_reachable_ = false;
    return true;
  }

  bool returns() {
    if (!now_.is_unlikely) returns_++;
    is_reachable_ = false;
    return true;
  }

  bool visit() {
    Bytecode code = it_.opcode();
    auto number = static_cast<uint8_t>(code);
    const bytecode::BytecodeInfo& info = bytecode::info(code);
    if (bytecode::has_flag(code, bytecode::kSubroutine)) return false;
    if (bytecode::has_flag(code, bytecode::kReturn)) return returns();
    if (bytecode::is_invoke(code)) return call();
    if (bytecode::is_field_access(code)) return field();
    switch (number) {
      case op::aload: case op::aload_0: case op::aload_1: case op::aload_2: case op::aload_3:
        push(1, now_.facts[it_.local_index()]);
        return true;
      case op::astore: case op::astore_0: case op::astore_1: case op::astore_2: case op::astore_3:
        now_.facts[it_.local_index()] = pop() & ~kArgument;
        return true;
      case op::ldc: case op::ldc_w: case op::ldc2_w:
        if (method_.constant(it_.constant_index()).kind == ConstantKind::kUnresolved) return replay();
        push_type(method_.constant_type(it_.constant_index()));
        return true;
      case op::goto_: case op::goto_w: {
        uint32_t target = it_.branch_target();
        if (target <= it_.bci()) return replay();
        if (BytecodeIterator at(method_.code(), target); bytecode::has_flag(at.opcode(), bytecode::kReturn)) return returns();
        (void)flow_to(target);
        is_reachable_ = false;
        return true;
      }
      case op::ifnull: case op::ifnonnull: {
        bool is_argument = pop() & kArgument;
        if (!flow_to(it_.branch_target(), is_argument && code == Bytecode::ifnull)) return false;
        now_.is_unlikely |= is_argument && code == Bytecode::ifnonnull;
        run_start_ = it_.next_bci();
        return true;
      }
      case op::tableswitch: case op::lookupswitch: {
        drop(1);
        bool ok = true;
        it_.for_each_target([&](uint32_t target) { ok = ok && flow_to(target); });
        is_reachable_ = false;
        return ok;
      }
      case op::athrow: return replay(false);
      case op::monitorenter: case op::monitorexit: case op::multianewarray: case op::aastore: case op::frem: case op::drem:
      case op::dup2_x2:
        return replay();
      case op::idiv: case op::irem: case op::ldiv: case op::lrem:
        if (!rare()) return false;
        break;
      case op::new_: {
        ClassView klass = method_.klass(it_.constant_index());
        if (!klass.is_resolved || !klass.is_initialized || !klass.is_instantiable) return replay();
        push(1, kNonNull | (klass.has_finalizer ? 0 : kFresh));
        return rare();
      }
      case op::anewarray: {
        ClassView component = method_.klass(it_.constant_index());
        if (!component.is_resolved || component.array_class == 0) return replay();
        drop(1);
        push(1, kNonNull);
        return rare();
      }
      case op::newarray:
        drop(1);
        push(1, kNonNull);
        return rare();
      case op::arraylength: {
        uint8_t facts = pop();
        push(1);
        return rare_if_null(facts);
      }
      case op::checkcast:
        if (!method_.klass(it_.constant_index()).is_resolved) return replay();
        return rare();
      case op::instanceof:
        if (!method_.klass(it_.constant_index()).is_resolved) return replay();
        break;
      case op::pop: case op::pop2: case op::dup: case op::dup_x1: case op::dup_x2: case op::dup2: case op::dup2_x1:
      case op::swap:
        shuffle(number);
        return true;
    }
    if ((number >= op::iaload && number <= op::saload) && !rare()) return false;
    if (number >= op::iastore && number <= op::sastore) {
      if (!rare()) return false;
      effect();
    }
    if (info.slots_popped < 0 || info.slots_pushed < 0) return false;
    drop(info.slots_popped);
    if (bytecode::has_flag(code, bytecode::kConditional)) {
      if (!flow_to(it_.branch_target())) return false;
      run_start_ = it_.next_bci();
    }
    push(info.slots_pushed);
    return true;
  }

  void shuffle(uint8_t number) {
    struct Shape {
      int taken;
      const char* order;
    };
    constexpr Shape kShapes[] = {
        {1, ""}, {2, ""}, {1, "aa"}, {2, "aba"}, {3, "acba"}, {2, "baba"}, {3, "bacba"}, {4, "badcba"}, {2, "ab"},
    };
    const Shape& shape = kShapes[number - op::pop];
    uint8_t facts[4];
    for (int i = 0; i < shape.taken; i++) facts[i] = pop();
    for (const char* c = shape.order; *c != '\0'; c++) push(1, facts[*c - 'a']);
  }

  bool field() {
    auto code = static_cast<uint8_t>(it_.opcode());
    bool is_static = code == op::getstatic || code == op::putstatic;
    bool is_put = code == op::putfield || code == op::putstatic;
    int index = it_.constant_index();
    if (!method_.field(index, is_static, is_put).is_resolved) return replay();
    char type = method_.member_descriptor(index)[0];
    if (is_put) drop(type == 'J' || type == 'D' ? 2 : 1);
    if (!is_static && !rare_if_null(pop())) return false;
    if (is_put) {
      effect();
    } else {
      push_type(type);
    }
    return true;
  }

  bool call();

  struct Target {
    uint32_t bci;
    State state;
  };

  Attempt& attempt_;
  const MethodView& method_;
  InlinePlan& plan_;
  BytecodeIterator it_;
  int locals_ = 0;
  State now_;
  bool is_reachable_ = true;
  uint32_t run_start_ = 0;
  int returns_ = 0;
  std::vector<Target> targets_;
};

std::unique_ptr<InlinedCall> plan_call(const MethodView& caller, uint32_t bci, const CallView& call, Attempt& attempt) {
  uint32_t target = call.dispatch == Dispatch::kDirect ? call.method : call.likely_method;
  if (target == 0) return nullptr;
  if (target == call.method && call.dispatch == Dispatch::kDirect &&
      (call.is_object_init || call.intrinsic != Intrinsic::kNone || call.getter_type != 0)) {
    return nullptr;  // done in another way
  }
  uint32_t* end = attempt.methods + attempt.levels;
  if (attempt.levels == kMostLevels || std::find(attempt.methods, end, target) != end) return nullptr;
  MethodView callee = caller.callee(target);
  int bytes = callee.inlinable_bytes();
  if (bytes == 0 || bytes > attempt.limits.largest_bytes || bytes > InlinePlan::kLargestBytes || bytes > attempt.bytes_left) return nullptr;
  bool is_guarded = call.dispatch != Dispatch::kDirect;
  InlinePlan plan;
  plan.has_guards = plan.may_replay = is_guarded;
  int bytes_before = attempt.bytes_left;
  attempt.bytes_left -= bytes;
  attempt.methods[attempt.levels++] = target;
  bool ok = Planner(attempt, callee, plan).run();
  attempt.levels--;
  if (!ok) {
    attempt.bytes_left = bytes_before;
    return nullptr;
  }
  auto planned = std::make_unique<InlinedCall>(bci, call, callee);
  planned->is_guarded = is_guarded;
  planned->plan = std::move(plan);
  return planned;
}

int slots_of_arguments(std::string_view descriptor, size_t* end) {
  int slots = 0;
  size_t i = 1;
  while (descriptor[i] != ')') {
    slots += descriptor[i] == 'J' || descriptor[i] == 'D' ? 2 : 1;
    while (descriptor[i] == '[') i++;
    i = descriptor[i] == 'L' ? descriptor.find(';', i) + 1 : i + 1;
  }
  *end = i;
  return slots;
}

bool Planner::call() {
  if (it_.opcode() == Bytecode::invokedynamic) return replay();
  CallView call = view_call(method_, it_.bci());
  if (call.dispatch == Dispatch::kUnresolved) return replay();
  std::string_view descriptor = method_.member_descriptor(it_.constant_index());
  size_t end_of_arguments;
  int depth_without = now_.depth - slots_of_arguments(descriptor, &end_of_arguments) - (call.has_receiver ? 1 : 0);
  char result = descriptor[end_of_arguments + 1];
  uint8_t receiver = call.has_receiver ? now_.facts[locals_ + depth_without] : static_cast<uint8_t>(kNonNull);
  bool is_direct = call.dispatch == Dispatch::kDirect;
  auto done = [&] {
    now_.depth = depth_without;
    push_type(result);
    return true;
  };
  if (is_direct && call.is_object_init) {
    if (!(receiver & kFresh) && !rare()) return false;
    return done();
  }
  if (is_direct && call.intrinsic != Intrinsic::kNone) {
    if (!call.is_nested_intrinsic) return replay();
    return rare() && done();
  }
  if (is_direct && call.getter_type != 0) return rare_if_null(receiver) && done();
  std::unique_ptr<InlinedCall> planned = plan_call(method_, it_.bci(), call, attempt_);
  if (planned == nullptr) return replay();
  const InlinePlan& inner = planned->plan;
  if (!rare_if_null(receiver)) return false;
  if (inner.may_replay && !rare()) return false;
  plan_.may_call |= inner.may_call;
  plan_.has_guards |= inner.has_guards;
  if (inner.has_effects) effect();
  plan_.words = std::max(plan_.words, locals_ + method_.max_stack() + inner.words);
  plan_.calls.push_back(std::move(planned));
  return done();
}

}  // namespace

std::unique_ptr<InlinedCall> plan_inlined_call(const MethodView& caller, uint32_t bci, const CallView& call, const InlineLimits& limits) {
  if (!limits.is_enabled) return nullptr;
  Attempt attempt{limits};
  return plan_call(caller, bci, call, attempt);
}

}  // namespace kiln::jit
