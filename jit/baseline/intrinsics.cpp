// jit/baseline/intrinsics.cpp - methods of the class library done in place (jit/view/intrinsics.def).
#include "jit/baseline/baseline_compiler.h"

namespace kiln::jit {

using Kind = Value::Kind;
namespace I = x86::Inst;

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
      a_.mov(result.r32(), x86::dword_ptr(result, Offsets::kClassState));
      a_.mov(result.r32(), x86::dword_ptr(result, Offsets::kStateMirror));
      push_general(result);
      stack_.back().is_non_null = true;
      return true;
    }
    case Intrinsic::kCurrentThread: {
      Gp result = alloc_general();
      a_.mov(result.r32(), x86::dword_ptr(kThread, Offsets::kThreadJavaThread));
      push_general(result);
      stack_.back().is_non_null = true;
      return true;
    }
    case Intrinsic::kSqrt: {
      Value value = pop_wide();
      asmjit::Operand from = vector_operand(value, Width::kDouble);
      Xmm result = alloc_vector();
      a_.emit(I::kIdSqrtsd, result, from);
      push_vector_wide(result);
      return true;
    }
    case Intrinsic::kFloor:
    case Intrinsic::kCeil:
    case Intrinsic::kRint: {
      Value value = pop_wide();
      Xmm from = read_vector(value, Width::kDouble);
      Xmm result = alloc_vector();
      int mode = id == Intrinsic::kFloor ? 1 : id == Intrinsic::kCeil ? 2 : 0;
      a_.roundsd(result, from, imm(mode | 8));
      push_vector_wide(result);
      return true;
    }
    case Intrinsic::kMoveFI: {
      Value value = pop();
      Xmm from = read_vector(value, Width::kFloat);
      Gp result = alloc_general();
      a_.movd(result.r32(), from);
      push_general(result);
      return true;
    }
    case Intrinsic::kMoveIF: {
      Value value = pop();
      Gp from = read(value, Width::kWord);
      Xmm result = alloc_vector();
      a_.movd(result, from.r32());
      push_vector(result);
      return true;
    }
    case Intrinsic::kMoveDJ: {
      Value value = pop_wide();
      Xmm from = read_vector(value, Width::kDouble);
      Gp result = alloc_general();
      a_.movq(result, from);
      push_general_wide(result);
      return true;
    }
    case Intrinsic::kMoveJD: {
      Value value = pop_wide();
      Gp from = read(value, Width::kLong);
      Xmm result = alloc_vector();
      a_.movq(result, from);
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
      if (id == Intrinsic::kUnsafePutVolatile) a_.lock().or_(x86::dword_ptr(x86::rsp), 0);
      return true;
    }
    case Intrinsic::kCompareAndSet: {
      char type = descriptor[descriptor.find('J') + 1];
      Width width = width_of_type(type);
      bool is_wide = slots_of(width) == 2;
      Value desired = is_wide ? pop_wide() : pop();
      Value expected = is_wide ? pop_wide() : pop();
      // The expected value must be in rax; whoever is there moves away.
      Gp to = read(desired, width);
      Gp from = read(expected, width);
      evict(x86::rax);
      Mem address = unsafe_address();
      Gp saved = to;
      if (to == x86::rax) {
        a_.mov(kScratch, to);
        saved = kScratch;
      }
      if (address.baseReg() == x86::rax || address.indexReg() == x86::rax) {
        Gp other = alloc_general();
        a_.lea(other, address);
        address = x86::ptr(other);
      }
      lock(x86::rax);
      if (from != x86::rax) a_.mov(x86::rax, from);
      address.setSize(is_wide ? 8 : 4);
      if (is_wide) {
        a_.lock().cmpxchg(address, saved, x86::rax);
      } else {
        a_.lock().cmpxchg(address, saved.r32(), x86::eax);
      }
      a_.sete(x86::al);
      a_.movzx(x86::eax, x86::al);
      push_general(x86::rax);
      return true;
    }
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
      return identity_hash();
    case Intrinsic::kArrayCopy:
      return false;  // with its arguments in place: array_copy
  }
  VM_UNREACHABLE();
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
  return x86::ptr(by, base, 3);
}

// The hash of an object that has one and has not moved since, by its address; else the method is called.
bool BaselineCompiler::identity_hash() { return false; }

// In: the arguments of System.arraycopy in their slots of the expression stack, everything published. The copy that needs no
// exception is one C call; it has the arguments in the registers where the Java convention has them.
void BaselineCompiler::array_copy_or_call(const ArgumentLayout& layout, std::vector<Value>& values, uint32_t method) {
  Label done = a_.newLabel();
  std::vector<Value> again = values;
  move_arguments(layout, values);
  call_point(entries_.try_array_copy);
  a_.test(x86::al, x86::al);
  a_.jnz(done);
  valid_pins_ = 0;
  move_arguments(layout, again);
  a_.mov(x86::eax, imm(method));
  a_.call(x86::qword_ptr(x86::rax, Offsets::kMethodEntry));
  a_.bind(done);
}

}  // namespace kiln::jit
