// classloader/parse/descriptors.h - field and method descriptors, class names (JVMS 4.2, 4.3).
#pragma once

#include <cstdint>
#include <string_view>

namespace kiln::classfile {

// Which characters names may have.
enum class NameRule : uint8_t {
  kAny,          // not looked at (classes of the boot loader)
  kIdentifiers,  // class files before version 49: Java identifiers
  kUnqualified,  // since version 49: anything but . ; [ / (JVMS 4.2.2)
};

enum class DescriptorError : uint8_t { kNone, kMalformed, kBadClassName, kTooManyDimensions };

// Exactly one field type (`I`, `[[J`, `Ljava/lang/String;`; not `V`).
DescriptorError check_field_descriptor(std::string_view descriptor, NameRule rule);
// A method descriptor. *argument_slots receives the locals taken by the arguments without the receiver (long and
// double take 2); the limit of 255 is not enforced here.
DescriptorError check_method_descriptor(std::string_view descriptor, NameRule rule, int* argument_slots);

inline bool is_field_descriptor(std::string_view descriptor, NameRule rule = NameRule::kUnqualified) {
  return check_field_descriptor(descriptor, rule) == DescriptorError::kNone;
}
inline bool is_method_descriptor(std::string_view descriptor, int* argument_slots = nullptr,
                                 NameRule rule = NameRule::kUnqualified) {
  int slots;
  return check_method_descriptor(descriptor, rule, argument_slots != nullptr ? argument_slots : &slots) ==
         DescriptorError::kNone;
}

// JVMS 4.2.2. A method name also has no < or > unless it is <init> or <clinit>.
bool is_field_name(std::string_view name, NameRule rule = NameRule::kUnqualified);
bool is_method_name(std::string_view name, NameRule rule = NameRule::kUnqualified);
// JVMS 4.2.1: names joined by single slashes. An array descriptor is not a class name.
bool is_class_name(std::string_view name, NameRule rule = NameRule::kUnqualified);

// Walks the types of a well formed descriptor:
//   for (DescriptorTypes types("(I[JLa/B;)V"); !types.at_end(); types.next()) use(types.current());
// visits I, [J, La/B; and then, with is_return() true, V. A field descriptor is visited as one type.
class DescriptorTypes {
 public:
  explicit DescriptorTypes(std::string_view descriptor);
  bool at_end() const { return current_.empty(); }
  bool is_return() const { return in_return_; }
  std::string_view current() const { return current_; }
  void next() { take(); }

 private:
  void take();
  std::string_view rest_;
  std::string_view current_;
  bool in_return_ = false;
};

// Text after the closing parenthesis.
std::string_view return_descriptor(std::string_view method_descriptor);
// Locals taken by a value whose descriptor starts with `first`: 2 for J and D, 0 for V, else 1.
inline int slots_of(char first) { return first == 'J' || first == 'D' ? 2 : first == 'V' ? 0 : 1; }

}  // namespace kiln::classfile
