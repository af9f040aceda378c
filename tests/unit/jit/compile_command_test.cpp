// What -XX:CompileCommand understands, says and excludes; the words were seen on the reference VM.
#include "jit/compile_command.h"

#include <gtest/gtest.h>

namespace kiln::jit {
namespace {

TEST(CompileCommand, SaysWhatItUnderstood) {
  CompileCommands commands;
  EXPECT_EQ(commands.add("exclude,H::main"), "CompileCommand: exclude H.main bool exclude = true\n");
  EXPECT_EQ(commands.add("exclude H.main"), "CompileCommand: exclude H.main bool exclude = true\n");
  EXPECT_EQ(commands.add("compileonly,*.main"), "CompileCommand: compileonly *.main bool compileonly = true\n");
  EXPECT_EQ(commands.add("print,H::work"), "CompileCommand: print H.work bool print = true\n");
  EXPECT_EQ(commands.add("quiet"), "");
  EXPECT_EQ(commands.add("exclude,H.other"), "");
}

TEST(CompileCommand, SaysWhatIsWrong) {
  CompileCommands commands;
  auto error = [&](const std::string& text) {
    std::string told = commands.add(text);
    size_t start = told.find("Error: ");
    return start == std::string::npos ? "no error: " + told
                                      : told.substr(start + 7, told.find('\n', start) - start - 7);
  };
  EXPECT_EQ(error("foo,bar"), "Unrecognized option 'foo'");
  EXPECT_EQ(error("exclude"), "Method pattern missing from command");
  EXPECT_EQ(error("exclude,H"), "Could not parse method pattern");
  EXPECT_EQ(error("exclude,java/lang/String::hash*"), "Method pattern uses '/' together with '::'");
  EXPECT_FALSE(commands.excludes("H", "main"));
}

TEST(CompileCommand, Excludes) {
  CompileCommands commands;
  commands.add("exclude,java.lang.String::hash*");
  commands.add("exclude,*Map.get(Ljava/lang/Object;)Ljava/lang/Object;");
  EXPECT_TRUE(commands.excludes("java/lang/String", "hashCode"));
  EXPECT_FALSE(commands.excludes("java/lang/String", "length"));
  EXPECT_TRUE(commands.excludes("java/util/HashMap", "get"));
  EXPECT_FALSE(commands.excludes("java/util/HashMap", "getNode"));
}

TEST(CompileCommand, CompileOnlyExcludesTheRest) {
  CompileCommands commands;
  commands.add("compileonly,*.main");
  commands.add("exclude,Bad::*");
  EXPECT_FALSE(commands.excludes("pkg/Good", "main"));
  EXPECT_TRUE(commands.excludes("pkg/Good", "other"));
  EXPECT_TRUE(commands.excludes("Bad", "main"));
}

TEST(CompileCommand, PrintsWithoutExcluding) {
  CompileCommands commands;
  commands.add("print,pkg.Good::m*");
  EXPECT_TRUE(commands.prints("pkg/Good", "main"));
  EXPECT_FALSE(commands.prints("pkg/Good", "other"));
  EXPECT_FALSE(commands.excludes("pkg/Good", "other"));
}

}  // namespace
}  // namespace kiln::jit
