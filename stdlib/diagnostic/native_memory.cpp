#include "stdlib/diagnostic/native_memory.h"

#include <fmt/format.h>

#include <cinttypes>
#include <cstdio>
#include <cstring>
#include <iterator>
#include <vector>

#include "gc/heap.h"
#include "vm/base/meta_space.h"
#include "vm/meta/loader_data.h"
#include "vm/thread/registry.h"

namespace kiln::diagnostic {

namespace {

// A line each, in this order.
enum Part : uint8_t { kJavaHeap, kClassSpace, kMetadata, kThreads, kCode, kLibraries, kOther, kPartCount };
constexpr const char* kNames[kPartCount] = {"Java Heap", "Class", "Metaspace", "Thread", "Code", "Mapped files", "Native"};

struct Amount {
  uint64_t reserved_kb = 0, resident_kb = 0;
};
struct Range {
  uintptr_t start, end;
};

std::vector<Range> stacks_of_threads(Thread& t) {
  std::vector<Range> stacks;
  t.vm().threads->stop_the_world(t);
  t.vm().threads->for_each([&](Thread& thread) {
    if (thread.stack_base != 0) stacks.push_back({thread.stack_base - thread.stack_size, thread.stack_base});
  });
  t.vm().threads->resume_the_world(t);
  return stacks;
}

// Generated code is in memory of no file's that has been mapped twice (jit/code/code_cache.h), or just executable.
bool is_code(const char* permissions, const char* name) {
  return std::strstr(name, "kiln-code") != nullptr || std::strncmp(name, "/dev/zero", 9) == 0 ||
         (permissions[2] == 'x' && name[0] == '\0');
}

Part part_of(const Vm& vm, const std::vector<Range>& stacks, Range mapping, const char* permissions, const char* name) {
  auto* start = reinterpret_cast<const void*>(mapping.start);
  if (vm.class_space->contains(start)) return kClassSpace;
  if (vm.meta_space->contains(start)) return kMetadata;
  if (vm.heap->contains(start)) return kJavaHeap;
  if (is_code(permissions, name)) return kCode;
  for (Range stack : stacks) {
    if (mapping.start < stack.end && mapping.end > stack.start) return kThreads;
  }
  return name[0] == '/' ? kLibraries : kOther;
}

bool read_mappings(const Vm& vm, const std::vector<Range>& stacks, Amount* parts) {
  FILE* file = std::fopen("/proc/self/smaps", "re");
  if (file == nullptr) return false;
  char line[4352];
  Part part = kOther;
  while (std::fgets(line, sizeof line, file) != nullptr) {
    Range mapping;
    char permissions[8];
    int name_at = 0;
    uint64_t kilobytes;
    if (std::sscanf(line, "%" SCNxPTR "-%" SCNxPTR " %7s %*s %*s %*s %n", &mapping.start, &mapping.end, permissions, &name_at) == 3) {
      line[std::strcspn(line, "\n")] = '\0';
      part = part_of(vm, stacks, mapping, permissions, line + name_at);
    } else if (std::sscanf(line, "Size: %" SCNu64, &kilobytes) == 1) {
      parts[part].reserved_kb += kilobytes;
    } else if (std::sscanf(line, "Rss: %" SCNu64, &kilobytes) == 1) {
      parts[part].resident_kb += kilobytes;
    }
  }
  std::fclose(file);
  return true;
}

}  // namespace

std::string native_memory_summary(Thread& thread, const std::string& scale) {
  const Vm& vm = thread.vm();
  std::vector<Range> stacks = stacks_of_threads(thread);
  Amount parts[kPartCount], total;
  if (!read_mappings(vm, stacks, parts)) return {};
  for (const Amount& part : parts) {
    total.reserved_kb += part.reserved_kb;
    total.resident_kb += part.resident_kb;
  }
  const uint64_t unit = scale == "GB" ? kMiB : scale == "MB" ? kKiB : 1;
  auto amounts = [&](Amount a) {
    return fmt::format("reserved={}{}, committed={}{}", (a.reserved_kb + unit / 2) / unit, scale, (a.resident_kb + unit / 2) / unit, scale);
  };
  std::string text = fmt::format("\nNative Memory Tracking:\n\n(Committed is what is resident.)\n\nTotal: {}\n", amounts(total));
  for (int i = 0; i < kPartCount; i++) {
    text += fmt::format("\n-{:>26} ({})\n", kNames[i], amounts(parts[i]));
    auto detail = [&](const std::string& what) { fmt::format_to(std::back_inserter(text), "{:28}({})\n", "", what); };
    if (i == kJavaHeap) detail(fmt::format("used={}{}", vm.heap->usage().used_bytes / kKiB / unit, scale));
    if (i == kClassSpace) detail(fmt::format("classes #{}", vm.classes->count()));
    if (i == kClassSpace) detail(fmt::format("used={}{}", vm.class_space->used_bytes() / kKiB / unit, scale));
    if (i == kMetadata) detail(fmt::format("used={}{}", vm.meta_space->used_bytes() / kKiB / unit, scale));
    if (i == kThreads) detail(fmt::format("thread #{}", stacks.size()));
  }
  return text;
}

}  // namespace kiln::diagnostic
