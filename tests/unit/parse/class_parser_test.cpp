#include "classloader/parse/class_parser.h"

#include <gtest/gtest.h>

#include "tests/unit/parse/class_bytes.h"

namespace kiln::classfile {
namespace {

using test::ByteWriter;
using test::ClassBytes;

std::string error_of(const std::vector<uint8_t>& bytes, ParseOptions options = {}) {
  ParsedClass parsed;
  ParseError error;
  if (parse_class(bytes, options, &parsed, &error)) return "";
  std::string kind = throwable_class(error.kind);
  return kind.substr(kind.rfind('/') + 1) + ": " + error.message;
}

TEST(ClassParser, ReadsAClass) {
  ClassBytes c("a/T");
  c.field(0x19, "N", "I", {c.attribute("ConstantValue", ByteWriter().u2(c.integer(42)))});
  c.field(0x02, "s", "Ljava/lang/String;", {c.attribute("Signature", ByteWriter().u2(c.utf8("TT;")))});
  ByteWriter lines = c.attribute("LineNumberTable", ByteWriter().u2(2).u2(0).u2(7).u2(1).u2(8));
  ByteWriter variables = c.attribute(
      "LocalVariableTable", ByteWriter().u2(1).u2(0).u2(2).u2(c.utf8("x")).u2(c.utf8("Ljava/util/List;")).u2(1));
  uint16_t exception = c.klass("java/lang/Exception");
  c.method(0x1, "m", "(JI)V",
           {c.code(1, 4, {0x00, 0xb1}, ByteWriter().u2(0).u2(1).u2(1).u2(exception), {lines, variables}),
            c.attribute("Exceptions", ByteWriter().u2(1).u2(exception))});
  c.class_attribute(c.attribute("SourceFile", ByteWriter().u2(c.utf8("T.java"))));
  c.class_attribute(c.attribute("RuntimeVisibleAnnotations", ByteWriter().u2(1).u2(c.utf8("LA;")).u2(0)));
  auto bytes = c.bytes();
  ParsedClass parsed;
  ParseError error;
  ASSERT_TRUE(parse_class(bytes, {.expected_name = "a/T"}, &parsed, &error)) << error.message;
  EXPECT_EQ(parsed.name, "a/T");
  EXPECT_EQ(parsed.super_name, "java/lang/Object");
  ASSERT_EQ(parsed.fields.size(), 2u);
  EXPECT_EQ(parsed.constants[parsed.fields[0].constant_value_index].bits, 42u);
  EXPECT_EQ(parsed.constants.utf8(parsed.fields[1].signature_index), "TT;");
  ASSERT_EQ(parsed.methods.size(), 1u);
  const ParsedMethod& m = parsed.methods[0];
  EXPECT_EQ(m.argument_slots, 4);
  EXPECT_EQ(m.code.size(), 2u);
  EXPECT_EQ(parsed.handlers(m).size(), 1u);
  EXPECT_EQ(parsed.lines(m)[1].line, 8);
  EXPECT_EQ(parsed.constants.utf8(parsed.locals(m)[0].name_index), "x");
  EXPECT_EQ(parsed.constants.class_name(m.exceptions[0]), "java/lang/Exception");
  EXPECT_EQ(parsed.annotations.visible.size(), 6u);
  EXPECT_EQ(parsed.constants.utf8(parsed.source_file_index), "T.java");
}

TEST(ClassParser, EveryPrefixIsTruncated) {
  ClassBytes c;
  c.field(0x19, "N", "I", {c.attribute("ConstantValue", ByteWriter().u2(c.integer(42)))});
  c.method(0x1, "m", "()V", {c.code(0, 1, {0xb1})});
  auto bytes = c.bytes();
  ASSERT_EQ(error_of(bytes), "");
  for (size_t n = 0; n < bytes.size(); n++) {
    std::vector<uint8_t> prefix(bytes.begin(), bytes.begin() + static_cast<long>(n));
    EXPECT_EQ(error_of(prefix), "ClassFormatError: Truncated class file") << n;
  }
  bytes.push_back(0);
  EXPECT_EQ(error_of(bytes), "ClassFormatError: Extra bytes at the end of class file T");
}

TEST(ClassParser, HeaderErrors) {
  ClassBytes c("a/T");
  auto bytes = c.bytes();
  EXPECT_EQ(error_of(bytes, {.expected_name = "a/t"}), "NoClassDefFoundError: a/t (wrong name: a/T)");
  bytes[0] = 0;
  EXPECT_EQ(error_of(bytes, {.expected_name = "a/T"}),
            "ClassFormatError: Incompatible magic value 16693950 in class file a/T");
  c.major = 62;
  EXPECT_EQ(error_of(c.bytes()),
            "UnsupportedClassVersionError: <Unknown> has been compiled by a more recent version of the Java Runtime "
            "(class file "
            "version 62.0), this version of the Java Runtime only recognizes class file versions up to 61.0");
  c.major = 61;
  c.flags = 0x8000;
  EXPECT_EQ(error_of(c.bytes()),
            "NoClassDefFoundError: <Unknown> is not a class because access_flag ACC_MODULE is set");
  c.flags = 0x0410;
  EXPECT_EQ(error_of(c.bytes()), "ClassFormatError: Illegal class modifiers in class <Unknown>: 0x410");
  EXPECT_EQ(error_of(c.bytes(), {.expected_name = {}, .check_format = false}), "");
}

TEST(ClassParser, Duplicates) {
  for (int filler : {0, 20}) {
    ClassBytes c;
    for (int i = 0; i < filler; i++) c.field(0, "f" + std::to_string(i), "I");
    c.field(0, "same", "I");
    c.field(0, "same", "J");
    EXPECT_EQ(error_of(c.bytes()), "");
    c.field(0, "same", "I");
    EXPECT_EQ(error_of(c.bytes()),
              "ClassFormatError: Duplicate field name \"same\" with signature \"I\" in class file T");
  }
  ClassBytes c;
  c.interface(c.klass("I"));
  c.interface(c.klass("I"));
  EXPECT_EQ(error_of(c.bytes()), "ClassFormatError: Duplicate interface name \"I\" in class file T");
}

TEST(ClassParser, MethodErrors) {
  {
    ClassBytes c;
    c.method(0x1, "m", "()V");
    EXPECT_EQ(error_of(c.bytes()),
              "ClassFormatError: Absent Code attribute in method that is not native or abstract in class file T");
  }
  {
    ClassBytes c;
    c.method(0x3, "m", "()V", {c.code(0, 1, {0xb1})});
    EXPECT_EQ(error_of(c.bytes()), "ClassFormatError: Method m in class T has illegal modifiers: 0x3");
  }
  {
    ClassBytes c;
    c.method(0x1, "m", "()", {c.code(0, 1, {0xb1})});
    EXPECT_EQ(error_of(c.bytes()), "ClassFormatError: Method \"m\" in class T has illegal signature \"()\"");
  }
  {
    ClassBytes c;
    c.method(0x1, "m", "(J)V", {c.code(0, 2, {0xb1})});
    EXPECT_EQ(error_of(c.bytes()), "ClassFormatError: Arguments can't fit into locals in class file T");
  }
}

TEST(ClassParser, VmAnnotationsOnlyWhenPrivileged) {
  ClassBytes c;
  // Another annotation with a nested value comes first.
  ByteWriter nested;
  nested.u2(2)
      .u2(c.utf8("LOther;"))
      .u2(1)
      .u2(c.utf8("v"))
      .u1('[')
      .u2(2)
      .u1('@')
      .u2(c.utf8("LIn;"))
      .u2(1)
      .u2(c.utf8("x"));
  nested.u1('e').u2(c.utf8("LE;")).u2(c.utf8("A")).u1('I').u2(c.integer(1));
  nested.u2(c.utf8("Ljdk/internal/vm/annotation/Contended;")).u2(1).u2(c.utf8("value")).u1('s').u2(c.utf8("group"));
  c.field(0, "f", "I", {c.attribute("RuntimeVisibleAnnotations", nested)});
  c.method(0x101, "n", "()V",
           {c.attribute("RuntimeVisibleAnnotations",
                        ByteWriter().u2(1).u2(c.utf8("Ljdk/internal/reflect/CallerSensitive;")).u2(0))});
  auto bytes = c.bytes();
  ParsedClass parsed;
  ParseError error;
  ASSERT_TRUE(parse_class(bytes, {}, &parsed, &error)) << error.message;
  EXPECT_EQ(parsed.fields[0].vm_annotations, 0);
  ASSERT_TRUE(parse_class(bytes, {.expected_name = {}, .privileged_annotations = true}, &parsed, &error));
  EXPECT_EQ(parsed.fields[0].vm_annotations, kContended);
  EXPECT_EQ(parsed.constants.utf8(parsed.fields[0].contended_group), "group");
  EXPECT_EQ(parsed.methods[0].vm_annotations, kCallerSensitive);
}

TEST(ClassParser, InnerClassCircleIsDropped) {
  ClassBytes c;
  uint16_t a = c.klass("A"), b = c.klass("B");
  c.class_attribute(c.attribute("InnerClasses", ByteWriter().u2(2).u2(a).u2(b).u2(0).u2(0).u2(b).u2(a).u2(0).u2(0)));
  auto bytes = c.bytes();
  ParsedClass parsed;
  ParseError error;
  ASSERT_TRUE(parse_class(bytes, {}, &parsed, &error)) << error.message;
  EXPECT_TRUE(parsed.inner_classes.empty());
}

}  // namespace
}  // namespace kiln::classfile
