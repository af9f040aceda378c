#include "classloader/verify/verifier.h"

#include <gtest/gtest.h>

#include <chrono>
#include <cstdio>

#include "tests/unit/parse/class_bytes.h"
#include "tests/unit/verify/class_world.h"

namespace kiln::classfile {
namespace {

using test::ByteWriter;
using test::ClassBytes;
using test::ClassWorld;
using test::WorldEnvironment;

class VerifierTest : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string path = ClassWorld::jdk_modules();
    if (path.empty()) GTEST_SKIP() << "no JDK 17 here";
    std::string error;
    image = Jimage::open(path, &error);
    ASSERT_NE(image, nullptr) << error;
    world = std::make_unique<ClassWorld>(image.get());
  }
  // The message, "" when it verifies.
  std::string verdict_of(const ClassBytes& c) {
    auto* known = world->add(c.bytes());
    if (known == nullptr) return "does not parse";
    WorldEnvironment environment(*world, known->parsed, true);
    VerifyError error;
    switch (verify_class(known->parsed, environment, {}, &error)) {
      case Verdict::kPassed: return "";
      case Verdict::kFailed: return error.message;
      case Verdict::kPending: return "pending " + environment.missing;
    }
    return "?";
  }
  std::unique_ptr<Jimage> image;
  std::unique_ptr<ClassWorld> world;
};

// The JDK was compiled by a correct compiler: everything in it must pass.
TEST_F(VerifierTest, PassesTheWholeJdk) {
  size_t classes = 0, methods = 0, failures = 0;
  auto start = std::chrono::steady_clock::now();
  for (size_t i = 0; i < image->size(); i++) {
    auto location = image->location(i);
    if (!location || location->extension != "class" || location->base == "module-info" ||
        location->parent.starts_with("META-INF"))
      continue;
    if (location->module == "modules" || location->module == "packages") continue;
    auto* known = world->find(std::string(location->parent) + "/" + std::string(location->base));
    if (known == nullptr) continue;
    WorldEnvironment environment(*world, known->parsed, false);
    VerifyError error;
    Verdict verdict = verify_class(known->parsed, environment, {}, &error);
    classes++;
    methods += known->parsed.methods.size();
    if (verdict != Verdict::kPassed && failures++ < 10) {
      ADD_FAILURE() << known->parsed.name << " v" << known->parsed.major_version << ": " << error.message
                    << environment.missing;
    }
  }
  std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - start;
  std::printf("%zu classes, %zu methods: %.0f ms, %zu failures\n", classes, methods, took.count(), failures);
  EXPECT_EQ(failures, 0u);
}

TEST_F(VerifierTest, ExplainsABadOperand) {
  ClassBytes c("T");
  c.method(0x9, "m", "(I)I", {c.code(2, 1, {0x1a, 0x01, 0x60, 0xac})});
  EXPECT_EQ(verdict_of(c),
            "Bad type on operand stack\n"
            "Exception Details:\n"
            "  Location:\n"
            "    T.m(I)I @2: iadd\n"
            "  Reason:\n"
            "    Type null (current frame, stack[1]) is not assignable to integer\n"
            "  Current Frame:\n"
            "    bci: @2\n"
            "    flags: { }\n"
            "    locals: { integer }\n"
            "    stack: { integer, null }\n"
            "  Bytecode:\n"
            "    0000000: 1a01 60ac                              \n");
}

TEST_F(VerifierTest, ConstructorMustCallConstructor) {
  ClassBytes c("T");
  c.method(0x1, "<init>", "()V", {c.code(1, 1, {0xb1})});
  EXPECT_TRUE(verdict_of(c).starts_with("Constructor must call super() or this() before return\n"));
  ClassBytes good("T");
  uint16_t init = good.member(10, "java/lang/Object", "<init>", "()V");
  good.method(0x1, "<init>", "()V", {good.code(1, 1, {0x2a, 0xb7, uint8_t(init >> 8), uint8_t(init), 0xb1})});
  EXPECT_EQ(verdict_of(good), "");
}

TEST_F(VerifierTest, MissingClassIsPending) {
  ClassBytes c("T");
  c.method(0x9, "m", "(LA;)LB;", {c.code(1, 1, {0x2a, 0xb0})});
  EXPECT_EQ(verdict_of(c), "pending B");
}

// A long local that a subroutine does not touch keeps its type over the call; one it overwrites does not.
TEST_F(VerifierTest, SubroutinesKeepUntouchedLocals) {
  for (bool read_overwritten : {false, true}) {
    ClassBytes c("J");
    c.major = 48;
    //  0 lconst_0  1 lstore_0  2 fconst_0  3 fstore_3  4 jsr 12  7 lload_0  8 pop2  9 fload_3  10 pop  11 return
    // 12 astore_2 13 iconst_0 14 istore_3 15 ret 2
    std::vector<uint8_t> code = {0x09, 0x3f, 0x0b, 0x46, 0xa8, 0x00, 0x08, 0x1e, 0x58,
                                 0x25, 0x57, 0xb1, 0x4d, 0x03, 0x3e, 0xa9, 0x02};
    if (!read_overwritten) code[9] = 0x1d;  // iload_3: what the subroutine left there
    c.method(0x9, "m", "()V", {c.code(2, 4, code)});
    EXPECT_EQ(verdict_of(c),
              read_overwritten ? "(class: J, method: m signature: ()V) Register 3 contains wrong type" : "");
  }
}

TEST_F(VerifierTest, OldClassesNeedNoStackMap) {
  for (uint16_t version : {48, 50, 51}) {
    ClassBytes c("T");
    c.major = version;
    // 0 iload_0  1 ifeq 8  4 aload_1  5 goto 9  8 aload_2  9 areturn: Integer or Long is a Number
    std::vector<uint8_t> code = {0x1a, 0x99, 0x00, 0x07, 0x2b, 0xa7, 0x00, 0x04, 0x2c, 0xb0};
    c.method(0x9, "m", "(ILjava/lang/Integer;Ljava/lang/Long;)Ljava/lang/Number;", {c.code(1, 3, code)});
    std::string verdict = verdict_of(c);
    EXPECT_EQ(verdict.empty(), version < 51) << verdict;
    if (version == 51) EXPECT_TRUE(verdict.starts_with("Expecting a stackmap frame at branch target 8\n"));
  }
}

// Random damage never crashes either verifier.
TEST_F(VerifierTest, SurvivesMutants) {
  auto* seed = world->find("java/util/regex/Pattern");
  ASSERT_NE(seed, nullptr);
  uint32_t random = 7;
  auto next = [&] { return random = random * 1664525 + 1013904223, random >> 8; };
  size_t parsed_count = 0;
  for (int round = 0; round < 2000; round++) {
    std::vector<uint8_t> bytes = seed->bytes;
    bytes[7] = static_cast<uint8_t>(round % 2 == 0 ? 61 : 49);
    for (const ParsedMethod& m : seed->parsed.methods) {
      if (m.code.empty() || next() % 8 != 0) continue;
      size_t at = static_cast<size_t>(m.code.data() - seed->parsed.file.data()) + next() % m.code.size();
      bytes[at] = static_cast<uint8_t>(next());
    }
    ParsedClass parsed;
    ParseError parse_error;
    ParseOptions options;
    options.check_format = false;
    if (!parse_class(bytes, options, &parsed, &parse_error)) continue;
    parsed_count++;
    WorldEnvironment environment(*world, parsed, false);
    VerifyError error;
    (void)verify_class(parsed, environment, {}, &error);
  }
  EXPECT_GT(parsed_count, 100u);
}

}  // namespace
}  // namespace kiln::classfile
