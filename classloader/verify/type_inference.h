// classloader/verify/type_inference.h - verification by type inference (JVMS 4.10.2), for class files before version
// 50 and as second opinion on version 50. Understands subroutines (jsr and ret).
//
//   inference_operands.cpp   each instruction by itself: operands, constants, targets
//   type_inference.cpp       data flow: states at block starts, merged until nothing changes
//   inference_rules.cpp      what an instruction does to a state
//
// Messages are those of the JDK's libverify. Steps return false when verification ends there, as in type_checker.h.
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "classloader/verify/inference_state.h"
#include "classloader/verify/verifier.h"
#include "vm/bytecode/iterator.h"

namespace kiln::classfile {

class TypeInference {
 public:
  TypeInference(const ParsedClass& parsed, VerificationEnvironment& environment, VerifyError* error,
                VerifyObserver* observer)
      : observer_(observer), parsed_(parsed), pool_(parsed.constants), environment_(environment), error_(*error),
        this_type_(VerificationType::reference(parsed.name)) {}

  Verdict check_class();

 private:
  using Type = VerificationType;

  // `state` as an observer sees it, to whom two-slot values are two types on the stack, too: `stack` has room for them.
  FrameView view(const InferenceState& state, uint32_t bci, std::vector<Type>& stack) const;
  bool fail(std::string_view reason, ParseErrorKind kind = ParseErrorKind::kVerifyError);
  bool answer(Truth truth) {
    if (truth == Truth::kPending) pending_ = true;
    return truth == Truth::kYes;
  }

  // ---- inference_operands.cpp ----
  bool check_operands();
  bool check_operands_of(const bytecode::BytecodeIterator& it);
  bool check_switch_operands(const bytecode::BytecodeIterator& it);
  bool check_call_operands(const bytecode::BytecodeIterator& it);
  bool check_constant(uint16_t index, std::initializer_list<Tag> tags);
  bool check_local(uint32_t index, uint32_t slots);
  bool check_handlers();
  bool is_instruction(uint32_t bci) const { return bci < starts_.size() && starts_[bci]; }

  // ---- type_inference.cpp ----
  bool check_method(const ParsedMethod& method);
  void enter_method();
  void find_blocks();
  bool run_block(uint32_t leader);
  bool flow_to(uint32_t target, const InferenceState& state);
  bool flow_to_handlers(const InferenceState& state, bool cannot_return);
  bool flow_from_subroutine(uint32_t jsr_bci);
  bool do_jsr(InferenceState& state);
  bool do_ret(InferenceState& state);
  bool merge_stack(std::vector<Type>& into, const std::vector<Type>& from, bool* changed);
  bool merge_types(Type a, Type b, Type* result);
  bool merge_references(Type a, Type b, Type* result);
  Type array_type(size_t dimensions, std::string_view base);
  bool assignable(const Type& from, const Type& to);

  // ---- inference_rules.cpp ----
  bool execute(InferenceState& state);
  bool push(InferenceState& state, Type type);
  bool push_descriptor(InferenceState& state, std::string_view descriptor);
  bool pop(InferenceState& state, char wanted, Type* result = nullptr);
  bool pop_array(InferenceState& state, std::string_view elements, const char* what, Type* result);
  bool execute_load(InferenceState& state, char type);
  bool execute_store(InferenceState& state, char type);
  bool execute_array_access(InferenceState& state);
  bool execute_stack_operation(InferenceState& state);
  bool execute_ldc(InferenceState& state);
  bool execute_return(InferenceState& state);
  bool execute_field(InferenceState& state);
  bool execute_call(InferenceState& state);
  bool execute_constructor_call(InferenceState& state, uint16_t index, Type object);
  bool execute_new(InferenceState& state);
  bool is_protected_and_foreign(uint16_t member, bool is_method, Type object, bool* result);
  std::string_view keep(std::string text) { return names_.emplace_back(std::move(text)); }

  VerifyObserver* const observer_;  // or null
  const ParsedClass& parsed_;
  const ConstantPool& pool_;
  VerificationEnvironment& environment_;
  VerifyError& error_;
  const Type this_type_;
  bool pending_ = false;
  std::deque<std::string> names_;

  const ParsedMethod* method_ = nullptr;
  bool is_constructor_ = false;
  std::vector<bool> starts_;
  std::vector<int32_t> block_at_;  // by bci: number of the block that starts there, or -1
  std::vector<InferenceState> blocks_;
  std::vector<bool> block_changed_;
  std::vector<bool> handler_edges_;  // by bci: does a protected range start or end there?
  size_t stored_types_ = 0;          // in blocks_
  int64_t merge_target_ = -1;        // bci of the block into which *merge_from_ is being merged, or -1
  const InferenceState* merge_from_ = nullptr;
  struct Subroutine {
    uint32_t entry;
    int64_t ret_bci = -1;
    InferenceState at_ret;
    std::vector<uint32_t> callers;  // bcis of jsr instructions that were reached
  };
  std::vector<Subroutine> subroutines_;
  struct Caller {
    uint32_t bci;
    uint32_t next;
    InferenceState state;
  };
  std::vector<Caller> callers_;
  bytecode::BytecodeIterator code_{bytecode::CodeBytes()};
};

}  // namespace kiln::classfile
