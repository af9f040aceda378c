#include "vm/start/jdk_home.h"

#include <fmt/format.h>
#include <link.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <string>
#include <vector>

namespace kiln {

namespace {

bool exists(const std::string& path) { return access(path.c_str(), R_OK) == 0; }

bool is_jdk_17(const std::string& home) {
  if (!exists(home + "/lib/modules") || !exists(home + "/lib/libjava.so")) return false;
  std::ifstream release(home + "/release");
  for (std::string line; std::getline(release, line);) {
    if (line.starts_with("JAVA_VERSION=")) return line.starts_with("JAVA_VERSION=\"17");
  }
  return true;  // no release file: lib/modules will tell
}

// Home of the JDK whose launcher library is loaded: .../lib/libjli.so.
std::string home_of_loaded_launcher() {
  std::string home;
  dl_iterate_phdr(
      [](dl_phdr_info* info, size_t, void* context) {
        std::string path = info->dlpi_name;
        for (const char* name : {"/lib/libjli.so", "/lib/libjava.so"}) {
          if (path.ends_with(name)) {
            *static_cast<std::string*>(context) = path.substr(0, path.size() - std::string_view(name).size());
            return 1;
          }
        }
        return 0;
      },
      &home);
  return home;
}

std::string real_path(const std::string& path) {
  char* resolved = realpath(path.c_str(), nullptr);
  std::string result = resolved == nullptr ? path : resolved;
  std::free(resolved);
  return result;
}

}  // namespace

std::string find_jdk_home(const std::string& named, const std::string* property, std::string* error) {
  if (!named.empty()) {
    if (is_jdk_17(named)) return real_path(named);
    *error = fmt::format("no JDK 17 in {}", named);
    return "";
  }
  std::vector<std::string> candidates;
  if (property != nullptr) candidates.push_back(*property);
  candidates.push_back(home_of_loaded_launcher());
  if (const char* home = std::getenv("JAVA_HOME")) candidates.emplace_back(home);
#if defined(__x86_64__)
  candidates.emplace_back("/usr/lib/jvm/java-17-openjdk-amd64");
#elif defined(__aarch64__)
  candidates.emplace_back("/usr/lib/jvm/java-17-openjdk-arm64");
#endif
  candidates.emplace_back("/usr/lib/jvm/java-17-openjdk");
  candidates.emplace_back("/usr/lib/jvm/default-java");
  std::string looked;
  for (const std::string& candidate : candidates) {
    if (candidate.empty()) continue;
    if (is_jdk_17(candidate)) return real_path(candidate);
    looked += (looked.empty() ? "" : ", ") + candidate;
  }
  *error = fmt::format("no JDK 17 found (looked in {}); name one with --jdk DIR or JAVA_HOME", looked);
  return "";
}

}  // namespace kiln
