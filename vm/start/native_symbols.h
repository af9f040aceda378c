// vm/start/native_symbols.h - which function of which library a code address belongs to.
//
// Reads /proc/self/maps and the library's own symbol table, so that hidden functions have names too and no lock of
// the dynamic linker is taken. For the crash report: async-signal-safe, slow.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace kiln {

struct MappedRange {
  uintptr_t start = 0, end = 0;
  bool is_executable = false;
};

struct NativeSymbol {
  char library[512];        // path, or [vdso] and the like; empty: in no library
  uintptr_t library_base;   // where its first page is mapped
  uintptr_t address;        // of the symbol; 0 when there is none
  char name[256];           // mangled names are shortened to ns::Class::function

  std::string_view file_name() const;  // the library's, without folders
};

// False when the address is in no file's mapping. The symbol may still be missing.
bool find_native_symbol(uintptr_t pc, NativeSymbol* symbol);
// Addresses from the first to the last page of the file that `address` belongs to; empty when none.
MappedRange library_range(uintptr_t address);
// Mapping that the address lies in; empty when none.
MappedRange mapping_of(uintptr_t address);

// "_ZN4kiln4gc...E..." -> "kiln::gc..."; other names unchanged. Writes at most `capacity` bytes with a final zero.
void shorten_symbol(std::string_view mangled, char* text, size_t capacity);

}  // namespace kiln
