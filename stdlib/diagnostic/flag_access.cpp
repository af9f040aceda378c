#include "stdlib/diagnostic/flag_access.h"

#include <fmt/format.h>

#include <algorithm>
#include <type_traits>

#include "gc/heap.h"
#include "stdlib/diagnostic/diagnostics.h"
#include "stdlib/library_environment.h"

namespace kiln::diagnostic {

namespace {

constexpr std::string_view kHeapDumpPath = "HeapDumpPath";
constexpr std::string_view kHeapDump = "HeapDumpOnOutOfMemoryError";

// ThreadStackSize is given in units of 1 KB, but kept in bytes.
constexpr int64_t unit_of(std::string_view name) { return name == "ThreadStackSize" ? 1024 : 1; }

// The size that the heap has taken for one that was not given.
int64_t chosen_size(Vm& vm, std::string_view name, int64_t given) {
  if (given != 0 || vm.heap == nullptr) return given;
  if (name == "MaxHeapSize") return static_cast<int64_t>(vm.heap->usage().max_bytes);
  if (name == "InitialHeapSize") return static_cast<int64_t>(vm.heap->usage().initial_bytes);
  return given;
}

std::optional<bool> as_bool(std::string_view text) {
  if (text == "true" || text == "1") return true;
  if (text == "false" || text == "0") return false;
  return {};
}

}  // namespace

std::vector<FlagView> all_flags(Vm& vm) {
  const Flags defaults;
  std::vector<FlagView> flags;
  auto add = [&]<typename T>(std::string_view name, T value, T usual) {
    FlagView view{name, std::is_same_v<T, bool> ? FlagKind::kBool : FlagKind::kNumber, 0, "", false, false};
    view.number = chosen_size(vm, name, static_cast<int64_t>(value)) / unit_of(name);
    view.is_changed = view.number != static_cast<int64_t>(usual) / unit_of(name);
    view.is_writeable = name == kHeapDump;
    flags.push_back(std::move(view));
  };
#define VM_FLAG(audience, type, field, name, value, low, high, help) add(name, vm.flags.field, defaults.field);
#include "vm/base/flags.def"
#undef VM_FLAG
  const Options usual;
  for (const Switch& option : kSwitches) add(option.name, vm.library->diagnostic.*option.field, usual.*option.field);
  std::string path = vm.library->diagnostics->heap_dump_path();
  bool is_set = !path.empty();
  flags.push_back({kHeapDumpPath, FlagKind::kText, 0, std::move(path), is_set, true});
  std::ranges::sort(flags, {}, &FlagView::name);
  return flags;
}

std::optional<FlagView> find_flag(Vm& vm, std::string_view name) {
  for (FlagView& flag : all_flags(vm)) {
    if (flag.name == name) return std::move(flag);
  }
  return {};
}

std::string option_text(const FlagView& flag) {
  switch (flag.kind) {
    case FlagKind::kBool: return fmt::format("-XX:{}{}", flag.number != 0 ? '+' : '-', flag.name);
    case FlagKind::kNumber: return fmt::format("-XX:{}={}", flag.name, flag.number);
    case FlagKind::kText: return fmt::format("-XX:{}={}", flag.name, flag.text);
  }
  VM_UNREACHABLE();
}

std::string table_text(const FlagView& flag) {
  constexpr const char* kTypes[] = {"bool", "intx", "ccstr"};
  std::string value = flag.kind == FlagKind::kText   ? flag.text
                      : flag.kind == FlagKind::kBool ? std::string(flag.number != 0 ? "true" : "false")
                                                     : std::to_string(flag.number);
  return fmt::format("{:>9} {:<40} = {:<30} {:>20} {{{}}}\n", kTypes[static_cast<int>(flag.kind)], flag.name, value,
                     flag.is_writeable ? "{manageable}" : "{product}", flag.is_changed ? "changed" : "default");
}

FlagChange change_flag(Vm& vm, std::string_view name, const char* value) {
  std::optional<FlagView> flag = find_flag(vm, name);
  if (!flag) return FlagChange::kUnknown;
  if (!flag->is_writeable) return FlagChange::kReadOnly;
  if (flag->kind == FlagKind::kText) {
    vm.library->diagnostics->set_heap_dump_path(value != nullptr ? value : "");
    return FlagChange::kDone;
  }
  std::optional<bool> on = as_bool(value != nullptr ? value : "");
  if (!on) return FlagChange::kWrongValue;
  // Read at the first OutOfMemoryError, by whoever comes first.
  __atomic_store_n(&vm.flags.heap_dump_on_out_of_memory, *on, __ATOMIC_RELAXED);
  return FlagChange::kDone;
}

}  // namespace kiln::diagnostic
