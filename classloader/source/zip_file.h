// classloader/source/zip_file.h - a jar, as far as finding and unpacking classes needs it.
//
// Reads the central directory once into a hash table; content is inflated at need. Understands stored and deflated
// entries, zip64, and bytes before the archive. Nothing in the file is trusted.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>

#include "classloader/source/mapped_file.h"
#include "classloader/source/resource.h"

namespace kiln {

class ZipFile {
 public:
  // Null with *error when there is no readable archive at `path`.
  static std::unique_ptr<ZipFile> open(const std::string& path, std::string* error);

  // Thread safe. kBroken with *error when the entry is damaged, encrypted or packed in another way.
  [[nodiscard]] Lookup read(std::string_view name, Resource* result, std::string* error) const;

  size_t size() const { return entries_.size(); }
  // Calls visit(name) for each entry, in no useful order.
  template <typename Visitor>
  void for_each_name(Visitor visit) const {
    for (const auto& [name, entry] : entries_) visit(name);
  }

 private:
  struct Entry {
    uint64_t header_offset;
    uint64_t packed_size, size;
    uint32_t checksum;
    uint16_t method, flags;
  };
  ZipFile() = default;
  const char* read_directory();

  MappedFile file_;
  std::span<const uint8_t> bytes_;  // from the first byte of the archive proper
  std::unordered_map<std::string_view, Entry> entries_;
};

}  // namespace kiln
