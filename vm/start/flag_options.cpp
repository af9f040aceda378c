// vm/start/flag_options.cpp - -XX:+Name, -XX:-Name, -XX:Name=value, and -XX:+PrintFlagsFinal.
#include <fmt/format.h>

#include <cstdlib>
#include <iterator>

#include "vm/base/memory.h"
#include "vm/base/text.h"
#include "vm/start/options_parser.h"

namespace kiln {

namespace {

enum HotspotType : uint8_t { kBool, kSigned, kUnsigned, kDouble, kText };
enum HotspotKind : uint8_t { kProduct, kDiagnostic, kExperimental };
struct HotspotFlag {
  HotspotType type;
  HotspotKind kind;
  std::string_view name;
};
constexpr HotspotFlag kHotspotFlags[] = {
#define VM_HOTSPOT_FLAG(type, kind, name) {type, kind, name},
#include "vm/start/hotspot_flags.def"
#undef VM_HOTSPOT_FLAG
};

// A -XX text taken apart: "+Name", "-Name", "Name=value", "Name".
struct FlagText {
  explicit FlagText(std::string_view text) {
    if (text.starts_with('+') || text.starts_with('-')) {
      sign = text[0];
      text.remove_prefix(1);
    }
    stripped = text;
    size_t equals = text.find('=');
    name = text.substr(0, equals);
    has_value = equals != std::string_view::npos;
    if (has_value) value = text.substr(equals + 1);
  }
  bool is_switch() const { return sign != '\0' && !has_value; }
  char sign = '\0';
  bool has_value = false;
  std::string_view stripped;  // without the sign, for messages
  std::string_view name, value;
};

// 12, -12, 0x12, 12k.
bool parse_number(std::string_view text, int64_t* result) {
  bool negative = text.starts_with('-');
  if (negative) text.remove_prefix(1);
  uint64_t magnitude;
  if (!parse_size(text, &magnitude) || magnitude > uint64_t{INT64_MAX} + negative) return false;
  *result = static_cast<int64_t>(negative ? 0 - magnitude : magnitude);
  return true;
}

// ThreadStackSize is given in units of 1 KB, but kept in bytes.
constexpr int64_t unit_of(std::string_view name) { return name == "ThreadStackSize" ? 1024 : 1; }
constexpr int64_t kMaxStackBytes = int64_t{1} << 30;

const char* wrong_form(const FlagText& flag, bool is_bool) {
  if (is_bool && flag.sign == '\0') return "Missing +/- setting for VM option '{}'\n";
  if (!is_bool && flag.sign != '\0') return "Unexpected +/- setting in VM option '{}'\n";
  return "Improperly specified VM option '{}'\n";
}

enum class Assignment : uint8_t { kDone, kWrongForm, kOutOfRange };

Assignment assign(bool& field, const FlagText& flag, int64_t, int64_t) {
  if (!flag.is_switch()) return Assignment::kWrongForm;
  field = flag.sign == '+';
  return Assignment::kDone;
}
Assignment assign(int64_t& field, const FlagText& flag, int64_t low, int64_t high) {
  int64_t value;
  if (flag.sign != '\0' || !flag.has_value || !parse_number(flag.value, &value)) return Assignment::kWrongForm;
  if (value < low || value > high) return Assignment::kOutOfRange;
  field = value * unit_of(flag.name);
  return Assignment::kDone;
}

template <typename T>
constexpr bool is_bool_type = std::is_same_v<T, bool>;

}  // namespace

bool OptionsParser::set_own_flag(std::string_view text, bool* known) {
  FlagText flag(text);
  size_t index = 0;
  auto handle = [&]<typename T>(T& field, const char* type, std::string_view name, int64_t low, int64_t high) {
    if (unit_of(name) != 1 && high > kMaxStackBytes) high = kMaxStackBytes;
    *known = true;
    if (name.starts_with("BytecodeVerification") && !diagnostic_unlocked_ && flag.is_switch()) return refuse_locked(name, true);
    switch (assign(field, flag, low, high / unit_of(name))) {
      case Assignment::kDone: options_.flag_origins[index] = origin_; return true;
      case Assignment::kOutOfRange:
        return refuse(fmt::format("{} {} is outside the allowed range [ {} ... {} ]\nImproperly specified VM option '{}'\n",
                                  type, flag.stripped, low, high / unit_of(name), flag.stripped));
      case Assignment::kWrongForm: break;
    }
    return refuse(fmt::format(fmt::runtime(wrong_form(flag, is_bool_type<T>)), flag.stripped));
  };
  constexpr const char* type_bool = "bool";
  constexpr const char* type_int = "intx";
  constexpr const char* type_size = "size_t";
#define VM_FLAG(audience, type, field, spelling, value, low, high, help)                                       \
  if (flag.name == spelling) return handle(options_.flags.field, type_##type, spelling, low, high); \
  index++;
#include "vm/base/flags.def"
#undef VM_FLAG
  return true;
}

// Flags that steer this parser, are older spellings of -Xlog, or say what to do in a crash.
bool OptionsParser::set_class_space_size(std::string_view text, bool* known) {
  constexpr int64_t kSmallest = kMiB, kLargest = 3 * kGiB;
  FlagText flag(text);
  *known = true;
  switch (assign(options_.class_space_bytes, flag, kSmallest, kLargest)) {
    case Assignment::kDone: return true;
    case Assignment::kOutOfRange:
      return refuse(fmt::format("size_t {0} is outside the allowed range [ {1} ... {2} ]\nImproperly specified VM option '{0}'\n",
                                flag.stripped, kSmallest, kLargest));
    case Assignment::kWrongForm: break;
  }
  return refuse(fmt::format(fmt::runtime(wrong_form(flag, false)), flag.stripped));
}

// MaxRAM, and each share of it as a percentage or, as of old, as 1/n.
bool OptionsParser::set_ram_share(std::string_view text, bool* known) {
  FlagText flag(text);
  RamShares& shares = options_.ram_shares;
  auto wrong = [&] { return refuse(fmt::format(fmt::runtime(wrong_form(flag, false)), flag.stripped)); };
  struct Share {
    std::string_view name;
    double* percent;
  };
  const Share rows[] = {{"MaxRAM", &shares.maximum_percent}, {"MinRAM", &shares.small_maximum_percent}, {"InitialRAM", &shares.initial_percent}};
  for (const Share& row : rows) {
    if (!flag.name.starts_with(row.name)) continue;
    std::string_view unit = flag.name.substr(row.name.size());
    bool is_whole = unit.empty() && row.percent == &shares.maximum_percent;
    if (!is_whole && unit != "Percentage" && unit != "Fraction") continue;
    *known = true;
    if (flag.sign != '\0' || !flag.has_value) return wrong();
    shares.are_given = true;
    if (unit == "Percentage") {
      std::string value(flag.value);
      char* end;
      double percent = std::strtod(value.c_str(), &end);
      // No sign, as there.
      if (value.empty() || *end != '\0' || (value[0] != '.' && (value[0] < '0' || value[0] > '9'))) return wrong();
      if (!(percent <= 100)) {
        return refuse(fmt::format("double {}={:f} is outside the allowed range [ 0.000000 ... 100.000000 ]\nImproperly specified VM "
                                  "option '{}'\n", flag.name, percent, flag.stripped));
      }
      *row.percent = percent;
      return true;
    }
    uint64_t number;
    if (!parse_size(flag.value, &number)) return wrong();
    if (is_whole) {
      if (number == 0) return fatal("Too small maximum heap");
      shares.memory_bytes = number;
      return true;
    }
    warn(fmt::format("Option {} was deprecated in version 10.0 and will likely be removed in a future release.", flag.name));
    if (number == 0) {
      return refuse(fmt::format("uintx {0} is outside the allowed range [ 1 ... 18446744073709551615 ]\nImproperly specified VM "
                                "option '{0}'\n", flag.stripped));
    }
    *row.percent = 100 / static_cast<double>(number);
    return true;
  }
  return true;
}

bool OptionsParser::set_special_flag(std::string_view text, bool* known) {
  FlagText flag(text);
  bool on = flag.sign == '+';
  struct Text {
    std::string_view name;
    std::string* field;
  };
  const Text texts[] = {{"ErrorFile", &options_.error_file},
                        {"OnError", &options_.on_error},
                        {"OnOutOfMemoryError", &options_.diagnostic.on_out_of_memory},
                        {"HeapDumpPath", &options_.diagnostic.heap_dump_path}};
  for (const Text& row : texts) {
    if (flag.name != row.name) continue;
    *known = true;
    if (flag.sign != '\0' || !flag.has_value) return refuse(fmt::format(fmt::runtime(wrong_form(flag, false)), flag.stripped));
    *row.field = flag.value;
    return true;
  }
  for (const diagnostic::Switch& row : diagnostic::kSwitches) {
    if (flag.name != row.name) continue;
    *known = true;
    if (!flag.is_switch()) return refuse(fmt::format(fmt::runtime(wrong_form(flag, true)), flag.stripped));
    options_.diagnostic.*row.field = on;
    return true;
  }
  if (flag.sign == '\0' && flag.has_value && flag.name == "CompileCommand") {
    *known = true;
    options_.compile_commands.emplace_back(flag.value);
    return true;
  }
  if (flag.sign == '\0' && flag.has_value && flag.name == "LogFile") {
    *known = true;
    options_.compilation_log_file = flag.value;
    return true;
  }
  if (flag.name == "CompressedClassSpaceSize") return set_class_space_size(text, known);
  *known = flag.is_switch();
  if (!*known) return true;
  if (flag.name == "UnlockDiagnosticVMOptions") {
    diagnostic_unlocked_ = on;
  } else if (flag.name == "UnlockExperimentalVMOptions") {
    experimental_unlocked_ = on;
  } else if (flag.name == "IgnoreUnrecognizedVMOptions") {
    // read beforehand, by run()
  } else if (flag.name == "ClassUnloading") {
    options_.class_unloading = on;
  } else if (flag.name == "PrintWarnings") {
    options_.print_warnings = on;
  } else if (flag.name == "CreateCoredumpOnCrash") {
    options_.create_core = on;
  } else if (flag.name == "ErrorFileToStdout") {
    options_.error_file_to_stdout = on;
  } else if (flag.name == "ErrorFileToStderr") {
    options_.error_file_to_stderr = on;
  } else if ((flag.name == "PrintGC" || flag.name == "PrintGCDetails") && on) {
    const char* selection = flag.name == "PrintGC" ? "gc" : "gc*";
    VM_LOG(log_, warning, (gc), "-XX:+{} is deprecated. Will use -Xlog:{} instead.", flag.name, selection);
    return log_.configure(fmt::format(":{}", selection));
  } else {
    *known = false;
  }
  return true;
}

bool OptionsParser::refuse_locked(std::string_view name, bool diagnostic) {
  return refuse(fmt::format("Error: VM option '{0}' is {1} and must be enabled via -XX:+{2}.\nError: The unlock option must precede '{0}'.\n",
                            name, diagnostic ? "diagnostic" : "experimental",
                            diagnostic ? "UnlockDiagnosticVMOptions" : "UnlockExperimentalVMOptions"));
}

bool OptionsParser::check_hotspot_flag(std::string_view text, bool* known) {
  FlagText flag(text);
  for (const HotspotFlag& row : kHotspotFlags) {
    if (row.name != flag.name) continue;
    *known = true;
    bool well_formed = row.type == kBool ? flag.is_switch() : flag.sign == '\0' && flag.has_value;
    int64_t number;
    if (row.type == kSigned) well_formed = well_formed && parse_number(flag.value, &number);
    if (row.type == kUnsigned) well_formed = well_formed && parse_number(flag.value, &number) && number >= 0;
    if (row.type == kDouble && well_formed) {
      std::string value(flag.value);
      char* end;
      std::strtod(value.c_str(), &end);
      well_formed = !value.empty() && *end == '\0';
    }
    bool locked = (row.kind == kDiagnostic && !diagnostic_unlocked_) || (row.kind == kExperimental && !experimental_unlocked_);
    if (locked && row.type == kBool ? flag.sign != '\0' : locked && flag.sign == '\0') {
      return refuse_locked(flag.name, row.kind == kDiagnostic);
    }
    if (!well_formed) return refuse(fmt::format(fmt::runtime(wrong_form(flag, row.type == kBool)), flag.stripped));
    warn(fmt::format("Ignoring option {}; it has no meaning for this VM", row.name));
    return true;
  }
  return true;
}

bool OptionsParser::refuse_unknown_flag(std::string_view text) {
  if (ignore_unrecognized_) return true;
  FlagText flag(text);
  std::string message = fmt::format("Unrecognized VM option '{}'\n", flag.stripped);
  std::string_view best;
  bool best_is_bool = false;
  double best_score = 0.7;
  auto consider = [&](std::string_view name, bool is_bool) {
    double score = similarity(name, flag.name);
    if (score > best_score) best = name, best_is_bool = is_bool, best_score = score;
  };
#define VM_FLAG(audience, type, field, spelling, value, low, high, help) \
  consider(spelling, is_bool_type<decltype(options_.flags.field)>);
#include "vm/base/flags.def"
#undef VM_FLAG
  for (const HotspotFlag& row : kHotspotFlags) consider(row.name, row.type == kBool);
  // No newline, as there: what the launcher says follows on the same line.
  if (!best.empty()) {
    message += fmt::format("Did you mean '{}{}{}'? ", best_is_bool ? "(+/-)" : "", best, best_is_bool ? "" : "=<value>");
  }
  return refuse(std::move(message));
}

bool OptionsParser::parse_flag(std::string_view text) {
  for (auto handler : {&OptionsParser::set_special_flag, &OptionsParser::set_ram_share, &OptionsParser::set_own_flag,
                       &OptionsParser::check_hotspot_flag}) {
    bool known = false;
    if (!(this->*handler)(text, &known)) return false;
    if (known) return true;
  }
  return refuse_unknown_flag(text);
}

namespace {
std::string value_text(bool value, std::string_view) { return value ? "true" : "false"; }
std::string value_text(int64_t value, std::string_view name) { return std::to_string(value / unit_of(name)); }
}  // namespace

std::string VmOptions::flags_text() const {
  constexpr std::string_view kOrigins[] = {"default", "command line", "environment", "config file", "ergonomic"};
  constexpr std::string_view kAudiences[] = {"product", "study", "debug"};
  constexpr const char* type_bool = "bool";
  constexpr const char* type_int = "intx";
  constexpr const char* type_size = "size_t";
  std::string text = "[Global flags]\n";
  size_t index = 0;
  auto line = [&](const char* type, std::string_view name, std::string value, FlagAudience audience) {
    fmt::format_to(std::back_inserter(text), "{:>9} {:<40} = {:<30} {:>20} {{{}}}\n", type, name, value,
                   fmt::format("{{{}}}", kAudiences[static_cast<size_t>(audience)]),
                   kOrigins[static_cast<size_t>(flag_origins[index++])]);
  };
#define VM_FLAG(audience, type, field, name, value, low, high, help) \
  line(type_##type, name, value_text(flags.field, name), FlagAudience::audience);
#include "vm/base/flags.def"
#undef VM_FLAG
  return text;
}

}  // namespace kiln
