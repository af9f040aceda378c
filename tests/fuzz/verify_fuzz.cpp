// tests/fuzz/verify_fuzz.cpp - arbitrary bytes into parser and verifiers. Other classes are made up: questions about
// them are answered from a hash of the names, consistently.
#include <functional>

#include "classloader/parse/class_parser.h"
#include "classloader/verify/verifier.h"

using namespace kiln::classfile;

namespace {

class MadeUpWorld final : public VerificationEnvironment {
 public:
  explicit MadeUpWorld(const ParsedClass& current) : current_(current) {}
  Truth is_interface(std::string_view name) override { return toss(name, 8); }
  Truth is_subclass(std::string_view sub, std::string_view super) override {
    if (sub == super || super == "java/lang/Object") return Truth::kYes;
    // Super classes come earlier in the alphabet, so that there are no circles.
    if (sub == "java/lang/Object" || sub < super) return Truth::kNo;
    return toss(std::string(sub) + ":" + std::string(super), 2);
  }
  bool is_current_or_super(std::string_view name) override {
    return name == current_.name || name == current_.super_name;
  }
  Truth is_protected_elsewhere(std::string_view class_name, std::string_view member, std::string_view, bool) override {
    return toss(std::string(class_name) + "." + std::string(member), 2);
  }
  std::optional<std::string_view> common_superclass(std::string_view a, std::string_view b) override {
    if (is_subclass(a, b) == Truth::kYes) return b;
    if (is_subclass(b, a) == Truth::kYes) return a;
    return "java/lang/Object";
  }

 private:
  static Truth toss(std::string_view text, size_t sides) {
    size_t hash = std::hash<std::string_view>()(text);
    return hash % 61 == 0 ? Truth::kPending : hash % sides == 0 ? Truth::kYes : Truth::kNo;
  }
  const ParsedClass& current_;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  ParsedClass parsed;
  ParseError parse_error;
  if (!parse_class({data, size}, {}, &parsed, &parse_error)) return 0;
  // The same class under both sets of rules.
  for (uint16_t version : {parsed.major_version, uint16_t{49}}) {
    parsed.major_version = version;
    MadeUpWorld world(parsed);
    VerifyError error;
    if (verify_class(parsed, world, {}, &error) == Verdict::kFailed) VM_CHECK(!error.message.empty());
  }
  return 0;
}
