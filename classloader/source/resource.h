// classloader/source/resource.h - the bytes of a class or resource: borrowed from a mapped file, or owned.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace kiln {

class Resource {
 public:
  Resource() = default;
  static Resource borrowed(std::span<const uint8_t> bytes) {
    Resource result;
    result.bytes_ = bytes;
    return result;
  }
  static Resource owned(std::vector<uint8_t> bytes) {
    Resource result;
    result.storage_ = std::move(bytes);
    result.bytes_ = result.storage_;
    result.is_owned_ = true;
    return result;
  }
  // A moved vector keeps its buffer, so the view stays right.
  Resource(Resource&&) = default;
  Resource& operator=(Resource&&) = default;

  std::span<const uint8_t> bytes() const { return bytes_; }
  // False: the bytes live as long as the source they came from; true: as long as this object.
  bool is_owned() const { return is_owned_; }

 private:
  std::vector<uint8_t> storage_;
  std::span<const uint8_t> bytes_;
  bool is_owned_ = false;
};

// What looking for a resource came to.
enum class Lookup : uint8_t { kFound, kAbsent, kBroken };

// Inflates `input` (raw deflate, or zlib format with `zlib_header`) into exactly out.size() bytes.
[[nodiscard]] bool inflate_all(std::span<const uint8_t> input, std::span<uint8_t> out, bool zlib_header);

}  // namespace kiln
