#include "classloader/source/jimage.h"

#include <fmt/format.h>

#include <cstring>

namespace kiln {

namespace {

template <typename T>
T load(std::span<const uint8_t> bytes, size_t index) {
  T value;
  std::memcpy(&value, bytes.data() + index * sizeof(T), sizeof(T));
  return value;
}

constexpr uint32_t kMagic = 0xcafedada;
constexpr size_t kHeaderSize = 28;
constexpr uint32_t kHashSeed = 0x01000193;

uint32_t hash_more(uint32_t hash, std::string_view text) {
  for (char c : text) hash = (hash * kHashSeed) ^ static_cast<uint8_t>(c);
  return hash;
}

// Attribute kinds of a location.
enum : uint8_t { kEnd, kModule, kParent, kBase, kExtension, kOffset, kCompressed, kUncompressed, kKinds };

}  // namespace

std::unique_ptr<Jimage> Jimage::open(const std::string& path, std::string* error) {
  auto image = std::unique_ptr<Jimage>(new Jimage());
  if (!image->file_.open(path, error)) return nullptr;
  std::span<const uint8_t> bytes = image->file_.bytes();
  auto refuse = [&](const char* why) {
    *error = fmt::format("{}: {}", path, why);
    return nullptr;
  };
  if (bytes.size() < kHeaderSize || load<uint32_t>(bytes, 0) != kMagic)
    return refuse("not a jimage of this machine's byte order");
  if (load<uint32_t>(bytes, 1) != 0x00010000) return refuse("unknown jimage version");
  uint64_t table = load<uint32_t>(bytes, 4), location_size = load<uint32_t>(bytes, 5),
           string_size = load<uint32_t>(bytes, 6);
  uint64_t index_size = kHeaderSize + 8 * table + location_size + string_size;
  if (table == 0 || index_size > bytes.size()) return refuse("damaged jimage header");
  image->table_length_ = static_cast<uint32_t>(table);
  size_t at = kHeaderSize;
  auto cut = [&](uint64_t size) {
    auto part = bytes.subspan(at, size);
    at += size;
    return part;
  };
  image->redirect_ = cut(4 * table);
  image->offsets_ = cut(4 * table);
  image->locations_ = cut(location_size);
  image->strings_ = cut(string_size);
  image->contents_ = bytes.subspan(at);
  if (image->strings_.empty() || image->strings_.back() != 0) return refuse("damaged jimage strings");
  return image;
}

std::string Jimage::Location::path() const {
  std::string result;
  if (!module.empty()) result += fmt::format("/{}/", module);
  if (!parent.empty()) result += fmt::format("{}/", parent);
  result += base;
  if (!extension.empty()) result += fmt::format(".{}", extension);
  return result;
}

std::string_view Jimage::string_at(uint64_t offset) const {
  if (offset >= strings_.size()) return {};
  return reinterpret_cast<const char*>(strings_.data() + offset);  // the table ends in a NUL
}

std::optional<Jimage::Location> Jimage::location_at(uint32_t offset) const {
  uint64_t values[kKinds] = {};
  size_t at = offset;
  for (;;) {
    if (at >= locations_.size()) return std::nullopt;
    uint8_t kind = locations_[at] >> 3;
    size_t length = (locations_[at] & 7) + 1u;
    if (kind == kEnd) break;
    if (kind >= kKinds || at + 1 + length > locations_.size()) return std::nullopt;
    uint64_t value = 0;
    for (size_t i = 1; i <= length; i++) value = value << 8 | locations_[at + i];
    values[kind] = value;
    at += 1 + length;
  }
  Location result;
  result.module = string_at(values[kModule]);
  result.parent = string_at(values[kParent]);
  result.base = string_at(values[kBase]);
  result.extension = string_at(values[kExtension]);
  result.content_offset = values[kOffset];
  result.compressed_size = values[kCompressed];
  result.uncompressed_size = values[kUncompressed];
  return result;
}

// `feed(seed)` hashes the wanted path. The entry found may be another's: callers compare.
template <typename Feed>
std::optional<uint32_t> Jimage::index_of(Feed feed) const {
  auto hash = [&](uint32_t seed) { return feed(seed) & 0x7fffffff; };
  auto redirect = load<int32_t>(redirect_, hash(kHashSeed) % table_length_);
  if (redirect == 0) return std::nullopt;
  uint32_t index =
      redirect > 0 ? hash(static_cast<uint32_t>(redirect)) % table_length_ : static_cast<uint32_t>(-1 - redirect);
  if (index >= table_length_) return std::nullopt;
  return index;
}

std::optional<Jimage::Location> Jimage::location(size_t i) const {
  if (i >= table_length_) return std::nullopt;
  return location_at(load<uint32_t>(offsets_, i));
}

std::optional<Jimage::Location> Jimage::find(std::string_view module, std::string_view path) const {
  auto index = index_of([&](uint32_t seed) {
    return hash_more(hash_more(hash_more(hash_more(seed, "/"), module), "/"), path);
  });
  if (!index) return std::nullopt;
  std::optional<Location> found = location(*index);
  if (!found || found->module != module) return std::nullopt;
  // path must be parent/base.extension, each piece with its separator only when present.
  std::string_view rest = path;
  auto eat = [&](std::string_view piece) {
    if (!rest.starts_with(piece)) return false;
    rest.remove_prefix(piece.size());
    return true;
  };
  if (!found->parent.empty() && !(eat(found->parent) && eat("/"))) return std::nullopt;
  if (!eat(found->base)) return std::nullopt;
  if (!found->extension.empty() && !(eat(".") && eat(found->extension))) return std::nullopt;
  return rest.empty() ? found : std::nullopt;
}

std::optional<Jimage::Location> Jimage::find(std::string_view full_path) const {
  if (!full_path.starts_with('/')) return std::nullopt;
  size_t slash = full_path.find('/', 1);
  if (slash == std::string_view::npos) return std::nullopt;
  return find(full_path.substr(1, slash - 1), full_path.substr(slash + 1));
}

std::string_view Jimage::module_of_package(std::string_view package) const {
  std::string path = "/packages/";
  for (char c : package) path += c == '/' ? '.' : c;
  std::optional<Location> found = find(path);
  if (!found) return {};
  Resource content;
  std::string error;
  if (read(*found, &content, &error) != Lookup::kFound) return {};
  // Pairs of u4: "has only a name here, no resources", offset of the module's name.
  std::span<const uint8_t> pairs = content.bytes();
  for (size_t i = 0; i + 1 < pairs.size() / 4; i += 2) {
    if (load<uint32_t>(pairs, i) == 0) return string_at(load<uint32_t>(pairs, i + 1));
  }
  return {};
}

Lookup Jimage::read(std::string_view module, std::string_view path, Resource* result, std::string* error) const {
  std::optional<Location> found = find(module, path);
  return found ? read(*found, result, error) : Lookup::kAbsent;
}

Lookup Jimage::read(const Location& location, Resource* result, std::string* error) const {
  uint64_t size = location.compressed_size != 0 ? location.compressed_size : location.uncompressed_size;
  if (location.content_offset > contents_.size() || size > contents_.size() - location.content_offset) {
    *error = fmt::format("{}: lies outside the image", location.path());
    return Lookup::kBroken;
  }
  std::span<const uint8_t> stored = contents_.subspan(location.content_offset, size);
  if (location.compressed_size == 0) {
    *result = Resource::borrowed(stored);
    return Lookup::kFound;
  }
  std::vector<uint8_t> content;
  std::string reason;
  if (!decompress(stored, &content, &reason) || content.size() != location.uncompressed_size) {
    *error = fmt::format("{}: {}", location.path(), reason.empty() ? "damaged content" : reason);
    return Lookup::kBroken;
  }
  *result = Resource::owned(std::move(content));
  return Lookup::kFound;
}

// A compressed resource is wrapped once per compressor: a 29 byte header and the packed content, outermost first.
bool Jimage::decompress(std::span<const uint8_t> input, std::vector<uint8_t>* out, std::string* error) const {
  constexpr uint32_t kResourceMagic = 0xcafefafa;
  constexpr size_t kResourceHeader = 29;
  constexpr uint64_t kMaxResource = uint64_t{1} << 31;
  std::vector<uint8_t> current(input.begin(), input.end());
  while (current.size() >= kResourceHeader) {
    std::span<const uint8_t> bytes = current;
    if (load<uint32_t>(bytes, 0) != kResourceMagic) break;
    auto packed = load<uint64_t>(bytes.subspan(4), 0), unpacked = load<uint64_t>(bytes.subspan(12), 0);
    std::string_view method = string_at(load<uint32_t>(bytes.subspan(20), 0));
    if (packed > bytes.size() - kResourceHeader || unpacked > kMaxResource) return false;
    std::span<const uint8_t> content = bytes.subspan(kResourceHeader, packed);
    std::vector<uint8_t> next(unpacked);
    if (method == "zip") {
      if (!inflate_all(content, next, true)) return false;
    } else if (method == "compact-cp") {
      if (!expand_shared_strings(content, next)) return false;
    } else {
      *error = fmt::format("compressed by unknown method '{}'", method);
      return false;
    }
    current = std::move(next);
  }
  *out = std::move(current);
  return true;
}

namespace {
// Numbers of compact-cp: the first byte's top bit says that its next two bits are the length, the rest big-endian.
bool read_compressed_int(std::span<const uint8_t> bytes, size_t* at, uint32_t* value) {
  if (*at >= bytes.size()) return false;
  uint8_t first = bytes[*at];
  if ((first & 0x80) == 0) {  // not compressed: four bytes
    if (bytes.size() - *at < 4) return false;
    *value = uint32_t{first} << 24 | uint32_t{bytes[*at + 1]} << 16 | uint32_t{bytes[*at + 2]} << 8 | bytes[*at + 3];
    *at += 4;
    return true;
  }
  size_t length = first >> 5 & 3;
  if (length == 0 || bytes.size() - *at < length) return false;
  *value = first & 0x1f;
  for (size_t i = 1; i < length; i++) *value = *value << 8 | bytes[*at + i];
  *at += length;
  return true;
}
}  // namespace

// compact-cp replaces Utf8 constants by references into the image's strings: tag 23 is a whole string, tag 25 a
// descriptor whose class names (packages and simple names apart) are references.
bool Jimage::expand_shared_strings(std::span<const uint8_t> in, std::span<uint8_t> out) const {
  constexpr uint8_t kSharedString = 23, kSharedDescriptor = 25;
  size_t from = 0, to = 0;
  auto copy = [&](size_t count) {
    if (in.size() - from < count || out.size() - to < count) return false;
    std::memcpy(out.data() + to, in.data() + from, count);
    from += count;
    to += count;
    return true;
  };
  auto put = [&](std::string_view text) {
    if (out.size() - to < text.size()) return false;
    std::memcpy(out.data() + to, text.data(), text.size());
    to += text.size();
    return true;
  };
  auto put_length_before = [&](size_t start) {
    size_t length = to - start - 2;
    out[start] = static_cast<uint8_t>(length >> 8);
    out[start + 1] = static_cast<uint8_t>(length);
    return length <= 0xffff;
  };
  if (!copy(10)) return false;
  unsigned count = static_cast<unsigned>(in[8] << 8 | in[9]);
  for (unsigned i = 1; i < count; i++) {
    if (from >= in.size()) return false;
    uint8_t tag = in[from];
    if (tag == kSharedString || tag == kSharedDescriptor) {
      from++;
      if (out.size() - to < 3) return false;
      out[to++] = 1;
      size_t start = to;
      to += 2;
      uint32_t index;
      if (!read_compressed_int(in, &from, &index)) return false;
      std::string_view text = string_at(index);
      if (tag == kSharedString) {
        if (!put(text)) return false;
      } else {
        uint32_t length;
        if (!read_compressed_int(in, &from, &length) || in.size() - from < length) return false;
        std::span<const uint8_t> references = in.subspan(from, length);
        from += length;
        size_t at = 0;
        for (char c : text) {
          if (!put({&c, 1})) return false;
          if (c != 'L' || at >= references.size()) continue;
          uint32_t package, name;
          if (!read_compressed_int(references, &at, &package) || !read_compressed_int(references, &at, &name))
            return false;
          std::string_view prefix = string_at(package);
          if (!prefix.empty() && !(put(prefix) && put("/"))) return false;
          if (!put(string_at(name))) return false;
        }
      }
      if (!put_length_before(start)) return false;
      continue;
    }
    switch (tag) {
      case 1:
        if (in.size() - from < 3 || !copy(3u + static_cast<unsigned>(in[from + 1] << 8 | in[from + 2]))) return false;
        break;
      case 5: case 6:
        if (!copy(9)) return false;
        i++;
        break;
      case 7: case 8: case 16: case 19: case 20:
        if (!copy(3)) return false;
        break;
      case 15:
        if (!copy(4)) return false;
        break;
      case 3: case 4: case 9: case 10: case 11: case 12: case 17: case 18:
        if (!copy(5)) return false;
        break;
      default: return false;
    }
  }
  return copy(in.size() - from) && to == out.size();
}

}  // namespace kiln
