// classloader/source/jimage.h - reads the JDK's lib/modules, the "jimage" file that holds all system classes.
//
//   header      magic, version, flags, resource count, table length, sizes of locations and strings
//   redirect    s4[n]   perfect hash: by hash(path) % n, either a second seed, or -1 - index
//   offsets     u4[n]   where the location of entry i starts
//   locations   packed attributes: module, parent, base, extension (offsets into strings), content offset, sizes
//   strings     modified UTF-8, NUL terminated
//   contents    resources, stored or compressed
//
// A resource's path is /module/parent/base.extension, e.g. /java.base/java/lang/Object.class. The file is in the
// byte order of the machine it was made for; another order is refused. Nothing in it is trusted: a damaged image
// gives "absent" or "broken", never a stray read.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "classloader/source/mapped_file.h"
#include "classloader/source/resource.h"

namespace kiln {

class Jimage {
 public:
  // Null with *error when there is no readable image at `path`.
  static std::unique_ptr<Jimage> open(const std::string& path, std::string* error);

  // One entry's description; the texts point into the image.
  struct Location {
    std::string_view module, parent, base, extension;
    uint64_t content_offset = 0;
    uint64_t compressed_size = 0;  // 0: stored
    uint64_t uncompressed_size = 0;
    // "/module/parent/base.extension"
    std::string path() const;
  };

  // Looks for `path` inside `module`: find("java.base", "java/lang/Object.class"). Thread safe.
  std::optional<Location> find(std::string_view module, std::string_view path) const;
  std::optional<Location> find(std::string_view full_path) const;

  // The content: zero copy when stored. kBroken with *error when damaged or compressed in an unknown way.
  [[nodiscard]] Lookup read(const Location& location, Resource* result, std::string* error) const;

  // Stored or compressed content of `path` in `module`.
  [[nodiscard]] Lookup read(std::string_view module, std::string_view path, Resource* result, std::string* error) const;

  // Which module has classes in `package` (java/lang or java.lang); empty when none.
  std::string_view module_of_package(std::string_view package) const;

  // Number of entries; location(i) for i below it describes each once, in no useful order.
  size_t size() const { return table_length_; }
  std::optional<Location> location(size_t i) const;

 private:
  Jimage() = default;
  std::string_view string_at(uint64_t offset) const;
  std::optional<Location> location_at(uint32_t offset) const;
  template <typename Feed>
  std::optional<uint32_t> index_of(Feed feed) const;
  bool decompress(std::span<const uint8_t> input, std::vector<uint8_t>* out, std::string* error) const;
  bool expand_shared_strings(std::span<const uint8_t> input, std::span<uint8_t> out) const;

  MappedFile file_;
  uint32_t table_length_ = 0;
  std::span<const uint8_t> redirect_, offsets_, locations_, strings_, contents_;
};

}  // namespace kiln
