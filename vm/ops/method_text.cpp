#include "vm/ops/method_text.h"

#include "classloader/loading.h"

namespace kiln::ops {

std::string type_text(std::string_view descriptor, size_t* position) {
  int dimensions = 0;
  while (descriptor[*position] == '[') {
    dimensions++;
    (*position)++;
  }
  std::string text;
  if (descriptor[*position] == 'L') {
    size_t end = descriptor.find(';', *position);
    text = external_name(descriptor.substr(*position + 1, end - *position - 1));
    *position = end + 1;
  } else {
    text = java_name(basic_type_of(descriptor[*position]));
    (*position)++;
  }
  for (int i = 0; i < dimensions; i++) text += "[]";
  return text;
}

std::string method_text(std::string_view holder, std::string_view name, std::string_view descriptor) {
  std::string parameters;
  size_t i = 1;
  while (descriptor[i] != ')') {
    if (i > 1) parameters += ", ";
    parameters += type_text(descriptor, &i);
  }
  i++;
  std::string result = type_text(descriptor, &i);
  return result + " " + external_name(holder) + "." + std::string(name) + "(" + parameters + ")";
}

std::string method_text(const Method& method) {
  return method_text(method.holder->name_view(), method.name(), method.descriptor());
}

const char* access_word(uint16_t access_flags) {
  if (access_flags & kAccPrivate) return "private ";
  if (access_flags & kAccProtected) return "protected ";
  return "";
}
const char* access_word(const Method& method) { return access_word(method.access_flags); }

}  // namespace kiln::ops
