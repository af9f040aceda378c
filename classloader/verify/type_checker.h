// classloader/verify/type_checker.h - verification by type checking (JVMS 4.10.1): one pass over the code, with the
// frames of the StackMapTable at every branch target.
//
//   type_checker.cpp       the pass, tables, stack map matching, frame operations, assignability
//   type_rules.cpp         instructions
//   type_rules_members.cpp field access and calls
//
// Every step returns false when verification ends there: error_ is filled, or pending_ is set because the environment
// has an exception pending.
#pragma once

#include <fmt/format.h>

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "classloader/verify/explain.h"
#include "classloader/verify/frame.h"
#include "classloader/verify/stack_map.h"
#include "classloader/verify/verifier.h"
#include "vm/bytecode/iterator.h"

namespace kiln::classfile {

class TypeChecker {
 public:
  TypeChecker(const ParsedClass& parsed, VerificationEnvironment& environment, VerifyError* error,
              VerifyObserver* observer)
      : observer_(observer), parsed_(parsed), pool_(parsed.constants), environment_(environment), error_(*error),
        this_type_(VerificationType::reference(parsed.name)) {}

  Verdict check_class();

 private:
  // ---- errors ----
  bool fail(const Fault& fault, std::string message);
  bool fail_code(uint32_t bci, std::string message) {
    return fail({.kind = Fault::kBadCode, .bci = bci, .type = {}, .expected = {}}, std::move(message));
  }
  // `fault` with the current frame shown.
  bool fail_in_frame(Fault fault, std::string message);
  bool fail_type(TypeOrigin type, TypeOrigin expected, std::string message, bool show_frame);
  bool fail_format(std::string message);
  bool fail_format_in_method(std::string message);
  FrameView view() const;

  // ---- the pass ----
  bool check_method(const ParsedMethod& method);
  bool scan_code();
  bool check_handlers();
  bool check_local_variables();
  void enter_method();
  bool arrive(bool falls_through);
  bool check_target(int64_t target);
  bool check_handler_targets(bool this_uninitialized);
  // The current locals, and the stack of `from`, against frame `to` of the map; false fills *fault.
  bool fits(const FrameView& from, size_t to, Fault* fault);
  // The current locals against those of frame `to`; false: *bad is the first that does not fit.
  bool locals_fit(size_t to, uint32_t* bad);
  // The current locals become those of frame `i`.
  void take_locals(size_t i);
  // Brings the lists of handlers up to bci_; whether one of those that cover it has to be checked against the locals.
  bool must_check_handlers();

  // ---- assignability (JVMS 4.10.1.2) ----
  // False also when the environment failed: then pending_ is set.
  bool assignable(const VerificationType& to, const VerificationType& from, bool protected_access = false);
  bool reference_assignable(const VerificationType& to, const VerificationType& from, bool protected_access);
  bool answer(Truth truth) {
    if (truth == Truth::kPending) pending_ = true;
    return truth == Truth::kYes;
  }

  // ---- frame operations ----
  bool push(VerificationType type);
  bool push_pair(TypeKind first);
  bool push_descriptor(std::string_view descriptor);
  bool pop(VerificationType expected, VerificationType* result = nullptr);
  bool pop_any(VerificationType* result);
  bool pop_pair(TypeKind first);
  bool pop_descriptor(std::string_view descriptor);
  bool get_local(uint32_t index, VerificationType expected, VerificationType* result = nullptr);
  bool get_local_pair(uint32_t index, TypeKind first);
  bool set_local(uint32_t index, VerificationType type);
  bool set_local_pair(uint32_t index, TypeKind first);
  void write_local(uint32_t index, VerificationType type) {
    frame_.locals[index] = type;
    written_.push_back(index);
  }
  void forget_halves(uint32_t index);
  void initialize(VerificationType old, VerificationType now);
  // The value popped last, as an error message names it.
  TypeOrigin popped() const;

  // ---- type_rules.cpp ----
  bool check_instruction();
  bool check_simple();
  bool check_load(char type);
  bool check_store(char type);
  bool check_array_load();
  bool check_array_store();
  bool check_stack_operation();
  bool check_ldc();
  bool check_branch();
  bool check_switch();
  bool check_return();
  bool check_object_instruction();
  bool check_array_creation();
  bool check_constant_index(uint16_t index);
  bool check_constant(uint16_t index, std::initializer_list<Tag> tags);
  bool check_class_constant(uint16_t index, VerificationType* type);
  VerificationType constant_class(uint16_t index) const { return VerificationType::reference(pool_.class_name(index)); }
  std::string_view keep(std::string text) { return made_names_.emplace_back(std::move(text)); }

  // ---- type_rules_members.cpp ----
  bool check_field_access();
  bool check_protected_field(uint16_t index, VerificationType object);
  bool check_call();
  bool check_special_target(uint16_t index, VerificationType target);
  bool check_constructor_call(uint16_t index, VerificationType target);
  bool check_virtual_receiver(uint16_t index, VerificationType target);
  bool always_throws(uint32_t handler_pc);

  VerifyObserver* const observer_;  // or null
  const ParsedClass& parsed_;
  const ConstantPool& pool_;
  VerificationEnvironment& environment_;
  VerifyError& error_;
  const VerificationType this_type_;
  bool pending_ = false;
  std::deque<std::string> made_names_;  // names of array types made by anewarray

  // Of the method being checked.
  const ParsedMethod* method_ = nullptr;
  std::vector<CodeByte> code_bytes_;
  // Handlers by number: sorted by where they begin and where they end to cover code, those that cover bci_, and of these
  // the ones that have not been compared since.
  std::vector<uint32_t> handler_starts_, handler_ends_, active_handlers_, new_handlers_, rechecked_;
  size_t next_start_ = 0, next_end_ = 0;            // into handler_starts_, handler_ends_
  std::vector<int32_t> handler_frames_;             // by handler: number of its frame, -1: not looked for yet
  bool locals_changed_ = true;                      // since handlers were checked
  std::vector<bool> reaches_return_;                // by bci; made at first need
  Frame frame_;
  StackMap map_;
  // Frames are compared with what has changed since they were compared last; an array of locals gets its `written_` list
  // anew, in a new epoch, when all of it is replaced.
  struct Compared {
    uint32_t epoch = 0;
    uint32_t size = 0;     // so many locals
    size_t position = 0;   // when written_ was so long
  };
  std::vector<uint32_t> written_, rewritten_;  // indices of locals; the second for take_locals and locals_fit
  uint32_t epoch_ = 0;
  std::vector<Compared> compared_;  // by locals_number: found to fit
  Compared base_;                   // the locals are those of base_number_ but for what was written since
  uint32_t base_number_ = 0;
  size_t next_map_ = 0;
  VerificationType return_type_;
  bool returns_value_ = false;

  // Of the instruction being checked.
  bytecode::BytecodeIterator code_{bytecode::CodeBytes()};
  uint32_t bci_ = 0;
  bool falls_through_ = true;
  bool this_initialized_here_ = false;  // invokespecial has just made this an object
  bool handlers_checked_ = false;
};

}  // namespace kiln::classfile
