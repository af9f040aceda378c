// vm/meta/names.h - classes, methods and descriptors as Java programs and error messages show them.
#pragma once

#include <string>
#include <string_view>

#include "vm/meta/class.h"

namespace kiln {

// As Class.getName(): "java.lang.Object", "[[I", "[Ljava.lang.String;", "p.C/0x..".
std::string external_name(const Class& klass);
std::string external_name(std::string_view internal_name);
// Java source form of the type that starts at descriptor[*position], which moves behind it.
std::string type_text(std::string_view descriptor, size_t* position);
// "void a.B.m(int, java.lang.String[])": result, holder, name, parameters.
std::string method_text(const Method& method);
std::string method_text(std::string_view holder_internal_name, std::string_view name, std::string_view descriptor);
// The same without the holder: "void m(int)".
std::string method_text_without_holder(const Method& method);
// "private ", "protected " or "".
const char* access_word(uint16_t access_flags);

}  // namespace kiln
