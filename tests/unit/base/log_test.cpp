// -Xlog: what is selected, where it goes, what is said about mistakes. Texts checked by hand against java 17.
#include "vm/base/log.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdio>
#include <fstream>
#include <sstream>

#include "vm/base/text.h"

namespace kiln {
namespace {

std::string error_of(std::string_view option) {
  Log log;
  log.disable_all();
  std::string error;
  EXPECT_FALSE(log.configure(option, &error)) << option;
  return error;
}

TEST(Log, LevelsAndSets) {
  Log log;
  EXPECT_TRUE(VM_LOG_ENABLED(log, warning, (gc)));
  EXPECT_FALSE(VM_LOG_ENABLED(log, info, (gc)));
  ASSERT_TRUE(log.configure(":gc"));
  EXPECT_TRUE(VM_LOG_ENABLED(log, info, (gc)));
  EXPECT_FALSE(VM_LOG_ENABLED(log, debug, (gc)));
  EXPECT_FALSE(VM_LOG_ENABLED(log, info, (gc, heap)));
  ASSERT_TRUE(log.configure(":gc*=debug,class+load=trace:stderr"));
  EXPECT_TRUE(VM_LOG_ENABLED(log, debug, (gc, heap)));
  EXPECT_TRUE(VM_LOG_ENABLED(log, trace, (class, load)));
  EXPECT_FALSE(VM_LOG_ENABLED(log, info, (class, unload)));
  ASSERT_TRUE(log.configure(":gc*=off:stderr"));
  EXPECT_FALSE(VM_LOG_ENABLED(log, info, (gc, heap)));
  EXPECT_TRUE(VM_LOG_ENABLED(log, info, (gc)));  // still on stdout
  ASSERT_TRUE(log.configure(":disable"));
  EXPECT_FALSE(VM_LOG_ENABLED(log, error, (gc)));
  EXPECT_FALSE(VM_LOG_ENABLED(log, error, (logging)));
  ASSERT_TRUE(log.configure(""));
  EXPECT_TRUE(VM_LOG_ENABLED(log, info, (startuptime)));
  ASSERT_TRUE(log.configure(":all=error,load+class=info"));
  EXPECT_TRUE(VM_LOG_ENABLED(log, info, (class, load)));
  EXPECT_FALSE(VM_LOG_ENABLED(log, warning, (gc)));
}

TEST(Log, Verbose) {
  Log log;
  log.listen_on_stdout("class,load", LogLevel::info);
  EXPECT_TRUE(VM_LOG_ENABLED(log, info, (class, load)));
  EXPECT_FALSE(VM_LOG_ENABLED(log, info, (class)));
}

TEST(Log, Mistakes) {
  EXPECT_EQ(error_of(":foo"), "Invalid tag 'foo' in log selection.");
  EXPECT_EQ(error_of(":clas"), "Invalid tag 'clas' in log selection. Did you mean 'class'?");
  EXPECT_EQ(error_of(":disable,foo"), "Invalid tag 'disable' in log selection. Did you mean 'table'?");
  EXPECT_EQ(error_of(":all+gc"), "Invalid tag 'all' in log selection. Did you mean 'alloc'?");
  EXPECT_EQ(error_of(":gc="), "Invalid level '' in log selection.");
  EXPECT_EQ(error_of(":gc=info=x"), "Invalid level 'info=x' in log selection. Did you mean 'info'?");
  EXPECT_EQ(error_of(":gc+gc"), "Log selection contains duplicates of tag gc.");
  EXPECT_EQ(error_of(":gc+load+os+init+ref+age"), "Too many tags in log selection 'gc' (can only have up to 5 tags).");
  EXPECT_EQ(error_of(":gc,"), "Invalid tag '' in log selection.");
  EXPECT_EQ(error_of(":gc:stdout:zz"), "Invalid decorator 'zz'.");
  EXPECT_EQ(error_of(":gc::u,"), "Invalid decorator ''.");
  EXPECT_EQ(error_of(":gc:#7"), "Invalid output index '#7'");
  EXPECT_EQ(error_of(":gc:fil=x"), "Unsupported log output type: fil=x");
  EXPECT_EQ(error_of(":gc:file=\"/tmp/a:b.log"), "Missing terminating quote in -Xlog option 'file=\"/tmp/a:b.log'");
  EXPECT_EQ(error_of("x"), "");
  EXPECT_EQ(error_of(":gc:file=/nonexistent/x"),
            "Error opening log file '/nonexistent/x': No such file or directory\n"
            "Initialization of output 'file=/nonexistent/x' using options '(null)' failed.");
  EXPECT_EQ(error_of(":gc:file=x.log::filecount=9999"),
            "Invalid option: filecount must be in range [0, 1000]\n"
            "Initialization of output 'file=x.log' using options 'filecount=9999' failed.");
  EXPECT_EQ(error_of(":gc:file=x.log::foo=1"),
            "Invalid option 'foo' for log file output.\n"
            "Initialization of output 'file=x.log' using options 'foo=1' failed.");
}

std::string contents(const std::string& path) {
  std::ifstream file(path);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

TEST(Log, FileAndDecorations) {
  std::string path = testing::TempDir() + "kiln_log_test";
  std::string pid = std::to_string(getpid());
  {
    Log log;
    ASSERT_TRUE(log.configure(":gc*=debug:file=" + path + ".%p:l,tg,p:filecount=0"));
    VM_LOG(log, info, (gc), "one {}", 1);
    VM_LOG(log, debug, (gc, heap), "two");
    VM_LOG(log, info, (gc), "three");
    VM_LOG(log, trace, (gc), "not this");
    VM_LOG(log, info, (safepoint), "nor this");
    ASSERT_TRUE(log.configure(":gc:file=" + path + ".%p:none"));
    VM_LOG(log, info, (gc), "plain");
  }
  path += "." + pid;
  EXPECT_EQ(contents(path), "[" + pid + "][info][gc] one 1\n[" + pid + "][debug][gc,heap] two\n[" + pid +
                                "][info ][gc     ] three\nplain\n");
  std::remove(path.c_str());
}

TEST(Log, Uptime) {
  std::string path = testing::TempDir() + "kiln_log_uptime";
  {
    Log log;
    ASSERT_TRUE(log.configure(":gc:" + path + ":uptime:filecount=0"));
    VM_LOG(log, info, (gc), "x");
  }
  std::string text = contents(path);
  EXPECT_TRUE(text.starts_with("[0.") && text.ends_with("s] x\n")) << text;
  std::remove(path.c_str());
}

TEST(Log, Rotation) {
  std::string path = testing::TempDir() + "kiln_log_rotation";
  std::remove(path.c_str());
  {
    Log log;
    ASSERT_TRUE(log.configure(":gc:file=" + path + ":none:filecount=2,filesize=10"));
    for (int i = 0; i < 7; i++) VM_LOG(log, info, (gc), "line{}", i);
  }
  EXPECT_EQ(contents(path), "line6\n");
  EXPECT_EQ(contents(path + ".0"), "line4\nline5\n");
  EXPECT_EQ(contents(path + ".1"), "line2\nline3\n");
  for (const char* suffix : {"", ".0", ".1"}) std::remove((path + suffix).c_str());
}

TEST(Text, Sizes) {
  uint64_t value = 7;
  EXPECT_TRUE(parse_size("12k", &value));
  EXPECT_EQ(value, 12288u);
  EXPECT_TRUE(parse_size("0x10M", &value));
  EXPECT_EQ(value, 16u << 20);
  EXPECT_TRUE(parse_size("2T", &value));
  for (const char* bad : {"", "k", "1kk", "-1", "1.5g", "1b", "99999999999999999999", "16777216T", "0x"}) {
    EXPECT_FALSE(parse_size(bad, &value)) << bad;
  }
  EXPECT_EQ(value, uint64_t{2} << 40);
}

}  // namespace
}  // namespace kiln
