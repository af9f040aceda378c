#include "stdlib/diagnostic/heap_histogram.h"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>
#include <vector>

#include "classloader/modules.h"
#include "gc/heap.h"
#include "vm/meta/names.h"
#include "vm/thread/registry.h"

namespace kiln::diagnostic {

namespace {

struct Row {
  const Class* klass;
  uint64_t count = 0, bytes = 0;
  std::string name;
};

std::string row_name(const Class& klass) {
  std::string name = external_name(klass);
  const ModuleEntry* module = klass.module;
  if (module == nullptr || module->name == nullptr) return name;
  name += fmt::format(" ({}", module->name->view());
  if (module->version != nullptr) name += fmt::format("@{}", module->version->view());
  return name + ')';
}

}  // namespace

std::string heap_histogram(Thread& self, bool live_only) {
  Vm& vm = self.vm();
  if (live_only) vm.heap->collect(self.mutator, GcCause::kHeapDump);
  std::unordered_map<const Class*, Row> rows;
  vm.threads->stop_the_world(self);
  vm.heap->for_each_object([&](Object* object) {
    Row& row = rows[class_of(object)];
    row.count++;
    row.bytes += object_size(object);
  });
  vm.threads->resume_the_world(self);
  std::vector<Row> sorted;
  Row total{};
  for (auto& [klass, row] : rows) {
    row.name = row_name(*klass);
    total.count += row.count;
    total.bytes += row.bytes;
    sorted.push_back(std::move(row));
  }
  std::ranges::sort(sorted, [](const Row& a, const Row& b) {
    if (a.bytes != b.bytes) return a.bytes > b.bytes;
    return a.count != b.count ? a.count > b.count : a.name < b.name;
  });
  std::string text =
      " num     #instances         #bytes  class name (module)\n-------------------------------------------------------\n";
  int number = 1;
  for (const Row& row : sorted) text += fmt::format("{:4}: {:13} {:14}  {}\n", number++, row.count, row.bytes, row.name);
  return text + fmt::format("Total {:13} {:14}\n", total.count, total.bytes);
}

}  // namespace kiln::diagnostic
