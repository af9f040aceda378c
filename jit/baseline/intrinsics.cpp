// jit/baseline/intrinsics.cpp - methods of the class library done in place (jit/view/intrinsics.def).
#include "gc/barrier.h"
#include "gc/trace/identity_hash.h"
#include "jit/baseline/baseline_compiler.h"
#include "vm/ops/clocks.h"
#include "vm/ops/leaf_loops.h"

namespace kiln::jit {

using Kind = Value::Kind;

namespace {
Width width_of_type(char type) {
  switch (type) {
    case 'J': return Width::kLong;
    case 'F': return Width::kFloat;
    case 'D': return Width::kDouble;
  }
  return Width::kWord;
}
}  // namespace

// False: nothing is emitted, the method is to be called.
bool BaselineCompiler::intrinsic(const CallView& call, std::string_view descriptor) {
  const Intrinsic id = call.intrinsic;
  switch (id) {
    case Intrinsic::kNone:
      return false;
    case Intrinsic::kGetClass: {
      Value object = pop();
      Gp reg = read(object, Width::kWord);
      Gp result = alloc_general();
      check_null_by(reg, object, 0, [&] { load_class(result, reg); });
      note_non_null(object);
      a_.move(word(result), at(result, Offsets::kClassState, 4));
      a_.move(word(result), at(result, Offsets::kStateMirror, 4));
      push_general(result);
      stack_.back().is_non_null = true;
      return true;
    }
    case Intrinsic::kCurrentThread: {
      Gp result = alloc_general();
      a_.move(word(result), at(kThread, Offsets::kThreadJavaThread, 4));
      push_general(result);
      stack_.back().is_non_null = true;
      return true;
    }
    case Intrinsic::kSqrt: {
      Value value = pop_wide();
      Operand from = vector_operand(value, Width::kDouble);
      Vec result = alloc_vector();
      a_.apply(Operation::kSquareRoot, result, from);
      push_vector_wide(result);
      return true;
    }
    case Intrinsic::kFloor:
    case Intrinsic::kCeil:
    case Intrinsic::kRint: {
      Value value = pop_wide();
      Vec from = read_vector(value, Width::kDouble);
      Vec result = alloc_vector();
      a_.round_double(result, from, id == Intrinsic::kFloor ? Rounding::kDown : id == Intrinsic::kCeil ? Rounding::kUp : Rounding::kNearest);
      push_vector_wide(result);
      return true;
    }
    case Intrinsic::kMoveFI: {
      Value value = pop();
      Vec from = read_vector(value, Width::kFloat);
      Gp result = alloc_general();
      a_.move_word_bits(word(result), from);
      push_general(result);
      return true;
    }
    case Intrinsic::kMoveIF: {
      Value value = pop();
      Gp from = read(value, Width::kWord);
      Vec result = alloc_vector();
      a_.move_word_bits(result, word(from));
      push_vector(result);
      return true;
    }
    case Intrinsic::kMoveDJ: {
      Value value = pop_wide();
      Vec from = read_vector(value, Width::kDouble);
      Gp result = alloc_general();
      a_.move_bits(result, from);
      push_general_wide(result);
      return true;
    }
    case Intrinsic::kMoveJD: {
      Value value = pop_wide();
      Gp from = read(value, Width::kLong);
      Vec result = alloc_vector();
      a_.move_bits(result, from);
      push_vector_wide(result);
      return true;
    }
    case Intrinsic::kUnsafeGet: {
      Mem address = unsafe_address();
      load_from(address, descriptor[descriptor.find(')') + 1]);
      return true;
    }
    case Intrinsic::kUnsafePut:
    case Intrinsic::kUnsafePutVolatile: {
      char type = descriptor[descriptor.find('J') + 1];
      Width width = width_of_type(type);
      Value value = slots_of(width) == 2 ? pop_wide() : pop();
      Mem address = unsafe_address();
      store_to(address, type, value, kScratch);
      if (id == Intrinsic::kUnsafePutVolatile) a_.full_fence();
      return true;
    }
    case Intrinsic::kCompareAndSet:
    case Intrinsic::kCompareAndExchange:
      compare_and_exchange(descriptor[descriptor.find('J') + 1], id == Intrinsic::kCompareAndExchange);
      return true;
    case Intrinsic::kGetAndSet:
    case Intrinsic::kGetAndAdd:
      get_and_update(descriptor[descriptor.find('J') + 1], id == Intrinsic::kGetAndAdd);
      return true;
    case Intrinsic::kFullFence:
    case Intrinsic::kNoFence: {
      Value self = pop();
      check_null(read(self, Width::kWord), self);
      note_non_null(self);
      if (id == Intrinsic::kFullFence) a_.full_fence();
      return true;
    }
    case Intrinsic::kIsPrimitive:
    case Intrinsic::kIsArray:
    case Intrinsic::kIsInterface:
      kind_of_class(id);
      return true;
    case Intrinsic::kNanoTime:
    case Intrinsic::kCurrentTimeMillis:
      flush();
      call_c(reinterpret_cast<const void*>(id == Intrinsic::kNanoTime ? &ops::nano_time : &ops::current_time_millis));
      valid_pins_ = 0;
      push_result('J');
      return true;
    case Intrinsic::kIsInstance:
      is_instance();
      return true;
    case Intrinsic::kClassCast:
      class_cast(call);
      return true;
    case Intrinsic::kMinInt:
    case Intrinsic::kMaxInt:
    case Intrinsic::kMinLong:
    case Intrinsic::kMaxLong:
    case Intrinsic::kAbsInt:
    case Intrinsic::kAbsLong:
    case Intrinsic::kAbsFloat:
    case Intrinsic::kAbsDouble:
    case Intrinsic::kBitCountInt:
    case Intrinsic::kBitCountLong:
    case Intrinsic::kLeadingZerosInt:
    case Intrinsic::kLeadingZerosLong:
    case Intrinsic::kTrailingZerosInt:
    case Intrinsic::kTrailingZerosLong:
    case Intrinsic::kReverseBytesInt:
    case Intrinsic::kReverseBytesLong:
      return number_intrinsic(id);
    case Intrinsic::kStringLength:
    case Intrinsic::kStringCoder:
    case Intrinsic::kStringIsLatin1:
      return string_intrinsic(call, 1);
    case Intrinsic::kStringCharAt:
      return string_intrinsic(call, 2);
    case Intrinsic::kCheckIndex:
      return string_intrinsic(call, descriptor == "(II)I" ? 2 : 3);
    case Intrinsic::kIdentityHash:
      identity_hash(call);
      return true;
    case Intrinsic::kArrayCopy:
    case Intrinsic::kEqualBytes:
    case Intrinsic::kHashLatin1:
    case Intrinsic::kHashUtf16:
    case Intrinsic::kCompareLatin1:
    case Intrinsic::kCompareUtf16:
    case Intrinsic::kHasNegatives:
    case Intrinsic::kInflateBytes:
    case Intrinsic::kInflateChars:
    case Intrinsic::kCompressChars:
    case Intrinsic::kCompressBytes:
    case Intrinsic::kFill1:
    case Intrinsic::kFill2:
    case Intrinsic::kFill4:
    case Intrinsic::kFill8:
    case Intrinsic::kMismatch:
      return false;  // with its arguments in place: leaf_or_call
  }
  VM_UNREACHABLE();
}

const void* leaf_of(Intrinsic id) {
  auto address = [](auto* function) { return reinterpret_cast<const void*>(function); };
#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wswitch-enum"
  switch (id) {
    case Intrinsic::kArrayCopy: return address(&ops::leaf_array_copy);
    case Intrinsic::kEqualBytes: return address(&ops::leaf_equal_bytes);
    case Intrinsic::kHashLatin1: return address(&ops::leaf_hash_latin1);
    case Intrinsic::kHashUtf16: return address(&ops::leaf_hash_utf16);
    case Intrinsic::kCompareLatin1: return address(&ops::leaf_compare_latin1);
    case Intrinsic::kCompareUtf16: return address(&ops::leaf_compare_utf16);
    case Intrinsic::kHasNegatives: return address(&ops::leaf_has_negatives);
    case Intrinsic::kInflateBytes: return address(&ops::leaf_inflate_bytes);
    case Intrinsic::kInflateChars: return address(&ops::leaf_inflate_chars);
    case Intrinsic::kCompressChars: return address(&ops::leaf_compress_chars);
    case Intrinsic::kCompressBytes: return address(&ops::leaf_compress_bytes);
    case Intrinsic::kFill1: return address(&ops::leaf_fill_1);
    case Intrinsic::kFill2: return address(&ops::leaf_fill_2);
    case Intrinsic::kFill4: return address(&ops::leaf_fill_4);
    case Intrinsic::kFill8: return address(&ops::leaf_fill_8);
    case Intrinsic::kMismatch: return address(&ops::leaf_mismatch);
    default: return nullptr;
  }
#pragma clang diagnostic pop
}

// Pops Unsafe, the object (or null) and the offset: the address, also where the object is null and the offset an address.
Mem BaselineCompiler::unsafe_address() {
  Value offset = pop_wide();
  Value object = pop();
  Value self = pop();
  Gp unsafe = read(self, Width::kWord);
  check_null(unsafe, self);
  note_non_null(self);
  if (self.kind == Kind::kGeneral) locked_ &= ~(1u << self.reg);
  Gp base = read_clean(object);
  Gp by = read(offset, Width::kLong);
  return at(by, base, 3);
}

// The write barrier for a slot whose address is in a register other than kScratch.
void BaselineCompiler::log_reference(Gp slot) {
  if (!options_.logs_stores) return;
  a_.move(kScratch, slot);
  a_.shift(Shift::kUnsignedRight, kScratch, barrier::kLogShift);
  a_.add(kScratch, at(kThread, Offsets::kThreadLogBits, 8));
  a_.compare(at(kScratch, 0, 1), 0);
  Label logged = a_.new_label();
  a_.branch(Condition::kNotEqual, slow_path([this, slot, logged] { log_store(at(slot, 0, 4), false, logged); }));
  a_.bind(logged);
}

// Unsafe.compareAndSet: a boolean, or .compareAndExchange: the value found.
void BaselineCompiler::compare_and_exchange(char type, bool gives_value) {
  Width width = width_of_type(type);
  bool is_wide = slots_of(width) == 2;
  Value desired = is_wide ? pop_wide() : pop();
  Value expected = is_wide ? pop_wide() : pop();
  // The expected value must be in kResult; whoever is there moves away.
  Gp to = read(desired, width);
  Gp from = read(expected, width);
  evict(kResult);
  lock(kResult);
  Mem address = unsafe_address();
  if (to == kResult) {
    Gp other = alloc_general();
    a_.move(other, to);
    to = other;
  }
  bool is_logged = type == 'L' && options_.logs_stores;
  if (is_logged || address.baseReg() == kResult || address.indexReg() == kResult) {
    Gp other = alloc_general();
    a_.load_address(other, address);
    address = at(other);
    if (is_logged) log_reference(other);
  }
  address.setSize(is_wide ? 8 : 4);
  if (is_wide) {
    if (from != kResult) a_.move(kResult, from);
    a_.compare_and_swap(address, to);
  } else {
    a_.move(word(kResult), word(from));
    a_.compare_and_swap(address, word(to));
  }
  if (!gives_value) {
    a_.set_if(Condition::kEqual, byte(kResult));
    a_.zero_extend(word(kResult), byte(kResult));
  }
  gives_value && is_wide ? push_general_wide(kResult) : push_general(kResult);
}

// Unsafe.getAndAdd, .getAndSet.
void BaselineCompiler::get_and_update(char type, bool is_sum) {
  Width width = width_of_type(type);
  bool is_wide = slots_of(width) == 2;
  Value operand_value = is_wide ? pop_wide() : pop();
  Gp value = own(operand_value, width);
  Mem address = unsafe_address();
  if (type == 'L' && options_.logs_stores) {
    Gp slot = alloc_general();
    a_.load_address(slot, address);
    address = at(slot);
    log_reference(slot);
  }
  address.setSize(is_wide ? 8 : 4);
  Gp part = is_wide ? value : Gp(word(value));
  if (is_sum) {
    a_.fetch_and_add(address, part);
  } else {
    a_.exchange(address, part);
  }
  is_wide ? push_general_wide(value) : push_general(value);
}

// The hash of an object that has one and has not moved since, a mix of its address (gc/trace/identity_hash.h), to kScratch; else goes to
// `none`.
void BaselineCompiler::hash_of_address(Gp reference, Label none) {
  a_.move(word(kScratch), field(reference, 0, 4));
  a_.bit_and(word(kScratch), imm(kHashMask));
  a_.compare(word(kScratch), imm(kHashByAddress));
  a_.branch(Condition::kNotEqual, none);
  a_.move(kScratch, imm(gc::kHashMultiplier));
  a_.multiply(kScratch, reference);
  a_.shift(Shift::kUnsignedRight, kScratch, gc::kHashShift);
  a_.branch(kZero, none);
}

// A virtual call of Object.hashCode: the receiver in kReceiver, what it selects in kResult. If that is `method` and there is a hash, that
// goes to kResult and control to `done`.
void BaselineCompiler::hash_or_call(uint32_t method, Label done) {
  Label is_called = a_.new_label();
  a_.compare(word(kResult), imm(method));
  a_.branch(Condition::kNotEqual, is_called);
  hash_of_address(kReceiver, is_called);
  a_.move(word(kResult), word(kScratch));
  a_.jump(done);
  a_.bind(is_called);
}

// System.identityHashCode, super.hashCode(): as above, else the method is called.
void BaselineCompiler::identity_hash(const CallView& call) {
  Value object = pop();
  Gp reg = read_clean(object);
  if (call.has_receiver) {
    check_null(reg, object);
    note_non_null(object);
  }
  Gp result = alloc_general();
  push(object);
  Label done = a_.new_label();
  Label slow = call_instead(call.method, 1, result, done);
  if (!call.has_receiver) {
    a_.clear(word(result));
    a_.test(word(reg), word(reg));
    a_.branch(kZero, done);
  }
  hash_of_address(reg, slow);
  a_.move(word(result), word(kScratch));
  a_.bind(done);
  published_depth_ = -1;
  (void)pop();
  push_general(result);
}

// Goes to `yes` when the object's class surely is a subtype of the class, to `unknown` or on when that takes longer to find.
// Changes kScratch and the spare register.
void BaselineCompiler::test_class(Gp object, Gp klass, Gp spare, Label yes, Label unknown) {
  load_class(kScratch, object);
  a_.compare(word(kScratch), word(klass));
  a_.branch(Condition::kEqual, yes);
  a_.zero_extend(word(spare), at(klass, Offsets::kClassDepth, 1));
  a_.compare(word(spare), imm(Class::kDisplayDepth));
  a_.branch(Condition::kAboveEqual, unknown);
  a_.compare(at(kScratch, spare, 2, Offsets::kClassSuperDisplay, 4), word(klass));
  a_.branch(Condition::kEqual, yes);
  a_.move(word(kScratch), at(kScratch, Offsets::kClassState, 4));
  a_.compare(at(kScratch, Offsets::kStateSecondaryHit, 4), word(klass));
  a_.branch(Condition::kEqual, yes);
}

// Class.isPrimitive, .isArray, .isInterface.
void BaselineCompiler::kind_of_class(Intrinsic id) {
  Value mirror_value = pop();
  Gp mirror = read(mirror_value, Width::kWord);
  Gp result = alloc_general();
  uint32_t offset = method_.class_of_mirror_offset();
  check_null_by(mirror, mirror_value, offset, [&] { a_.move(word(result), field(mirror, offset, 4)); });
  note_non_null(mirror_value);
  Label done = a_.new_label();
  a_.test(word(result), word(result));  // 0: primitive
  if (id == Intrinsic::kIsPrimitive) {
    a_.set_if(Condition::kEqual, byte(result));
    a_.zero_extend(word(result), byte(result));
  } else {
    a_.branch(kZero, done);
    if (id == Intrinsic::kIsArray) {
      a_.compare(at(result, Offsets::kClassArrayDimensions, 1), 0);
    } else {
      a_.test(at(result, Offsets::kClassAccessFlags, 2), imm(kAccInterface));
    }
    a_.set_if(Condition::kNotEqual, byte(result));
    a_.zero_extend(word(result), byte(result));
  }
  a_.bind(done);
  push_general(result);
}

// Class.isInstance of a mirror that is known only when it runs.
void BaselineCompiler::is_instance() {
  Value object_value = pop();
  Value mirror_value = pop();
  Gp object = read_clean(object_value);
  Gp mirror = read(mirror_value, Width::kWord);
  Gp klass = alloc_general(), result = alloc_general(), spare = alloc_general();
  uint32_t offset = method_.class_of_mirror_offset();
  check_null_by(mirror, mirror_value, offset, [&] { a_.move(word(klass), field(mirror, offset, 4)); });
  note_non_null(mirror_value);
  Label done = a_.new_label(), yes = a_.new_label();
  Label slow = slow_path([this, object, klass, result, done] {
    spill_all();
    a_.move(kScratch, klass);
    a_.load_address(kArgument0, at_scaled(0, object, 3));
    a_.move(kArgument1, kScratch);
    call_point(entries_.is_instance);
    a_.zero_extend(word(result), byte(kResult));
    reload_all();
    a_.jump(done);
  });
  a_.clear(word(result));
  a_.test(word(klass), word(klass));
  a_.branch(kZero, done);
  a_.test(word(object), word(object));
  a_.branch(kZero, done);
  test_class(object, klass, spare, yes, slow);
  a_.jump(slow);
  a_.bind(yes);
  a_.move(word(result), 1);
  a_.bind(done);
  push_general(result);
}

// Class.cast; the method itself throws.
void BaselineCompiler::class_cast(const CallView& call) {
  Value object_value = pop();
  Value mirror_value = pop();
  Gp object = read_clean(object_value);
  Gp mirror = read_clean(mirror_value);
  Gp result = alloc_general(), klass = alloc_general(), spare = alloc_general();
  uint32_t offset = method_.class_of_mirror_offset();
  check_null_by(mirror, mirror_value, offset, [&] { a_.move(word(klass), field(mirror, offset, 4)); });
  note_non_null(mirror_value);
  push(mirror_value);
  push(object_value);
  Label done = a_.new_label();
  Label slow = call_instead(call.method, 2, result, done);
  a_.move(word(result), word(object));
  a_.test(word(object), word(object));
  a_.branch(kZero, done);
  a_.test(word(klass), word(klass));
  a_.branch(kZero, slow);
  test_class(object, klass, spare, done, slow);
  a_.jump(slow);
  a_.bind(done);
  published_depth_ = -1;
  (void)pop();
  (void)pop();
  push_general(result);
}

// In: the arguments in their slots of the expression stack, everything published; all are general. Out: the result in kResult. The
// leaf has its arguments where C has them, one register on from where Java has them.
void BaselineCompiler::leaf_or_call(const void* leaf, const ArgumentLayout& layout, std::vector<Value>& values, uint32_t method) {
  Label done = a_.new_label();
  std::vector<Value> again = values;
  ArgumentLayout c_layout = layout;
  constexpr int kRegisters = static_cast<int>(std::size(kArgumentRegisters));
  for (ArgumentPlace& place : c_layout.places) place.register_index = (place.register_index + kRegisters - 1) % kRegisters;
  move_arguments(c_layout, values);
  call_c(leaf);
  a_.test(kResult, kResult);
  a_.branch(Condition::kNotNegative, done);
  valid_pins_ = 0;
  move_arguments(layout, again);
  a_.move(word(kResult), imm(method));
  a_.call(at(kResult, Offsets::kMethodEntry, 8));
  a_.bind(done);
}

}  // namespace kiln::jit
