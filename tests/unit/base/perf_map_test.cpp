#include "vm/base/perf_map.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>
#include <sstream>

namespace kiln {
namespace {

std::string written() {
  std::ostringstream text;
  text << std::ifstream(PerfMapFile::path()).rdbuf();
  return text.str();
}

const void* at(uintptr_t address) { return reinterpret_cast<const void*>(address); }

class PerfMap : public testing::Test {
 protected:
  void TearDown() override { unlink(PerfMapFile::path().c_str()); }
};

TEST_F(PerfMap, NamesTheAddresses) {
  PerfMapFile map;
  map.add(at(0x7f0010), 11, "pkg.Some\"Class.answer()I");
  EXPECT_TRUE(map.flush());
  EXPECT_EQ(written(), "0x7f0010 0xb pkg.Some\"Class.answer()I\n");
}

TEST_F(PerfMap, WhoComesLaterLeavesNoHole) {
  PerfMapFile compiler;
  compiler.add(at(0x1000), 1, "first()V");
  EXPECT_TRUE(compiler.flush());
  {
    PerfMapFile command;
    command.add(at(0x1000), 1, "first()V");
  }
  compiler.add(at(0x2000), 2, "second()V");
  EXPECT_TRUE(compiler.flush());
  EXPECT_EQ(written(), "0x1000 0x1 first()V\n0x2000 0x2 second()V\n");
}

TEST_F(PerfMap, TellsThatTheFileCannotBeMade) {
  ASSERT_EQ(mkdir(PerfMapFile::path().c_str(), 0700), 0);
  PerfMapFile map;
  map.add(at(0x1000), 1, "lost()V");
  EXPECT_FALSE(map.flush());
  rmdir(PerfMapFile::path().c_str());
}

}  // namespace
}  // namespace kiln
