// jit/report/gdb_interface.h - compiled methods for GDB and LLDB: the JIT interface both define.
//
// A debugger puts a breakpoint into __jit_debug_register_code and reads __jit_debug_descriptor, a list of object files in
// memory. Each method becomes one small ELF file: a text section at the code's address, one symbol, and call-frame
// information that says "the caller is found by rbp". The two names are the debugger's, one of each in a process, so
// several VMs share them.
#pragma once

#include <map>
#include <memory>
#include <string>

#include "jit/report/compilation.h"

namespace kiln::jit {

class GdbInterface {
 public:
  GdbInterface();
  ~GdbInterface();
  GdbInterface(const GdbInterface&) = delete;
  GdbInterface& operator=(const GdbInterface&) = delete;

  void add(const Compilation& compilation);
  void remove(const uint8_t* start);

 private:
  struct Entry;
  std::map<const uint8_t*, std::unique_ptr<Entry>> entries_;
};

// The object file of one method. For tests, too.
std::string make_elf_image(const Compilation& compilation);

}  // namespace kiln::jit
