#include "vm/bytecode/bytecodes.h"

namespace kiln::bytecode {

std::string_view array_type_name(uint8_t code) {
  constexpr std::string_view kNames[] = {"boolean", "char", "float", "double", "byte", "short", "int", "long"};
  return code >= 4 && code <= 11 ? kNames[code - 4] : "<illegal>";
}

bool find_bytecode(std::string_view wanted, Bytecode* result) {
  for (int code = 0; code <= kLastBytecode; code++) {
    if (kBytecodeTable[code].name != wanted) continue;
    *result = static_cast<Bytecode>(code);
    return true;
  }
  return false;
}

}  // namespace kiln::bytecode
