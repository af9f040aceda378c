#include "jit/report/gdb_interface.h"

#include <elf.h>

#include <mutex>

// Names, types and values are given by the debuggers ("JIT Compilation Interface" in GDB's manual).
extern "C" {
enum JitAction : uint32_t { kJitNoAction = 0, kJitRegister = 1, kJitUnregister = 2 };

struct JitCodeEntry {
  JitCodeEntry* next;
  JitCodeEntry* previous;
  const char* image;
  uint64_t image_bytes;
};

struct JitDescriptor {
  uint32_t version;
  uint32_t action;
  JitCodeEntry* relevant;
  JitCodeEntry* first;
};

__attribute__((visibility("default"), used)) JitDescriptor __jit_debug_descriptor = {1, kJitNoAction, nullptr, nullptr};
__attribute__((visibility("default"), noinline, used)) void __jit_debug_register_code() { asm volatile("" ::: "memory"); }
}

namespace kiln::jit {

namespace {

// Guards the list, which belongs to the process and not to a VM.
std::mutex& list_mutex() {
  static std::mutex mutex;
  return mutex;
}

template <typename T>
void put(std::string& out, T value) {
  out.append(reinterpret_cast<const char*>(&value), sizeof value);
}

// Call-frame information for code whose frames are linked by rbp: one rule for the whole method, right after the
// prologue's first two instructions.
std::string make_eh_frame(uint64_t start, uint64_t size) {
  std::string out;
  auto add = [&out](const std::string& body) {
    std::string padded = body;
    while (padded.size() % 8 != 4) padded += '\0';  // DW_CFA_nop
    put(out, static_cast<uint32_t>(padded.size()));
    out += padded;
  };
  std::string common;                 // CIE: version 1, no augmentation, return address in column 16
  put(common, uint32_t{0});
  common += std::string("\x01\0\x01\x78\x10", 5);   // factors 1 and -8
  common += std::string("\x0c\x07\x08\x90\x01", 5);  // CFA is rsp + 8; return address at CFA - 8
  add(common);
  std::string frame;                  // FDE
  put(frame, static_cast<uint32_t>(out.size() + 4));
  put(frame, start);
  put(frame, size);
  frame += std::string("\x41\x0e\x10\x86\x02", 5);   // after push rbp: CFA is rsp + 16, rbp at CFA - 16
  frame += std::string("\x43\x0d\x06", 3);           // after mov rbp, rsp: CFA is rbp + 16
  add(frame);
  put(out, uint32_t{0});
  return out;
}

}  // namespace

std::string make_elf_image(const Compilation& compilation) {
  const auto start = reinterpret_cast<uint64_t>(compilation.start);
  const std::string section_names("\0.text\0.symtab\0.strtab\0.shstrtab\0.eh_frame\0", 43);
  std::string names(1, '\0');
  names += compilation.full_name();
  names += '\0';
  const std::string eh_frame = make_eh_frame(start, compilation.size_bytes);
  std::string symbols;
  put(symbols, Elf64_Sym{});
  Elf64_Sym symbol{};
  symbol.st_name = 1;
  symbol.st_info = ELF64_ST_INFO(STB_GLOBAL, STT_FUNC);
  symbol.st_shndx = 1;
  symbol.st_value = 0;
  symbol.st_size = compilation.size_bytes;
  put(symbols, symbol);

  std::string image(sizeof(Elf64_Ehdr), '\0');
  auto place = [&image](const std::string& bytes) {
    while (image.size() % 8 != 0) image += '\0';
    uint64_t at = image.size();
    image += bytes;
    return at;
  };
  Elf64_Shdr sections[6] = {};
  auto set = [&](int index, uint32_t name, uint32_t type, const std::string& bytes, uint64_t entry, uint32_t link) {
    Elf64_Shdr& s = sections[index];
    s.sh_name = name;
    s.sh_type = type;
    s.sh_offset = place(bytes);
    s.sh_size = bytes.size();
    s.sh_entsize = entry;
    s.sh_link = link;
    s.sh_addralign = 8;
  };
  sections[1].sh_name = 1;
  sections[1].sh_type = SHT_NOBITS;
  sections[1].sh_flags = SHF_ALLOC | SHF_EXECINSTR;
  sections[1].sh_addr = start;
  sections[1].sh_size = compilation.size_bytes;
  sections[1].sh_addralign = 1;
  set(2, 7, SHT_SYMTAB, symbols, sizeof(Elf64_Sym), 3);
  sections[2].sh_info = 1;
  set(3, 15, SHT_STRTAB, names, 0, 0);
  set(4, 23, SHT_STRTAB, section_names, 0, 0);
  set(5, 33, SHT_PROGBITS, eh_frame, 0, 0);
  sections[5].sh_flags = SHF_ALLOC;
  Elf64_Ehdr header{};
  for (int i = 0; i < SELFMAG; i++) header.e_ident[i] = static_cast<unsigned char>(ELFMAG[i]);
  header.e_ident[EI_CLASS] = ELFCLASS64;
  header.e_ident[EI_DATA] = ELFDATA2LSB;
  header.e_ident[EI_VERSION] = EV_CURRENT;
  header.e_type = ET_REL;
  header.e_machine = EM_X86_64;
  header.e_version = EV_CURRENT;
  header.e_ehsize = sizeof(Elf64_Ehdr);
  header.e_shentsize = sizeof(Elf64_Shdr);
  header.e_shnum = 6;
  header.e_shstrndx = 4;
  std::string table(reinterpret_cast<const char*>(sections), sizeof sections);
  header.e_shoff = place(table);
  image.replace(0, sizeof header, reinterpret_cast<const char*>(&header), sizeof header);
  return image;
}

struct GdbInterface::Entry {
  std::string image;
  JitCodeEntry code{};
};

GdbInterface::GdbInterface() = default;

GdbInterface::~GdbInterface() {
  while (!entries_.empty()) remove(entries_.begin()->first);
}

void GdbInterface::add(const Compilation& compilation) {
  remove(compilation.start);
  auto entry = std::make_unique<Entry>();
  entry->image = make_elf_image(compilation);
  std::lock_guard<std::mutex> lock(list_mutex());
  JitDescriptor& list = __jit_debug_descriptor;
  entry->code = {list.first, nullptr, entry->image.data(), entry->image.size()};
  if (list.first != nullptr) list.first->previous = &entry->code;
  list.first = list.relevant = &entry->code;
  list.action = kJitRegister;
  __jit_debug_register_code();
  entries_[compilation.start] = std::move(entry);
}

void GdbInterface::remove(const uint8_t* start) {
  auto found = entries_.find(start);
  if (found == entries_.end()) return;
  std::lock_guard<std::mutex> lock(list_mutex());
  JitDescriptor& list = __jit_debug_descriptor;
  JitCodeEntry& code = found->second->code;
  if (code.previous != nullptr) code.previous->next = code.next;
  if (code.next != nullptr) code.next->previous = code.previous;
  if (list.first == &code) list.first = code.next;
  list.relevant = &code;
  list.action = kJitUnregister;
  __jit_debug_register_code();
  entries_.erase(found);
}

}  // namespace kiln::jit
