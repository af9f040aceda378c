// stdlib/diagnostic/hprof_writer.h - the bytes of an HPROF file (format "JAVA PROFILE 1.0.2").
//
//   header: name, size of identifiers (8), time       record: tag u1, microseconds u4, length u4, body
//
// Records of tag kHeapDumpSegment hold sub-records one after the other; a segment's length stands before it, so it is
// gathered in memory and written when it is large enough. An array that does not fit goes into a segment of its own,
// piece by piece. All numbers are big-endian.
#pragma once

#include <zlib.h>

#include <cstdint>
#include <string>
#include <string_view>

namespace kiln::diagnostic {

// Tags of records.
enum class HprofRecord : uint8_t { kUtf8 = 0x01, kLoadClass = 0x02, kFrame = 0x04, kTrace = 0x05, kHeapDumpSegment = 0x1c, kHeapDumpEnd = 0x2c };
// Tags of sub-records.
enum class HprofSub : uint8_t {
  kRootUnknown = 0xff, kRootJniGlobal = 0x01, kRootJniLocal = 0x02, kRootJavaFrame = 0x03, kRootStickyClass = 0x05,
  kRootMonitorUsed = 0x07, kRootThread = 0x08, kClass = 0x20, kInstance = 0x21, kObjectArray = 0x22, kPrimitiveArray = 0x23,
};

class HprofWriter {
 public:
  static constexpr size_t kIdBytes = 8;

  HprofWriter() = default;
  ~HprofWriter();
  HprofWriter(const HprofWriter&) = delete;
  HprofWriter& operator=(const HprofWriter&) = delete;

  // Makes the file and writes the header. `compression` 0: none, 1..9: gzip. False: errno says why.
  bool open(const std::string& path, bool overwrite, int compression);
  // Ends the dump and closes; false when anything could not be written (errno).
  bool finish();
  // Of the file; after finish.
  uint64_t file_bytes() const { return file_bytes_; }

  // A whole record.
  void record(HprofRecord tag, std::string_view body);
  // Begins a sub-record whose body has `bytes` bytes; the appends that follow write them.
  void begin_sub(HprofSub tag, uint64_t bytes);
  void u1(uint8_t value);
  void u2(uint16_t value);
  void u4(uint32_t value);
  void u8(uint64_t value);
  void id(uint64_t value) { u8(value); }
  // `count` big-endian elements of 1 << shift bytes each.
  void elements(const void* data, uint64_t count, uint32_t shift);

  static void append(std::string* to, uint64_t value, int bytes);

 private:
  static constexpr size_t kSegmentBytes = 1 << 20;
  void end_segment();
  void write(const void* data, size_t size);
  void spill();
  void header(HprofRecord tag, uint32_t length);

  int fd_ = -1;
  gzFile zip_ = nullptr;
  int error_ = 0;
  uint64_t file_bytes_ = 0;
  std::string segment_;
  bool is_streaming_ = false;  // the length of the segment is written already; `segment_` is only a buffer
};

}  // namespace kiln::diagnostic
