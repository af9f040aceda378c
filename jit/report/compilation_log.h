// jit/report/compilation_log.h - a file with a line of JSON for each compilation (-XX:+LogCompilation, -XX:LogFile=).
//
//   {"id":7,"time_ms":81.2,"us":35.1,"cpu_us":34.8,"background":false,"method":"java.lang.String.hashCode",
//    "descriptor":"()I","tier":1,"bytecodes":60,"code":412,"address":"0x7f001000","points":[[0,-1,0],[24,0,1502],...]}
//
// points: code offset, bci, source line
#pragma once

#include <cstdio>
#include <string>

#include "jit/report/compilation.h"

namespace kiln::jit {

class CompilationLog {
 public:
  // An empty name: kiln_compilation_PID.jsonl in the current folder. %p in a name is the process id.
  explicit CompilationLog(std::string name);
  ~CompilationLog();
  CompilationLog(const CompilationLog&) = delete;
  CompilationLog& operator=(const CompilationLog&) = delete;

  void add(const Compilation& compilation);
  // The line without its end. For tests, too.
  static std::string line(const Compilation& compilation);

 private:
  std::FILE* file_ = nullptr;
};

}  // namespace kiln::jit
