#include "classloader/source/mapped_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "vm/base/check.h"

namespace kiln {

MappedFile::~MappedFile() {
  if (!bytes_.empty()) munmap(const_cast<uint8_t*>(bytes_.data()), bytes_.size());
}

bool MappedFile::open(const std::string& path, std::string* error) {
  VM_CHECK(bytes_.empty());
  auto failed = [&](int reason) {
    *error = fmt::format("{}: {}", path, std::strerror(reason));
    return false;
  };
  int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return failed(errno);
  struct stat status;
  if (fstat(file, &status) != 0 || S_ISDIR(status.st_mode)) {
    int reason = S_ISDIR(status.st_mode) ? EISDIR : errno;
    close(file);
    return failed(reason);
  }
  auto size = static_cast<size_t>(status.st_size);
  if (size != 0) {
    void* start = mmap(nullptr, size, PROT_READ, MAP_SHARED, file, 0);
    if (start == MAP_FAILED) {
      int reason = errno;
      close(file);
      return failed(reason);
    }
    bytes_ = {static_cast<const uint8_t*>(start), size};
  }
  close(file);
  return true;
}

}  // namespace kiln
