// classloader/parse/byte_reader.h - reads big-endian numbers from bytes that nobody vouches for.
//
// Reading past the end yields zeroes and sets overrun() for good, so a caller checks once per item instead of
// once per number: zeroes never index memory, and no loop goes on after an overrun.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace kiln::classfile {

class ByteReader {
 public:
  ByteReader() = default;
  explicit ByteReader(std::span<const uint8_t> bytes)
      : next_(bytes.data()), start_(bytes.data()), end_(bytes.data() + bytes.size()) {}

  bool overrun() const { return overrun_; }
  size_t remaining() const { return static_cast<size_t>(end_ - next_); }
  size_t offset() const { return static_cast<size_t>(next_ - start_); }
  bool at_end() const { return next_ == end_; }

  uint8_t u1() { return need(1) ? *next_++ : 0; }
  uint16_t u2() {
    if (!need(2)) return 0;
    auto value = static_cast<uint16_t>(next_[0] << 8 | next_[1]);
    next_ += 2;
    return value;
  }
  uint32_t u4() {
    if (!need(4)) return 0;
    uint32_t value = uint32_t{next_[0]} << 24 | uint32_t{next_[1]} << 16 | uint32_t{next_[2]} << 8 | next_[3];
    next_ += 4;
    return value;
  }
  uint64_t u8() {
    uint64_t high = u4();
    return high << 32 | u4();
  }
  // The next `size_bytes` bytes; empty and overrun when there are fewer.
  std::span<const uint8_t> take(size_t size_bytes) {
    if (!need(size_bytes)) return {};
    std::span<const uint8_t> result(next_, size_bytes);
    next_ += size_bytes;
    return result;
  }
  // Like take, but what is missing at the end is left out without an overrun, and nothing is consumed.
  std::span<const uint8_t> peek(size_t size_bytes) const {
    return {next_, size_bytes < remaining() ? size_bytes : remaining()};
  }
  void skip(size_t size_bytes) { take(size_bytes); }

 private:
  bool need(size_t size_bytes) {
    if (remaining() >= size_bytes) [[likely]] return true;
    overrun_ = true;
    next_ = end_;
    return false;
  }
  const uint8_t* next_ = nullptr;
  const uint8_t* start_ = nullptr;
  const uint8_t* end_ = nullptr;
  bool overrun_ = false;
};

}  // namespace kiln::classfile
