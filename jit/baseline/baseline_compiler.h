// jit/baseline/baseline_compiler.h - the single-pass compiler: bytecode to machine code, one instruction after the other.
//
// The frame is the interpreter's (vm/exec/frame.h), and at every call, poll and throw it looks as the interpreter would
// have left it, so that everything that walks frames works unchanged (vm/exec/compiled_code.h).
//
//   expression stack  simulated while compiling: a Value is a constant, a local not yet read, a register, or already in its
//                     slot of the frame. Before calls and at block boundaries all are written to their slots.
//   locals            always right in their slots. The most used ones (flow.h, pins) also have a register: a store writes
//                     both, a load finds the register if it is valid. So a register may be forgotten at any time, which is
//                     what calls do; where paths meet, loads make up for what a path lacks.
//   slow paths        out of line, behind the code: they write the Values of their moment to the frame, call, and load back
//                     the registers, as a collection may have moved what references point to.
//
// Registers (jit/codegen): kFrame, kThread; kStack, the frame's end with room for outgoing arguments; kScratch and kVectorScratch are free
// for use within one instruction; kTemporaries hold Values; kGeneralPins and the vector pins locals. No processor is named here.
//
// The class is spread over files by family of instructions; all say so at their head.
#pragma once

#include <algorithm>
#include <bit>
#include <functional>
#include <vector>

#include "jit/baseline/flow.h"
#include "jit/codegen/macro_assembler.h"
#include "jit/view/method_view.h"
#include "vm/exec/compiled_code.h"
#include "vm/exec/entry_points.h"
#include "vm/exec/offsets.h"

namespace kiln::jit {

static_assert(std::size(kGeneralPins) == kMaxGeneralPins);

// One slot of the simulated expression stack.
struct Value {
  enum class Kind : uint8_t { kMemory, kConstant, kLocal, kGeneral, kVector, kDead /* upper half of long, double */ };
  Kind kind = Kind::kDead;
  Width width = Width::kWord;  // constants and locals
  uint8_t reg = 0;
  bool is_dirty = false;       // register: the upper half may be anything
  bool is_non_null = false;
  bool is_fresh = false;       // allocated in this method, of a class without finaliser
  uint16_t local = 0;
  int16_t index = 0;           // depth of its slot
  int64_t bits = 0;            // constants
};

struct CompileOptions {
  int64_t deoptimize_every = 0;
  ProcessorFeatures features;
  bool record_points = false;  // which code belongs to which bytecode, for reports
  bool assumes_hierarchy = false;  // MethodView's `assumes`
  bool implicit_null_checks = false;  // null is found by the fault of the access where that faults
  bool logs_stores = false;    // stores of references run the write barrier (Heap::logs_stores)
  InlineLimits inlining;
};

// The function of vm/ops/leaf_loops.h that does the work of a method; null: none.
const void* leaf_of(Intrinsic id);

class BaselineCompiler {
 public:
  BaselineCompiler(const MethodView& method, const EntryPoints& entries, const CompileOptions& options, asmjit::CodeHolder& code);
  // Emits everything; false: the method is not for this compiler.
  bool compile();
  struct ReentryLabel {
    uint32_t bci;
    Label label;
  };
  const std::vector<ReentryLabel>& reentries() const { return reentries_; }
  struct NullCheckLabel {
    uint32_t begin, end;  // offsets
    Label target;
  };
  const std::vector<NullCheckLabel>& null_checks() const { return null_checks_; }
  const char* refusal() const { return refusal_; }
  struct Point {
    uint32_t offset;
    int32_t bci;               // -1: none
  };
  const std::vector<Point>& points() const { return points_; }
  // What must be true of the class hierarchy for the code to be right.
  const std::vector<OnlyTarget>& dependencies() const { return dependencies_; }
  // The byte that is set when the code is given up; not valid: the code has no place that looks at it.
  Label invalid_flag() const { return looks_at_flag_ ? invalid_flag_ : Label(); }
  const std::vector<std::unique_ptr<InlinedCall>>& inlined_calls() const { return flow_.inlined; }

 private:
  using State = std::vector<Value>;
  struct SlowPath {
    Label start;
    uint32_t bci;
    State stack;
    uint32_t valid_pins;
    int published_depth;
    std::function<void()> body;
  };
  enum class Throw : uint8_t { kPending, kNullPointer, kNullPointerAfterFault, kDivisionByZero, kArrayIndex };
  static constexpr int kThrows = 5;
  // How the interpreter goes on when the code was given up during a call of the VM (entry_points.def).
  enum class GoOn : uint8_t { kAt, kBehind, kBehindPop, kBehindPush };
  static constexpr int kGoOns = 4;
  struct ThrowSite {
    Throw kind;
    uint32_t bci;
    Label label;
    Gp array;                 // kArrayIndex
    Value index;
  };
  struct Block {
    Label label;
    bool is_expected = false;  // some path has fixed which pins are valid on entry
    uint32_t pins = 0;
  };
  // A callee that is being done in place (inlining.cpp).
  struct Inlining {
    const InlinedCall& call;
    Inlining* outer;
    int call_depth;                  // of the expression stack with the arguments
    int base;                        // without
    char result = 'V';
    int stack_base = 0;              // bottom of the callee's expression stack
    int result_register = -1;        // with branches; -1: the result goes to its slot
    std::vector<int> places = {};    // of the locals on the simulated stack
    std::vector<Block> blocks = {};  // of the caller while the callee is done, and of the callee before
    std::vector<bool> non_null = {};  // the caller's locals known not to be null before
    Label done = {};
    Block done_block = {};
    uint32_t inner_bci = 0;          // where a callee of this callee is being done
    std::vector<size_t> replays = {};  // outermost: of slow_paths_
    Label replay_tail = {};          // outermost
  };

  // compiler.cpp
  void note_point(int32_t bci);
  void prologue();
  void pin_arguments(const ArgumentLayout& layout);
  void visit_all();
  void visit();
  void begin_block();
  void finish();
  void emit_reentries();
  void emit_slow_paths();
  void emit_throws();
  void emit_literals();

  // values.cpp: the simulated stack, registers and pins
  void push(Value value);
  void push_general(Gp reg);
  void push_general_wide(Gp reg);
  void push_vector(Vec reg);
  void push_vector_wide(Vec reg);
  void push_constant(Width width, int64_t bits);
  void push_local(uint32_t local, Width width);
  void push_dead() { push(Value{}); }
  Value pop();
  Value pop_wide();
  const Value& top() const { return stack_.back(); }
  Gp alloc_general();
  Vec alloc_vector();
  void evict(Gp reg);
  Gp read(Value& value, Width width);             // in a register, not to be changed
  Gp read_clean(Value& value);                    // a word with the upper half zero
  Gp own(Value& value, Width width);              // in a register that may be changed
  Vec read_vector(Value& value, Width width);
  Vec own_vector(Value& value, Width width);
  Operand operand(Value& value, Width width);          // register, memory or immediate
  Operand vector_operand(Value& value, Width width);   // register or memory
  void store(const Value& value, Mem slot);       // 64 bits, uses kScratch
  void spill(int index);
  void flush();
  void materialise_local(uint32_t local);
  void load_if_memory(Value& value);
  void lock(Gp reg) { locked_ |= 1u << reg.id(); }
  void lock(Vec reg) { locked_vectors_ |= 1u << reg.id(); }
  void unlock_all() {
    locked_ = steady_;
    locked_vectors_ = steady_vectors_;
  }
  int find_pin(uint32_t local, Width width) const;  // in the region of bci_
  void enter_region();
  void make_valid(uint32_t pins);
  void load_pin(int pin);
  Gp pin_general(int pin) const { return kGeneralPins[flow_.pins[static_cast<size_t>(pin)].register_index]; }
  Vec pin_vector(int pin) const { return vector(kFirstVectorPin + flow_.pins[static_cast<size_t>(pin)].register_index); }
  void forget_pins_of(uint32_t local);
  void store_local(uint32_t local, Width width);
  void increment_local(uint32_t local, int32_t amount);
  bool is_known_non_null(const Value& value) const;
  void note_non_null(const Value& value);
  int depth() const { return static_cast<int>(stack_.size()); }

  // frame addresses
  Mem local_slot(uint32_t local, uint32_t size = 8) const { return at(kFrame, Offsets::kFrameLocals - 8 * static_cast<int>(local), size); }
  Mem stack_slot(int index, uint32_t size = 8) const {
    return at(kFrame, Offsets::kFrameLocals - 8 * (method_.max_locals() + index), size);
  }
  Mem sp_at(int depth_) const { return at(kFrame, Offsets::kFrameLocals - 8 * (method_.max_locals() - 1 + depth_)); }
  static Mem field(Gp reference, uint32_t offset, uint32_t size) { return at_scaled(offset, wide(reference), 3, size); }
  static Mem absolute(uint32_t address, uint32_t size) { return at_absolute(address, size); }
  Mem literal(uint64_t bits, uint32_t size = 8);
  uint32_t pc_of(uint32_t bci) const;

  // slow.cpp: leaving the straight path
  void publish(uint32_t bci, int depth_);
  Label slow_path(std::function<void()> body);    // takes the state of now
  void spill_all();                               // in a slow path: the state's Values to their slots
  void reload_all();                              // ... and back into their registers
  void call_c(const void* function);
  template <typename Function>
  void call_point(Function function) { call_c(reinterpret_cast<const void*>(function)); }
  void call_vm(const void* function);             // publishes last_frame, passes the thread, calls
  template <typename Function>
  void call_vm_point(Function function) { call_vm(reinterpret_cast<const void*>(function)); }
  void leave_if_invalid(GoOn how);                // behind a call of the VM that may stop
  Label throw_site(Throw kind);
  Label throw_index(Gp array, const Value& index);
  void uncommon_exit();                           // operands still on the stack; nothing follows in this block
  void check_null(Gp reference, const Value& value);
  template <typename Access>
  void check_null_by(Gp reference, const Value& value, uint32_t offset, Access&& access);
  void load_class(Gp result, Gp reference);

  // control.cpp
  // Pins that the target wants are loaded on the way, not before the branch: it leads out of a loop, or their registers may be
  // taken here.
  bool is_long_way(uint32_t target) const {
    if (is_inlining()) return false;
    return flow_.region[target] != flow_.region[bci_] || flow_.loop_depth[target] < flow_.loop_depth[bci_];
  }
  void expect(uint32_t target);
  Label edge(uint32_t target);
  void branch(Condition condition, uint32_t target);
  bool returns_at_once(uint32_t bci) const;
  void prepare_edge(uint32_t target);
  void prepare_branch(uint32_t target);
  void prepare_case(uint32_t target);
  void jump(uint32_t target);
  void compare_int(bool with_zero, Condition condition);
  void compare_null(bool is_null);
  void compare_long();
  void compare_float(Width width, bool nan_is_greater);
  bool takes_next_branch(bytecode::Bytecode* condition, uint32_t* target);
  void table_switch();
  void lookup_switch();
  void return_value();
  void athrow();

  // arithmetic.cpp
  int take_update(const Value& a, Width width);
  void binary(Operation instruction, Width width, bool is_commutative);
  void multiply(Width width);
  void shift(Shift kind, Width width);
  void divide(Width width, bool is_remainder);
  void negate(Width width);
  void vector_binary(Operation instruction, Width width);
  void vector_negate(Width width);
  void vector_remainder(Width width);
  void convert();
  void to_integer(Width from, Width to);
  void shuffle();

  // fields.cpp, objects.cpp, arrays.cpp
  void get_field(bool is_static);
  void put_field(bool is_static);
  void load_of_receiver(uint32_t offset, char type);
  void load_from(Mem address, char type);
  void store_to(Mem address, char type, Value value, Gp holder);
  void store_reference(Mem address, const Operand& value);
  void log_store(Mem address, bool is_in_scratch, Label logged);
  void load_constant();
  void new_instance();
  void new_array(uint32_t array_class, uint32_t element_shift);
  void new_object_array();
  void multi_new_array();
  void check_cast();
  void instance_of();
  void monitor(bool is_enter);
  void lock_object(Gp object, Label slow);
  void unlock_object(Gp object, Label slow);
  Mem element(Value& array, Value& index, uint32_t shift, Gp* array_register);
  void array_load(uint32_t shift, char type);
  void array_store(uint32_t shift, char type);
  void array_length();

  // intrinsics.cpp
  bool intrinsic(const CallView& call, std::string_view descriptor);
  bool number_intrinsic(Intrinsic id);
  bool string_intrinsic(const CallView& call, int arguments);
  Label call_instead(uint32_t method, int words, Gp result, Label done);
  Mem unsafe_address();
  void log_reference(Gp slot);
  void compare_and_exchange(char type, bool gives_value);
  void get_and_update(char type, bool is_sum);
  void identity_hash(const CallView& call);
  void hash_of_address(Gp reference, Label none);
  void hash_or_call(uint32_t method, Label done);
  void test_class(Gp object, Gp klass, Gp spare, Label yes, Label unknown);
  void kind_of_class(Intrinsic id);
  void is_instance();
  void class_cast(const CallView& call);
  void leaf_or_call(const void* leaf, const ArgumentLayout& layout, std::vector<Value>& values, uint32_t method);

  // inlining.cpp
  bool is_inlining() const { return inlining_ != nullptr; }
  bool is_replay(uint32_t bci) const { return is_inlining() && inlining_->call.plan.is_replay(bci); }
  const InlinedCall* find_inlined_call() const;
  void inline_call(const InlinedCall& call);
  void visit_callee();
  void begin_inlined_block(uint32_t bci);
  bool emits_more(uint32_t from) const;
  void return_inlined(bool falls_out);
  void push_inlined_result(const Inlining& level);
  void replay_behind(const InlinedCall& call, const ArgumentLayout& layout, const Inlining& level);
  void take_replayed_result(Width width);
  Label replay();
  void make_steady(Width result, bool has_result, int* result_register);
  Gp hold(int index);
  void drop_to(int depth_);
  void set_value(int index, Value value);
  void push_inlined_local(uint32_t local, Width width);
  void store_inlined_local(uint32_t local, Width width);

  // calls.cpp
  void invoke();
  void depend_on(const CallView& call);
  void push_appendix(const CallView& call);
  void pop_arguments(const ArgumentLayout& layout, std::vector<Value>* values);
  void move_arguments(const ArgumentLayout& layout, std::vector<Value>& values);
  void push_result(char type);
  void load_receiver_class(bool is_null_check);
  void call_interface(const CallView& call, bool is_cold = false);
  void look_up_interface(const CallView& call, Label slow);
  void call_polymorphic(const CallView& call, std::string_view descriptor);

  const MethodView& method_;           // whose frame it is
  const MethodView* source_ = &method_;  // whose instructions are compiled: a callee's while that is done in place
  const EntryPoints& entries_;
  const CompileOptions& options_;
  asmjit::CodeHolder& code_;
  MacroAssembler a_;
  Flow flow_;
  bytecode::BytecodeIterator it_;
  uint32_t bci_ = 0;  // of the frame: that of the call while its callee is done in place
  int previous_bci_ = -1, before_previous_bci_ = -1;
  bool is_reachable_ = true;
  const char* refusal_ = nullptr;
  int frame_bytes_ = 0;  // from kFrame down to kStack

  State stack_;
  uint8_t uses_[16] = {};         // by how many Values on the stack a register is held
  uint8_t vector_uses_[16] = {};
  uint32_t locked_ = 0, locked_vectors_ = 0;
  uint32_t valid_pins_ = 0;
  std::vector<int16_t> pin_of_local_;  // by region and local: kNoPin
  uint8_t region_ = 0;                 // whose pins may be valid
  std::vector<bool> local_non_null_;
  int published_depth_ = -1;           // depth that the frame's sp stands for now; -1: unknown

  Inlining* inlining_ = nullptr;       // innermost
  Inlining* outermost_inlining_ = nullptr;
  uint32_t steady_ = 0, steady_vectors_ = 0;  // registers that keep their Values for the time being
  int steady_depth_ = 0;               // Values below do not change places

  std::vector<Block> blocks_;          // by bci
  std::vector<SlowPath> slow_paths_;
  std::vector<ThrowSite> throws_;
  Label throw_tails_[kThrows];
  Label exit_tail_;
  Label go_on_tails_[kGoOns];
  bool uses_go_on_[kGoOns] = {};
  Label invalid_flag_;
  bool looks_at_flag_ = false;
  std::vector<OnlyTarget> dependencies_;
  std::vector<std::pair<uint64_t, Label>> literals_;
  std::vector<ReentryLabel> reentries_;
  std::vector<Point> points_;
  std::vector<NullCheckLabel> null_checks_;  // by begin
};

// Emits `access`, whose first touch of `reference` is at `offset`, so that null throws: by the access's fault if it can,
// else by a test before. Whatever else `access` emits touches no protected address, and it may not be a slow path's call.
template <typename Access>
void BaselineCompiler::check_null_by(Gp reference, const Value& value, uint32_t offset, Access&& access) {
  // (A replay for null in a callee done in place would not be counted as a fault, and come again and again.)
  bool is_implicit = options_.implicit_null_checks && offset < kProtectedBytes && !is_inlining();
  if (is_known_non_null(value) || !is_implicit) {
    check_null(reference, value);
    access();
    return;
  }
  auto begin = a_.offset();
  Label target = throw_site(Throw::kNullPointerAfterFault);
  access();
  null_checks_.push_back({begin, a_.offset(), target});
}

}  // namespace kiln::jit
