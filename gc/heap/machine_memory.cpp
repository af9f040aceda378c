#include "gc/heap/machine_memory.h"

#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <string>

namespace kiln::gc {

namespace {

// The number in a limit file; UINT64_MAX when there is no such file or it says "max".
uint64_t read_limit(const std::string& path) {
  FILE* file = fopen(path.c_str(), "re");
  if (file == nullptr) return UINT64_MAX;
  char text[64] = {};
  size_t length = fread(text, 1, sizeof(text) - 1, file);
  fclose(file);
  if (length == 0 || text[0] < '0' || text[0] > '9') return UINT64_MAX;
  return strtoull(text, nullptr, 10);
}

// The lowest limit from the group's folder up to the root of its hierarchy. In a container the path may not exist
// (it is seen from outside); then the mount's root is the group.
uint64_t lowest_limit(const std::string& mount, std::string group, const char* file) {
  uint64_t lowest = UINT64_MAX;
  while (true) {
    lowest = std::min(lowest, read_limit(mount + group + "/" + file));
    size_t slash = group.rfind('/');
    if (group.empty() || slash == std::string::npos) return lowest;
    group.resize(slash);
  }
}

uint64_t control_group_limit() {
  FILE* file = fopen("/proc/self/cgroup", "re");
  if (file == nullptr) return UINT64_MAX;
  uint64_t lowest = UINT64_MAX;
  char line[4096];
  while (fgets(line, sizeof line, file) != nullptr) {
    // hierarchy:controllers:path
    std::string text(line);
    while (!text.empty() && text.back() == '\n') text.pop_back();
    size_t first = text.find(':');
    size_t second = first == std::string::npos ? first : text.find(':', first + 1);
    if (second == std::string::npos) continue;
    std::string controllers = "," + text.substr(first + 1, second - first - 1) + ",";
    std::string group = text.substr(second + 1);
    if (controllers == ",,") {
      lowest = std::min(lowest, lowest_limit("/sys/fs/cgroup", group, "memory.max"));
    } else if (controllers.find(",memory,") != std::string::npos) {
      lowest = std::min(lowest, lowest_limit("/sys/fs/cgroup/memory", group, "memory.limit_in_bytes"));
    }
  }
  fclose(file);
  return lowest;
}

}  // namespace

uint64_t machine_memory_bytes() {
  uint64_t physical = static_cast<uint64_t>(sysconf(_SC_PHYS_PAGES)) * static_cast<uint64_t>(sysconf(_SC_PAGESIZE));
  return std::min(physical, control_group_limit());
}

}  // namespace kiln::gc
