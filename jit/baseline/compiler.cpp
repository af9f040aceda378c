// jit/baseline/compiler.cpp - the walk over the code: prologue, blocks, instruction by instruction, what stands behind.
#include "jit/baseline/baseline_compiler.h"

namespace kiln::jit {

using bytecode::Bytecode;

BaselineCompiler::BaselineCompiler(const MethodView& method, const EntryPoints& entries, const CompileOptions& options, asmjit::CodeHolder& code)
    : method_(method), entries_(entries), options_(options), code_(code), a_(&code), it_(method.code()) {}

bool BaselineCompiler::compile() {
  if (method_.has_subroutines() || !analyse_flow(method_, &flow_)) {
    refusal_ = "not analysable";
    return false;
  }
  auto locals = static_cast<size_t>(method_.max_locals());
  pin_of_local_.assign(locals + 1, kNoPin);
  local_non_null_.assign(locals + 1, false);
  uint8_t general = 0, vector = 0;
  for (size_t i = 0; i < flow_.pins.size(); i++) {
    pin_of_local_[flow_.pins[i].local] = static_cast<int16_t>(i);
    pin_register_.push_back(is_float(flow_.pins[i].width) ? vector++ : general++);
  }
  // The interpreter's frame is 8 modulo 16; calls want 0.
  frame_bytes_ = static_cast<int>(method_.frame_bytes()) + 8 + 8 * ((flow_.outgoing_words + 1) & ~1);
  blocks_.resize(method_.code().size());
  for (uint32_t bci = 0; bci < blocks_.size(); bci++) {
    if (!flow_.is_block[bci] && bci != 0) continue;
    blocks_[bci].label = a_.newLabel();
    if (flow_.is_loop_header[bci]) blocks_[bci] = {blocks_[bci].label, true, flow_.header_pins[bci]};
    if (flow_.is_handler[bci]) blocks_[bci] = {blocks_[bci].label, true, 0};
  }
  for (Label& tail : throw_tails_) tail = a_.newLabel();
  exit_tail_ = a_.newLabel();
  prologue();
  visit_all();
  emit_reentries();
  emit_slow_paths();
  emit_throws();
  emit_literals();
  return refusal_ == nullptr;
}

void BaselineCompiler::prologue() {
  // No room: StackOverflowError in the caller, at its call. The frame pointer is ours still.
  Label overflow = slow_path([this] {
    a_.mov(x86::rdi, x86::rax);
    a_.mov(x86::r14, x86::qword_ptr(x86::rbp));
    a_.sub(x86::rsp, 8);
    a_.jmp(literal(reinterpret_cast<uintptr_t>(entries_.stack_overflow)));
  });
  a_.push(x86::rbp);
  a_.mov(x86::rbp, x86::rsp);
  a_.lea(kScratch, x86::ptr(x86::rsp, -frame_bytes_));
  a_.cmp(kScratch, x86::qword_ptr(kThread, Offsets::kThreadStackLimit));
  a_.jb(overflow);
  a_.mov(x86::rsp, kScratch);
  a_.mov(x86::qword_ptr(x86::rbp, Offsets::kFrameMethod), x86::rax);
  a_.mov(x86::qword_ptr(x86::rbp, Offsets::kFrameLock), 0);
  ArgumentLayout layout = lay_out_arguments(method_.descriptor(), !method_.is_static(), false, false);
  for (const ArgumentPlace& place : layout.places) {
    Mem slot = local_slot(static_cast<uint32_t>(place.slot));
    if (place.register_index < 0) {
      a_.mov(kScratch, x86::qword_ptr(x86::rbp, 16 + 8 * place.stack_index));
      a_.mov(slot, kScratch);
    } else if (is_float(place.width)) {
      a_.movsd(slot, x86::xmm(static_cast<uint32_t>(place.register_index)));
    } else {
      a_.mov(slot, kArgumentRegisters[place.register_index]);
    }
  }
  if (!method_.is_static()) local_non_null_[0] = true;
  bci_ = 0;
  if (!method_.is_synchronized()) return;
  Label locked = a_.newLabel();
  Label slow = slow_path([this, locked] {
    publish(0, 0);
    a_.mov(x86::rsi, x86::rbp);
    call_vm_point(entries_.lock_method);
    a_.test(x86::al, x86::al);
    a_.jz(throw_site(Throw::kPending));
    a_.jmp(locked);
  });
  if (method_.is_static()) {
    a_.mov(x86::ecx, absolute(method_.mirror_slot(), 4));
  } else {
    a_.mov(x86::ecx, local_slot(0, 4));
  }
  lock_object(x86::rcx, slow);
  a_.mov(x86::qword_ptr(x86::rbp, Offsets::kFrameLock), x86::rcx);
  a_.bind(locked);
}

void BaselineCompiler::begin_block() {
  Block& block = blocks_[bci_];
  bool falls_in = is_reachable_;
  if (falls_in) {
    flush();
    prepare_edge(bci_);
  }
  is_reachable_ = true;
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
  if (flow_.is_loop_header[bci_] || flow_.is_handler[bci_] || bci_ == 0) reentries_.push_back({bci_, a_.newLabel()});
  if (!flow_.is_loop_header[bci_] && !(bci_ == 0 && options_.deoptimize_every != 0)) return;
  if (options_.deoptimize_every != 0) {
    a_.dec(x86::dword_ptr(kThread, Offsets::kThreadDeoptimizeCountdown));
    a_.js(slow_path([this] {
      a_.mov(x86::dword_ptr(kThread, Offsets::kThreadDeoptimizeCountdown), imm(options_.deoptimize_every));
      a_.mov(x86::r12d, imm(pc_of(bci_)));
      a_.lea(x86::r13, sp_at(depth()));
      a_.mov(x86::edi, imm(method_.interpreter_opcode(static_cast<int>(bci_), -1, -1)));
      a_.jmp(exit_tail_);
    }));
  }
  if (!flow_.is_loop_header[bci_]) return;
  Label resume = a_.newLabel();
  a_.cmp(x86::dword_ptr(kThread, Offsets::kThreadPoll), 0);
  a_.jne(slow_path([this, resume] {
    publish(bci_, depth());
    call_vm_point(entries_.poll);
    a_.test(x86::al, x86::al);
    a_.jz(throw_site(Throw::kPending));
    reload_all();
    a_.jmp(resume);
  }));
  a_.bind(resume);
}

void BaselineCompiler::visit_all() {
  // The prologue falls into the first block.
  is_reachable_ = true;
  for (it_.move_to(0); !it_.at_end(); it_.next()) {
    bci_ = it_.bci();
    if (flow_.is_block[bci_] || bci_ == 0) {
      if (flow_.depth[bci_] == Flow::kUnreached) {
        is_reachable_ = false;
      } else {
        begin_block();
      }
    }
    if (is_reachable_ && flow_.depth[bci_] != Flow::kUnreached) {
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
  for (const ReentryLabel& reentry : reentries_) {
    a_.bind(reentry.label);
    a_.mov(x86::rbp, x86::r14);
    a_.lea(x86::rsp, x86::ptr(x86::rbp, -frame_bytes_));
    valid_pins_ = 0;
    make_valid(blocks_[reentry.bci].pins);
    a_.jmp(blocks_[reentry.bci].label);
  }
}

void BaselineCompiler::visit() {
  Bytecode code = it_.opcode();
  auto number = static_cast<uint8_t>(code);
  namespace I = x86::Inst;
  switch (number) {
    case 0x00: return;
    case 0x01: return push_constant(Width::kWord, 0);
    case 0x02: case 0x03: case 0x04: case 0x05: case 0x06: case 0x07: case 0x08:
    case 0x10: case 0x11: return push_constant(Width::kWord, it_.immediate());
    case 0x09: case 0x0a: return push_constant(Width::kLong, number - 0x09);
    case 0x0b: case 0x0c: case 0x0d:
      return push_constant(Width::kFloat, static_cast<int64_t>(std::bit_cast<uint32_t>(static_cast<float>(number - 0x0b))));
    case 0x0e: case 0x0f:
      return push_constant(Width::kDouble, std::bit_cast<int64_t>(static_cast<double>(number - 0x0e)));
    case 0x12: case 0x13: case 0x14: return load_constant();
    case 0x2e: return array_load(2, 'I');
    case 0x2f: return array_load(3, 'J');
    case 0x30: return array_load(2, 'F');
    case 0x31: return array_load(3, 'D');
    case 0x32: return array_load(2, 'L');
    case 0x33: return array_load(0, 'B');
    case 0x34: return array_load(1, 'C');
    case 0x35: return array_load(1, 'S');
    case 0x4f: return array_store(2, 'I');
    case 0x50: return array_store(3, 'J');
    case 0x51: return array_store(2, 'F');
    case 0x52: return array_store(3, 'D');
    case 0x53: return array_store(2, 'L');
    case 0x54: return array_store(0, 'B');
    case 0x55: return array_store(1, 'C');
    case 0x56: return array_store(1, 'S');
    case 0x57: case 0x58: case 0x59: case 0x5a: case 0x5b: case 0x5c: case 0x5d: case 0x5e: case 0x5f: return shuffle();
    case 0x60: return binary(I::kIdAdd, Width::kWord, true);
    case 0x61: return binary(I::kIdAdd, Width::kLong, true);
    case 0x62: return vector_binary(I::kIdAddss, Width::kFloat);
    case 0x63: return vector_binary(I::kIdAddsd, Width::kDouble);
    case 0x64: return binary(I::kIdSub, Width::kWord, false);
    case 0x65: return binary(I::kIdSub, Width::kLong, false);
    case 0x66: return vector_binary(I::kIdSubss, Width::kFloat);
    case 0x67: return vector_binary(I::kIdSubsd, Width::kDouble);
    case 0x68: return multiply(Width::kWord);
    case 0x69: return multiply(Width::kLong);
    case 0x6a: return vector_binary(I::kIdMulss, Width::kFloat);
    case 0x6b: return vector_binary(I::kIdMulsd, Width::kDouble);
    case 0x6c: return divide(Width::kWord, false);
    case 0x6d: return divide(Width::kLong, false);
    case 0x6e: return vector_binary(I::kIdDivss, Width::kFloat);
    case 0x6f: return vector_binary(I::kIdDivsd, Width::kDouble);
    case 0x70: return divide(Width::kWord, true);
    case 0x71: return divide(Width::kLong, true);
    case 0x72: return vector_remainder(Width::kFloat);
    case 0x73: return vector_remainder(Width::kDouble);
    case 0x74: return negate(Width::kWord);
    case 0x75: return negate(Width::kLong);
    case 0x76: return vector_negate(Width::kFloat);
    case 0x77: return vector_negate(Width::kDouble);
    case 0x78: return shift(I::kIdShl, I::kIdShlx, Width::kWord);
    case 0x79: return shift(I::kIdShl, I::kIdShlx, Width::kLong);
    case 0x7a: return shift(I::kIdSar, I::kIdSarx, Width::kWord);
    case 0x7b: return shift(I::kIdSar, I::kIdSarx, Width::kLong);
    case 0x7c: return shift(I::kIdShr, I::kIdShrx, Width::kWord);
    case 0x7d: return shift(I::kIdShr, I::kIdShrx, Width::kLong);
    case 0x7e: return binary(I::kIdAnd, Width::kWord, true);
    case 0x7f: return binary(I::kIdAnd, Width::kLong, true);
    case 0x80: return binary(I::kIdOr, Width::kWord, true);
    case 0x81: return binary(I::kIdOr, Width::kLong, true);
    case 0x82: return binary(I::kIdXor, Width::kWord, true);
    case 0x83: return binary(I::kIdXor, Width::kLong, true);
    case 0x84: return increment_local(it_.local_index(), it_.iinc_amount());
    case 0x94: return compare_long();
    case 0x95: return compare_float(Width::kFloat, false);
    case 0x96: return compare_float(Width::kFloat, true);
    case 0x97: return compare_float(Width::kDouble, false);
    case 0x98: return compare_float(Width::kDouble, true);
    case 0x99: return compare_int(true, x86::CondCode::kEqual);
    case 0x9a: return compare_int(true, x86::CondCode::kNotEqual);
    case 0x9b: return compare_int(true, x86::CondCode::kSignedLT);
    case 0x9c: return compare_int(true, x86::CondCode::kSignedGE);
    case 0x9d: return compare_int(true, x86::CondCode::kSignedGT);
    case 0x9e: return compare_int(true, x86::CondCode::kSignedLE);
    case 0x9f: case 0xa5: return compare_int(false, x86::CondCode::kEqual);
    case 0xa0: case 0xa6: return compare_int(false, x86::CondCode::kNotEqual);
    case 0xa1: return compare_int(false, x86::CondCode::kSignedLT);
    case 0xa2: return compare_int(false, x86::CondCode::kSignedGE);
    case 0xa3: return compare_int(false, x86::CondCode::kSignedGT);
    case 0xa4: return compare_int(false, x86::CondCode::kSignedLE);
    case 0xa7: case 0xc8: return jump(it_.branch_target());
    case 0xaa: return table_switch();
    case 0xab: return lookup_switch();
    case 0xac: case 0xad: case 0xae: case 0xaf: case 0xb0: case 0xb1: return return_value();
    case 0xb2: return get_field(true);
    case 0xb3: return put_field(true);
    case 0xb4: return get_field(false);
    case 0xb5: return put_field(false);
    case 0xb6: case 0xb7: case 0xb8: case 0xb9: case 0xba: return invoke();
    case 0xbb: return new_instance();
    case 0xbc: {
      BasicType type = basic_type_of_newarray(it_.array_type());
      return new_array(method_.primitive_array_class(type), size_shift(type));
    }
    case 0xbd: return new_object_array();
    case 0xbe: return array_length();
    case 0xbf: return athrow();
    case 0xc0: return check_cast();
    case 0xc1: return instance_of();
    case 0xc2: return monitor(true);
    case 0xc3: return monitor(false);
    case 0xc5: return multi_new_array();
    case 0xc6: return compare_null(true);
    case 0xc7: return compare_null(false);
  }
  if (number >= 0x85 && number <= 0x93) return convert();
  constexpr Width kByType[] = {Width::kWord, Width::kLong, Width::kFloat, Width::kDouble, Width::kWord};
  if (number >= 0x15 && number <= 0x19) return push_local(it_.local_index(), kByType[number - 0x15]);
  if (number >= 0x1a && number <= 0x2d) return push_local(it_.local_index(), kByType[(number - 0x1a) / 4]);
  if (number >= 0x36 && number <= 0x3a) return store_local(it_.local_index(), kByType[number - 0x36]);
  if (number >= 0x3b && number <= 0x4e) return store_local(it_.local_index(), kByType[(number - 0x3b) / 4]);
  refusal_ = "instruction without a compiler";
}

}  // namespace kiln::jit
