#include "vm/base/log_output.h"

#include <fmt/format.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <iterator>

#include "vm/base/text.h"

namespace kiln {

namespace {

struct DecoratorName {
  std::string_view name, abbreviation;
};
constexpr DecoratorName kDecoratorNames[kDecoratorCount] = {
    {"time", "t"},          {"utctime", "utc"},      {"uptime", "u"},   {"timemillis", "tm"},
    {"uptimemillis", "um"}, {"timenanos", "tn"},     {"uptimenanos", "un"}, {"hostname", "hn"},
    {"pid", "p"},           {"tid", "ti"},           {"level", "l"},    {"tags", "tg"},
};

int64_t now_ns(clockid_t clock) {
  timespec now;
  clock_gettime(clock, &now);
  return int64_t{now.tv_sec} * 1'000'000'000 + now.tv_nsec;
}

// 2024-01-31T12:00:00.123+0100
std::string iso8601(int64_t epoch_ns, bool utc) {
  time_t seconds = static_cast<time_t>(epoch_ns / 1'000'000'000);
  tm parts;
  if (utc) {
    gmtime_r(&seconds, &parts);
  } else {
    localtime_r(&seconds, &parts);
  }
  char date[32], zone[8];
  strftime(date, sizeof date, "%Y-%m-%dT%H:%M:%S", &parts);
  strftime(zone, sizeof zone, "%z", &parts);
  return fmt::format("{}.{:03}{}", date, epoch_ns / 1'000'000 % 1000, zone);
}

std::string decoration(int decorator, LogSet set, LogLevel level, int64_t start_ns) {
  switch (decorator) {
    case kTimeDecorator: return iso8601(now_ns(CLOCK_REALTIME), false);
    case kUtcTimeDecorator: return iso8601(now_ns(CLOCK_REALTIME), true);
    case kUptimeDecorator: {
      int64_t millis = (now_ns(CLOCK_MONOTONIC) - start_ns) / 1'000'000;
      return fmt::format("{}.{:03}s", millis / 1000, millis % 1000);
    }
    case kTimeMillisDecorator: return fmt::format("{}ms", now_ns(CLOCK_REALTIME) / 1'000'000);
    case kUptimeMillisDecorator: return fmt::format("{}ms", (now_ns(CLOCK_MONOTONIC) - start_ns) / 1'000'000);
    case kTimeNanosDecorator: return fmt::format("{}ns", now_ns(CLOCK_REALTIME));
    case kUptimeNanosDecorator: return fmt::format("{}ns", now_ns(CLOCK_MONOTONIC) - start_ns);
    case kHostnameDecorator: {
      char host[256] = "";
      gethostname(host, sizeof host - 1);
      return host;
    }
    case kPidDecorator: return fmt::format("{}", getpid());
    case kTidDecorator: return fmt::format("{}", gettid());
    case kLevelDecorator: return std::string(log_level_name(level));
    case kTagsDecorator: return std::string(log_detail::kSets[static_cast<size_t>(set)]);
    default: VM_UNREACHABLE();
  }
}

}  // namespace

std::string_view log_level_name(LogLevel level) {
  constexpr std::string_view kNames[] = {"trace", "debug", "info", "warning", "error", "off"};
  return kNames[static_cast<size_t>(level)];
}

bool find_decorator(std::string_view name, LogDecorator* result) {
  for (int i = 0; i < kDecoratorCount; i++) {
    if (name != kDecoratorNames[i].name && name != kDecoratorNames[i].abbreviation) continue;
    *result = static_cast<LogDecorator>(i);
    return true;
  }
  return false;
}

LogOutput::~LogOutput() {
  if (is_file() && stream_ != nullptr) std::fclose(stream_);
}

bool LogOutput::parse_options(std::string_view options, std::string* error) {
  if (options.empty()) return true;
  for (std::string_view part : split(options, ',')) {
    size_t equals = part.find('=');
    std::string_view key = part.substr(0, equals);
    bool is_count = key == "filecount", is_size = key == "filesize";
    if (equals == std::string_view::npos || (!is_count && !is_size)) {
      *error = fmt::format("Invalid option '{}' for log file output.", key);
      return false;
    }
    uint64_t value, limit = is_count ? 1000 : UINT64_MAX;
    if (!parse_size(part.substr(equals + 1), &value, false) || value > limit) {
      *error = fmt::format("Invalid option: {} must be in range [0, {}]", key, limit);
      return false;
    }
    (is_count ? rotate_count_ : rotate_size_) = value;
  }
  return true;
}

std::string LogOutput::archive_name(uint64_t number) const {
  int digits = rotate_count_ > 100 ? 3 : rotate_count_ > 10 ? 2 : 1;
  return fmt::format("{}.{:0{}}", path_, number, digits);
}

bool LogOutput::open(std::string_view options, std::string* error) {
  if (!parse_options(options, error)) return false;
  struct stat status;
  bool exists = stat(path_.c_str(), &status) == 0;
  if (exists && S_ISREG(status.st_mode) && rotate_count_ != 0) {
    // An old log is kept in the first free, else the oldest, archive.
    int64_t oldest = INT64_MAX;
    for (uint64_t i = 0; i < rotate_count_; i++) {
      if (stat(archive_name(i).c_str(), &status) != 0) {
        next_archive_ = i;
        break;
      }
      if (status.st_mtime < oldest) oldest = status.st_mtime, next_archive_ = i;
    }
    std::rename(path_.c_str(), archive_name(next_archive_).c_str());
    next_archive_ = (next_archive_ + 1) % rotate_count_;
  }
  stream_ = std::fopen(path_.c_str(), "we");
  if (stream_ != nullptr) return true;
  *error = fmt::format("Error opening log file '{}': {}", path_, std::strerror(errno));
  return false;
}

std::string LogOutput::describe() const {
  size_t counts[static_cast<size_t>(LogLevel::off) + 1] = {};
  for (LogLevel level : levels_) counts[static_cast<size_t>(level)]++;
  auto common = static_cast<LogLevel>(std::max_element(std::begin(counts), std::end(counts)) - std::begin(counts));
  std::string text = fmt::format("{} all={}", name_, log_level_name(common));
  for (size_t set = 0; set < levels_.size(); set++) {
    if (levels_[set] == common) continue;
    std::string tags(log_detail::kSets[set]);
    std::replace(tags.begin(), tags.end(), ',', '+');
    text += fmt::format(",{}={}", tags, log_level_name(levels_[set]));
  }
  char separator = ' ';
  for (int i = 0; i < kDecoratorCount; i++) {
    if (!(decorators_ & 1 << i)) continue;
    text += fmt::format("{}{}", separator, kDecoratorNames[i].name);
    separator = ',';
  }
  if (separator == ' ') text += " none";
  if (is_file()) text += fmt::format(" filecount={},filesize={}K", rotate_count_, rotate_size_ >> 10);
  return text;
}

void LogOutput::rotate() {
  if (!is_file() || rotate_count_ == 0 || stream_ == nullptr) return;
  std::fclose(stream_);
  std::rename(path_.c_str(), archive_name(next_archive_).c_str());
  next_archive_ = (next_archive_ + 1) % rotate_count_;
  stream_ = std::fopen(path_.c_str(), "we");
  written_ = 0;
}

void LogOutput::write(LogSet set, LogLevel level, std::string_view message, int64_t start_ns) {
  if (stream_ == nullptr) return;  // a rotation that found no room
  std::string line;
  for (int i = 0; i < kDecoratorCount; i++) {
    if ((decorators_ & 1 << i) == 0) continue;
    std::string text = decoration(i, set, level, start_ns);
    if (text.size() > widths_[i]) widths_[i] = static_cast<uint8_t>(text.size() < 255 ? text.size() : 255);
    fmt::format_to(std::back_inserter(line), "[{:<{}}]", text, widths_[i]);
  }
  if (!line.empty()) line += ' ';
  line += message;
  line += '\n';
  std::fwrite(line.data(), 1, line.size(), stream_);
  std::fflush(stream_);
  written_ += line.size();
  if (is_file() && rotate_count_ != 0 && rotate_size_ != 0 && written_ >= rotate_size_) rotate();
}

}  // namespace kiln
