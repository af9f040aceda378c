#include "vm/start/crash_output.h"

#include <fcntl.h>
#include <sys/uio.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace kiln {

void CrashOutput::put(std::string_view text) {
  while (!text.empty()) {
    if (used_ == sizeof buffer_) flush();
    size_t part = text.size() < sizeof buffer_ - used_ ? text.size() : sizeof buffer_ - used_;
    std::memcpy(buffer_ + used_, text.data(), part);
    used_ += part;
    text.remove_prefix(part);
  }
}

void CrashOutput::print_formatted(fmt::string_view format, fmt::format_args args) {
  char line[kLongest];
  auto result = fmt::vformat_to_n(line, kLongest, format, args);
  put({line, result.size < kLongest ? result.size : kLongest});
}

void CrashOutput::flush() {
  size_t done = 0;
  while (done < used_ && file_ >= 0) {
    ssize_t written = write(file_, buffer_ + done, used_ - done);
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) break;
    done += static_cast<size_t>(written);
  }
  used_ = 0;
}

bool read_memory(uintptr_t address, void* copy, size_t size) {
  iovec local{copy, size};
  iovec remote{reinterpret_cast<void*>(address), size};
  ssize_t copied = process_vm_readv(getpid(), &local, 1, &remote, 1, 0);
  if (copied == static_cast<ssize_t>(size)) return true;
  if (copied >= 0 || errno == EFAULT) return false;
  // Not allowed in this sandbox: look directly; a fault ends the section of the report.
  std::memcpy(copy, reinterpret_cast<const void*>(address), size);
  return true;
}

LineReader::LineReader(const char* path) : file_(open(path, O_RDONLY | O_CLOEXEC)) {}
LineReader::~LineReader() {
  if (file_ >= 0) close(file_);
}

bool LineReader::next(std::string_view* line) {
  for (;;) {
    auto* newline = static_cast<char*>(std::memchr(buffer_ + begin_, '\n', end_ - begin_));
    bool is_full = begin_ == 0 && end_ == sizeof buffer_;
    if (newline != nullptr || ((at_end_ || is_full) && begin_ < end_)) {
      size_t stop = newline != nullptr ? static_cast<size_t>(newline - buffer_) : end_;
      *line = {buffer_ + begin_, stop - begin_};
      begin_ = newline != nullptr ? stop + 1 : stop;
      return true;
    }
    if (at_end_ || file_ < 0) return false;
    std::memmove(buffer_, buffer_ + begin_, end_ - begin_);
    end_ -= begin_;
    begin_ = 0;
    ssize_t got = read(file_, buffer_ + end_, sizeof buffer_ - end_);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) at_end_ = true;
    else end_ += static_cast<size_t>(got);
  }
}

}  // namespace kiln
