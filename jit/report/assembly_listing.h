// jit/report/assembly_listing.h - machine code as text, each stretch under the bytecode it came from.
//
//   [java.lang.String.hashCode()I  id 7  tier 1  412 bytes at 0x7f001000]
//     0: aload_0                                     String.java:1502
//       7f001018  mov rax, qword ptr [rbp - 0x20]
//
// Capstone (libcapstone4) is loaded at the first listing: nobody else waits for it. Without it code is shown as bytes.
#pragma once

#include <memory>
#include <string>

#include "jit/report/compilation.h"

namespace kiln::jit {

class AssemblyListing {
 public:
  AssemblyListing();
  ~AssemblyListing();
  AssemblyListing(const AssemblyListing&) = delete;
  AssemblyListing& operator=(const AssemblyListing&) = delete;

  std::string list(const Compilation& compilation);

 private:
  struct Capstone;
  std::unique_ptr<Capstone> capstone_;
};

}  // namespace kiln::jit
