// classloader/parse/descriptors.h - field and method descriptors, class names (JVMS 4.2, 4.3).
#pragma once

#include <cstdint>
#include <string_view>

namespace kiln::classfile {

// True for exactly one field descriptor (`I`, `[[J`, `Ljava/lang/String;`; not `V`). At most 255 dimensions.
// `check_names` also checks the characters of class names (major version >= 49 rules).
bool is_field_descriptor(std::string_view descriptor, bool check_names = true);

// True for a method descriptor. When `argument_slots` is given it receives the number of locals that the
// arguments take without the receiver (long and double take 2); 255 is not enforced here.
bool is_method_descriptor(std::string_view descriptor, int* argument_slots = nullptr, bool check_names = true);

// JVMS 4.2.2: no . ; [ /; a method name also has no < > unless it is <init> or <clinit>.
bool is_unqualified_name(std::string_view name);
bool is_method_name(std::string_view name);
// JVMS 4.2.1: unqualified names joined by single slashes. Array descriptors are not class names.
bool is_class_name(std::string_view name);
// A CONSTANT_Class may also name an array by its descriptor.
bool is_class_or_array_name(std::string_view name);

// Walks the types of a well formed descriptor:
//   for (DescriptorTypes types("(I[JLa/B;)V"); !types.at_end(); types.next()) use(types.current());
// visits I, [J, La/B; and then, with is_return() true, V.
class DescriptorTypes {
 public:
  explicit DescriptorTypes(std::string_view descriptor);
  bool at_end() const { return current_.empty(); }
  bool is_return() const { return in_return_; }
  std::string_view current() const { return current_; }
  void next();

 private:
  void take();
  std::string_view rest_;
  std::string_view current_;
  bool in_return_ = false;
};

// Text after the closing parenthesis.
std::string_view return_descriptor(std::string_view method_descriptor);
// Locals taken by a value of this type: 2 for J and D, 0 for V, else 1.
inline int slots_of(char first) { return first == 'J' || first == 'D' ? 2 : first == 'V' ? 0 : 1; }

}  // namespace kiln::classfile
