// `vm`: runs Java programs on Kiln, with the command line of JDK 17's `java`.
//
// The order of reading: argument_files (argv -> words), options (words -> Launch), libjvm (open the VM), run (do it).
#include <string>
#include <vector>

#include "tools/launcher/argument_files.h"
#include "tools/launcher/libjvm.h"
#include "tools/launcher/options.h"
#include "tools/launcher/run.h"
#include "tools/launcher/verifier.h"

int main(int argc, char** argv) {
  using namespace kiln::launcher;
  std::vector<std::string> words;
  if (auto code = expand_command_line(argc, argv, words)) return *code;
  Launch launch;
  if (auto code = parse_command_line(words, launch)) return *code;
  if (launch.task == Task::kVerify) return run_verifier(launch.arguments);
  auto jvm = open_libjvm(launch.other_libjvm);
  if (!jvm) return 1;
  return run_java(*jvm, launch);
}
