// The crash report where no Vm has booted yet: it has to cope with every part missing, and with parts that are broken.
#include "vm/start/crash_report.h"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cstring>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "vm/start/crash_output.h"
#include "vm/start/native_symbols.h"
#include "vm/start/options.h"
#include "vm/thread/registry.h"
#include "vm/thread/thread.h"

namespace kiln {
namespace {

std::string shortened(std::string_view mangled, size_t capacity = 100) {
  std::string text(capacity, '?');
  shorten_symbol(mangled, text.data(), capacity);
  return text.c_str();
}

TEST(NativeSymbols, NamesAreShortened) {
  EXPECT_EQ(shortened("_ZN4kiln11interpreter6resumeEPKh"), "kiln::interpreter::resume");
  EXPECT_EQ(shortened("_ZNK4kiln12_GLOBAL__N_11A1fEv"), "kiln::(anonymous)::A::f");
  EXPECT_EQ(shortened("_ZN4kilnL3fooEi"), "kiln::foo");
  EXPECT_EQ(shortened("_Z3fooi"), "foo");
  EXPECT_EQ(shortened("memcpy"), "memcpy");
  EXPECT_EQ(shortened("_ZN"), "_ZN");
  EXPECT_EQ(shortened("_ZN9999999fooE"), "_ZN9999999fooE");
  EXPECT_EQ(shortened("_ZN4kiln11interpreter6resumeEPKh", 10), "kiln::int");
}

TEST(NativeSymbols, OwnCodeIsFound) {
  auto address = reinterpret_cast<uintptr_t>(&shorten_symbol);
  NativeSymbol symbol;
  ASSERT_TRUE(find_native_symbol(address + 3, &symbol));
  EXPECT_EQ(symbol.file_name(), "unit_start");
  EXPECT_STREQ(symbol.name, "kiln::shorten_symbol");
  EXPECT_EQ(symbol.address, address);
  EXPECT_TRUE(mapping_of(address).is_executable);
  MappedRange range = library_range(address);
  EXPECT_LE(range.start, address);
  EXPECT_GT(range.end, address);
  EXPECT_EQ(library_range(8).end, 0u);
}

TEST(NativeSymbols, SharedMemoryOfCompiledCodeIsNoLibrary) {
  void* code = mmap(nullptr, 4096, PROT_READ | PROT_EXEC, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  ASSERT_NE(code, MAP_FAILED);
  auto pc = reinterpret_cast<uintptr_t>(code);
  NativeSymbol symbol;
  EXPECT_FALSE(find_native_symbol(pc, &symbol));
  EXPECT_EQ(library_range(pc).end, 0U);
  EXPECT_TRUE(mapping_of(pc).is_executable);
  munmap(code, 4096);
}

TEST(CrashOutput, UnreadableMemoryIsNoticed) {
  uint64_t word = 42, copy = 0;
  EXPECT_TRUE(read_memory(reinterpret_cast<uintptr_t>(&word), &copy));
  EXPECT_EQ(copy, 42u);
  EXPECT_FALSE(read_memory(8, &copy));
  EXPECT_FALSE(read_memory(UINTPTR_MAX - 3, &copy));
}

TEST(CrashOutput, LinesOfAFile) {
  char name[] = "/tmp/kiln_lines_XXXXXX";
  int file = mkstemp(name);
  {
    CrashOutput out(file);
    out.put("one\n\n");
    out.put(std::string(20000, 'x'));
    out.print("\n{:#x} {}", 255, "last");
  }
  close(file);
  LineReader reader(name);
  std::string_view line;
  ASSERT_TRUE(reader.next(&line));
  EXPECT_EQ(line, "one");
  ASSERT_TRUE(reader.next(&line));
  EXPECT_EQ(line, "");
  size_t length = 0;
  while (reader.next(&line) && line.starts_with('x')) length += line.size();
  EXPECT_EQ(length, 20000u);
  EXPECT_EQ(line, "0xff last");
  EXPECT_FALSE(reader.next(&line));
  unlink(name);
}

void write_at(uintptr_t address) { *reinterpret_cast<volatile int*>(address) = 1; }

// A Vm that has nothing but options; its report goes to a file of the test's.
class CrashReport : public testing::Test {
 protected:
  void SetUp() override {
    testing::FLAGS_gtest_death_test_style = "threadsafe";
    signal(SIGSEGV, SIG_DFL);  // a sanitizer's
    vm_.options = &options_;
    path_ = testing::TempDir() + "kiln_crash_report_test.txt";
    options_.error_file = path_;
  }
  std::string report() {
    std::ifstream file(path_);
    std::stringstream text;
    text << file.rdbuf();
    std::filesystem::remove(path_);
    return text.str();
  }

  Vm vm_;
  VmOptions options_;
  std::string path_;
};
using CrashReportDeathTest = CrashReport;

TEST_F(CrashReportDeathTest, OfFatal) {
  EXPECT_EXIT((install_crash_handler(vm_), fatal_with("file.cpp", 7, "{} apples", 3)), testing::KilledBySignal(SIGABRT), "fatal: 3 apples");
  std::string text = report();
  EXPECT_NE(text.find("#  Internal error: 3 apples (file.cpp:7)\n"), std::string::npos) << text;
  EXPECT_NE(text.find("kiln::fatal_at"), std::string::npos) << text;
  EXPECT_EQ(text.find("is incomplete"), std::string::npos) << text;
  EXPECT_TRUE(text.ends_with("\nEND.\n")) << text;
}

TEST_F(CrashReportDeathTest, OfFault) {
  EXPECT_EXIT((install_crash_handler(vm_), write_at(24)), testing::KilledBySignal(SIGABRT), "");
  std::string text = report();
  EXPECT_NE(text.find("#  SIGSEGV (0xb) at pc="), std::string::npos) << text;
  EXPECT_NE(text.find("si_addr: 0x0000000000000018"), std::string::npos) << text;
  EXPECT_TRUE(text.ends_with("\nEND.\n")) << text;
}

TEST_F(CrashReportDeathTest, SurvivesBrokenParts) {
  // The list of threads leads into the void.
  ThreadRegistry threads;
  vm_.threads = &threads;
  EXPECT_EXIT(
      {
        Thread thread(vm_);
        threads.add(thread);
        thread.next = reinterpret_cast<Thread*>(64);
        install_crash_handler(vm_);
        raise(SIGSEGV);
      },
      testing::KilledBySignal(SIGABRT), "");
  std::string text = report();
  EXPECT_NE(text.find("[the section \"threads\" is incomplete: SIGSEGV]"), std::string::npos) << text;
  EXPECT_TRUE(text.ends_with("\nEND.\n")) << text;
}

TEST_F(CrashReportDeathTest, DoesNotHang) {
  EXPECT_EXIT(
      {
        Thread thread(vm_);
        thread.next = &thread;
        thread.previous = &thread;
        ThreadRegistry* threads = new ThreadRegistry;
        vm_.threads = threads;
        threads->add(thread);
        thread.next = &thread;
        install_crash_handler(vm_);
        raise(SIGSEGV);
      },
      testing::KilledBySignal(SIGABRT), "");
  std::string text = report();
  EXPECT_NE(text.find("[the section \"threads\" is incomplete: it took too long]"), std::string::npos) << text.substr(0, 5000);
  EXPECT_TRUE(text.ends_with("\nEND.\n"));
}

uintptr_t claimed_page = 0;
bool claim_page(int, siginfo_t* info, void*) {
  if (reinterpret_cast<uintptr_t>(info->si_addr) != claimed_page) return false;
  mprotect(info->si_addr, 4096, PROT_READ | PROT_WRITE);
  return true;
}

TEST_F(CrashReport, LeavesClaimedFaultsAlone) {
  install_crash_handler(vm_);
  add_fault_claim(claim_page);
  void* page = mmap(nullptr, 4096, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  claimed_page = reinterpret_cast<uintptr_t>(page);
  *static_cast<volatile int*>(page) = 5;
  EXPECT_EQ(*static_cast<volatile int*>(page), 5);
  munmap(page, 4096);
  uninstall_crash_handler(vm_);
}

TEST_F(CrashReport, GivesSignalsBack) {
  struct sigaction before, after;
  signal(SIGFPE, SIG_IGN);
  sigaction(SIGFPE, nullptr, &before);
  install_crash_handler(vm_);
  sigaction(SIGFPE, nullptr, &after);
  EXPECT_NE(before.sa_handler, after.sa_handler);
  uninstall_crash_handler(vm_);
  sigaction(SIGFPE, nullptr, &after);
  EXPECT_EQ(before.sa_handler, after.sa_handler);
  signal(SIGFPE, SIG_DFL);
}

}  // namespace
}  // namespace kiln
