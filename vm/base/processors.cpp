// vm/base/processors.cpp - the affinity mask and the control groups' CPU quota.
#include "vm/base/processors.h"

#include <sched.h>
#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>

namespace kiln {

namespace {

constexpr int kMaskProcessors = 4096;

int processors_in_mask() {
  cpu_set_t* mask = CPU_ALLOC(kMaskProcessors);
  const size_t size = CPU_ALLOC_SIZE(kMaskProcessors);
  int count = 0;
  if (mask != nullptr && sched_getaffinity(0, size, mask) == 0) count = CPU_COUNT_S(size, mask);
  CPU_FREE(mask);
  return count > 0 ? count : static_cast<int>(std::max(1L, sysconf(_SC_NPROCESSORS_ONLN)));
}

std::string read_file(const std::string& path) {
  FILE* file = fopen(path.c_str(), "re");
  if (file == nullptr) return {};
  char text[4096];
  const size_t length = fread(text, 1, sizeof text, file);
  fclose(file);
  return {text, length};
}

// Quota and period in microseconds; -1: no limit.
struct Quota {
  int64_t quota = -1, period = 0;
  int processors() const {
    if (quota <= 0 || period <= 0) return INT32_MAX;
    return static_cast<int>(std::max<int64_t>(1, (quota + period - 1) / period));
  }
};

Quota quota_v2(const std::string& folder) {
  std::string text = read_file(folder + "/cpu.max");  // "max 100000" or "50000 100000"
  Quota result;
  long long quota = 0;
  long long period = 0;
  if (sscanf(text.c_str(), "%lld %lld", &quota, &period) == 2) result = {quota, period};
  return result;
}

Quota quota_v1(const std::string& folder) {
  std::string quota = read_file(folder + "/cpu.cfs_quota_us");
  std::string period = read_file(folder + "/cpu.cfs_period_us");
  if (quota.empty() || period.empty()) return {};
  return {atoll(quota.c_str()), atoll(period.c_str())};
}

// The lowest limit from the group's folder up to the mount's root.
int lowest(const std::string& mount, std::string group, Quota (*read)(const std::string&)) {
  int result = INT32_MAX;
  while (true) {
    result = std::min(result, read(mount + group).processors());
    const size_t slash = group.rfind('/');
    if (group.empty() || slash == std::string::npos) return result;
    group.resize(slash);
  }
}

int processors_by_quota() {
  int result = INT32_MAX;
  std::string groups = read_file("/proc/self/cgroup");
  for (size_t at = 0; at < groups.size();) {
    const size_t end = std::min(groups.find('\n', at), groups.size());
    const std::string line = groups.substr(at, end - at);  // hierarchy:controllers:path
    at = end + 1;
    const size_t first = line.find(':');
    const size_t second = first == std::string::npos ? first : line.find(':', first + 1);
    if (second == std::string::npos) continue;
    const std::string controllers = "," + line.substr(first + 1, second - first - 1) + ",";
    const std::string group = line.substr(second + 1);
    if (controllers == ",,") {
      result = std::min(result, lowest("/sys/fs/cgroup", group, quota_v2));
    } else if (controllers.find(",cpu,") != std::string::npos) {
      result = std::min(result, lowest("/sys/fs/cgroup/cpu", group, quota_v1));
    }
  }
  return result;
}

}  // namespace

int active_processor_count(bool respect_quota) {
  const int processors = processors_in_mask();
  return respect_quota ? std::min(processors, processors_by_quota()) : processors;
}

}  // namespace kiln
