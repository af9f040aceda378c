#include "vm/meta/names.h"

#include <algorithm>

namespace kiln {

std::string external_name(std::string_view internal_name) {
  std::string name(internal_name);
  std::replace(name.begin(), name.end(), '/', '.');
  return name;
}

std::string external_name(const Class& klass) {
  std::string name = external_name(klass.name_view());
  // A hidden class's suffix stands behind '+' inside the VM and behind '/' outside.
  if (klass.is_hidden()) {
    if (size_t plus = name.rfind('+'); plus != std::string::npos) name[plus] = '/';
  }
  return name;
}

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

namespace {
std::string call_text(const std::string& qualified_name, std::string_view descriptor) {
  std::string parameters;
  size_t i = 1;
  while (descriptor[i] != ')') {
    if (i > 1) parameters += ", ";
    parameters += type_text(descriptor, &i);
  }
  i++;
  return type_text(descriptor, &i) + " " + qualified_name + "(" + parameters + ")";
}
}  // namespace

std::string method_text(std::string_view holder, std::string_view name, std::string_view descriptor) {
  return call_text(external_name(holder) + "." + std::string(name), descriptor);
}

std::string method_text_without_holder(const Method& method) { return call_text(std::string(method.name()), method.descriptor()); }

std::string method_text(const Method& method) {
  return method_text(method.holder->name_view(), method.name(), method.descriptor());
}

const char* access_word(uint16_t access_flags) {
  if (access_flags & kAccPrivate) return "private ";
  if (access_flags & kAccProtected) return "protected ";
  return "";
}

}  // namespace kiln
