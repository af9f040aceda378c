// jit/report/compilation.h - one finished compilation as plain data, for everything that tells the outside about code.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace kiln::jit {

// From `offset` on (bytes from the code's start) the code belongs to the instruction at `bci`. A bci can own several
// stretches: slow paths stand behind the straight code. bci -1: to none (entry, literals).
struct CodePoint {
  uint32_t offset = 0;
  int32_t bci = -1;
  int32_t line = 0;  // in the source file; 0: unknown
};

struct Compilation {
  const uint8_t* start = nullptr;   // where the code runs
  uint32_t size_bytes = 0;
  int32_t id = 0;                   // counts from 1
  int tier = 1;
  std::string class_name;           // java.lang.String
  std::string method_name;          // hashCode
  std::string descriptor;           // ()I
  std::string source_file;          // String.java; empty: unknown
  uint32_t bytecode_bytes = 0;
  bool is_listed = false;           // its listing is wanted although others' are not
  int64_t begin_ns = 0;             // since the compiler started
  int64_t duration_ns = 0;          // by the clock on the wall
  int64_t cpu_ns = 0;               // of the compiling thread
  bool is_in_background = false;    // in a thread of its own
  std::vector<CodePoint> points;    // by offset; empty unless a report asked for them
  std::vector<std::string> instructions;  // by bci, text of each bytecode; empty unless a report asked for them

  // java.lang.String.hashCode()I
  std::string full_name() const { return class_name + "." + method_name + descriptor; }
  // The last point at or before an offset; null: none.
  const CodePoint* find_point(uint32_t offset) const;
};

}  // namespace kiln::jit
