// classloader/verify/verifier.h - is this class's bytecode type safe? (JVMS 4.10)
//
//   type_checker     class files since version 50: checks against the StackMapTable in one pass (JVMS 4.10.1)
//   type_inference   older ones: finds the types by data flow (JVMS 4.10.2); also the second opinion on version 50
//
// The verifier works on parsed classes and names. What it must know about other classes it asks the environment,
// which loads them when needed: in the same cases as HotSpot 17, so that a program sees the same classes loaded.
//
// A hidden class should carry its run-time name: make its this_class entry refer to an added Utf8 entry.
//
// What is checked here and what elsewhere:
//   here    instructions and operands, flow of types, initialisation of objects, access to protected members,
//           stack map frames, exception and local variable tables against instruction boundaries
//   parser  everything that needs no instruction to be decoded
//   linker  final classes and methods not overridden, super class rules, loading constraints
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "classloader/parse/class_parser.h"
#include "classloader/parse/parsed_class.h"

namespace kiln::classfile {

// A question's answer; kPending: it could not be answered, a Java exception is pending.
enum class Truth : uint8_t { kNo, kYes, kPending };

// What the verifier asks about classes. Names are internal class names (java/lang/Object), never arrays. "Loads"
// means with the defining loader of the class being verified; loading may run Java code. After kPending (or nullopt)
// nothing more is asked.
class VerificationEnvironment {
 public:
  virtual ~VerificationEnvironment() = default;

  // Loads `name`: is it an interface?
  virtual Truth is_interface(std::string_view name) = 0;
  // Loads both: is `sub` the same class as `super` or below it in the chain of super classes?
  virtual Truth is_subclass(std::string_view sub, std::string_view super) = 0;
  // Whether the class being verified, or a super class of it, has this name. Loads nothing.
  virtual bool is_current_or_super(std::string_view name) = 0;
  // `class_name` satisfies is_current_or_super. Looks the member up in that class and above, as resolution would.
  // Yes if it is found, is protected and was declared in another run-time package than the class being verified.
  virtual Truth is_protected_elsewhere(std::string_view class_name, std::string_view member,
                                       std::string_view descriptor, bool is_method) = 0;
  // Loads both: the closest class above both. Type inference only. The text must live as long as the verification.
  virtual std::optional<std::string_view> common_superclass(std::string_view a, std::string_view b) = 0;
};

struct Fault;
struct FrameView;

// Watches a verification, for tools that explain it. With an observer all methods are verified, not only those up to the
// first that fails; the verdict and the error are those of the first. Views are valid during the call only.
class VerifyObserver {
 public:
  virtual ~VerifyObserver() = default;
  virtual void method_started(const ParsedMethod&, bool by_inference) {}
  // What is known before the instruction at frame.bci.
  virtual void instruction(const ParsedMethod&, const FrameView&) {}
  // What is wrong: `reason` is the first line of the message; fault.current and fault.map are the frames that disagree,
  // as far as the rule compares frames. In type inference the map is what was known at the target before.
  virtual void fault(const ParsedMethod&, const Fault&, std::string_view reason) {}
  virtual void method_finished(const ParsedMethod&, bool passed) {}
  // Verification of the method ended because a question had no answer (kPending). True: go on with the next method.
  virtual bool method_undecided(const ParsedMethod&) { return false; }
};

struct VerifyOptions {
  VerifyObserver* observer = nullptr;
  // Version 50 only: when the type checker refuses, type inference decides.
  bool fail_over = true;
};

enum class Verdict : uint8_t { kPassed, kFailed, kPending };

struct VerifyError {
  ParseErrorKind kind = ParseErrorKind::kNone;  // kVerifyError or kClassFormatError
  std::string message;                          // HotSpot's, with "Exception Details:"
  bool is_final = false;                        // no second opinion: the stack map cannot even be read
};

// Verifies all methods of `parsed`, which was parsed with check_format. kFailed fills *error.
[[nodiscard]] Verdict verify_class(const ParsedClass& parsed, VerificationEnvironment& environment,
                                   const VerifyOptions& options, VerifyError* error);

// The first class file version that must have correct stack maps, and the first for which they are looked at.
inline constexpr uint16_t kStackMapVersion = 50, kNoFailOverVersion = 51;

}  // namespace kiln::classfile
