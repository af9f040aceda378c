// jit/baseline/calls.cpp - the invoke instructions: arguments to the registers of the Java convention, then through the
// callee's entry word.
#include "jit/baseline/baseline_compiler.h"

namespace kiln::jit {

using bytecode::Bytecode;
using Kind = Value::Kind;

void BaselineCompiler::pop_arguments(const ArgumentLayout& layout, std::vector<Value>* values) {
  values->resize(layout.places.size());
  for (size_t i = layout.places.size(); i-- > 0;) {
    (*values)[i] = slots_of(layout.places[i].width) == 2 ? pop_wide() : pop();
  }
}

// The Values are popped; what is left on the stack is in memory.
void BaselineCompiler::move_arguments(const ArgumentLayout& layout, std::vector<Value>& values) {
  struct Move {
    uint32_t to, from;
  };
  std::vector<Move> general_moves, vector_moves;
  auto is_in_general = [&](const Value& value) {
    if (value.kind == Kind::kGeneral) return static_cast<int>(value.reg);
    if (value.kind == Kind::kLocal && !is_float(value.width)) {
      int pin = find_pin(value.local, value.width);
      if (pin != kNoPin && (valid_pins_ >> pin & 1)) return static_cast<int>(pin_general(pin).id());
    }
    return -1;
  };
  auto is_in_vector = [&](const Value& value) {
    if (value.kind == Kind::kVector) return static_cast<int>(value.reg);
    if (value.kind == Kind::kLocal && is_float(value.width)) {
      int pin = find_pin(value.local, value.width);
      if (pin != kNoPin && (valid_pins_ >> pin & 1)) return static_cast<int>(pin_vector(pin).id());
    }
    return -1;
  };
  // Those on the stack first, while all registers are as they were.
  for (size_t i = 0; i < values.size(); i++) {
    const ArgumentPlace& place = layout.places[i];
    if (place.register_index >= 0) continue;
    store(values[i], at(kStack, 8 * place.stack_index, 8));
  }
  // Then float arguments that sit in general registers (copies of unknown type).
  std::vector<size_t> late;
  for (size_t i = 0; i < values.size(); i++) {
    const ArgumentPlace& place = layout.places[i];
    if (place.register_index < 0) continue;
    auto to = static_cast<uint32_t>(place.register_index);
    if (is_float(place.width)) {
      if (int from = is_in_vector(values[i]); from >= 0) {
        vector_moves.push_back({to, static_cast<uint32_t>(from)});
      } else if (values[i].kind == Kind::kGeneral) {
        // Through its slot, which nobody needs any more.
        a_.move(stack_slot(values[i].index), general(values[i].reg));
        values[i].kind = Kind::kMemory;
        late.push_back(i);
      } else {
        late.push_back(i);
      }
    } else {
      uint32_t target = kArgumentRegisters[to].id();
      if (int from = is_in_general(values[i]); from >= 0) {
        general_moves.push_back({target, static_cast<uint32_t>(from)});
      } else if (values[i].kind == Kind::kVector) {
        a_.move_double(stack_slot(values[i].index), vector(values[i].reg));
        values[i].kind = Kind::kMemory;
        late.push_back(i);
      } else {
        late.push_back(i);
      }
    }
  }
  // All at once: a move may go when its target is nobody's source; what is left are cycles.
  auto resolve = [](std::vector<Move>& moves, auto&& copy, auto&& exchange) {
    std::erase_if(moves, [](const Move& move) { return move.to == move.from; });
    while (!moves.empty()) {
      bool progressed = false;
      for (size_t i = 0; i < moves.size(); i++) {
        bool is_source = false;
        for (size_t j = 0; j < moves.size(); j++) is_source |= j != i && moves[j].from == moves[i].to;
        if (is_source) continue;
        copy(moves[i]);
        moves.erase(moves.begin() + static_cast<ptrdiff_t>(i));
        progressed = true;
        break;
      }
      if (progressed) continue;
      Move move = moves.back();
      moves.pop_back();
      exchange(move);
      for (Move& other : moves) {
        if (other.from == move.to) {
          other.from = move.from;
        } else if (other.from == move.from) {
          other.from = move.to;
        }
      }
      std::erase_if(moves, [](const Move& m) { return m.to == m.from; });
    }
  };
  resolve(general_moves, [&](const Move& m) { a_.move(general(m.to), general(m.from)); },
          [&](const Move& m) { a_.swap(general(m.to), general(m.from)); });
  resolve(vector_moves, [&](const Move& m) { a_.move_vector(vector(m.to), vector(m.from)); },
          [&](const Move& m) {
            a_.move_vector(kVectorScratch, vector(m.to));
            a_.move_vector(vector(m.to), vector(m.from));
            a_.move_vector(vector(m.from), kVectorScratch);
          });
  for (size_t i : late) {
    const ArgumentPlace& place = layout.places[i];
    const Value& value = values[i];
    bool is_wide = slots_of(place.width) == 2;
    if (is_float(place.width)) {
      Vec to = vector(static_cast<uint32_t>(place.register_index));
      if (value.kind == Kind::kConstant && value.bits == 0) {
        a_.clear(to);
        continue;
      }
      Mem from = value.kind == Kind::kConstant ? literal(static_cast<uint64_t>(value.bits))
                 : value.kind == Kind::kLocal  ? local_slot(value.local)
                                               : stack_slot(value.index);
      from.setSize(is_wide ? 8 : 4);
      is_wide ? a_.move_double(to, from) : a_.move_float(to, from);
      continue;
    }
    Gp to = kArgumentRegisters[place.register_index];
    if (value.kind == Kind::kConstant) {
      if (is_wide) {
        a_.move(to, imm(value.bits));
      } else {
        a_.move(word(to), imm(static_cast<uint32_t>(value.bits)));
      }
      continue;
    }
    Mem from = value.kind == Kind::kLocal ? local_slot(value.local) : stack_slot(value.index);
    from.setSize(is_wide ? 8 : 4);
    a_.move(is_wide ? to : Gp(word(to)), from);
  }
}

void BaselineCompiler::push_result(char type) {
  switch (type) {
    case 'V': return;
    case 'F': lock(kVectorResult); return push_vector(kVectorResult);
    case 'D': lock(kVectorResult); return push_vector_wide(kVectorResult);
    case 'J': lock(kResult); return push_general_wide(kResult);
  }
  lock(kResult);
  push_general(kResult);
}

void BaselineCompiler::depend_on(const CallView& call) {
  if (call.assumed.root == nullptr || std::ranges::find(dependencies_, call.assumed) != dependencies_.end()) return;
  dependencies_.push_back(call.assumed);
}

void BaselineCompiler::push_appendix(const CallView& call) {
  Gp reg = alloc_general();
  a_.move(word(reg), absolute(source_->resolved_refs_slot(), 4));
  a_.move(word(reg), field(reg, kArrayElementsOffset + 4 * call.appendix, 4));
  push_general(reg);
}

void BaselineCompiler::invoke() {
  if (const InlinedCall* inlined = find_inlined_call()) return inline_call(*inlined);
  Bytecode code = it_.opcode();
  int index = it_.constant_index();
  CallView call;
  if (code == Bytecode::invokedynamic) {
    call = source_->dynamic_call(static_cast<int>(it_.bci()));
  } else if (is_inlining()) {
    call = view_call(*source_, it_.bci());
  } else {
    call = std::ranges::lower_bound(flow_.calls, bci_, {}, &Flow::Call::bci)->view;
  }
  if (call.dispatch == Dispatch::kUnresolved) return uncommon_exit();
  depend_on(call);
  std::string_view descriptor = source_->member_descriptor(index);
  if (call.dispatch == Dispatch::kPolymorphic) return call_polymorphic(call, descriptor);
  if (call.is_object_init && code == Bytecode::invokespecial) {
    // java.lang.Object's constructor does nothing, but for classes with a finaliser.
    Gp reg;
    if (top().is_fresh) {
      (void)pop();
      return;
    }
    {
      Value self = pop();
      reg = read(self, Width::kWord);
      check_null(reg, self);
      push(self);
    }
    Label done = a_.new_label();
    Label slow = is_inlining() ? replay() : slow_path([this, call, done] {
      spill_all();
      publish(bci_, depth() - 1);
      a_.move(kArgument1, stack_slot(depth() - 1));
      a_.move(word(kResult), imm(call.method));
      a_.call(at(kResult, Offsets::kMethodEntry, 8));
      (void)pop();
      reload_all();
      a_.jump(done);
    });
    load_class(kScratch, reg);
    a_.test(at(kScratch, Offsets::kClassFlags, 1), imm(Class::kHasFinalizer));
    a_.branch(kNotZero, slow);
    a_.bind(done);
    published_depth_ = -1;
    (void)pop();
    return;
  }
  bool is_direct = call.dispatch == Dispatch::kDirect;
  if (is_direct && intrinsic(call, descriptor)) return;
  if (is_direct && call.getter_type != 0) return load_of_receiver(call.getter_offset, call.getter_type);
  if (is_inlining()) return uncommon_exit();  // an intrinsic that this processor cannot do
  const void* leaf = is_direct ? leaf_of(call.intrinsic) : nullptr;
  if (leaf != nullptr) flush();  // the arguments, too: they may be needed twice
  if (call.has_appendix) push_appendix(call);
  ArgumentLayout layout = lay_out_arguments(descriptor, call.has_receiver, false, call.has_appendix);
  std::vector<Value> values;
  pop_arguments(layout, &values);
  flush();
  publish(bci_, depth());
  bool needs_null_check = call.has_receiver && !is_known_non_null(values[0]);
  if (call.has_receiver) note_non_null(values[0]);
  if (leaf != nullptr) {
    leaf_or_call(leaf, layout, values, call.method);
    valid_pins_ = 0;
    return push_result(layout.result);
  }
  move_arguments(layout, values);
  bool faults = options_.implicit_null_checks && (call.dispatch == Dispatch::kVtable || call.dispatch == Dispatch::kInterface);
  if (needs_null_check && !faults) {
    a_.test(word(kReceiver), word(kReceiver));
    a_.branch(kZero, throw_site(Throw::kNullPointer));
  }
  switch (call.dispatch) {
    case Dispatch::kDirect:
    case Dispatch::kAdapter:
      a_.move(word(kResult), imm(call.method));
      break;
    case Dispatch::kVtable:
      load_receiver_class(needs_null_check && faults);
      a_.move(word(kResult), at(kResult, static_cast<int32_t>(call.vtable_offset), 4));
      break;
    case Dispatch::kInterface:
      load_receiver_class(needs_null_check && faults);
      call_interface(call);
      break;
    case Dispatch::kPolymorphic:
    case Dispatch::kUnresolved:
      VM_UNREACHABLE();
  }
  Label done = a_.new_label();
  if (call.dispatch == Dispatch::kVtable && call.intrinsic == Intrinsic::kIdentityHash) hash_or_call(call.method, done);
  a_.call(at(kResult, Offsets::kMethodEntry, 8));
  a_.bind(done);
  valid_pins_ = 0;
  push_result(layout.result);
}

// The class of the receiver to kResult; if that may be null, the load is its check.
void BaselineCompiler::load_receiver_class(bool is_null_check) {
  auto begin = a_.offset();
  load_class(kResult, kReceiver);
  if (is_null_check) null_checks_.push_back({begin, a_.offset(), throw_site(Throw::kNullPointerAfterFault)});
}

// In: the receiver's class in kResult, all arguments in place. Out: the target there. The thread's cache of interface calls
// knows it; else the arguments wait in their slots of the expression stack (above what is published, unseen by the
// collector) while the selection, which moves nothing, is made.
void BaselineCompiler::call_interface(const CallView& call, bool is_cold) {
  static_assert(sizeof(InterfaceCacheLine) == 12);
  Label found = a_.new_label();
  Label slow = slow_path([this, call, found] {
    // Registers of arguments are saved on the stack.
    constexpr int kBytes = 8 * 6 + 8 * 8 + 16;
    a_.subtract(kStack, kBytes);
    for (int i = 0; i < 6; i++) a_.move(at(kStack, 8 * i, 8), kArgumentRegisters[i]);
    for (int i = 0; i < 8; i++) a_.move_double(at(kStack, 48 + 8 * i, 8), vector(static_cast<uint32_t>(i)));
    a_.move(word(kArgument2), word(kResult));  // class of the receiver
    a_.move(kArgument1, kFrame);
    a_.move(word(kArgument3), imm(call.method));
    call_vm_point(entries_.select_interface);
    for (int i = 0; i < 6; i++) a_.move(kArgumentRegisters[i], at(kStack, 8 * i, 8));
    for (int i = 0; i < 8; i++) a_.move_double(vector(static_cast<uint32_t>(i)), at(kStack, 48 + 8 * i, 8));
    a_.add(kStack, kBytes);
    a_.test(kResult, kResult);
    a_.branch(kZero, throw_site(Throw::kPending));
    a_.jump(found);
  });
  if (call.likely_method != 0 && !is_cold) {
    // The usual class needs no look into the cache.
    Label other = slow_path([this, call, found, slow] {
      look_up_interface(call, slow);
      a_.jump(found);
    });
    a_.compare(word(kResult), imm(call.likely_class));
    a_.branch(Condition::kNotEqual, other);
    a_.move(word(kResult), imm(call.likely_method));
  } else {
    look_up_interface(call, slow);
  }
  a_.bind(found);
}

// In: the receiver's class in kResult. Out: the target there.
void BaselineCompiler::look_up_interface(const CallView& call, Label slow) {
  a_.move(word(kScratch), word(kResult));
  a_.shift(Shift::kUnsignedRight, word(kScratch), 8);
  a_.bit_xor(word(kScratch), imm(call.method >> 4));
  a_.bit_and(word(kScratch), imm(kInterfaceCacheLines - 1));
  a_.load_address(kScratch, at(kScratch, kScratch, 1));
  a_.load_address(kScratch, at(kThread, kScratch, 2, Offsets::kThreadInterfaceCache));
  a_.compare(at(kScratch, 0, 4), word(kResult));
  a_.branch(Condition::kNotEqual, slow);
  a_.compare(at(kScratch, 4, 4), imm(call.method));
  a_.branch(Condition::kNotEqual, slow);
  a_.move(word(kResult), at(kScratch, 8, 4));
}

// MethodHandle.invokeBasic and linkTo*: the target comes from the handle or the trailing MemberName.
void BaselineCompiler::call_polymorphic(const CallView& call, std::string_view descriptor) {
  ArgumentLayout direct_layout = lay_out_arguments(descriptor, call.has_receiver, call.drops_last, false);
  // (Arguments on the stack are moved by way of kScratch, which holds the name.)
  if (call.is_invoke_basic || (call.is_link_direct && direct_layout.stack_words == 0)) {
    // The target stands in MethodHandle.form.vmentry.method.vmtarget, or the last two steps of that from a MemberName.
    MethodView::HandleOffsets offsets = method_.handle_offsets();
    Gp name;
    if (call.drops_last) {
      Value member = pop();
      name = own(member, Width::kWord);
      check_null(name, member);
    }
    std::vector<Value> values;
    pop_arguments(direct_layout, &values);
    flush();
    publish(bci_, depth());
    if (call.drops_last) {
      a_.move(word(kScratch), word(name));
      move_arguments(direct_layout, values);
      if (call.is_link_with_receiver) {
        a_.test(word(kReceiver), word(kReceiver));
        a_.branch(kZero, throw_site(Throw::kNullPointer));
      }
      a_.move(word(kResult), field(kScratch, offsets.method, 4));
    } else {
      move_arguments(direct_layout, values);
      a_.test(word(kReceiver), word(kReceiver));
      a_.branch(kZero, throw_site(Throw::kNullPointer));
      a_.move(word(kResult), field(kReceiver, offsets.form, 4));
      a_.move(word(kResult), field(kResult, offsets.vmentry, 4));
      a_.move(word(kResult), field(kResult, offsets.method, 4));
    }
    a_.test(word(kResult), word(kResult));
    a_.branch(kZero, throw_site(Throw::kNullPointer));
    a_.move(kResult, field(kResult, offsets.vmtarget, 8));
    a_.call(at(kResult, Offsets::kMethodEntry, 8));
    valid_pins_ = 0;
    push_result(direct_layout.result);
    return;
  }
  flush();
  int slots = lay_out_arguments(descriptor, call.has_receiver, false, false).slots;
  publish(bci_, depth());
  a_.move(kArgument1, kFrame);
  a_.move(word(kArgument2), imm(call.method));
  call_vm_point(entries_.select_polymorphic);
  a_.test(kResult, kResult);
  a_.branch(kZero, throw_site(Throw::kPending));
  if (call.drops_last) (void)pop();
  ArgumentLayout layout = lay_out_arguments(descriptor, call.has_receiver, call.drops_last, false);
  std::vector<Value> values;
  pop_arguments(layout, &values);
  VM_CHECK(layout.slots + (call.drops_last ? 1 : 0) == slots);
  valid_pins_ = 0;
  publish(bci_, depth());
  move_arguments(layout, values);  // all from memory: kResult stays
  a_.call(at(kResult, Offsets::kMethodEntry, 8));
  push_result(layout.result);
}

}  // namespace kiln::jit
