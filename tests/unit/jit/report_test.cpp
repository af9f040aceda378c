// Reports of compilations: what debuggers and profilers are given, from a piece of code made by hand.
#include <elf.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstring>
#include <fstream>
#include <iterator>

#include "jit/report/assembly_listing.h"
#include "jit/report/compilation_log.h"
#include "jit/report/gdb_interface.h"
#include "jit/report/jitdump.h"

namespace kiln::jit {
namespace {

// push rbp; mov rbp, rsp; mov eax, 42; pop rbp; ret
const uint8_t kCode[] = {0x55, 0x48, 0x89, 0xe5, 0xb8, 0x2a, 0, 0, 0, 0x5d, 0xc3};

Compilation sample() {
  Compilation c;
  c.start = kCode;
  c.size_bytes = sizeof kCode;
  c.id = 7;
  c.class_name = "pkg.Some\"Class";
  c.method_name = "answer";
  c.descriptor = "()I";
  c.source_file = "Some.java";
  c.bytecode_bytes = 3;
  c.duration_ns = 1500;
  c.points = {{0, -1, 0}, {4, 0, 12}, {9, 2, 13}};
  c.instructions = {"bipush 42", "", "ireturn"};
  return c;
}

std::string slurp(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

TEST(Report, FindsThePointOfAnOffset) {
  Compilation c = sample();
  EXPECT_EQ(c.find_point(3)->bci, -1);
  EXPECT_EQ(c.find_point(4)->bci, 0);
  EXPECT_EQ(c.find_point(8)->bci, 0);
  EXPECT_EQ(c.find_point(10)->bci, 2);
  c.points.clear();
  EXPECT_EQ(c.find_point(0), nullptr);
}

TEST(Report, JitDumpIsWellFormed) {
  std::string path = "/tmp/jit-" + std::to_string(getpid()) + ".dump";
  { JitDump().add(sample()); }
  std::string bytes = slurp(path);
  unlink(path.c_str());
  auto word = [&bytes](size_t at) {
    uint32_t value = 0;
    std::memcpy(&value, bytes.data() + at, 4);
    return value;
  };
  ASSERT_GT(bytes.size(), 40U);
  EXPECT_EQ(word(0), 0x4A695444U);
  EXPECT_EQ(word(8), 40U);
  std::vector<uint32_t> kinds;
  size_t at = 40;
  while (at + 16 <= bytes.size()) {
    kinds.push_back(word(at));
    if (kinds.back() == 2) EXPECT_EQ(word(at + 24), 2U);       // two points have a line
    if (kinds.back() == 0) EXPECT_EQ(bytes.substr(at + word(at + 4) - sizeof kCode, sizeof kCode), std::string(kCode, kCode + sizeof kCode));
    at += word(at + 4);
  }
  EXPECT_EQ(at, bytes.size());
  EXPECT_EQ(kinds, (std::vector<uint32_t>{2, 0, 3}));          // lines, code, close
}

TEST(Report, ElfImageHoldsOneSymbol) {
  std::string image = make_elf_image(sample());
  Elf64_Ehdr header;
  std::memcpy(&header, image.data(), sizeof header);
  ASSERT_EQ(std::memcmp(header.e_ident, ELFMAG, SELFMAG), 0);
  ASSERT_EQ(header.e_shoff + header.e_shnum * sizeof(Elf64_Shdr), image.size());
  std::vector<Elf64_Shdr> sections(header.e_shnum);
  std::memcpy(sections.data(), image.data() + header.e_shoff, header.e_shnum * sizeof(Elf64_Shdr));
  const char* names = image.data() + sections[header.e_shstrndx].sh_offset;
  std::vector<std::string> found;
  for (const Elf64_Shdr& s : sections) found.emplace_back(names + s.sh_name);
  EXPECT_EQ(found, (std::vector<std::string>{"", ".text", ".symtab", ".strtab", ".shstrtab", ".eh_frame"}));
  EXPECT_EQ(sections[1].sh_addr, reinterpret_cast<uintptr_t>(kCode));
  Elf64_Sym symbol;
  std::memcpy(&symbol, image.data() + sections[2].sh_offset + sizeof symbol, sizeof symbol);
  EXPECT_EQ(symbol.st_size, sizeof kCode);
  EXPECT_STREQ(image.data() + sections[3].sh_offset + symbol.st_name, "pkg.Some\"Class.answer()I");
}

TEST(Report, LogIsJson) {
  std::string line = CompilationLog::line(sample());
  EXPECT_NE(line.find(R"("method":"pkg.Some\"Class.answer","descriptor":"()I","tier":1,"bytecodes":3,"code":11)"), std::string::npos) << line;
  EXPECT_TRUE(line.ends_with(R"("source":"Some.java","points":[[0,-1,0],[4,0,12],[9,2,13]]})")) << line;
}

TEST(Report, ListingHasBytecodeBetween) {
  std::string text = AssemblyListing().list(sample());
  size_t push = text.find("push rbp"), head = text.find("0: bipush 42"), line = text.find("Some.java:12"), load = text.find("mov eax, 0x2a"),
         back = text.find("2: ireturn"), ret = text.find("  ret ");
  EXPECT_LT(push, head);
  EXPECT_LT(head, line);
  EXPECT_LT(line, load);
  EXPECT_LT(load, back);
  EXPECT_LT(back, ret);
  EXPECT_NE(ret, std::string::npos) << text;
}

}  // namespace
}  // namespace kiln::jit
