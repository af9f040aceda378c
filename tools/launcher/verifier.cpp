// See verifier.h.
#include "tools/launcher/verifier.h"

#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>

namespace kiln::launcher {

int run_verifier(const std::vector<std::string>& words) {
  char path[4096];
  ssize_t length = readlink("/proc/self/exe", path, sizeof path);
  std::string program(path, length < 0 ? 0 : static_cast<size_t>(length));
  program = program.substr(0, program.rfind('/') + 1) + "vm-verify";
  std::vector<char*> arguments{program.data()};
  std::vector<std::string> copies = words;
  for (std::string& word : copies) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  execv(program.c_str(), arguments.data());
  std::fprintf(stderr, "Error: cannot run %s: %s\n", program.c_str(), std::strerror(errno));
  return 2;
}

}  // namespace kiln::launcher
