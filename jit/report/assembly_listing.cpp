#include "jit/report/assembly_listing.h"

#include <capstone/capstone.h>
#include <dlfcn.h>
#include <fmt/format.h>

#include <iterator>

namespace kiln::jit {

// The library's functions, found by name in what dlopen gave.
struct AssemblyListing::Capstone {
  void* library = nullptr;
  csh handle = 0;
  bool is_open = false;
  decltype(&cs_open) open = nullptr;
  decltype(&cs_close) close = nullptr;
  decltype(&cs_option) option = nullptr;
  decltype(&cs_malloc) allocate = nullptr;
  decltype(&cs_free) free = nullptr;
  decltype(&cs_disasm_iter) next = nullptr;

  template <typename Function>
  bool find(Function*& function, const char* name) {
    function = reinterpret_cast<Function*>(dlsym(library, name));
    return function != nullptr;
  }

  Capstone() {
    library = dlopen("libcapstone.so.4", RTLD_LAZY | RTLD_LOCAL);
    if (library == nullptr) return;
    if (!find(open, "cs_open") || !find(close, "cs_close") || !find(option, "cs_option") || !find(allocate, "cs_malloc") ||
        !find(free, "cs_free") || !find(next, "cs_disasm_iter")) {
      return;
    }
#if defined(__x86_64__)
    is_open = open(CS_ARCH_X86, CS_MODE_64, &handle) == CS_ERR_OK;
#else
    is_open = open(CS_ARCH_ARM64, CS_MODE_ARM, &handle) == CS_ERR_OK;
#endif
    if (is_open) option(handle, CS_OPT_SKIPDATA, CS_OPT_ON);  // literals stand behind the code
  }

  ~Capstone() {
    if (is_open) close(&handle);
    if (library != nullptr) dlclose(library);
  }
};

AssemblyListing::AssemblyListing() = default;
AssemblyListing::~AssemblyListing() = default;

namespace {

void append_head(std::string& out, const Compilation& c, const CodePoint& point) {
  auto to = std::back_inserter(out);
  if (point.bci < 0) {
    fmt::format_to(to, "  --\n");
    return;
  }
  auto bci = static_cast<size_t>(point.bci);
  std::string text = bci < c.instructions.size() ? c.instructions[bci] : "";
  std::string head = fmt::format("  {}: {}", point.bci, text);
  if (point.line > 0) fmt::format_to(to, "{:<60} {}:{}\n", head, c.source_file, point.line);
  else fmt::format_to(to, "{}\n", head);
}

}  // namespace

std::string AssemblyListing::list(const Compilation& c) {
  if (!capstone_) capstone_ = std::make_unique<Capstone>();
  std::string out = fmt::format("[{}  id {}  tier {}  {} bytes at {:#x}]\n", c.full_name(), c.id, c.tier, c.size_bytes,
                                reinterpret_cast<uintptr_t>(c.start));
  auto to = std::back_inserter(out);
  size_t next_point = 0;
  auto heads = [&](uint32_t offset) {
    while (next_point < c.points.size() && c.points[next_point].offset <= offset) append_head(out, c, c.points[next_point++]);
  };
  if (!capstone_->is_open) {
    out += "  (libcapstone.so.4 not found: bytes only)\n";
    for (uint32_t i = 0; i < c.size_bytes; i++) {
      heads(i);
      fmt::format_to(to, "{:02x}{}", c.start[i], i % 32 == 31 || i + 1 == c.size_bytes ? "\n" : " ");
    }
    return out + "\n";
  }
  cs_insn* instruction = capstone_->allocate(capstone_->handle);
  const uint8_t* at = c.start;
  size_t left = c.size_bytes;
  uint64_t address = reinterpret_cast<uint64_t>(c.start);
  while (left > 0) {
    heads(static_cast<uint32_t>(at - c.start));
    if (!capstone_->next(capstone_->handle, &at, &left, &address, instruction)) break;
    fmt::format_to(to, "      {:x}  {} {}\n", instruction->address, instruction->mnemonic, instruction->op_str);
  }
  capstone_->free(instruction, 1);
  return out + "\n";
}

}  // namespace kiln::jit
