// classloader/source/mapped_file.h - a file mapped read-only for as long as the object lives.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <utility>

namespace kiln {

class MappedFile {
 public:
  MappedFile() = default;
  MappedFile(MappedFile&& other) noexcept { *this = std::move(other); }
  MappedFile& operator=(MappedFile&& other) noexcept {
    std::swap(bytes_, other.bytes_);
    return *this;
  }
  ~MappedFile();

  // False with *error ("<path>: <reason>") when the file cannot be opened or mapped. An empty file maps to nothing.
  [[nodiscard]] bool open(const std::string& path, std::string* error);
  std::span<const uint8_t> bytes() const { return bytes_; }

 private:
  std::span<const uint8_t> bytes_;
};

}  // namespace kiln
