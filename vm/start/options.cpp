#include "vm/start/options.h"

#include <algorithm>

#include "vm/base/memory.h"
#include "vm/base/text.h"
#include "vm/start/options_parser.h"

namespace kiln {

// One option. kExact: the whole text; kPrefix: what follows is the argument.
struct OptionsParser::Row {
  enum Match : uint8_t { kExact, kPrefix };
  std::string_view spelling;
  Match match;
  Action action;
};

// The first row that matches decides. -XX flags are in vm/base/flags.def.
const OptionsParser::Row OptionsParser::kRows[] = {
    {"-D", Row::kPrefix, &OptionsParser::on_property},
    {"-Xmx", Row::kPrefix, &OptionsParser::on_maximum_heap},
    {"-XX:MaxHeapSize=", Row::kPrefix, &OptionsParser::on_maximum_heap},
    {"-Xms", Row::kPrefix, &OptionsParser::on_initial_heap},
    {"-Xmn", Row::kPrefix, &OptionsParser::on_young_size},
    {"-Xss", Row::kPrefix, &OptionsParser::on_stack_size},
    {"-XX:VMOptionsFile", Row::kPrefix, &OptionsParser::on_options_file},
    {"-XX:Flags=", Row::kPrefix, &OptionsParser::on_nothing},  // read before everything else
    {"-XX:", Row::kPrefix, &OptionsParser::on_flag},
    {"-Xlog", Row::kPrefix, &OptionsParser::on_log},  // and the older -Xloggc:<file>
    {"-ea", Row::kExact, &OptionsParser::on_enable_assertions},
    {"-ea:", Row::kPrefix, &OptionsParser::on_enable_assertions},
    {"-enableassertions", Row::kExact, &OptionsParser::on_enable_assertions},
    {"-enableassertions:", Row::kPrefix, &OptionsParser::on_enable_assertions},
    {"-da", Row::kExact, &OptionsParser::on_disable_assertions},
    {"-da:", Row::kPrefix, &OptionsParser::on_disable_assertions},
    {"-disableassertions", Row::kExact, &OptionsParser::on_disable_assertions},
    {"-disableassertions:", Row::kPrefix, &OptionsParser::on_disable_assertions},
    {"-esa", Row::kExact, &OptionsParser::on_system_assertions},
    {"-enablesystemassertions", Row::kExact, &OptionsParser::on_system_assertions},
    {"-dsa", Row::kExact, &OptionsParser::on_system_assertions},
    {"-disablesystemassertions", Row::kExact, &OptionsParser::on_system_assertions},
    {"-Xint", Row::kExact, &OptionsParser::on_mode},
    {"-Xmixed", Row::kExact, &OptionsParser::on_mode},
    {"-Xcomp", Row::kExact, &OptionsParser::on_mode},
    {"-Xbatch", Row::kExact, &OptionsParser::on_batch},
    {"-Xbootclasspath/a:", Row::kPrefix, &OptionsParser::on_boot_append},
    {"-Xbootclasspath/p:", Row::kPrefix, &OptionsParser::on_boot_replace},
    {"-Xbootclasspath:", Row::kPrefix, &OptionsParser::on_boot_replace},
    {"-verbose", Row::kExact, &OptionsParser::on_verbose},
    {"-verbose:", Row::kPrefix, &OptionsParser::on_verbose},
    {"--module-path=", Row::kPrefix, &OptionsParser::on_module_property},
    {"--upgrade-module-path=", Row::kPrefix, &OptionsParser::on_module_property},
    {"--limit-modules=", Row::kPrefix, &OptionsParser::on_module_property},
    {"--add-modules=", Row::kPrefix, &OptionsParser::on_module_list},
    {"--add-exports=", Row::kPrefix, &OptionsParser::on_module_list},
    {"--add-opens=", Row::kPrefix, &OptionsParser::on_module_list},
    {"--add-reads=", Row::kPrefix, &OptionsParser::on_module_list},
    {"--patch-module=", Row::kPrefix, &OptionsParser::on_module_list},
    {"--enable-native-access=", Row::kPrefix, &OptionsParser::on_module_list},
    {"--illegal-access=", Row::kPrefix, &OptionsParser::on_removed},
    {"--enable-preview", Row::kExact, &OptionsParser::on_switch},
    {"-Xkiln:", Row::kPrefix, &OptionsParser::on_kiln},
    {"-Xrs", Row::kExact, &OptionsParser::on_switch},
    {"-Xnoclassgc", Row::kExact, &OptionsParser::on_switch},
    {"-Xcheck", Row::kPrefix, &OptionsParser::on_check},
    {"-Xverify", Row::kPrefix, &OptionsParser::on_verify},
    {"-Xshare:", Row::kPrefix, &OptionsParser::on_share},
    {"-agentlib:", Row::kPrefix, &OptionsParser::on_agent},
    {"-agentpath:", Row::kPrefix, &OptionsParser::on_agent},
    {"-javaagent:", Row::kPrefix, &OptionsParser::on_agent},
    {"-Xrun", Row::kPrefix, &OptionsParser::on_agent},
    {"-Xprof", Row::kExact, &OptionsParser::on_removed},
    {"-Xdebug", Row::kExact, &OptionsParser::on_nothing},
    {"-Xnoagent", Row::kExact, &OptionsParser::on_nothing},
    {"-Xfuture", Row::kExact, &OptionsParser::on_nothing},
    {"-Xmaxjitcodesize", Row::kPrefix, &OptionsParser::on_nothing},
    {"-Xminf", Row::kPrefix, &OptionsParser::on_nothing},
    {"-Xmaxf", Row::kPrefix, &OptionsParser::on_nothing},
    {"-Xinternalversion", Row::kExact, &OptionsParser::on_switch},
};

// ---- Heap and stack sizes ----

namespace {
bool parse_heap_size(std::string_view text, int64_t* result) {
  uint64_t value;
  if (!parse_size(text, &value) || value > INT64_MAX) return false;
  *result = static_cast<int64_t>(value);
  return true;
}
constexpr int64_t kSmallestMaximumHeap = 2 * kMiB;
constexpr int64_t kSmallestInitialHeap = 1 * kMiB;
constexpr int64_t kSmallestStack = 136 * kKiB;
constexpr uint64_t kLargestStack = kGiB;

// Position of a flag in flags.def, by the field's name.
enum FlagIndex : size_t {
#define VM_FLAG(audience, type, field, name, value, low, high, help) kIndex_##field,
#include "vm/base/flags.def"
#undef VM_FLAG
};
}  // namespace

bool OptionsParser::on_maximum_heap(std::string_view whole, std::string_view rest) {
  int64_t size = 0;
  if (!parse_heap_size(rest, &size) || size == 0) return refuse(fmt::format("Invalid maximum heap size: {}\n", whole));
  options_.flags.max_heap_size = size;
  options_.flag_origins[kIndex_max_heap_size] = origin_;
  return true;
}

bool OptionsParser::on_initial_heap(std::string_view whole, std::string_view rest) {
  int64_t size = 0;
  if (!parse_heap_size(rest, &size)) return refuse(fmt::format("Invalid initial heap size: {}\n", whole));
  options_.flags.initial_heap_size = size;
  options_.flag_origins[kIndex_initial_heap_size] = origin_;
  return true;
}

bool OptionsParser::on_young_size(std::string_view whole, std::string_view rest) {
  if (parse_heap_size(rest, &options_.young_size_bytes) && options_.young_size_bytes != 0) return true;
  return refuse(fmt::format("Invalid initial young generation size: {}\n", whole));
}

bool OptionsParser::on_stack_size(std::string_view whole, std::string_view rest) {
  uint64_t size;
  if (!parse_size(rest, &size)) return refuse(fmt::format("Invalid thread stack size: {}\n", whole));
  if (size > kLargestStack) {
    return refuse(fmt::format(
        "Invalid thread stack size: {}\nThe specified size exceeds the maximum representable size.\n", whole));
  }
  if (size == 0) return true;  // the default
  options_.flags.thread_stack_size = static_cast<int64_t>(align_up(size, kKiB));
  options_.flag_origins[kIndex_thread_stack_size] = origin_;
  return true;
}

// What can only be judged when all options are known.
bool OptionsParser::check_sizes() {
  const Flags& flags = options_.flags;
  if (flags.thread_stack_size != 0 && flags.thread_stack_size < kSmallestStack) {
    return refuse(fmt::format("\nThe Java thread stack size specified is too small. Specify at least {}k\n",
                              kSmallestStack / static_cast<int64_t>(kKiB)),
                  true);
  }
  if (flags.max_heap_size != 0 && flags.max_heap_size < kSmallestMaximumHeap) return fatal("Too small maximum heap");
  if (flags.initial_heap_size != 0 && flags.initial_heap_size < kSmallestInitialHeap) {
    return fatal("Too small initial heap");
  }
  if (flags.max_heap_size != 0 && flags.initial_heap_size > flags.max_heap_size) {
    return fatal("Initial heap size set to a larger value than the maximum heap size");
  }
  return true;
}

void VmOptions::note_heap_sizes(int64_t max_bytes, int64_t initial_bytes) {
  auto note = [&](int64_t& field, size_t index, int64_t bytes) {
    if (field != 0) return;
    field = bytes;
    flag_origins[index] = OptionOrigin::kErgonomic;
  };
  note(flags.max_heap_size, kIndex_max_heap_size, max_bytes);
  note(flags.initial_heap_size, kIndex_initial_heap_size, initial_bytes);
}

// ---- Properties and modules ----

const std::string* VmOptions::find_property(std::string_view key) const {
  auto found = std::find_if(properties.begin(), properties.end(), [&](const SystemProperty& p) { return p.key == key; });
  return found == properties.end() ? nullptr : &found->value;
}

void VmOptions::set_property(std::string_view key, std::string_view value) {
  auto found = std::find_if(properties.begin(), properties.end(), [&](const SystemProperty& p) { return p.key == key; });
  if (found == properties.end()) {
    properties.push_back({std::string(key), std::string(value)});
  } else {
    found->value = value;
  }
}

namespace {
// jdk.module.* properties that only the VM's own options may set.
bool is_reserved_module_property(std::string_view key) {
  constexpr std::string_view kPrefix = "jdk.module.";
  if (!key.starts_with(kPrefix)) return false;
  key.remove_prefix(kPrefix.size());
  for (std::string_view reserved : {"addexports", "addopens", "addreads", "patch", "addmods", "limitmods", "path",
                                    "upgrade.path", "enable.native.access"}) {
    if (key.starts_with(reserved) && (key.size() == reserved.size() || key[reserved.size()] == '.')) return true;
  }
  return false;
}
}  // namespace

bool OptionsParser::on_property(std::string_view whole, std::string_view rest) {
  size_t equals = rest.find('=');
  std::string_view key = rest.substr(0, equals);
  std::string_view value = equals == std::string_view::npos ? "" : rest.substr(equals + 1);
  if (key == "java.endorsed.dirs") {
    return refuse(fmt::format("{} is not supported. Endorsed standards and standalone APIs\n"
                              "in modular form will be supported via the concept of upgradeable modules.\n", whole));
  }
  if (key == "java.ext.dirs") return refuse(fmt::format("{} is not supported.  Use -classpath instead.\n", whole));
  if (is_reserved_module_property(key)) {
    if (!warned_of_module_properties_) {
      warn("Ignoring system property options whose names match the '-Djdk.module.*'. names that are reserved for "
           "internal use.");
    }
    warned_of_module_properties_ = true;
    return true;
  }
  options_.set_property(key, value);
  return true;
}

bool OptionsParser::on_module_property(std::string_view whole, std::string_view rest) {
  const char* key = whole.starts_with("--module-path")           ? "jdk.module.path"
                    : whole.starts_with("--upgrade-module-path") ? "jdk.module.upgrade.path"
                                                                 : "jdk.module.limitmods";
  options_.set_property(key, rest);
  return true;
}

// Options that may be repeated become numbered properties.
bool OptionsParser::on_module_list(std::string_view whole, std::string_view rest) {
  constexpr std::pair<std::string_view, const char*> kLists[] = {
      {"--add-modules=", "addmods"}, {"--add-exports=", "addexports"}, {"--add-opens=", "addopens"},
      {"--add-reads=", "addreads"},  {"--patch-module=", "patch"},     {"--enable-native-access=", "enable.native.access"},
  };
  static_assert(std::size(kLists) == std::size(decltype(module_counters_){}));
  for (size_t i = 0; i < std::size(kLists); i++) {
    if (!whole.starts_with(kLists[i].first)) continue;
    if (rest.empty() && i == 0) return true;
    options_.set_property(fmt::format("jdk.module.{}.{}", kLists[i].second, module_counters_[i]++), rest);
  }
  return true;
}

// ---- Assertions ----

bool OptionsParser::on_enable_assertions(std::string_view whole, std::string_view rest) {
  if (whole.find(':') == std::string_view::npos) {
    options_.assertions.application_default = true;
  } else {
    options_.assertions.add(rest, true);
  }
  return true;
}

bool OptionsParser::on_disable_assertions(std::string_view whole, std::string_view rest) {
  if (whole.find(':') == std::string_view::npos) {
    options_.assertions.application_default = false;
  } else {
    options_.assertions.add(rest, false);
  }
  return true;
}

bool OptionsParser::on_system_assertions(std::string_view whole, std::string_view) {
  options_.assertions.system_default = whole.starts_with("-e");
  return true;
}

// ---- How to run ----

bool OptionsParser::on_mode(std::string_view whole, std::string_view) {
  options_.mode = whole == "-Xint"   ? ExecutionMode::kInterpreted
                  : whole == "-Xcomp" ? ExecutionMode::kCompiled
                                      : ExecutionMode::kMixed;
  return true;
}

bool OptionsParser::on_batch(std::string_view, std::string_view) {
  options_.background_compilation = false;
  return true;
}

bool OptionsParser::on_switch(std::string_view whole, std::string_view) {
  if (whole == "--enable-preview") options_.enable_preview = true;
  if (whole == "-Xrs") options_.reduced_signals = true;
  if (whole == "-Xnoclassgc") options_.class_unloading = false;
  if (whole == "-Xinternalversion") return done(fmt::format("{} ({})\n", kVmName, KILN_VERSION));
  return true;
}

bool OptionsParser::on_check(std::string_view whole, std::string_view rest) {
  if (rest != ":jni") return refuse(fmt::format("Unrecognized check option: {}\n", whole));
  options_.check_jni = true;
  return true;
}

bool OptionsParser::on_verify(std::string_view whole, std::string_view rest) {
  bool all = rest.empty() || rest == ":all", remote = rest == ":remote", none = rest == ":none";
  if (!all && !remote && !none) return refuse(fmt::format("Unrecognized verification option: {}\n", whole));
  options_.flags.verify_local = all;
  options_.flags.verify_remote = !none;
  options_.flag_origins[kIndex_verify_local] = options_.flag_origins[kIndex_verify_remote] = origin_;
  if (none) {
    warn("Options -Xverify:none and -noverify were deprecated in JDK 13 and will likely be removed in a future release.");
  }
  return true;
}

bool OptionsParser::on_share(std::string_view whole, std::string_view rest) {
  if (rest == "auto" || rest == "on" || rest == "off") return true;  // a hint; there is no such archive
  if (rest == "dump") return fatal("-Xshare:dump is not supported");
  return refuse(fmt::format("Unrecognized option: {}\n", whole));
}

bool OptionsParser::on_agent(std::string_view whole, std::string_view) {
  return fatal(fmt::format("Agents are not supported yet: {}", whole));
}

bool OptionsParser::on_removed(std::string_view whole, std::string_view) {
  warn(fmt::format("Ignoring option {}; support was removed in {}", whole, whole == "-Xprof" ? "10.0" : "17.0"));
  return true;
}

// ---- Class library ----

bool OptionsParser::on_boot_append(std::string_view, std::string_view rest) {
  if (rest.empty()) return true;
  if (!options_.boot_append_path.empty()) options_.boot_append_path += ':';
  options_.boot_append_path += rest;
  return true;
}

bool OptionsParser::on_boot_replace(std::string_view whole, std::string_view) {
  return refuse(fmt::format("{} is no longer a supported option.\n", whole.substr(0, whole.find(':'))));
}

bool OptionsParser::on_kiln(std::string_view whole, std::string_view rest) {
  if (rest == "gc=copying" || rest == "gc=generational") {
    options_.copying_collector = rest == "gc=copying";
    return true;
  }
  if (!rest.starts_with("jdk=")) return refuse(fmt::format("Unrecognized option: {}\n", whole));
  options_.jdk_home = rest.substr(4);
  return true;
}

// ---- Logging ----

bool OptionsParser::on_verbose(std::string_view whole, std::string_view rest) {
  if (whole == "-verbose" || rest == "class") {
    log_.listen_on_stdout("class,load", LogLevel::info);
    log_.listen_on_stdout("class,unload", LogLevel::info);
  } else if (rest == "module") {
    log_.listen_on_stdout("module,load", LogLevel::info);
    log_.listen_on_stdout("module,unload", LogLevel::info);
  } else if (rest == "gc") {
    log_.listen_on_stdout("gc", LogLevel::info);
  } else if (rest == "jni") {
    log_.listen_on_stdout("jni,resolve", LogLevel::debug);
  }
  return true;  // others are ignored without a word
}

bool OptionsParser::configure_log(std::string_view whole, std::string_view rest) {
  if (log_.configure(rest)) return true;
  return refuse(fmt::format("Invalid -Xlog option '{}', see error log for details.\n", whole));
}

bool OptionsParser::on_log(std::string_view whole, std::string_view rest) {
  if (rest == ":help") return done(Log::help_text());
  if (rest.starts_with("gc:")) return on_log_gc(whole, rest.substr(3));
  return configure_log(whole, rest);
}

bool OptionsParser::on_log_gc(std::string_view whole, std::string_view rest) {
  VM_LOG(log_, warning, (gc), "-Xloggc is deprecated. Will use -Xlog:gc:{} instead.", rest);
  return configure_log(whole, fmt::format(":gc:{}", rest));
}

// ---- The whole ----

bool OptionsParser::on_flag(std::string_view, std::string_view rest) { return parse_flag(rest); }

bool OptionsParser::on_options_file(std::string_view, std::string_view) {
  // One with a value was replaced by the file's content.
  return refuse("Improperly specified VM option 'VMOptionsFile'\n");
}

void OptionsParser::warn(std::string_view text) {
  if (options_.print_warnings) say(fmt::format("{} warning: {}\n", kVmName, text));
}

bool OptionsParser::parse_one(const OptionString& option) {
  std::string_view text = option.text;
  if (text == "vfprintf") {
    options_.hooks.print = reinterpret_cast<decltype(HostHooks::print)>(option.extra);
    return true;
  }
  if (text == "exit") {
    options_.hooks.exit = reinterpret_cast<decltype(HostHooks::exit)>(option.extra);
    return true;
  }
  if (text == "abort") {
    options_.hooks.abort = reinterpret_cast<decltype(HostHooks::abort)>(option.extra);
    return true;
  }
  options_.arguments.push_back(option.text);
  for (const Row& row : kRows) {
    if (row.match == Row::kExact ? text == row.spelling : text.starts_with(row.spelling)) {
      return (this->*row.action)(text, text.substr(row.spelling.size()));
    }
  }
  return ignore_unrecognized_ || refuse(fmt::format("Unrecognized option: {}\n", text));
}

OptionsResult OptionsParser::run() {
  if (!collect()) return std::move(result_);
  ignore_unrecognized_ = input_.ignore_unrecognized;
  std::string settings_file;
  bool has_settings_file = false;
  for (const SourcedOption& each : sequence_) {
    std::string_view text = each.option.text;
    if (text == "-XX:+IgnoreUnrecognizedVMOptions") ignore_unrecognized_ = true;
    if (text == "-XX:-IgnoreUnrecognizedVMOptions") ignore_unrecognized_ = input_.ignore_unrecognized;
    if (text == "-XX:-PrintWarnings") options_.print_warnings = false;
    if (text == "-XX:+PrintWarnings") options_.print_warnings = true;
    if (text.starts_with("-XX:Flags=")) settings_file = text.substr(10), has_settings_file = true;
  }
  if (has_settings_file && !read_settings_file(settings_file)) return std::move(result_);
  for (const SourcedOption& each : sequence_) {
    origin_ = each.origin;
    if (!parse_one(each.option)) return std::move(result_);
  }
  check_sizes();
  return std::move(result_);
}

OptionsResult parse_options(const OptionInput& input, Log& log, VmOptions* options) {
  return OptionsParser(input, log, *options).run();
}

namespace {
void print_with(decltype(HostHooks::print) hook, FILE* stream, const char* format, ...) {
  va_list arguments;
  va_start(arguments, format);
  hook(stream, format, arguments);
  va_end(arguments);
}
}  // namespace

void VmOptions::print(FILE* stream, std::string_view text) const {
  if (hooks.print != nullptr) {
    print_with(hooks.print, stream, "%.*s", static_cast<int>(text.size()), text.data());
  } else {
    std::fwrite(text.data(), 1, text.size(), stream);
    std::fflush(stream);
  }
}

}  // namespace kiln
