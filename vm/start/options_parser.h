// vm/start/options_parser.h - the state shared by options.cpp (options), flag_options.cpp (-XX) and
// option_sources.cpp (environment and files). Private to vm/start.
#pragma once

#include <fmt/format.h>

#include <string>
#include <string_view>
#include <vector>

#include "vm/start/options.h"

namespace kiln {

inline constexpr std::string_view kVmName = "Kiln VM";

class OptionsParser {
 public:
  OptionsParser(const OptionInput& input, Log& log, VmOptions& options) : input_(input), log_(log), options_(options) {}
  OptionsResult run();

 private:
  struct SourcedOption {
    OptionString option;
    OptionOrigin origin;
  };
  struct Row;  // of the table in options.cpp
  using Action = bool (OptionsParser::*)(std::string_view whole, std::string_view rest);

  // option_sources.cpp
  bool collect();
  bool add_environment(const char* variable, const std::string& value);
  bool add_options_file(const std::string& option);
  bool read_settings_file(const std::string& path);

  // options.cpp
  bool parse_one(const OptionString& option);
  bool check_sizes();
  bool on_maximum_heap(std::string_view whole, std::string_view rest);
  bool on_initial_heap(std::string_view whole, std::string_view rest);
  bool on_young_size(std::string_view whole, std::string_view rest);
  bool on_stack_size(std::string_view whole, std::string_view rest);
  bool on_property(std::string_view whole, std::string_view rest);
  bool on_enable_assertions(std::string_view whole, std::string_view rest);
  bool on_disable_assertions(std::string_view whole, std::string_view rest);
  bool on_system_assertions(std::string_view whole, std::string_view rest);
  bool on_mode(std::string_view whole, std::string_view rest);
  bool on_batch(std::string_view whole, std::string_view rest);
  bool on_boot_append(std::string_view whole, std::string_view rest);
  bool on_boot_replace(std::string_view whole, std::string_view rest);
  bool on_verbose(std::string_view whole, std::string_view rest);
  bool on_log(std::string_view whole, std::string_view rest);
  bool on_log_gc(std::string_view whole, std::string_view rest);
  bool on_flag(std::string_view whole, std::string_view rest);
  bool on_options_file(std::string_view whole, std::string_view rest);
  bool on_module_property(std::string_view whole, std::string_view rest);
  bool on_module_list(std::string_view whole, std::string_view rest);
  bool on_kiln(std::string_view whole, std::string_view rest);
  bool on_switch(std::string_view whole, std::string_view rest);
  bool on_check(std::string_view whole, std::string_view rest);
  bool on_verify(std::string_view whole, std::string_view rest);
  bool on_share(std::string_view whole, std::string_view rest);
  bool on_agent(std::string_view whole, std::string_view rest);
  bool on_removed(std::string_view whole, std::string_view rest);
  bool on_nothing(std::string_view whole, std::string_view rest) { return true; }
  static const Row kRows[];

  // flag_options.cpp
  // `text` is what follows "-XX:".
  bool parse_flag(std::string_view text);
  bool set_own_flag(std::string_view text, bool* known);
  bool set_class_space_size(std::string_view text, bool* known);
  bool set_ram_share(std::string_view text, bool* known);
  bool set_special_flag(std::string_view text, bool* known);
  bool check_hotspot_flag(std::string_view text, bool* known);
  // False, saying that this diagnostic or experimental flag must be unlocked.
  bool refuse_locked(std::string_view name, bool diagnostic);
  bool refuse_unknown_flag(std::string_view text);

  void say(std::string text) { result_.messages.push_back({false, std::move(text)}); }
  void warn(std::string_view text);
  bool refuse(std::string text, bool to_stdout = false) {
    result_.messages.push_back({to_stdout, std::move(text)});
    result_.outcome = OptionsOutcome::kRefused;
    return false;
  }
  bool fatal(std::string_view text) {
    result_.messages.push_back({true, fmt::format("Error occurred during initialization of VM\n{}\n", text)});
    result_.outcome = OptionsOutcome::kFatal;
    return false;
  }
  bool done(std::string text) {
    result_.messages.push_back({true, std::move(text)});
    result_.outcome = OptionsOutcome::kDone;
    return false;
  }
  bool configure_log(std::string_view whole, std::string_view rest);

  const OptionInput& input_;
  Log& log_;
  VmOptions& options_;
  OptionsResult result_;
  std::vector<SourcedOption> sequence_;
  OptionOrigin origin_ = OptionOrigin::kDefault;
  bool ignore_unrecognized_ = false;
  bool diagnostic_unlocked_ = false;
  bool experimental_unlocked_ = false;
  bool warned_of_module_properties_ = false;
  // Next number of jdk.module.addmods.N and the like, in the order of the table in on_module_list.
  int module_counters_[6] = {};
};

// Words separated by white space; quotes (' or ") protect white space and disappear. False: a quote is not closed.
[[nodiscard]] bool split_options(std::string_view text, std::vector<std::string>* words);

}  // namespace kiln
