// vm/base/control_groups.cpp - /proc/self/cgroup names the groups, their folders hold the limits.
#include "vm/base/control_groups.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

namespace kiln {

namespace {

std::string read_file(const std::string& path) {
  FILE* file = fopen(path.c_str(), "re");
  if (file == nullptr) return {};
  char text[4096];
  const size_t length = fread(text, 1, sizeof text, file);
  fclose(file);
  return {text, length};
}

// "max", or no such file: no limit.
uint64_t memory_limit(const std::string& path) {
  const std::string text = read_file(path);
  if (text.empty() || text[0] < '0' || text[0] > '9') return UINT64_MAX;
  return strtoull(text.c_str(), nullptr, 10);
}

// Microseconds of processor time that a period has; a negative quota: no limit.
int processors_of(long long quota, long long period) {
  if (quota <= 0 || period <= 0) return INT32_MAX;
  return static_cast<int>(std::clamp((quota + period - 1) / period, 1LL, static_cast<long long>(INT32_MAX)));
}

void lower(ControlGroupLimits& limits, uint64_t memory_bytes, int processors) {
  limits.memory_bytes = std::min(limits.memory_bytes, memory_bytes);
  limits.processors = std::min(limits.processors, processors);
}

void read_v2(const std::string& folder, ControlGroupLimits& limits) {
  long long quota = 0;
  long long period = 0;
  const bool is_limited = sscanf(read_file(folder + "/cpu.max").c_str(), "%lld %lld", &quota, &period) == 2;  // or "max 100000"
  lower(limits, memory_limit(folder + "/memory.max"), is_limited ? processors_of(quota, period) : INT32_MAX);
}

void read_v1_memory(const std::string& folder, ControlGroupLimits& limits) {
  lower(limits, memory_limit(folder + "/memory.limit_in_bytes"), INT32_MAX);
}

void read_v1_processors(const std::string& folder, ControlGroupLimits& limits) {
  lower(limits, UINT64_MAX,
        processors_of(atoll(read_file(folder + "/cpu.cfs_quota_us").c_str()), atoll(read_file(folder + "/cpu.cfs_period_us").c_str())));
}

// From the group's folder up to the root of its hierarchy. In a container the path may not exist (it is seen from outside);
// then the mount's root is the group.
void read_upwards(const std::string& mount, std::string_view group, ControlGroupLimits& limits,
                  void (*read)(const std::string&, ControlGroupLimits&)) {
  while (true) {
    read(mount + std::string(group), limits);
    const size_t slash = group.rfind('/');
    if (group.empty() || slash == std::string_view::npos) return;
    group = group.substr(0, slash);
  }
}

}  // namespace

ControlGroupLimits control_group_limits() {
  ControlGroupLimits limits;
  const std::string groups = read_file("/proc/self/cgroup");
  for (size_t at = 0; at < groups.size();) {
    const size_t end = std::min(groups.find('\n', at), groups.size());
    const std::string_view line = std::string_view(groups).substr(at, end - at);  // hierarchy:controllers:path
    at = end + 1;
    const size_t first = line.find(':');
    const size_t second = first == std::string_view::npos ? first : line.find(':', first + 1);
    if (second == std::string_view::npos) continue;
    const std::string controllers = "," + std::string(line.substr(first + 1, second - first - 1)) + ",";
    const std::string_view group = line.substr(second + 1);
    if (controllers == ",,") read_upwards("/sys/fs/cgroup", group, limits, read_v2);
    if (controllers.contains(",memory,")) read_upwards("/sys/fs/cgroup/memory", group, limits, read_v1_memory);
    if (controllers.contains(",cpu,")) read_upwards("/sys/fs/cgroup/cpu", group, limits, read_v1_processors);
  }
  return limits;
}

}  // namespace kiln
