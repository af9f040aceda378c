#include "stdlib/diagnostic/hprof_writer.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <climits>
#include <cstring>

namespace kiln::diagnostic {

HprofWriter::~HprofWriter() {
  if (zip_ != nullptr) gzclose(zip_);
  if (fd_ >= 0) ::close(fd_);
}

bool HprofWriter::open(const std::string& path, bool overwrite, int compression) {
  fd_ = ::open(path.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC | (overwrite ? O_TRUNC : O_EXCL), 0600);
  if (fd_ < 0) return false;
  if (compression != 0) {
    char mode[] = {'w', 'b', static_cast<char>('0' + compression), '\0'};
    zip_ = gzdopen(dup(fd_), mode);
    if (zip_ == nullptr) return false;
  }
  timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  constexpr char kName[] = "JAVA PROFILE 1.0.2";
  std::string head(kName, sizeof kName);
  append(&head, kIdBytes, 4);
  append(&head, static_cast<uint64_t>(now.tv_sec) * 1000 + static_cast<uint64_t>(now.tv_nsec) / 1'000'000, 8);
  write(head.data(), head.size());
  return true;
}

bool HprofWriter::finish() {
  end_segment();
  record(HprofRecord::kHeapDumpEnd, "");
  if (zip_ != nullptr && gzclose(zip_) != Z_OK && error_ == 0) error_ = EIO;
  zip_ = nullptr;
  struct stat status;
  if (fstat(fd_, &status) == 0) file_bytes_ = static_cast<uint64_t>(status.st_size);
  if (::close(fd_) != 0 && error_ == 0) error_ = errno;
  fd_ = -1;
  errno = error_;
  return error_ == 0;
}

void HprofWriter::append(std::string* to, uint64_t value, int bytes) {
  for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) to->push_back(static_cast<char>(value >> shift));
}

void HprofWriter::write(const void* data, size_t size) {
  const char* at = static_cast<const char*>(data);
  while (size > 0 && error_ == 0) {
    size_t piece = std::min(size, size_t{INT_MAX / 2});
    ssize_t n = zip_ != nullptr ? gzwrite(zip_, at, static_cast<unsigned>(piece)) : ::write(fd_, at, piece);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) {
      error_ = errno != 0 ? errno : EIO;
      return;
    }
    at += n;
    size -= static_cast<size_t>(n);
  }
}

void HprofWriter::header(HprofRecord tag, uint32_t length) {
  std::string head(1, static_cast<char>(tag));
  append(&head, 0, 4);
  append(&head, length, 4);
  write(head.data(), head.size());
}

void HprofWriter::record(HprofRecord tag, std::string_view body) {
  end_segment();
  header(tag, static_cast<uint32_t>(body.size()));
  write(body.data(), body.size());
}

void HprofWriter::spill() {
  write(segment_.data(), segment_.size());
  segment_.clear();
}

void HprofWriter::end_segment() {
  if (!is_streaming_ && !segment_.empty()) header(HprofRecord::kHeapDumpSegment, static_cast<uint32_t>(segment_.size()));
  spill();
  is_streaming_ = false;
}

void HprofWriter::begin_sub(HprofSub tag, uint64_t bytes) {
  if (is_streaming_ || segment_.size() + bytes + 1 > kSegmentBytes) end_segment();
  if (bytes + 1 > kSegmentBytes) {
    header(HprofRecord::kHeapDumpSegment, static_cast<uint32_t>(bytes + 1));
    is_streaming_ = true;
  }
  u1(static_cast<uint8_t>(tag));
}

void HprofWriter::u1(uint8_t value) { segment_.push_back(static_cast<char>(value)); }
void HprofWriter::u2(uint16_t value) { append(&segment_, value, 2); }
void HprofWriter::u4(uint32_t value) { append(&segment_, value, 4); }
void HprofWriter::u8(uint64_t value) {
  append(&segment_, value, 8);
  if (is_streaming_ && segment_.size() >= kSegmentBytes) spill();
}

void HprofWriter::elements(const void* data, uint64_t count, uint32_t shift) {
  const char* at = static_cast<const char*>(data);
  const size_t size = size_t{1} << shift;
  for (uint64_t i = 0; i < count; i++, at += size) {
    for (size_t b = size; b-- > 0;) segment_.push_back(at[b]);
    if (is_streaming_ && segment_.size() >= kSegmentBytes) spill();
  }
}

}  // namespace kiln::diagnostic
