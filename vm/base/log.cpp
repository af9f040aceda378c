#include "vm/base/log.h"

#include <fmt/format.h>
#include <time.h>
#include <unistd.h>

#include <algorithm>

#include "vm/base/log_output.h"
#include "vm/base/text.h"

namespace kiln {

namespace {

constexpr std::string_view kTags[] = {
#define VM_LOG_TAG(name) name,
#include "vm/base/log_tags.def"
#undef VM_LOG_TAG
};
constexpr size_t kMaxTags = 5;

// Every word of every set is a tag.
constexpr bool sets_use_known_tags() {
  for (std::string_view set : log_detail::kSets) {
    while (!set.empty()) {
      std::string_view tag = set.substr(0, set.find(','));
      if (std::find(std::begin(kTags), std::end(kTags), tag) == std::end(kTags)) return false;
      set.remove_prefix(std::min(set.size(), tag.size() + 1));
    }
  }
  return true;
}
static_assert(sets_use_known_tags());

constexpr LogSet kLogging = log_detail::find_set("(logging)");

template <typename Words>
std::string_view closest(std::string_view wanted, const Words& words) {
  std::string_view best;
  double best_score = 0.5;
  for (std::string_view word : words) {
    double score = similarity(wanted, word);
    if (score >= best_score && (best.empty() || score > best_score)) best = word, best_score = score;
  }
  return best;
}

std::string did_you_mean(std::string_view guess) {
  return guess.empty() ? "" : fmt::format(" Did you mean '{}'?", guess);
}

}  // namespace

// One term of the first field: gc+heap*=debug.
struct LogSelection {
  std::vector<std::string_view> tags;  // empty: all
  bool wildcard = false;
  LogLevel level = LogLevel::info;

  bool matches(std::string_view set) const {
    std::vector<std::string_view> of_set = split(set, ',');
    for (std::string_view tag : tags) {
      if (std::find(of_set.begin(), of_set.end(), tag) == of_set.end()) return false;
    }
    return tags.empty() || wildcard || tags.size() == of_set.size();
  }

  // False: *error is set.
  bool parse(std::string_view text, std::string* error) {
    size_t equals = text.find('=');
    if (equals != std::string_view::npos) {
      constexpr std::string_view kLevels[] = {"off", "trace", "debug", "info", "warning", "error"};
      constexpr LogLevel kValues[] = {LogLevel::off,  LogLevel::trace,   LogLevel::debug,
                                      LogLevel::info, LogLevel::warning, LogLevel::error};
      std::string_view word = text.substr(equals + 1);
      auto found = std::find(std::begin(kLevels), std::end(kLevels), word);
      if (found == std::end(kLevels)) {
        *error = fmt::format("Invalid level '{}' in log selection.{}", word, did_you_mean(closest(word, kLevels)));
        return false;
      }
      level = kValues[found - std::begin(kLevels)];
      text = text.substr(0, equals);
    }
    if (text == "all") return true;
    if (text.ends_with('*')) {
      wildcard = true;
      text.remove_suffix(1);
    }
    for (std::string_view tag : split(text, '+')) {
      if (tags.size() == kMaxTags) {
        *error = fmt::format("Too many tags in log selection '{}' (can only have up to {} tags).", tags[0], kMaxTags);
        return false;
      }
      if (std::find(std::begin(kTags), std::end(kTags), tag) == std::end(kTags)) {
        *error = fmt::format("Invalid tag '{}' in log selection.{}", tag, did_you_mean(closest(tag, kTags)));
        return false;
      }
      if (std::find(tags.begin(), tags.end(), tag) != tags.end()) {
        *error = fmt::format("Log selection contains duplicates of tag {}.", tag);
        return false;
      }
      tags.push_back(tag);
    }
    return true;
  }
};

Log::Log() {
  timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  start_ns_ = int64_t{now.tv_sec} * 1'000'000'000 + now.tv_nsec;
  start_time_s_ = time(nullptr);
  MutexLock lock(mutex_);
  outputs_.push_back(std::make_unique<LogOutput>("stdout", stdout));
  outputs_.push_back(std::make_unique<LogOutput>("stderr", stderr));
  for (size_t set = 0; set < log_detail::kSetCount; set++) outputs_[0]->set_level(set, LogLevel::warning);
  update_levels();
}

Log::~Log() = default;

void Log::update_levels() {
  for (size_t set = 0; set < log_detail::kSetCount; set++) {
    LogLevel least = LogLevel::off;
    for (const auto& output : outputs_) least = std::min(least, output->level(set));
    // `off` is one above error, and nothing is logged at level off: the comparison in enabled() is then always false.
    least_level_[set].store(static_cast<uint8_t>(least), std::memory_order_relaxed);
  }
}

void Log::write_text(LogSet set, LogLevel level, std::string_view message) {
  MutexLock lock(mutex_);
  for (const auto& output : outputs_) {
    LogLevel listened = output->level(static_cast<size_t>(set));
    if (level >= listened && listened != LogLevel::off) output->write(set, level, message, start_ns_);
  }
}

void Log::write_formatted(LogSet set, LogLevel level, fmt::string_view format, fmt::format_args args) {
  write_text(set, level, fmt::vformat(format, args));
}

void Log::disable_all() {
  MutexLock lock(mutex_);
  for (const auto& output : outputs_) {
    for (size_t set = 0; set < log_detail::kSetCount; set++) output->set_level(set, LogLevel::off);
  }
  update_levels();
}

void Log::listen_on_stdout(std::string_view tags, LogLevel level) {
  LogSelection selection;
  selection.tags = split(tags, ',');
  MutexLock lock(mutex_);
  for (size_t set = 0; set < log_detail::kSetCount; set++) {
    if (selection.matches(log_detail::kSets[set])) outputs_[0]->set_level(set, level);
  }
  update_levels();
}

// Takes -Xlog options apart, and changes the log when all of it makes sense.
class LogConfiguration {
 public:
  LogConfiguration(Log& log, std::string* error) : log_(log), error_(error) {}

  bool apply(std::string_view option) {
    if (!option.empty() && option[0] != ':') return false;
    if (!option.empty()) option.remove_prefix(1);
    if (option == "disable") {
      log_.disable_all();
      return true;
    }
    if (option == "async") return true;  // lines are always written by the thread that logs
    std::string_view fields[4];
    if (!split_fields(option, fields)) return false;
    std::vector<LogSelection> selections;
    for (std::string_view part : split(fields[0].empty() ? "all" : fields[0], ',')) {
      std::string why;
      if (!selections.emplace_back().parse(part, &why)) return fail(why);
    }
    uint16_t decorators = kDefaultDecorators;
    if (!parse_decorators(fields[2], &decorators)) return false;
    return configure_output(fields[1].empty() ? "stdout" : fields[1], fields[3], selections, decorators);
  }

 private:
  bool fail(std::string_view why) {
    log_.write_text(kLogging, LogLevel::error, why);
    if (error_ != nullptr) *error_ = fmt::format("{}{}{}", *error_, error_->empty() ? "" : "\n", why);
    return false;
  }

  // Fields are separated by colons; the output may be quoted to hold some.
  bool split_fields(std::string_view option, std::string_view (&fields)[4]) {
    for (int i = 0; i < 4; i++) {
      size_t end = 0;
      for (bool quoted = false; end < option.size() && (quoted || option[end] != ':'); end++) {
        if (option[end] == '"') quoted = !quoted;
      }
      fields[i] = option.substr(0, end);
      if (std::count(fields[i].begin(), fields[i].end(), '"') % 2 != 0) {
        return fail(fmt::format("Missing terminating quote in -Xlog option '{}'", fields[i]));
      }
      if (end == option.size()) return true;
      option.remove_prefix(end + 1);
    }
    return true;
  }

  bool parse_decorators(std::string_view text, uint16_t* decorators) {
    if (text.empty()) return true;
    *decorators = 0;
    if (text == "none") return true;
    for (std::string_view word : split(text, ',')) {
      LogDecorator decorator;
      if (!find_decorator(word, &decorator)) return fail(fmt::format("Invalid decorator '{}'.", word));
      *decorators = static_cast<uint16_t>(*decorators | 1 << decorator);
    }
    return true;
  }

  // %p is the process id, %t the time the log was made.
  std::string expand(std::string_view path) const {
    std::string result;
    for (size_t i = 0; i < path.size(); i++) {
      if (path[i] != '%' || i + 1 == path.size() || (path[i + 1] != 'p' && path[i + 1] != 't')) {
        result += path[i];
      } else if (path[++i] == 'p') {
        result += std::to_string(getpid());
      } else {
        time_t seconds = static_cast<time_t>(log_.start_time_s_);
        tm parts;
        localtime_r(&seconds, &parts);
        char text[32];
        strftime(text, sizeof text, "%Y-%m-%d_%H-%M-%S", &parts);
        result += text;
      }
    }
    return result;
  }

  // The output called `name`, made if need be; null after an error.
  LogOutput* find_output(std::string_view name, std::string_view options, std::string* why) VM_REQUIRES(log_.mutex_) {
    auto& outputs = log_.outputs_;
    if (name[0] == '#') {
      uint64_t index;
      if (parse_size(name.substr(1), &index, false) && index < outputs.size()) return outputs[index].get();
      *why = fmt::format("Invalid output index '{}'", name);
      return nullptr;
    }
    if (size_t equals = name.find('='); equals != std::string_view::npos && name.substr(0, equals) != "file") {
      *why = fmt::format("Unsupported log output type: {}", name);
      return nullptr;
    }
    std::string path(name.starts_with("file=") ? name.substr(5) : name);
    path.erase(std::remove(path.begin(), path.end(), '"'), path.end());
    std::string full_name = name == "stdout" || name == "stderr" ? std::string(name) : "file=" + path;
    for (const auto& output : outputs) {
      if (output->name() != full_name) continue;
      if (!options.empty()) ignored_options_ = true;
      return output.get();
    }
    auto output = std::make_unique<LogOutput>(full_name, expand(path));
    if (path.empty()) {
      *why = "Error opening log file '': No such file or directory";
    } else if (output->open(options, why)) {
      return outputs.emplace_back(std::move(output)).get();
    }
    *why += fmt::format("\nInitialization of output '{}' using options '{}' failed.", full_name,
                        options.empty() ? "(null)" : options);
    return nullptr;
  }

  bool configure_output(std::string_view name, std::string_view options, const std::vector<LogSelection>& selections,
                        uint16_t decorators) {
    std::string why;
    if (!change_output(name, options, selections, decorators, &why)) {
      for (std::string_view line : split(why, '\n')) fail(line);
      return false;
    }
    if (ignored_options_) {
      log_.write_text(kLogging, LogLevel::warning, "Output options for existing outputs are ignored.");
    }
    return true;
  }

  bool change_output(std::string_view name, std::string_view options, const std::vector<LogSelection>& selections,
                     uint16_t decorators, std::string* why) {
    MutexLock lock(log_.mutex_);
    LogOutput* output = find_output(name, options, why);
    if (output == nullptr) return false;
    output->set_decorators(decorators);
    for (const LogSelection& selection : selections) {
      for (size_t set = 0; set < log_detail::kSetCount; set++) {
        if (selection.matches(log_detail::kSets[set])) output->set_level(set, selection.level);
      }
    }
    log_.update_levels();
    return true;
  }

  Log& log_;
  std::string* error_;
  bool ignored_options_ = false;
};

bool Log::configure(std::string_view option, std::string* error) { return LogConfiguration(*this, error).apply(option); }

std::string Log::describe() {
  MutexLock lock(mutex_);
  std::string text;
  for (size_t i = 0; i < outputs_.size(); i++) text += fmt::format(" #{}: {}\n", i, outputs_[i]->describe());
  return text;
}

void Log::rotate_files() {
  MutexLock lock(mutex_);
  for (const auto& output : outputs_) output->rotate();
}

std::string Log::tag_list() {
  std::string tags;
  for (std::string_view tag : kTags) tags += fmt::format("{}{}", tags.empty() ? "" : ", ", tag);
  return tags;
}

std::string Log::help_text() {
  std::string tags = tag_list();
  return fmt::format(
      R"(-Xlog[:what[:output[:decorators[:output-options]]]]

what              selections separated by commas, each tag1[+tag2...][*][=level]; all stands for every tag set.
                  Without * only messages with exactly these tags are meant. The level is info unless given.
output            stdout (the default), stderr, file=<name> or #<number of an output>; %p and %t in a file name
                  become the process id and the start time
decorators        separated by commas, or none; uptime,level,tags unless given
output-options    for files: filesize=<bytes, k m g> and filecount=<n>: rotation

levels:      off, trace, debug, info, warning, error
decorators:  time (t), utctime (utc), uptime (u), timemillis (tm), uptimemillis (um), timenanos (tn),
             uptimenanos (un), hostname (hn), pid (p), tid (ti), level (l), tags (tg)
tags:        {}

-Xlog            the same as -Xlog:all=info:stdout:uptime,level,tags
-Xlog:disable    turn everything off, warnings on stdout too
-Xlog:gc*=debug,class+load:file=log.txt::filecount=3,filesize=1m
)",
      tags);
}

}  // namespace kiln
