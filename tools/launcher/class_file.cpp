// Walks a constant pool just far enough to find the name of this_class. Any doubt means: not understood.
#include "tools/launcher/class_file.h"

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <optional>
#include <string_view>
#include <vector>

namespace kiln::launcher {
namespace {

/// Big-endian reader over bytes that may end too early; then it fails and stays failed.
class Reader {
 public:
  explicit Reader(std::string_view bytes) : bytes_(bytes) {}
  bool failed() const { return failed_; }
  uint32_t number(size_t count) {
    uint32_t value = 0;
    for (unsigned char byte : raw(count)) value = value << 8 | byte;
    return value;
  }
  std::string_view raw(size_t count) {
    if (failed_ || bytes_.size() - at_ < count) {
      failed_ = true;
      return {};
    }
    at_ += count;
    return bytes_.substr(at_ - count, count);
  }

 private:
  std::string_view bytes_;
  size_t at_ = 0;
  bool failed_ = false;
};

/// Bytes that follow the tag of a constant (JVMS 4.4), 0 for an unknown tag. Utf8 carries its own length.
size_t size_of_constant(uint32_t tag) {
  switch (tag) {
    case 7:
    case 8:
    case 16:
    case 19:
    case 20:
      return 2;
    case 15:
      return 3;
    case 3:
    case 4:
    case 9:
    case 10:
    case 11:
    case 12:
    case 17:
    case 18:
      return 4;
    case 5:
    case 6:
      return 8;
    default:
      return 0;
  }
}

std::optional<std::string> read_this_class(std::string_view bytes) {
  constexpr uint32_t kUtf8 = 1, kClass = 7, kLong = 5, kDouble = 6;
  Reader in(bytes);
  if (in.number(4) != 0xcafebabe) return std::nullopt;
  in.raw(4);  // minor and major version
  uint32_t count = in.number(2);
  std::vector<std::string_view> texts(count);
  std::vector<uint32_t> name_of_class(count);
  for (uint32_t i = 1; i < count && !in.failed(); i++) {
    uint32_t tag = in.number(1);
    if (tag == kUtf8) {
      texts[i] = in.raw(in.number(2));
    } else if (tag == kClass) {
      name_of_class[i] = in.number(2);
    } else {
      size_t size = size_of_constant(tag);
      if (size == 0) return std::nullopt;
      in.raw(size);
      if (tag == kLong || tag == kDouble) i++;
    }
  }
  in.raw(2);  // access flags
  uint32_t this_class = in.number(2);
  if (in.failed() || this_class >= count || name_of_class[this_class] >= count) return std::nullopt;
  std::string name(texts[name_of_class[this_class]]);
  if (name.empty()) return std::nullopt;
  return name;
}

std::string read_file(const std::string& path) {
  std::string bytes;
  if (FILE* file = std::fopen(path.c_str(), "rb")) {
    char buffer[4096];
    while (size_t count = std::fread(buffer, 1, sizeof buffer, file)) bytes.append(buffer, count);
    std::fclose(file);
  }
  return bytes;
}

/// The folder of `path`, without its last `/`: "." for a bare name.
std::string folder_of(const std::string& path) {
  size_t slash = path.rfind('/');
  if (slash == std::string::npos) return ".";
  return slash == 0 ? "/" : path.substr(0, slash);
}

}  // namespace

ClassFileName name_of_class_file(const std::string& path) {
  size_t slash = path.rfind('/');
  std::string stem = path.substr(slash == std::string::npos ? 0 : slash + 1);
  stem.resize(stem.size() - std::string_view(".class").size());
  const ClassFileName own_name = {stem, folder_of(path)};

  auto name = read_this_class(read_file(path));
  if (!name) return own_name;
  char* resolved = realpath(path.c_str(), nullptr);
  const std::string full_path = resolved != nullptr ? resolved : path;
  std::free(resolved);

  const std::string suffix = *name + ".class";
  std::string root;
  if (path == suffix) {
    root = ".";
  } else if (path.ends_with("/" + suffix)) {
    root = folder_of(path.substr(0, path.size() - suffix.size() + 1));
  } else if (full_path.ends_with("/" + suffix)) {
    root = folder_of(full_path.substr(0, full_path.size() - suffix.size() + 1));
  } else {
    return own_name;
  }
  for (char& c : *name) {
    if (c == '/') c = '.';
  }
  return {*name, root};
}

}  // namespace kiln::launcher
