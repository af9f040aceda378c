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
    if (!location || location->extension != "class" || location->base == "module-info" || location->parent.starts_with("META-INF")) continue;
    if (location->module == "modules" || location->module == "packages") continue;
    auto* known = world->find(std::string(location->parent) + "/" + std::string(location->base));
    if (known == nullptr) continue;
    WorldEnvironment environment(*world, known->parsed, false);
    VerifyError error;
    Verdict verdict = verify_class(known->parsed, environment, {}, &error);
    classes++;
    methods += known->parsed.methods.size();
    if (verdict != Verdict::kPassed && failures++ < 10) {
      ADD_FAILURE() << known->parsed.name << " v" << known->parsed.major_version << ": " << error.message << environment.missing;
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

}  // namespace
}  // namespace kiln::classfile
