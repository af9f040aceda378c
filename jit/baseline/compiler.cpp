// jit/baseline/compiler.cpp - the walk over the code: prologue, blocks, instruction by instruction, what stands behind.
#include "jit/baseline/baseline_compiler.h"

namespace kiln::jit {

using bytecode::Bytecode;

BaselineCompiler::BaselineCompiler(const MethodView& method, const EntryPoints& entries, const CompileOptions& options, asmjit::CodeHolder& code)
    : method_(method), entries_(entries), options_(options), code_(code), a_(&code), it_(method.code()) {}

bool BaselineCompiler::compile() {
  if (method_.has_subroutines() || !analyse_flow(method_, options_.inlining, &flow_)) {
    refusal_ = "not analysable";
    return false;
  }
  auto locals = static_cast<size_t>(method_.max_locals());
  pin_of_local_.assign((locals + 1) * flow_.region_pins.size(), kNoPin);
  local_non_null_.assign(locals + 1, false);
  for (size_t region = 0; region < flow_.region_pins.size(); region++) {
    for (size_t i = 0; i < flow_.pins.size(); i++) {
      if (flow_.region_pins[region] >> i & 1) pin_of_local_[region * (locals + 1) + flow_.pins[i].local] = static_cast<int16_t>(i);
    }
  }
  region_ = flow_.region[0];
  // The interpreter's frame is 8 modulo 16; calls want 0.
  frame_bytes_ = static_cast<int>(method_.frame_bytes()) + 8 + 8 * ((flow_.outgoing_words + flow_.inlined_words + 1) & ~1);
  blocks_.resize(method_.code().size());
  for (uint32_t bci = 0; bci < blocks_.size(); bci++) {
    if (!flow_.is_block[bci] && bci != 0) continue;
    blocks_[bci].label = a_.new_label();
    if (flow_.is_loop_header[bci]) blocks_[bci] = {blocks_[bci].label, true, flow_.header_pins[bci]};
    if (flow_.is_handler[bci]) blocks_[bci] = {blocks_[bci].label, true, 0};
  }
  for (Label& tail : throw_tails_) tail = a_.new_label();
  exit_tail_ = a_.new_label();
  for (Label& tail : go_on_tails_) tail = a_.new_label();
  invalid_flag_ = a_.new_label();
  prologue();
  visit_all();
  emit_reentries();
  emit_slow_paths();
  emit_throws();
  emit_literals();
  return refusal_ == nullptr;
}

void BaselineCompiler::note_point(int32_t bci) {
  if (options_.record_points) points_.push_back({a_.offset(), bci});
}

void BaselineCompiler::prologue() {
  note_point(-1);
  a_.push(kFrame);
  a_.move(kFrame, kStack);
  // No room: StackOverflowError in the caller, at its call. The frame pointer is ours still.
  auto overflow = [this] {
    return slow_path([this] {
      a_.move(kArgument0, kResult);
      a_.move(kInterpreterFrame, at(kFrame, 0, 8));
      a_.subtract(kStack, 8);
      a_.jump(literal(reinterpret_cast<uintptr_t>(entries_.stack_overflow)));
    });
  };
  // A small frame may reach a little below the limit, into the reserve: if it calls, the callee's check finds out.
  constexpr int kSmallFrame = 512;
  if (frame_bytes_ > kSmallFrame) {
    a_.load_address(kScratch, at(kStack, -frame_bytes_));
    a_.compare(kScratch, at(kThread, Offsets::kThreadStackLimit, 8));
    a_.branch(Condition::kBelow, overflow());
  } else if (flow_.has_calls || !flow_.inlined.empty()) {
    a_.compare(kStack, at(kThread, Offsets::kThreadStackLimit, 8));
    a_.branch(Condition::kBelow, overflow());
  }
  a_.subtract(kStack, frame_bytes_);
  a_.move(at(kFrame, Offsets::kFrameMethod, 8), kResult);
  a_.move(at(kFrame, Offsets::kFrameLock, 8), 0);
  ArgumentLayout layout = lay_out_arguments(method_.descriptor(), !method_.is_static(), false, false);
  for (const ArgumentPlace& place : layout.places) {
    Mem slot = local_slot(static_cast<uint32_t>(place.slot));
    if (place.register_index < 0) {
      a_.move(kScratch, at(kFrame, 16 + 8 * place.stack_index, 8));
      a_.move(slot, kScratch);
    } else if (is_float(place.width)) {
      a_.move_double(slot, vector(static_cast<uint32_t>(place.register_index)));
    } else {
      a_.move(slot, kArgumentRegisters[place.register_index]);
    }
  }
  pin_arguments(layout);
  if (!method_.is_static()) local_non_null_[0] = true;
  bci_ = 0;
  if (!method_.is_synchronized()) return;
  Label locked = a_.new_label();
  Label slow = slow_path([this, locked] {
    publish(0, 0);
    a_.move(kArgument1, kFrame);
    call_vm_point(entries_.lock_method);
    a_.test(byte(kResult), byte(kResult));
    a_.branch(kZero, throw_site(Throw::kPending));
    leave_if_invalid(GoOn::kAt);
    a_.jump(locked);
  });
  if (method_.is_static()) {
    a_.move(word(kArgument3), absolute(method_.mirror_slot(), 4));
  } else {
    a_.move(word(kArgument3), local_slot(0, 4));
  }
  lock_object(kArgument3, slow);
  a_.move(at(kFrame, Offsets::kFrameLock, 8), kArgument3);
  a_.bind(locked);
}

// Pinned arguments go from register to register. (Where calls forget pins, other paths would have to load them at joins
// without need, so this is for methods without calls.)
void BaselineCompiler::pin_arguments(const ArgumentLayout& layout) {
  if (flow_.has_calls || method_.is_synchronized()) return;
  // From the last, because the last argument's vector register is a pin's, too.
  for (size_t i = layout.places.size(); i-- > 0;) {
    const ArgumentPlace& place = layout.places[i];
    int pin = place.register_index < 0 ? kNoPin : find_pin(static_cast<uint32_t>(place.slot), place.width);
    if (pin == kNoPin) continue;
    if (is_float(place.width)) {
      a_.move_vector(pin_vector(pin), vector(static_cast<uint32_t>(place.register_index)));
    } else if (place.width == Width::kWord) {
      a_.move(word(pin_general(pin)), word(kArgumentRegisters[place.register_index]));
    } else {
      a_.move(pin_general(pin), kArgumentRegisters[place.register_index]);
    }
    valid_pins_ |= 1u << pin;
  }
}

void BaselineCompiler::begin_block() {
  Block& block = blocks_[bci_];
  if (is_reachable_ && !block.is_expected && returns_at_once(bci_)) {
    return_value();
    unlock_all();
  }
  bool falls_in = is_reachable_;
  // All ways here but loops were seen before.
  if (!falls_in && !block.is_expected) return;
  if (falls_in) {
    flush();
    prepare_edge(bci_);
  }
  is_reachable_ = true;
  constexpr uint32_t kLoopAlignment = 16;
  if (flow_.is_loop_header[bci_]) a_.align_code(kLoopAlignment);
  a_.bind(block.label);
  // Known from the flow also where no path has come by yet.
  stack_.clear();
  for (auto& uses : uses_) uses = 0;
  for (auto& uses : vector_uses_) uses = 0;
  for (int i = 0; i < flow_.depth[bci_]; i++) {
    Value value;
    value.kind = Value::Kind::kMemory;
    value.is_dirty = true;
    push(value);
  }
  block.is_expected = true;
  valid_pins_ = block.pins;
  published_depth_ = -1;
  bool this_is_non_null = !method_.is_static() && !flow_.is_local_written[0];
  local_non_null_.assign(local_non_null_.size(), false);
  if (this_is_non_null) local_non_null_[0] = true;
  if (flow_.is_loop_header[bci_] || flow_.is_handler[bci_] || bci_ == 0) reentries_.push_back({bci_, a_.new_label()});
  if (!flow_.is_loop_header[bci_] && !(bci_ == 0 && options_.deoptimize_every != 0)) return;
  if (options_.deoptimize_every != 0) {
    a_.decrement(at(kThread, Offsets::kThreadDeoptimizeCountdown, 4));
    a_.branch(Condition::kNegative, slow_path([this] {
      a_.move(at(kThread, Offsets::kThreadDeoptimizeCountdown, 4), imm(options_.deoptimize_every));
      a_.move(word(kInterpreterPc), imm(pc_of(bci_)));
      a_.load_address(kInterpreterSp, sp_at(depth()));
      a_.move(word(kArgument0), imm(method_.interpreter_opcode(static_cast<int>(bci_), -1, -1)));
      a_.jump(exit_tail_);
    }));
  }
  if (!flow_.is_loop_header[bci_]) return;
  Label resume = a_.new_label();
  a_.compare(at(kThread, Offsets::kThreadPoll, 4), 0);
  a_.branch(Condition::kNotEqual, slow_path([this, resume] {
    publish(bci_, depth());
    call_vm_point(entries_.poll);
    a_.test(byte(kResult), byte(kResult));
    a_.branch(kZero, throw_site(Throw::kPending));
    leave_if_invalid(GoOn::kAt);
    reload_all();
    a_.jump(resume);
  }));
  a_.bind(resume);
}

void BaselineCompiler::visit_all() {
  // The prologue falls into the first block.
  is_reachable_ = true;
  for (it_.move_to(0); !it_.at_end(); it_.next()) {
    bci_ = it_.bci();
    enter_region();
    if (flow_.is_block[bci_] || bci_ == 0) {
      if (flow_.depth[bci_] == Flow::kUnreached) {
        is_reachable_ = false;
      } else {
        begin_block();
      }
    }
    // (A block that nobody comes to, because those that jumped to it have returned themselves, is left out.)
    if (is_reachable_ && flow_.depth[bci_] != Flow::kUnreached) {
      note_point(static_cast<int32_t>(bci_));
      visit();
      unlock_all();
    } else {
      is_reachable_ = false;
    }
    before_previous_bci_ = previous_bci_;
    previous_bci_ = static_cast<int>(bci_);
  }
}

void BaselineCompiler::emit_reentries() {
  note_point(-1);
  for (const ReentryLabel& reentry : reentries_) {
    a_.bind(reentry.label);
    a_.move(kFrame, kInterpreterFrame);
    a_.load_address(kStack, at(kFrame, -frame_bytes_));
    valid_pins_ = 0;
    make_valid(blocks_[reentry.bci].pins);
    a_.jump(blocks_[reentry.bci].label);
  }
}

void BaselineCompiler::visit() {
  Bytecode code = it_.opcode();
  auto number = static_cast<uint8_t>(code);
    switch (number) {
    case op::nop: return;
    case op::aconst_null: return push_constant(Width::kWord, 0);
    case op::iconst_m1: case op::iconst_0: case op::iconst_1: case op::iconst_2:
    case op::iconst_3: case op::iconst_4: case op::iconst_5:
    case op::bipush: case op::sipush: return push_constant(Width::kWord, it_.immediate());
    case op::lconst_0: case op::lconst_1: return push_constant(Width::kLong, number - op::lconst_0);
    case op::fconst_0: case op::fconst_1: case op::fconst_2:
      return push_constant(Width::kFloat,
                           static_cast<int64_t>(std::bit_cast<uint32_t>(static_cast<float>(number - op::fconst_0))));
    case op::dconst_0: case op::dconst_1:
      return push_constant(Width::kDouble, std::bit_cast<int64_t>(static_cast<double>(number - op::dconst_0)));
    case op::ldc: case op::ldc_w: case op::ldc2_w: return load_constant();
    case op::iaload: return array_load(2, 'I');
    case op::laload: return array_load(3, 'J');
    case op::faload: return array_load(2, 'F');
    case op::daload: return array_load(3, 'D');
    case op::aaload: return array_load(2, 'L');
    case op::baload: return array_load(0, 'B');
    case op::caload: return array_load(1, 'C');
    case op::saload: return array_load(1, 'S');
    case op::iastore: return array_store(2, 'I');
    case op::lastore: return array_store(3, 'J');
    case op::fastore: return array_store(2, 'F');
    case op::dastore: return array_store(3, 'D');
    case op::aastore: return array_store(2, 'L');
    case op::bastore: return array_store(0, 'B');
    case op::castore: return array_store(1, 'C');
    case op::sastore: return array_store(1, 'S');
    case op::pop: case op::pop2: case op::swap:
    case op::dup: case op::dup_x1: case op::dup_x2: case op::dup2: case op::dup2_x1: case op::dup2_x2: return shuffle();
    case op::iadd: return binary(Operation::kAdd, Width::kWord, true);
    case op::ladd: return binary(Operation::kAdd, Width::kLong, true);
    case op::fadd: return vector_binary(Operation::kAddFloat, Width::kFloat);
    case op::dadd: return vector_binary(Operation::kAddDouble, Width::kDouble);
    case op::isub: return binary(Operation::kSubtract, Width::kWord, false);
    case op::lsub: return binary(Operation::kSubtract, Width::kLong, false);
    case op::fsub: return vector_binary(Operation::kSubtractFloat, Width::kFloat);
    case op::dsub: return vector_binary(Operation::kSubtractDouble, Width::kDouble);
    case op::imul: return multiply(Width::kWord);
    case op::lmul: return multiply(Width::kLong);
    case op::fmul: return vector_binary(Operation::kMultiplyFloat, Width::kFloat);
    case op::dmul: return vector_binary(Operation::kMultiplyDouble, Width::kDouble);
    case op::idiv: return divide(Width::kWord, false);
    case op::ldiv: return divide(Width::kLong, false);
    case op::fdiv: return vector_binary(Operation::kDivideFloat, Width::kFloat);
    case op::ddiv: return vector_binary(Operation::kDivideDouble, Width::kDouble);
    case op::irem: return divide(Width::kWord, true);
    case op::lrem: return divide(Width::kLong, true);
    case op::frem: return vector_remainder(Width::kFloat);
    case op::drem: return vector_remainder(Width::kDouble);
    case op::ineg: return negate(Width::kWord);
    case op::lneg: return negate(Width::kLong);
    case op::fneg: return vector_negate(Width::kFloat);
    case op::dneg: return vector_negate(Width::kDouble);
    case op::ishl: return shift(Shift::kLeft, Width::kWord);
    case op::lshl: return shift(Shift::kLeft, Width::kLong);
    case op::ishr: return shift(Shift::kRight, Width::kWord);
    case op::lshr: return shift(Shift::kRight, Width::kLong);
    case op::iushr: return shift(Shift::kUnsignedRight, Width::kWord);
    case op::lushr: return shift(Shift::kUnsignedRight, Width::kLong);
    case op::iand: return binary(Operation::kAnd, Width::kWord, true);
    case op::land: return binary(Operation::kAnd, Width::kLong, true);
    case op::ior: return binary(Operation::kOr, Width::kWord, true);
    case op::lor: return binary(Operation::kOr, Width::kLong, true);
    case op::ixor: return binary(Operation::kXor, Width::kWord, true);
    case op::lxor: return binary(Operation::kXor, Width::kLong, true);
    case op::iinc: return increment_local(it_.local_index(), it_.iinc_amount());
    case op::lcmp: return compare_long();
    case op::fcmpl: return compare_float(Width::kFloat, false);
    case op::fcmpg: return compare_float(Width::kFloat, true);
    case op::dcmpl: return compare_float(Width::kDouble, false);
    case op::dcmpg: return compare_float(Width::kDouble, true);
    case op::ifeq: return compare_int(true, Condition::kEqual);
    case op::ifne: return compare_int(true, Condition::kNotEqual);
    case op::iflt: return compare_int(true, Condition::kLess);
    case op::ifge: return compare_int(true, Condition::kGreaterEqual);
    case op::ifgt: return compare_int(true, Condition::kGreater);
    case op::ifle: return compare_int(true, Condition::kLessEqual);
    case op::if_icmpeq: case op::if_acmpeq: return compare_int(false, Condition::kEqual);
    case op::if_icmpne: case op::if_acmpne: return compare_int(false, Condition::kNotEqual);
    case op::if_icmplt: return compare_int(false, Condition::kLess);
    case op::if_icmpge: return compare_int(false, Condition::kGreaterEqual);
    case op::if_icmpgt: return compare_int(false, Condition::kGreater);
    case op::if_icmple: return compare_int(false, Condition::kLessEqual);
    case op::goto_: case op::goto_w: return jump(it_.branch_target());
    case op::tableswitch: return table_switch();
    case op::lookupswitch: return lookup_switch();
    case op::ireturn: case op::lreturn: case op::freturn: case op::dreturn: case op::areturn: case op::return_:
      return return_value();
    case op::getstatic: return get_field(true);
    case op::putstatic: return put_field(true);
    case op::getfield: return get_field(false);
    case op::putfield: return put_field(false);
    case op::invokevirtual: case op::invokespecial: case op::invokestatic: case op::invokeinterface:
    case op::invokedynamic: return invoke();
    case op::new_: return new_instance();
    case op::newarray: {
      BasicType type = basic_type_of_newarray(it_.array_type());
      return new_array(method_.primitive_array_class(type), size_shift(type));
    }
    case op::anewarray: return new_object_array();
    case op::arraylength: return array_length();
    case op::athrow: return athrow();
    case op::checkcast: return check_cast();
    case op::instanceof: return instance_of();
    case op::monitorenter: return monitor(true);
    case op::monitorexit: return monitor(false);
    case op::multianewarray: return multi_new_array();
    case op::ifnull: return compare_null(true);
    case op::ifnonnull: return compare_null(false);
  }
  if (number >= op::i2l && number <= op::i2s) return convert();
  constexpr Width kByType[] = {Width::kWord, Width::kLong, Width::kFloat, Width::kDouble, Width::kWord};
  if (number >= op::iload && number <= op::aload) return push_local(it_.local_index(), kByType[number - op::iload]);
  if (number >= op::iload_0 && number <= op::aload_3) {
    return push_local(it_.local_index(), kByType[(number - op::iload_0) / 4]);
  }
  if (number >= op::istore && number <= op::astore) return store_local(it_.local_index(), kByType[number - op::istore]);
  if (number >= op::istore_0 && number <= op::astore_3) {
    return store_local(it_.local_index(), kByType[(number - op::istore_0) / 4]);
  }
  refusal_ = "instruction without a compiler";
}

}  // namespace kiln::jit
