// Finds META-INF/MANIFEST.MF in the central directory of a zip file (APPNOTE 4.3.12, 4.3.16, and 4.3.14 for zip64).
// The manifest itself is read later by LauncherHelper, inside the VM.
#include "tools/launcher/jar_file.h"

#include <fcntl.h>
#include <strings.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdint>
#include <cstring>
#include <string_view>

namespace kiln::launcher {
namespace {

constexpr size_t kEndSize = 22, kEnd64LocatorSize = 20, kEnd64Size = 56, kEntrySize = 46;
constexpr size_t kMaxComment = 0xffff;
constexpr std::string_view kManifest = "META-INF/MANIFEST.MF";

/// Little-endian number of `count` bytes. The caller has checked the bounds.
uint64_t number(const uint8_t* at, size_t count) {
  uint64_t value = 0;
  for (size_t i = count; i-- > 0;) value = value << 8 | at[i];
  return value;
}

bool has_signature(const uint8_t* at, char third, char fourth) {
  return at[0] == 'P' && at[1] == 'K' && at[2] == third && at[3] == fourth;
}

/// The end record, searched backwards over a possible comment; null if there is none.
const uint8_t* find_end(const uint8_t* bytes, size_t size) {
  if (size < kEndSize) return nullptr;
  size_t lowest = size > kEndSize + kMaxComment ? size - kEndSize - kMaxComment : 0;
  for (size_t at = size - kEndSize + 1; at-- > lowest;) {
    if (has_signature(bytes + at, 5, 6) && at + kEndSize + number(bytes + at + 20, 2) == size) return bytes + at;
  }
  return nullptr;
}

bool has_manifest(const uint8_t* bytes, size_t size) {
  const uint8_t* end = find_end(bytes, size);
  if (end == nullptr) return false;
  uint64_t directory_size = number(end + 12, 4);
  const uint8_t* directory_end = end;
  size_t end_at = static_cast<size_t>(end - bytes);
  if (directory_size == 0xffffffff && end_at >= kEnd64LocatorSize + kEnd64Size &&
      has_signature(end - kEnd64LocatorSize, 6, 7)) {
    directory_end = end - kEnd64LocatorSize - kEnd64Size;
    if (!has_signature(directory_end, 6, 6)) return false;
    directory_size = number(directory_end + 40, 8);
  }
  // The directory ends where its end record begins; offsets are not used, so bytes before the archive do not matter.
  if (directory_size > static_cast<uint64_t>(directory_end - bytes)) return false;
  const uint8_t* entry = directory_end - directory_size;
  while (static_cast<size_t>(directory_end - entry) >= kEntrySize && has_signature(entry, 1, 2)) {
    size_t name_size = number(entry + 28, 2);
    size_t whole = kEntrySize + name_size + number(entry + 30, 2) + number(entry + 32, 2);
    if (whole > static_cast<size_t>(directory_end - entry)) return false;
    const char* name = reinterpret_cast<const char*>(entry + kEntrySize);
    if (name_size == kManifest.size() && strncasecmp(name, kManifest.data(), name_size) == 0) return true;
    entry += whole;
  }
  return false;
}

}  // namespace

std::optional<std::string> problem_with_jar(const std::string& path) {
  constexpr const char* kCorrupt = "Invalid or corrupt jarfile";
  int file = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return "Unable to access jarfile";
  struct stat status;
  bool is_file = fstat(file, &status) == 0 && S_ISREG(status.st_mode) && status.st_size > 0;
  size_t size = is_file ? static_cast<size_t>(status.st_size) : 0;
  void* mapped = is_file ? mmap(nullptr, size, PROT_READ, MAP_PRIVATE, file, 0) : MAP_FAILED;
  close(file);
  if (mapped == MAP_FAILED) return kCorrupt;
  bool good = has_manifest(static_cast<const uint8_t*>(mapped), size);
  munmap(mapped, size);
  if (!good) return kCorrupt;
  return std::nullopt;
}

}  // namespace kiln::launcher
