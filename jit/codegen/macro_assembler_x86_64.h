// jit/codegen/macro_assembler_x86_64.h - macro_assembler.h for x86-64.
#pragma once

#include <asmjit/x86.h>

#include <cstdint>
#include <iterator>

namespace kiln::jit {

// ---- Registers and addresses ----

using asmjit::imm;
using asmjit::Label;
using asmjit::Operand;
using Gp = asmjit::x86::Gp;
using Vec = asmjit::x86::Xmm;
using Mem = asmjit::x86::Mem;

inline constexpr Gp general(uint32_t id) { return asmjit::x86::gpq(id); }
inline constexpr Vec vector(uint32_t id) { return asmjit::x86::xmm(id); }
// The lower parts of a register.
inline constexpr Gp wide(const Gp& reg) { return reg.r64(); }
inline constexpr Gp word(const Gp& reg) { return reg.r32(); }
inline constexpr Gp half(const Gp& reg) { return reg.r16(); }
inline constexpr Gp byte(const Gp& reg) { return reg.r8(); }

inline constexpr Gp kFrame = asmjit::x86::rbp;        // the canonical frame (vm/exec/frame.h)
inline constexpr Gp kStack = asmjit::x86::rsp;
inline constexpr Gp kThread = asmjit::x86::r15;
inline constexpr Gp kScratch = asmjit::x86::r11;      // within one instruction, as kVectorScratch
inline constexpr Vec kVectorScratch = asmjit::x86::xmm15;
inline constexpr Gp kResult = asmjit::x86::rax;       // of calls, and the Method before one; what compare_and_swap expects and finds
inline constexpr Gp kSecondResult = asmjit::x86::rdx;  // the remainder of a division
inline constexpr Vec kVectorResult = asmjit::x86::xmm0;
inline constexpr Gp kShiftCount = asmjit::x86::rcx;   // of shifts without features().three_operand_shifts
// C's arguments; vector(0) and so on are those of floating point.
inline constexpr Gp kArgument0 = asmjit::x86::rdi;
inline constexpr Gp kArgument1 = asmjit::x86::rsi;
inline constexpr Gp kArgument2 = asmjit::x86::rdx;
inline constexpr Gp kArgument3 = asmjit::x86::rcx;
// Java's arguments (vm/exec/call_shape.h): one register on from C's, so that natives need few moves.
inline constexpr Gp kArgumentRegisters[] = {asmjit::x86::rsi, asmjit::x86::rdx, asmjit::x86::rcx, asmjit::x86::r8, asmjit::x86::r9, asmjit::x86::rdi};
inline constexpr Gp kReceiver = kArgumentRegisters[0];
// The interpreter's, when it takes over a frame (vm/exec/compiled_code.h).
inline constexpr Gp kInterpreterPc = asmjit::x86::r12;
inline constexpr Gp kInterpreterSp = asmjit::x86::r13;
inline constexpr Gp kInterpreterFrame = asmjit::x86::r14;
// For the values of the compiler: those a call may change, and those for pinned locals.
inline constexpr Gp kTemporaries[] = {asmjit::x86::rax, asmjit::x86::rdx, asmjit::x86::rcx, asmjit::x86::r8,
                                      asmjit::x86::r9,  asmjit::x86::rsi, asmjit::x86::rdi};
inline constexpr Gp kFreeTemporaries[] = {asmjit::x86::rdi, asmjit::x86::r9, asmjit::x86::r8, asmjit::x86::rsi};  // no instruction insists on them
inline constexpr int kVectorTemporaries = 7;  // vector(0) to vector(6)
inline constexpr Gp kGeneralPins[] = {asmjit::x86::rbx, asmjit::x86::r12, asmjit::x86::r13, asmjit::x86::r14, asmjit::x86::r10};
inline constexpr uint32_t kFirstVectorPin = 7;  // to 14

// `bytes`: how many are accessed; 0: the other operand says it.
inline Mem at(const Gp& base, int32_t offset = 0, uint32_t bytes = 0) { return asmjit::x86::ptr(base, offset, bytes); }
inline Mem at(const Gp& base, const Gp& index, uint32_t shift, int32_t offset = 0, uint32_t bytes = 0) {
  return asmjit::x86::ptr(base, index, shift, offset, bytes);
}
inline Mem at(const Label& label, uint32_t bytes = 0) { return asmjit::x86::ptr(label, 0, bytes); }
inline Mem at_scaled(uint32_t offset, const Gp& index, uint32_t shift, uint32_t bytes = 0) {
  return asmjit::x86::ptr(uint64_t{offset}, index, shift, bytes);
}
inline Mem at_absolute(uint32_t address, uint32_t bytes) { return asmjit::x86::ptr_abs(uint64_t{address}, bytes); }

// ---- What instructions do ----

namespace x86_inst = asmjit::x86::Inst;

enum class Condition : uint8_t {
  kEqual, kNotEqual,                        // as kZero, kNotZero after test
  kLess, kGreaterEqual, kGreater, kLessEqual,
  kBelow, kAboveEqual, kAbove, kBelowEqual,  // unsigned; and of floating point, where unordered is below and equal
  kNegative, kNotNegative, kUnordered,
};
inline constexpr Condition kZero = Condition::kEqual, kNotZero = Condition::kNotEqual;
// What holds of b and a when `condition` holds of a and b.
Condition exchanged(Condition condition);

enum class Operation : uint8_t {
  kAdd, kSubtract, kMultiply, kAnd, kOr, kXor,  // general registers
  kPopulationCount, kLeadingZeros, kTrailingZeros,  // with features().bit_counts
  kAddFloat, kSubtractFloat, kMultiplyFloat, kDivideFloat,
  kAddDouble, kSubtractDouble, kMultiplyDouble, kDivideDouble, kSquareRoot,
  kIntegerToFloat, kIntegerToDouble,            // from a word or a wide one
  kFloatToInteger, kDoubleToInteger,            // truncated; the smallest integer for what does not fit
};
enum class Shift : uint8_t { kLeft, kRight, kUnsignedRight };
enum class Rounding : uint8_t { kNearest = 0, kDown = 1, kUp = 2 };

struct ProcessorFeatures {
  bool three_operand_shifts = false;  // shift_into
  bool bit_counts = false;
  static ProcessorFeatures of_this_machine();
};

class MacroAssembler {
 public:
  explicit MacroAssembler(asmjit::CodeHolder* code) : a_(code) { a_.addEncodingOptions(asmjit::EncodingOptions::kOptimizedAlign); }

  // Labels and data
  Label new_label() { return a_.newLabel(); }
  void bind(const Label& label) { a_.bind(label); }
  uint32_t offset() const { return static_cast<uint32_t>(a_.offset()); }
  void align_code(uint32_t bytes) { a_.align(asmjit::AlignMode::kCode, bytes); }
  void align_data(uint32_t bytes) { a_.align(asmjit::AlignMode::kZero, bytes); }
  void embed(const void* data, size_t bytes) { a_.embed(data, bytes); }
  void embed_distance(const Label& to, const Label& from) { a_.embedLabelDelta(to, from, 4); }

  // Moves; from and to are general registers, addresses and constants, as far as the processor has it
  void move(const auto& to, const auto& from) { a_.emit(x86_inst::kIdMov, to, from); }
  void zero_extend(const auto& to, const auto& from) { a_.emit(x86_inst::kIdMovzx, to, from); }
  void sign_extend(const auto& to, const auto& from) { a_.emit(x86_inst::kIdMovsx, to, from); }
  void sign_extend_word(const auto& to, const auto& from) { a_.emit(x86_inst::kIdMovsxd, to, from); }
  void load_address(const Gp& to, const Mem& of) { a_.lea(to, of); }
  void move_if(Condition condition, const Gp& to, const Gp& from);
  void swap(const Gp& one, const Gp& other) { a_.xchg(one, other); }
  void push(const Gp& reg) { a_.push(reg); }
  void pop(const Gp& reg) { a_.pop(reg); }
  // ... of floating point: from and to are vector registers and addresses
  void move_float(const auto& to, const auto& from) { a_.movss(to, from); }
  void move_double(const auto& to, const auto& from) { a_.movsd(to, from); }
  void move_vector(const Vec& to, const Vec& from) { a_.movaps(to, from); }
  // ... between the two kinds, bit for bit
  void move_word_bits(const auto& to, const auto& from) { a_.movd(to, from); }
  void move_bits(const auto& to, const auto& from) { a_.movq(to, from); }

  // Arithmetic; the target is the first operand, too
  void apply(Operation operation, const auto& to, const auto& by) { a_.emit(instruction_of(operation), to, by); }
  void add(const auto& to, const auto& by) { a_.emit(x86_inst::kIdAdd, to, by); }
  void subtract(const auto& to, const auto& by) { a_.emit(x86_inst::kIdSub, to, by); }
  void multiply(const auto& to, const auto& by) { a_.emit(x86_inst::kIdImul, to, by); }
  void multiply(const Gp& to, const Operand& one, int32_t other) { a_.emit(x86_inst::kIdImul, to, one, imm(other)); }
  void bit_and(const auto& to, const auto& by) { a_.emit(x86_inst::kIdAnd, to, by); }
  void bit_or(const auto& to, const auto& by) { a_.emit(x86_inst::kIdOr, to, by); }
  void bit_xor(const auto& to, const auto& by) { a_.emit(x86_inst::kIdXor, to, by); }
  void increment(const Mem& word) { a_.inc(word); }
  void decrement(const auto& word) { a_.dec(word); }
  void negate(const Gp& reg) { a_.neg(reg); }
  void clear(const Gp& reg) { a_.xor_(reg, reg); }
  void reverse_bytes(const Gp& reg) { a_.bswap(reg); }
  // kResult by the divisor: the quotient to kResult, the remainder to kSecondResult. Not for the smallest number by -1.
  void divide_words(const Gp& divisor) {
    a_.cdq();
    a_.idiv(divisor);
  }
  void divide_wide(const Gp& divisor) {
    a_.cqo();
    a_.idiv(divisor);
  }
  void shift(Shift shift, const Gp& to, int64_t count) { a_.emit(instruction_of(shift), to, imm(count)); }
  void shift_by_count(Shift shift, const Gp& to) { a_.emit(instruction_of(shift), to, byte(kShiftCount)); }
  // features().three_operand_shifts; from may be in memory.
  void shift_into(Shift shift, const Gp& to, const Operand& from, const Gp& count);

  void clear(const Vec& to) { a_.xorps(to, to); }
  void vector_xor(const Vec& to, const Vec& by) { a_.xorps(to, by); }
  void make_absolute(const Vec& to, bool is_double);  // changes kVectorScratch
  void round_double(const Vec& to, const Vec& from, Rounding rounding) { a_.roundsd(to, from, imm(static_cast<int>(rounding) | 8)); }
  void float_to_double(const Vec& to, const Vec& from) { a_.cvtss2sd(to, from); }
  void double_to_float(const Vec& to, const Vec& from) { a_.cvtsd2ss(to, from); }

  // Flags and what depends on them
  void compare(const auto& a, const auto& b) { a_.emit(x86_inst::kIdCmp, a, b); }
  void test(const auto& a, const auto& b) { a_.emit(x86_inst::kIdTest, a, b); }
  void compare_floats(const Vec& a, const Operand& b) { a_.emit(x86_inst::kIdUcomiss, a, b); }
  void compare_doubles(const Vec& a, const Operand& b) { a_.emit(x86_inst::kIdUcomisd, a, b); }
  void branch(Condition condition, const Label& target);
  void set_if(Condition condition, const Gp& to);  // the lowest byte: 0 or 1

  // Control
  void jump(const auto& target) { a_.jmp(target); }
  void call(const auto& target) { a_.call(target); }
  void leave_frame() { a_.leave(); }
  void return_() { a_.ret(); }

  // Atomic access
  // kResult is what is expected, and becomes what was found; kEqual: it was stored.
  void compare_and_swap(const Mem& memory, const Gp& desired) { a_.lock().cmpxchg(memory, desired, desired.size() == 8 ? kResult : word(kResult)); }
  void fetch_and_add(const Mem& memory, const Gp& value) { a_.lock().xadd(memory, value); }
  void exchange(const Mem& memory, const Gp& value) { a_.xchg(memory, value); }
  void full_fence() { a_.lock().or_(at(kStack, 0, 4), 0); }

 private:
  static uint32_t instruction_of(Operation operation);
  static uint32_t instruction_of(Shift shift);

  asmjit::x86::Assembler a_;
};

}  // namespace kiln::jit
