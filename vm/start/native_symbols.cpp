#include "vm/start/native_symbols.h"

#include <elf.h>
#include <fcntl.h>
#include <link.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstring>

#include "vm/start/crash_output.h"

namespace kiln {

namespace {

struct MapLine {
  uintptr_t start, end, offset;
  bool is_executable;
  std::string_view path;
};

uintptr_t take_hex(std::string_view* text) {
  uintptr_t value = 0;
  while (!text->empty()) {
    char c = text->front();
    int digit = c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
    if (digit < 0) break;
    value = value << 4 | static_cast<uintptr_t>(digit);
    text->remove_prefix(1);
  }
  return value;
}
void skip_word(std::string_view* text) {
  while (!text->empty() && text->front() != ' ') text->remove_prefix(1);
  while (!text->empty() && text->front() == ' ') text->remove_prefix(1);
}

// "55e0-55e1 r-xp 00001000 08:01 42   /usr/lib/x.so"
bool parse_map_line(std::string_view line, MapLine* map) {
  map->start = take_hex(&line);
  if (line.empty() || line.front() != '-') return false;
  line.remove_prefix(1);
  map->end = take_hex(&line);
  skip_word(&line);
  map->is_executable = line.size() > 2 && line[2] == 'x';
  skip_word(&line);
  map->offset = take_hex(&line);
  skip_word(&line);
  skip_word(&line);
  skip_word(&line);
  // Shared memory without a file, as that of compiled code, has this name.
  map->path = line == "/dev/zero (deleted)" ? line.substr(0, 0) : line;
  return true;
}

template <typename Visit>
void for_each_mapping(Visit&& visit) {
  LineReader reader("/proc/self/maps");
  std::string_view line;
  MapLine map;
  while (reader.next(&line)) {
    if (parse_map_line(line, &map)) visit(map);
  }
}

void copy_text(std::string_view text, char* to, size_t capacity) {
  size_t length = text.size() < capacity ? text.size() : capacity - 1;
  std::memcpy(to, text.data(), length);
  to[length] = '\0';
}

class MappedElf {
 public:
  explicit MappedElf(const char* path) {
    int file = open(path, O_RDONLY | O_CLOEXEC);
    struct stat status;
    if (file < 0) return;
    if (fstat(file, &status) == 0 && static_cast<size_t>(status.st_size) > sizeof(ElfW(Ehdr))) {
      void* mapped = mmap(nullptr, static_cast<size_t>(status.st_size), PROT_READ, MAP_PRIVATE, file, 0);
      if (mapped != MAP_FAILED) bytes_ = static_cast<const char*>(mapped), size_ = static_cast<size_t>(status.st_size);
    }
    close(file);
    if (bytes_ != nullptr && std::memcmp(bytes_, ELFMAG, SELFMAG) != 0) unmap();
  }
  ~MappedElf() { unmap(); }
  MappedElf(const MappedElf&) = delete;
  MappedElf& operator=(const MappedElf&) = delete;

  bool is_open() const { return bytes_ != nullptr; }

  // Address of the file's first page as the linker laid it out; subtracted from where it is mapped.
  uintptr_t first_address() const {
    const auto* headers = at<ElfW(Phdr)>(header().e_phoff, header().e_phnum);
    for (int i = 0; headers != nullptr && i < header().e_phnum; i++) {
      if (headers[i].p_type == PT_LOAD) return headers[i].p_vaddr & ~uintptr_t{4095};
    }
    return 0;
  }

  // The function that contains `address` (as the linker laid it out): its name, and its start in *start.
  const char* find_function(uintptr_t address, uintptr_t* start) const {
    const auto* sections = at<ElfW(Shdr)>(header().e_shoff, header().e_shnum);
    if (sections == nullptr) return nullptr;
    // The full table if it was not stripped off, else that of the dynamic linker.
    for (uint32_t wanted : {SHT_SYMTAB, SHT_DYNSYM}) {
      for (int i = 0; i < header().e_shnum; i++) {
        if (sections[i].sh_type != wanted || sections[i].sh_link >= header().e_shnum) continue;
        const char* name = find_in(sections[i], sections[sections[i].sh_link], address, start);
        if (name != nullptr) return name;
      }
    }
    return nullptr;
  }

 private:
  const ElfW(Ehdr)& header() const { return *reinterpret_cast<const ElfW(Ehdr)*>(bytes_); }
  template <typename T>
  const T* at(uintptr_t offset, size_t count) const {
    return offset <= size_ && count <= (size_ - offset) / sizeof(T) ? reinterpret_cast<const T*>(bytes_ + offset) : nullptr;
  }
  const char* find_in(const ElfW(Shdr)& table, const ElfW(Shdr)& names, uintptr_t address, uintptr_t* start) const {
    size_t count = table.sh_size / sizeof(ElfW(Sym));
    const auto* symbols = at<ElfW(Sym)>(table.sh_offset, count);
    const char* strings = at<char>(names.sh_offset, names.sh_size);
    if (symbols == nullptr || strings == nullptr || names.sh_size == 0 || strings[names.sh_size - 1] != '\0') return nullptr;
    for (size_t i = 0; i < count; i++) {
      const ElfW(Sym)& symbol = symbols[i];
      int type = ELF64_ST_TYPE(symbol.st_info);
      if ((type != STT_FUNC && type != STT_GNU_IFUNC && type != STT_NOTYPE) || symbol.st_shndx == SHN_UNDEF) continue;
      if (address - symbol.st_value >= (symbol.st_size == 0 ? 1 : symbol.st_size) || symbol.st_name >= names.sh_size) continue;
      *start = symbol.st_value;
      return strings + symbol.st_name;
    }
    return nullptr;
  }
  void unmap() {
    if (bytes_ != nullptr) munmap(const_cast<char*>(bytes_), size_);
    bytes_ = nullptr;
  }

  const char* bytes_ = nullptr;
  size_t size_ = 0;
};

}  // namespace

std::string_view NativeSymbol::file_name() const {
  std::string_view path = library;
  return path.substr(path.rfind('/') + 1);
}

bool find_native_symbol(uintptr_t pc, NativeSymbol* symbol) {
  symbol->library[0] = symbol->name[0] = '\0';
  symbol->library_base = symbol->address = 0;
  // The lines of one file follow each other, the one with offset 0 first.
  char candidate[sizeof symbol->library] = "";
  uintptr_t candidate_base = 0;
  for_each_mapping([&](const MapLine& map) {
    if (map.path.empty()) return;
    if (map.path != candidate) copy_text(map.path, candidate, sizeof candidate), candidate_base = map.start - map.offset;
    if (pc < map.start || pc >= map.end) return;
    copy_text(map.path, symbol->library, sizeof symbol->library);
    symbol->library_base = candidate_base;
  });
  if (symbol->library[0] == '\0') return false;
  if (symbol->library[0] != '/') return true;
  MappedElf elf(symbol->library);
  if (!elf.is_open()) return true;
  uintptr_t bias = symbol->library_base - elf.first_address(), start = 0;
  if (const char* name = elf.find_function(pc - bias, &start)) {
    shorten_symbol(name, symbol->name, sizeof symbol->name);
    symbol->address = start + bias;
  }
  return true;
}

MappedRange library_range(uintptr_t address) {
  MappedRange found, current;
  char candidate[512] = "";
  for_each_mapping([&](const MapLine& map) {
    bool same = !map.path.empty() && map.path == candidate;
    if (!same) {
      copy_text(map.path, candidate, sizeof candidate);
      current.start = map.start;
    }
    current.end = map.end;
    bool here = address >= map.start && address < map.end && !map.path.empty();
    if (here || (same && found.start == current.start && found.start != 0)) found = current;
  });
  return found;
}

MappedRange mapping_of(uintptr_t address) {
  MappedRange found;
  for_each_mapping([&](const MapLine& map) {
    if (address >= map.start && address < map.end) found = {map.start, map.end, map.is_executable};
  });
  return found;
}

void shorten_symbol(std::string_view mangled, char* text, size_t capacity) {
  std::string_view rest = mangled;
  bool is_nested = rest.starts_with("_ZN");
  if (is_nested) rest.remove_prefix(3);
  else if (rest.starts_with("_Z")) rest.remove_prefix(2);
  else return copy_text(mangled, text, capacity);
  while (!rest.empty() && (rest[0] == 'K' || rest[0] == 'L')) rest.remove_prefix(1);
  size_t used = 0;
  bool any = false;
  while (!rest.empty() && rest[0] >= '0' && rest[0] <= '9') {
    size_t length = 0;
    while (!rest.empty() && rest[0] >= '0' && rest[0] <= '9') length = length * 10 + static_cast<size_t>(rest[0] - '0'), rest.remove_prefix(1);
    if (length > rest.size()) break;
    std::string_view part = rest.substr(0, length);
    if (part == "_GLOBAL__N_1") part = "(anonymous)";
    if (any && used + 2 < capacity) std::memcpy(text + used, "::", 2), used += 2;
    size_t copied = part.size() < capacity - used ? part.size() : capacity - used - 1;
    std::memcpy(text + used, part.data(), copied);
    used += copied;
    any = true;
    rest.remove_prefix(length);
    if (!is_nested) break;
    // Template arguments, constructors, operators: what precedes them says enough.
    if (rest.starts_with("L")) rest.remove_prefix(1);
  }
  if (!any) return copy_text(mangled, text, capacity);
  text[used] = '\0';
}

}  // namespace kiln
