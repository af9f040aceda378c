#include "classloader/source/class_path.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace kiln {

Lookup read_file(const std::string& path, Resource* result, std::string* error) {
  int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0 && (errno == ENOENT || errno == ENOTDIR || errno == ENAMETOOLONG)) return Lookup::kAbsent;
  struct stat status;
  if (file < 0 || fstat(file, &status) != 0) {
    *error = fmt::format("{}: {}", path, std::strerror(errno));
    if (file >= 0) close(file);
    return Lookup::kBroken;
  }
  if (!S_ISREG(status.st_mode)) {
    close(file);
    return Lookup::kAbsent;
  }
  std::vector<uint8_t> content(static_cast<size_t>(status.st_size));
  size_t done = 0;
  while (done < content.size()) {
    ssize_t got = ::read(file, content.data() + done, content.size() - done);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) break;
    done += static_cast<size_t>(got);
  }
  close(file);
  content.resize(done);
  *result = Resource::owned(std::move(content));
  return Lookup::kFound;
}

void ClassPath::append(std::string_view list) {
  while (!list.empty()) {
    size_t colon = list.find(':');
    std::string_view path = list.substr(0, colon);
    list.remove_prefix(colon == std::string_view::npos ? list.size() : colon + 1);
    if (path.empty()) continue;
    Entry entry;
    entry.path = path;
    struct stat status;
    if (stat(entry.path.c_str(), &status) == 0 && S_ISREG(status.st_mode)) {
      std::string ignored;
      entry.zip = ZipFile::open(entry.path, &ignored);
      entry.is_broken = entry.zip == nullptr;
    }
    entries_.push_back(std::move(entry));
  }
}

Lookup ClassPath::read(std::string_view name, Resource* result, std::string* error, size_t* entry) const {
  for (size_t i = 0; i < entries_.size(); i++) {
    const Entry& e = entries_[i];
    if (e.is_broken) continue;
    Lookup lookup = e.zip != nullptr ? e.zip->read(name, result, error)
                                     : read_file(fmt::format("{}/{}", e.path, name), result, error);
    if (lookup == Lookup::kAbsent) continue;
    if (entry != nullptr) *entry = i;
    return lookup;
  }
  return Lookup::kAbsent;
}

}  // namespace kiln
