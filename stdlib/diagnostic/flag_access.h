// stdlib/diagnostic/flag_access.h - the VM's flags while it runs: jinfo, VM.flags, HotSpotDiagnosticMXBean.
//
// Flags are fixed at start, but for the few that only say what to do at some later event; those are writeable.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "vm/base/vm.h"

namespace kiln::diagnostic {

enum class FlagKind : uint8_t { kBool, kNumber, kText };
struct FlagView {
  std::string_view name;
  FlagKind kind;
  int64_t number = 0;  // kBool, kNumber
  std::string text;    // kText
  bool is_changed = false;  // differs from the default
  bool is_writeable = false;
};

// In the order of their names. Sizes that were left to the VM have the value it chose.
std::vector<FlagView> all_flags(Vm& vm);
std::optional<FlagView> find_flag(Vm& vm, std::string_view name);
// "-XX:+Name", "-XX:Name=value".
std::string option_text(const FlagView& flag);
// A line of VM.flags -all and -XX:+PrintFlagsFinal.
std::string table_text(const FlagView& flag);

enum class FlagChange : uint8_t { kDone, kUnknown, kReadOnly, kWrongValue };
// `value`: "true", "false", "1", "0", a number, a text; null takes a text away.
FlagChange change_flag(Vm& vm, std::string_view name, const char* value);

}  // namespace kiln::diagnostic
