// Looks at lib/modules and the `release` file of a JDK. See jdk.h.
#include "tools/launcher/jdk.h"

#include <unistd.h>

#include <cstdio>
#include <string_view>

namespace kiln::launcher {

std::optional<std::string> problem_with_jdk(const std::string& folder) {
  if (access((folder + "/lib/modules").c_str(), R_OK) != 0) return "no JDK there: lib/modules cannot be read";
  FILE* release = std::fopen((folder + "/release").c_str(), "r");
  if (release == nullptr) return std::nullopt;
  std::optional<std::string> problem;
  constexpr std::string_view kKey = "JAVA_VERSION=\"";
  char buffer[4096];
  while (std::fgets(buffer, sizeof buffer, release) != nullptr) {
    std::string_view line = buffer;
    if (!line.starts_with(kKey)) continue;
    std::string_view version = line.substr(kKey.size());
    version = version.substr(0, version.find('"'));
    if (version.substr(0, version.find('.')) != "17") {
      problem = "that is version " + std::string(version) + ", but the class library must be of JDK 17";
    }
  }
  std::fclose(release);
  return problem;
}

}  // namespace kiln::launcher
