#include "classloader/source/zip_file.h"

#include <fmt/format.h>
#include <zlib.h>

#include <algorithm>
#include <cstring>

namespace kiln {

namespace {

// Little-endian; the caller has checked that the bytes exist (this code runs on little-endian machines only).
template <typename T>
T get(std::span<const uint8_t> bytes, size_t offset) {
  T value;
  std::memcpy(&value, bytes.data() + offset, sizeof value);
  return value;
}

constexpr size_t kEndSize = 22, kEnd64Size = 56, kLocatorSize = 20, kCentralSize = 46, kLocalSize = 30;
constexpr uint32_t kEndMagic = 0x06054b50, kEnd64Magic = 0x06064b50, kLocatorMagic = 0x07064b50,
                   kCentralMagic = 0x02014b50, kLocalMagic = 0x04034b50;

}  // namespace

std::unique_ptr<ZipFile> ZipFile::open(const std::string& path, std::string* error) {
  auto zip = std::unique_ptr<ZipFile>(new ZipFile());
  if (!zip->file_.open(path, error)) return nullptr;
  zip->bytes_ = zip->file_.bytes();
  if (const char* why = zip->read_directory()) {
    *error = fmt::format("{}: {}", path, why);
    return nullptr;
  }
  return zip;
}

// Null when all is well, else what is wrong.
const char* ZipFile::read_directory() {
  size_t size = bytes_.size();
  if (size < kEndSize) return "not a zip file";
  // The end record is last but for a comment of up to 64 KB.
  size_t end = size - kEndSize, lowest = size > kEndSize + 0xffff ? size - kEndSize - 0xffff : 0;
  while (get<uint32_t>(bytes_, end) != kEndMagic || get<uint16_t>(bytes_, end + 20) > size - end - kEndSize) {
    if (end == lowest) return "not a zip file";
    end--;
  }
  uint64_t count = get<uint16_t>(bytes_, end + 10), directory_size = get<uint32_t>(bytes_, end + 12),
           directory = get<uint32_t>(bytes_, end + 16), directory_end = end;
  if (end >= kLocatorSize && get<uint32_t>(bytes_, end - kLocatorSize) == kLocatorMagic) {
    auto at = get<uint64_t>(bytes_, end - kLocatorSize + 8);
    // With bytes before the archive the offset is short by their number: the record then stands before the locator.
    if (at > size - kEnd64Size || get<uint32_t>(bytes_, at) != kEnd64Magic) {
      if (end < kLocatorSize + kEnd64Size) return "damaged zip64 end record";
      at = end - kLocatorSize - kEnd64Size;
    }
    if (get<uint32_t>(bytes_, at) != kEnd64Magic) return "damaged zip64 end record";
    count = get<uint64_t>(bytes_, at + 32);
    directory_size = get<uint64_t>(bytes_, at + 40);
    directory = get<uint64_t>(bytes_, at + 48);
    directory_end = at;
  }
  if (directory_size > directory_end || directory > directory_end - directory_size) return "damaged zip directory";
  bytes_ = bytes_.subspan(directory_end - directory_size - directory);
  std::span<const uint8_t> rest = bytes_.subspan(directory, directory_size);
  entries_.reserve(std::min<uint64_t>(count, directory_size / kCentralSize));
  while (rest.size() >= kCentralSize && get<uint32_t>(rest, 0) == kCentralMagic) {
    size_t name_size = get<uint16_t>(rest, 28), extra_size = get<uint16_t>(rest, 30),
           comment_size = get<uint16_t>(rest, 32);
    size_t record = kCentralSize + name_size + extra_size + comment_size;
    if (record > rest.size()) return "damaged zip directory";
    Entry entry{};
    entry.flags = get<uint16_t>(rest, 8);
    entry.method = get<uint16_t>(rest, 10);
    entry.checksum = get<uint32_t>(rest, 16);
    entry.packed_size = get<uint32_t>(rest, 20);
    entry.size = get<uint32_t>(rest, 24);
    entry.header_offset = get<uint32_t>(rest, 42);
    std::span<const uint8_t> extra = rest.subspan(kCentralSize + name_size, extra_size);
    while (extra.size() >= 4) {
      uint16_t id = get<uint16_t>(extra, 0), length = get<uint16_t>(extra, 2);
      if (length + 4u > extra.size()) break;
      if (id == 1) {  // zip64: those fields, in order, that are saturated in the record
        std::span<const uint8_t> wide = extra.subspan(4, length);
        for (uint64_t* field : {&entry.size, &entry.packed_size, &entry.header_offset}) {
          if (*field != 0xffffffff || wide.size() < 8) continue;
          *field = get<uint64_t>(wide, 0);
          wide = wide.subspan(8);
        }
      }
      extra = extra.subspan(length + 4u);
    }
    std::string_view name(reinterpret_cast<const char*>(rest.data()) + kCentralSize, name_size);
    entries_.insert_or_assign(name, entry);
    rest = rest.subspan(record);
  }
  return nullptr;
}

Lookup ZipFile::read(std::string_view name, Resource* result, std::string* error) const {
  auto found = entries_.find(name);
  if (found == entries_.end()) return Lookup::kAbsent;
  const Entry& entry = found->second;
  auto broken = [&](const char* why) {
    *error = fmt::format("{}: {}", name, why);
    return Lookup::kBroken;
  };
  if (entry.flags & 1) return broken("encrypted zip entry");
  if (bytes_.size() < kLocalSize || entry.header_offset > bytes_.size() - kLocalSize)
    return broken("damaged zip entry");
  std::span<const uint8_t> local = bytes_.subspan(entry.header_offset);
  size_t header = kLocalSize + get<uint16_t>(local, 26) + get<uint16_t>(local, 28);
  if (get<uint32_t>(local, 0) != kLocalMagic || header > local.size() || entry.packed_size > local.size() - header) {
    return broken("damaged zip entry");
  }
  std::span<const uint8_t> packed = local.subspan(header, entry.packed_size);
  if (entry.method == 0) {
    if (entry.packed_size != entry.size) return broken("damaged zip entry");
    *result = Resource::borrowed(packed);
    return Lookup::kFound;
  }
  if (entry.method != Z_DEFLATED) return broken("zip entry compressed by an unknown method");
  // Deflate cannot shrink below 1:1032: do not let a lie about the size ask for all memory.
  if (entry.size > UINT32_MAX || entry.size / 1040 > entry.packed_size) return broken("damaged zip entry");
  std::vector<uint8_t> content(entry.size);
  if (!inflate_all(packed, content, false)) return broken("damaged zip entry");
  if (crc32(0, content.data(), static_cast<uInt>(content.size())) != entry.checksum)
    return broken("wrong checksum in zip entry");
  *result = Resource::owned(std::move(content));
  return Lookup::kFound;
}

}  // namespace kiln
